"""Moments in many writings, calendars and zones, as the conversion reads a whole column."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest

from cxdash.ingest.convert import times, values
from cxdash.ingest.convert.calendars import ADAR, HEBREW, HIJRI, HIJRI_CIVIL, JALALI, day_of
from cxdash.ingest.convert.days import EITHER, MIXED, NO_SUCH_DAY
from cxdash.ingest.mapping import Column

utc = datetime.fromisoformat


def read(cells: Sequence[str | None], timezone: str = "UTC", **column: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The moments, faults and notices of a column whose first cell stands in row 2."""
    with duckdb.connect(config={"threads": 1}) as con:
        values.define(con)
        times.define(con, timezone)
        con.execute('CREATE TABLE raw ("row" INTEGER, c1 VARCHAR)')
        con.executemany("INSERT INTO raw VALUES (?, ?)", [[row, cell] for row, cell in enumerate(cells, start=2)])
        sql = times.moment(con, Column(source="when", role="time", **column), "c1")
        rows = con.execute(f'SELECT {sql}, {times.fault("c1")} FROM raw ORDER BY "row"').fetchall()
        return [row[0] for row in rows], [row[1] for row in rows], times.notices(con)


def in_passing(con: duckdb.DuckDBPyConnection, cells: Sequence[str | None], zone: str) -> str:
    """The SQL for a column of which a reader has read the moments in passing."""
    values.define(con)
    times.define(con, zone)
    con.execute('CREATE TABLE raw ("row" INTEGER, c1 VARCHAR, at_c1 TIMESTAMP)')
    con.executemany("INSERT INTO raw VALUES (?, ?, ?::TIMESTAMP)", [[n, cell, cell] for n, cell in enumerate(cells)])
    return times.moment(con, Column(source="when", role="time"), "c1")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tehran", "America/St_Johns", "UTC"])
def test_what_a_reader_read_in_passing_is_what_the_texts_say(zone: str) -> None:
    cells = ["2022-03-22 00:30:00", None, "2024-03-31 02:30:00", "2024-10-27T02:30:00", "2024-10-27 02:59:59",
             "2024-10-27 03:00:00", "2023-03-12 02:30:00", "2023-11-05 01:30:00", "1999-12-31 23:59:59"]  # fmt: skip
    with duckdb.connect(config={"threads": 1}) as con:
        sql = in_passing(con, cells, zone)
        assert "at_c1" in sql
        rows = con.execute(f'SELECT {sql}, {times.fault("c1")} FROM raw ORDER BY "row"').fetchall()
        found = [row[0] for row in rows], [row[1] for row in rows], times.notices(con)
    assert found == read(cells, zone)


@pytest.mark.parametrize("edge", ["1900-01-01 00:00:00", "2199-12-31 23:30:00", "1404-08-11 10:00:00"])
def test_years_at_the_edge_of_belief_are_read_from_their_texts(edge: str) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        assert "at_c1" not in in_passing(con, ["2024-05-01 10:00:00", edge], "Europe/Berlin")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("11/May/24 03:26 PM", "2024-05-11 15:26"), ("6/21/2025 16:14", "2025-06-21 16:14"),
        ("21/6/68", "2068-06-21"), ("21/6/69", "1969-06-21"), ("3.2.2024", "2024-02-03"),
        ("5/31/2024 3:26:05 PM GMT+2", "2024-05-31 13:26:05"), ("2024/05/11 3:26:05 pm GMT-3", "2024-05-11 18:26:05"),
        ("Sat May 11 2024 15:26:05 GMT+0200 (Central European Summer Time)", "2024-05-11 13:26:05"),
        ("2024-05-11T15:26:05.25Z", "2024-05-11 15:26:05.250"), ("12:30 AM 11 May 2024", "2024-05-11 00:30"),
        ("21 de mayo de 2024", "2024-05-21"), ("11. März 2024, 15:26 Uhr", "2024-03-11 15:26"),
        ("11 août 2024 à 15h26", "2024-08-11 15:26"), ("11 במאי 2024", "2024-05-11"),
        ("11 مايو 2024 3:26 م", "2024-05-11 15:26"), ("11 كانون الثاني 2024", "2024-01-11"),
        ("۲۰۲۴/۰۵/۱۱ ۳:۲۶ ب.ظ", "2024-05-11 15:26"), ("۱۱ ژانویهٔ ۲۰۲۴ ۳:۲۶ ق.ظ", "2024-01-11 03:26"),
        ("1706967665.25", "2024-02-03 13:41:05.250"), ("1706967665000000000", "2024-02-03 13:41:05"),
        ("15:26", None), ("May 2024", None), ("hello 3 May 2024", None),
        ("31/6/2024 ", None), ("2024-05-11 25:61", None),
    ],
)  # fmt: skip
def test_gregorian_writings(cell: str, expected: str | None) -> None:
    assert read([cell])[0] == [utc(expected) if expected else None]


