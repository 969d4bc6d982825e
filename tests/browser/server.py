"""The app as a person starts it: a process of its own on a data folder and a free port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS, STOP_SECONDS = 90, 20


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of the app on this data folder; when it has ended, its log must hold no traceback."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        port = _free_port()
        words = ["--home", str(home), "serve", "--host", "127.0.0.1", "--port", str(port)]
        app = subprocess.Popen([sys.executable, "-m", "cxdash", *words], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for_health(app, url)
            yield url
        finally:
            _stop(app)
            log.seek(0)
            said = log.read()
        assert "Traceback" not in said, said


def command(home: Path, *words: str) -> str:
    """What the command line prints for these words on this data folder; it must succeed."""
    surroundings = {**os.environ, "CXDASH_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "cxdash", *words],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def seconds_to_answer(url: str) -> float:
    """How long the server takes to say that it is healthy."""
    started = time.monotonic()
    with urllib.request.urlopen(f"{url}/api/health", timeout=30) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
    return time.monotonic() - started


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for_health(app: "subprocess.Popen[bytes]", url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and app.poll() is None:
        try:
            seconds_to_answer(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the app gave no answer; exit status {app.poll()}")


def _stop(app: "subprocess.Popen[bytes]") -> None:
    app.send_signal(signal.SIGTERM)
    try:
        app.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        app.kill()
        app.wait()
