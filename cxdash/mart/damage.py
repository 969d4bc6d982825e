"""Whether a mart's file is bad, or only what surrounds it: a full disk, too many open files, a mistake of DuckDB's."""

import errno
import os
import uuid
from contextlib import closing
from pathlib import Path

import duckdb

from cxdash.mart.engine import connect
from cxdash.mart.sql import identifier

_NOT_THE_FILE = (
    duckdb.OutOfMemoryException,
    duckdb.InterruptException,
    duckdb.PermissionException,
    duckdb.ConnectionException,
)
_COMPLAINTS = (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException, duckdb.InternalException)
# DuckDB gives the system's own words and no number.
_SURROUNDINGS = tuple(
    os.strerror(number)
    for number in (
        errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM,
        errno.EACCES, errno.EPERM, errno.EROFS,
    )
)  # fmt: skip


def is_of_surroundings(error: duckdb.Error) -> bool:
    """Whether what failed had another cause than the content of the file, so that the file must stay."""
    if isinstance(error, duckdb.IOException):
        return any(reason in str(error) for reason in _SURROUNDINGS)
    return isinstance(error, _NOT_THE_FILE)


def may_be_damage(error: duckdb.Error) -> bool:
    """Whether a question failed in a way that a damaged file, too, makes it fail."""
    return isinstance(error, _COMPLAINTS) and not is_of_surroundings(error)


def damage_of(path: Path, spill_to: Path) -> Exception | None:
    """What is wrong with a mart's file, read from its first to its last block; None where it is in order.

    duckdb.Error or OSError when it could not be looked at, of which nothing follows.
    """
    # Under another name DuckDB opens the file by itself, whatever has become of the database that is open.
    name = path.with_name(f"unfinished-look-{uuid.uuid4().hex}.duckdb")
    try:
        os.link(path, name)
        with closing(connect(name, spill_to=spill_to, read_only=True)) as con:
            _read_all(con)
    except FileNotFoundError as gone:
        return gone
    except duckdb.Error as error:
        if is_of_surroundings(error):
            raise
        return error
    finally:
        name.unlink(missing_ok=True)
    return None


def _read_all(con: duckdb.DuckDBPyConnection) -> None:
    # Every block carries a checksum, which DuckDB compares whenever it reads one.
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall():
        con.execute(f"SELECT bit_xor(hash(t)) FROM {identifier(table)} t").fetchall()
