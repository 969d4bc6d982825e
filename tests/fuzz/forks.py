"""The reading child of `cxdash.ingest.sandbox`, forked from a process that has imported everything already.

A new interpreter takes half a second to import what reads files; a fork takes none, and has the same walls, the same
folder and the same environment. `Forks.start` stands in for the function of the sandbox that starts a child.
"""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Forked:
    """A forked child, as the sandbox sees one: its process id, and a way to wait for its end."""

    def __init__(self, forks: "Forks", pid: int) -> None:
        self.pid = pid
        self._forks = forks
        self._status: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, negative for a signal; TimeoutExpired when it is not there in time."""
        if self._status is None:
            found = self._forks.answer(timeout)
            if found is None:
                raise subprocess.TimeoutExpired("child", timeout or 0)
            self._status = int(found["status"])
            self._forks.peak_mb, self._forks.cpu_s = int(found["peak_mb"]), self._forks.cpu_s + float(found["cpu_s"])
        return self._status

    def poll(self) -> int | None:
        """The exit status if the child has ended."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None


class Forks:
    """The process from which children are forked; `peak_mb` is of the last child, `cpu_s` of all together."""

    def __init__(self) -> None:
        self.peak_mb, self.cpu_s = 0, 0.0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.forks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._heard = b""

    def start(self, document: Path, work: Path) -> Forked:
        """A child that does the job in the document."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(document), str(work)]).encode() + b"\n")
        found = self.answer(None)
        assert found is not None
        return Forked(self, int(found["pid"]))

    def answer(self, timeout: float | None) -> dict[str, Any] | None:
        """The next line of the process as JSON, None when there is none in time."""
        out = self._process.stdout
        assert out is not None
        # What was read and not yet asked for is kept here: a reader with a buffer of its own would hide it from select.
        while b"\n" not in self._heard:
            if timeout is not None and not select.select([out], [], [], timeout)[0]:
                return None
            self._heard += os.read(out.fileno(), 4096) or b'{"status": 1, "peak_mb": 0, "cpu_s": 0}\n'
        line, _, self._heard = self._heard.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def serve() -> None:
    """Fork a child for each line of standard input; say its process id, then how it ended."""
    _import_all()
    for line in sys.stdin:
        document, work = json.loads(line)
        pid = os.fork()
        if not pid:
            _be_child(Path(document), Path(work))
        _say({"pid": pid})
        _, status, usage = os.wait4(pid, 0)
        costs = {"peak_mb": usage.ru_maxrss // 1024, "cpu_s": usage.ru_utime + usage.ru_stime}
        _say({"status": os.waitstatus_to_exitcode(status), **costs})


def _say(message: dict[str, int] | dict[str, float]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _import_all() -> None:
    sys.modules["pandas"] = None  # type: ignore[assignment]  # as the child itself does
    import duckdb  # noqa: F401, PLC0415 - so that no child has to
    import pyreadstat  # noqa: F401, PLC0415
    import python_calamine  # noqa: F401, PLC0415

    from cxdash.ingest import child, convert, exports, mapping, readers, recognise  # noqa: F401, PLC0415


def _be_child(document: Path, work: Path) -> None:
    """What `sandbox._start` gives a child: its own session, folder, environment and log."""
    from cxdash.ingest import child  # noqa: PLC0415 - imported already

    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(work)
    os.environ.update(TMPDIR=str(work), HOME=str(work))
    with (work / "child.log").open("wb") as log, Path(os.devnull).open("r+b") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
        os.dup2(log.fileno(), 2)
    status = 1
    try:
        status = child.main(str(document))
    except BaseException:  # a traceback in the log and status 1, as an interpreter ends
        sys.excepthook(*sys.exc_info())
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    serve()
