"""How an experiment's effect settled, day by day."""

from dataclasses import dataclass
from datetime import date

from cxdash.answers.context import Context
from cxdash.answers.experiments import SCORED, moments_of, number_of
from cxdash.inference.experiments import compare_arms
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference
from cxdash.queries import experiments as queries


@dataclass(frozen=True)
class EffectOn:
    """The effect on one metric over all units exposed up to and including a day."""

    on: date
    units: int
    difference: Difference


def effect_over_time(context: Context, name: str, metric: str, variant: str, control: str) -> list[EffectOn]:
    """The cumulative effect day by day, for metrics that are means or shares; empty where units carry no time."""
    number = number_of(context, name)
    known = next((row for row in queries.metrics(context.mart, number) if row["name"] == metric), None)
    if known is None or known["type"] in SCORED:
        return []
    sums, points = {control: Moments(), variant: Moments()}, []
    rows = [row for row in queries.days(context.mart, number, known["metric"]) if row["variant"] in sums]
    for on in sorted({row["day"] for row in rows}):
        for row in (row for row in rows if row["day"] == on):
            sums[row["variant"]] += moments_of(row["n"], row["mean"], row["variance"])
        base, other = sums[control], sums[variant]
        if base.n > 1 and other.n > 1:
            found = compare_arms("mean", base, other, context.confidence_level)
            points.append(EffectOn(on, int(base.n + other.n), found))
    return points
