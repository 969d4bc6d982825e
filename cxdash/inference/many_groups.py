"""Thousands of groups at once: the estimates and differences of single groups, in arrays and without a loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from cxdash.inference.estimates import Family, Method, method_of
from cxdash.inference.inversion import crossings
from cxdash.inference.many_intervals import NPS, SHARES
from cxdash.inference.many_means import t_estimates, welch_many
from cxdash.inference.many_results import Differences, Estimates, Floats, check_pairs, checked_rows
from cxdash.inference.moments import LARGEST_VALUE, ROUNDING
from cxdash.inference.nps import score_zs
from cxdash.inference.shares import wilson_zs

Indices = NDArray[np.intp]
COUNTS: dict[Family, list[int]] = {"nps": [0, 1, 2], "share": [0, 1], "mean": [0]}
"""Which columns of a group are counts."""


def estimate_many(
    groups: ArrayLike, family: Family, *, method: Method | None = None, confidence_level: float = 0.95
) -> Estimates:
    """The estimates of all groups (rows), as `estimate` gives them for one.

    Columns: nps promoters P, passives, detractors D; share successes x, n; mean n, mean, m2. Counts may be effective
    ones.

        nps (points):    value = 100·(P − D)/n      std_error = 100·√(((P + D)/n − ((P − D)/n)²) / n)
        share (percent): value = 100·x/n            std_error = 100·√(x/n·(1 − x/n) / n)

    The intervals are those of `NPS[method]`, `SHARES[method]` and `t_estimates`. ValueError for counts that are
    negative or not finite.

    Source: Tango (1998), Rocks (2016) for NPS; Wilson (1927) for shares; Student (1908) for means.

    >>> found = estimate_many([[120, 60, 40], [0, 0, 0]], "nps")
    >>> round(found[0].value, 2), round(found[0].low, 2), round(found[0].high, 2), found[1].status
    (36.36, 25.72, 46.04, 'no_data')
    >>> round(estimate_many([[3, 4]], "share")[0].low, 2)
    30.06
    """
    rows, chosen = rows_of(groups, family), method_of(family, method)
    if family == "mean":
        return t_estimates(rows, confidence_level)
    return _scores(rows, family, chosen, confidence_level)[0]


def difference_many(
    base: ArrayLike, other: ArrayLike, family: Family, *, confidence_level: float = 0.95
) -> Differences:
    """The differences other − base of all pairs of rows, as `difference` gives them for one: MOVER, Newcombe or Welch.

    Of the estimates v, their limits l and u and errors e of `estimate_many`, and Δ = v_b − v_a (means: `welch_many`):

        low = Δ − √((v_b − l_b)² + (u_a − v_a)²)      high = Δ + √((u_b − v_b)² + (v_a − l_a)²)
        std_error = √(e_a² + e_b²)

    The p-value is the α at which the nearer end is zero. Columns and units as for `estimate_many`; ValueError unless
    both are of one shape.

    Source: Zou and Donner (2008); Newcombe (1998); Welch (1947).

    >>> found = difference_many([[90, 70, 60]], [[120, 60, 40]], "nps")[0]
    >>> round(found.effect_size, 2), round(found.low, 2), round(found.high, 2), round(found.pvalue, 4)
    (22.73, 7.75, 37.3, 0.003)
    """
    one, two = rows_of(base, family), rows_of(other, family)
    check_pairs(one, two)
    if family == "mean":
        return replace(welch_many(one, two, confidence_level), relative=None)
    method = method_of(family, None)
    (a, a_z), (b, b_z) = (_scores(rows, family, method, confidence_level) for rows in (one, two))
    effect = b.value - a.value
    low = effect - np.hypot(b.value - b.low, a.high - a.value)
    high = effect + np.hypot(b.high - b.value, a.value - a.low)
    error = np.hypot(np.nan_to_num(a.std_error), np.nan_to_num(b.std_error))
    missing = np.isnan(effect)
    return Differences(
        effect_size=effect,
        low=np.minimum(low, effect),
        high=np.maximum(high, effect),
        std_error=np.where(missing | (error == 0), np.nan, error),
        pvalue=np.where(missing, np.nan, _mover_pvalues(a.value / 100, a_z, b.value / 100, b_z)),
        status=np.where(missing, "no_data", "ok"),
        confidence_level=confidence_level,
        method="mover" if family == "nps" else "newcombe",
    )


Zs = Callable[[Floats, Indices], Floats]


def _scores(rows: Floats, family: Family, method: Method, level: float) -> tuple[Estimates, Zs]:
    """Estimates, and how many standard errors any values (in −1…1) lie from them."""
    n = rows.sum(axis=1) if family == "nps" else rows[:, 1]
    empty = n <= 0
    some = np.where(empty[:, None], 1.0, rows)  # a group of nobody is computed as one of somebody and taken out
    if family == "nps":
        promoters, passives, detractors = some.T
        total = some.sum(axis=1)
        value = (promoters - detractors) / total
        variance = (promoters + detractors) / total - value * value
        low, high = (ends / 100 for ends in NPS[method](promoters, passives, detractors, level))

        def zs(at: Floats, of: Indices) -> Floats:
            return score_zs(promoters[of], detractors[of], total[of], at)
    else:
        successes, total = np.minimum(some[:, 0], some[:, 1]), some[:, 1]
        value = successes / total
        variance = value * (1 - value)
        low, high = SHARES[method](successes, total, level)

        def zs(at: Floats, of: Indices) -> Floats:
            return wilson_zs(successes[of], total[of], at)

    error = np.sqrt(np.maximum(variance, 0.0) / total)
    constant = variance <= 1e-14
    absent = np.where(empty, np.nan, 1.0)
    found = Estimates(
        value=100 * value * absent,
        low=100 * np.minimum(low, value) * absent,
        high=100 * np.maximum(high, value) * absent,
        std_error=np.where(constant, np.nan, 100 * error * absent),
        n_effective=n,
        status=np.where(empty, "no_data", "ok"),
        confidence_level=level,
        method=method,
    )
    return found, zs


def _mover_pvalues(base: Floats, base_z: Zs, other: Floats, other_z: Zs) -> Floats:
    """As `mover_pvalue`: at the angle at which both limits come from the same critical value."""
    base, other = np.nan_to_num(base), np.nan_to_num(other)
    effect = other - base
    # Two equal estimates have no angle; any other distance stands in and the p-value is 1.
    size = np.where(effect == 0, 1e-3, np.abs(effect))
    sign = np.where(effect < 0, -1.0, 1.0)

    def scores(angle: Floats, of: Indices) -> tuple[Floats, Floats]:
        one = base_z(base[of] + sign[of] * size[of] * np.sin(angle), of)
        return one, other_z(other[of] - sign[of] * size[of] * np.cos(angle), of)

    def imbalance(angle: Floats, of: Indices) -> Floats:
        one, two = scores(angle, of)
        # A score is infinite where its limit is the end of the scale.
        finite = np.isfinite(one) & np.isfinite(two)
        total = np.where(finite, one + two, 1.0)
        apart = np.where(finite, one - two, np.where(np.isinf(one), 1.0, -1.0))
        # At the far end the other's limit is its own estimate, whatever rounding makes of it.
        return np.where(angle >= np.pi / 2, 1.0, apart / total)

    angles = crossings(imbalance, np.zeros_like(effect), np.full_like(effect, np.pi / 2))
    z = np.minimum(*scores(angles, np.arange(len(effect))))
    return np.where(effect == 0, 1.0, 2 * ndtr(-z))


def rows_of(groups: ArrayLike, family: Family) -> Floats:
    """The groups as checked rows of numbers, in which what rounding leaves of nobody is 0.

    ValueError for what is no count, for more successes than there are, and for moments that are none.

    >>> rows_of([[3, 1e-17, 2]], "nps").tolist()
    [[3.0, 0.0, 2.0]]
    """
    rows = checked_rows(groups, 2 if family == "share" else 3, COUNTS[family])
    if family == "mean":
        if np.any(rows[:, 2] < 0) or np.any(np.abs(rows[:, 1]) > LARGEST_VALUE):
            raise ValueError(f"a mean lies within ±{LARGEST_VALUE:g}, and m2 is not negative")
        return rows
    if family == "share" and np.any(rows[:, 0] > rows[:, 1] * (1 + 1e-12)):
        raise ValueError("no more can succeed than there are")
    return np.where(rows < ROUNDING, 0.0, rows)
