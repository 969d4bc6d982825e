"""How an experiment's effect settled, day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from cxdash.answers.arms import SCORED, moments_of
from cxdash.answers.context import Context
from cxdash.answers.experiments import known, number_of
from cxdash.answers.runs import run_of
from cxdash.answers.split import hidden_arms, split
from cxdash.inference.experiments import compare_arms
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference
from cxdash.inference.sequential import confidence_sequence
from cxdash.queries import experiments as queries


@dataclass(frozen=True)
class EffectOn:
    """The effect on one metric over all units exposed up to and including a day.

    `difference` holds for one look at a planned end; `anytime` is the same effect with the interval and p-value that
    hold however often somebody looks (a confidence sequence, tightest at `tuned_at` units). Both are None while the
    first week, which `tuned_at` is derived from, is not over.
    """

    on: date
    units: int
    difference: Difference
    anytime: Difference | None
    tuned_at: int | None


@dataclass(frozen=True)
class Sums:
    """The moments of both arms over all units exposed up to and including a day."""

    on: date
    control: Moments
    treatment: Moments

    @property
    def n(self) -> tuple[float, float]:
        """The units of the control and of the treatment."""
        return self.control.n, self.treatment.n


def effect_over_time(context: Context, name: str, metric: str, variant: str, control: str) -> list[EffectOn]:
    """The cumulative effect day by day, for metrics that are means or shares; empty where units carry no time.

    Days that add few units are shown with the next ones: what two days of the same arm differ by would tell of those
    few. Empty, too, where privacy forbids to read one of the arms.
    """
    sums = sums_by_day(context, name, metric, variant, control)
    tuned_at = _tuned_at(context, name, variant, control)
    return [_effect_on(each, tuned_at, context.confidence_level) for each in sums]


def sums_by_day(context: Context, name: str, metric: str, variant: str, control: str) -> list[Sums]:
    """What each day of `effect_over_time` is computed from."""
    number = number_of(context, name)
    measured = next((row for row in queries.metrics(context.mart, number) if row["name"] == metric), None)
    if measured is None or measured["type"] in SCORED:
        return []
    cells = queries.cells(context.mart, number)
    counts = {str(row["variant"]): int(row["n"]) for row in cells if row["metric"] == measured["metric"]}
    if not _hidden(context, number, counts).isdisjoint((variant, control)):
        return []
    days = queries.days(context.mart, number, measured["metric"])
    sums = [each for each in _cumulative(days, variant, control) if min(each.n) > 1]
    return _far_apart(sums, (counts.get(control, 0), counts.get(variant, 0)), context.thresholds.privacy)


def _hidden(context: Context, number: int, counts: Mapping[str, int]) -> frozenset[str]:
    units = {str(row["variant"]): int(row["units"]) for row in queries.variants(context.mart, number)}
    return split(units, context.thresholds).hidden | hidden_arms(counts, context.thresholds.privacy)


def _cumulative(days: Sequence[Mapping[str, Any]], variant: str, control: str) -> list[Sums]:
    found, sums = [], {control: Moments(), variant: Moments()}
    for on, rows in groupby((row for row in days if row["variant"] in sums), key=itemgetter("day")):
        for row in rows:
            sums[row["variant"]] += moments_of(row["n"], row["mean"], row["variance"])
        found.append(Sums(on, sums[control], sums[variant]))
    return found


def _far_apart(sums: Sequence[Sums], counts: tuple[int, int], privacy: int) -> list[Sums]:
    """The days with no few units, in either arm, until then or between them and the next one kept.

    `counts` are all units of the arms: with a few more, which have no time, the last days are left out, too.
    """
    kept: list[Sums] = []
    after: tuple[float, float] = counts
    for each in reversed(sums):
        if min(each.n) >= privacy and all(
            later == n or later - n >= privacy for n, later in zip(each.n, after, strict=True)
        ):
            kept.append(each)
            after = each.n
    return kept[::-1]


def _tuned_at(context: Context, name: str, variant: str, control: str) -> int | None:
    found = known(context, name)
    first_week = {row["variant"]: row["first_week"] for row in queries.variants(context.mart, found["experiment"])}
    return run_of(found).tuned_at(first_week.get(variant, 0) + first_week.get(control, 0))


def _effect_on(sums: Sums, tuned_at: int | None, confidence_level: float) -> EffectOn:
    units = int(sums.control.n + sums.treatment.n)
    found = compare_arms("mean", sums.control, sums.treatment, confidence_level)
    return EffectOn(sums.on, units, found, _at_any_time(found, units, tuned_at) if tuned_at else None, tuned_at)


def _at_any_time(found: Difference, units: int, tuned_at: int) -> Difference:
    if found.std_error is None or found.effect_size is None:
        return replace(found, method="confidence_sequence")
    always = confidence_sequence(found.effect_size, found.std_error, units, tuned_at, found.confidence_level)
    return replace(
        found,
        low=always.low,
        high=always.high,
        pvalue=always.pvalue,
        method="confidence_sequence",
        relative_low=None,
        relative_high=None,
        relative_status="undefined",
    )
