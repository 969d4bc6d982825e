"""Thousands of pairs of shares at once, compared by Miettinen and Nurminen's score in arrays and without a loop."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from cxdash.inference.constrained import bases_by_difference, bases_by_ratio
from cxdash.inference.critical import z_critical
from cxdash.inference.inversion import crossings, excesses_of
from cxdash.inference.many_means import relative_effects
from cxdash.inference.many_results import Differences, Floats, Mask, RelativeEffects, check_pairs, where_known
from cxdash.inference.moments import ROUNDING

Indices = NDArray[np.intp]


def miettinen_nurminen_many(base: Floats, other: Floats, confidence_level: float = 0.95) -> Differences:
    """The differences other − base of all pairs of rows (successes, n), in 0…1, and relative to the base, by one score.

    As `miettinen_nurminen` gives it for one pair, its statuses included: the limits δ of the difference and θ of the
    ratio are where, of all N = n_a + n_b units and with the likeliest share q of the base,

        (p_b − p_a − δ)² = z²·(q(1 − q)/n_a + (q + δ)(1 − q − δ)/n_b)·N/(N − 1)
        (p_b − θ·p_a)² = z²·(θ²·q(1 − q)/n_a + θq(1 − θq)/n_b)·N/(N − 1)

    Source: Miettinen and Nurminen (1985).

    >>> found = miettinen_nurminen_many(np.array([[500.0, 10_000]]), np.array([[560.0, 10_000]]))[0]
    >>> round(found.low, 6), round(found.high, 6), round(found.pvalue, 4), round(found.relative_high, 4)
    (-0.00021, 0.012226, 0.0583, 0.2594)
    """
    check_pairs(base, other)
    empty = (base[:, 1] < ROUNDING) | (other[:, 1] < ROUNDING)
    few = np.minimum(base[:, 1], other[:, 1]) < 1 - ROUNDING
    status = np.select([empty, few], ["no_data", "n_too_small"], "ok")
    one, two = (rows[:, 0] / np.where(empty, 1.0, rows[:, 1]) for rows in (base, other))
    effect = np.where(empty, np.nan, two - one)
    fine = status == "ok"
    pairs = _Pairs(*base[fine].T, *other[fine].T)
    critical = z_critical(confidence_level)
    low, high = pairs.difference_limits(critical)
    error = pairs.std_error
    return Differences(
        effect_size=effect,
        low=np.minimum(where_known(fine, low), effect),
        high=np.maximum(where_known(fine, high), effect),
        std_error=where_known(fine, np.where(error > 0, error, np.nan)),
        pvalue=where_known(fine, pairs.pvalues),
        status=status,
        confidence_level=confidence_level,
        method="miettinen_nurminen",
        relative=_in_place(fine, pairs.relative(critical), relative_effects(one, two, status)),
    )


def _in_place(here: Mask, known: RelativeEffects, rest: RelativeEffects) -> RelativeEffects:
    parts = ((known.value, rest.value), (known.low, rest.low), (known.high, rest.high))
    value, low, high = (np.where(here, where_known(here, own), other) for own, other in parts)
    status = rest.status.copy()
    status[here] = known.status
    return RelativeEffects(value, low, high, status)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of shares with at least one trial in each arm."""

    x_one: Floats
    n_one: Floats
    x_two: Floats
    n_two: Floats

    @property
    def n(self) -> Floats:
        return self.n_one + self.n_two

    @property
    def correction(self) -> Floats:
        return np.asarray(self.n / (self.n - 1))

    @property
    def effect(self) -> Floats:
        return self.x_two / self.n_two - self.x_one / self.n_one

    @property
    def std_error(self) -> Floats:
        one, two = self.x_one / self.n_one, self.x_two / self.n_two
        return np.sqrt(one * (1 - one) / self.n_one + two * (1 - two) / self.n_two)

    @property
    def pvalues(self) -> Floats:
        """Of "equal shares"; 1 where all or none succeeded."""
        pooled = (self.x_one + self.x_two) / self.n
        variance = pooled * (1 - pooled) * (1 / self.n_one + 1 / self.n_two) * self.correction
        some = (self.effect != 0) & (variance > 0)
        z = np.abs(self.effect) / np.sqrt(np.where(some, variance, 1.0))
        return np.where(some, 2 * ndtr(-z), 1.0)

    def difference_limits(self, critical: float) -> tuple[Floats, Floats]:
        """The differences at which the test starts to reject, below and above the observed one."""
        effect, excess = self.effect, partial(self._excess_of_difference, critical)
        ends = (crossings(excess, effect, np.full(len(effect), edge)) for edge in (-1.0, 1.0))
        low, high = (np.where(effect == edge, edge, end) for edge, end in zip((-1.0, 1.0), ends, strict=True))
        return low, high

    def _excess_of_difference(self, critical: float, shift: Floats, of: Indices) -> Floats:
        pairs = self._of(of)
        one = bases_by_difference(pairs.x_one, pairs.n_one, pairs.x_two, pairs.n_two, shift)
        two = one + shift
        variance = (one * (1 - one) / pairs.n_one + two * (1 - two) / pairs.n_two) * pairs.correction
        return excesses_of((pairs.effect - shift) ** 2, critical * critical * np.maximum(0.0, variance))

    def relative(self, critical: float) -> RelativeEffects:
        """The ratios less 1, with those at which the test starts to reject."""
        nobody_one, nobody_two = (
            x < np.maximum(ROUNDING, 1e-15 * n) for x, n in ((self.x_one, self.n_one), (self.x_two, self.n_two))
        )
        excess = partial(self._excess_of_ratio, critical)
        one, two = self.x_one / self.n_one, self.x_two / self.n_two
        # A place in 0…1 stands for the ratio place / (1 − place), so that infinity is a place like any other.
        inside = np.where(nobody_one, 1.0, two / np.where(one + two > 0, one + two, 1.0))
        low, high = (crossings(excess, inside, np.full(len(one), edge)) for edge in (0.0, 1.0))
        value = np.where(nobody_one | nobody_two, np.nan, two / np.where(nobody_one, 1.0, one) - 1)
        low = np.where(nobody_two, -1.0, np.fmin(_ratio(np.where(nobody_two, 0.0, low)) - 1, value))
        high = np.where(nobody_one, np.nan, np.fmax(_ratio(np.where(nobody_one, 0.0, high)) - 1, value))
        low = np.where(nobody_one & nobody_two, np.nan, low)
        status = np.select([nobody_two, nobody_one], ["zero_events", "unbounded"], "ok")
        return RelativeEffects(value, low, high, status)

    def _excess_of_ratio(self, critical: float, place: Floats, of: Indices) -> Floats:
        pairs = self._of(of)
        infinite = place >= 1
        ratio = place / np.where(infinite, 1.0, 1 - place)
        one = bases_by_ratio(pairs.x_one, pairs.n_one, pairs.x_two, pairs.n_two, ratio)
        two = ratio * one
        variance = two * (1 - two) / pairs.n_two + ratio * ratio * one * (1 - one) / pairs.n_one
        squared = (pairs.x_two / pairs.n_two - ratio * pairs.x_one / pairs.n_one) ** 2
        found = excesses_of(squared, critical * critical * np.maximum(0.0, variance * pairs.correction))
        return np.where(infinite, 1.0, found)

    def _of(self, of: Indices) -> "_Pairs":
        return _Pairs(self.x_one[of], self.n_one[of], self.x_two[of], self.n_two[of])


def _ratio(place: Floats) -> Floats:
    return np.asarray(place / (1 - place))
