"""Every different text of a column that is not plain ISO 8601, with the moment it says, as a table to look up in."""

from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert.days import EARLIEST, LATEST, Days, read_days
from cxdash.ingest.convert.zones import spans, utc_of, zone_in

LONGEST_DAY = 80
"""Characters of a text that may still be a date."""

MACROS = (
    # Translating every character is slow, and most times need none of it.
    "CREATE OR REPLACE TEMP MACRO plain_time(x) AS CASE WHEN strlen(x) = length(x) THEN trim(x) ELSE plain(x) END",
    # The spreadsheet calendar has a 29 February 1900 that never was: after it, days count from 30 December 1899.
    r"""CREATE OR REPLACE TEMP MACRO serial_local(x) AS CASE
        WHEN regexp_full_match(x, '[1-7]\d{4}(\.\d+)?') THEN
        TIMESTAMP '1899-12-30' + to_seconds(round(TRY_CAST(x AS DOUBLE) * 86400)) END""",
    r"""CREATE OR REPLACE TEMP MACRO in_named_zone(x) AS CASE
        WHEN regexp_full_match(x, '\d{4}-\d\d-\d\d.+ [A-Za-z]+/[A-Za-z_/]+') THEN naive_utc(TRY_CAST(x AS TIMESTAMPTZ))
        END""",
    f"""CREATE OR REPLACE TEMP MACRO believed(x) AS
        CASE WHEN x >= TIMESTAMP '{EARLIEST}-01-01' AND x < TIMESTAMP '{LATEST + 1}-01-01' THEN x END""",
)


@dataclass(frozen=True)
class Writing:
    """How a column's texts are to be read: calendar, zone, the order of the mapping's format.

    `by_format` is SQL over `text` for what that format reads, NULL without one.
    """

    calendar: str
    timezone: str
    order: str | None = None
    by_format: str = "NULL::TIMESTAMP"


def tabulate(con: DuckDBPyConnection, cell: str, among: str, writing: Writing) -> Days:
    """Create `moments_of_<cell>(text, part, local, moment, fault)` for the different texts of the raw column `cell`.

    Only texts for which the SQL `among` is true are in it. `part` is the text without its clock, `local` the local
    time where one was read, `fault` why there is no moment, if that can be said. Returns what the days were read as.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE texts AS
            SELECT text, clean, clock_in(clean) AS clock, day_text(clean) AS part FROM (
                SELECT text, time_text(text) AS clean FROM (SELECT DISTINCT {cell} AS text FROM raw WHERE {among}))"""
    )
    days = read_days(_parts(con), writing.calendar, writing.order)
    _keep_days(con, days)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE locals AS
            SELECT text, part, clean, fault, offset_of(clock) AS east, coalesce(
                believed({writing.by_format}), day::TIMESTAMP + time_of_day(clock), serial_local(clean)) AS local
            FROM texts LEFT JOIN days USING (part)"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE moments_of_{cell} AS
            SELECT text, part, CASE WHEN east IS NULL THEN local END AS local, fault, coalesce(
                CASE WHEN east IS NULL THEN {_utc(con, writing.timezone)} ELSE local - to_minutes(east) END,
                epoch_moment(clean), in_named_zone(trimmed(text))) AS moment
            FROM locals"""
    )
    con.execute("DROP TABLE texts; DROP TABLE days; DROP TABLE locals")
    return days


def looked_up(cell: str, column: str) -> str:
    """SQL for a column of the table that `tabulate` made, for the row's text."""
    return f"(SELECT {column} FROM moments_of_{cell} WHERE text = raw.{cell})"


def disturbed(con: DuckDBPyConnection, cell: str, timezone: str) -> tuple[int, int]:
    """How many records' local times in the table do not exist, and how many stand twice, in the time zone."""
    table = f"moments_of_{cell}"
    zone = zone_in(timezone, *_years(con, table))
    if not zone.shifts:
        return 0, 0
    skipped, twice = (
        spans([shift for shift in zone.shifts if shift.skips == skips], "local", str) for skips in (True, False)
    )
    found = con.execute(
        f"""SELECT count(*) FILTER (WHERE skipped), count(*) FILTER (WHERE twice) FROM raw JOIN (
                SELECT text, {skipped} AS skipped, {twice} AS twice FROM {table} WHERE {skipped} OR {twice})
            ON text = raw.{cell}"""
    ).fetchone()
    return found or (0, 0)


def _parts(con: DuckDBPyConnection) -> list[str]:
    """The different days as they are written. Bare numbers other than 20240203 are none."""
    rows = con.execute(
        rf"""SELECT DISTINCT part FROM texts WHERE length(part) BETWEEN 3 AND {LONGEST_DAY}
             AND (regexp_full_match(part, '\d{{8}}') OR NOT regexp_full_match(part, '[+-]?\d*([.,]\d*)?'))
             ORDER BY part"""
    ).fetchall()
    return [part for (part,) in rows]


def _keep_days(con: DuckDBPyConnection, days: Days) -> None:
    read = days.by_text
    con.execute(
        """CREATE OR REPLACE TEMP TABLE days AS SELECT unnest($parts::VARCHAR[]) AS part,
           unnest($days::DATE[]) AS day, unnest($faults::VARCHAR[]) AS fault""",
        {
            "parts": list(read),
            "days": [each.on and each.on.isoformat() for each in read.values()],
            "faults": [each.fault for each in read.values()],
        },
    )


def _utc(con: DuckDBPyConnection, timezone: str) -> str:
    zone = zone_in(timezone, *_years(con, "locals"))
    return utc_of(zone, "local", "local", datetime.isoformat)


def _years(con: DuckDBPyConnection, table: str) -> tuple[int, int]:
    """The first and the last year of the local times in a table; an empty span where there are none."""
    first, last = con.execute(f"SELECT min(year(local)), max(year(local)) FROM {table}").fetchone() or (None, None)
    if first is None or last is None:
        return LATEST + 1, LATEST
    return max(first, EARLIEST), min(last, LATEST)
