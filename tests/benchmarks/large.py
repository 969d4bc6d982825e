"""Loads of a 10-million-row log and of a wide survey of a million rows, each against a bare read of the same file.

`CXDASH_BENCH_SHARE` (default 1) is the share of those rows; `CXDASH_BENCH_MB` (default 256) the size of the file whose
memory is measured, 2048 for the promise of "2 GB in less than 1 GB".
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cxdash.vault.home import Home
from tests.benchmarks.measure import Measured, apart, scaled
from tests.benchmarks.tables import interactions_file, survey_file

RECORDS = {"interactions": 10_000_000, "survey": 1_000_000}
BYTES_PER_RECORD = 90
PART = 10
RUNS = range(5)
_WRITE: dict[str, Callable[[Path, int], Path]] = {"interactions": interactions_file, "survey": survey_file}


def measured() -> Iterator[Measured]:
    """The bare reads first, which are what the others' ratios are to, then cxdash, Polars and pandas; then memory."""
    share = float(os.environ.get("CXDASH_BENCH_SHARE", "1"))
    for kind, most in RECORDS.items():
        yield from _of(kind, max(PART, int(most * share)))
    yield _memory(int(os.environ.get("CXDASH_BENCH_MB", "256")))


def _of(kind: str, records: int) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as place:
        file = _WRITE[kind](Path(place, "whole.csv"), records)
        part = _WRITE[kind](Path(place, "part.csv"), records // PART)
        about = f"{kind}, {records:,} rows"
        bare = f"{about}: bare read_csv"
        # In turns, and the least of each: what a shared machine adds to one run is not what the ratio is about.
        turns = [(_run("bare", kind, file, bare), _run("cxdash", kind, file, f"{about}: cxdash", bare)) for _ in RUNS]
        least = [min(runs, key=lambda run: run.cpu_s) for runs in zip(*turns, strict=True)]
        yield least[0]
        yield _run("database", kind, file, f"{about}: read_csv into a database file", bare)
        yield least[1]
        yield _run("polars", kind, file, f"{about}: Polars, the same rules", bare)
        yield scaled(_run("pandas", kind, part, f"{about}: pandas, the same rules", bare), PART)


def _run(loader: str, kind: str, file: Path, name: str, base: str | None = None) -> Measured:
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        Home.open(Path(folder, "home"))  # it is there for every load but the first
        return apart(name, f"tests.benchmarks.loaders.{loader}", kind, str(file), folder, base=base)


def _memory(megabytes: int) -> Measured:
    with tempfile.TemporaryDirectory() as place:
        file = interactions_file(Path(place, "whole.csv"), (megabytes << 20) // BYTES_PER_RECORD)
        return _run("cxdash", "interactions", file, f"interactions, {file.stat().st_size >> 20:,} MB of CSV: cxdash")
