"""`serve` starts the app on the data folder, or says in a sentence why it cannot."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_refused(run: Run, home: Path, taken: int) -> None:
    said = run("serve", "--host", "127.0.0.1", "--port", str(taken), home=home)
    assert (said.status, said.out) == (2, "")
    assert "--port" in said.err


def test_a_host_that_is_not_ours_is_refused(run: Run, home: Path) -> None:
    said = run("serve", "--host", "192.0.2.1", "--port", "8599", home=home)
    assert (said.status, said.out) == (2, "")
    assert "192.0.2.1" in said.err


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.slow
def test_the_app_answers_from_any_folder(home: Path, tmp_path: Path) -> None:
    port = free_port()
    words = [sys.executable, "-m", "cxdash", "serve", "--home", "home", "--host", "127.0.0.1", "--port", str(port)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        words, cwd=tmp_path, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as app:
        try:
            assert first_answer(app, f"http://127.0.0.1:{port}/", seconds=60) == 200
            assert (home / "ledger.sqlite").exists()
        finally:
            app.send_signal(signal.SIGINT)
            said, _ = app.communicate(timeout=30)
    assert "Traceback" not in said


def first_answer(app: subprocess.Popen[str], url: str, seconds: float) -> int:
    """The status of the first answer of a starting server."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and app.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                return int(answer.status)
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer; exit status {app.poll()}")
