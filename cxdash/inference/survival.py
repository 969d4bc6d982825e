"""How long customers stay: survival curves, their comparison, and the mean time within a horizon."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from cxdash.inference.critical import normal_pvalue, z_critical
from cxdash.inference.means import without_interval
from cxdash.inference.results import Difference, Estimate

Floats = NDArray[np.float64]
Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Survival:
    """The Kaplan-Meier curve of one group, as arrays of one length: a place for each time at which somebody left.

    Who was still there (`at_risk`), how many `left`, the `share` that stayed on (0…1), and `greenwood`, the variance of
    its logarithm. `n` were observed, the `last` of them until that time.
    """

    times: Floats
    at_risk: Floats
    left: Floats
    share: Floats
    greenwood: Floats
    n: int
    last: float

    def at(self, time: float, confidence_level: float = 0.95) -> tuple[float | None, float | None, float | None]:
        """The share (0…1) that stays beyond `time` with its log-log interval, as (share, low, high).

            low, high = S^exp(z·√G / −ln S), S^exp(−z·√G / −ln S)

        S is the share and G Greenwood's sum by then. The ends are None while nobody has left or when everybody has; all
        is None after the last observation of a group that has not ended.

        Source: Kalbfleisch and Prentice (1980).

        >>> curve = kaplan_meier([1, 2, 3, 4], [True, False, True, False])
        >>> [round(number, 4) for number in curve.at(3)]
        [0.375, 0.011, 0.808]
        """
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        if index < 0:
            return (1.0 if self.n else None), None, None
        share, variance = float(self.share[index]), float(self.greenwood[index])
        if time > self.last and share > 0:
            return None, None, None
        if share <= 0:
            return 0.0, None, None
        log = math.log(share)
        reach = z_critical(confidence_level) * math.sqrt(variance) / -log
        return share, math.exp(log * math.exp(reach)), math.exp(log * math.exp(-reach))

    @property
    def median(self) -> float | None:
        """The first time at which at most half stay on, `min {t : S(t) ≤ ½}`; None if that is not reached.

        Source: definition.

        >>> kaplan_meier([1, 2, 3], [True, True, False]).median, kaplan_meier([1, 2], [False, False]).median
        (2.0, None)
        """
        reached = np.flatnonzero(self.share <= 0.5 + 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(durations: Sequence[float], left: Sequence[bool]) -> Survival:
    """The curve of customers observed for `durations` (≥ 0), who at their end had `left` or were still there.

        S(t) = Π (1 − d_i / n_i)      G(t) = Σ d_i / (n_i(n_i − d_i))

    over the times up to t at which d_i of the n_i still observed left; G is Greenwood's sum. ValueError for durations
    that are negative or not finite, or lack their `left`.

    Source: Kaplan and Meier (1958); error Greenwood (1926).

    >>> kaplan_meier([1, 2, 3, 4], [True, False, True, False]).share.tolist()
    [0.75, 0.375]
    """
    time, gone = _checked(durations, left)
    times, events = np.unique(time[gone], return_counts=True)
    at_risk = len(time) - np.searchsorted(np.sort(time), times, side="left")
    share = np.cumprod(1 - events / at_risk).astype(float)
    staying = np.maximum(at_risk - events, 1)  # the sum is not used once nobody stays
    greenwood = np.cumsum(events / (at_risk * staying))
    last = float(time.max()) if len(time) else 0.0
    return Survival(times, at_risk.astype(float), events.astype(float), share, greenwood, len(time), last)


def restricted_mean(curve: Survival, horizon: float, confidence_level: float = 0.95) -> Estimate:
    """The mean time customers stay within the `horizon`, in the unit of the durations: the area under the curve.

        value = ∫ S(t) dt from 0 to the horizon      std_error² = Σ A_i²·d_i / (n_i(n_i − d_i))

    A_i is the area after the i-th time; ± z standard errors, within 0 and the horizon. `n_too_small` (no mean) where
    the group was not observed up to the horizon while some of it stayed on; nobody left: `zero_variance` (no interval).

    Source: Royston and Parmar (2013).

    >>> found = restricted_mean(kaplan_meier([1, 2, 3, 4], [True, False, True, False]), 4)
    >>> found.value, round(found.std_error, 4)
    (2.875, 0.6027)
    """
    if not curve.n:
        return Estimate(None, None, None, None, 0, 0.0, confidence_level, "rmst", "no_data")
    within = curve.times < horizon
    edges = np.concatenate([[0.0], curve.times[within], [horizon]])
    levels = np.concatenate([[1.0], curve.share[within]])
    areas = levels * np.diff(edges)
    value = float(areas.sum())
    if horizon > curve.last and levels[-1] > 0:
        return Estimate(None, None, None, None, curve.n, curve.n, confidence_level, "rmst", "n_too_small")
    # What is left of the area after each time at which somebody left.
    left_over = np.cumsum(areas[::-1])[::-1][1:]
    at_risk, events = curve.at_risk[within], curve.left[within]
    terms = left_over**2 * events / (at_risk * np.maximum(at_risk - events, 1))
    error = math.sqrt(float(terms.sum()))
    if not error:
        return Estimate(value, None, None, None, curve.n, curve.n, confidence_level, "rmst", "zero_variance")
    reach = z_critical(confidence_level) * error
    low, high = max(0.0, value - reach), min(horizon, value + reach)
    return Estimate(value, low, high, error, curve.n, curve.n, confidence_level, "rmst", "ok")


def compare_restricted_means(
    base: Survival, other: Survival, horizon: float, confidence_level: float = 0.95
) -> Difference:
    """The difference other − base of the mean times within the horizon, in their unit.

        low, high = μ_b − μ_a ∓ z·s      s² = s_a² + s_b²      pvalue = P(|Z| ≥ |μ_b − μ_a|/s)

    of the means μ and errors of `restricted_mean`. Where a group has no error: its status and no interval.

    Source: Royston and Parmar (2013).

    >>> one = kaplan_meier([1, 2, 3, 4], [True, True, True, False])
    >>> round(compare_restricted_means(one, kaplan_meier([2, 3, 4, 4], [True, True, False, False]), 4).effect_size, 4)
    0.75
    """
    one, two = (restricted_mean(curve, horizon, confidence_level) for curve in (base, other))
    if one.std_error is None or two.std_error is None or one.value is None or two.value is None:
        status = one.status if one.status != "ok" else two.status
        return without_interval(one.value, two.value, confidence_level, "rmst", status)
    effect, error = two.value - one.value, math.hypot(one.std_error, two.std_error)
    reach = z_critical(confidence_level) * error
    pvalue = normal_pvalue(effect / error)
    return Difference(effect, effect - reach, effect + reach, error, pvalue, confidence_level, "rmst", "ok")


def log_rank(groups: Sequence[tuple[Sequence[float], Sequence[bool]]]) -> tuple[float | None, float | None]:
    """χ² and p-value of "all groups stay equally long", of (durations, left) per group.

        χ² = u'·V⁻¹·u      u_g = Σ (d_g − d·n_g/n)      V_gh = Σ d(n − d)/(n − 1)·(n_g/n)·([g = h] − n_h/n)

    over the times at which d of n left, without the first group in u and V; df = groups − 1. Both None with fewer than
    two groups or where nobody left.

    Source: Mantel (1966).

    >>> chi2, pvalue = log_rank([([1, 2, 3], [True, True, True]), ([4, 5, 6], [True, True, False])])
    >>> round(chi2, 4), round(pvalue, 4)
    (5.0517, 0.0246)
    """
    checked = [_checked(durations, left) for durations, left in groups if len(durations)]
    k = len(checked)
    if k < 2:
        return None, None
    times = np.unique(np.concatenate([time[gone] for time, gone in checked]))
    at_risk = np.array(
        [len(time) - np.searchsorted(np.sort(time), times, side="left") for time, _ in checked], dtype=float
    )
    events = np.array([[np.sum(time[gone] == t) for t in times] for time, gone in checked], dtype=float).reshape(k, -1)
    everyone, everybody_left = at_risk.sum(axis=0), events.sum(axis=0)
    shares = at_risk / everyone
    surplus = (events - shares * everybody_left).sum(axis=1)
    # Hypergeometric variance; at the last person there is none.
    factor = everybody_left * (everyone - everybody_left) / np.maximum(everyone - 1, 1)
    covariance = np.diag((shares * factor).sum(axis=1)) - (shares * factor) @ shares.T
    if not covariance.any():
        return None, None
    chi2 = float(surplus[1:] @ np.linalg.pinv(covariance[1:, 1:]) @ surplus[1:])
    return chi2, float(chdtrc(k - 1, chi2))


def _checked(durations: Sequence[float], left: Sequence[bool]) -> tuple[Floats, NDArray[np.bool_]]:
    time, gone = np.asarray(durations, dtype=float), np.asarray(left, dtype=bool)
    if len(time) != len(gone) or not np.all(np.isfinite(time)) or np.any(time < 0):
        raise ValueError("every customer needs a duration, finite and not negative, and whether they left")
    return time, gone
