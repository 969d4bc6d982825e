"""Connections to DuckDB files with everything switched off that the product does not need."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cxdash.mart.enclosure import DENIED, Settings, enclose
from cxdash.vault.home import Home

MEMORY_LIMIT, THREADS = "2GB", 2
DERIVING_MEMORY_LIMIT = "1GB"
"""What deriving sorts and counts beyond this goes to the disk: a server is not to grow because a file is large."""

SPILLED = "5GB"
SPILLED_DERIVING = "50GB"
LOOK_S = 0.2


def memory_limit() -> str:
    """How much memory DuckDB may take, `$CXDASH_MEMORY_LIMIT` (e.g. 4GB) or two gigabytes."""
    return os.environ.get("CXDASH_MEMORY_LIMIT") or MEMORY_LIMIT


def deriving_memory_limit() -> str:
    """How much memory DuckDB may take to derive a mart, `$CXDASH_DERIVING_MEMORY_LIMIT` (e.g. 4GB) or one gigabyte."""
    return os.environ.get("CXDASH_DERIVING_MEMORY_LIMIT") or DERIVING_MEMORY_LIMIT


def spill(home: Home) -> Path:
    """The folder in which connections may put what does not fit into memory."""
    return home.mart / "spill"


def connect(
    path: Path, *, spill_to: Path, read_only: bool, folders: tuple[Path, ...] = ()
) -> duckdb.DuckDBPyConnection:
    """A sandboxed connection to the database file; `folders` are the only ones whose files a query may read.

    Who writes keeps to the memory for deriving. Large intermediate results go to a folder within `spill_to`.
    """
    # DuckDB makes the folder that it spills to, but none above it.
    spill_to.mkdir(parents=True, exist_ok=True)
    # A spill folder per process and database, because DuckDB's names in it are not unique; and always the same one,
    # because a second connection to an open database must have the settings of the first.
    place = spill_to / f"{os.getpid()}-{path.stem}"
    connection = duckdb.connect(path, read_only=read_only, config=_settings(place, deriving=not read_only))
    if connection.execute("SELECT current_setting('lock_configuration')").fetchall() == [(True,)]:
        # Somebody in this process has this database open: it is the same one, sandboxed already.
        return connection
    enclose(connection, map(str, folders))
    return connection


@contextmanager
def interruptible(connection: duckdb.DuckDBPyConnection, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """In this block a query ends with duckdb.InterruptException soon after `cancelled` answers True."""
    over = threading.Event()

    def watch() -> None:
        while cancelled and not over.wait(LOOK_S):
            if cancelled():
                connection.interrupt()

    watcher = threading.Thread(target=watch, name="cxdash cancelling", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _settings(spill_to: Path, *, deriving: bool) -> Settings:
    return {
        **DENIED,
        "threads": THREADS,
        "memory_limit": deriving_memory_limit() if deriving else memory_limit(),
        "temp_directory": str(spill_to),
        "max_temp_directory_size": SPILLED_DERIVING if deriving else SPILLED,
        "errors_as_json": False,
    }
