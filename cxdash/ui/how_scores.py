"""How a score was computed: NPS, a share of answers or a mean, with the counts behind it and its interval."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

from cxdash.answers.change import Point
from cxdash.answers.scores import ScoreRow
from cxdash.inference.critical import t_critical, z_critical
from cxdash.inference.moments import Moments
from cxdash.inference.results import Estimate, Status
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.how_explained import Explanation, Offer, Row, in_unit, precise, row
from cxdash.ui.how_formulas import (
    KISH,
    MEAN_VALUE,
    NPS_INTERVAL,
    NPS_SHARE,
    NPS_VALUE,
    SHARE_ERROR,
    SHARE_OF_SCORE,
    SHARE_VALUE,
    T_INTERVAL,
    WILSON,
)
from cxdash.ui.how_origin import outside
from cxdash.vocabulary.metrics import Family, Unit

MOST_SCORES = 21

FORMULAS: dict[Family, tuple[str, ...]] = {
    "nps": (NPS_VALUE, NPS_INTERVAL, NPS_SHARE),
    "share": (SHARE_VALUE, SHARE_ERROR, WILSON),
    "mean": (MEAN_VALUE, T_INTERVAL),
}


def interval_method(family: Family) -> str:
    """Which interval belongs to a family of metrics."""
    return {
        "nps": t(
            "Score interval: every NPS that a score test does not reject. Below zero, promoters and detractors change "
            "places in the formula."
        ),
        "share": t("Wilson score interval."),
        "mean": t("t interval, kept within the scale."),
    }[family]


def interval_source(family: Family) -> str:
    """Who described that interval."""
    return {
        "nps": t("Tango 1998; Rocks 2016"),
        "share": t("Wilson 1927; Brown, Cai and DasGupta 2001"),
        "mean": t("Student 1908"),
    }[family]


def absent_because(status: Status) -> str:
    """Why there is no number, or no interval; empty where there is one."""
    return {
        "no_data": t("There are no answers here."),
        "n_too_small": t("One answer has no spread: there is no interval."),
        "zero_variance": t("All answers are alike: there is no spread to make an interval of."),
        "baseline_zero": t("The control is zero: there is no relative effect."),
        "zero_events": t("Nothing happened in one of the groups: the relative effect has no estimate."),
        "unbounded": t("The control could be zero: the relative interval has no end."),
    }.get(status, "")


def hidden(title: str) -> Explanation:
    """Why a number is not shown, and nothing else."""
    least = formats.count(session.context().thresholds.privacy)
    return Explanation(
        title,
        t("Hidden: fewer than {n} answers, or its number would give away a group that small.", n=least),
    )


def score(found: ScoreRow, title: str, filters: Filters | None = None) -> Explanation:
    """How a group's score was computed; `filters` are those of the picture where they are not the page's."""
    if found.hidden:
        return hidden(title)
    metric = found.metric
    words = [metric.defined, t("Asked on a scale of {scale}.", scale=found.basis.scale)]
    words += [absent_because(found.estimate.status)] if found.estimate.status != "ok" else []
    words += [_weighting(found)] if weighted(found) else []
    return Explanation(
        title,
        " ".join(words),
        formulas=(*FORMULAS[metric.family], *((KISH,) if weighted(found) else ())),
        inputs=counts(found),
        results=results(found.estimate, metric.unit),
        n=found.estimate.n,
        counted=t("answers"),
        left_out=outside(found, filters or looking().filters),
        method=interval_method(metric.family),
        source="; ".join(filter(None, (metric.source, interval_source(metric.family)))),
    )


def score_offer(found: ScoreRow, title: str, filters: Filters | None = None) -> Offer:
    """The score in a panel's list."""
    return Offer(title, partial(score, found, title, filters))


def point_offers(points: Sequence[Point], filters: Filters) -> list[Offer]:
    """The points of a trend, the latest first; those that are hidden at the end."""
    latest_first = sorted(points, key=lambda point: (point.row.hidden, -point.starts_on.toordinal()))
    return [
        score_offer(point.row, t("From {day}", day=formats.date(point.starts_on)), filters) for point in latest_first
    ]


def weighted(found: ScoreRow) -> bool:
    """Whether survey weights make the answers worth more or less than their number."""
    return not math.isclose(found.histogram.n_effective, found.histogram.n, rel_tol=1e-9)


