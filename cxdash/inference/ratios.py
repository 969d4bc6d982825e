"""Ratios of sums, such as orders per session, whose unit of randomisation is the customer and not the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxdash.inference.means import by_t, welch_spread, without_interval
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference


@dataclass(frozen=True, slots=True)
class RatioMoments:
    """Per unit (customer) a numerator and a denominator: their moments and the sum of products of their deviations.

    `+` merges, as for `Moments`, whose n must be the same in both:

        cross = cross_a + cross_b + (x̄_b − x̄_a)(ȳ_b − ȳ_a)·n_a·n_b/n

    Source: Chan, Golub and LeVeque (1979).

    >>> RatioMoments.from_values([1, 2], [2, 2]) + RatioMoments.from_values([3], [5])
    RatioMoments(numerator=Moments(n=3, mean=2.0, m2=2.0), denominator=Moments(n=3, mean=3.0, m2=6.0), cross=3.0)
    """

    numerator: Moments = field(default_factory=Moments)
    denominator: Moments = field(default_factory=Moments)
    cross: float = 0.0

    @classmethod
    def from_values(cls, numerators: Sequence[float], denominators: Sequence[float]) -> RatioMoments:
        """The moments of pairs, with `cross = Σ (x − x̄)(y − ȳ)`; ValueError if the sequences differ in length.

        Source: definition.

        >>> RatioMoments.from_values([2, 4], [1, 3]).ratio
        1.5
        """
        one, two = Moments.from_values(numerators), Moments.from_values(denominators)
        cross = sum((x - one.mean) * (y - two.mean) for x, y in zip(numerators, denominators, strict=True))
        return cls(one, two, float(cross))

    def __add__(self, other: RatioMoments) -> RatioMoments:
        numerator, denominator = self.numerator + other.numerator, self.denominator + other.denominator
        apart = (other.numerator.mean - self.numerator.mean) * (other.denominator.mean - self.denominator.mean)
        between = apart * self.n * other.n / numerator.n if self.n and other.n else 0.0
        return RatioMoments(numerator, denominator, self.cross + other.cross + between)

    @property
    def n(self) -> float:
        """How many units.

        >>> RatioMoments.from_values([2, 4], [1, 3]).n
        2
        """
        return self.numerator.n

    @property
    def ratio(self) -> float | None:
        """The sum of numerators over the sum of denominators, `mean_num / mean_den`; None where that sum is zero.

        Source: definition.

        >>> RatioMoments.from_values([2], [0]).ratio is None
        True
        """
        return self.numerator.mean / self.denominator.mean if self.denominator.mean else None

    def linearised(self, ratio: float) -> Moments:
        """The ratio R as if it were a mean: its moments by the delta method.

            mean = R      m2 = (m2_num − 2·R·cross + R²·m2_den) / mean_den²

        That m2 belongs to (numerator − R·denominator) / mean denominator, which must not be zero.

        Source: Deng, Knoblich and Lu (2018).

        >>> RatioMoments.from_values([2, 4], [1, 3]).linearised(1.5).m2
        0.125
        """
        spread = self.numerator.m2 + ratio * ratio * self.denominator.m2
        m2 = spread - 2 * ratio * self.cross
        # A numerator that is the same multiple of every denominator leaves only rounding.
        m2 = m2 if m2 > 1e-14 * spread else 0.0
        return Moments(self.n, ratio, m2 / self.denominator.mean / self.denominator.mean)


def compare_ratios(base: RatioMoments, other: RatioMoments, confidence_level: float = 0.95) -> Difference:
    """The difference other − base of two ratios of sums, and relative to |base|, at the grain of the units.

    Each arm is `linearised` and then compared as two means (relative: `fieller`):

        low, high = R_b − R_a ∓ t_df·√(v_a/n_a + v_b/n_b)      v = m2/(n − 1)

    `no_data` if an arm is empty or its denominators add up to zero; else as for means.

    Source: delta method, Deng, Knoblich and Lu (2018); Welch (1947); Fieller (1954).

    >>> base = RatioMoments.from_values([1, 2, 3, 2], [2, 3, 4, 5])
    >>> other = RatioMoments.from_values([2, 4, 4, 3], [2, 4, 5, 4])
    >>> found = compare_ratios(base, other)
    >>> round(found.effect_size, 4), round(found.low, 4), round(found.high, 4)
    (0.2952, 0.0034, 0.5871)
    """
    method = "ratio_delta"
    if base.ratio is None or other.ratio is None:
        return without_interval(None, None, confidence_level, method, "no_data")
    one, two = base.linearised(base.ratio), other.linearised(other.ratio)
    if one.variance is None or two.variance is None or one.too_small or two.too_small:
        return without_interval(one.mean, two.mean, confidence_level, method, "n_too_small")
    if not one.m2 and not two.m2:
        return without_interval(one.mean, two.mean, confidence_level, method, "zero_variance")
    spread = welch_spread(one.variance / one.n, one.n, two.variance / two.n, two.n)
    return by_t(one.mean, two.mean, spread, confidence_level, method)
