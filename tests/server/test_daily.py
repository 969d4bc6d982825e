"""A server that stays up removes expired raw files by itself, and a failure does not end that."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from cxdash.ingest import pipeline
from cxdash.server import daily
from cxdash.server.application import LIFESPAN
from cxdash.server.place import current_home
from cxdash.vault import settings
from cxdash.vault.home import Home
from tests.server.conftest import listening, until

ROWS = "".join(f"R{n},2025-01-{1 + n % 28:02d},{n % 11}\n" for n in range(40))


@pytest.fixture
def raw(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a raw file whose time is over, in the folder that this process serves since yesterday."""
    monkeypatch.setenv("CXDASH_HOME", str(home))
    opened = current_home()
    path = tmp_path / "answers.csv"
    path.write_text("response_id,date,nps\n" + ROWS)
    (entry,) = pipeline.load(opened, path)
    settings.put(opened, "raw_retention_days", 0)
    yesterday = datetime.fromisoformat(marker(opened).read_text()) - timedelta(hours=25)
    marker(opened).write_text(yesterday.isoformat())
    return opened.upload(entry["upload"]) / "raw"


def marker(home: Home) -> Path:
    return home.vault / "retention.marker"


def test_a_server_that_stays_up_sweeps(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "LOOK_EVERY_S", 0.05)
    assert raw.is_dir()
    with listening(Starlette(lifespan=LIFESPAN), lifespan="on"):
        assert until(lambda: not raw.exists())


def test_a_sweep_that_fails_is_tried_again(
    raw: Path, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(daily, "LOOK_EVERY_S", 0.05)
    aside = home / "ledger.aside"
    (home / "ledger.sqlite").rename(aside)
    (home / "ledger.sqlite").mkdir()
    with caplog.at_level(logging.ERROR), listening(Starlette(lifespan=LIFESPAN), lifespan="on"):
        assert until(lambda: "could not be removed" in caplog.text)
        assert raw.is_dir()
        (home / "ledger.sqlite").rmdir()
        aside.rename(home / "ledger.sqlite")
        assert until(lambda: not raw.exists())


def test_the_sweep_ends_with_the_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "LOOK_EVERY_S", 3600.0)
    with listening(Starlette(lifespan=LIFESPAN), lifespan="on"):
        pass
