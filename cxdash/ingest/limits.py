"""How much a foreign file may cost: memory, time, columns, rows, and what it may unpack to."""

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self, get_type_hints

ENVIRONMENT = "CXDASH_LIMIT_"
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """The walls around reading one file; a limit that was hit is named in the message.

    Memory and sizes are in mebibytes, times in seconds. `cpu_s` and `wall_s` are for a small file and grow by
    `cpu_s_per_mb` and `wall_s_per_mb` with the size of the file as it came, so that 2 GB of honest CSV pass and a
    small file that keeps a processor busy for minutes does not.
    """

    memory_mb: int = 3072
    cpu_s: float = 90
    wall_s: float = 180
    cpu_s_per_mb: float = 1.0
    wall_s_per_mb: float = 2.0
    max_file_mb: int = 4096
    max_columns: int = 2000
    max_line_mb: float = 1
    max_rows: int = 100_000_000
    max_sheet_rows: int = 1_048_576
    max_cells: int = 40_000_000
    max_parts: int = 2000
    max_unpacked_mb: int = 4096
    max_sheet_mb: int = 1024
    max_ratio: int = 100
    max_spill_mb: int = 16384

    @classmethod
    def from_environment(cls) -> Self:
        """The defaults, each overridden by $CXDASH_LIMIT_<NAME> where that is set.

        Raises ValueError when a value there is not a number: an administrator's mistake, found at the start.
        """
        given = {f.name: os.environ.get(ENVIRONMENT + f.name.upper()) for f in fields(cls)}
        return cls.from_json({name: float(value) for name, value in given.items() if value})

    @classmethod
    def from_json(cls, document: dict[str, float]) -> Self:
        """The limits that `as_json` wrote."""
        kinds = get_type_hints(cls)
        return cls(**{name: kinds[name](value) for name, value in document.items()})

    def as_json(self) -> dict[str, float]:
        """A JSON-able dict of all limits."""
        return asdict(self)

    def cpu_seconds(self, size: int) -> int:
        """Processor seconds for a file of `size` bytes."""
        return int(self.cpu_s + self.cpu_s_per_mb * size / MEGABYTE)

    def wall_seconds(self, size: int) -> int:
        """Seconds on the clock for a file of `size` bytes."""
        return int(self.wall_s + self.wall_s_per_mb * size / MEGABYTE)


def size_of(path: Path) -> int:
    """Bytes of the file, 0 when it is not there."""
    return path.stat().st_size if path.is_file() else 0
