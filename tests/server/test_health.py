"""Health says what is true within two seconds: fit, deriving, no room, or broken."""

import sqlite3
import time
from pathlib import Path

import pytest

from cxdash.ingest import pipeline
from cxdash.mart import background
from cxdash.server import health
from cxdash.vault.durable import locked
from cxdash.vault.home import Home
from tests.server.conftest import Answer, Client, until

PATH = "/api/health"
# Two seconds on a machine that is not busy with other tests, too.
AT_MOST_S = 4.0


def asked(client: Client) -> Answer:
    began = time.monotonic()
    answer = client.request("GET", PATH)
    assert time.monotonic() - began < AT_MOST_S
    return answer


def settled(client: Client) -> Answer:
    """The answer once nothing is being derived any more."""
    assert until(lambda: asked(client).json().get("deriving", asked(client).json().get("failed") == "time") is False)
    return asked(client)


def loaded(home: Path, folder: Path) -> str:
    path = folder / "answers.csv"
    rows = "".join(f"R{n},2025-01-{1 + n % 28:02d},{n % 11}\n" for n in range(40))
    path.write_text("response_id,date,nps\n" + rows)
    (entry,) = pipeline.load(Home.open(home), path)
    return str(entry["upload"])


def test_an_empty_folder_is_fit_and_its_version_is_said(client: Client) -> None:
    answer = settled(client)
    assert (answer.status, answer.json()["ok"], answer.json()["deriving"]) == (200, True, False)
    assert answer.json()["data_version"]


def test_while_data_is_derived_the_answer_comes_and_says_so(client: Client, home: Path, tmp_path: Path) -> None:
    opened = Home.open(home)
    with locked(opened.mart / "derive.lock"):
        first = asked(client)
        assert (first.status, first.json()) == (200, {"ok": True, "data_version": None, "deriving": True})
    before = settled(client).json()["data_version"]
    loaded(home, tmp_path)
    with locked(opened.mart / "derive.lock"):
        assert asked(client).json() == {"ok": True, "data_version": before, "deriving": True}
    assert settled(client).json()["data_version"] not in (None, before)


def test_what_cannot_be_derived_is_not_fit_until_it_can(
    client: Client, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "AGAIN_SECONDS", 0.2)
    table = Home.open(home).canonical(loaded(home, tmp_path), "records")
    content = table.read_bytes()
    table.write_bytes(b"not parquet")
    answer = settled(client)
    assert (answer.status, answer.json()) == (503, {"ok": False, "failed": "data"})
    table.write_bytes(content)
    assert until(lambda: asked(client).status == 200)


def test_a_ledger_that_somebody_holds_is_not_waited_for(client: Client, home: Path) -> None:
    settled(client)
    with sqlite3.connect(home / "ledger.sqlite", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = asked(client)
        other.execute("ROLLBACK")
    other.close()
    assert (answer.status, answer.json()) == (503, {"ok": False, "failed": "time"})
    assert until(lambda: asked(client).status == 200)


def test_a_ledger_that_is_none_is_not_fit(client: Client, home: Path) -> None:
    settled(client)
    broken = home / "broken"
    broken.write_bytes(b"no database at all " * 500)
    for beside in home.glob("ledger.sqlite-*"):
        beside.unlink()
    broken.replace(home / "ledger.sqlite")
    answer = asked(client)
    assert (answer.status, answer.json()) == (503, {"ok": False, "failed": "data"})


def test_a_disk_without_room_is_not_fit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(client)
    monkeypatch.setattr(health, "FREE_SHARE", 1.0)
    monkeypatch.setattr(health, "FREE_BYTES", 1 << 60)
    answer = asked(client)
    assert (answer.status, answer.json()) == (503, {"ok": False, "failed": "disk"})


@pytest.mark.parametrize(("share", "size", "room"), [(0.0, 1 << 60, True), (1.0, 0, True), (1.0, 1 << 60, False)])
def test_a_tenth_or_ten_gigabytes_are_room(
    share: float, size: int, room: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FREE_SHARE", share)
    monkeypatch.setattr(health, "FREE_BYTES", size)
    assert health.has_room(tmp_path) is room
