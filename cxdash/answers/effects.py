"""How an experiment's effect settled, day by day."""

from dataclasses import dataclass, replace
from datetime import date

from cxdash.answers.arms import SCORED, moments_of
from cxdash.answers.context import Context
from cxdash.answers.experiments import number_of
from cxdash.inference.experiments import compare_arms
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference
from cxdash.inference.sequential import confidence_sequence
from cxdash.queries import experiments as queries


@dataclass(frozen=True)
class EffectOn:
    """The effect on one metric over all units exposed up to and including a day.

    `difference` holds for one look at a planned end; `anytime` is the same effect with the interval and p-value that
    hold however often somebody looks (a confidence sequence, tightest at the units there are now).
    """

    on: date
    units: int
    difference: Difference
    anytime: Difference


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
            points.append((on, base, other))
    units = float(points[-1][1].n + points[-1][2].n) if points else 0.0
    return [_effect_on(*point, units, context.confidence_level) for point in points]


def _effect_on(on: date, base: Moments, other: Moments, tuned_at: float, confidence_level: float) -> EffectOn:
    units = int(base.n + other.n)
    found = compare_arms("mean", base, other, confidence_level)
    if found.std_error is None or found.effect_size is None:
        return EffectOn(on, units, found, replace(found, method="confidence_sequence"))
    always = confidence_sequence(found.effect_size, found.std_error, units, tuned_at, confidence_level)
    anytime = replace(
        found,
        low=always.low,
        high=always.high,
        pvalue=always.pvalue,
        method="confidence_sequence",
        relative_low=None,
        relative_high=None,
        relative_status="undefined",
    )
    return EffectOn(on, units, found, anytime)
