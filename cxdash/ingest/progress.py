"""How far the reading of a file has come: told by the child in a small file, and by the system in bytes and seconds."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

Phase = Literal["checking", "reading", "converting", "storing", "preparing"]

PASSES = 3
"""How often plain CSV is gone through, by far the most common large file: encoding, line ends, cells."""

CONVERTING = 3.0
"""Converting takes about this many times the processor time of reading: 3.5 for a log, 2.8 for a wide survey."""

FEWEST_S = 0.5
"""Processor seconds that converting takes at least."""

ON_TIME = 0.8
"""How much is said to be done when the time is up that was expected; the rest is for what takes longer."""

# How much of the whole each phase usually takes.
_PARTS: dict[Phase, tuple[float, float]] = {
    "checking": (0.0, 0.08),
    "reading": (0.08, 0.25),
    "converting": (0.25, 0.8),
    "storing": (0.8, 0.85),
    "preparing": (0.85, 1.0),
}
_FILE = "progress.json"


@dataclass(frozen=True)
class Progress:
    """A phase, and where it is known how much of it is done: bytes of the file, or a `part` of it, 0 to 1.

    `records` says of how many records; `least` what of the whole was done before.
    """

    phase: Phase
    done: int | None = None
    total: int | None = None
    records: int | None = None
    part: float | None = None
    least: float = 0.0

    @property
    def share(self) -> float | None:
        """What is done of this phase, 0 to 1; None where that is not known."""
        if self.part is not None:
            return self.part
        return min(1.0, self.done / self.total) if self.done is not None and self.total else None

    @property
    def whole(self) -> float:
        """What is done of all phases together, 0 to 1."""
        start, end = _PARTS[self.phase]
        return max(self.least, start + (end - start) * (self.share or 0.0))


Listener = Callable[[Progress], None]


def rising(listener: Listener) -> Listener:
    """A listener that passes on what it hears, with a `whole` that never falls: a file may be read twice."""
    most = 0.0

    def told(progress: Progress) -> None:
        nonlocal most
        most = max(most, progress.whole)
        listener(replace(progress, least=most))

    return told


def tell(work: Path, phase: Phase, records: int | None = None) -> None:
    """Say in the child's work folder that a phase begins, and of how many records."""
    temporary, before = work / f"{_FILE}.part", _said(work)
    spent = _cpu_s(os.getpid()) or 0.0
    took = spent - before.get("spent", spent)
    said = {"phase": phase, "records": records, "from": _bytes_read(os.getpid()) or 0, "spent": spent, "took": took}
    temporary.write_text(json.dumps(said))
    temporary.replace(work / _FILE)


def heard(work: Path, child: int, size: int) -> Progress | None:
    """What the child with this process id said last, for a file of `size` bytes; None before it said anything."""
    said = _said(work)
    if not said:
        return None
    if said["phase"] == "reading":
        return _reading(said["from"], _bytes_read(child), size)
    spent = _cpu_s(child)
    part = None if spent is None else expected_part(spent - said["spent"], CONVERTING * said["took"])
    return Progress(said["phase"], records=said["records"], part=part)


def _reading(before: int, now: int | None, size: int) -> Progress:
    if now is None or not size:
        return Progress("reading")
    return Progress("reading", min(size, (now - before) // PASSES), size)


def expected_part(spent_s: float, expected_s: float) -> float:
    """How much is done after some of the seconds that were expected: always more, and never all.

    >>> [round(expected_part(spent, 10), 2) for spent in (0, 5, 10, 20, 100)]
    [0.0, 0.4, 0.8, 0.9, 0.98]
    """
    ratio = max(0.0, spent_s) / max(FEWEST_S, expected_s)
    return ON_TIME * ratio if ratio <= 1 else 1 - (1 - ON_TIME) / ratio


def _said(work: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        said: dict[str, Any] = json.loads((work / _FILE).read_text())
        return said
    return {}


def _bytes_read(process: int) -> int | None:
    """All bytes that the process has read so far, as Linux counts them."""
    with suppress(OSError, ValueError, IndexError):
        line = Path(f"/proc/{process}/io").read_text().splitlines()[0]
        return int(line.removeprefix("rchar:"))
    return None


def _cpu_s(process: int) -> float | None:
    """The processor seconds that the process has taken so far, as Linux counts them."""
    with suppress(OSError, ValueError, IndexError):
        # The second field is the program's name in brackets, which may hold anything.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return None
