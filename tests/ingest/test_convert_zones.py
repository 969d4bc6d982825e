"""Local times of a whole column are the moments that Python's own time zones say, whatever way they are read."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from cxdash.ingest.convert import times, values
from cxdash.ingest.convert.shapes import shared_format
from cxdash.ingest.convert.zones import zone_in
from tests.ingest.test_convert_times import read

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tehran", "Asia/Jerusalem", "Australia/Lord_Howe", "UTC")
WRITINGS = {
    "iso": "%Y-%m-%d %H:%M:%S",
    "year first": "%Y/%m/%d %H:%M:%S",
    "day first": "%d/%m/%Y %H:%M:%S",
    "month first": "%m-%d-%Y %H:%M:%S",
    "named": "%d %b %Y %H:%M:%S",
}


def local_times(zone: str) -> list[datetime]:
    """Any times of ten years, and some close to every change of the clocks."""
    chance = random.Random(zone)
    first = datetime(2015, 1, 1)  # noqa: DTZ001 - local times are what is tested
    found = [first + timedelta(seconds=chance.randrange(10 * 365 * 86_400)) for _ in range(300)]
    ends = [end for shift in zone_in(zone, 2015, 2024).shifts for end in (shift.start, shift.boundary)]
    return found + [end + timedelta(seconds=away) for end in ends for away in (-1, 0, 1, 1799, chance.randrange(3600))]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("given", [False, True], ids=["found", "given"])
def test_every_way_of_reading_agrees_with_zoneinfo(zone: str, writing: str, given: bool) -> None:
    local = local_times(zone)
    pattern = WRITINGS[writing]
    column = {"format": pattern} if given else {}
    moments, faults, _ = read([f"{each:{pattern}}" for each in local], zone, **column)
    there = ZoneInfo(zone)
    assert moments == [each.replace(tzinfo=there).astimezone(UTC).replace(tzinfo=None) for each in local]
    assert set(faults) == {None}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_skipped_and_repeated_times_are_counted_alike_however_they_are_read(zone: str) -> None:
    local = local_times(zone)
    told = [
        [(each["message"], each["values"]["n"]) for each in read([f"{at:{pattern}}" for at in local], zone)[2]]
        for pattern in WRITINGS.values()
    ]
    assert {message for message, _ in told[0]} == {times.SKIPPED_TIMES, times.REPEATED_TIMES}
    assert all(each == told[0] for each in told)


def test_days_that_come_again_and_again_are_read_like_any_others() -> None:
    days = ["31/12/2023", "01/02/2024", "30/03/2024"]
    moments, _, notices = read(days * 100, "Europe/Berlin", format="%d/%m/%Y")
    assert moments == [datetime(2023, 12, 30, 23), datetime(2024, 1, 31, 23), datetime(2024, 3, 29, 23)] * 100  # noqa: DTZ001 - naive is UTC
    assert notices == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2024/02/03 10:20", "2024/12/31 23:59"], "%Y/%m/%d %H:%M"), (["20240203", None], "%Y%m%d"),
        (["13/02/2024", "01/02/2024"], "%d/%m/%Y"), (["02/13/2024", "01/02/2024"], "%m/%d/%Y"),
        (["03.04.2024 10:20:30"], "%d.%m.%Y %H:%M:%S"),
        (["03/04/2024"], None), (["13/02/2024", "02/13/2024"], None), (["2024/02/03", "2024/2/3"], None),
        (["2024/02/03", "2024.02.03"], None), (["hello"], None), ([None], None),
    ],
)  # fmt: skip
def test_the_format_that_all_texts_share(cells: list[str | None], expected: str | None) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute('CREATE TABLE raw ("row" INTEGER, c1 VARCHAR)')
        con.executemany("INSERT INTO raw VALUES (?, ?)", [[row, cell] for row, cell in enumerate(cells, start=2)])
        assert shared_format(con, "c1") == expected


@pytest.mark.parametrize(
    "text", ["a", " a", "a ", "a\u200d", "\ufeffa", "a\u00a0", "\u200fa", "", " ", "é", "~~", "!", "a\t", "a\n"]
)
def test_only_texts_without_invisible_ends_are_taken_as_they_stand(text: str) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        values.define(con)
        trimmed, *as_it_stands = (
            con.execute("SELECT trimmed($text), is_trimmed($text), is_bare($text)", {"text": text}).fetchone() or ()
        )
        assert trimmed == (text.strip(" \u200d\ufeff\u00a0\u200f\t\n") or None)
        assert not any(as_it_stands) or trimmed == text
