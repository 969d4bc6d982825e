"""Tables of counts: whether rows and columns have to do with each other, and which columns differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from cxdash.inference.critical import normal_pvalue
from cxdash.inference.multiplicity import Correction, adjusted_where_known

Floats = NDArray[np.float64]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Association:
    """χ² of a table with its degrees of freedom and p-value, Cramér's V in 0…1, and each cell's adjusted residual.

    A residual beyond ±2 is a cell that stands out. All are None (`df` 0) where fewer than two rows or columns have
    counts.
    """

    chi2: float | None
    df: int
    pvalue: float | None
    cramers_v: float | None
    residuals: list[list[float | None]]


def association(table: Sequence[Sequence[float]]) -> Association:
    """Pearson's χ² without correction, Cramér's V and adjusted residuals of rows × columns of counts.

    With the total n, and E = row sum · column sum / n, over the rows and columns that are not empty:

        χ² = Σ (count − E)² / E      df = (rows − 1)(columns − 1)      V = √(χ² / (n · min(rows − 1, columns − 1)))
        residual = (count − E) / √(E (1 − row sum / n)(1 − column sum / n)), None in an empty row or column

    Source: Agresti (2013).

    >>> found = association([[10, 20, 0], [30, 15, 0]])
    >>> round(found.chi2, 4), found.df, round(found.cramers_v, 4), found.residuals[0][2]
    (8.0357, 1, 0.3273, None)
    """
    counts = np.asarray(table, dtype=float)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    kept_rows, kept_columns = np.flatnonzero(rows), np.flatnonzero(columns)
    residuals: list[list[float | None]] = [[None] * counts.shape[1] for _ in range(counts.shape[0])]
    least = min(len(kept_rows), len(kept_columns)) - 1
    if least < 1:
        return Association(None, 0, None, None, residuals)
    kept = counts[np.ix_(kept_rows, kept_columns)]
    total = float(kept.sum())
    row_shares, column_shares = rows[kept_rows] / total, columns[kept_columns] / total
    expected = total * np.outer(row_shares, column_shares)
    chi2 = float(np.sum((kept - expected) ** 2 / expected))
    standardised = (kept - expected) / np.sqrt(expected * np.outer(1 - row_shares, 1 - column_shares))
    for i, row in enumerate(kept_rows):
        for j, column in enumerate(kept_columns):
            residuals[row][column] = float(standardised[i, j])
    df = (len(kept_rows) - 1) * (len(kept_columns) - 1)
    return Association(chi2, df, float(chdtrc(df, chi2)), math.sqrt(chi2 / (total * least)), residuals)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns compared: their indices, and the p-value as it is and corrected; None where it cannot be known."""

    one: int
    two: int
    pvalue: float | None
    adjusted: float | None


def compare_columns(
    counts: Sequence[float], bases: Sequence[float], *, least: float = 30, correction: Correction = "holm"
) -> list[Pair]:
    """The p-values of every pair of columns of one row: `counts` out of `bases` (effective n if weighted), by pooled z.

        z = (x₂ / n₂ − x₁ / n₁) / √(p (1 − p)(1 / n₁ + 1 / n₂))      p = (x₁ + x₂) / (n₁ + n₂)

    Corrected over the pairs of the row. A base below `least`, or two columns with nobody or everybody, have no
    p-value.

    Source: definition (pooled z); pairs and correction as in the tables of Q and SPSS.

    >>> [round(pair.adjusted, 3) for pair in compare_columns([76, 64, 39], [141, 149, 76])]
    [0.187, 0.716, 0.467]
    """
    indices = [(i, j) for i in range(len(counts)) for j in range(i + 1, len(counts))]
    found = [_pooled_z((counts[i], bases[i]), (counts[j], bases[j]), least) for i, j in indices]
    adjusted = adjusted_where_known(found, correction)
    return [Pair(i, j, p, q) for (i, j), p, q in zip(indices, found, adjusted, strict=True)]


