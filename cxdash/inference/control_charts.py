"""Process behaviour charts: which weeks say something, and which are the noise every week has."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.results import Status

Floats = NDArray[np.float64]

D2 = 2 / math.sqrt(math.pi)
"""The mean range of two normal values, in standard deviations (1.128379)."""
MOVING_RANGE_LIMIT = 1 + 3 * math.sqrt(1 - D2 * D2 / 2) * math.sqrt(2) / D2
"""The upper limit of moving ranges as a multiple of their mean (3.267)."""
LEAST_POINTS = 12
ROUNDING = 1e-12
"""What part of the largest point is only rounding."""
RUN = 8


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The centre and each point's limits, in the unit of the points; None where `status` says why.

    `beyond` are the indices of points outside their limits, `runs` those of points that end a run of eight or more
    on one side of the centre (Western Electric 1956; Nelson 1984 waits for nine); `moving_range` is the mean of the
    changes from point to point (XmR only). `n_too_small`: no limits below `least` points, below two no centre either;
    `zero_variance`: shares that are all 0 or all 1, rates that are all 0.
    """

    centre: float | None
    low: list[float] | None
    high: list[float] | None
    beyond: list[int]
    runs: list[int]
    moving_range: float | None
    status: Status


def xmr(values: Sequence[float], *, least: int = LEAST_POINTS) -> ControlChart:
    """Shewhart's chart of single values: the mean ± 2.66 mean moving ranges, the same for all points.

        low, high = x̄ ∓ 3 · mean |x_i − x_i−1| / 1.128379

    Fewer than `least` points have a centre and no limits, fewer than two nothing.

    Source: Shewhart (1931); Wheeler, Understanding Variation (1993).

    >>> chart = xmr([50, 52, 49, 51, 50, 48, 52, 50, 51, 49, 50, 51, 60])
    >>> round(chart.low[0], 2), round(chart.high[0], 2), chart.beyond
    (44.35, 57.65, [12])
    """
    x = np.asarray(values, dtype=float)
    if len(x) < 2:
        return ControlChart(None, None, None, [], [], None, "n_too_small")
    centre, moving_range = float(x.mean()), float(np.abs(np.diff(x)).mean())
    if len(x) < least:
        return ControlChart(centre, None, None, [], [], moving_range, "n_too_small")
    reach = 3 * moving_range / D2
    return _chart(x, centre, np.full(len(x), reach), moving_range, (-math.inf, math.inf))


def proportions_chart(
    successes: Sequence[float], sizes: Sequence[float], *, laney: bool = True, least: int = LEAST_POINTS
) -> ControlChart:
    """The chart of shares (0…1) of groups of different sizes (all > 0): Laney's p′, or the plain p chart.

        p = Σ x / Σ n      s_i = √(p (1 − p) / n_i)      low_i, high_i = p ∓ 3 s_i σ, held in 0…1
        σ = mean |z_i − z_i−1| / 1.128379 of z_i = (x_i / n_i − p) / s_i; 1 in the plain chart

    The plain chart trusts that answers are as independent as coin tosses, and cries wolf where they are not (28 % of
    ordinary weeks of 5,000 answers in one measurement); σ is how much more the groups really vary.

    Source: Laney (2002); the plain chart Shewhart (1931).

    >>> chart = proportions_chart([12, 15, 8, 10, 4, 7] * 2, [50] * 12, laney=False)
    >>> round(chart.centre, 4), round(chart.high[0], 4)
    (0.1867, 0.352)
    """
    x, n = np.asarray(successes, dtype=float), np.asarray(sizes, dtype=float)
    if len(x) < 2:
        return ControlChart(None, None, None, [], [], None, "n_too_small")
    centre = float(x.sum() / n.sum())
    sigma = np.sqrt(centre * (1 - centre) / n)
    return _attributes_chart(x / n, centre, sigma, laney=laney, least=least, ends=(0.0, 1.0))


def rates_chart(
    events: Sequence[float], exposures: Sequence[float], *, laney: bool = True, least: int = LEAST_POINTS
) -> ControlChart:
    """The chart of events per unit of exposure (complaints per thousand orders): Laney's u′, or the plain u chart.

    As `proportions_chart`, with u = Σ events / Σ exposures, all exposures > 0, and s_i = √(u / exposure_i); a limit
    never lies below 0.

    Source: Laney (2002); the plain chart Shewhart (1931).

    >>> chart = rates_chart([12, 15, 8, 10, 4, 7] * 2, [50] * 12, laney=False)
    >>> round(chart.centre, 4), round(chart.high[0], 4)
    (0.1867, 0.37)
    """
    x, n = np.asarray(events, dtype=float), np.asarray(exposures, dtype=float)
    if len(x) < 2:
        return ControlChart(None, None, None, [], [], None, "n_too_small")
    centre = float(x.sum() / n.sum())
    return _attributes_chart(x / n, centre, np.sqrt(centre / n), laney=laney, least=least, ends=(0.0, math.inf))


def _attributes_chart(
    x: Floats, centre: float, sigma: Floats, *, laney: bool, least: int, ends: tuple[float, float]
) -> ControlChart:
    if len(x) < least:
        return ControlChart(centre, None, None, [], [], None, "n_too_small")
    if not sigma.any():
        return ControlChart(centre, None, None, [], [], None, "zero_variance")
    # The moving range of the standardised points is 1.128 where answers are independent.
    factor = float(np.abs(np.diff((x - centre) / sigma)).mean()) / D2 if laney else 1.0
    return _chart(x, centre, 3 * sigma * factor, None, ends)


def _chart(
    x: Floats, centre: float, reach: Floats, moving_range: float | None, ends: tuple[float, float]
) -> ControlChart:
    low, high = np.maximum(ends[0], centre - reach), np.minimum(ends[1], centre + reach)
    apart = x - centre
    # The mean of equal points is a rounding away from each of them, which no point lies beyond.
    apart[np.abs(apart) <= ROUNDING * np.abs(x).max()] = 0.0
    beyond = np.flatnonzero(np.abs(apart) > reach).tolist()
    return ControlChart(centre, low.tolist(), high.tolist(), beyond, _runs(np.sign(apart)), moving_range, "ok")


def _runs(sides: Floats) -> list[int]:
    """Where at least eight points in a row have been on one side; a point on the centre starts anew."""
    found, length = [], 0
    for index, side in enumerate(sides):
        length = 0 if not side else length + 1 if index and side == sides[index - 1] else 1
        if length >= RUN:
            found.append(index)
    return found
