"""Many questions asked at once: p-values that stay honest, and the level their intervals need."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Correction = Literal["holm", "hochberg", "hommel", "bonferroni", "benjamini_hochberg", "benjamini_yekutieli"]
Floats = NDArray[np.float64]


def bonferroni(pvalues: Sequence[float]) -> list[float]:
    """Bonferroni's adjusted p-values: `m·p`, at most 1. ValueError for a p outside 0…1.

    Source: Bonferroni's inequality; Dunn (1961).

    >>> bonferroni([0.01, 0.4])
    [0.02, 0.8]
    """
    return [min(1.0, float(p) * len(pvalues)) for p in _checked(pvalues)]


def holm(pvalues: Sequence[float]) -> list[float]:
    """Holm's step-down p-values, in the given order: below α for those that are significant with family-wise error α.

    Of the sorted p: `p̃_(i) = max over j ≤ i of (m − j + 1)·p_(j)`, at most 1. ValueError for a p outside 0…1.

    Source: Holm (1979).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    m = len(pvalues)
    return _stepwise(pvalues, lambda ordered: np.maximum.accumulate(ordered * (m - np.arange(m))))


def hochberg(pvalues: Sequence[float]) -> list[float]:
    """Hochberg's step-up p-values, in the given order: never above Holm's.

    Of the sorted p: `p̃_(i) = min over j ≥ i of (m − j + 1)·p_(j)`, for tests that are independent or positively
    dependent. ValueError for a p outside 0…1.

    Source: Hochberg (1988).

    >>> hochberg([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    m = len(pvalues)
    return _stepwise(pvalues, lambda ordered: _from_the_largest(ordered * (m - np.arange(m))))


def hommel(pvalues: Sequence[float]) -> list[float]:
    """Hommel's p-values, in the given order: Simes' test on every subset, never above Hochberg's.

        p̃_i = max over the subsets S that hold i of min over j of |S|·p_(j in S) / j

    By Wright's algorithm, which needs no subsets; for tests that are independent or positively dependent. ValueError
    for a p outside 0…1.

    Source: Hommel (1988); Wright (1992).

    >>> hommel([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    m = len(pvalues)

    def adjust(ordered: Floats) -> Floats:
        adjusted = ordered.copy()
        for size in range(m, 1, -1):
            first, last = np.arange(m - size + 1), np.arange(m - size + 1, m)
            least = float(np.min(size * ordered[last] / np.arange(2, size + 1)))
            simes = np.empty(m)
            simes[first] = np.minimum(size * ordered[first], least)
            simes[last] = simes[m - size]
            adjusted = np.maximum(adjusted, simes)
        return adjusted

    return _stepwise(pvalues, adjust)


def weighted_bonferroni(pvalues: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Weighted Bonferroni p-values: the error shared out by preference, most of it to what matters most.

    `p·Σ weights / weight`, at most 1; `weights` of any scale. ValueError unless every p has a weight, positive and
    finite.

    Source: Rosenthal and Rubin (1983).

    >>> weighted_bonferroni([0.03, 0.01], [3, 1])
    [0.04, 0.04]
    """
    if len(weights) != len(pvalues) or not all(0 < weight < float("inf") for weight in weights):
        raise ValueError("every p-value needs a weight, positive and finite")
    total = sum(weights)
    return [min(1.0, float(p) * total / weight) for p, weight in zip(_checked(pvalues), weights, strict=True)]


def benjamini_hochberg(pvalues: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's p-values: those below q are a set in which at most a share q of false finds is expected.

    Of the sorted p: `p̃_(i) = min over j ≥ i of m·p_(j) / j`, for tests that are independent or positively dependent.
    ValueError for a p outside 0…1.

    Source: Benjamini and Hochberg (1995).

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    m = len(pvalues)
    return _stepwise(pvalues, lambda ordered: _from_the_largest(ordered * (m / np.arange(1, m + 1))))


def benjamini_yekutieli(pvalues: Sequence[float]) -> list[float]:
    """Benjamini and Yekutieli's p-values, in the given order: as Benjamini and Hochberg's, but under any dependence.

    Of the sorted p: `p̃_(i) = min over j ≥ i of m·H·p_(j) / j`, at most 1, with `H = 1 + 1/2 + … + 1/m`. ValueError for
    a p outside 0…1.

    Source: Benjamini and Yekutieli (2001).

    >>> [round(p, 6) for p in benjamini_yekutieli([0.01, 0.04, 0.03])]
    [0.055, 0.073333, 0.073333]
    """
    m = len(pvalues)
    harmonic = float(np.sum(1 / np.arange(1, m + 1)))
    return _stepwise(pvalues, lambda ordered: _from_the_largest(ordered * (m * harmonic / np.arange(1, m + 1))))


CORRECTIONS: dict[Correction, Callable[[Sequence[float]], list[float]]] = {
    "holm": holm,
    "hochberg": hochberg,
    "hommel": hommel,
    "bonferroni": bonferroni,
    "benjamini_hochberg": benjamini_hochberg,
    "benjamini_yekutieli": benjamini_yekutieli,
}


def adjusted_where_known(pvalues: Sequence[float | None], correction: Correction = "holm") -> list[float | None]:
    """Adjusted values in the given order; questions without a p-value count for nothing and keep None.

    >>> adjusted_where_known([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    found = iter(CORRECTIONS[correction]([p for p in pvalues if p is not None]))
    return [None if p is None else next(found) for p in pvalues]


def fcr_level(found: int, asked: int, confidence_level: float = 0.95) -> float:
    """The level for the intervals of the `found` significant ones among `asked`: `1 − α·max(1, found) / asked`.

    At that level the expected share of these intervals that miss is at most α (independent or positively dependent).
    ValueError unless 0 ≤ found ≤ asked > 0.

    Source: Benjamini and Yekutieli (2005).

    >>> round(fcr_level(2, 10), 6)
    0.99
    """
    if not 0 <= found <= asked or not asked:
        raise ValueError(f"0 ≤ found ≤ asked, asked > 0, not {found} of {asked}")
    return 1 - (1 - confidence_level) * max(1, found) / asked


def _checked(pvalues: Sequence[float]) -> Floats:
    values = np.asarray(pvalues, dtype=float)
    if not np.all((values >= 0) & (values <= 1)):
        raise ValueError(f"p-values lie between 0 and 1: {list(pvalues)}")
    return values


def _from_the_largest(adjusted: Floats) -> Floats:
    return np.minimum.accumulate(adjusted[::-1])[::-1]


def _stepwise(pvalues: Sequence[float], adjust: Callable[[Floats], Floats]) -> list[float]:
    values = _checked(pvalues)
    if not len(values):
        return []
    order = np.argsort(values, kind="stable")
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(1.0, adjust(values[order]))
    return [float(p) for p in adjusted]
