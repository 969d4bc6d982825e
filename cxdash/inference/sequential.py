"""Looking at an experiment while it runs: bounds for planned looks, and intervals that hold at any time."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from cxdash.inference.critical import alpha_of

Floats = NDArray[np.float64]


def obrien_fleming_spending(fraction: float, confidence_level: float = 0.95) -> float:
    """How much of one side's α/2 may be spent when this fraction (0…1) of the planned information is in.

    `2·(1 − Φ(z_(1 − α/4) / √t))`, the O'Brien-Fleming shape: next to nothing early, all of it at the end.

    Source: Lan and DeMets (1983).

    >>> round(obrien_fleming_spending(1.0), 6), round(obrien_fleming_spending(0.5), 6)
    (0.025, 0.001525)
    """
    alpha = alpha_of(confidence_level)
    if fraction <= 0:
        return 0.0
    return float(2 * ndtr(ndtri(alpha / 4) / math.sqrt(min(1.0, fraction))))


def pocock_spending(fraction: float, confidence_level: float = 0.95) -> float:
    """How much of one side's α/2 may be spent by this fraction t, in Pocock's shape: about as much at every look.

    `α/2·ln(1 + (e − 1)·t)`. Early stops are likelier than with O'Brien and Fleming's shape, and the end costs more.

    Source: Lan and DeMets (1983).

    >>> round(pocock_spending(1.0), 6), round(pocock_spending(0.5), 6)
    (0.025, 0.015503)
    """
    return alpha_of(confidence_level) / 2 * math.log1p((math.e - 1) * min(1.0, max(0.0, fraction)))


def power_spending(fraction: float, confidence_level: float = 0.95, exponent: float = 2.0) -> float:
    """How much of one side's α/2 may be spent by this fraction t, as a power of it: between the other two shapes.

    `α/2·t^exponent`; the square is what spotify-confidence spends.

    Source: Kim and DeMets (1987).

    >>> round(power_spending(0.5), 6)
    0.00625
    """
    return float(alpha_of(confidence_level) / 2 * min(1.0, max(0.0, fraction)) ** exponent)


Spending = Literal["obrien_fleming", "pocock", "power"]
SPENDING: dict[Spending, Callable[[float, float], float]] = {
    "obrien_fleming": obrien_fleming_spending,
    "pocock": pocock_spending,
    "power": power_spending,
}


def group_sequential_bounds(
    fractions: Sequence[float], confidence_level: float = 0.95, *, spending: Spending = "obrien_fleming"
) -> list[float]:
    """|z| from which each look is significant, so that all looks of the plan together err with probability 1 − level.

        P(|W(t_j)| < b_j·√t_j for all j < k, and W(t_k) ≥ b_k·√t_k) = spent(t_k) − spent(t_(k−1))

    gives each b_k of a Brownian motion W, by Armitage's recursion with Gauss-Legendre quadrature. `fractions` t are the
    shares of the planned information at the looks so far: increasing, above 0 and at most 1 (else ValueError). A bound
    that is never reached is infinite.

    Source: Lan and DeMets (1983); O'Brien and Fleming (1979); Armitage, McPherson and Rowe (1969).

    >>> [round(z, 3) for z in group_sequential_bounds([0.2, 0.4, 0.6, 0.8, 1.0])]
    [4.877, 3.357, 2.68, 2.29, 2.031]
    >>> [round(z, 3) for z in group_sequential_bounds([0.2, 0.4, 0.6, 0.8, 1.0], spending="pocock")]
    [2.438, 2.427, 2.41, 2.397, 2.386]
    """
    if any(not earlier < later <= 1 for earlier, later in zip([0.0, *fractions], fractions, strict=False)):
        raise ValueError(f"looks must come one after another, up to the plan's end at 1: {list(fractions)}")
    bounds: list[float] = []
    walk = _Walk(np.zeros(1), np.ones(1), 0.0)
    spent = 0.0
    for fraction in fractions:
        allowed = SPENDING[spending](fraction, confidence_level)
        bound = walk.bound(fraction, allowed - spent)
        bounds.append(bound / math.sqrt(fraction))
        walk, spent = walk.kept_within(bound, fraction), allowed
    return bounds


_NODES = (40, 80, 160, 320, 640)
"""The largest is for looks some thousandth of the plan apart; closer ones would cost minutes and say the same."""


@lru_cache
def _quadrature(nodes: int) -> tuple[Floats, Floats]:
    points, weights = np.polynomial.legendre.leggauss(nodes)
    return np.asarray(points), np.asarray(weights)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A Brownian motion that has not left its bounds yet: points, their probability weights, the time it is."""

    points: Floats
    weights: Floats
    time: float

    def bound(self, time: float, spend: float) -> float:
        """Where the upper bound must lie at `time`, so that just `spend` of the probability crosses it."""
        step = math.sqrt(time - self.time)

        def too_much(bound: float) -> float:
            return float(self.weights @ ndtr((self.points - bound) / step)) - spend

        farthest = float(self.points.max()) + 38 * step  # the normal tail has no more digits beyond
        if spend <= 0 or too_much(farthest) >= 0:
            return math.inf
        return float(brentq(too_much, -farthest, farthest, xtol=1e-12))

    def kept_within(self, bound: float, time: float) -> "_Walk":
        """The walk at `time`, given that it is still within ± `bound`."""
        step = math.sqrt(time - self.time)
        reach = min(bound, 9 * math.sqrt(time))  # beyond nine standard deviations there is nothing to lose
        needed = 3 * reach / step
        if needed > _NODES[-1]:
            # Looks that nearly coincide are one: the walk has not moved in between, and waits where it was.
            inside = np.abs(self.points) <= bound
            return _Walk(self.points[inside], self.weights[inside], self.time)
        nodes, node_weights = _quadrature(next(nodes for nodes in _NODES if nodes >= needed))
        points = reach * nodes
        apart = (points[:, None] - self.points[None, :]) / step
        density = np.exp(-0.5 * apart * apart) @ self.weights / (step * math.sqrt(2 * math.pi))
        return _Walk(points, reach * node_weights * density, time)


