"""Which rule an experiment is looked at by, and the level its intervals need today so that looking often costs nothing.

Every rule is turned into the level of an ordinary interval. So whatever is compared (shares by their score, means by
Welch, NPS by MOVER) is compared by its own method at that level, and stays coherent.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from cxdash.inference.critical import alpha_of
from cxdash.inference.sequential import Spending, anytime_bound, group_sequential_bounds

Rule = Literal["group_sequential", "anytime", "hybrid", "fixed", "not_yet"]

LEAST_EVENTS = 10
"""Conversions that each arm needs before any verdict is given."""
_LEAST_LEVEL, _MOST_LEVEL = 1e-6, 1 - 1e-12


@dataclass(frozen=True, slots=True)
class Look:
    """The `rule` of today's look and the confidence level its interval and p-value are to be judged at.

    `level` is None while nothing may be judged: too few events, or a fixed plan that has not ended.
    """

    rule: Rule
    level: float | None


def look(
    units: float,
    *,
    planned: float | None = None,
    run_rate_total: float | None = None,
    earlier: Sequence[float] = (),
    events: float | None = None,
    rule: Rule | None = None,
    spending: Spending = "obrien_fleming",
    confidence_level: float = 0.95,
) -> Look:
    """The level of today's look at `units` in all, of which `planned` were meant to come.

    Planned end known and not passed: group-sequential spending over the looks so far (`earlier`, units at each, then
    today). No plan, or beyond it: a confidence sequence, tightest at the plan or at the total the present rate leads to
    (28 looks beyond the plan, after 28 within it, made 5.1 % false alarms 5.3 %). The level is `1 − 2·Φ(−bound)` of
    `group_sequential_bounds` or `anytime_bound`. `rule` overrides: `fixed` judges at the planned end only; `hybrid`
    splits α in halves between a confidence sequence and one fixed look at the end. `events` (conversions in the arm
    with fewer): below ten nothing is judged. ValueError for spending without a plan.

    Source: Lan and DeMets (1983); Waudby-Smith and others (2024).

    >>> round(look(5_000, planned=10_000).level, 4), round(look(10_000, planned=10_000, earlier=[5_000]).level, 4)
    (0.9969, 0.951)
    >>> look(12_000, planned=10_000).rule, look(500, planned=10_000, events=9)
    ('anytime', Look(rule='not_yet', level=None))
    """
    if units <= 0 or (events is not None and events < LEAST_EVENTS):
        return Look("not_yet", None)
    chosen = rule or rule_for(units, planned)
    if chosen == "group_sequential":
        return Look(chosen, _spending_level([*earlier, units], planned, spending, confidence_level))
    if chosen == "fixed":
        return Look(chosen, confidence_level if planned is None or units >= planned else None)
    tuned_at = planned or run_rate_total or units
    if chosen == "hybrid":
        half = 1 - alpha_of(confidence_level) / 2
        at_end = planned is not None and units >= planned
        return Look(chosen, half if at_end else level_of(anytime_bound(units, tuned_at, half)))
    return Look(chosen, level_of(anytime_bound(units, tuned_at, confidence_level)))


def rule_for(units: float, planned: float | None) -> Rule:
    """Spending while there is a plan to spend along, the confidence sequence without one or beyond its end.

    >>> rule_for(900, 1000), rule_for(1001, 1000), rule_for(900, None)
    ('group_sequential', 'anytime', 'anytime')
    """
    return "group_sequential" if planned is not None and units <= planned else "anytime"


def level_of(bound: float) -> float:
    """The level of an ordinary interval that reaches `bound` standard errors, `1 − 2·Φ(−bound)`, and below 1 by a hair.

    Source: definition.

    >>> round(level_of(1.959964), 6)
    0.95
    """
    return min(_MOST_LEVEL, 1 - 2 * float(ndtr(-bound)))


def repeated_pvalue(pvalue: float, fractions: Sequence[float], *, spending: Spending = "obrien_fleming") -> float:
    """The p-value of the last of several looks that may be compared with α itself: the repeated one.

    The smallest α at which the look would have crossed its bound: the α for which the last `group_sequential_bounds` at
    1 − α is `Φ⁻¹(1 − pvalue / 2)`. `pvalue` is that of the look by itself, `fractions` as for the bounds.

    Source: Jennison and Turnbull (1989).

    >>> round(repeated_pvalue(0.0030508, [0.5]), 3), repeated_pvalue(1.0, [0.5, 1.0])
    (0.05, 1.0)
    """
    z = -float(ndtri(pvalue / 2))

    def short_of(level: float) -> float:
        bound = group_sequential_bounds(fractions, level, spending=spending)[-1]
        return min(bound, 40.0) - z

    if short_of(_LEAST_LEVEL) >= 0:
        return 1.0
    if short_of(_MOST_LEVEL) <= 0:
        return 1 - _MOST_LEVEL
    return 1 - float(brentq(short_of, _LEAST_LEVEL, _MOST_LEVEL, xtol=1e-13))


def _spending_level(
    looks: Sequence[float], planned: float | None, spending: Spending, confidence_level: float
) -> float:
    if planned is None:
        raise ValueError("spending needs a planned end")
    fractions = [min(1.0, units / planned) for units in looks]
    bound = group_sequential_bounds(fractions, confidence_level, spending=spending)[-1]
    return _MOST_LEVEL if math.isinf(bound) else level_of(bound)
