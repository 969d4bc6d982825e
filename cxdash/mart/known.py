"""Files as numbers that tell their records apart, written once per file, so that many files can be compared cheaply.

An id is two numbers of 64 bits: that two ids share both does not happen. A content is one, which two different ones
among ten million share with a chance of one in 370,000.
"""

import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import duckdb

from cxdash.mart.repeats import Family, have_ids, numbers
from cxdash.mart.sql import literal
from cxdash.vault.durable import flush
from cxdash.vault.home import Home

Answer = TypeVar("Answer")

# Raised whenever the same records would get other numbers; those of another DuckDB are others in any case.
VERSION = 1
UNUSED_SECONDS = 7 * 86_400
_WRITTEN = "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 99"


@dataclass(frozen=True)
class Known:
    """The records of a family as numbers, in a Parquet file (file, row, at, key, twin, content, once).

    Records with the same `key` and `twin` are the same; they are NULL for a record without id in a file that is
    `named`, that has ids. In a file without, `key` stands for what a record says and for its place among those that say
    the same, and it says so `once` where there is no other; `twin` is 0. `first` and `last` are its period.
    """

    path: Path
    records: int
    named: bool
    first: datetime | None
    last: datetime | None


def folder(home: Home) -> Path:
    """Where the numbers lie, made where it is missing: they can all be found again from the vault."""
    place = home.mart / "known"
    place.mkdir(parents=True, exist_ok=True)
    return place


def sweep(home: Home) -> None:
    """Remove numbers that nobody asked for in a week: most belong to files that were taken back."""
    for path in folder(home).iterdir():
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > UNUSED_SECONDS:
                path.unlink()


def afresh(home: Home, work: Callable[[], Answer]) -> Answer:
    """What the work gives; done once more without any numbers where it failed: what was noted may be damaged."""
    try:
        return work()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error:
        noted = list(folder(home).iterdir())
        if not noted:
            raise
        for path in noted:
            path.unlink(missing_ok=True)
        return work()


def numbered(con: duckdb.DuckDBPyConnection, family: Family, place: Path) -> Known:
    """The numbers of a family, written into `place` where they are not yet there."""
    path = place / f"{_name([file.name for file in family])}.parquet"
    if not _present(path):
        parts = [numbers(file, number) for number, file in enumerate(family)]
        every = " UNION ALL ".join(query for query, _ in parts)
        bound = {name: value for _, values in parts for name, value in values.items()}
        _write(con, _by_id(every) if have_ids(con, family) else _by_content(every), path, bound)
    counted = f"SELECT count(*), count(content) > 0, min(k.at), max(k.at) FROM read_parquet({literal(str(path))}) k"
    return Known(path, *(con.execute(counted).fetchone() or (0, False, None, None)))


def _by_id(every: str) -> str:
    return f"SELECT file, row, NULL::TIMESTAMP AS at, key, twin, content, false AS once FROM ({every})"


def _by_content(every: str) -> str:
    # Few contents occur more than once: only those need to be put in order.
    return (
        f"WITH every AS MATERIALIZED ({every}), "
        "again AS MATERIALIZED (SELECT content FROM every GROUP BY content HAVING count(*) > 1) "
        "SELECT file, row, e.at, hash(content, 1::BIGINT) AS key, 0::UBIGINT AS twin, "
        "NULL::UBIGINT AS content, true AS once "
        "FROM every e ANTI JOIN again USING (content) UNION ALL "
        "SELECT file, row, e.at, hash(content, row_number() OVER (PARTITION BY content ORDER BY file, row)) AS key, "
        "0::UBIGINT AS twin, NULL::UBIGINT AS content, false AS once FROM every e SEMI JOIN again USING (content)"
    )


def is_repeated(con: duckdb.DuckDBPyConnection, older: Known, newer: Known) -> bool:
    """Whether the newer file brings records of the older one again, by the rule of `cxdash.mart.repeats`."""
    if older.named or newer.named:
        return older.named and newer.named
    if older.first is None or older.last is None or newer.first is None or newer.last is None:
        return False
    low, high = max(older.first, newer.first), min(older.last, newer.last)
    if low > high:
        return False
    # A content holds its moment: what is in both files is in the period of both.
    found = con.execute(
        f"SELECT (SELECT count(*) FROM {in_sql(newer)} n WHERE n.at BETWEEN $low AND $high), "
        f"(SELECT count(*) FROM {in_sql(newer)} n SEMI JOIN (FROM {in_sql(older)} WHERE once) o USING (key, twin) "
        "WHERE n.once AND n.at IS NOT NULL)",
        {"low": low, "high": high},
    ).fetchone()
    together, unmistakable = found or (0, 0)
    return bool(0 < together <= 2 * unmistakable)


def left(con: duckdb.DuckDBPyConnection, older: Known, newer: Known) -> Known:
    """What of the older file the newer one does not bring again; written beside it where it is not yet there."""
    path = older.path.with_name(f"{_name([older.path.stem, newer.path.stem])}.parquet")
    if not _present(path):
        if not is_repeated(con, older, newer):
            return older
        _write(con, f"SELECT o.* FROM {in_sql(older)} o ANTI JOIN {in_sql(newer)} n USING (key, twin)", path, {})
    (records,) = con.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})").fetchone() or (0,)
    if records == older.records:
        _share(older.path, path)
    return Known(path, records, older.named, older.first, older.last)


def in_sql(file: Known) -> str:
    """The numbers as a table of SQL."""
    return f"read_parquet({literal(str(file.path))})"


def _name(parts: list[str]) -> str:
    said = json.dumps([VERSION, duckdb.__version__, *parts])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _present(path: Path) -> bool:
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _share(path: Path, twin: Path) -> None:
    """Keep the same content once, where the disk can: files that have nothing in common are the usual case."""
    second = twin.with_suffix(".part")
    with suppress(OSError):
        second.hardlink_to(path)
        second.replace(twin)
    second.unlink(missing_ok=True)


def _write(con: duckdb.DuckDBPyConnection, query: str, path: Path, bound: Mapping[str, str]) -> None:
    unfinished = path.with_name(f"{path.stem}-{uuid.uuid4().hex[:8]}.part")
    try:
        con.execute(f"COPY ({query}) TO {literal(str(unfinished))} ({_WRITTEN})", dict(bound))
        flush(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
