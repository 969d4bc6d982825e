"""Intervals without a formula: groups drawn again from themselves, always with the same seed for the same answer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.critical import alpha_of
from cxdash.inference.means import welch, without_interval
from cxdash.inference.moments import Moments
from cxdash.inference.paths import Path, removal_effects
from cxdash.inference.results import Difference

Floats = NDArray[np.float64]

RESAMPLES = 2_000


def bootstrap_t(
    base: Sequence[float],
    other: Sequence[float],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    confidence_level: float = 0.95,
) -> Difference:
    """The difference other − base of two means with the studentised bootstrap interval, for very skewed amounts.

        low, high = Δ − t_(1−α/2)·s, Δ − t_(α/2)·s      t = (Δ* − Δ)/s*

    with the quantiles of t over the resamples, each with its own unpooled error s*. The p-value is the smallest α whose
    interval excludes zero, so both agree. Where Welch has no answer there is none here. ValueError if fewer than ten
    resamples lie in a tail.

    Source: Hall (1988).

    >>> found = bootstrap_t([1, 2, 2, 3, 9, 1, 2], [4, 5, 5, 6, 30, 4, 7])
    >>> round(found.effect_size, 4), found.low > 0
    (5.8571, True)
    """
    a, b = np.asarray(base, dtype=float), np.asarray(other, dtype=float)
    plain = welch(Moments.from_values(a.tolist()), Moments.from_values(b.tolist()), confidence_level)
    if plain.effect_size is None or plain.std_error is None:
        means = [float(values.mean()) if len(values) else None for values in (a, b)]
        return without_interval(means[0], means[1], confidence_level, "bootstrap_t", plain.status)
    rng = np.random.default_rng(seed)
    drawn = [values[rng.integers(0, len(values), (resamples, len(values)))] for values in (a, b)]
    apart = drawn[1].mean(axis=1) - drawn[0].mean(axis=1)
    errors = np.sqrt(sum(one.var(axis=1, ddof=1) / one.shape[1] for one in drawn))
    # A resample of equal values has no spread to measure with: it counts as a very large t.
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.nan_to_num((apart - plain.effect_size) / errors, nan=0.0, posinf=1e9, neginf=-1e9)
    tail = _tail(confidence_level, resamples)
    low_t, high_t = np.quantile(t, [tail, 1 - tail])
    low, high = plain.effect_size - high_t * plain.std_error, plain.effect_size - low_t * plain.std_error
    return Difference(
        effect_size=plain.effect_size,
        low=min(float(low), plain.effect_size),
        high=max(float(high), plain.effect_size),
        std_error=plain.std_error,
        pvalue=_largest_alpha(t, plain.effect_size / plain.std_error),
        confidence_level=confidence_level,
        method="bootstrap_t",
        status="ok",
    )


def quantile_bootstrap(
    base: Sequence[float],
    other: Sequence[float],
    probability: float = 0.5,
    *,
    seed: int = 0,
    resamples: int = 10_000,
    confidence_level: float = 0.95,
) -> Difference:
    """The difference other − base of two quantiles, by drawing which order statistic the quantile of a resample is.

    That index is `Bin(n + 1, q)`, so a million values cost as much as a hundred; the interval is the α/2 and 1 − α/2
    quantiles of the drawn differences, `std_error` their spread. A group without values: `no_data`; two groups whose
    drawn quantiles never differ: `zero_variance`. ValueError if fewer than ten resamples lie in a tail.

    Source: Schultzberg and Ankargren (2022).

    >>> found = quantile_bootstrap(list(range(100)), list(range(20, 120)))
    >>> found.effect_size, found.low > 0, found.high < 40
    (20.0, True, True)
    """
    groups = [np.sort(np.asarray(values, dtype=float)) for values in (base, other)]
    if not all(len(values) for values in groups):
        return without_interval(None, None, confidence_level, "quantile_bootstrap", "no_data")
    one, two = (float(np.quantile(values, probability)) for values in groups)
    rng = np.random.default_rng(seed)
    drawn = [
        values[np.clip(rng.binomial(len(values) + 1, probability, resamples) - 1, 0, len(values) - 1)]
        for values in groups
    ]
    apart = drawn[1] - drawn[0]
    if not np.ptp(apart):
        return without_interval(one, two, confidence_level, "quantile_bootstrap", "zero_variance")
    tail = _tail(confidence_level, resamples)
    low, high = np.quantile(apart, [tail, 1 - tail])
    effect = two - one
    return Difference(
        effect_size=effect,
        low=min(float(low), effect),
        high=max(float(high), effect),
        std_error=float(apart.std(ddof=1)),
        pvalue=_largest_alpha(apart, 0.0),
        confidence_level=confidence_level,
        method="quantile_bootstrap",
        status="ok",
    )


def removal_intervals(
    paths: Sequence[Path], *, seed: int = 0, resamples: int = 300, confidence_level: float = 0.95
) -> dict[str, tuple[float, float]]:
    """The ends of each touchpoint's removal effect (0…1) when the customers behind the journeys are drawn again.

    A multinomial draw over the journeys, each succeeding or not; the α/2 and 1 − α/2 quantiles of what
    `removal_effects` finds. A touchpoint that a resample does not pass, or in which nobody succeeds, has no effect
    there. Empty if nothing succeeded. ValueError for customers that are not whole.

    Source: percentile interval, Efron and Tibshirani (1993).

    >>> low, high = removal_intervals([(["mail", "shop"], 30, 10), (["shop"], 10, 30)])["mail"]
    >>> 0.3 < low < 0.5 < high < 0.7
    True
    """
    effects = removal_effects(paths)
    counts = np.array([count for _, successes, failures in paths for count in (successes, failures)], dtype=float)
    if not effects:
        return {}
    if not np.all(counts == np.floor(counts)):
        raise ValueError("customers can only be drawn again if they are whole")
    rng = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {name: [] for name in effects}
    for row in rng.multinomial(int(counts.sum()), counts / counts.sum(), resamples):
        again = [(path, float(row[2 * i]), float(row[2 * i + 1])) for i, (path, _, _) in enumerate(paths)]
        found = removal_effects(again)
        for name, values in drawn.items():
            values.append(found.get(name, 0.0))
    tail = alpha_of(confidence_level) / 2
    return {
        name: (
            min(effects[name], float(np.quantile(values, tail))),
            max(effects[name], float(np.quantile(values, 1 - tail))),
        )
        for name, values in drawn.items()
    }


def _tail(confidence_level: float, resamples: int) -> float:
    tail = alpha_of(confidence_level) / 2
    if tail * resamples < 10:
        raise ValueError(f"{resamples} resamples are too few for a confidence level of {confidence_level}")
    return tail


def _largest_alpha(drawn: Floats, value: float) -> float:
    """The largest α at which `value` lies between the α/2 and 1 − α/2 quantiles of what was drawn; 1 at the median.

    Never 0: of so many resamples one more could have been as far out.
    """
    above, below = _share_up_to(np.sort(drawn), value), _share_up_to(np.sort(-drawn), -value)
    return min(1.0, max(2 * min(above, below), 2 / (len(drawn) + 1)))


def _share_up_to(ordered: Floats, value: float) -> float:
    """The largest u at which the quantile, linear between the ordered values, is not above `value`."""
    k = int(np.searchsorted(ordered, value, side="right"))
    if k in (0, len(ordered)):
        return float(k > 0)
    step = ordered[k] - ordered[k - 1]
    return float((k - 1 + (value - ordered[k - 1]) / step) / (len(ordered) - 1))