@pytest.mark.parametrize(
    ("calendar", "cell", "expected"),
    [
        (JALALI, "11 آبان 1404", "2025-11-02"), (JALALI, "1404/08/11", "2025-11-02"),
        (JALALI, "۱۴۰۴/۰۸/۱۱ ۱۲:۳۰", "2025-11-02 12:30"), (JALALI, "يكشنبه ۱۱ آبان‌ماه ۱۴۰۴", "2025-11-02"),
        (JALALI, "۱۱ عقرب ۱۴۰۴", "2025-11-02"), (JALALI, "04/08/11", "2025-11-02"),
        (JALALI, "1403/12/30", "2025-03-20"), (JALALI, "1404/12/30", None), (JALALI, "1404/07/31", None),
        (HIJRI, "15 رمضان 1446", "2025-03-15"), (HIJRI, "١٥ ربيع الأول ١٤٤٦ هـ", "2024-09-18"),
        (HIJRI, "1446/09/15", "2025-03-15"), (HIJRI, "1446/12/30", None), (HIJRI_CIVIL, "1446/01/01", "2024-07-08"),
        (HEBREW, "כ״ה בכסלו תשפ״ה", "2024-12-26"), (HEBREW, "25/9/5785", "2024-12-26"),
        (HEBREW, "א׳ אדר ב׳ תשפ״ד", "2024-03-11"), (HEBREW, "1 אדר 5785", "2025-03-01"), (HEBREW, "1 אדר 5784", None),
    ],
)  # fmt: skip
def test_other_calendars(calendar: str, cell: str, expected: str | None) -> None:
    moments, faults, _ = read([cell], calendar=calendar)
    assert moments == [utc(expected) if expected else None]
    assert faults == [None if expected else NO_SUCH_DAY]


def test_a_format_gives_the_order_in_another_calendar() -> None:
    assert read(["11/08/04 12:30"], calendar=JALALI, format="%d/%m/%y %H:%M")[0] == [utc("2025-11-02 12:30")]


def test_the_whole_column_decides_which_number_is_the_day() -> None:
    assert read(["01/02/2024", "25/02/2024"])[0] == [utc("2024-02-01"), utc("2024-02-25")]
    assert read(["01/02/2024", "02/25/2024"])[0] == [utc("2024-01-02"), utc("2024-02-25")]
    moments, faults, (said,) = read(["01/02/2024", "05/05/2024"])
    assert (moments, faults) == ([None, utc("2024-05-05")], [EITHER, None])
    assert said["values"] == {"column": "when", "n": 1}


def test_a_column_that_proves_both_orders_is_read_by_its_format_only() -> None:
    cells = ["21/06/2025", "01/02/2025", "06/22/2025", "2025-06-23"]
    moments, faults, (said,) = read(cells)
    assert (moments, faults) == ([None, None, None, utc("2025-06-23")], [MIXED, MIXED, MIXED, None])
    assert (said["values"]["day_rows"], said["values"]["month_rows"]) == ("2", "4")
    assert read(cells, format="%d/%m/%Y")[0] == [utc("2025-06-21"), utc("2025-02-01"), None, utc("2025-06-23")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["2024-03-31 02:30", "2024-10-27 02:30", "2024-10-27 03:00"], {}),
        (["2024-03-31T02:30", "2024-10-27T02:30:00.000", "2024-10-27T03:00"], {}),
        (["2024-03-31 02:30", "27.10.2024 02:30", "2024/10/27 3:00"], {}),
        (["31/03/2024 02:30", "27/10/2024 02:30", "27/10/2024 03:00"], {"format": "%d/%m/%Y %H:%M"}),
    ],
)
def test_clocks_that_skip_and_repeat_an_hour(cells: list[str], column: dict[str, str]) -> None:
    moments, _, said = read(cells, "Europe/Berlin", **column)
    assert moments == [utc("2024-03-31 01:30"), utc("2024-10-27 00:30"), utc("2024-10-27 02:00")]
    assert [(each["message"], each["values"]["n"]) for each in said] == [
        (times.SKIPPED_TIMES, 1),
        (times.REPEATED_TIMES, 1),
    ]


def every_day(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, (last - first).days, step)]


def test_jalali_days_are_those_of_persiantools() -> None:
    library = pytest.importorskip("persiantools.jdatetime", reason="persiantools is not installed")
    for day in every_day(date(1900, 1, 1), date(2123, 3, 20), 17):
        there = library.JalaliDate(day)
        assert day_of(JALALI, there.year, there.month, there.day) == day


def test_hijri_days_are_those_of_hijridate() -> None:
    library = pytest.importorskip("hijridate", reason="hijridate is not installed")
    for day in every_day(date(1924, 8, 1), date(2077, 11, 16), 17):
        there = library.Gregorian.fromdate(day).to_hijri()
        assert day_of(HIJRI, there.year, there.month, there.day) == day


def test_hebrew_days_are_those_of_pyluach() -> None:
    library = pytest.importorskip("pyluach.dates", reason="pyluach is not installed")
    for day in every_day(date(1900, 1, 1), date(2199, 12, 31), 31):
        there = library.GregorianDate(day.year, day.month, day.day).to_heb()
        assert day_of(HEBREW, there.year, there.month, there.day) == day
    assert day_of(HEBREW, 5784, ADAR, 1) is None
