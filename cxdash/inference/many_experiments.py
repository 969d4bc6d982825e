"""Thousands of comparisons of an experiment at once: metrics, segments and days, each control against a treatment."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from cxdash.inference.experiments import Kind
from cxdash.inference.many_groups import difference_many, rows_of
from cxdash.inference.many_means import compare_means, welch_many
from cxdash.inference.many_results import Differences, Floats, check_pairs, checked_rows
from cxdash.inference.many_shares import miettinen_nurminen_many


def compare_many(
    kind: Kind, control: ArrayLike, treatment: ArrayLike, *, confidence_level: float = 0.95
) -> Differences:
    """The differences treatment − control of all pairs of rows, as `compare_arms` gives them for one.

    Columns: binary successes, n (effects in 0…1); csat, ces and share the same in percentage points; mean and revenue
    n, mean, m2; ratio n, mean and m2 of the numerator, mean and m2 of the denominator, sum of products of their
    deviations; nps promoters, passives, detractors. ValueError for what are no counts, and where rows lack their pair.
    Formulas: `miettinen_nurminen` (binary, csat, ces, share), `welch`, `compare_ratios`, `difference` (nps).

    Source: Miettinen and Nurminen (1985); Welch (1947); Deng, Knoblich and Lu (2018); Zou and Donner (2008).

    >>> found = compare_many("binary", [[500, 10_000], [0, 400]], [[560, 10_000], [5, 400]])
    >>> round(found[0].relative, 4), round(found[1].pvalue, 4), found[1].relative_status
    (0.12, 0.025, 'unbounded')
    """
    return _KINDS[kind](control, treatment, confidence_level)


def compare_ratios_many(base: Floats, other: Floats, confidence_level: float = 0.95) -> Differences:
    """The differences other − base of ratios of sums of all pairs of rows, as `compare_ratios` gives them for one.

    Each arm, a row as in `compare_many`, becomes a mean, and the means are compared as in `compare_means`:

        mean = R = mean_num / mean_den      m2 = (m2_num − 2·R·cross + R²·m2_den) / mean_den²

    No denominator or nobody: `no_data`.

    Source: delta method, Deng, Knoblich and Lu (2018); Welch (1947); Fieller (1954).

    >>> rows = np.array([[4, 2.0, 2.0, 3.5, 5.0, 2.0]]), np.array([[4, 3.25, 2.75, 3.75, 4.75, 3.25]])
    >>> found = compare_ratios_many(*rows)[0]
    >>> round(found.effect_size, 4), round(found.low, 4), round(found.high, 4)
    (0.2952, 0.0034, 0.5871)
    """
    check_pairs(base, other)
    one, two = _linearised(base), _linearised(other)
    empty = (base[:, 0] <= 0) | (other[:, 0] <= 0) | (base[:, 3] == 0) | (other[:, 3] == 0)
    small = (one[:, 0] < 2 - 1e-9) | (two[:, 0] < 2 - 1e-9)
    constant = (one[:, 2] == 0) & (two[:, 2] == 0)
    status = np.select([empty, small, constant], ["no_data", "n_too_small", "zero_variance"], "ok")
    return compare_means(one, two, status, confidence_level, "ratio_delta")


def in_percent_many(shares: Differences) -> Differences:
    """Differences of shares in 0…1 as percentage points (`100·`); p-values and relative effects stay as they are.

    >>> in_percent_many(miettinen_nurminen_many(np.array([[1.0, 4]]), np.array([[3.0, 4]]))).effect_size.tolist()
    [50.0]
    """
    return replace(
        shares,
        effect_size=100 * shares.effect_size,
        low=100 * shares.low,
        high=100 * shares.high,
        std_error=100 * shares.std_error,
    )


def _linearised(arms: Floats) -> Floats:
    """n, ratio and the m2 of the ratio as if it were a mean."""
    n, above, m2_above, below, m2_below, cross = arms.T
    some = np.where(below == 0, 1.0, below)
    ratio = above / some
    spread = m2_above + ratio * ratio * m2_below
    m2 = spread - 2 * ratio * cross
    # A numerator that is the same multiple of every denominator leaves only rounding.
    return np.column_stack([n, ratio, np.where(m2 > 1e-14 * spread, m2, 0.0) / some / some])


def _ratios(control: ArrayLike, treatment: ArrayLike, level: float) -> Differences:
    return compare_ratios_many(checked_rows(control, 6, [0]), checked_rows(treatment, 6, [0]), level)


def _means(control: ArrayLike, treatment: ArrayLike, level: float) -> Differences:
    return welch_many(rows_of(control, "mean"), rows_of(treatment, "mean"), level)


def _shares(control: ArrayLike, treatment: ArrayLike, level: float) -> Differences:
    arms = rows_of(control, "share"), rows_of(treatment, "share")
    # More successes than trials by a rounding are all of them.
    one, two = (np.column_stack([np.minimum(rows[:, 0], rows[:, 1]), rows[:, 1]]) for rows in arms)
    return miettinen_nurminen_many(one, two, level)


def _percents(control: ArrayLike, treatment: ArrayLike, level: float) -> Differences:
    return in_percent_many(_shares(control, treatment, level))


def _nps(control: ArrayLike, treatment: ArrayLike, level: float) -> Differences:
    return difference_many(control, treatment, "nps", confidence_level=level)


_KINDS: dict[Kind, Callable[[ArrayLike, ArrayLike, float], Differences]] = {
    "binary": _shares,
    "mean": _means,
    "revenue": _means,
    "ratio": _ratios,
    "nps": _nps,
    "csat": _percents,
    "ces": _percents,
    "share": _percents,
}