def _weighting(found: ScoreRow) -> str:
    return t(
        "Survey weights count: {n} answers are worth {effective} (Kish 1965), and each score has its share of them.",
        n=formats.count(found.histogram.n),
        effective=precise(found.histogram.n_effective),
    )


def counts(found: ScoreRow) -> tuple[Row, ...]:
    """The inputs of a score: its counts, weighted where there are weights, and the critical value of its interval."""
    metric, level = found.metric, session.context().confidence_level
    weights = metric.weights(found.histogram.counts, found.basis.scale)
    values = found.histogram.weighed(weights)
    moments = Moments.from_counts(values)
    n = row(t("Answers"), "n", precise(moments.n))
    z = row(t("Critical value of the normal distribution"), "z", precise(z_critical(level)))
    if metric.family == "nps":
        return (
            row(t("Promoters (9–10)"), "P", precise(values.get(100, 0))),
            row(t("Passives (7–8)"), "S", precise(values.get(0, 0))),
            row(t("Detractors (0–6)"), "D", precise(values.get(-100, 0))),
            n,
            z,
        )
    if metric.family == "share":
        return (_counting(weights, values), n, z)
    return (*_spread(found), *_moments(moments, level))


def _counting(weights: Mapping[float, float], values: Mapping[float, float]) -> Row:
    """How many answers count, and which scores those are."""
    which = ", ".join(precise(score) for score, weight in sorted(weights.items()) if weight > 0)
    total = sum(weight * n for weight, n in values.items()) / 100
    name = t("Answers that count ({scores})", scores=which) if which else t("Answers that count")
    return row(name, "x", precise(total))


def _moments(moments: Moments, level: float) -> tuple[Row, ...]:
    known = moments.n > 1 and moments.variance is not None
    return (
        row(t("Answers"), "n", precise(moments.n)),
        row(t("Mean"), r"\bar x", precise(moments.mean)),
        row(t("Standard deviation"), "s_x", precise(math.sqrt(moments.variance or 0.0)) if known else formats.ABSENT),
        row(
            t("Critical value of Student’s t"),
            "t_{n-1}",
            precise(t_critical(level, moments.n - 1)) if known else formats.ABSENT,
        ),
    )


def _spread(found: ScoreRow) -> tuple[Row, ...]:
    """The answers by score, where the scale has few enough of them to list."""
    values = found.histogram.weighed({score: score for score in found.histogram.counts})
    if len(values) > MOST_SCORES:
        return ()
    return tuple(
        row(t("Answers of {score}", score=precise(score)), "n_s", precise(n)) for score, n in sorted(values.items())
    )


def results(found: Estimate, unit: Unit) -> tuple[Row, ...]:
    """What came out, with the digits to check it by."""
    return (
        row(t("Value"), "", in_unit(found.value, unit)),
        row(t("Lower end of the interval"), "", in_unit(found.low, unit)),
        row(t("Upper end of the interval"), "", in_unit(found.high, unit)),
        row(t("Standard error"), r"\mathrm{SE}", precise(found.std_error)),
    )


def distribution(found: ScoreRow, title: str) -> Explanation:
    """How a group's answers spread over the scale: shares of counts, without intervals."""
    if found.hidden:
        return hidden(title)
    by_score = sorted(found.histogram.counts.items())
    total = found.histogram.n
    return Explanation(
        title,
        t("The share of all answers that gave each score, counted without survey weights. Shares have no interval."),
        formulas=(SHARE_OF_SCORE,),
        inputs=(
            *(row(t("Answers of {score}", score=precise(score)), "n_s", precise(n)) for score, n in by_score),
            row(t("Answers"), "n", precise(total)),
        ),
        results=tuple(
            row(t("Share of {score}", score=precise(score)), "", in_unit(100 * n / total, "percent"))
            for score, n in by_score
        ),
        n=total,
        counted=t("answers"),
        left_out=outside(found, looking().filters),
    )


def distribution_offers(rows: Sequence[ScoreRow], names: Sequence[str]) -> list[Offer]:
    """A group each, by its name."""
    return [Offer(name, partial(distribution, found, name)) for found, name in zip(rows, names, strict=True)]
