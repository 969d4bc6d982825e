"""What drives a score: the share of its variation that each question explains, fairly split among related ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_FOR_SHAPLEY = 12
"""Beyond this many drivers there are too many subsets, and Johnson's weights stand in."""


@dataclass(frozen=True, slots=True)
class Drivers:
    """R² and, per driver, what it contributes to it (`importance`, which add up to R²), its plain correlation with the
    outcome (whose sign it keeps) and its standardised slope beside the others; `method` is "lmg" or "johnson".
    """

    r2: float
    importance: list[float]
    correlation: list[float]
    slope: list[float]
    method: str


def drivers(correlations: Sequence[Sequence[float]]) -> Drivers:
    """Importance from a correlation matrix whose first variable is the outcome: LMG up to 12 drivers, else Johnson's.

    With C the drivers' correlations among each other and r those with the outcome:

        slope = C⁻¹ r (the shortest where C is singular)      R² = r · slope      importance by `shapley` or `johnson`

    Every variable must vary (no NaN), and there must be a driver; ValueError otherwise.

    Source: Lindeman, Merenda and Gold (1980); Johnson (2000).

    >>> found = drivers([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])
    >>> round(found.r2, 4), [round(share, 4) for share in found.importance]
    (0.4405, [0.2752, 0.1652])
    """
    matrix = np.asarray(correlations, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or len(matrix) < 2 or not np.all(np.isfinite(matrix)):
        raise ValueError("drivers need a square correlation matrix of an outcome and at least one driver that varies")
    with_outcome, among = matrix[1:, 0], matrix[1:, 1:]
    slope = _slopes(among, with_outcome)
    few = len(with_outcome) <= MOST_FOR_SHAPLEY
    importance = shapley(among, with_outcome) if few else johnson(among, with_outcome)
    return Drivers(
        r2=float(slope @ with_outcome),
        importance=importance,
        correlation=with_outcome.tolist(),
        slope=slope.tolist(),
        method="lmg" if few else "johnson",
    )


def shapley(among: Floats, with_outcome: Floats) -> list[float]:
    """The average R² each driver adds over all orders of entering (LMG); they sum to R².

    `among` is the p × p correlation matrix C of the drivers, `with_outcome` their p correlations r with the outcome:

        importance_j = Σ_S without j |S|! (p − 1 − |S|)! / p! · (R²(S + j) − R²(S))      R²(S) = r_S · C_S⁻¹ r_S

    Source: Lindeman, Merenda and Gold (1980).

    >>> [round(share, 6) for share in shapley(np.eye(2), np.array([0.5, 0.1]))]
    [0.25, 0.01]
    """
    p = len(with_outcome)
    explained = [_explained(among, with_outcome, [j for j in range(p) if subset >> j & 1]) for subset in range(2**p)]
    weights = [1 / (p * math.comb(p - 1, size)) for size in range(p)]
    importance = [0.0] * p
    for subset in range(2**p):
        weight = weights[min(subset.bit_count(), p - 1)]
        for j in range(p):
            if not subset >> j & 1:
                importance[j] += weight * (explained[subset | 1 << j] - explained[subset])
    return importance


def johnson(among: Floats, with_outcome: Floats) -> list[float]:
    """Johnson's relative weights: R² split by way of the nearest uncorrelated variables; they sum to R².

    With Λ the symmetric root of `among` (Λ Λ = C) and β = Λ⁻¹ r, r the correlations `with_outcome`:

        importance_j = Σ_k Λ_jk² β_k²

    Source: Johnson (2000).

    >>> [round(share, 6) for share in johnson(np.eye(2), np.array([0.5, 0.1]))]
    [0.25, 0.01]
    """
    values, vectors = np.linalg.eigh(among)
    values = np.maximum(values, 0.0)
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    slopes = np.linalg.lstsq(root, with_outcome, rcond=1e-10)[0]
    return [float(x) for x in (root * root) @ (slopes * slopes)]


def cronbach_alpha(covariance: Sequence[Sequence[float]]) -> float | None:
    """How consistently k questions measure one thing, at most 1, from their k × k covariance matrix.

    k / (k − 1) · (1 − sum of the diagonal / sum of all); None for a single question, or if their sum never varies.

    Source: Cronbach (1951).

    >>> cronbach_alpha([[1, 0.5], [0.5, 1]])
    0.6666666666666667
    """
    matrix = np.asarray(covariance, dtype=float)
    k, total = len(matrix), float(matrix.sum())
    return None if k < 2 or total <= 0 else float(k / (k - 1) * (1 - np.trace(matrix) / total))


def _slopes(among: Floats, with_outcome: Floats) -> Floats:
    # Duplicates make the matrix singular; the smallest solution gives them equal shares.
    return np.asarray(np.linalg.lstsq(among, with_outcome, rcond=1e-10)[0], dtype=float)


def _explained(among: Floats, with_outcome: Floats, members: list[int]) -> float:
    if not members:
        return 0.0
    chosen = with_outcome[members]
    return float(_slopes(among[np.ix_(members, members)], chosen) @ chosen)
