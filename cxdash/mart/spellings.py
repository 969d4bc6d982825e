"""Spellings of one value of a segment: they count as one, under the spelling that was written most often."""

from collections.abc import Iterable

import duckdb

from cxdash.vocabulary.naming import spelling

MOST_VALUES = 10_000
"""A segment of more values than that is a list of names or numbers, which nobody splits a result by."""

TABLES = ("records", "interactions", "customers")


def join(con: duckdb.DuckDBPyConnection, position: int) -> None:
    """Give the values of a segment that differ only in spelling the usual one, in `segment_values` and `TABLES`.

    Upper and lower case, blanks, invisible marks, and the letters of Arabic and Persian keyboards make no difference.
    """
    rows = con.execute(
        "SELECT value, n FROM segment_values WHERE position = $position ORDER BY n DESC, value LIMIT $most",
        {"position": position, "most": MOST_VALUES + 1},
    ).fetchall()
    usual = _usual(value for value, _ in rows) if len(rows) <= MOST_VALUES else {}
    if not usual:
        return
    bound = {"written": list(usual), "usual": list(usual.values())}
    for table in TABLES:
        column = f"seg_{position}"
        con.execute(
            f"UPDATE {table} SET {column} = $usual[list_position($written, {column})] "
            f"WHERE list_contains($written, {column})",
            bound,
        )
    con.execute(
        "CREATE TEMP TABLE joined AS SELECT COALESCE($usual[list_position($written, value)], value) AS value, "
        "SUM(n) AS n FROM segment_values WHERE position = $position GROUP BY ALL",
        {**bound, "position": position},
    )
    con.execute("DELETE FROM segment_values WHERE position = $position", {"position": position})
    con.execute(
        "INSERT INTO segment_values SELECT $position, value, n FROM joined ORDER BY n DESC, value",
        {"position": position},
    )
    con.execute("DROP TABLE joined")


def _usual(values: Iterable[str]) -> dict[str, str]:
    """The usual spelling of each value that is not in it; `values` come the most frequent first."""
    first: dict[str, str] = {}
    return {value: kept for value in values if (kept := first.setdefault(spelling(value), value)) != value}
