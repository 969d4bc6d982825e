"""Several treatments against one control: Dunnett's simultaneous intervals and p-values."""

import math
from collections.abc import Sequence
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri, ndtr, ndtri

from cxdash.inference.critical import alpha_of, t_critical, t_pvalue
from cxdash.inference.means import without_interval
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference

Floats = NDArray[np.float64]

_MANY = 1e9  # degrees of freedom of a spread that is as good as known


def dunnett(control: Moments, treatments: Sequence[Moments], confidence_level: float = 0.95) -> list[Difference]:
    """The differences treatment − control, one per treatment, whose intervals all hold together with this level.

        low, high = mean_i − mean_0 ∓ c·e      e = s·√(1/n_i + 1/n_0)      s² = Σ m2 / df      df = Σ (n − 1)
        P(all |T_i| ≤ c) = confidence_level      pvalue = P(any |T_i| > |mean_i − mean_0| / e)

    The sums are over all arms. The T_i follow t with df, any two of them correlated by λ_i·λ_j, λ_i² = n_i / (n_i +
    n_0). One variance is assumed for all arms; effects are in the metric's unit. An arm of fewer than two units leaves
    no comparison (`n_too_small`), equal values in every arm none either (`zero_variance`).

    Source: Dunnett (1955).

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


def simultaneous_level(control: float, treatments: Sequence[float], confidence_level: float = 0.95) -> float:
    """The level of each comparison's own interval at which all of them together hold with `confidence_level`.

        1 − 2·Φ(−c)      P(all |Z_i| ≤ c) = confidence_level

    The Z_i are normal and correlated as the T_i in `dunnett`. `control` and `treatments` are numbers of units (all > 0,
    one treatment at least). Any kind of comparison may be made at that level: shares by their score, NPS by MOVER,
    ratios by the delta method.

    Source: Dunnett (1955), with a variance that is known.

    >>> round(simultaneous_level(500, [500]), 4), round(simultaneous_level(500, [500, 500]), 4)
    (0.95, 0.973)
    """
    return 1 - 2 * float(ndtr(-_shared_control(control, treatments).critical(confidence_level)))


def simultaneous_pvalue(pvalue: float, control: float, treatments: Sequence[float]) -> float:
    """The p-value of one of several comparisons with the same control that allows for there being several.

    `P(any |Z_i| > z)` with `z = Φ⁻¹(1 − pvalue / 2)` and the Z_i of `simultaneous_level`: it is below α exactly when
    the interval at that level excludes zero.

    Source: Dunnett (1955), with a variance that is known.

    >>> round(simultaneous_pvalue(0.02696, 500, [500, 500]), 4), simultaneous_pvalue(1.0, 500, [500, 500])
    (0.05, 1.0)
    """
    return _shared_control(control, treatments).pvalue(-float(ndtri(pvalue / 2)))


def _shared_control(control: float, treatments: Sequence[float]) -> "_Simultaneous":
    return _Simultaneous([n / (n + control) for n in treatments], _MANY)


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


@cache
def _normal_nodes() -> tuple[Floats, Floats]:
    """Places and weights for means over a standard normal."""
    nodes, weights = np.polynomial.legendre.leggauss(100)
    z = np.asarray(8.0 * nodes, dtype=float)
    return z, np.asarray(8.0 * weights * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi), dtype=float)


class _Simultaneous:
    """The distribution of the largest |t| of comparisons that share a control.

    Given the control's own deviation and the spread, the comparisons are independent; both are integrated out.
    `shares` are n / (n + n of the control) of each treatment, which are the squared correlations.
    """

    def __init__(self, shares: Sequence[float], df: float) -> None:
        # Both on the normal scale, where their densities are smooth; the spread by its quantiles there.
        z, density = _normal_nodes()
        self._control, self._control_weights = z, density
        known = df >= _MANY
        self._spread: Floats = np.ones(1) if known else np.sqrt(np.asarray(chdtri(df, ndtr(-z))) / df)
        self._spread_weights: Floats = np.ones(1) if known else density
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
