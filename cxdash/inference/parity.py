"""Relative effects as other tools give them, to compare results with theirs: never the default, and never better.

The delta method is one-sided at small rates (an A/A test at 2 % finds 0 % false winners and 5.9 % false losers), the
log interval is too narrow for skewed amounts, and neither agrees with the test of the difference. Fieller and the
score ratio are what this package decides by.
"""

import math
from dataclasses import replace

from cxdash.inference.adjustment import pooled_slope
from cxdash.inference.critical import t_critical, t_pvalue
from cxdash.inference.joint import JointMoments
from cxdash.inference.means import relative_effect, welch, welch_spread, without_interval
from cxdash.inference.moments import Moments
from cxdash.inference.proportions import Share
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference, Status


def delta_relative(base: Moments, other: Moments, confidence_level: float = 0.95) -> Difference:
    """(other − base) / |base| with the symmetric delta-method interval and Welch's degrees of freedom.

        low, high = r ∓ t_df·s      s² = (v_b/n_b + (m_b/m_a)²·v_a/n_a) / m_a²      pvalue = P(|T_df| ≥ |r|/s)

    Fractions. As GrowthBook, PostHog, Eppo and (by default) Statsig: `relative…`, `std_error` and the p-value are those
    of the relative effect r, which can contradict the interval of the difference.

    Source: delta method, Deng, Knoblich and Lu (2018).

    >>> found = delta_relative(Moments(5000, 10.0, 400.0 * 4999), Moments(5100, 10.6, 425.0 * 5099))
    >>> round(found.relative_low, 6), round(found.relative_high, 6), round(found.pvalue, 6)
    (-0.021583, 0.141583, 0.149441)
    """
    plain = replace(welch(base, other, confidence_level), method="delta_relative")
    if plain.status != "ok" or base.variance is None or other.variance is None:
        return plain
    relative = relative_effect(base.mean, other.mean)
    if relative is None:
        return _without_relative(plain, "baseline_zero")
    spread = welch_spread(base.variance / base.n, base.n, other.variance / other.n, other.n)
    error2 = spread.other / base.mean**2 + spread.base * (other.mean / base.mean) ** 2 / base.mean**2
    return _by_t(plain, relative, math.sqrt(error2), spread.df)


def delta_relative_shares(base: Share, other: Share, confidence_level: float = 0.95) -> Difference:
    """(other − base) / base of two shares in 0…1 by the delta method, with the variance p(1 − p) of each arm.

    As `delta_relative` with m = p and v = p(1 − p).

    Source: delta method, Deng, Knoblich and Lu (2018).

    >>> found = delta_relative_shares(Share(500, 10_000), Share(560, 10_000))
    >>> round(found.relative_low, 6), round(found.relative_high, 6), round(found.pvalue, 6)
    (-0.011456, 0.251456, 0.073587)
    """
    if not base.n or not other.n:
        return without_interval(None, None, confidence_level, "delta_relative", "no_data")
    # The moments whose sample variance is p (1 − p).
    one, two = (Moments(arm.n, arm.value, arm.value * (1 - arm.value) * (arm.n - 1)) for arm in (base, other))
    return delta_relative(one, two, confidence_level)


def delta_relative_ratios(base: RatioMoments, other: RatioMoments, confidence_level: float = 0.95) -> Difference:
    """(other − base) / |base| of two ratios of sums by the delta method, each arm's variance by the delta method, too.

    As `delta_relative` with the means and variances of `RatioMoments.linearised`. `no_data` without a ratio.

    Source: delta method, Deng, Knoblich and Lu (2018).

    >>> one = RatioMoments.from_values([1, 2, 3, 2], [2, 3, 4, 5])
    >>> two = RatioMoments.from_values([2, 4, 4, 3], [2, 4, 5, 4])
    >>> round(delta_relative_ratios(one, two).relative, 4)
    0.5167
    """
    if base.ratio is None or other.ratio is None:
        return without_interval(None, None, confidence_level, "delta_relative", "no_data")
    return delta_relative(base.linearised(base.ratio), other.linearised(other.ratio), confidence_level)


