"""How far apart two groups are, for every metric that is a mean of weights, with a p-value that never disagrees."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from scipy.optimize import brentq

from cxdash.inference.critical import normal_pvalue
from cxdash.inference.estimates import Family, nps_counts, plug_in_error, successes_of
from cxdash.inference.means import welch, without_interval
from cxdash.inference.moments import Moments, settled
from cxdash.inference.nps import nps_score_interval, score_z
from cxdash.inference.results import Difference
from cxdash.inference.shares import wilson, wilson_z

Counts = Mapping[float, float]


@dataclass(frozen=True, slots=True)
class ScoreInterval:
    """A group's estimate with its score interval, in −1…1, and the score it was inverted from.

    `z(v)` is how many standard errors, as they would be under v, v lies from the estimate.
    """

    value: float
    low: float
    high: float
    z: Callable[[float], float]


def difference(base: Counts, other: Counts, family: Family, *, confidence_level: float = 0.95) -> Difference:
    """other − base in the metric's unit; `base` and `other` map metric weights to (effective) counts.

    NPS (points): `mover_interval` of the two score intervals. Share (percentage points): the same of two Wilson
    intervals, which is Newcombe's hybrid score; std_error = √(e₁² + e₂²) of `plug_in_error`, None if both are. Mean:
    `welch`. The p-value belongs to the interval: it is below 1 − confidence_level exactly when the interval excludes
    zero. A relative effect is not given (`undefined`): these are scores, not amounts. ValueError for a weight that no
    score of the family has.

    Source: Zou and Donner (2008); Newcombe (1998); Welch (1947).

    >>> found = difference({100: 90, 0: 70, -100: 60}, {100: 120, 0: 60, -100: 40}, "nps")
    >>> round(found.effect_size, 2), round(found.low, 2), round(found.high, 2), round(found.pvalue, 4)
    (22.73, 7.75, 37.3, 0.003)
    """
    base, other = settled(base), settled(other)
    one, two = Moments.from_counts(base), Moments.from_counts(other)
    if family == "mean":
        found = welch(one, two, confidence_level)
        return replace(found, relative=None, relative_low=None, relative_high=None, relative_status="undefined")
    method, score_interval = _SCORES[family]
    if not one.n or not two.n:
        return without_interval(None, None, confidence_level, method, "no_data")
    groups = score_interval(base, confidence_level), score_interval(other, confidence_level)
    low, high = mover_interval(*groups)
    effect = two.mean - one.mean
    return Difference(
        effect_size=effect,
        low=min(100 * low, effect),
        high=max(100 * high, effect),
        std_error=math.hypot(plug_in_error(one) or 0.0, plug_in_error(two) or 0.0) or None,
        pvalue=mover_pvalue(*groups),
        confidence_level=confidence_level,
        method=method,
        status="ok",
    )


def mover_interval(base: ScoreInterval, other: ScoreInterval) -> tuple[float, float]:
    """The interval of other − base in −1…1, recovered from the intervals of both (MOVER).

    For the values d₁ (base) and d₂ (other), their limits l and u, and d = d₂ − d₁:

        low = d − √((d₂ − l₂)² + (u₁ − d₁)²)      high = d + √((u₂ − d₂)² + (d₁ − l₁)²)

    Source: Zou and Donner (2008).

    >>> low, high = mover_interval(wilson_score({100: 48, 0: 32}, 0.95), wilson_score({100: 56, 0: 14}, 0.95))
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    effect = other.value - base.value
    return (
        effect - math.hypot(other.value - other.low, base.high - base.value),
        effect + math.hypot(other.high - other.value, base.value - base.low),
    )


def mover_pvalue(base: ScoreInterval, other: ScoreInterval) -> float:
    """The largest α at which the MOVER interval at 1 − α still reaches zero; 1 for equal estimates.

    Where its nearer end is zero, the limits of the two groups lie on a circle around the effect d > 0: the lower
    group's upper limit at d₁ + d sin a, the higher group's lower limit at d₂ − d cos a. Both limits come from the same
    critical value only at one angle a: z₁(d₁ + d sin a) = z₂(d₂ − d cos a) = z. Then p = 2 Φ(−z), and no interval is
    ever solved for.

    Source: Zou and Donner (2008), their interval inverted.

    >>> round(mover_pvalue(wilson_score({100: 48, 0: 32}, 0.95), wilson_score({100: 56, 0: 14}, 0.95)), 4)
    0.0081
    """
    lower, upper = (base, other) if base.value <= other.value else (other, base)
    effect = upper.value - lower.value
    if effect == 0:
        return 1.0

    def scores(angle: float) -> tuple[float, float]:
        return lower.z(lower.value + effect * math.sin(angle)), upper.z(upper.value - effect * math.cos(angle))

    def imbalance(angle: float) -> float:
        if angle in (0.0, math.pi / 2):
            return 1.0 if angle else -1.0  # one of the limits is the estimate itself, whatever rounding makes of it
        one, two = scores(angle)
        # A score is infinite where its limit is the end of the scale.
        return 1.0 if math.isinf(one) else -1.0 if math.isinf(two) else (one - two) / (one + two)

    return normal_pvalue(min(scores(brentq(imbalance, 0.0, math.pi / 2, xtol=1e-15, rtol=1e-14))))


def nps_score(values: Counts, confidence_level: float) -> ScoreInterval:
    """NPS as a share difference (P − D) / n in −1…1 with its score interval; there must be an answer.

    Source: Tango (1998); Rocks (2016).

    >>> found = nps_score({100: 12}, 0.95)
    >>> round(found.low, 3), found.high, found.z(1.0)
    (0.515, 1.0, 0.0)
    """
    promoters, passives, detractors = nps_counts(values)
    n = promoters + passives + detractors
    low, high = nps_score_interval(promoters, passives, detractors, confidence_level)
    return ScoreInterval(
        (promoters - detractors) / n, low / 100, high / 100, partial(score_z, promoters, detractors, n)
    )


def wilson_score(values: Counts, confidence_level: float) -> ScoreInterval:
    """A share p = x / n in 0…1 with Wilson's interval; there must be an answer.

        low, high = (p + z² / 2n ∓ z √(p (1 − p) / n + z² / 4n²)) / (1 + z² / n)

    Source: Wilson (1927).

    >>> wilson_score({0: 20}, 0.95).value
    0.0
    """
    n = math.fsum(values.values())
    successes = min(successes_of(values), n)
    low, high = wilson(successes, n, confidence_level)
    return ScoreInterval(successes / n, low, high, partial(wilson_z, successes, n))


_SCORES: dict[str, tuple[str, Callable[[Counts, float], ScoreInterval]]] = {
    "nps": ("mover", nps_score),
    "share": ("newcombe", wilson_score),
}
