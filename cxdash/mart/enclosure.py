"""What every DuckDB connection of the product is denied: extensions, Python's variables, files elsewhere, settings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxdash.mart.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Settings = dict[str, str | bool | int | float | list[str]]

DENIED: Settings = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "python_enable_replacements": False,
    "python_scan_all_frames": False,
}
"""What is denied while connecting."""


def enclose(connection: "DuckDBPyConnection", folders: Iterable[str], *, changeable: Iterable[str] = ()) -> None:
    """Let the connection read and write files in `folders` only, and change no setting but those `changeable`."""
    # Folders are named before external access ends, and the lock comes last: DuckDB refuses the other orders.
    for setting, allowed in (("allowed_directories", folders), ("allowed_configs", changeable)):
        if named := ", ".join(map(literal, allowed)):
            connection.execute(f"SET {setting} = [{named}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
