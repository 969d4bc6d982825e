"""Two shares compared by one score statistic, which gives the p-value, the difference and the ratio their limits."""

import math
from dataclasses import dataclass

from cxdash.inference.constrained import base_by_difference, base_by_ratio
from cxdash.inference.critical import normal_pvalue, z_critical
from cxdash.inference.inversion import crossing, excess_of
from cxdash.inference.means import RelativeEffect, without_interval
from cxdash.inference.moments import LARGEST_COUNT, ROUNDING
from cxdash.inference.results import Difference


@dataclass(frozen=True, slots=True)
class Share:
    """`successes` out of `n` (0 ≤ successes ≤ n); both may be fractions (effective counts).

    >>> Share(3, 12).value
    0.25
    """

    successes: float
    n: float

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.n <= LARGEST_COUNT:
            raise ValueError(f"a share needs 0 ≤ successes ≤ n, not {self.successes} of {self.n}")

    @property
    def value(self) -> float:
        """The share in 0…1, `successes / n`; there must be a trial.

        Source: definition.

        >>> Share(1, 4).value
        0.25
        """
        return self.successes / self.n

    @property
    def empty(self) -> bool:
        """Whether nobody succeeded; what rounding leaves of nobody is no base for a ratio.

        `successes < max(1e-9, 1e-15·n)`.

        >>> Share(0, 4).empty, Share(0.5, 4).empty
        (True, False)
        """
        return self.successes < max(ROUNDING, 1e-15 * self.n)


def miettinen_nurminen(base: Share, other: Share, confidence_level: float = 0.95) -> Difference:
    """The difference other − base of two shares, in 0…1, and relative to the base, from one score statistic.

        z²(δ) = (p_b − p_a − δ)² / ((q(1 − q)/n_a + (q + δ)(1 − q − δ)/n_b)·N/(N − 1))
        z²(θ) = (p_b − θ·p_a)² / ((θ²·q(1 − q)/n_a + θq(1 − θq)/n_b)·N/(N − 1))

    of a difference δ and a ratio θ: N = n_a + n_b, q the likeliest share of the base if δ (or θ) were true. Limits lie
    where z² is that of the level. For δ = 0 and θ = 1 both are the same number, so p-value, difference and relative
    effect never disagree. `std_error` is the unpooled one. No success in the base: the relative effect has a lower
    limit only (`unbounded`); none in the other: an upper limit only (`zero_events`, it starts at −1); none in both:
    neither. Less than one (effective) trial in an arm: `n_too_small`.

    Source: Miettinen and Nurminen (1985).

    >>> found = miettinen_nurminen(Share(500, 10_000), Share(560, 10_000))
    >>> round(found.low, 6), round(found.high, 6), round(found.pvalue, 4)
    (-0.00021, 0.012226, 0.0583)
    >>> round(found.relative_low, 4), round(found.relative_high, 4)
    (-0.004, 0.2594)
    """
    method = "miettinen_nurminen"
    if base.n < ROUNDING or other.n < ROUNDING:
        return without_interval(None, None, confidence_level, method, "no_data")
    if min(base.n, other.n) < 1 - ROUNDING:
        return without_interval(base.value, other.value, confidence_level, method, "n_too_small")
    effect = other.value - base.value
    low, high = _difference_limits(base, other, z_critical(confidence_level))
    relative, relative_low, relative_high, relative_status = relative_share(base, other, confidence_level)
    return Difference(
        effect_size=effect,
        low=min(low, effect),
        high=max(high, effect),
        std_error=_unpooled_error(base, other) or None,
        pvalue=score_pvalue(base, other),
        confidence_level=confidence_level,
        method=method,
        status="ok",
        relative=relative,
        relative_low=relative_low,
        relative_high=relative_high,
        relative_status=relative_status,
    )


def score_pvalue(base: Share, other: Share) -> float:
    """The two-sided p-value of the score statistic against equal shares; 1 where all or none succeeded.

        P(|Z| ≥ |p_b − p_a| / √(p(1 − p)·(1/n_a + 1/n_b)·N/(N − 1)))      p = (x_a + x_b)/N      N = n_a + n_b

    Source: Miettinen and Nurminen (1985).

    >>> round(score_pvalue(Share(0, 400), Share(5, 400)), 4)
    0.025
    """
    apart = other.value - base.value
    pooled = (base.successes + other.successes) / (base.n + other.n)
    variance = pooled * (1 - pooled) * (1 / base.n + 1 / other.n) * _correction(base, other)
    return normal_pvalue(apart / math.sqrt(variance)) if apart and variance > 0 else 1.0


def relative_share(base: Share, other: Share, confidence_level: float = 0.95) -> RelativeEffect:
    """(other − base) / base as (relative, low, high, status), with the limits of the score interval of the ratio.

    All θ, less 1, with (as in `miettinen_nurminen`)

        (p_b − θ·p_a)² ≤ z²·(θ²·q(1 − q)/n_a + θq(1 − θq)/n_b)·N/(N − 1)

    Fractions. A number that does not exist is None.

    Source: Miettinen and Nurminen (1985).

    >>> relative_share(Share(0, 300), Share(0, 300))
    (None, None, None, 'zero_events')
    >>> low = relative_share(Share(0, 400), Share(5, 400))[1]
    >>> low > 0  # as the difference is significant, too
    True
    """
    critical = z_critical(confidence_level)
    if base.empty:
        if other.empty:
            return None, None, None, "zero_events"
        return None, _ratio_limit(base, other, critical, math.inf, 0.0) - 1, None, "unbounded"
    ratio = other.value / base.value
    high = _ratio_limit(base, other, critical, ratio, math.inf) - 1
    if other.empty:
        return None, -1.0, high, "zero_events"
    low = _ratio_limit(base, other, critical, ratio, 0.0) - 1
    return ratio - 1, min(low, ratio - 1), max(high, ratio - 1), "ok"


def _unpooled_error(base: Share, other: Share) -> float:
    return math.sqrt(base.value * (1 - base.value) / base.n + other.value * (1 - other.value) / other.n)


def _correction(base: Share, other: Share) -> float:
    total = base.n + other.n
    return total / (total - 1)


def _difference_limits(base: Share, other: Share, critical: float) -> tuple[float, float]:
    effect = other.value - base.value

    def excess(shift: float) -> float:
        one = base_by_difference(base.successes, base.n, other.successes, other.n, shift)
        two = one + shift
        variance = (one * (1 - one) / base.n + two * (1 - two) / other.n) * _correction(base, other)
        return excess_of((effect - shift) ** 2, critical * critical * max(0.0, variance))

    return crossing(excess, effect, -1.0), crossing(excess, effect, 1.0)


def _ratio_limit(base: Share, other: Share, critical: float, inside: float, edge: float) -> float:
    """The ratio at which the score test starts to reject, on the way from a ratio it accepts to `edge` (0 or ∞)."""

    def excess(place: float) -> float:
        # A place in 0…1 stands for the ratio place / (1 − place), so that infinity is a place like any other.
        if place == 1:
            return -1.0 if base.empty else 1.0
        ratio = place / (1 - place)
        one = base_by_ratio(base.successes, base.n, other.successes, other.n, ratio)
        two = ratio * one
        variance = (two * (1 - two) / other.n + ratio * ratio * one * (1 - one) / base.n) * _correction(base, other)
        return excess_of((other.value - ratio * base.value) ** 2, critical * critical * max(0.0, variance))

    place = crossing(excess, _place(inside), _place(edge))
    return place / (1 - place)


def _place(ratio: float) -> float:
    return 1.0 if math.isinf(ratio) else ratio / (1 + ratio)
