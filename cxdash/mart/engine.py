"""Connections to DuckDB files with everything switched off that the product does not need."""

import os
import secrets
from pathlib import Path

import duckdb

from cxdash.mart.sql import literal
from cxdash.vault.home import Home

MEMORY_LIMIT, THREADS = "2GB", 2


def memory_limit() -> str:
    """How much memory DuckDB may take, `$CXDASH_MEMORY_LIMIT` (e.g. 4GB) or two gigabytes."""
    return os.environ.get("CXDASH_MEMORY_LIMIT") or MEMORY_LIMIT


def spill(home: Home) -> Path:
    """The folder in which connections may put what does not fit into memory."""
    return home.mart / "spill"


def connect(
    path: Path, *, spill_to: Path, read_only: bool, folders: tuple[Path, ...] = ()
) -> duckdb.DuckDBPyConnection:
    """A sandboxed connection to the database file; `folders` are the only ones whose files a query may read.

    Large intermediate results go to a folder of the connection's own within `spill_to`. The order of the settings
    matters: folders are named before external access ends, and the lock comes last.
    """
    connection = duckdb.connect(path, read_only=read_only, config=_settings(spill_to))
    if folders:
        allowed = ", ".join(literal(str(folder)) for folder in folders)
        connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _settings(spill_to: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "threads": THREADS,
        "memory_limit": memory_limit(),
        # DuckDB names its files in there without regard to other processes.
        "temp_directory": str(spill_to / f"{os.getpid()}-{secrets.token_hex(4)}"),
        "max_temp_directory_size": "5GB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_unsigned_extensions": False,
        "python_enable_replacements": False,
        "python_scan_all_frames": False,
        "errors_as_json": False,
    }
