"""How far the reading of a file has come: told by the child in a small file, and by the system in bytes."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Phase = Literal["checking", "reading", "converting", "storing"]

PASSES = 3
"""How often plain CSV is gone through, by far the most common large file: encoding, line ends, cells."""

_FILE = "progress.json"


@dataclass(frozen=True)
class Progress:
    """A phase, and where it is known how much of it is done: bytes of the file, or records where `records` says so."""

    phase: Phase
    done: int | None = None
    total: int | None = None
    records: int | None = None

    @property
    def share(self) -> float | None:
        """What is done of this phase, 0 to 1; None where that is not known."""
        return min(1.0, self.done / self.total) if self.done is not None and self.total else None


Listener = Callable[[Progress], None]


def tell(work: Path, phase: Phase, records: int | None = None) -> None:
    """Say in the child's work folder that a phase begins, and of how many records."""
    temporary = work / f"{_FILE}.part"
    temporary.write_text(json.dumps({"phase": phase, "records": records, "from": _bytes_read(os.getpid()) or 0}))
    temporary.replace(work / _FILE)


def heard(work: Path, child: int, size: int) -> Progress | None:
    """What the child with this process id said last, for a file of `size` bytes; None before it said anything."""
    with suppress(OSError, ValueError):
        said = json.loads((work / _FILE).read_text())
        if said["phase"] != "reading":
            return Progress(said["phase"], records=said["records"])
        read = _bytes_read(child)
        if read is None or not size:
            return Progress("reading")
        return Progress("reading", min(size, (read - said["from"]) // PASSES), size)
    return None


def _bytes_read(process: int) -> int | None:
    """All bytes that the process has read so far, as Linux counts them."""
    with suppress(OSError, ValueError, IndexError):
        line = Path(f"/proc/{process}/io").read_text().splitlines()[0]
        return int(line.removeprefix("rchar:"))
    return None
