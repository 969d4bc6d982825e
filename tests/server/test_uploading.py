"""The upload route: only with a ticket, only within the limit, whole or not at all."""

import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from cxdash.errors import CxdashError
from cxdash.ingest import incoming
from cxdash.ingest.limits import MEGABYTE
from cxdash.locale.translation import set_language
from cxdash.server import tickets, uploading
from cxdash.vault.home import Home
from tests.server.conftest import Answer, Client, resting, until

SESSION = "5e" * 16
CONTENT = b"response_id,nps\n" + b"R1,9\n" * 1000


def put(
    client: Client,
    ticket: str | None,
    content: bytes | Iterable[bytes] = CONTENT,
    headers: dict[str, str] | None = None,
) -> Answer:
    given = {} if ticket is None else {uploading.TICKET_HEADER: ticket}
    return client.request("PUT", uploading.PATH, content, **given, **(headers or {}))


def test_a_file_arrives_whole_and_is_claimed_by_its_session_under_its_name(client: Client, home: Path) -> None:
    answer = put(client, tickets.issue(SESSION))
    assert (answer.status, answer.json()["bytes"]) == (200, len(CONTENT))
    token = answer.json()["file"]
    for stranger in ("57" * 16, "../" + SESSION, ""):
        with pytest.raises(CxdashError, match="not there any more"):
            incoming.claim(Home(home), stranger, token, "a.csv")
    path = incoming.claim(Home(home), SESSION, token, "../../evil\u202e/..\\Spring.csv")
    assert path.read_bytes() == CONTENT
    assert path.name == "_.._evil_.._Spring.csv"
    assert incoming.rests(Home(home), path)
    with pytest.raises(CxdashError, match="not there any more"):
        incoming.claim(Home(home), SESSION, token, "again.csv")
    incoming.let_go(path)
    assert resting(home) == []


@pytest.mark.parametrize("token", ["", "..", "../" * 8, "0" * 31, "/etc/passwd", "G" * 32])
def test_what_is_no_token_of_ours_claims_nothing(token: str, home: Path) -> None:
    with pytest.raises(CxdashError, match="not there any more"):
        incoming.claim(Home(home), SESSION, token, "a.csv")


def forged() -> str:
    return URLSafeTimedSerializer("guess", salt="upload ticket").dumps(["1", SESSION, "en"])


@pytest.mark.parametrize("ticket", [None, "", "nonsense", "a.b.c", pytest.param(forged(), id="forged")])
def test_without_a_ticket_of_ours_nothing_is_stored(ticket: str | None, client: Client, home: Path) -> None:
    answer = put(client, ticket)
    assert answer.status == 403
    assert answer.json()["message"] == "This upload was not asked for by a page of cxdash."
    assert answer.json()["hint"]
    assert not (home / "incoming").exists()


def test_a_ticket_is_good_for_one_file(client: Client, home: Path) -> None:
    ticket = tickets.issue(SESSION)
    assert put(client, ticket).status == 200
    assert put(client, ticket).status == 403
    assert len(resting(home)) == 1


def test_a_ticket_is_good_for_two_minutes(client: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = tickets.issue(SESSION)
    monkeypatch.setattr(tickets, "LIFETIME_S", -1)
    answer = put(client, ticket)
    assert (answer.status, answer.json()["hint"]) == (403, "Drop the file again.")
    assert not (home / "incoming").exists()


def test_used_tickets_are_forgotten_when_they_would_have_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "_used", {"old": 0.0})
    tickets.redeem(tickets.issue(SESSION))
    assert "old" not in tickets._used


def test_the_ticket_carries_the_language_of_the_page() -> None:
    set_language("fa")
    try:
        assert tickets.redeem(tickets.issue(SESSION)).language == "fa"
    finally:
        set_language("en")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://evil.test"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
    ids=str,
)
def test_another_sites_page_is_refused_and_does_not_spend_the_ticket(
    headers: dict[str, str], client: Client, home: Path
) -> None:
    ticket = tickets.issue(SESSION)
    assert put(client, ticket, headers=headers).status == 403
    assert not (home / "incoming").exists()
    assert put(client, ticket, headers={"origin": f"http://{client.host}"}).status == 200


def test_a_browsers_own_word_counts_behind_a_proxy_that_changes_the_host(client: Client) -> None:
    headers = {"sec-fetch-site": "same-origin", "origin": "https://cx.example"}
    assert put(client, tickets.issue(SESSION), headers=headers).status == 200


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_too_large_is_refused_in_a_sentence_and_leaves_nothing(
    announced: bool, client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXDASH_LIMIT_MAX_FILE_MB", "1")

    def pieces() -> Iterator[bytes]:
        yield from (bytes(1 << 16) for _ in range(17))

    answer = put(client, tickets.issue(SESSION), bytes(MEGABYTE + 1) if announced else pieces())
    assert answer.status == 413
    assert answer.json()["message"] == "The file is larger than 1 MB."
    assert answer.json()["hint"]
    assert not (home / "incoming").exists() or resting(home) == []
    assert put(client, tickets.issue(SESSION), bytes(MEGABYTE)).status == 200


def test_a_connection_that_breaks_leaves_nothing(client: Client, home: Path) -> None:
    def half_written() -> bool:
        return any(part.stat().st_size >= MEGABYTE for part in (home / "incoming").rglob("*.part"))

    head = f"PUT {uploading.PATH} HTTP/1.1\r\nHost: {client.host}\r\nContent-Length: {8 * MEGABYTE}\r\n"
    with socket.create_connection(("127.0.0.1", client.port)) as browser:
        browser.sendall(f"{head}{uploading.TICKET_HEADER}: {tickets.issue(SESSION)}\r\n\r\n".encode())
        browser.sendall(bytes(3 * MEGABYTE))
        assert until(half_written)
    assert until(lambda: resting(home) == [])


def test_what_the_disk_has_no_room_for_is_refused_before_it_is_stored(
    client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXDASH_LIMIT_MAX_FILE_MB", str(1 << 40))
    announced = shutil.disk_usage(home).free
    head = f"PUT {uploading.PATH} HTTP/1.1\r\nHost: {client.host}\r\nContent-Length: {announced}\r\n"
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as browser:
        browser.sendall(f"{head}{uploading.TICKET_HEADER}: {tickets.issue(SESSION)}\r\n\r\n".encode())
        browser.sendall(bytes(uploading.READ_AFTER_REFUSAL + 1))
        answer = browser.recv(1 << 16)
    assert answer.startswith(b"HTTP/1.1 507")
    assert not (home / "incoming").exists() or resting(home) == []


def test_a_full_disk_is_a_sentence(client: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = put(client, tickets.issue(SESSION))
    assert answer.status == 507
    assert "is full" in answer.json()["message"]
    assert resting(home) == []


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_the_route_takes_nothing_but_put(method: str, client: Client) -> None:
    assert client.request(method, uploading.PATH).status == 405
