"""Whether something changed when something was done: level and slope of a series before and after."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.critical import normal_pvalue, z_critical
from cxdash.inference.results import Status

Floats = NDArray[np.float64]

LEAST_POINTS = 8


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A fitted number with its interval and two-sided p-value."""

    value: float
    low: float
    high: float
    std_error: float
    pvalue: float


@dataclass(frozen=True, slots=True)
class SegmentedTrend:
    """Where a series started (`level`), its `slope` per step, the jump when something was done (`level_change`) and
    by how much the slope changed then; all None where a side has too few points."""

    level: Coefficient | None
    slope: Coefficient | None
    level_change: Coefficient | None
    slope_change: Coefficient | None
    status: Status


def segmented_trend(
    values: Sequence[float], start: int, *, lags: int = 4, confidence_level: float = 0.95
) -> SegmentedTrend:
    """The level and slope of equally spaced values, and the changes of both from index `start` on.

        y_t = level + slope·t + level_change·[t ≥ start] + slope_change·(t − start)·[t ≥ start]      t = 0, 1, …
        errors² = diagonal of n/(n − 4)·(X'X)⁻¹·M·(X'X)⁻¹      M = Σ (1 − |i − j|/(lags + 1))·e_i·e_j·x_i·x_j'

    By least squares, with residuals e and the sum over |i − j| ≤ `lags` (Newey-West: neighbouring points may be alike);
    intervals and p-values by z. Each side needs eight points: else `n_too_small`.

    Source: Wagner and others (2002); error Newey and West (1987).

    >>> series = [10 + 0.1 * t + (2 if t >= 10 else 0) for t in range(20)]
    >>> round(segmented_trend(series, 10).level_change.value, 6)
    2.0
    """
    y = np.asarray(values, dtype=float)
    n = len(y)
    if start < LEAST_POINTS or n - start < LEAST_POINTS:
        return SegmentedTrend(None, None, None, None, "n_too_small")
    t = np.arange(n, dtype=float)
    after = (t >= start).astype(float)
    design = np.column_stack([np.ones(n), t, after, after * (t - start)])
    fitted, errors = _least_squares(design, y, lags)
    level, slope, level_change, slope_change = (
        _coefficient(float(b), float(e), confidence_level) for b, e in zip(fitted, errors, strict=True)
    )
    return SegmentedTrend(level, slope, level_change, slope_change, "ok")


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """By how much the touched series moved beyond the untouched one; None where a side has too few points."""

    effect: Coefficient | None
    status: Status


def difference_in_differences(
    touched: Sequence[float], untouched: Sequence[float], start: int, *, lags: int = 4, confidence_level: float = 0.95
) -> DifferenceInDifferences:
    """The mean gap between two equally spaced series from index `start` on, less the mean gap before it.

        effect = mean(touched − untouched, from start on) − mean(touched − untouched, before)

    What happened to both (a season, a price) cancels out; that both would have gone on alike is assumed, not tested.
    Errors as in `segmented_trend`, with the factor n/(n − 2). Each side needs eight points: else `n_too_small`.

    Source: Ashenfelter and Card (1985); error Newey and West (1987).

    >>> season = [3.0, 4.0, 5.0, 4.0] * 5
    >>> moved = [value + (2.0 if t >= 10 else 0.5) for t, value in enumerate(season)]
    >>> round(difference_in_differences(moved, season, 10).effect.value, 9)
    1.5
    """
    gap = np.subtract(np.asarray(touched, dtype=float), np.asarray(untouched, dtype=float))
    n = len(gap)
    if start < LEAST_POINTS or n - start < LEAST_POINTS:
        return DifferenceInDifferences(None, "n_too_small")
    design = np.column_stack([np.ones(n), np.arange(n) >= start]).astype(float)
    fitted, errors = _least_squares(design, gap, lags)
    return DifferenceInDifferences(_coefficient(float(fitted[1]), float(errors[1]), confidence_level), "ok")


def _least_squares(design: Floats, y: Floats, lags: int) -> tuple[Floats, Floats]:
    """The coefficients and their Newey-West errors."""
    n, k = design.shape
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ y
    scores = design * (y - design @ fitted)[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        shifted = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (shifted + shifted.T)
    variances = np.diag(inverse @ middle @ inverse) * n / (n - k)
    return np.asarray(fitted), np.sqrt(np.maximum(0.0, variances))


def _coefficient(value: float, error: float, confidence_level: float) -> Coefficient:
    reach = z_critical(confidence_level) * error
    z = value / error if error else math.copysign(math.inf, value) if value else 0.0
    return Coefficient(value, value - reach, value + reach, error, normal_pvalue(z))
