"""Periods that adjoin, buckets that begin and end where the database says, and changes that are ones."""

from datetime import date, timedelta
from typing import get_args

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.answers.change import Bucket, bucket_end, bucket_for, bucket_start, changes, complete, earlier, trend
from cxdash.answers.context import Context
from cxdash.answers.scores import scores
from cxdash.queries.dimensions import CALENDAR
from cxdash.queries.filters import Filters
from tests.sample_data.test_stories import SURVEY, before, nps, once, since, top2

BUCKETS: tuple[Bucket, ...] = get_args(Bucket)
DAY = timedelta(days=1)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def names_of(first: date, last: date) -> list[tuple[date, dict[str, str]]]:
    """What the database calls the buckets of every day of a period."""
    columns = ", ".join(f"{sql} AS {name}" for name, sql in CALENDAR.items())
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT day, {columns} FROM (SELECT CAST(range AS DATE) AS day "
            "FROM range($first::TIMESTAMP, $last::TIMESTAMP, INTERVAL 1 DAY))",
            {"first": first, "last": last},
        ).fetchall()
    return [(day, dict(zip(CALENDAR, names, strict=True))) for day, *names in rows]


def test_buckets_begin_and_end_where_the_database_says() -> None:
    known = names_of(date(1995, 1, 1), date(2035, 1, 1))
    assert len(known) > 14_000
    for bucket in BUCKETS:
        of: dict[str, list[date]] = {}
        for day, names in known:
            of.setdefault(names[bucket], []).append(day)
        whole = list(of.items())[1:-1]
        assert all(bucket_start(name) == there[0] for name, there in whole)
        assert all(bucket_end(bucket_start(name), bucket) == there[-1] for name, there in whole)


@settings(max_examples=200)
@given(days)
def test_a_day_lies_in_its_bucket(day: date) -> None:
    iso = day.isocalendar()
    names: dict[Bucket, str] = {
        "day": day.isoformat(),
        "week": f"{iso.year}-W{iso.week:02}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
    }
    for bucket, name in names.items():
        starts_on = bucket_start(name)
        assert starts_on <= day <= bucket_end(starts_on, bucket)


@given(days, days)
def test_the_previous_period_adjoins_and_is_as_long(one: date, other: date) -> None:
    now = Filters(min(one, other), max(one, other), (("device", ("Phone",)),))
    before = earlier(now, "previous")
    assert before is not None
    first, last = min(one, other), max(one, other)
    assert before.since is not None
    assert before.until == first - DAY
    assert before.until - before.since == last - first
    assert before.where == now.where


@given(days, days)
def test_a_year_before_is_the_same_days_of_the_year(one: date, other: date) -> None:
    now = Filters(min(one, other), max(one, other))
    before = earlier(now, "year")
    assert before is not None
    for then, day in ((before.since, min(one, other)), (before.until, max(one, other))):
        assert then is not None
        leap = (day.month, day.day) == (2, 29)
        assert (then.year, then.month, then.day) == (day.year - 1, day.month, 28 if leap else day.day)


def test_leap_days() -> None:
    leap, march = date(2024, 2, 29), Filters(date(2024, 3, 1), date(2024, 3, 31))
    assert earlier(Filters(leap, leap), "year") == Filters(date(2023, 2, 28), date(2023, 2, 28))
    assert earlier(march, "previous") == Filters(date(2024, 1, 30), leap)
    assert bucket_end(date(2024, 2, 1), "month") == date(2024, 2, 29)
    assert bucket_end(date(2023, 2, 1), "month") == date(2023, 2, 28)


def test_there_is_nothing_before_the_first_year() -> None:
    first = date(1, 1, 1)
    assert earlier(Filters(first, date(1, 1, 5)), "year") is None
    assert earlier(Filters(first, date(2026, 1, 5)), "previous") is None


def test_no_comparison_where_there_is_nothing_to_compare_with() -> None:
    assert earlier(Filters(date(2026, 1, 1), date(2026, 1, 31)), "none") is None
    assert earlier(Filters(None, date(2026, 1, 31)), "previous") is None
    assert earlier(Filters(date(2026, 1, 1), None), "year") is None


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(1, "day"), (21, "day"), (22, "week"), (370, "week"), (371, "month"), (1500, "month"), (1501, "quarter")],
)
def test_the_bucket_follows_the_length(length: int, bucket: str) -> None:
    first = date(2024, 2, 20)
    assert bucket_for(first, first + (length - 1) * DAY) == bucket


def test_without_a_period_months_are_shown() -> None:
    assert bucket_for(None, date(2026, 1, 1)) == bucket_for(date(2026, 1, 1), None) == "month"


