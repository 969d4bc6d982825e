"""Intervals for promoters minus detractors: the score interval that holds for few answers, and the adjusted Wald."""

import math

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.critical import z_critical
from cxdash.inference.inversion import crossing, crossings, excess_of, excesses_of

Floats = NDArray[np.float64]


def score_variance(promoters: float, detractors: float, n: float, difference: float) -> float:
    """The variance of one answer (+1, 0, −1) if the true share difference were `difference`, in −1…1.

        V = 2q + δ(1 − δ)      q = (B + √(B² + 8·n·D·δ(1 − δ))) / 4n      B = (P + D)(1 − δ) − 2(n − P)·δ

    of P promoters and D detractors among n: q is the share of detractors most likely under that constraint. For δ < 0
    as for −δ with P and D exchanged. `n` > 0; counts may be fractions.

    Source: Tango (1998); for NPS Rocks (2016).

    >>> round(score_variance(5, 2, 10, 0.3), 6)
    0.61
    """
    if difference < 0:
        promoters, detractors, difference = detractors, promoters, -difference
    free = 1 - difference
    linear = (promoters + detractors) * free - 2 * (n - promoters) * difference
    root = math.sqrt(linear * linear + 8 * n * detractors * difference * free)
    # Of two equal forms of the root, the one that does not subtract two numbers that are nearly the same.
    share = (linear + root) / (4 * n) if linear >= 0 else 2 * detractors * difference * free / (root - linear)
    return 2 * share + difference * free


def score_z(promoters: float, detractors: float, n: float, difference: float) -> float:
    """How many standard errors, as they would be under it, `difference` lies from the one observed; never negative.

    `|(P − D)/n − δ|·√(n / V)`, V the `score_variance` under δ; infinite where V is 0.

    Source: Tango (1998).

    >>> score_z(5, 2, 10, 0.3), score_z(5, 2, 10, 1.0)
    (0.0, inf)
    """
    apart = abs((promoters - detractors) / n - difference)
    if apart == 0:
        return 0.0
    variance = score_variance(promoters, detractors, n, difference)
    return apart * math.sqrt(n / variance) if variance > 0 else math.inf


def nps_score_interval(
    promoters: float, passives: float, detractors: float, confidence_level: float = 0.95
) -> tuple[float, float]:
    """The interval of all NPS that a score test does not reject, in points; never empty, never beyond ±100.

    All `100·δ` with `n·((P − D)/n − δ)² ≤ z²·V(δ)`, V the `score_variance` under δ. Counts may be fractions (effective
    counts); their sum must be positive.

    Source: Tango (1998); Rocks (2016).

    >>> [round(end, 1) for end in nps_score_interval(12, 0, 0)]
    [51.5, 100.0]
    >>> [round(end, 1) for end in nps_score_interval(0, 12, 0)]
    [-24.2, 24.2]
    """
    n = promoters + passives + detractors
    observed = (promoters - detractors) / n
    critical = z_critical(confidence_level)

    def excess(difference: float) -> float:
        squared = n * (observed - difference) ** 2
        allowed = critical * critical * score_variance(promoters, detractors, n, difference)
        return excess_of(squared, allowed)

    low = crossing(excess, observed, -1.0) if observed > -1 else -1.0
    high = crossing(excess, observed, 1.0) if observed < 1 else 1.0
    return 100 * low, 100 * high


