"""Answers as the rows that charts draw, and as the tables behind them: words translated, nothing hidden in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from cxdash.locale import formats, t
from cxdash.queries.dimensions import label_of
from cxdash.report.columns import COUNT, DAY, PVALUE, Column, Table, difference_in, table, value_in, yes_or_no
from cxdash.vocabulary.journeys import Journey
from cxdash.vocabulary.metrics import ASKED, metric_named
from cxdash.vocabulary.thresholds import State

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


def state_words(state: State) -> str:
    """What a person should know of a row before reading it; empty where there is nothing."""
    return {"shown": "", "few": t("few answers"), "hidden": t("hidden for privacy")}[state]


def group_columns(rows: Sequence[ScoreRow], by: Sequence[str]) -> list[Column]:
    """What rows are about: the dimensions `by` under their own names, then what else tells the rows apart."""
    names = rows[0].group if rows else by
    return [Column(_heading(name, by), [_named(row.group.get(name), name) for row in rows]) for name in names]


def _heading(name: str, by: Sequence[str]) -> str:
    """A dimension's name; of what `by` does not ask for, only the question and its scale tell rows apart."""
    if name in by:
        return label_of(name)
    return t("Scale") if name.endswith("scale") else t("Question")


def _named(value: str | None, name: str) -> str:
    return metric_named(value).called if value in ASKED and name.endswith("question") else name_of(value)


def score_columns(rows: Sequence[ScoreRow]) -> list[Column]:
    """n, value and interval of scores, and what a person should know of them; nothing of what is hidden."""
    shown = [None if row.hidden else row.estimate for row in rows]
    metric = rows[0].metric if rows else None
    kind = value_in(metric.unit if metric else "score")
    return [
        Column(t("n"), [found and found.n for found in shown], COUNT),
        Column(metric.called if metric else t("Score"), [found and found.value for found in shown], kind),
        Column(t("Interval from"), [found and found.low for found in shown], kind),
        Column(t("Interval to"), [found and found.high for found in shown], kind),
    ]


def score_table(rows: Sequence[ScoreRow], by: Sequence[str] = ("touchpoint",)) -> Table:
    """Scores by the dimensions `by`: what the picture shows, in numbers."""
    remarks = Column(t("Remark"), [state_words(row.state) for row in rows])
    return apart(group_columns(rows, by), [*score_columns(rows), remarks])


def compare_table(rows: Sequence[CompareRow], by: Sequence[str] = ("touchpoint",)) -> Table:
    """Scores by the dimensions `by`, each with its difference to the rest."""
    told = [row.score for row in rows]
    differences = [row.difference or NO_DIFFERENCE for row in rows]
    kind = difference_in(told[0].metric.unit if told else "score")
    return apart(
        group_columns(told, by),
        [
            *score_columns(told),
            Column(t("Difference to the rest"), [found.effect_size for found in differences], kind),
            Column(t("Difference from"), [found.low for found in differences], kind),
            Column(t("Difference to"), [found.high for found in differences], kind),
            Column(t("p, corrected"), [row.pvalue_adjusted for row in rows], PVALUE),
            Column(t("Credible"), [yes_or_no(row.credible if row.difference else None) for row in rows]),
            Column(t("Remark"), [state_words(row.state) for row in told]),
        ],
    )


def trend_table(points: Sequence[Point], bucket: Bucket) -> Table:
    """A metric over time: first and last day of each bucket, then its score."""
    rows = [point.row for point in points]
    return table(
        Column(t("First day"), [point.starts_on for point in points], DAY),
        Column(t("Last day"), [bucket_end(point.starts_on, bucket) for point in points], DAY),
        *score_columns(rows),
        Column(t("Remark"), [_remark(point) for point in points]),
    )


def _remark(point: Point) -> str:
    said = [state_words(point.row.state), "" if point.complete else t("not whole")]
    return " · ".join(filter(None, said))


def distribution_table(rows: Sequence[ScoreRow], by: str = "touchpoint") -> Table:
    """How many gave which score, a column for every score that anybody gave; nothing of hidden rows."""
    shown = [row for row in rows if not row.hidden]
    scores = sorted({score for row in shown for score in row.histogram.counts})
    counts = [
        Column(formats.number(score, 0 if score == int(score) else 1), _given(shown, score), COUNT) for score in scores
    ]
    return apart(group_columns(shown, (by,)), counts)


def _given(rows: Sequence[ScoreRow], score: float) -> list[float]:
    return [row.histogram.counts.get(score, 0) for row in rows]


def apart(groups: Sequence[Column], measures: Sequence[Column]) -> Table:
    """Groups beside measures; a person's name for a group says so where a measure has the same name."""
    taken = {heading for column in measures for heading in (column.heading, column.exported)}
    named = (
        replace(each, heading=t("{name} (segment)", name=each.heading)) if each.heading in taken else each
        for each in groups
    )
    return table(*named, *measures)