def test_delivery_got_worse_in_week_30(sample: Context) -> None:
    now = Filters(date(2026, 7, 20), date(2026, 10, 31))
    found = {row.group["touchpoint"]: row for row in changes(sample, "csat", ("touchpoint",), now, "previous")}
    delivery = found["Delivery"]
    assert delivery.before is not None
    assert delivery.difference is not None
    recent = since(once(SURVEY), "Submitted", "2026-07-20")
    former = before(since(once(SURVEY), "Submitted", "2026-04-07"), "Submitted", "2026-07-20")
    assert (f"{delivery.now.estimate.value:.1f}", delivery.now.estimate.n) == top2(recent, "Delivery")
    assert (f"{delivery.before.estimate.value:.1f}", delivery.before.estimate.n) == top2(former, "Delivery")
    known = delivery.now.estimate.value - delivery.before.estimate.value
    assert delivery.difference.effect_size == pytest.approx(known)
    assert delivery.credible
    assert delivery.difference.high is not None
    assert delivery.difference.high < 0


def test_a_change_is_credible_iff_its_interval_excludes_zero(sample: Context) -> None:
    now = Filters(date(2026, 7, 20), date(2026, 10, 31))
    found = changes(sample, "csat", ("touchpoint",), now, "previous")
    assert {row.credible for row in found} == {True, False}
    for row in found:
        if row.difference is not None:
            low, high = row.difference.low, row.difference.high
            assert row.credible == (low is not None and high is not None and not low <= 0 <= high)


def test_nothing_earlier_is_no_change(sample: Context) -> None:
    everything = Filters(date(2025, 9, 1), date(2026, 10, 31))
    for row in changes(sample, "csat", ("touchpoint",), everything, "previous"):
        assert (row.before, row.difference, row.credible) == (None, None, False)


def test_the_trend_goes_through_every_month(sample: Context) -> None:
    points = trend(sample, "nps", Filters(), "month", date(2026, 10, 30))
    assert [point.starts_on for point in points] == [
        *(date(2025, month, 1) for month in range(9, 13)),
        *(date(2026, month, 1) for month in range(1, 11)),
    ]
    assert [point.complete for point in points] == [True] * 13 + [False]
    assert trend(sample, "nps", Filters(), "month", date(2026, 10, 31))[-1].complete
    july = before(since(once(SURVEY), "Submitted", "2026-07-01"), "Submitted", "2026-08-01")
    [point] = [point for point in points if point.starts_on == date(2026, 7, 1)]
    assert (f"{point.row.estimate.value:.1f}", point.row.estimate.n) == nps(july)


@pytest.mark.parametrize("bucket", BUCKETS)
def test_the_points_of_a_trend_are_all_dated_answers(sample: Context, bucket: Bucket) -> None:
    points = trend(sample, "nps", Filters(), bucket, None)
    [whole] = scores(sample, "nps", (), Filters(since=date(1, 1, 1)))
    assert sum(point.row.histogram.n for point in points) == whole.histogram.n
    assert [point.starts_on for point in points] == sorted({point.starts_on for point in points})
    assert all(point.complete for point in points)


@given(days, days, days, days, days, st.sampled_from(BUCKETS))
def test_a_bucket_is_complete_iff_each_of_its_days_is_in_sight(
    day: date, one: date, other: date, first_on: date, last_on: date, bucket: Bucket
) -> None:
    filters = Filters(min(one, other), max(one, other))
    starts_on = bucket_start(
        {
            "day": day.isoformat(),
            "week": f"{day.isocalendar().year}-W{day.isocalendar().week:02}",
            "month": f"{day:%Y-%m}",
            "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        }[bucket]
    )
    ends_on = bucket_end(starts_on, bucket)
    for asked, first, last in (
        (filters, first_on, last_on),
        (filters, None, None),
        (Filters(), first_on, last_on),
        (Filters(), None, None),
    ):
        inside = [
            (asked.since is None or asked.since <= each)
            and (asked.until is None or each <= asked.until)
            and (first is None or first <= each)
            and (last is None or each <= last)
            for each in (starts_on, ends_on)
        ]
        assert complete(starts_on, bucket, asked, first, last) == all(inside)


def test_a_trend_marks_both_ends_that_the_period_cuts(sample: Context) -> None:
    """From mid-July to mid-September August alone is whole, though the data goes on into October."""
    filters = Filters(date(2026, 7, 15), date(2026, 9, 14))
    points = trend(sample, "nps", filters, "month", date(2026, 10, 31))
    assert [(point.starts_on.month, point.complete) for point in points] == [(7, False), (8, True), (9, False)]
    whole = trend(sample, "nps", Filters(), "month", date(2026, 10, 31), first_on=date(2025, 9, 2))
    assert [point.complete for point in whole] == [False] + [True] * 13
