"""When a series moved to another level: the split into segments that explains it best without explaining noise."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Costs = Callable[[NDArray[np.int64], int], Floats]
"""The cost of each segment that starts at one of the indices and ends before the other one."""

LEAST_SEGMENT = 5


def level_changes(values: Sequence[float], *, least: int = LEAST_SEGMENT) -> list[int]:
    """The indices at which a new level starts, for values with one unknown variance; empty if there are none.

    Of all splits into segments of at least `least` points the one with the smallest

        Σ_segments Σ (x − segment mean)² / σ² + 3 ln(points) · (segments − 1)

    where σ is the median |change| between neighbours / 0.954 (√2 · Φ⁻¹(¾)), so that a jump does not hide itself; if
    that is 0, σ² is half the variance of the changes. Empty, too, below 2 · `least` points.

    Source: Killick, Fearnhead and Eckley (2012); their pruning, left out, finds the same split sooner.

    >>> level_changes([5, 6, 5, 6, 5, 6, 9, 10, 9, 10, 9, 10])
    [6]
    """
    x = np.asarray(values, dtype=float)
    if len(x) < 2 * least:
        return []
    variance = float(np.median(np.abs(np.diff(x))) / 0.954) ** 2 or float(np.var(np.diff(x)) / 2)
    if not variance:
        return []
    x = x - x.mean()
    sums, squares = (np.concatenate([[0.0], np.cumsum(series)]) for series in (x, x * x))

    def costs(starts: NDArray[np.int64], end: int) -> Floats:
        n = end - starts
        within = squares[end] - squares[starts] - (sums[end] - sums[starts]) ** 2 / n
        return np.asarray(within / variance, dtype=float)

    return _best_starts(len(x), costs, least)


def share_changes(successes: Sequence[float], sizes: Sequence[float], *, least: int = LEAST_SEGMENT) -> list[int]:
    """The indices at which a new level starts, for shares of groups of different sizes (all > 0).

    As `level_changes`, with the binomial cost −2 (x ln(x / n) + (n − x) ln(1 − x / n)) of a segment with x successes in
    groups of n together (0 ln 0 = 0).

    Source: Killick, Fearnhead and Eckley (2012).

    >>> share_changes([40, 41, 39, 40, 42, 40, 20, 22, 21, 19, 20, 21], [50] * 12)
    [6]
    """
    x, n = np.asarray(successes, dtype=float), np.asarray(sizes, dtype=float)
    if len(x) < 2 * least:
        return []
    yes, everyone = (np.concatenate([[0.0], np.cumsum(series)]) for series in (x, n))

    def costs(starts: NDArray[np.int64], end: int) -> Floats:
        total, hits = everyone[end] - everyone[starts], yes[end] - yes[starts]
        return np.asarray(-2 * (_log_power(hits, total) + _log_power(total - hits, total)), dtype=float)

    return _best_starts(len(x), costs, least)


def _log_power(hits: Floats, total: Floats) -> Floats:
    """hits · ln(hits / total), which is 0 for no hits."""
    share = np.where(hits > 0, hits / total, 1.0)
    return np.asarray(hits * np.log(share), dtype=float)


def _best_starts(points: int, costs: Costs, least: int) -> list[int]:
    """Where the segments of the cheapest partition start, the first one left out."""
    penalty = 3 * math.log(points)
    cheapest = np.full(points + 1, math.inf)
    cheapest[0] = -penalty
    before = np.zeros(points + 1, dtype=np.int64)
    for end in range(least, points + 1):
        starts = np.arange(0, end - least + 1)
        totals = cheapest[starts] + costs(starts, end) + penalty
        best = int(np.argmin(totals))
        cheapest[end], before[end] = totals[best], best
    found, start = [], int(before[points])
    while start:
        found.append(start)
        start = int(before[start])
    return found[::-1]
