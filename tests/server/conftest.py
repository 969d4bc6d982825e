"""The routes of the app without Streamlit around them: a real server on an empty data folder."""

import json
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

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


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client of our own routes and headers."""
    monkeypatch.setenv("CXDASH_HOME", str(home))
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield Client(listening.getsockname()[1])
    server.should_exit = True
    thread.join(SOON)
    listening.close()


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
