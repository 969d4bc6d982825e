"""The journey bound to data: stages in order with their scores, reach, conversion and time to the next stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cxdash.answers.context import Context
from cxdash.answers.scores import MisfitError, ScoreRow, scores
from cxdash.inference.estimates import estimate
from cxdash.inference.privacy import suppress
from cxdash.inference.results import Estimate
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import Grain, progress, reach, volumes
from cxdash.queries.scores import Asked, Basis, question_kinds
from cxdash.vocabulary.journeys import Touchpoint
from cxdash.vocabulary.metrics import HEADLINES, METRICS, Metric, share_of
from cxdash.vocabulary.scales import Scale

MAPPED = (*HEADLINES, "mean")


@dataclass(frozen=True)
class TouchpointRow:
    """A touchpoint as declared, with its score on the map's metric (None: declared, not measured) and reach."""

    declared: Touchpoint
    stage: str
    score: ScoreRow | None
    customers: int | None


@dataclass(frozen=True)
class StageRow:
    """A stage with its scores by metric, reach in customers, and its way to the next stage.

    `conversion` is the percentage of the stage's customers who reached the next one; `median_seconds` the median time
    between the first interactions of both. None where no interactions tell, or where it would say something of a few
    customers: of those who did, or of those who did not.
    """

    name: str
    position: int
    touchpoints: tuple[str, ...]
    scores: dict[str, ScoreRow]
    customers: int | None
    interactions: int | None
    conversion: Estimate | None
    median_seconds: float | None

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        kept = ("n", "value", "low", "high", "state")
        shown = {name: row.document() for name, row in self.scores.items()}
        return {
            "stage": self.name,
            "position": self.position,
            "touchpoints": list(self.touchpoints),
            "scores": {name: {key: row[key] for key in kept} for name, row in shown.items()},
            "reach": self.customers,
            "interactions": self.interactions,
            "conversion": self.conversion and self.conversion.value,
            "conversion_low": self.conversion and self.conversion.low,
            "conversion_high": self.conversion and self.conversion.high,
            "median_seconds": self.median_seconds,
        }


def main_basis(rows: Sequence[ScoreRow]) -> Basis | None:
    """The basis that most answers were given on: the one a picture of a single scale shows."""
    sizes: dict[Basis, int] = {}
    for row in rows:
        sizes[row.basis] = sizes.get(row.basis, 0) + row.histogram.n
    return max(sizes, key=lambda basis: sizes[basis]) if sizes else None


