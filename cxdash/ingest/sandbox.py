"""Reads a foreign file in a process of its own, with walls around memory and time, and brings back the answer."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import cxdash
from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits, size_of
from cxdash.ingest.progress import Listener, heard
from cxdash.locale import N_, formats, t

log = logging.getLogger(__name__)

POLL_S = 0.1
LOOK_S = 0.25
LOG_TAIL = 4000
PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"PAR1")
UNPACKS_TO = 8
"""Honest compressed tables unpack to about this many times their size; time is allowed for that."""

OUT_OF_MEMORY: Final = (b"memory allocation of", b"MemoryError", b"std::bad_alloc", b"Cannot allocate memory")

_SMALLER = N_("Split the file into smaller ones, or ask the administrator to raise the limit.")
_BROKEN_HINT = N_(
    "Nothing was stored. Export it again; if it opens in a spreadsheet program, save it from there as CSV."
)


def run(
    job: Mapping[str, object],
    limits: Limits,
    cancelled: Callable[[], bool] | None = None,
    listener: Listener | None = None,
) -> dict[str, Any]:
    """The answer of `cxdash.ingest.child` to the job, a JSON-able dict.

    The job has "action" ("inspect" or "load"), "path", "name", "work" (a folder for it alone), for loading "out" and
    maybe "mapping", and maybe "sheet", "encoding", "timezone", "kind", "language", "preview". Raises CxdashError with
    the child's own message, or one that names the limit that was hit, or one that says the file is damaged; also when
    `cancelled` answers True. The `listener` is told how far the child is, a few times a second.
    """
    work = Path(str(job["work"]))
    work.mkdir(parents=True, exist_ok=True)
    size = effective_size(Path(str(job["path"])))
    wall = limits.wall_seconds(size)
    walls = {"memory_mb": limits.memory_mb, "cpu_s": limits.cpu_seconds(size), "wall_s": wall}
    walls["file_mb"] = max(limits.max_file_mb, limits.max_unpacked_mb, limits.max_spill_mb)
    document = work / "job.json"
    document.write_text(json.dumps({**job, "limits": limits.as_json(), "walls": walls}), encoding="utf-8")
    child = _start(document, work)

    def told() -> None:
        progress = heard(work, child.pid, size)
        if listener and progress:
            listener(progress)

    status = _finish(child, wall, cancelled, told)
    return _answer(work, status, walls)


def effective_size(path: Path) -> int:
    """Bytes of the file, for compressed kinds those it honestly unpacks to."""
    with suppress(OSError), path.open("rb") as file:
        if file.read(4).startswith(PACKED):
            return size_of(path) * UNPACKS_TO
    return size_of(path)


def _start(document: Path, work: Path) -> subprocess.Popen[bytes]:
    """Start the child in a session of its own, with an environment that holds no secret of ours."""
    root = str(Path(cxdash.__file__).parents[1])
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH") if name in os.environ
    }
    # What one step of the work returns to the system, the next takes again: large pieces are kept for that.
    memory = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "67108864", "MALLOC_TRIM_THRESHOLD_": "134217728"}
    # Nothing there multiplies matrices, and threads that wait to do it cost a tenth of a second.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment = {**kept, **memory, **threads, "PYTHONPATH": root, "TMPDIR": str(work), "HOME": str(work)}
    with (work / "child.log").open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "cxdash.ingest.child", str(document)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=work,
            env=environment,
            start_new_session=True,
        )


def _finish(
    child: subprocess.Popen[bytes], wall: int, cancelled: Callable[[], bool] | None, told: Callable[[], None]
) -> int:
    """The child's exit status; its whole group is killed at the wall, on cancelling, and when we are interrupted."""
    started = time.monotonic()
    deadline, look_at = started + wall, started + LOOK_S
    try:
        while True:
            if (status := _wait(child)) is not None:
                return status
            refuse_cancelled(cancelled)
            now = time.monotonic()
            if now > look_at:
                told()
                look_at = now + LOOK_S
            if now > deadline:
                return -signal.SIGALRM
    finally:
        if child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _wait(child: subprocess.Popen[bytes]) -> int | None:
    """The exit status of a child that ends within `POLL_S`; without waking up in between where the system can tell."""
    if hasattr(os, "pidfd_open"):
        # Where the process cannot be looked at, its end is waited for as on any other system.
        with suppress(OSError), open(os.pidfd_open(child.pid), "rb") as ended:
            select.select([ended], [], [], POLL_S)
            return child.poll()
    with suppress(subprocess.TimeoutExpired):
        return child.wait(POLL_S)
    return None


def refuse_cancelled(cancelled: Callable[[], bool] | None) -> None:
    """Raise CxdashError where `cancelled` answers True."""
    if cancelled is not None and cancelled():
        raise CxdashError(t("Reading the file was cancelled."), t("Nothing was stored."))


def _answer(work: Path, status: int, walls: Mapping[str, int]) -> dict[str, Any]:
    document = work / "result.json"
    if status == 0 and document.is_file():
        result: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
        if "error" in result:
            raise CxdashError(result["error"]["message"], result["error"]["hint"])
        answer: dict[str, Any] = result["answer"]
        return answer
    tail = _tail(work / "child.log")
    log.warning("reading a file ended with status %s: %s", status, tail.decode("utf-8", "replace"))
    raise _death(status, tail, walls)


def _tail(path: Path) -> bytes:
    with suppress(OSError):
        return path.read_bytes()[-LOG_TAIL:]
    return b""


def _death(status: int, tail: bytes, walls: Mapping[str, int]) -> CxdashError:
    """What to say of a child that left no answer."""
    if status == -signal.SIGALRM:
        return CxdashError(
            t("Reading the file took longer than {limit} seconds.", limit=formats.count(walls["wall_s"])), t(_SMALLER)
        )
    if status == -signal.SIGXCPU:
        return CxdashError(
            t(
                "Reading the file needed more than {limit} seconds of processor time.",
                limit=formats.count(walls["cpu_s"]),
            ),
            t(_SMALLER),
        )
    if any(sign in tail for sign in OUT_OF_MEMORY):
        return out_of_memory(walls["memory_mb"])
    if status > 0 and b"Traceback (most recent call last)" in tail:
        return CxdashError(
            t("cxdash could not read this file through a mistake of its own."),
            t("Nothing was stored. The log says more; exporting the table as plain CSV may help."),
        )
    return CxdashError(t("The file is damaged or too complex to read."), t(_BROKEN_HINT))


def out_of_memory(limit_mb: int) -> CxdashError:
    """The refusal of a file that needs more memory than it may have."""
    return CxdashError(
        t("Reading the file needed more than {limit} MB of memory.", limit=formats.count(limit_mb)), t(_SMALLER)
    )


def too_much_disk(limit_mb: int) -> CxdashError:
    """The refusal of a file that needs a larger file of ours than there may be."""
    sentence = t("Reading the file needed a temporary file of more than {limit} MB.", limit=formats.count(limit_mb))
    return CxdashError(sentence, t(_SMALLER))