def nps_score_intervals(
    promoters: Floats, passives: Floats, detractors: Floats, confidence_level: float = 0.95
) -> tuple[Floats, Floats]:
    """The lower and the upper ends of the score intervals of NPS, in points, for arrays of counts of one shape.

    All `100·δ` with `n·((P − D)/n − δ)² ≤ z²·V(δ)`, as `nps_score_interval`. Every group must have answers; then no end
    is NaN.

    Source: Tango (1998); Rocks (2016).

    >>> low, high = nps_score_intervals(np.array([12.0, 0]), np.array([0, 12.0]), np.zeros(2))
    >>> low.round(1).tolist(), high.round(1).tolist()
    ([51.5, -24.2], [100.0, 24.2])
    """
    shape = np.shape(promoters)
    p, s, d = (np.ravel(counts).astype(float) for counts in (promoters, passives, detractors))
    n = p + s + d
    observed = (p - d) / n
    squared = z_critical(confidence_level) ** 2

    def excess(at: Floats, of: NDArray[np.intp]) -> Floats:
        apart = observed[of] - at
        return excesses_of(n[of] * apart * apart, squared * _score_variances(p[of], d[of], n[of], at))

    ends = []
    for edge in (-1.0, 1.0):
        # An estimate on the edge of the scale is its own limit there.
        end = crossings(excess, observed, np.full(len(n), edge))
        ends.append(100 * np.where(observed == edge, edge, end).reshape(shape))
    return ends[0], ends[1]


def score_zs(promoters: Floats, detractors: Floats, n: Floats, difference: Floats) -> Floats:
    """How many standard errors `difference` lies from the one observed, for arrays of one shape.

    `|(P − D)/n − δ|·√(n / V)`, V the `score_variance` under δ; infinite where V is 0.

    Source: Tango (1998).

    >>> score_zs(np.array([5.0]), np.array([2.0]), np.array([10.0]), np.array([1.0])).tolist()
    [inf]
    """
    apart = np.abs((promoters - detractors) / n - difference)
    variance = np.maximum(_score_variances(promoters, detractors, n, difference), 0.0)
    scaled = np.sqrt(n / np.where(variance > 0, variance, 1.0))
    return np.where(apart == 0, 0.0, np.where(variance > 0, apart * scaled, np.inf))


def _score_variances(promoters: Floats, detractors: Floats, n: Floats, difference: Floats) -> Floats:
    """`score_variance` for arrays of one shape."""
    turned = difference < 0
    less = np.where(turned, promoters, detractors)
    difference = np.abs(difference)
    free = 1 - difference
    both = promoters + detractors
    linear = both * free - 2 * (n - np.where(turned, detractors, promoters)) * difference
    product = less * difference * free
    root = np.sqrt(linear * linear + 8 * n * product)
    away = np.where(linear >= 0, 1.0, root - linear)
    share = np.where(linear >= 0, (linear + root) / (4 * n), 2 * product / away)
    return np.asarray(2 * share + difference * free)


def nps_adjusted_wald(
    promoters: float, passives: float, detractors: float, confidence_level: float = 0.95
) -> tuple[float, float]:
    """The Wald interval after adding ¾ promoter, 1½ passives and ¾ detractor, in points, clipped to ±100.

    `c ± z·s` with c and s of `adjusted`. Simpler than the score interval, and short of 95 % for few answers: 90.9 % for
    five and 92.5 % for ten, at worst.

    Source: Rocks (2016); Lewis and Sauro (2021).

    >>> [round(end, 2) for end in nps_adjusted_wald(120, 60, 40)]
    [25.75, 46.0]
    """
    centre, std_error = adjusted(promoters, passives, detractors)
    reach = z_critical(confidence_level) * std_error
    return max(-100.0, centre - reach), min(100.0, centre + reach)


def adjusted(promoters: float, passives: float, detractors: float) -> tuple[float, float]:
    """Centre and standard error of the adjusted Wald interval, in points.

        c = 100·(P − D)/m      s = 100·√(((P + D + 1.5)/m − (c/100)²) / m)      m = n + 3

    Source: Rocks (2016); Lewis and Sauro (2021).

    >>> [round(number, 4) for number in adjusted(0, 0, 1)]
    [-25.0, 37.5]
    """
    n = promoters + passives + detractors + 3
    centre = (promoters - detractors) / n
    variance = (promoters + detractors + 1.5) / n - centre * centre
    return 100 * centre, 100 * math.sqrt(variance / n)