def on_main_basis(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    """Only the rows of the main basis."""
    basis = main_basis(rows)
    return [row for row in rows if row.basis == basis]


@dataclass(frozen=True)
class Reached:
    """What may be shown of how many a place saw; None where it may not, or nobody can be followed."""

    customers: int | None = None
    interactions: int | None = None


def journey(context: Context, filters: Filters | None = None) -> list[StageRow]:
    """The stages in order; touchpoints that belong to no stage are not among them."""
    asked = filters or Filters()
    names = [stage.name for stage in context.journey.stages]
    by_metric = {name: _by_stage(context, name, asked) for name in MAPPED}
    reached = _reached(context, "stage", asked)
    ways = _ways_on(context, names, asked)
    onward = {name: way for name, way in ways.items() if reached[name].customers is not None}
    return [
        StageRow(
            name=stage.name,
            position=position,
            touchpoints=tuple(touchpoint.name for touchpoint in stage.touchpoints),
            scores={name: found[stage.name] for name, found in by_metric.items() if stage.name in found},
            customers=reached.get(stage.name, Reached()).customers,
            interactions=reached.get(stage.name, Reached()).interactions,
            conversion=_share(context, onward[stage.name]) if stage.name in onward else None,
            median_seconds=onward[stage.name]["median_seconds"] if stage.name in onward else None,
        )
        for position, stage in enumerate(context.journey.stages, start=1)
    ]


def _reached(context: Context, grain: Grain, filters: Filters) -> dict[str | None, Reached]:
    """The reach of every place: not where few came, nor where few of all customers did not."""
    rows = reach(context.mart, context.dimensions, grain, filters)
    everybody = volumes(context.mart, context.dimensions, filters)["customers"]
    # Interactions add up to their total, so that a hidden place must not be what the others leave.
    hidden = suppress({(row["place"],): row["customers"] for row in rows}, context.thresholds.privacy)
    return {
        row["place"]: Reached(
            row["customers"] or None if _public(context, row["customers"], everybody - row["customers"]) else None,
            row["n"] if (row["place"],) not in hidden else None,
        )
        for row in rows
    }


def _ways_on(context: Context, stages: list[str], filters: Filters) -> dict[str, dict[str, Any]]:
    """By stage, its way to the next one: not where few went it, nor where few of those in the stage did not."""
    rows = progress(context.mart, context.dimensions, stages, filters)
    return {
        row["stage"]: row
        for row in rows
        if row["stage"] in stages[:-1] and _public(context, row["moved_on"], row["customers"] - row["moved_on"])
    }


def _public(context: Context, *customers: int) -> bool:
    """Whether none of the groups is so small that it must be hidden."""
    return all(context.thresholds.state(n) != "hidden" for n in customers)


def _by_stage(context: Context, metric: str, filters: Filters) -> dict[str | None, ScoreRow]:
    return {row.group["stage"]: row for row in on_main_basis(_fitting(context, metric, ("stage",), filters))}


def _share(context: Context, onward: dict[str, Any]) -> Estimate:
    counts = {100.0: float(onward["moved_on"]), 0.0: float(onward["customers"] - onward["moved_on"])}
    return estimate(counts, "share", confidence_level=context.confidence_level)


def touchpoints(context: Context, metric: str, filters: Filters | None = None) -> list[TouchpointRow]:
    """Every declared touchpoint in the journey's order, measured or not, on the metric's main basis."""
    asked = filters or Filters()
    found = {row.group["touchpoint"]: row for row in on_main_basis(scores(context, metric, ("touchpoint",), asked))}
    reached = _reached(context, "touchpoint", asked)
    return [
        TouchpointRow(
            declared=touchpoint,
            stage=stage.name,
            score=found.get(touchpoint.name),
            customers=reached.get(touchpoint.name, Reached()).customers,
        )
        for stage in context.journey.stages
        for touchpoint in stage.touchpoints
    ]


def _fitting(context: Context, metric: str, by: Sequence[str], filters: Filters | None) -> list[ScoreRow]:
    """The scores; none where the metric fits no scale that was asked on."""
    try:
        return scores(context, metric, by, filters)
    except MisfitError:
        return []


def map_metric(context: Context, filters: Filters | None = None) -> str:
    """The metric that measures the most touchpoints: what the map shows until a person chooses another."""
    asked = question_kinds(context.mart, context.dimensions, filters or Filters())
    measured = {name: _touchpoints_measured(METRICS[name], asked) for name in HEADLINES}
    best = max(measured, key=lambda name: measured[name])
    return best if measured[best] else "mean"


def _touchpoints_measured(metric: Metric, asked: Sequence[Asked]) -> int:
    """At how many touchpoints the metric was asked on its main basis."""
    found = [kind for kind in asked if _measures(metric, kind)]
    return max(found, key=lambda kind: kind.n).touchpoints if found else 0


def metrics_measured(context: Context, filters: Filters | None = None) -> list[str]:
    """The metrics that have answers, in the registry's order."""
    asked = question_kinds(context.mart, context.dimensions, filters or Filters())
    return [name for name, metric in METRICS.items() if any(_measures(metric, kind) for kind in asked)]


def upper_half(context: Context, filters: Filters | None = None) -> str:
    """The share of the upper half of the scale that most answers were given on: a band to begin with."""
    asked = question_kinds(context.mart, context.dimensions, filters or Filters())
    scale = asked[0].basis.scale if asked else Scale(0, 1)
    return share_of((scale.low + scale.high) / 2, scale.high).name


def _measures(metric: Metric, asked: Asked) -> bool:
    # Zeros and ones are a conversion only where the question was one; they may as well be a thumb up or down.
    question = "conversion" if metric.name == "conversion" else metric.answers
    return question in (None, asked.basis.question) and metric.fits(asked.basis.scale)