def delta_relative_adjusted(base: JointMoments, other: JointMoments, confidence_level: float = 0.95) -> Difference:
    """The effect on the first of two quantities, adjusted for the other with one slope, relative to the base as seen.

        r = ((ȳ_b − θ·x̄_b) − (ȳ_a − θ·x̄_a)) / |ȳ_a|      low, high = r ∓ t_df·s
        s² = (var_a(θ·x − (ȳ_b/ȳ_a)·y)/n_a + var_b(y − θ·x)/n_b) / ȳ_a²

    θ is the slope of all units, df Welch's of y − θ·x. The base's plain mean and its adjusted one move together, which
    the variance of the base allows for, as GrowthBook does.

    Source: slope, Deng, Xu, Kohavi and Walker (2013); delta method, Deng, Knoblich and Lu (2018).

    >>> control = JointMoments.from_rows([[2, 1], [4, 2], [5, 3], [9, 5]])
    >>> treatment = JointMoments.from_rows([[4, 1], [6, 2], [8, 4], [11, 6]])
    >>> round(delta_relative_adjusted(control, treatment).relative, 4)
    0.2958
    """
    if base.n < 2 or other.n < 2:
        return without_interval(base.means[0], other.means[0], confidence_level, "delta_relative", "n_too_small")
    slope = float(pooled_slope(base, other)[0])
    seen = base.means[0]
    effect = (other.means[0] - slope * other.means[1]) - (seen - slope * base.means[1])
    plain = without_interval(seen, seen + effect, confidence_level, "delta_relative", "zero_variance")
    if not seen:
        return plain
    # As GrowthBook linearises: the other arm as it was seen over the base as it was seen.
    towards, apart = [-other.means[0] / seen, slope], [1.0, -slope]
    error2 = _error2(base, towards) / seen**2, _error2(other, apart) / seen**2
    if not sum(error2):
        return plain
    df = welch_spread(_error2(base, apart), base.n, _error2(other, apart), other.n).df
    return _by_t(plain, effect / abs(seen), math.sqrt(sum(error2)), df)


def log_relative(base: Moments, other: Moments, confidence_level: float = 0.95) -> Difference:
    """(other − base) / base with an interval that is symmetric on the log scale, as tea-tasting gives it.

        low, high = (m_b/m_a)·exp(∓ t_df·√(e_a + e_b)) − 1      e = v/(n·m²)

    with Welch's df of e_a and e_b. The p-value is Welch's, of the difference. Without two positive means: `undefined`.

    Source: Hedges, Gurevitch and Curtis (1999).

    >>> found = log_relative(Moments(20_000, 3.2, 16.0 * 19_999), Moments(800, 3.6, 90.0 * 799))
    >>> round(found.relative_low, 6), round(found.relative_high, 6)
    (-0.063793, 0.351865)
    """
    plain = replace(welch(base, other, confidence_level), method="log_relative")
    if plain.status != "ok" or base.variance is None or other.variance is None:
        return plain
    if base.mean <= 0 or other.mean <= 0:
        return _without_relative(plain, "undefined")
    errors = base.variance / base.n / base.mean**2, other.variance / other.n / other.mean**2
    df = welch_spread(errors[0], base.n, errors[1], other.n).df
    reach = t_critical(confidence_level, df) * math.sqrt(sum(errors))
    ratio = other.mean / base.mean
    return replace(
        plain,
        relative=ratio - 1,
        relative_low=ratio * math.exp(-reach) - 1,
        relative_high=ratio * math.exp(reach) - 1,
        relative_status="ok",
    )


def _error2(arm: JointMoments, weights: list[float]) -> float:
    return arm.combined(weights).m2 / (arm.n - 1) / arm.n


def _by_t(plain: Difference, relative: float, error: float, df: float) -> Difference:
    reach = t_critical(plain.confidence_level, df) * error
    return replace(
        plain,
        std_error=error,
        pvalue=t_pvalue(relative / error, df),
        status="ok",
        relative=relative,
        relative_low=relative - reach,
        relative_high=relative + reach,
        relative_status="ok",
    )


def _without_relative(plain: Difference, status: Status) -> Difference:
    return replace(plain, relative=None, relative_low=None, relative_high=None, relative_status=status)
