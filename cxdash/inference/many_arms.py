"""Several treatments against one control: Dunnett's simultaneous intervals and p-values."""

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri, ndtr

from cxdash.inference.critical import alpha_of, t_critical, t_pvalue
from cxdash.inference.means import without_interval
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference

Floats = NDArray[np.float64]


def dunnett(control: Moments, treatments: Sequence[Moments], confidence_level: float = 0.95) -> list[Difference]:
    """treatment − control for each, so that all intervals together hold with the level. Dunnett 1955.

    One variance is assumed for all arms. An arm of fewer than two units leaves no comparison (`n_too_small`), equal
    values everywhere none either (`zero_variance`).

    >>> arms = [Moments(100, mean, 900.0) for mean in (10.0, 10.5, 11.5)]
    >>> [round(found.pvalue, 4) for found in dunnett(arms[0], arms[1:])]
    [0.3957, 0.001]
    """
    method = "dunnett"
    arms = [control, *treatments]
    if any(arm.too_small for arm in arms):
        return [without_interval(control.mean, arm.mean, confidence_level, method, "n_too_small") for arm in treatments]
    if all(arm.constant for arm in arms):
        return [
            without_interval(control.mean, arm.mean, confidence_level, method, "zero_variance") for arm in treatments
        ]
    df = sum(arm.n - 1 for arm in arms)
    pooled = sum(arm.m2 for arm in arms) / df
    inside = _Simultaneous([arm.n / (arm.n + control.n) for arm in treatments], df)
    critical = inside.critical(confidence_level)
    return [
        _against(control, arm, pooled, inside=inside, critical=critical, confidence_level=confidence_level)
        for arm in treatments
    ]


def _against(
    control: Moments, arm: Moments, pooled: float, *, inside: "_Simultaneous", critical: float, confidence_level: float
) -> Difference:
    effect = arm.mean - control.mean
    error = math.sqrt(pooled * (1 / control.n + 1 / arm.n))
    return Difference(
        effect_size=effect,
        low=effect - critical * error,
        high=effect + critical * error,
        std_error=error,
        pvalue=inside.pvalue(abs(effect) / error),
        confidence_level=confidence_level,
        method="dunnett",
        status="ok",
    )


class _Simultaneous:
    """The distribution of the largest |t| of comparisons that share a control.

    Given the control's own deviation and the spread, the comparisons are independent; both are integrated out.
    `shares` are n / (n + n of the control) of each treatment, which are the squared correlations.
    """

    def __init__(self, shares: Sequence[float], df: float) -> None:
        # Both on the normal scale, where their densities are smooth; the spread by its quantiles there.
        nodes, weights = np.polynomial.legendre.leggauss(100)
        z: Floats = 8.0 * nodes
        density = 8.0 * weights * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
        self._control, self._control_weights = z, density
        self._spread: Floats = np.sqrt(np.asarray(chdtri(df, ndtr(-z))) / df)
        self._spread_weights = density
        self._shares, self._df = shares, df

    def probability(self, t: float) -> float:
        """P(all |t| ≤ t)."""
        within: Floats = np.ones((len(self._spread), len(self._control)))
        for share in self._shares:
            own = math.sqrt(1 - share)
            shift = math.sqrt(share) * self._control[None, :]
            edge = t * self._spread[:, None]
            within = within * (ndtr((edge + shift) / own) - ndtr((-edge + shift) / own))
        return float(self._spread_weights @ within @ self._control_weights)

    def pvalue(self, t: float) -> float:
        """P(any |t| > t); far out Bonferroni's bound, which is then exact and keeps its digits."""
        bound = min(1.0, len(self._shares) * t_pvalue(t, self._df))
        outside = 1 - self.probability(t)
        return bound if outside < 1e-10 else min(bound, outside)

    def critical(self, confidence_level: float) -> float:
        """The t that all comparisons stay within with this probability."""
        inside = 1 - alpha_of(confidence_level)
        # Never below the limit of a single comparison, never above Bonferroni's.
        single = t_critical(confidence_level, self._df)
        bonferroni = t_critical(1 - alpha_of(confidence_level) / len(self._shares), self._df)
        return float(brentq(partial(_excess, self, inside), 0.999 * single, 1.001 * bonferroni, xtol=1e-10))


def _excess(distribution: _Simultaneous, inside: float, t: float) -> float:
    return distribution.probability(t) - inside