@dataclass(frozen=True, slots=True)
class AnytimeInterval:
    """An interval that holds at every look at once, with its p-value; for one side, `low` or `high` is None."""

    low: float | None
    high: float | None
    pvalue: float | None


def confidence_sequence(
    effect: float, std_error: float, n: float, tuned_at: float, confidence_level: float = 0.95
) -> AnytimeInterval:
    """The interval around an effect that may be looked at after any number of units, for experiments without a plan.

        low, high = effect ∓ e·√((s + 1)/s·ln((s + 1)/α²))      s = n·(−2·ln α + ln(1 − 2·ln α)) / tuned_at
        pvalue = min(1, √(s + 1)·exp(−z²·s / (2(s + 1))))      z = effect/e      e = std_error

    `n` > 0 is the number of units so far, `std_error` > 0 that of the effect now; it is tightest when n is about
    `tuned_at`.

    Source: normal mixture, Robbins (1970); Howard and others (2021); Waudby-Smith and others (2024).

    >>> found = confidence_sequence(0.05, 0.02, 4000, 5000)
    >>> round(found.low, 6), round(found.high, 6), round(found.pvalue, 4)
    (-0.010807, 0.110807, 0.1822)
    """
    alpha = alpha_of(confidence_level)
    scaled = n * _mixture(alpha, tuned_at)
    reach = std_error * anytime_bound(n, tuned_at, confidence_level)
    z = effect / std_error
    pvalue = min(1.0, math.exp(0.5 * math.log1p(scaled) - z * z * scaled / (2 * (scaled + 1))))
    return AnytimeInterval(effect - reach, effect + reach, pvalue)


def anytime_bound(n: float, tuned_at: float, confidence_level: float = 0.95) -> float:
    """|z| from which an effect is significant at `n` units under a confidence sequence tightest at `tuned_at`.

        √((s + 1)/s·ln((s + 1)/α²))      s = n·(−2·ln α + ln(1 − 2·ln α)) / tuned_at

    Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024).

    >>> round(anytime_bound(5000, 5000), 4)
    3.0352
    """
    alpha = alpha_of(confidence_level)
    scaled = n * _mixture(alpha, tuned_at)
    return math.sqrt((scaled + 1) / scaled * math.log((scaled + 1) / alpha**2))


def one_sided_confidence_sequence(
    effect: float, std_error: float, n: float, tuned_at: float, confidence_level: float = 0.95
) -> AnytimeInterval:
    """The upper end alone of an interval that may be looked at after any number of units, for a guardrail.

        high = effect + std_error·√(2·(s + 1)/s·ln(1 + √(s + 1)/(2α)))
        s = n·(−2·ln 2α + ln(1 − 2·ln 2α)) / tuned_at

    For a lower end, turn the effect and the result around.

    Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024).

    >>> round(one_sided_confidence_sequence(0.05, 0.02, 4000, 5000).high, 6)
    0.105743
    """
    alpha = alpha_of(confidence_level)
    scaled = n * _mixture(2 * alpha, tuned_at)
    reach = std_error * math.sqrt(2 * (scaled + 1) / scaled * math.log(1 + math.sqrt(scaled + 1) / (2 * alpha)))
    return AnytimeInterval(None, effect + reach, None)


def _mixture(alpha: float, tuned_at: float) -> float:
    """ρ²: the variance of the mixing distribution that makes the interval tightest at `tuned_at` units."""
    return (-2 * math.log(alpha) + math.log(1 - 2 * math.log(alpha))) / tuned_at
