"""Cells as moments, naive UTC: ISO 8601 and epochs row by row, every other writing once per different text."""

import json
from collections.abc import Sequence
from dataclasses import replace

import duckdb
from duckdb import DuckDBPyConnection

from cxdash.errors import CxdashError
from cxdash.ingest.convert import clocks, iso, moments, typed
from cxdash.ingest.convert.calendars import CALENDARS, GREGORIAN, known_calendar
from cxdash.ingest.convert.days import EARLIEST, EITHER, LATEST, Days, order_of
from cxdash.ingest.convert.moments import Writing, looked_up
from cxdash.ingest.convert.shapes import shared_format
from cxdash.ingest.convert.zones import Zone, spans, utc_of, zone_in
from cxdash.ingest.mapping import Column
from cxdash.ingest.raw import Notice, moment_of, notice
from cxdash.locale import N_, t

MIXED_ORDERS = N_(
    "The dates in “{column}” have the day first in {day_first} (rows {day_rows}) and the month first in {month_first} "
    "(rows {month_rows}), so none of them is read. Give the column a “format” to load those that follow it."
)
OPEN_ORDER = N_(
    "Nothing in “{column}” shows whether the day or the month comes first: {n} times are not read. Give it a “format”."
)
SKIPPED_TIMES = N_(
    "{n} times in “{column}” fall where the clocks of {timezone} went forward and skipped them; they are read as if "
    "the clocks had not changed yet."
)
REPEATED_TIMES = N_(
    "{n} times in “{column}” stand twice because the clocks of {timezone} went back; the first of the two is taken."
)

_FIRST, _FEW = 100_000, 0.02


def define(con: DuckDBPyConnection, timezone: str) -> None:
    """Create the SQL macros of this module and read times without an offset as local time of `timezone`.

    The macros of `values` come first.
    """
    con.execute("SET TimeZone = $zone", {"zone": timezone})
    con.execute("SET VARIABLE local_zone = $zone", {"zone": timezone})
    con.execute("CREATE OR REPLACE TEMP TABLE time_notices (message VARCHAR, fields VARCHAR)")
    for macro in (*iso.MACROS, *clocks.MACROS, *moments.MACROS):
        con.execute(macro)


def moment(con: DuckDBPyConnection, column: Column, cell: str) -> str:
    """The SQL expression that reads the raw column `cell` as a naive UTC timestamp, NULL where it cannot.

    It is over `raw`, and looks up in a table `moments_of_<cell>` that is made here. Raises CxdashError for a calendar
    or a format that cannot be read.
    """
    calendar = known_calendar(column.calendar)
    if calendar is None:
        raise CxdashError(
            t(
                "The column “{column}” uses the calendar “{calendar}”, which cannot be read.",
                column=column.source,
                calendar=column.calendar,
            ),
            t("Calendars are: {calendars}.", calendars=", ".join(CALENDARS)),
        )
    (timezone,) = con.execute("SELECT getvariable('local_zone')").fetchone() or ("UTC",)
    if calendar == GREGORIAN and not column.format:
        return _plain(con, column, cell, timezone)
    writing = Writing(calendar, timezone, order_of(column.format))
    if calendar != GREGORIAN:
        return _tabulated(con, column, cell, writing)
    return _formatted(con, column, cell, writing)


def fault(cell: str) -> str:
    """SQL over `raw`: why the text of the column `cell` is no moment, NULL where nothing special can be said.

    After `moment`. The reasons are those of `convert.days`.
    """
    return looked_up(cell, "fault")


def notices(con: DuckDBPyConnection) -> list[Notice]:
    """What the times read so far gave reason to say, in the order of the columns read."""
    rows = con.execute("SELECT message, fields FROM time_notices").fetchall()
    return [notice(message, **json.loads(fields)) for message, fields in rows]


def forget_impossible(con: DuckDBPyConnection, column: str, others: Sequence[str] = ()) -> set[str]:
    """Empty the cells of a column of `typed` whose year is a typing error or of another calendar: none is guessed.

    Done on the finished column because an expression used twice is computed twice. Returns which of it and of the
    `others` are empty in some record.
    """
    first, last = f"TIMESTAMP '{EARLIEST}-01-01'", f"TIMESTAMP '{LATEST + 1}-01-01'"
    columns = (column, *others)
    counted = ", ".join(f"count({each})" for each in columns)
    lowest, highest, records, *filled = con.execute(
        f"SELECT min({column}) < {first}, max({column}) >= {last}, count(*), {counted} FROM typed"
    ).fetchone() or (None, None, 0, *(0 for _ in columns))
    lacking = {each for each, n in zip(columns, filled, strict=True) if n < records}
    if not lowest and not highest:
        return lacking
    typed.empty(con, column, f"{column} < {first} OR {column} >= {last}")
    return lacking | {column}


