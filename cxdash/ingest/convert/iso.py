"""ISO 8601 texts and epochs as moments, row by row and without a look at any other text: what most files have."""

import re
from datetime import datetime

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert.days import EARLIEST, LATEST
from cxdash.ingest.convert.zones import Zone, spans, utc_of, within

_TESTS = ("is_local", "is_local_t", "is_utc", "is_offset")
_LONGEST = 40

MACROS = (
    # The number of bytes tells ASCII digits from all others, and is compared before any character is.
    """CREATE OR REPLACE TEMP MACRO is_local(x) AS (strlen(x) = 19 AND x LIKE '____-__-__ __:__:__')
        OR (strlen(x) = 10 AND x LIKE '____-__-__') OR (strlen(x) = 16 AND x LIKE '____-__-__ __:__')
        OR (strlen(x) > 19 AND x LIKE '____-__-__ __:__:__.%'
            AND regexp_full_match(x, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+'))""",
    """CREATE OR REPLACE TEMP MACRO is_local_t(x) AS (strlen(x) = 19 AND x LIKE '____-__-__T__:__:__')
        OR (strlen(x) = 16 AND x LIKE '____-__-__T__:__')
        OR (strlen(x) > 19 AND x LIKE '____-__-__T__:__:__.%'
            AND regexp_full_match(x, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+'))""",
    """CREATE OR REPLACE TEMP MACRO is_utc(x) AS (strlen(x) = 20 AND x LIKE '____-__-__T__:__:__Z')
        OR (strlen(x) > 20 AND x LIKE '____-__-__T__:__:__.%Z'
            AND regexp_full_match(x, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z'))""",
    """CREATE OR REPLACE TEMP MACRO is_offset(x) AS strlen(x) > 18 AND x LIKE '____-__-__%' AND regexp_full_match(
        x, '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?([+-]\\d\\d(:?\\d\\d)?|Z| UTC)')""",
    """CREATE OR REPLACE TEMP MACRO is_epoch(x) AS regexp_full_match(
        x, '\\d{9,10}(\\.\\d+)?|\\d{12,13}|\\d{15,16}|\\d{18,19}')""",
    """CREATE OR REPLACE TEMP MACRO is_plain(x) AS
        is_local(x) OR is_local_t(x) OR is_utc(x) OR is_offset(x) OR is_epoch(x)""",
    "CREATE OR REPLACE TEMP MACRO naive_utc(x) AS make_timestamp(epoch_us(x))",
    # Seconds, milli-, micro- and nanoseconds since 1970 differ by their length for every date from 1973 to 2286.
    """CREATE OR REPLACE TEMP MACRO epoch_moment(x) AS CASE WHEN is_epoch(x) THEN
        CASE WHEN strlen(x) < 11 OR x[10] = '.' OR x[11] = '.'
            THEN make_timestamp(round(TRY_CAST(x AS DOUBLE) * 1000000)::BIGINT)
        WHEN strlen(x) < 14 THEN make_timestamp(TRY_CAST(x AS BIGINT) * 1000)
        WHEN strlen(x) < 17 THEN make_timestamp(TRY_CAST(x AS BIGINT))
        ELSE make_timestamp(TRY_CAST(x AS BIGINT) // 1000) END END""",
)


def shared_test(con: DuckDBPyConnection, cell: str) -> str | None:
    """The macro above that holds for every cell because all are written alike, as most exports are; else None.

    One text is tested, and all others only against its pattern, which costs a tenth.
    """
    (first,) = con.execute(f"SELECT any_value({cell}) FROM raw").fetchone() or (None,)
    if first is None or len(first) > _LONGEST or not first.isascii():
        return None
    checks = ", ".join(f"{test}($text)" for test in _TESTS)
    answers = con.execute(f"SELECT {checks}", {"text": first}).fetchone() or ()
    test = next((test for test, holds in zip(_TESTS, answers, strict=True) if holds), None)
    pattern = re.sub(r"[0-9]", "_", first)
    others = f"SELECT 1 FROM raw WHERE strlen({cell}) <> $length OR {cell} NOT LIKE $pattern LIMIT 1"
    return None if con.execute(others, {"length": len(first), "pattern": pattern}).fetchone() else test


