"""Two means compared: Welch for the difference, Fieller with the same degrees of freedom for the relative effect."""

import math
from dataclasses import dataclass

from cxdash.inference.critical import t_critical, t_pvalue
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference, Status

RelativeEffect = tuple[float | None, float | None, float | None, Status]


@dataclass(frozen=True, slots=True)
class Spread:
    """The squared standard errors of two independent estimates and Welch's degrees of freedom for their difference."""

    base: float
    other: float
    df: float

    @property
    def std_error(self) -> float:
        """The standard error of the difference of two independent estimates, `√(base + other)`.

        Source: definition.

        >>> Spread(9.0, 16.0, 10).std_error
        5.0
        """
        return math.sqrt(self.base + self.other)


def welch(base: Moments, other: Moments, confidence_level: float = 0.95) -> Difference:
    """The difference other − base of two means with Welch's t interval, and relative to |base| with Fieller's.

        low, high = Δ ∓ t_df·s      Δ = mean_b − mean_a      s² = v_a/n_a + v_b/n_b      pvalue = P(|T_df| ≥ |Δ|/s)

    The df is that of `welch_spread`, the relative interval that of `fieller`. In the unit of the values. One constant
    group is fine; two are `zero_variance`, a group of one value is `n_too_small`: then only the difference itself is
    known.

    Source: Welch (1947); Fieller (1954).

    >>> found = welch(Moments(6, 4.1, 11.5), Moments(5, 6.0, 20.4))
    >>> round(found.low, 4), round(found.high, 4), round(found.pvalue, 4)
    (-0.9177, 4.7177, 0.154)
    >>> round(found.relative, 4), round(found.relative_low, 4), round(found.relative_high, 4)
    (0.4634, -0.1907, 1.551)
    """
    if not base.n or not other.n:
        return without_interval(None, None, confidence_level, "welch", "no_data")
    if base.variance is None or other.variance is None or base.too_small or other.too_small:
        return without_interval(base.mean, other.mean, confidence_level, "welch", "n_too_small")
    if base.constant and other.constant:
        return without_interval(base.mean, other.mean, confidence_level, "welch", "zero_variance")
    spread = welch_spread(base.variance / base.n, base.n, other.variance / other.n, other.n)
    return by_t(base.mean, other.mean, spread, confidence_level, "welch")


def welch_spread(base_error2: float, base_n: float, other_error2: float, other_n: float) -> Spread:
    """The squared standard errors of two groups of more than one value, and their degrees of freedom.

        df = (a + b)² / (a²/(n_a − 1) + b²/(n_b − 1))

    of the squared errors a and b, which must not both be 0.

    Source: Welch (1947); Satterthwaite (1946).

    >>> round(welch_spread(2.3 / 6, 6, 5.1 / 5, 5).df, 3)
    6.803
    """
    share = base_error2 / (base_error2 + other_error2)
    df = 1 / (share * share / (base_n - 1) + (1 - share) ** 2 / (other_n - 1))
    return Spread(base_error2, other_error2, df)


def by_t(base: float, other: float, spread: Spread, confidence_level: float, method: str) -> Difference:
    """The difference other − base, and its relative effect, from two estimates and their spread.

        low, high = b − a ∓ t_df·s      pvalue = P(|T_df| ≥ |b − a|/s)

    with s and df of the `spread`; relative: `fieller`.

    Source: Welch (1947); Fieller (1954).

    >>> by_t(10.0, 12.0, Spread(0.5, 0.5, 50), 0.95, "welch").relative
    0.2
    """
    effect = other - base
    reach = t_critical(confidence_level, spread.df) * spread.std_error
    relative, low, high, status = fieller(base, other, spread, confidence_level)
    return Difference(
        effect_size=effect,
        low=effect - reach,
        high=effect + reach,
        std_error=spread.std_error,
        pvalue=t_pvalue(effect / spread.std_error, spread.df),
        confidence_level=confidence_level,
        method=method,
        status="ok",
        relative=relative,
        relative_low=low,
        relative_high=high,
        relative_status=status,
    )


def fieller(base: float, other: float, spread: Spread, confidence_level: float = 0.95) -> RelativeEffect:
    """(other − base) / |base| as (relative, low, high, status), with the limits of Fieller's interval.

    All r with (b − r·a)² ≤ t_df²·(s_b² + r²·s_a²), less 1, which are the ratios that a t test does not reject:

        low, high = (b/a ∓ √(h·(1 − g) + g·(b/a)²)) / (1 − g) − 1      g = t_df²·s_a²/a²      h = t_df²·s_b²/a²

    Fractions; a base below 0 turns their signs. `unbounded` if the base could be zero (g ≥ 1): no limits;
    `baseline_zero` if it is: no effect either.

    Source: Fieller (1954).

    >>> [round(number, 6) for number in fieller(-5.0, -4.4, Spread(9 / 400, 10 / 420, 818), 0.95)[:3]]
    [0.12, 0.037025, 0.196851]
    >>> fieller(0.05, 0.6, Spread(0.04, 0.04, 200), 0.95)[3]
    'unbounded'
    """
    relative = relative_effect(base, other)
    if relative is None:
        return None, None, None, "baseline_zero"
    t2 = t_critical(confidence_level, spread.df) ** 2
    # In units of |base|, so that neither cents nor millions overflow.
    noise_base, noise_other = t2 * (spread.base / base) / base, t2 * (spread.other / base) / base
    if not noise_base < 1 or math.isinf(noise_other):
        return relative, None, None, "unbounded"
    ratio = other / base
    root = math.sqrt(noise_other * (1 - noise_base) + ratio * ratio * noise_base)
    low, high = ((ratio - root) / (1 - noise_base) - 1, (ratio + root) / (1 - noise_base) - 1)
    if base < 0:
        low, high = -high, -low
    return relative, min(low, relative), max(high, relative), "ok"


def relative_effect(base: float, other: float) -> float | None:
    """The fraction `(other − base) / |base|`, or None where the base is zero or too close to it for a number to say.

    Source: definition.

    >>> relative_effect(-5.0, -4.0), relative_effect(0.0, 1.0)
    (0.2, None)
    """
    relative = (other - base) / abs(base) if base else math.inf
    return relative if math.isfinite(relative) else None


def without_interval(
    base: float | None, other: float | None, confidence_level: float, method: str, status: Status
) -> Difference:
    """What is left of a comparison when there is no spread to judge it by: the difference, if both sides exist.

    >>> without_interval(2.0, 3.0, 0.95, "welch", "zero_variance").relative
    0.5
    """
    if base is None or other is None:
        return Difference(None, None, None, None, None, confidence_level, method, status, relative_status=status)
    relative = relative_effect(base, other)
    relative_status: Status = status if relative is not None else "baseline_zero"
    effect = other - base
    return Difference(
        effect, None, None, None, None, confidence_level, method, status, relative, relative_status=relative_status
    )
