"""Thousands of groups at once: the estimates and differences of single groups, in arrays and without a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincc, ndtr, stdtrit

from cxdash.inference.critical import alpha_of
from cxdash.inference.estimates import Family
from cxdash.inference.inversion import crossings
from cxdash.inference.moments import LARGEST_COUNT, ROUNDING
from cxdash.inference.nps import nps_score_intervals, score_zs
from cxdash.inference.results import Difference, Estimate, Status
from cxdash.inference.shares import wilson_intervals, wilson_zs

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Statuses = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Estimates:
    """Arrays over groups. A number that cannot be known is NaN here and its `status` says why; None in an Estimate."""

    value: Floats
    low: Floats
    high: Floats
    std_error: Floats
    n_effective: Floats
    status: Statuses
    confidence_level: float
    method: str

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, index: int) -> Estimate:
        n = float(self.n_effective[index])
        return Estimate(
            value=_known(self.value[index]),
            low=_known(self.low[index]),
            high=_known(self.high[index]),
            std_error=_known(self.std_error[index]),
            n=round(n),
            n_effective=n,
            confidence_level=self.confidence_level,
            method=self.method,
            status=_STATUSES[self.status[index]],
        )

    def __iter__(self) -> Iterator[Estimate]:
        return (self[index] for index in range(len(self)))


@dataclass(frozen=True, slots=True)
class Differences:
    """The same for pairs of groups: other − base, with the interval and the p-value that agrees with it."""

    effect_size: Floats
    low: Floats
    high: Floats
    std_error: Floats
    pvalue: Floats
    status: Statuses
    confidence_level: float
    method: str

    def __len__(self) -> int:
        return len(self.effect_size)

    def __getitem__(self, index: int) -> Difference:
        return Difference(
            effect_size=_known(self.effect_size[index]),
            low=_known(self.low[index]),
            high=_known(self.high[index]),
            std_error=_known(self.std_error[index]),
            pvalue=_known(self.pvalue[index]),
            confidence_level=self.confidence_level,
            method=self.method,
            status=_STATUSES[self.status[index]],
        )

    def __iter__(self) -> Iterator[Difference]:
        return (self[index] for index in range(len(self)))


def estimate_many(groups: ArrayLike, family: Family, *, confidence_level: float = 0.95) -> Estimates:
    """The estimate of every group (row), as `estimate` gives it for one.

    Columns: nps promoters, passives, detractors; share successes, n (in percent then); mean n, mean, m2. Counts may
    be effective ones. ValueError for counts that are negative or not finite.

    >>> found = estimate_many([[120, 60, 40], [0, 0, 0]], "nps")
    >>> round(found[0].value, 2), round(found[0].low, 2), round(found[0].high, 2), found[1].status
    (36.36, 25.72, 46.04, 'no_data')
    >>> round(estimate_many([[3, 4]], "share")[0].low, 2)
    30.06
    """
    rows = _checked(groups, family)
    level = confidence_level
    if family == "mean":
        return _means(rows, level)
    return _scores(rows, family, level)[0]


def difference_many(
    base: ArrayLike, other: ArrayLike, family: Family, *, confidence_level: float = 0.95
) -> Differences:
    """other − base for every pair of rows, as `difference` gives it for one: MOVER, Newcombe or Welch.

    Columns as for `estimate_many`; both of one shape.

    >>> found = difference_many([[90, 70, 60]], [[120, 60, 40]], "nps")[0]
    >>> round(found.effect_size, 2), round(found.low, 2), round(found.high, 2), round(found.pvalue, 4)
    (22.73, 7.75, 37.3, 0.003)
    """
    one, two = _checked(base, family), _checked(other, family)
    if one.shape != two.shape:
        raise ValueError(f"every base needs its other: {len(one)} and {len(two)} groups")
    if family == "mean":
        return _welch(one, two, confidence_level)
    (a, a_z), (b, b_z) = (_scores(rows, family, confidence_level) for rows in (one, two))
    effect = b.value - a.value
    low = effect - np.hypot(b.value - b.low, a.high - a.value)
    high = effect + np.hypot(b.high - b.value, a.value - a.low)
    error = np.hypot(np.nan_to_num(a.std_error), np.nan_to_num(b.std_error))
    missing = np.isnan(effect)
    return Differences(
        effect_size=effect,
        low=np.minimum(low, effect),
        high=np.maximum(high, effect),
        std_error=np.where(missing | (error == 0), np.nan, error),
        pvalue=np.where(missing, np.nan, _mover_pvalues(a.value / 100, a_z, b.value / 100, b_z)),
        status=np.where(missing, "no_data", "ok"),
        confidence_level=confidence_level,
        method="mover" if family == "nps" else "newcombe",
    )


Zs = Callable[[Floats, Indices], Floats]


def _scores(rows: Floats, family: Family, level: float) -> tuple[Estimates, Zs]:
    """Estimates, and how many standard errors any values (in −1…1) lie from them."""
    n = rows.sum(axis=1) if family == "nps" else rows[:, 1]
    empty = n <= 0
    some = np.where(empty[:, None], 1.0, rows)  # a group of nobody is computed as one of somebody and taken out
    if family == "nps":
        promoters, passives, detractors = some.T
        total = some.sum(axis=1)
        value = (promoters - detractors) / total
        variance = (promoters + detractors) / total - value * value
        low, high = (ends / 100 for ends in nps_score_intervals(promoters, passives, detractors, level))

        def zs(at: Floats, of: Indices) -> Floats:
            return score_zs(promoters[of], detractors[of], total[of], at)
    else:
        successes, total = np.minimum(some[:, 0], some[:, 1]), some[:, 1]
        value = successes / total
        variance = value * (1 - value)
        low, high = wilson_intervals(successes, total, level)

        def zs(at: Floats, of: Indices) -> Floats:
            return wilson_zs(successes[of], total[of], at)

    error = np.sqrt(np.maximum(variance, 0.0) / total)
    constant = variance <= 1e-14
    absent = np.where(empty, np.nan, 1.0)
    found = Estimates(
        value=100 * value * absent,
        low=100 * np.minimum(low, value) * absent,
        high=100 * np.maximum(high, value) * absent,
        std_error=np.where(constant, np.nan, 100 * error * absent),
        n_effective=n,
        status=np.where(empty, "no_data", "ok"),
        confidence_level=level,
        method="nps_score" if family == "nps" else "wilson",
    )
    return found, zs


def _mover_pvalues(base: Floats, base_z: Zs, other: Floats, other_z: Zs) -> Floats:
    """As `mover_pvalue`: at the angle at which both limits come from the same critical value."""
    base, other = np.nan_to_num(base), np.nan_to_num(other)
    effect = other - base
    # Two equal estimates have no angle; any other distance stands in and the p-value is 1.
    size = np.where(effect == 0, 1e-3, np.abs(effect))
    sign = np.where(effect < 0, -1.0, 1.0)

    def scores(angle: Floats, of: Indices) -> tuple[Floats, Floats]:
        one = base_z(base[of] + sign[of] * size[of] * np.sin(angle), of)
        return one, other_z(other[of] - sign[of] * size[of] * np.cos(angle), of)

    def imbalance(angle: Floats, of: Indices) -> Floats:
        one, two = scores(angle, of)
        # A score is infinite where its limit is the end of the scale.
        finite = np.isfinite(one) & np.isfinite(two)
        total = np.where(finite, one + two, 1.0)
        apart = np.where(finite, one - two, np.where(np.isinf(one), 1.0, -1.0))
        # At the far end the other's limit is its own estimate, whatever rounding makes of it.
        return np.where(angle >= np.pi / 2, 1.0, apart / total)

    angles = crossings(imbalance, np.zeros_like(effect), np.full_like(effect, np.pi / 2))
    z = np.minimum(*scores(angles, np.arange(len(effect))))
    return np.where(effect == 0, 1.0, 2 * ndtr(-z))


def _means(rows: Floats, level: float) -> Estimates:
    n, mean, m2 = rows.T
    empty, small = n <= 0, n < 2 - 1e-9
    constant = m2 <= n * (4 * np.spacing(np.abs(mean))) ** 2
    known = ~(small | constant)
    df = np.where(known, n - 1, 1.0)
    error = np.sqrt(np.where(known, m2, 1.0) / df / np.where(known, n, 1.0))
    reach = np.where(known, -stdtrit(df, alpha_of(level) / 2) * error, np.nan)
    status = np.select([empty, small, constant], ["no_data", "n_too_small", "zero_variance"], "ok")
    value = np.where(empty, np.nan, mean)
    return Estimates(value, value - reach, value + reach, np.where(known, error, np.nan), n, status, level, "t")


def _welch(one: Floats, two: Floats, level: float) -> Differences:
    a, b = _means(one, level), _means(two, level)
    empty = (a.status == "no_data") | (b.status == "no_data")
    small = (a.status == "n_too_small") | (b.status == "n_too_small")
    constant = (a.status == "zero_variance") & (b.status == "zero_variance")
    known = ~(empty | small | constant)
    sizes = [np.where(known, rows[:, 0], 2.0) for rows in (one, two)]
    errors2 = [np.where(known, rows[:, 2] / (n - 1) / n, 1.0) for rows, n in zip((one, two), sizes, strict=True)]
    total = errors2[0] + errors2[1]
    share = errors2[0] / total
    df = 1 / (share * share / (sizes[0] - 1) + (1 - share) ** 2 / (sizes[1] - 1))
    error, effect = np.sqrt(total), b.value - a.value
    t = np.clip(np.nan_to_num(effect) / error, -1e100, 1e100)
    reach = np.where(known, -stdtrit(df, alpha_of(level) / 2) * error, np.nan)
    pvalue = np.where(known, betaincc(0.5, df / 2, t * t / (df + t * t)), np.nan)
    status = np.select([empty, small, constant], ["no_data", "n_too_small", "zero_variance"], "ok")
    return Differences(
        effect, effect - reach, effect + reach, np.where(known, error, np.nan), pvalue, status, level, "welch"
    )


def _checked(groups: ArrayLike, family: Family) -> Floats:
    rows = np.asarray(groups, dtype=float)
    columns = 2 if family == "share" else 3
    rows = rows.reshape(-1, columns) if rows.size == 0 else rows
    if rows.ndim != 2 or rows.shape[1] != columns or not np.all(np.isfinite(rows)):
        raise ValueError(f"groups of this family are rows of {columns} finite numbers")
    counts = rows[:, [0, 2]] if family == "mean" else rows
    if np.any((counts < 0) | (counts[:, :1] > LARGEST_COUNT)) or (family == "share" and _too_many(rows)):
        raise ValueError("counts must not be negative, and no more can succeed than there are")
    return rows if family == "mean" else np.where(rows < ROUNDING, 0.0, rows)


def _too_many(rows: Floats) -> bool:
    return bool(np.any(rows[:, 0] > rows[:, 1] * (1 + 1e-12)))


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


_STATUSES: dict[str, Status] = {
    "ok": "ok",
    "no_data": "no_data",
    "n_too_small": "n_too_small",
    "zero_variance": "zero_variance",
}