def others(con: DuckDBPyConnection, cell: str) -> int:
    """How many cells of the raw column are not empty, and neither ISO 8601 nor an epoch."""
    return int((con.execute(f"SELECT count(*) FROM raw WHERE NOT is_plain({cell})").fetchone() or (0,))[0])


def years(con: DuckDBPyConnection, cell: str, shared: str | None) -> tuple[int, int]:
    """The first and the last believable year of the cells' local times; an empty span without any."""
    if shared in ("is_utc", "is_offset"):
        return LATEST + 1, LATEST
    # Texts of four-digit years sort as the years do, and nearly all years are believable.
    if shared and (found := _all_years(con, cell)):
        return found
    first, last = con.execute(
        f"""SELECT TRY_CAST(left(min({cell}), 4) AS INTEGER), TRY_CAST(left(max({cell}), 4) AS INTEGER) FROM raw
            WHERE {cell} >= '{EARLIEST}-' AND {cell} < '{LATEST + 1}-' AND {cell}[5] = '-'"""
    ).fetchone() or (None, None)
    return (LATEST + 1, LATEST) if first is None else (first, LATEST if last is None else last)


def _all_years(con: DuckDBPyConnection, cell: str) -> tuple[int, int] | None:
    """The first and the last year of cells that all begin with one, None where they are not all believable."""
    lowest, highest = con.execute(f"SELECT min({cell}), max({cell}) FROM raw").fetchone() or (None, None)
    first, last = int(lowest[:4]), int(highest[:4])
    return (first, last) if first >= EARLIEST and last <= LATEST else None


def plain_moment(cell: str, zone: Zone, shared: str | None, otherwise: str) -> str:
    """SQL for the naive UTC of the raw column `cell`; `otherwise` for cells that are neither ISO 8601 nor an epoch.

    With the `shared` test of all cells none is tested again.
    """
    local = f"TRY_CAST({cell} AS TIMESTAMP)"
    ways = {
        "is_local": utc_of(zone, cell, local, _with_blank),
        "is_local_t": utc_of(zone, cell, local, _with_t),
        "is_utc": local,
        "is_offset": f"naive_utc(TRY_CAST({cell} AS TIMESTAMPTZ))",
    }
    if shared:
        return ways[shared]
    cases = " ".join(f"WHEN {test}({cell}) THEN {way}" for test, way in ways.items())
    return f"CASE {cases} WHEN is_epoch({cell}) THEN epoch_moment({cell}) ELSE {otherwise} END"


def on_days_of_change(cell: str, zone: Zone) -> str:
    """SQL that is true for local ISO times of the days on which the zone's clocks were changed."""
    return within(zone.shifts, f"left({cell}, 10)")


def plain_disturbed(cell: str, zone: Zone, shared: str | None, *, skipped: bool) -> str:
    """SQL that is true for local ISO times that the zone's clocks skipped, or else those they showed twice.

    It is for times of which `on_days_of_change` is true.
    """
    shifts = [shift for shift in zone.shifts if shift.skips == skipped]
    forms = {
        test: spans(shifts, cell, written) for test, written in (("is_local", _with_blank), ("is_local_t", _with_t))
    }
    if shared:
        return forms.get(shared, "false")
    return " OR ".join(f"({test}({cell}) AND {form})" for test, form in forms.items())


def _with_blank(moment: datetime) -> str:
    """The shortest ISO text of a local time: every text of an equal or later time is equal or greater."""
    text = f"{moment:%Y-%m-%d %H:%M:%S}"
    return text.removesuffix(":00").removesuffix(" 00:00")


def _with_t(moment: datetime) -> str:
    return _with_blank(moment).replace(" ", "T")
