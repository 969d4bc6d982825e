"""Which records repeat another one's keys: found by 64-bit hashes, which are sorted, and then proven by the keys."""

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

AT_ONCE = 1 << 24
"""Hashes sorted at once, in 128 MB; keys of more records are looked at part by part."""

FEW = 100_000
"""So many repeated hashes are looked up; a file that repeats itself more is grouped as a whole."""

_BATCH = 1 << 17
_NOBODY = 'SELECT "row" FROM typed WHERE false'


def repeated(con: DuckDBPyConnection, keys: tuple[str, ...], keep: str) -> str:
    """The query for the rows of `typed` that repeat another one's keys: all but the first or the last of each.

    `keep` is "min" for the first, "max" for the last. Records whose first key is NULL repeat nobody. Of nearly every
    file no key is repeated, and the query is of no rows.
    """
    if not keys:
        return _NOBODY
    listed, known = ", ".join(keys), f"typed WHERE {keys[0]} IS NOT NULL"
    hashes = _met_again(con, f"hash({listed})", known)
    if not hashes.size:
        return _NOBODY
    if hashes.size <= FEW:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE met_again AS SELECT unnest($met::UBIGINT[]) AS met", {"met": hashes.tolist()}
        )
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE alike AS SELECT "row", {listed} FROM
                (SELECT "row", {listed} FROM {known}) SEMI JOIN met_again ON met = hash({listed})"""
        )
        known = "alike"
    same = " AND ".join(f"t.{key} IS NOT DISTINCT FROM k.{key}" for key in keys)
    return f"""SELECT t."row" FROM (SELECT "row", {listed} FROM {known}) t JOIN (
        SELECT {listed}, {keep}("row") AS kept FROM {known} GROUP BY {listed} HAVING count(*) > 1) k
        ON {same} AND t."row" <> k.kept"""


def _met_again(con: DuckDBPyConnection, key: str, known: str) -> NDArray[np.uint64]:
    """The hashes that more than one of these rows have."""
    query = f"SELECT {key} AS met FROM {known}"
    records = _count(con, "FROM typed")
    parts = records // AT_ONCE + 1
    if parts == 1:
        return _repeated_of(_hashes(con, query, records))
    queries = [f"SELECT met FROM ({query}) WHERE met % {parts} = {part}" for part in range(parts)]
    return np.concatenate([_repeated_of(_hashes(con, each, _count(con, f"FROM ({each})"))) for each in queries])


def _repeated_of(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _hashes(con: DuckDBPyConnection, query: str, most: int) -> NDArray[np.uint64]:
    """The numbers of a query, `most` at most, in one array; they come in batches, so that they are in memory once."""
    hashes, filled = np.empty(most, np.uint64), 0
    for batch in con.execute(query).to_arrow_reader(_BATCH):
        hashes[filled : filled + batch.num_rows] = batch.column(0).to_numpy()
        filled += batch.num_rows
    return hashes[:filled]


def _count(con: DuckDBPyConnection, rows: str) -> int:
    (n,) = con.execute(f"SELECT count(*) {rows}").fetchone() or (0,)
    return int(n)
