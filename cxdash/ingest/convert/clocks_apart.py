"""Days in one column and times of day in another, joined to the text of a moment that is then read like any other."""

import re

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert import reasons
from cxdash.ingest.mapping import Column
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
from cxdash.mart.sql import literal

JOINED = "moment_text"
"""The column that `join` adds to `raw`."""

AT_MIDNIGHT = N_("{n} records have a day and no time of day in “{column}”: they are placed at midnight.")

_BELOW = "raw_of_days"
# What programs put before a time of day that has no day: the first days of their calendars.
_NO_DAY = r"^(1899-12-3[01]|190[04]-01-0[01]|1970-01-01|(0?[01]|1[23]|3[01])/(0?[01]|1[23]|3[01])/(1899|190[04]|1970)) "
_WORDS = r"(^| )(at|um|uhr|à|h|hrs|ساعت|الساعة|בשעה) ?\b|\buhr\b"
_MIDNIGHT = r"[ T,]+(0?0:00(:00([.,]0+)?)?|12:00(:00)? ?[aA]\.?[mM]\.?)$"

# "14.30" and "1430" are times where nothing else can be meant; a fraction of a day is what spreadsheets keep.
_CLEAN = rf"""SELECT text, CASE
        WHEN regexp_full_match(bare, '\d{{1,2}}\.[0-5]\d(\.[0-5]\d)?( ?[ap]\.?m\.?)?') AND NOT fractions
            THEN regexp_replace(bare, '(\d)\.(\d)', '\1:\2', 'g')
        WHEN regexp_full_match(bare, '[0-2]\d[0-5]\d([0-5]\d)?')
            THEN concat_ws(':', bare[1:2], bare[3:4], nullif(bare[5:6], ''))
        WHEN fractions AND isfinite(fraction) THEN strftime(TIMESTAMP '2000-01-01'
            + to_seconds(round(fraction * 86400)::BIGINT % 86400), '%H:%M:%S')
        ELSE bare END AS clean
    FROM (SELECT *, TRY_CAST(bare AS DOUBLE) AS fraction, coalesce(bool_and(fraction >= 0 AND fraction <= 1)
            FILTER (bare <> '') OVER (), false) AS fractions
        FROM (SELECT text, trim(regexp_replace(regexp_replace(time_text(text), '{_NO_DAY}', ''), '{_WORDS}', ' ', 'g'))
                AS bare FROM (SELECT DISTINCT <cell> AS text FROM raw WHERE trimmed(<cell>) IS NOT NULL)))"""
_CLOCK = r"""CASE WHEN day_text(clean) = '' AND clock.h <> '' AND hour_of(clock) IS NOT NULL THEN
    strftime(TIMESTAMP '2000-01-01' + time_of_day(clock), '%H:%M:%S')
    || CASE WHEN clock.f = '' THEN '' ELSE '.' || clock.f END
    || coalesce(CASE WHEN offset_of(clock) < 0 THEN '-' ELSE '+' END
        || format('{:02d}:{:02d}', abs(offset_of(clock)) // 60, abs(offset_of(clock)) % 60), '') END"""


def join(con: DuckDBPyConnection, day: tuple[Column, str], time: tuple[Column, str]) -> list[Notice]:
    """Add the column `JOINED` to `raw`, from the columns of days and of times of day, and say what has no time.

    A time that cannot be read is added to `bad_cells`, and its record is placed at midnight like one without.
    """
    (_, day_cell), (column, cell) = day, time
    _uncover(con)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE clocks_of_{cell} AS SELECT text, {_CLOCK} AS clock
            FROM (SELECT text, clean, clock_in(clean) AS clock FROM ({_CLEAN.replace("<cell>", cell)}))"""
    )
    con.execute(
        f"""INSERT INTO bad_cells SELECT "row", NULL, $source, trimmed(text), {literal(reasons.NO_TIME_OF_DAY)}
            FROM raw JOIN clocks_of_{cell} ON text = {cell} WHERE clock IS NULL""",
        {"source": column.source},
    )
    missing = _without_time(con, day_cell, cell)
    _cover(con, f"{_day(day_cell)} || ' ' || {_time(con, cell)}")
    return [notice(AT_MIDNIGHT, n=missing, column=column.source)] if missing else []


def with_clock(column: Column) -> Column:
    """The entry of the days, its format completed for the joined texts."""
    if not column.format:
        return column
    day = re.split(r"[ T,]*%-?[HI]", column.format)[0]
    return column.model_copy(update={"format": f"{day} %H:%M:%S"})


def _day(cell: str) -> str:
    """SQL for the text of a day: without a midnight that stands for no time, and never a spreadsheet's number."""
    return f"""CASE WHEN contains({cell}, ':') THEN regexp_replace(plain_time({cell}), '{_MIDNIGHT}', '')
        WHEN strlen({cell}) = 5 AND regexp_full_match({cell}, '[1-7]\\d{{4}}')
            THEN strftime(DATE '1899-12-30' + TRY_CAST({cell} AS INTEGER), '%Y-%m-%d')
        ELSE trimmed({cell}) END"""


def _time(con: DuckDBPyConnection, cell: str) -> str:
    """SQL for the time of day as 15:26:05: the cell itself where all are written so, else looked up."""
    (same,) = con.execute(f"SELECT coalesce(bool_and(clock = text), true) FROM clocks_of_{cell}").fetchone() or (False,)
    found = cell if same else f"(SELECT clock FROM clocks_of_{cell} WHERE text = {_BELOW}.{cell})"
    return f"coalesce({found}, '00:00:00')"


def _without_time(con: DuckDBPyConnection, day: str, cell: str) -> int:
    found = con.execute(
        f"""SELECT count(*) FROM raw LEFT JOIN clocks_of_{cell} ON text = {cell}
            WHERE trimmed({day}) IS NOT NULL AND clock IS NULL"""
    ).fetchone()
    return int(found[0]) if found else 0


def _cover(con: DuckDBPyConnection, joined: str) -> None:
    """Lay a view with the joined texts over `raw`, which is a table or a view."""
    con.execute(f"ALTER {_sort(con, 'raw')} raw RENAME TO {_BELOW}")
    con.execute(f"CREATE VIEW raw AS SELECT *, {joined} AS {JOINED} FROM {_BELOW}")


def _uncover(con: DuckDBPyConnection) -> None:
    """Take the view away that an earlier conversion of the same table left."""
    if JOINED in con.table("raw").columns:
        con.execute("DROP VIEW raw")
        con.execute(f"ALTER {_sort(con, _BELOW)} {_BELOW} RENAME TO raw")


def _sort(con: DuckDBPyConnection, name: str) -> str:
    found = con.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = $name", {"name": name}).fetchone()
    return "VIEW" if found and found[0] else "TABLE"
