"""Loading a survey of 1.8 million answers, against what DuckDB alone needs to read and turn the same file."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from cxdash.ingest import pipeline
from cxdash.mart.database import open_mart
from cxdash.vault.home import Home
from tests.benchmarks.airline import RATED, airline_file, mapping
from tests.benchmarks.measure import Measured, least_of

RUNS = 3
BARE = "DuckDB: read_csv and unpivot"


def measured() -> list[Measured]:
    """Bare DuckDB, a load, and a load with the derivation of the mart."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = airline_file(folder)
        return [
            Measured(BARE, least_of(RUNS, lambda: lambda: _bare(file))),
            Measured("load", least_of(RUNS, lambda: _loading(folder, file)), BARE),
            Measured("load and derive", least_of(RUNS, lambda: _loading(folder, file, then=open_mart)), BARE),
            Measured("derive", least_of(RUNS, lambda: _deriving(folder, file)), BARE),
        ]


def _bare(file: Path) -> None:
    columns = ", ".join(f'"{name}"' for name in RATED)
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("CREATE TABLE raw AS FROM read_csv($file)", {"file": str(file)})
        con.execute(f"CREATE TABLE answers AS UNPIVOT raw ON {columns} INTO NAME question VALUE score")


def _loading(folder: Path, file: Path, then: Callable[[Home], object] | None = None) -> Callable[[], None]:
    home = Home.open(tempfile.mkdtemp(dir=folder))

    def work() -> None:
        pipeline.load(home, [file], mapping=mapping())
        if then:
            then(home)

    return work


def _deriving(folder: Path, file: Path) -> Callable[[], object]:
    home = Home.open(tempfile.mkdtemp(dir=folder))
    pipeline.load(home, [file], mapping=mapping())
    return lambda: open_mart(home)
