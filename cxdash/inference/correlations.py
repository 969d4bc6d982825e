"""Correlations of questions that not everybody answered: listwise while that keeps most, else pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COMPLETE_ENOUGH = 0.8
"""From this share of complete rows on, only those are used."""
_CLOSE, _MOST_TURNS = 1e-12, 1000


@dataclass(frozen=True, slots=True)
class Correlations:
    """The correlation `matrix` of the quantities at the indices `kept` (those that vary), and `n`: the rows behind it,
    or, pair by pair, those of the pair with the fewest.
    """

    matrix: Floats
    kept: list[int]
    n: int
    method: Literal["listwise", "pairwise"]


def correlations(rows: Sequence[Sequence[float]] | Floats) -> Correlations:
    """The correlation matrix of rows × quantities; NaN stands for "not answered".

        r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² · Σ (y − ȳ)²)

    Quantities that do not vary are left out. With fewer than 80 % complete rows each pair uses the rows it has (0 if
    they do not vary), and `nearest_correlations` makes the result one that can be. ValueError for an infinite number or
    anything but a table.

    Source: Pearson (1895).

    >>> nan = float("nan")
    >>> found = correlations([[1, 2, 7], [2, 4, 7], [3, 5, 7], [4, 9, 7], [5, nan, 7]])
    >>> found.kept, found.n, found.method, found.matrix.round(3).tolist()
    ([0, 1], 4, 'listwise', [[1.0, 0.965], [0.965, 1.0]])
    """
    values = np.asarray(rows, dtype=float)
    if values.ndim != 2 or np.any(np.isinf(values)):
        raise ValueError("correlations need rows of numbers that are finite or absent")
    answered = ~np.isnan(values)
    varying = [j for j in range(values.shape[1]) if _varies(values[answered[:, j], j])]
    values, answered = values[:, varying], answered[:, varying]
    complete = answered.all(axis=1)
    if complete.sum() >= COMPLETE_ENOUGH * len(values):
        kept = [j for j in range(len(varying)) if _varies(values[complete, j])]
        chosen = values[np.ix_(complete, kept)]
        matrix = np.atleast_2d(np.corrcoef(chosen.T)) if kept else np.zeros((0, 0))
        return Correlations(matrix, [varying[j] for j in kept], int(complete.sum()), "listwise")
    together = answered.T.astype(int) @ answered.astype(int)
    return Correlations(nearest_correlations(_by_pairs(values, answered)), varying, int(together.min()), "pairwise")


def nearest_correlations(matrix: Floats) -> Floats:
    """The correlation matrix nearest to a symmetric one with ones on the diagonal; the same matrix if it can be one.

    Nearest in the sum of squared changes, and without negative eigenvalues. With P(A) = V max(Λ, 0) Vᵀ of the
    eigenvalues Λ and eigenvectors V, and U(A) = A with ones on its diagonal, in turns until both agree:

        X = P(Y − S)      S = X − (Y − S)      Y = U(X)

    Source: Higham (2002).

    >>> nearest_correlations(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])).round(3).tolist()
    [[1.0, 0.5, -0.5], [0.5, 1.0, 0.5], [-0.5, 0.5, 1.0]]
    """
    if np.linalg.eigvalsh(matrix).min() >= -_CLOSE:
        return matrix
    nearest, correction = matrix, np.zeros_like(matrix)
    for _ in range(_MOST_TURNS):
        wanted = nearest - correction
        possible = _without_negative_eigenvalues(wanted)
        correction = possible - wanted
        nearest = possible.copy()
        np.fill_diagonal(nearest, 1.0)
        if np.abs(nearest - possible).max() < _CLOSE:
            break
    scale = np.sqrt(np.diag(possible))
    return np.asarray(possible / np.outer(scale, scale), dtype=float)


def _without_negative_eigenvalues(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T, dtype=float)


def _varies(values: Floats) -> bool:
    return len(values) > 1 and bool(np.ptp(values) > 0)


def _by_pairs(values: Floats, answered: NDArray[np.bool_]) -> Floats:
    k = values.shape[1]
    matrix = np.eye(k)
    for i in range(k):
        for j in range(i):
            both = answered[:, i] & answered[:, j]
            x, y = values[both, i], values[both, j]
            if _varies(x) and _varies(y):
                matrix[i, j] = matrix[j, i] = float(np.corrcoef(x, y)[0, 1])
    return matrix
