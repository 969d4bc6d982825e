"""Whether a treatment is no worse than it may be: non-inferiority against a margin relative to the control."""

import math
from dataclasses import dataclass
from typing import Literal

from scipy.special import stdtr

from cxdash.inference.critical import t_critical
from cxdash.inference.means import welch_spread
from cxdash.inference.moments import Moments
from cxdash.inference.results import Status


@dataclass(frozen=True, slots=True)
class NonInferiority:
    """`pvalue` of the one-sided test of "worse by the margin or more"; `low` is the lower end of the improvement
    beyond the margin at the one-sided level 1 − α / 2, in the metric's unit: above 0 where non-inferior."""

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

    It compares other with (1 − margin) · base, so that the noise of the control counts in the margin, too; it
    agrees with the lower end of Fieller's relative interval.

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
