"""Spellings of one value of a segment: they count as one, under the spelling that was written most often."""

from collections.abc import Iterable

import duckdb

from cxdash.vocabulary.naming import spelling

MOST_VALUES = 10_000
"""A segment of more values than that is a list of names or numbers, which nobody splits a result by."""

TABLES = ("records", "interactions", "customers")


def tidied(choices: str) -> str:
    """SQL: a list of choices as the mart has it, each once and in order of name, so that equal choices are equal."""
    return f"list_sort(list_distinct({choices}))"


def join(con: duckdb.DuckDBPyConnection, position: int, *, several: bool) -> bool:
    """Give the values of a segment that differ only in spelling the usual one in `TABLES`; whether there were any.

    Upper and lower case, blanks, invisible marks, and the letters of Arabic and Persian keyboards make no difference.
    Which is the usual one `segment_values` says. Where a cell has `several` choices, each of them is joined.
    """
    rows = con.execute(
        "SELECT value, n FROM segment_values WHERE position = $position ORDER BY n DESC, value LIMIT $most",
        {"position": position, "most": MOST_VALUES + 1},
    ).fetchall()
    usual = _usual(value for value, _ in rows) if len(rows) <= MOST_VALUES else {}
    if not usual:
        return False
    column = f"seg_{position}"
    joined, found = f"$usual[list_position($written, {column})]", f"list_contains($written, {column})"
    if several:
        each = "lambda choice: COALESCE($usual[list_position($written, choice)], choice)"
        joined, found = tidied(f"list_transform({column}, {each})"), f"list_has_any({column}, $written)"
    for table in TABLES:
        con.execute(
            f"UPDATE {table} SET {column} = {joined} WHERE {found}",
            {"written": list(usual), "usual": list(usual.values())},
        )
    return True


def _usual(values: Iterable[str]) -> dict[str, str]:
    """The usual spelling of each value that is not in it; `values` come the most frequent first."""
    first: dict[str, str] = {}
    return {value: kept for value in values if (kept := first.setdefault(spelling(value), value)) != value}
