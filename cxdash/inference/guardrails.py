"""Whether a treatment is no worse than it may be, or makes no practical difference: margins, relative and fixed."""

import math
from dataclasses import dataclass
from typing import Literal

from scipy.special import ndtr, ndtri, stdtr

from cxdash.inference.critical import alpha_of, t_critical
from cxdash.inference.means import welch_spread
from cxdash.inference.moments import Moments
from cxdash.inference.normal_shares import NormalMethod, pooled_error, unpooled_error
from cxdash.inference.proportions import Share
from cxdash.inference.results import Difference, Status


@dataclass(frozen=True, slots=True)
class NonInferiority:
    """`pvalue` of the one-sided test of "worse by the margin or more"; `low` is the lower end of the improvement beyond
    the margin at the one-sided level 1 − α / 2, in the metric's unit: above 0 where non-inferior. None where `status`
    says why.
    """

    pvalue: float | None
    low: float | None
    status: Status


def non_inferiority(
    base: Moments,
    other: Moments,
    margin: float,
    *,
    better: Literal["high", "low"] = "high",
    confidence_level: float = 0.95,
) -> NonInferiority:
    """Tests that `other` is not worse than `base` by `margin` · |base| (margin a fraction ≥ 0) or more.

    With k = 1 − margin where high is better and 1 + margin where low is (the other way round for a negative base):

        beyond = ±(mean_other − k · mean_base)      error = √(s²_other / n_other + k² · s²_base / n_base)
        p = P(T ≥ beyond / error)      low = beyond − t · error, with Welch's degrees of freedom of other − base

    So the noise of the control counts in the margin, too; it agrees with Fieller's relative interval on the side of
    harm.

    Source: Fieller (1954); Welch (1947).

    >>> found = non_inferiority(Moments(900, 50.0, 180_000.0), Moments(900, 49.6, 180_000.0), 0.05)
    >>> found.low > 0, round(found.pvalue, 4)
    (True, 0.0006)
    """
    if not base.n or not other.n:
        return NonInferiority(None, None, "no_data")
    if base.variance is None or other.variance is None or base.too_small or other.too_small:
        return NonInferiority(None, None, "n_too_small")
    if base.constant and other.constant:
        return NonInferiority(None, None, "zero_variance")
    sign = 1.0 if better == "high" else -1.0
    allowed = 1 - sign * margin * math.copysign(1.0, base.mean)
    spread = welch_spread(base.variance / base.n, base.n, other.variance / other.n, other.n)
    error = math.sqrt(spread.other + allowed * allowed * spread.base)
    beyond = sign * (other.mean - allowed * base.mean)
    if error == 0:
        return NonInferiority(None, None, "zero_variance")
    low = beyond - t_critical(confidence_level, spread.df) * error
    return NonInferiority(float(stdtr(spread.df, -beyond / error)), low, "ok")


def non_inferiority_of_shares(
    base: Share,
    other: Share,
    margin: float,
    *,
    better: Literal["high", "low"] = "high",
    variance: NormalMethod = "unpooled",
    confidence_level: float = 0.95,
) -> NonInferiority:
    """Tests that the share of `other` (0…1) is not worse than that of `base` by `margin` (≥ 0, absolute) or more.

        beyond = ±(p_other − p_base) + margin      p = Φ(−beyond / error)      low = beyond − z · error

    with `unpooled_error` or `pooled_error`, for a margin that was fixed beforehand, as spotify-confidence and
    statsmodels test it. No variance in either arm: `zero_variance`.

    Source: definition (one-sided z); Blackwelder (1982).

    >>> found = non_inferiority_of_shares(Share(1000, 10_000), Share(985, 10_000), 0.005)
    >>> round(found.pvalue, 6), round(found.low, 6)
    (0.203913, -0.004788)
    """
    if not base.n or not other.n:
        return NonInferiority(None, None, "no_data")
    error = (pooled_error if variance == "pooled" else unpooled_error)(base, other)
    if not error:
        return NonInferiority(None, None, "zero_variance")
    return _beyond(_improvement(other.value - base.value, better) + margin, error, confidence_level)


def non_inferiority_by_margin(
    found: Difference, margin: float, *, better: Literal["high", "low"] = "high"
) -> NonInferiority:
    """Tests any difference with a normal error against a `margin` (≥ 0) fixed beforehand, in the metric's unit.

        beyond = ±effect_size + margin      p = Φ(−beyond / std_error)      low = beyond − z · std_error

    For NPS in points or minutes of waiting, where "1 point" means more than "1 %". A difference without an error
    keeps its status.

    Source: definition (one-sided z).

    >>> drop = Difference(-0.4, -1.4, 0.6, 0.5, 0.42, 0.95, "mover", "ok")
    >>> round(non_inferiority_by_margin(drop, 2.0).pvalue, 6)
    0.000687
    """
    if found.effect_size is None or not found.std_error:
        return NonInferiority(None, None, "zero_variance" if found.status == "ok" else found.status)
    beyond = _improvement(found.effect_size, better) + margin
    return _beyond(beyond, found.std_error, found.confidence_level)


def equivalence_pvalue(found: Difference, reach: float) -> float | None:
    """The p-value of two one-sided tests of "the effect is at least `reach` either way", `reach` in the metric's unit.

    Φ((|effect_size| − reach) / std_error), the larger of the two; None where there is no error. Below α: no practical
    difference.

    Source: Schuirmann (1987), with a normal error.

    >>> round(equivalence_pvalue(Difference(0.1, -0.9, 1.1, 0.5, 0.84, 0.95, "welch", "ok"), 2.0), 6)
    7.2e-05
    """
    if found.effect_size is None or not found.std_error:
        return None
    return float(ndtr((abs(found.effect_size) - reach) / found.std_error))


def _improvement(effect: float, better: Literal["high", "low"]) -> float:
    return effect if better == "high" else -effect


def _beyond(beyond: float, error: float, confidence_level: float) -> NonInferiority:
    low = beyond + float(ndtri(alpha_of(confidence_level) / 2)) * error
    return NonInferiority(float(ndtr(-beyond / error)), low, "ok")
