"""Medians and other quantiles: order statistics for one group, their width as an error for two."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, bdtrik

from cxdash.inference.critical import alpha_of, normal_pvalue, z_critical
from cxdash.inference.means import without_interval
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference, Status


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of a group of `n` values, and the values between which it lies; None where there are too few."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    status: Status


def quantile_interval(values: Sequence[float], probability: float = 0.5, confidence_level: float = 0.95) -> Quantile:
    """The quantile with the order statistics around it that hold it with at least this confidence (binomial).

        low, high = x_(i+1), x_(n−j)      P(Bin(n, q) ≤ i) ≤ α/2      P(Bin(n, 1 − q) ≤ j) ≤ α/2

    of the sorted values, for the largest such i and j, as scipy.stats.quantile_test; the value itself lies linearly
    between neighbours. In the unit of the values. Where the group is too small for a limit: `n_too_small`.

    Source: Conover (1999).

    >>> quantile_interval([4, 1, 9, 6, 3, 7, 2, 8, 5])
    Quantile(value=5.0, low=2.0, high=8.0, n=9, status='ok')
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    n = len(ordered)
    if not n:
        return Quantile(None, None, None, 0, "no_data")
    value = float(np.quantile(ordered, probability))
    tail = alpha_of(confidence_level) / 2
    below = _largest_within(tail, n, probability)
    above = n - 1 - _largest_within(tail, n, 1 - probability)
    if below < 0 or above > n - 1:
        return Quantile(value, None, None, n, "n_too_small")
    return Quantile(value, float(ordered[below]), float(ordered[above]), n, "ok")


def clustered_quantile(
    values: Sequence[float], units: Sequence[object], probability: float = 0.5, confidence_level: float = 0.95
) -> Quantile:
    """The quantile of values of which a unit (a customer) may give several, `units` saying whose each value is.

        low, high = Q(q − z·s), Q(q + z·s)      Q(p) = min {v : values ≤ v / all values ≥ p}

    with s the error of the share of values ≤ Q(q) as a ratio at the grain of units (`RatioMoments.linearised`), which
    is √(q(1 − q)/n) times the root of the design effect. `n` is that of the values. Below two units, or where q ∓ z·s
    leaves 0…1: `n_too_small`. ValueError if the sequences differ in length.

    Source: Woodruff (1952); Deng, Knoblich and Lu (2018) for the error.

    >>> waits = [wait for wait in (3, 9, 5, 2, 7, 4, 8, 6, 1, 10, 12, 11) for _ in range(5)]
    >>> quantile_interval(waits), clustered_quantile(waits, [customer for customer in range(12) for _ in range(5)]).high
    (Quantile(value=6.5, low=5.0, high=8.0, n=60, status='ok'), 10.0)
    """
    given = np.asarray(values, dtype=float)
    if len(given) != len(units):
        raise ValueError(f"every value needs its unit: {len(given)} values and {len(units)} units")
    if not len(given):
        return Quantile(None, None, None, 0, "no_data")
    value = float(np.quantile(given, probability))
    place = {unit: index for index, unit in enumerate(dict.fromkeys(units))}
    of = [place[unit] for unit in units]
    below = np.bincount(of, weights=given <= value)
    share = RatioMoments.from_values(below.tolist(), np.bincount(of).tolist())
    variance = share.linearised(share.ratio or 0.0).variance
    reach = math.inf if variance is None else z_critical(confidence_level) * math.sqrt(variance / share.n)
    if not reach <= min(probability, 1 - probability):
        return Quantile(value, None, None, len(given), "n_too_small")
    ends = np.quantile(given, [probability - reach, probability + reach], method="inverted_cdf")
    return Quantile(value, float(min(ends[0], value)), float(max(ends[1], value)), len(given), "ok")


def compare_quantiles(base: Quantile, other: Quantile, confidence_level: float = 0.95) -> Difference:
    """The difference other − base of two quantiles, each with the error that the width of its interval stands for.

        low, high = q_b − q_a ∓ z·s      s² = e_a² + e_b²      e = (high − low) / 2z
        pvalue = P(|Z| ≥ |q_b − q_a|/s)

    Both intervals must have been made at this `confidence_level`. Without an interval the status is that of the group;
    both of no width: `zero_variance`.

    Source: Woodruff (1952); Price and Bonett (2002).

    >>> found = compare_quantiles(Quantile(120, 116.5, 123.8, 5000, "ok"), Quantile(114, 110.9, 117.4, 5000, "ok"))
    >>> round(found.low, 2), round(found.high, 2)
    (-10.89, -1.11)
    """
    method = "quantile_order"
    ends = base.low, base.high, other.low, other.high
    if base.value is None or other.value is None or None in ends:
        status: Status = base.status if base.status != "ok" else other.status
        return without_interval(base.value, other.value, confidence_level, method, status)
    z = z_critical(confidence_level)
    error = math.hypot(
        *(
            (group.high - group.low) / (2 * z)
            for group in (base, other)
            if group.low is not None and group.high is not None
        )
    )
    if not error:
        return without_interval(base.value, other.value, confidence_level, method, "zero_variance")
    effect = other.value - base.value
    return Difference(
        effect,
        effect - z * error,
        effect + z * error,
        error,
        normal_pvalue(effect / error),
        confidence_level,
        method,
        "ok",
    )


def _largest_within(tail: float, n: int, probability: float) -> int:
    """The largest index such that no more than `tail` of the probability is left below that order statistic."""
    index = math.floor(float(bdtrik(tail, n, probability)))
    if index >= 0 and bdtr(index, n, probability) > tail:
        index -= 1
    return index
