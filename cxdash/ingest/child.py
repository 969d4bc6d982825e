"""The process in which a foreign file is read: it builds walls around itself, does one job and leaves one answer.

Run as `python -m cxdash.ingest.child job.json` by `cxdash.ingest.sandbox`, never by a person.
"""

import ctypes
import errno
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from cxdash.errors import CxdashError
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.ingest.progress import tell
from cxdash.ingest.sandbox import out_of_memory, too_much_disk
from cxdash.locale import t
from cxdash.locale.translation import set_language

Job = dict[str, Any]

# linux/sched.h; Python 3.11 has no os.unshare.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(document: str) -> int:
    """Do the job in the document and write `result.json` beside it: {"answer": …} or {"error": {message, hint}}.

    The exit status is 0 when there is an answer or a refusal, else 1 with the traceback on standard error.
    """
    job: Job = json.loads(Path(document).read_text(encoding="utf-8"))
    _wall_in(job["walls"])
    # Nearly all that this process makes lives until it ends, and looking for the rest so often costs half a second.
    gc.set_threshold(100_000)
    tempfile.tempdir = job["work"]
    set_language(str(job.get("language", "en")))
    try:
        result = {"answer": _do(job)}
    except CxdashError as error:
        result = {"error": {"message": error.message, "hint": error.hint}}
    _leave(Path(job["work"]) / "result.json", result)
    return 0


def _wall_in(walls: dict[str, int]) -> None:
    """Limit memory, processor time, time on the clock, files and core dumps of this process, for good; no network.

    The number of processes is not limited here: Linux counts all of a user's threads together, and none of root's.
    """
    _leave_network()
    _lower(resource.RLIMIT_AS, walls["memory_mb"] * MEGABYTE)
    _lower(resource.RLIMIT_CPU, walls["cpu_s"])
    _lower(resource.RLIMIT_FSIZE, walls["file_mb"] * MEGABYTE)
    _lower(resource.RLIMIT_CORE, 0)
    signal.alarm(walls["wall_s"] + 1)  # the parent's clock comes first; this one is for a parent that died


