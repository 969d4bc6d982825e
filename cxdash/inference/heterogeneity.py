"""Many segments at once: whether they differ at all, and estimates that lean on each other before they are ranked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from cxdash.inference.critical import alpha_of, normal_pvalue, z_critical
from cxdash.inference.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """Cochran's Q of effects that should be one, its p-value, how far the true ones spread (`between`, a standard
    deviation in the unit of the effects) and their common mean. None with fewer than two effects."""

    q: float | None
    df: int
    pvalue: float | None
    between: float | None
    common: float | None


@dataclass(frozen=True, slots=True)
class Pooled:
    """One effect drawn towards the common mean, with its interval; `trust` (0…1) is how much of its own it kept."""

    value: float
    low: float
    high: float
    trust: float


def heterogeneity(effects: Sequence[float], errors: Sequence[float]) -> Heterogeneity:
    """Whether independent effects x differ by more than their standard errors s (all > 0) explain.

    With w = 1 / s², x̄ = Σ w x / Σ w and k effects:

        q = Σ w (x − x̄)²      p = P(χ² ≥ q) with k − 1 degrees of freedom
        between² = max(0, (q − k + 1) / (Σ w − Σ w² / Σ w))      common = Σ v x / Σ v, v = 1 / (s² + between²)

    ValueError for an error that is not positive and finite.

    Source: Cochran (1954); DerSimonian and Laird (1986).

    >>> found = heterogeneity([1.0, 1.2, 3.0], [0.3, 0.3, 0.4])
    >>> round(found.q, 3), round(found.pvalue, 5), round(found.between, 3)
    (17.832, 0.00013, 0.927)
    """
    x, weights = _checked(effects, errors)
    if len(x) < 2:
        return Heterogeneity(None, 0, None, None, None)
    df, total = len(x) - 1, float(weights.sum())
    q = float(weights @ (x - weights @ x / total) ** 2)
    between2 = max(0.0, (q - df) / (total - float(weights @ weights) / total))
    shared = 1 / (1 / weights + between2)
    return Heterogeneity(q, df, float(chdtrc(df, q)), math.sqrt(between2), float(shared @ x / shared.sum()))


def partially_pooled(effects: Sequence[float], errors: Sequence[float], confidence_level: float = 0.95) -> list[Pooled]:
    """Each effect weighed against the common mean: what to rank by, so that small segments do not win by luck.

    With between, common and v as in `heterogeneity`, for an effect x with the error s:

        trust = between² / (between² + s²)      value = common + trust · (x − common)
        low, high = value ∓ z √(trust · s² + (1 − trust)² / Σ v)

    Where segments do not differ all are the common mean, with its own uncertainty. A single effect keeps everything.

    Source: Efron and Morris (1975); DerSimonian and Laird (1986).

    >>> [round(pooled.value, 2) for pooled in partially_pooled([1.0, 1.2, 3.0], [0.3, 0.3, 0.4])]
    [1.07, 1.25, 2.8]
    """
    x, weights = _checked(effects, errors)
    found = heterogeneity(effects, errors)
    z = z_critical(confidence_level)
    if found.between is None or found.common is None:
        return [
            Pooled(float(v), float(v - z / math.sqrt(w)), float(v + z / math.sqrt(w)), 1.0)
            for v, w in zip(x, weights, strict=True)
        ]
    between2 = found.between**2
    trust = between2 / (between2 + 1 / weights)
    values = found.common + trust * (x - found.common)
    common_error2 = 1 / float((1 / (1 / weights + between2)).sum())
    reach = z * np.sqrt(trust / weights + (1 - trust) ** 2 * common_error2)
    return [
        Pooled(float(v), float(v - r), float(v + r), float(t)) for v, r, t in zip(values, reach, trust, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    """One segment's effect, drawn towards the others (`pooled`), the corrected p-value of its distance from them, and
    whether it stands out: only if the segments differ at all, and this one does."""

    pooled: Pooled
    adjusted: float | None
    stands_out: bool


def segment_effects(
    effects: Sequence[float], errors: Sequence[float], confidence_level: float = 0.95
) -> list[SegmentEffect]:
    """Which segments an experiment (or a change) went differently in, without finding one by asking often enough.

    First one test of "all alike" (Cochran's q); then each effect x with w = 1 / error² against the weighted mean of
    the rest, z = (x − rest) / √(1 / w + 1 / Σ_rest w), corrected by Benjamini and Hochberg. A segment stands out if
    both are below α. A single one never does. ValueError as for `heterogeneity`.

    Source: Cochran (1954); Benjamini and Hochberg (1995); pooled as Efron and Morris (1975).

    >>> found = segment_effects([1.0, 1.1, 0.9, 3.0], [0.3, 0.3, 0.3, 0.4])
    >>> [segment.stands_out for segment in found], round(found[3].pooled.value, 2)
    ([False, False, False, True], 2.69)
    """
    x, weights = _checked(effects, errors)
    pooled = partially_pooled(effects, errors, confidence_level)
    test = heterogeneity(effects, errors)
    if test.pvalue is None:
        return [SegmentEffect(one, None, stands_out=False) for one in pooled]
    rest_weight = weights.sum() - weights
    rest = (weights @ x - weights * x) / rest_weight
    z = (x - rest) / np.sqrt(1 / weights + 1 / rest_weight)
    adjusted = benjamini_hochberg([normal_pvalue(float(value)) for value in z])
    alpha = alpha_of(confidence_level)
    return [
        SegmentEffect(one, p, stands_out=test.pvalue < alpha and p < alpha)
        for one, p in zip(pooled, adjusted, strict=True)
    ]


def _checked(effects: Sequence[float], errors: Sequence[float]) -> tuple[Floats, Floats]:
    x, s = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float)
    if len(x) != len(s) or not np.all(np.isfinite(x)) or not np.all((s > 0) & np.isfinite(s)):
        raise ValueError("every effect needs a standard error, positive and finite")
    return x, 1 / (s * s)