def compare_overlapping(
    counts: Sequence[float],
    bases: Sequence[float],
    shared_bases: Sequence[Sequence[float]],
    *,
    least: float = 30,
    correction: Correction = "holm",
) -> list[Pair]:
    """The p-values of every pair of columns of one row where somebody may stand in several columns.

    `shared_bases[i][j]` are in the bases of both; all else as for `compare_columns`.

        z = (x₂ / n₂ − x₁ / n₁) / √(p (1 − p)(1 / n₁ + 1 / n₂ − 2 n₁₂ / (n₁ n₂)))      p = (x₁ + x₂) / (n₁ + n₂)

    Answers that count in both columns move both alike, so the difference is less noisy. Columns with the very same
    base have no p-value.

    Source: definition (two shares with n₁₂ answers in common have the covariance p (1 − p) n₁₂ / (n₁ n₂)).

    >>> [round(pair.pvalue, 4) for pair in compare_overlapping([60, 45], [100, 100], [[100, 50], [50, 100]])]
    [0.0027]
    """
    indices = [(i, j) for i in range(len(counts)) for j in range(i + 1, len(counts))]
    found = [_pooled_z((counts[i], bases[i]), (counts[j], bases[j]), least, shared_bases[i][j]) for i, j in indices]
    adjusted = adjusted_where_known(found, correction)
    return [Pair(i, j, p, q) for (i, j), p, q in zip(indices, found, adjusted, strict=True)]


@dataclass(frozen=True, slots=True)
class AgainstRest:
    """One column against all the others: whether it is higher, and the p-value as it is and corrected."""

    higher: bool | None
    pvalue: float | None
    adjusted: float | None


def compare_with_rest(
    counts: Sequence[float], bases: Sequence[float], *, least: float = 30, correction: Correction = "holm"
) -> list[AgainstRest]:
    """The p-values of every column against the rest, not against the total, which it is part of itself.

    The z of `compare_columns` for x and n of the column, and those of all others together: the adjusted residual of
    the column. Columns must not overlap. A column or a rest below `least` has no p-value.

    Source: Haberman (1973).

    >>> [(found.higher, round(found.adjusted, 4)) for found in compare_with_rest([90, 40, 50], [100, 100, 100])]
    [(True, 0.0), (False, 0.0), (False, 0.0124)]
    """
    x, n = math.fsum(counts), math.fsum(bases)
    found = [_pooled_z((x - own, n - base), (own, base), least) for own, base in zip(counts, bases, strict=True)]
    higher = [
        None if p is None else own * (n - base) > (x - own) * base
        for p, own, base in zip(found, counts, bases, strict=True)
    ]
    adjusted = adjusted_where_known(found, correction)
    return [AgainstRest(h, p, q) for h, p, q in zip(higher, found, adjusted, strict=True)]


def letters(
    counts: Sequence[float], bases: Sequence[float], pairs: Sequence[Pair], *, level: float = 0.05
) -> list[str]:
    """What each column writes under its share: the letters of the columns it is higher than.

    Lower case below `level`, capital below a fifth of it (.05 and .01); the 27th column and its followers have no
    letter of one sign and are numbered. A column that could be compared with none has a dash.

    Source: the practice of Q and SPSS tables.

    >>> letters([90, 20, 3], [100, 100, 5], compare_columns([90, 20, 3], [100, 100, 5]))
    ['B', '', '–']
    """
    marks: list[list[str]] = [[] for _ in counts]
    for pair in pairs:
        if pair.adjusted is None or pair.adjusted >= level:
            continue
        first_is_higher = counts[pair.one] / bases[pair.one] > counts[pair.two] / bases[pair.two]
        higher, lower = (pair.one, pair.two) if first_is_higher else (pair.two, pair.one)
        name = _LETTERS[lower] if lower < len(_LETTERS) else f"({lower + 1})"
        marks[higher].append(name if pair.adjusted < level / 5 else name.lower())
    compared = {column for pair in pairs if pair.pvalue is not None for column in (pair.one, pair.two)}
    return ["".join(mark) if column in compared else "–" for column, mark in enumerate(marks)]


def _pooled_z(one: tuple[float, float], two: tuple[float, float], least: float, both: float = 0.0) -> float | None:
    (x1, n1), (x2, n2) = one, two
    if n1 < least or n2 < least or not n1 or not n2:
        return None
    pooled = (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2 - 2 * both / (n1 * n2))
    # What rounding leaves of none is not a variance.
    return normal_pvalue((x2 / n2 - x1 / n1) / math.sqrt(variance)) if variance > 1e-15 else None
