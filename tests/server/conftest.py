"""The routes of the app without Streamlit around them: a real server on an empty data folder."""

import json
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Literal

import pytest
import uvicorn
from starlette.applications import Starlette

from cxdash.server.application import MIDDLEWARE, ROUTES

SOON = 20.0


@dataclass(frozen=True)
class Answer:
    status: int
    text: str

    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.text)
        return document


@dataclass(frozen=True)
class Client:
    """Asks the server, each time over a connection of its own."""

    port: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def request(self, method: str, path: str, body: bytes | Iterable[bytes] = b"", **headers: str) -> Answer:
        """An iterable body is sent in chunks, its size unannounced."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named, encode_chunked=not isinstance(body, bytes))
        answer = connection.getresponse()
        found = Answer(answer.status, answer.read().decode())
        connection.close()
        return found


@contextmanager
def listening(app: Starlette, lifespan: Literal["on", "off"] = "off") -> Iterator[int]:
    """The port on which the app is served, as Streamlit serves it."""
    door = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_level="warning", lifespan=lifespan, ws="websockets-sansio", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    try:
        yield int(door.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(SOON)
        door.close()


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client of our own routes and headers."""
    monkeypatch.setenv("CXDASH_HOME", str(home))
    with listening(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as port:
        yield Client(port)


def resting(home: Path) -> list[str]:
    """The names of what rests in the folder of incoming files, beside locks."""
    return sorted(path.name for path in (home / "incoming").rglob("*") if path.is_file() and path.suffix != ".lock")


def until(true: Any, seconds: float = SOON) -> bool:
    """Wait until a question is answered with yes; whether it was."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
