"""A metric now against an earlier period, and over time: a change is called one only when it is one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from cxdash.answers.compare import adjusted_pvalues, contrast
from cxdash.answers.context import Context
from cxdash.answers.scores import Group, ScoreRow, scores
from cxdash.inference.results import Difference
from cxdash.queries.filters import Filters

Comparison = Literal["previous", "year", "none"]
Bucket = Literal["day", "week", "month", "quarter"]


@dataclass(frozen=True)
class Changed:
    """A score with its earlier value and the difference between them, where both may be shown."""

    now: ScoreRow
    before: ScoreRow | None
    difference: Difference | None
    pvalue_adjusted: float | None = None

    @property
    def group(self) -> Group:
        """What the row is about."""
        return self.now.group

    @property
    def credible(self) -> bool:
        """Whether it is a change at all: significant after correction for how many groups were looked at."""
        return bool(
            self.difference
            and self.pvalue_adjusted is not None
            and self.pvalue_adjusted < 1 - self.difference.confidence_level
        )


def earlier(filters: Filters, comparison: Comparison) -> Filters | None:
    """The filters over the period to compare with; None when there is none or the period has no beginning."""
    if comparison == "none" or not filters.since or not filters.until:
        return None
    try:
        if comparison == "year":
            return filters.within(_a_year_before(filters.since), _a_year_before(filters.until))
        length = filters.until - filters.since
        return filters.within(filters.since - length - timedelta(days=1), filters.since - timedelta(days=1))
    except (OverflowError, ValueError):
        return None  # the calendar has no earlier days


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def changes(
    context: Context, metric: str, by: Sequence[str], filters: Filters, comparison: Comparison
) -> list[Changed]:
    """The scores of a period, each with its change since the earlier one; Benjamini–Hochberg over all groups.

    For a single group the correction does nothing: its change is credible exactly when its interval excludes zero.
    """
    now = scores(context, metric, by, filters)
    before_filters = earlier(filters, comparison)
    before = {_place(row): row for row in scores(context, metric, by, before_filters)} if before_filters else {}
    rows = [_changed(context, row, before.get(_place(row))) for row in now]
    adjusted = adjusted_pvalues([row.difference for row in rows])
    return [replace(row, pvalue_adjusted=pvalue) for row, pvalue in zip(rows, adjusted, strict=True)]


def _place(row: ScoreRow) -> tuple[object, ...]:
    return (row.basis, *row.group.values())


def _changed(context: Context, now: ScoreRow, before: ScoreRow | None) -> Changed:
    if before is None or before.hidden or now.hidden:
        return Changed(now, None, None)
    against = contrast(before.histogram, now.histogram, now.metric, now.basis.scale, context.confidence_level)
    return Changed(now, before, against)


@dataclass(frozen=True)
class Point:
    """A score of one stretch of time; `complete` is false where some of its days are not in sight."""

    starts_on: date
    row: ScoreRow
    complete: bool


def trend(
    context: Context,
    metric: str,
    filters: Filters,
    bucket: Bucket,
    last_on: date | None,
    *,
    first_on: date | None = None,
) -> list[Point]:
    """The metric per calendar bucket, in order; the data goes from `first_on` to `last_on` (None: no end known)."""
    points = []
    for row in scores(context, metric, (bucket,), filters):
        if (named := row.group[bucket]) is not None:
            starts_on = bucket_start(named)
            points.append(Point(starts_on, row, complete(starts_on, bucket, filters, first_on, last_on)))
    return sorted(points, key=lambda point: (point.row.basis, point.starts_on))


def complete(starts_on: date, bucket: Bucket, filters: Filters, first_on: date | None, last_on: date | None) -> bool:
    """Whether every day of a bucket is in sight: none is cut off by the filters' period or by the ends of the data."""
    begins = (day for day in (filters.since, first_on) if day is not None)
    ends = (day for day in (filters.until, last_on) if day is not None)
    return max(begins, default=date.min) <= starts_on and bucket_end(starts_on, bucket) <= min(ends, default=date.max)


def bucket_start(name: str) -> date:
    """The first day of a bucket named as the calendar dimensions name them (2026-07-20, 2026-W30, 2026-07, 2026-Q3)."""
    year, _, rest = name.partition("-")
    if rest.startswith("W"):
        return date.fromisocalendar(int(year), int(rest[1:]), 1)
    if rest.startswith("Q"):
        return date(int(year), 3 * int(rest[1:]) - 2, 1)
    return date.fromisoformat(name if "-" in rest else f"{name}-01")


def bucket_end(starts_on: date, bucket: Bucket) -> date:
    """The last day of the bucket that begins on `starts_on`."""
    if bucket == "day":
        return starts_on
    if bucket == "week":
        return starts_on + timedelta(days=6)
    months = 3 if bucket == "quarter" else 1
    following = (starts_on.replace(day=28) + timedelta(days=4 + 31 * (months - 1))).replace(day=1)
    return following - timedelta(days=1)


def bucket_for(since: date | None, until: date | None) -> Bucket:
    """The bucket that gives a readable number of points: days up to three weeks, weeks up to a year, else months."""
    if since is None or until is None:
        return "month"
    days = (until - since).days + 1
    return "day" if days <= 21 else "week" if days <= 370 else "month" if days <= 1500 else "quarter"
