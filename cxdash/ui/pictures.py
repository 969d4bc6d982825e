"""Answers as the rows that charts draw: words translated, verdicts given, nothing hidden carried along."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from cxdash.answers.change import Bucket, Point, bucket_end
from cxdash.answers.compare import CompareRow
from cxdash.answers.journey import StageRow, TouchpointRow
from cxdash.answers.scores import ScoreRow
from cxdash.charts.rows import (
    DistributionRow,
    HeatCell,
    IntervalRow,
    StageColumn,
    TouchpointDot,
    TrendPoint,
    Verdict,
)
from cxdash.inference.results import Difference, Estimate
from cxdash.locale import t
from cxdash.vocabulary.journeys import Journey

NOTHING = Estimate(None, None, None, None, 0, 0.0, 0.95, "", "no_data")
NO_DIFFERENCE = Difference(None, None, None, None, None, 0.95, "", "no_data")


def in_journey_order(rows: Sequence[ScoreRow], journey: Journey) -> list[ScoreRow]:
    """Rows by touchpoint in the order customers meet them; touchpoints the journey does not know come last."""
    order = {touchpoint.name: position for position, touchpoint in enumerate(journey.touchpoints)}
    return sorted(rows, key=lambda row: order.get(row.group["touchpoint"] or "", len(order)))


def verdict(row: CompareRow | None) -> Verdict:
    """Better or worse than the rest when credibly so, else neutral; neutral, too, where neither end is good."""
    if row is None or not row.credible or row.better is None:
        return "neutral"
    return "better" if row.better else "worse"


def name_of(value: str | None) -> str:
    """A group's value for people; answers to the overall question have none."""
    return t("Overall") if value is None else value


def interval_row(
    row: ScoreRow, by: str, against: CompareRow | None = None, targets: Mapping[str, float] | None = None
) -> IntervalRow:
    """A score as a row of the interval plot."""
    if row.hidden:
        return IntervalRow(name_of(row.group[by]), None, None, None, 0, "hidden")
    found = row.estimate
    target = (targets or {}).get(row.metric.name)
    return IntervalRow(
        name_of(row.group[by]), found.value, found.low, found.high, found.n, row.state, verdict(against), target
    )


def stage_column(stage: StageRow, metric: str) -> StageColumn:
    """A stage of the map with its score on the shown metric, effort, success and time to the next."""
    row = stage.scores.get(metric)
    if row is None or row.hidden:
        numbers: dict[str, float | None] = {"value": None, "low": None, "high": None}
        n, state = 0, row.state if row else "shown"
    else:
        found = row.estimate
        numbers, n, state = {"value": found.value, "low": found.low, "high": found.high}, found.n, row.state
    easy = stage.scores.get("ces")
    return StageColumn(
        stage.name,
        t(stage.name),
        **numbers,
        n=n,
        state=state,
        effort=easy.estimate.value if easy and not easy.hidden else None,
        success=stage.conversion.value if stage.conversion else None,
        seconds_to_next=stage.median_seconds,
    )


def dot(row: TouchpointRow, metric: str, against: CompareRow | None, customers: int) -> TouchpointDot:
    """A touchpoint of the map; reach is its share of the customers in sight."""
    found = row.score.estimate if row.score and not row.score.hidden else NOTHING
    return TouchpointDot(
        row.declared.name,
        row.declared.name,
        row.stage,
        found.value,
        found.low,
        found.high,
        found.n,
        reach=100 * row.customers / customers if row.customers and customers else None,
        state=row.score.state if row.score else "shown",
        verdict=verdict(against),
        target=row.declared.targets.get(metric),
        moment_of_truth=row.declared.moment_of_truth,
    )


def trend_point(point: Point, bucket: Bucket) -> TrendPoint:
    """A bucket of time as a point of the trend."""
    row, end = point.row, bucket_end(point.starts_on, bucket) + timedelta(days=1)
    if row.hidden:
        return TrendPoint(point.starts_on, end, None, None, None, 0, "hidden")
    found = row.estimate
    return TrendPoint(point.starts_on, end, found.value, found.low, found.high, found.n, row.state)


def heat_cell(row: CompareRow, by: str, within: str) -> HeatCell:
    """A segment value at a touchpoint against the rest."""
    change, n = row.difference or NO_DIFFERENCE, 0 if row.score.hidden else row.score.estimate.n
    return HeatCell(
        name_of(row.group[by]),
        name_of(row.group[within]),
        change.effect_size,
        change.low,
        change.high,
        n,
        row.score.state,
        row.credible,
        row.better,
    )


def distribution_row(row: ScoreRow, by: str) -> DistributionRow:
    """The answers of a group by score."""
    if row.hidden:
        return DistributionRow(name_of(row.group[by]), {}, "hidden")
    return DistributionRow(name_of(row.group[by]), row.histogram.counts, row.state)


def score_table(rows: Sequence[ScoreRow]) -> list[dict[str, object]]:
    """Scores as a table's rows: what the picture shows, in numbers."""
    return [
        {
            **row.group,
            "n": None if row.hidden else row.estimate.n,
            row.metric.name: None if row.hidden else row.estimate.value,
            "low": None if row.hidden else row.estimate.low,
            "high": None if row.hidden else row.estimate.high,
            "state": row.state,
        }
        for row in rows
    ]


def compare_table(rows: Sequence[CompareRow]) -> list[dict[str, object]]:
    """Comparisons as a table's rows."""
    kept = ("n", "value", "low", "high", "difference", "diff_low", "diff_high", "pvalue_adjusted", "credible", "state")
    documents = [row.document() for row in rows]
    return [{**row.group, **{name: found[name] for name in kept}} for row, found in zip(rows, documents, strict=True)]
