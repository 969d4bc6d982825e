"""Cells as moments: the mapping's format, ISO 8601, epochs and spreadsheet serials, as naive UTC timestamps."""

import duckdb
from duckdb import DuckDBPyConnection

from cxdash.errors import CxdashError
from cxdash.ingest.mapping import Column
from cxdash.locale import t

EARLIEST, LATEST = 1900, 2199
"""The first and the last year that is believed."""

_GREGORIAN = ("gregorian", "gregory", "iso8601")

_MACROS = (
    # Translating every character is slow, and most times need none of it.
    "CREATE OR REPLACE TEMP MACRO plain_time(x) AS CASE WHEN strlen(x) = length(x) THEN trim(x) ELSE plain(x) END",
    # Without an offset the text is local time of the session's zone, which is the mapping's.
    """CREATE OR REPLACE TEMP MACRO iso_moment(x) AS
        CASE WHEN x[1] BETWEEN '0' AND '9' THEN TRY_CAST(x AS TIMESTAMPTZ) END""",
    # Seconds, milli-, micro- and nanoseconds since 1970 differ by their length for every date from 1973 to 2286.
    r"""CREATE OR REPLACE TEMP MACRO epoch_moment(x) AS CASE
        WHEN regexp_full_match(x, '\d{9,10}(\.\d+)?') THEN to_timestamp(TRY_CAST(x AS DOUBLE))
        WHEN regexp_full_match(x, '\d{12,13}') THEN make_timestamptz(TRY_CAST(x AS BIGINT) * 1000)
        WHEN regexp_full_match(x, '\d{15,16}') THEN make_timestamptz(TRY_CAST(x AS BIGINT))
        WHEN regexp_full_match(x, '\d{18,19}') THEN make_timestamptz(TRY_CAST(x AS BIGINT) // 1000) END""",
    # The spreadsheet calendar has a 29 February 1900 that never was: after it, days count from 30 December 1899.
    r"""CREATE OR REPLACE TEMP MACRO serial_moment(x) AS CASE
        WHEN regexp_full_match(x, '[1-7]\d{4}(\.\d+)?') THEN
        (TIMESTAMP '1899-12-30' + to_seconds(round(TRY_CAST(x AS DOUBLE) * 86400)))::TIMESTAMPTZ END""",
    r"""CREATE OR REPLACE TEMP MACRO compact_moment(x) AS CASE
        WHEN regexp_full_match(x, '(19|20|21)\d{6}') THEN try_strptime(x, '%Y%m%d')::TIMESTAMPTZ END""",
    """CREATE OR REPLACE TEMP MACRO any_moment(x) AS
        coalesce(iso_moment(x), compact_moment(x), epoch_moment(x), serial_moment(x))""",
    "CREATE OR REPLACE TEMP MACRO naive_utc(x) AS make_timestamp(epoch_us(x))",
)


def define(con: DuckDBPyConnection, timezone: str) -> None:
    """Create the SQL macros of this module and read times without an offset as local time of `timezone`."""
    con.execute("SET TimeZone = $zone", {"zone": timezone})
    for macro in _MACROS:
        con.execute(macro)


def moment(con: DuckDBPyConnection, column: Column, cell: str) -> str:
    """The SQL expression that reads the raw column `cell` as a naive UTC timestamp, NULL where it cannot.

    Raises CxdashError for a calendar or a format that cannot be read.
    """
    if column.calendar and column.calendar.casefold() not in _GREGORIAN:
        raise CxdashError(
            t(
                "The column “{column}” uses the calendar “{calendar}”, which cannot be read yet.",
                column=column.source,
                calendar=column.calendar,
            ),
            t("Convert its dates to the Gregorian calendar, or give the column the role “ignore”."),
        )
    if not column.format:
        return f"naive_utc(coalesce(iso_moment({cell}), any_moment(plain_time({cell}))))"
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
    parsed = f"try_strptime(plain_time({cell}), getvariable('{variable}'))::TIMESTAMPTZ"
    return f"naive_utc(coalesce({parsed}, any_moment(plain_time({cell}))))"


def forget_impossible(con: DuckDBPyConnection, column: str) -> None:
    """Empty the cells of a column of `typed` whose year is a typing error or of another calendar: none is guessed.

    Done on the finished column because an expression used twice is computed twice.
    """
    con.execute(
        f"""UPDATE typed SET {column} = NULL
            WHERE {column} < TIMESTAMP '{EARLIEST}-01-01' OR {column} >= TIMESTAMP '{LATEST + 1}-01-01'"""
    )