def _plain(con: DuckDBPyConnection, column: Column, cell: str, timezone: str) -> str:
    """Without format and calendar: plain texts row by row, the others, if there are any, from their table."""
    kept = moment_of(cell)
    if kept in con.table("raw").columns and (zone := _zone_of(con, kept, timezone)):
        return _local(con, column, cell, kept, zone)
    shared = iso.shared_test(con, cell)
    others = 0 if shared else iso.others(con, cell)
    if others and (found := _alike(con, column, cell, timezone)):
        return found
    zone = zone_in(timezone, *iso.years(con, cell, shared))
    among = f"NOT is_plain({cell})" if others else "false"
    changes = _plain_changes(con, cell, zone, shared)
    _tabulate(con, column, cell, Writing(GREGORIAN, timezone), among=among, plain=changes)
    return iso.plain_moment(cell, zone, shared, looked_up(cell, "moment") if others else "NULL::TIMESTAMP")


def _alike(con: DuckDBPyConnection, column: Column, cell: str, timezone: str) -> str | None:
    """The SQL for a column whose times are all written in one way that a format can say."""
    pattern = shared_format(con, cell)
    if pattern is None:
        return None
    variable = f"format_of_{cell}"
    con.execute(f"SET VARIABLE {variable} = $format", {"format": pattern})
    return _row_by_row(con, column, cell, Writing(GREGORIAN, timezone), variable)


def _formatted(con: DuckDBPyConnection, column: Column, cell: str, writing: Writing) -> str:
    """With a strptime format: row by row where it reads everything, else from the table."""
    variable = f"format_of_{cell}"
    con.execute(f"SET VARIABLE {variable} = $format", {"format": column.format})
    try:
        con.execute(f"SELECT try_strptime('', getvariable('{variable}'))")
    except duckdb.Error:
        raise CxdashError(
            t(
                "The column “{column}” has a date format that cannot be read: {format}.",
                column=column.source,
                format=column.format,
            ),
            t("Write it with the codes of strptime, for example %d/%m/%Y %H:%M."),
        ) from None
    if column.format and ("%z" in column.format or "%Z" in column.format):
        parsed = f"try_strptime(plain_time({cell}), getvariable('{variable}'))"
        others = _tabulated(con, column, cell, writing, f"{parsed} IS NULL")
        return f"coalesce(naive_utc({parsed}::TIMESTAMPTZ), {others})"
    return _formatted_local(con, column, cell, writing, variable)


def _formatted_local(con: DuckDBPyConnection, column: Column, cell: str, writing: Writing, variable: str) -> str:
    found = _row_by_row(con, column, cell, writing, variable)
    if found:
        return found
    by_format = f"try_strptime(plain_time(text), getvariable('{variable}'))"
    return _tabulated(con, column, cell, replace(writing, by_format=by_format))


def _row_by_row(con: DuckDBPyConnection, column: Column, cell: str, writing: Writing, variable: str) -> str | None:
    """The SQL that reads every cell by a format without an offset; None where some is not, or few differ."""
    if _few_differ(con, cell):
        return None
    parsed = f"try_strptime(plain_time({cell}), getvariable('{variable}'))"
    unread = f"CASE WHEN {cell} IS NOT NULL AND local IS NULL THEN true END"
    zone = _zone_of(con, parsed, writing.timezone, unread)
    return _local(con, column, cell, parsed, zone) if zone else None


def _zone_of(con: DuckDBPyConnection, parsed: str, timezone: str, unread: str = "NULL") -> Zone | None:
    """The time zone in the years of the local times that the SQL `parsed` reads from `raw`.

    None where a year is not believable, where there is no time at all, and where the SQL `unread`, over `local`, is not
    NULL for some record.
    """
    unreadable, first, last = con.execute(
        f"SELECT count({unread}), year(min(local)), year(max(local)) FROM (SELECT *, {parsed} AS local FROM raw)"
    ).fetchone() or (0, None, None)
    # In the first and the last of those years UTC may be in one that is not believable.
    if unreadable or first is None or first <= EARLIEST or last >= LATEST:
        return None
    return zone_in(timezone, first, last)


def _local(con: DuckDBPyConnection, column: Column, cell: str, parsed: str, zone: Zone) -> str:
    """The SQL for the UTC of the local times that the SQL `parsed` reads from every text of the raw column `cell`."""
    _tabulate(con, column, cell, Writing(GREGORIAN, zone.name), among="false", plain=_changes(con, parsed, zone))
    if not zone.shifts or parsed == moment_of(cell):
        return utc_of(zone, parsed, parsed, str)
    # A list of one: what stands in it is computed once, however often it is compared.
    return f"list_transform([{parsed}], lambda local: {utc_of(zone, 'local', 'local', str)})[1]"


