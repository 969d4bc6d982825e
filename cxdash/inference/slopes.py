"""A trend that a few wild weeks cannot bend: the median slope of all pairs of points, and a test of any direction."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from cxdash.inference.critical import alpha_of
from cxdash.inference.results import Status

LEAST_POINTS = 8


@dataclass(frozen=True, slots=True)
class RobustSlope:
    """The median change per step with its interval, Kendall's τ (−1…1) and the p-value of "no direction"."""

    slope: float | None
    low: float | None
    high: float | None
    tau: float | None
    pvalue: float | None
    status: Status


def robust_slope(values: Sequence[float], confidence_level: float = 0.95, *, least: int = LEAST_POINTS) -> RobustSlope:
    """Theil and Sen's slope of equally spaced values with Sen's interval, and the Mann-Kendall test of any direction.

        slope = median of (y_j − y_i) / (j − i) over i < j      τ = Σ sign(y_j − y_i) / √(pairs·pairs with y_i ≠ y_j)

    The slope is per step (scipy.stats.theilslopes, kendalltau). Fewer than `least` points: `n_too_small`; values that
    are all the same: `zero_variance`, whose slope is 0.

    Source: Theil (1950); Sen (1968); Mann (1945); Kendall (1938).

    >>> found = robust_slope([1, 2, 3, 4, 50, 6, 7, 8, 9, 10])
    >>> found.slope, round(found.tau, 4), found.pvalue < 0.01
    (1.0, 0.7778, True)
    """
    y = np.asarray(values, dtype=float)
    if len(y) < least:
        return RobustSlope(None, None, None, None, None, "n_too_small" if len(y) else "no_data")
    if np.ptp(y) == 0:
        return RobustSlope(0.0, None, None, None, None, "zero_variance")
    steps = np.arange(len(y))
    line = stats.theilslopes(y, steps, 1 - alpha_of(confidence_level))
    test = stats.kendalltau(steps, y)
    return RobustSlope(
        float(line.slope),
        float(line.low_slope),
        float(line.high_slope),
        float(test.statistic),
        float(test.pvalue),
        "ok",
    )
