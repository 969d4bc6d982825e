"""Whether an effect wears off (or grows) with the time somebody has been exposed to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxdash.inference.critical import normal_pvalue, z_critical
from cxdash.inference.results import Status

LEAST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Novelty:
    """The change of the effect per day since exposure with its interval and p-value; None with too few days.

    `first` and `last` are the effects the line gives for the first and the last of the days.
    """

    slope: float | None
    low: float | None
    high: float | None
    pvalue: float | None
    first: float | None
    last: float | None
    status: Status


def novelty(
    days: Sequence[float], effects: Sequence[float], errors: Sequence[float], confidence_level: float = 0.95
) -> Novelty:
    """A line through the effects by days since exposure (or by week of first exposure), each with its precision.

        slope = Σ w(t − t̄)x / Σ w(t − t̄)²      error = 1/√(Σ w(t − t̄)²)      w = 1/s²      t̄ = Σ wt / Σ w

    judged by z, in units of the effect per day. `errors` s are the standard errors of the `effects` x (all > 0, else
    ValueError), which should come from different units: exposure cohorts do, days of the same units only roughly. Needs
    three days, else `n_too_small`.

    Source: definition of weighted least squares with known errors.

    >>> found = novelty([0, 1, 2, 3, 4], [5.0, 4.1, 2.9, 2.1, 1.0], [0.4] * 5)
    >>> round(found.slope, 3), found.pvalue < 0.001, round(found.last, 2)
    (-1.0, True, 1.02)
    """
    t, x, s = (np.asarray(series, dtype=float) for series in (days, effects, errors))
    if not len(t) == len(x) == len(s) or not np.all(np.isfinite(x)) or not np.all((s > 0) & np.isfinite(s)):
        raise ValueError("every day needs an effect and its standard error, positive and finite")
    if len(np.unique(t)) < LEAST_DAYS:
        return Novelty(None, None, None, None, None, None, "no_data" if not len(t) else "n_too_small")
    weights = 1 / (s * s)
    centre = float(weights @ t / weights.sum())
    level = float(weights @ x / weights.sum())
    spread = float(weights @ (t - centre) ** 2)
    slope, error = float(weights @ ((t - centre) * x)) / spread, 1 / math.sqrt(spread)
    reach = z_critical(confidence_level) * error
    first, last = (level + slope * (float(end) - centre) for end in (t.min(), t.max()))
    return Novelty(slope, slope - reach, slope + reach, normal_pvalue(slope / error), first, last, "ok")