def _few_differ(con: DuckDBPyConnection, cell: str) -> bool:
    """Whether the first texts say that a table of the different ones is shorter work than reading each."""
    different, texts = con.execute(
        f"SELECT count(DISTINCT {cell}), count({cell}) FROM (SELECT {cell} FROM raw LIMIT {_FIRST})"
    ).fetchone() or (0, 0)
    return bool(different < texts * _FEW)


def _changes(con: DuckDBPyConnection, parsed: str, zone: Zone) -> tuple[int, int]:
    """How many of the local times that the SQL `parsed` reads do not exist in the zone, and how many stand twice."""
    if not zone.shifts:
        return 0, 0
    skipped, twice = (
        spans([shift for shift in zone.shifts if shift.skips == skips], "local", str) for skips in (True, False)
    )
    counted = f"SELECT count(*) FILTER ({skipped}), count(*) FILTER ({twice}) FROM (SELECT {parsed} AS local FROM raw)"
    return con.execute(counted).fetchone() or (0, 0)


def _tabulated(con: DuckDBPyConnection, column: Column, cell: str, writing: Writing, among: str = "true") -> str:
    _tabulate(con, column, cell, writing, among=f"{cell} IS NOT NULL AND {among}")
    return looked_up(cell, "moment")


def _tabulate(
    con: DuckDBPyConnection, column: Column, cell: str, writing: Writing, *, among: str, plain: tuple[int, int] = (0, 0)
) -> None:
    """Make the table of a column and note what is worth saying of it.

    `plain` counts the texts outside the table whose local times are skipped, and those that stand twice.
    """
    days = moments.tabulate(con, cell, among, writing)
    _note_orders(con, column, cell, days)
    changes = moments.disturbed(con, cell, writing.timezone)
    _note_changes(con, column, writing.timezone, (changes[0] + plain[0], changes[1] + plain[1]))


def _plain_changes(con: DuckDBPyConnection, cell: str, zone: Zone, shared: str | None) -> tuple[int, int]:
    """How many plain local times the zone's clocks skipped, and how many they showed twice."""
    if not zone.shifts:
        return 0, 0
    skipped, twice = (iso.plain_disturbed(cell, zone, shared, skipped=skips) for skips in (True, False))
    # Nearly all times are of other days, and are compared with nothing more.
    counted = f"""SELECT count(*) FILTER (WHERE {skipped}), count(*) FILTER (WHERE {twice})
        FROM raw WHERE {iso.on_days_of_change(cell, zone)}"""
    return con.execute(counted).fetchone() or (0, 0)


def _note_changes(con: DuckDBPyConnection, column: Column, timezone: str, changes: tuple[int, int]) -> None:
    for message, n in zip((SKIPPED_TIMES, REPEATED_TIMES), changes, strict=True):
        if n:
            _note(con, message, column=column.source, n=n, timezone=timezone)


def _note_orders(con: DuckDBPyConnection, column: Column, cell: str, days: Days) -> None:
    if days.day_first:
        _note(
            con,
            MIXED_ORDERS,
            column=column.source,
            day_first=", ".join(days.day_first),
            day_rows=_rows(con, cell, days.day_first),
            month_first=", ".join(days.month_first),
            month_rows=_rows(con, cell, days.month_first),
        )
        return
    (n,) = con.execute(
        f"""SELECT count(*) FROM raw SEMI JOIN (SELECT text FROM moments_of_{cell} WHERE fault = $fault)
            ON text = {cell}""",
        {"fault": EITHER},
    ).fetchone() or (0,)
    if n:
        _note(con, OPEN_ORDER, column=column.source, n=n)


def _rows(con: DuckDBPyConnection, cell: str, parts: list[str]) -> str:
    """The rows of the file where these days stand first, in their order."""
    rows = con.execute(
        f"""SELECT min("row") FROM raw JOIN moments_of_{cell} ON text = {cell} JOIN (
                SELECT unnest($parts::VARCHAR[]) AS part, generate_subscripts($parts::VARCHAR[], 1) AS place)
            USING (part) GROUP BY place ORDER BY place""",
        {"parts": parts},
    ).fetchall()
    return ", ".join(str(row) for (row,) in rows)


def _note(con: DuckDBPyConnection, message: str, **fields: str | int) -> None:
    document = json.dumps(fields, ensure_ascii=False)
    con.execute("INSERT INTO time_notices VALUES ($message, $fields)", {"message": message, "fields": document})