def _leave_network() -> None:
    """Go where there is no network, where the system lets us; no reader needs one."""
    with suppress(OSError, AttributeError):
        # Root keeps its rights to files by staying the user it is; others may only leave as a user of their own.
        ctypes.CDLL(None).unshare(_NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _do(job: Job) -> dict[str, Any]:
    # DuckDB imports pandas to look at the first bound value: 0.3 s and 80 MB that nothing here needs.
    sys.modules["pandas"] = None  # type: ignore[assignment]  # Python's documented way to say "not here"
    import duckdb  # noqa: PLC0415 - inside the walls

    try:
        return _inspect(job) if job["action"] == "inspect" else _load(job)
    except (MemoryError, duckdb.OutOfMemoryException) as error:
        traceback.print_exc()
        raise out_of_memory(job["walls"]["memory_mb"]) from error
    except (OSError, duckdb.IOException) as error:
        reason = _of_the_disk(error)
        if reason is None:
            raise
        traceback.print_exc()
        raise _disk(reason, job["walls"]["file_mb"]) from error


def _of_the_disk(error: Exception) -> str | None:
    """What our own disk complains about; None where DuckDB complains about something else."""
    if isinstance(error, OSError):
        return error.strerror or "I/O error"
    reasons = (os.strerror(number) for number in (errno.EFBIG, errno.ENOSPC, errno.EDQUOT))
    return next((reason for reason in reasons if reason in str(error)), None)


def _disk(reason: str, limit_mb: int) -> CxdashError:
    """Our own disk's fault, or our wall around it, and not the file's."""
    if reason == os.strerror(errno.EFBIG):
        return too_much_disk(limit_mb)
    return CxdashError(
        t("The server could not read or write its files while reading this one."),
        t(
            "Nothing was stored. Ask the administrator to look at the disk: {reason}.",
            reason=reason,
        ),
    )


def _read(job: Job) -> tuple[Any, Any]:
    """The connection with `raw` and `raw_rejects`, and the RawTable that describes them."""
    from cxdash.ingest.raw import connect  # noqa: PLC0415 - inside the walls
    from cxdash.ingest.readers import read  # noqa: PLC0415 - inside the walls

    limits, work = Limits.from_json(job["limits"]), Path(job["work"])
    path, encoding = Path(job["path"]), job.get("encoding")
    name = str(job.get("name") or path.name)
    tell(work, "reading")
    folders = [path.parent, *([Path(job["out"])] if job.get("out") else [])]
    con = connect(work, limits, *folders)
    if encoding:
        from cxdash.ingest.preview import in_utf8  # noqa: PLC0415 - inside the walls

        path, name = in_utf8(path, name, encoding, limits, work)
    raw = read(con, path, name, limits, job.get("sheet"))
    if encoding and raw.encoding:
        raw = replace(raw, encoding=encoding, encoding_confidence=1.0)
    tell(work, "converting", raw.records)
    return con, raw


def _read_as_exported(job: Job) -> tuple[Any, Any, Any]:
    """As `_read`, with what the tool that wrote the file made of it undone; and the hints of that tool or None.

    A `plain` job's file was written by us, from records that have been through this already.
    """
    from cxdash.ingest.exports import recognised  # noqa: PLC0415 - inside the walls
    from cxdash.ingest.readers import no_rows  # noqa: PLC0415 - inside the walls

    con, raw = _read(job)
    if job.get("plain"):
        return con, raw, None
    raw, hints = recognised(con, raw) or (raw, None)
    if not raw.records:
        # Of some exports all that was there are the rows of its header.
        raise no_rows()
    return con, raw, hints


def _inspect(job: Job) -> dict[str, Any]:
    from cxdash.ingest.recognise import recognise  # noqa: PLC0415 - inside the walls

    con, raw, hints = _read_as_exported(job)
    answer: dict[str, Any] = recognise(con, raw, job.get("name", ""), hints=hints, **_wishes(job))
    answer |= {"sheet": raw.sheet, "sheets": raw.sheets, "encoding_confidence": raw.encoding_confidence}
    return answer | _preview(job, con, raw, hints, answer) if job.get("preview") else answer


def _preview(job: Job, con: Any, raw: Any, hints: Any, answer: Job) -> dict[str, Any]:
    """What is only for a person who looks: the first rows, what the letters may be, and whether to ask for the zone."""
    from cxdash.ingest.preview import asks_for_zone, encodings, preview, unless_asked  # noqa: PLC0415 - inside the walls

    known = job.get("timezone") or (hints and hints.timezone)
    asks = not known and asks_for_zone(con, raw, answer["mapping"])
    path, limits, work = Path(job["path"]), Limits.from_json(job["limits"]), Path(job["work"])
    return {
        "preview": preview(con, raw),
        "asks_for_zone": asks,
        "warnings": unless_asked(answer["warnings"]) if asks else answer["warnings"],
        "encodings": encodings(path, str(job.get("name") or path.name), limits, work) if raw.encoding else [],
    }


def _wishes(job: Job) -> dict[str, Any]:
    return {"timezone": job.get("timezone"), "kind": job.get("kind")}


def _load(job: Job) -> dict[str, Any]:
    from cxdash.ingest.convert import convert  # noqa: PLC0415 - inside the walls
    from cxdash.ingest.mapping import Mapping  # noqa: PLC0415 - inside the walls

    con, raw, hints = _read_as_exported(job)
    document = job.get("mapping")
    notices: list[Any] = []
    if not document:
        from cxdash.ingest.recognise import propose  # noqa: PLC0415 - not for who says what the columns are

        proposed, notices = propose(con, raw, job.get("name", ""), hints=hints, **_wishes(job))
        document = proposed["mapping"]
    mapping = Mapping.read(document)
    out = Path(job["out"])
    out.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = convert(con, raw, mapping, out, salt=job.get("salt"))
    report["warnings"] += notices
    return report


def _leave(path: Path, result: dict[str, Any]) -> None:
    """Write the answer under a temporary name first, so that half an answer is none."""
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, path)


if __name__ == "__main__":
    status = main(sys.argv[1])
    sys.stderr.flush()
    # The answer is written: taking a large process down object by object would be time for nothing.
    os._exit(status)
