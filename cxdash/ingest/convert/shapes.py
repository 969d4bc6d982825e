"""The one strptime format in which all times of a column are written, where digits stand at the same places in each."""

import re

from duckdb import DuckDBPyConnection

_DAYS = {
    "____/__/__": "%Y/%m/%d", "____.__.__": "%Y.%m.%d", "________": "%Y%m%d",
    "__.__.____": "%d.%m.%Y", "__/__/____": None, "__-__-____": None,
}  # fmt: skip
"""Formats by where digits stand; None where the day or the month may come first."""

_CLOCKS = {"": "", "__:__": "%H:%M", "__:__:__": "%H:%M:%S"}


def shared_format(con: DuckDBPyConnection, cell: str) -> str | None:
    """The format of all texts of the raw column `cell`, None where they differ, or where no day above 12 decides.

    It says where numbers stand, not that each of them is a date.
    """
    (first,) = con.execute(f"SELECT any_value({cell}) FROM raw").fetchone() or (None,)
    day, _, clock = re.sub(r"[0-9]", "_", first or "").partition(" ")
    if day not in _DAYS or clock not in _CLOCKS or (day == "________" and clock):
        return None
    pattern = f"{day} {clock}" if clock else day
    others = f"SELECT 1 FROM raw WHERE strlen({cell}) <> $length OR {cell} NOT LIKE $pattern LIMIT 1"
    if con.execute(others, {"length": len(pattern), "pattern": pattern}).fetchone():
        return None
    order = _DAYS[day] or _order(con, cell, day[2])
    return order and f"{order} {_CLOCKS[clock]}".strip()


def _order(con: DuckDBPyConnection, cell: str, sign: str) -> str | None:
    """Day or month first, by the highest of the first and of the second numbers."""
    # Texts of two digits sort as their numbers do.
    highest = con.execute(f"SELECT max(left({cell}, 2)), max({cell}[4:5]) FROM raw").fetchone() or ("", "")
    day_first, month_first = (number > "12" for number in highest)
    if day_first == month_first:
        return None
    return sign.join(("%d", "%m", "%Y") if day_first else ("%m", "%d", "%Y"))
