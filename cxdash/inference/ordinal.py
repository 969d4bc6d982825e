"""Distributions of scores compared as orders, not as amounts: who would give the higher score?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.special import chdtrc

from cxdash.inference.critical import normal_pvalue
from cxdash.inference.moments import check_counts
from cxdash.inference.results import Status


@dataclass(frozen=True, slots=True)
class Superiority:
    """`chance` (0…1) that an answer of the other group is higher than one of the base, ties counting half, and the
    two-sided p-value of "neither is higher"."""

    chance: float | None
    pvalue: float | None
    status: Status


def superiority(base: Mapping[float, float], other: Mapping[float, float]) -> Superiority:
    """The chance that an answer of the other group is higher than one of the base, with a rank test of "neither is".

    Of {score: count} of n and m answers, N = n + m, of which the other wins U pairs, ties counting half:

        chance = U / nm      z = (U − nm/2) / √(nm/12·(N + 1 − Σ (t³ − t)/(N(N − 1))))

    where t are the answers of each score. `no_data` if a group is empty, `zero_variance` (no p-value) if all gave one
    score. ValueError for what are no counts.

    Source: Mann and Whitney (1947); ties as Kruskal and Wallis (1952).

    >>> found = superiority({1: 3, 2: 4, 5: 3}, {2: 2, 4: 3, 5: 5})
    >>> found.chance, round(found.pvalue, 4)
    (0.735, 0.0618)
    """
    check_counts(base)
    check_counts(other)
    n, m = math.fsum(base.values()), math.fsum(other.values())
    if not n or not m:
        return Superiority(None, None, "no_data")
    below, wins, ties = 0.0, 0.0, 0.0
    for score in sorted(base.keys() | other.keys()):
        here, there = base.get(score, 0), other.get(score, 0)
        wins += there * (below + here / 2)
        below += here
        ties += (here + there) ** 3 - (here + there)
    total = n + m
    chance = wins / (n * m)
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 1e-12 * n * m * total:
        return Superiority(chance, None, "zero_variance")
    return Superiority(chance, normal_pvalue((wins - n * m / 2) / math.sqrt(variance)), "ok")


@dataclass(frozen=True, slots=True)
class OrdinalGroups:
    """Kruskal & Wallis' H of several groups with its degrees of freedom and p-value, and per group the `chances`
    (0…1) that an answer of it is higher than one of the others together; None where `status` says why."""

    h: float | None
    df: int
    pvalue: float | None
    chances: list[float | None]
    status: Status


def compare_orders(groups: Sequence[Mapping[float, float]]) -> OrdinalGroups:
    """Whether {score: count} of several groups are one distribution, and how each compares with the others together.

        H = 12/(N(N + 1))·Σ n_g(r̄_g − (N + 1)/2)² / (1 − Σ (t³ − t)/(N³ − N))

    r̄_g is the mean rank of a group of n_g, t the answers of each score; the p-value is that of χ² with groups − 1 df.
    For two groups it is that of `superiority`. Empty groups take no part; fewer than two others: `no_data`. ValueError
    for what are no counts.

    Source: Kruskal and Wallis (1952).

    >>> found = compare_orders([{1: 3, 2: 4, 5: 3}, {2: 2, 4: 3, 5: 5}, {1: 1, 3: 4}])
    >>> round(found.h, 4), found.df, [round(chance, 3) for chance in found.chances]
    (5.3465, 2, [0.313, 0.77, 0.375])
    """
    for group in groups:
        check_counts(group)
    whole: dict[float, float] = {}
    for group in groups:
        for score, count in group.items():
            whole[score] = whole.get(score, 0) + count
    chances = [superiority(_without(whole, group), group).chance for group in groups]
    kept = [group for group in groups if sum(group.values())]
    if len(kept) < 2:
        return OrdinalGroups(None, 0, None, chances, "no_data")
    df, total = len(kept) - 1, math.fsum(whole.values())
    ranks = _middle_ranks(whole)
    tied = 1 - math.fsum(count**3 - count for count in whole.values()) / (total**3 - total)
    if tied <= 1e-12:
        return OrdinalGroups(None, df, None, chances, "zero_variance")
    between = 0.0
    for group in kept:
        n = math.fsum(group.values())
        mean_rank = math.fsum(ranks[score] * count for score, count in group.items()) / n
        between += n * (mean_rank - (total + 1) / 2) ** 2
    h = 12 / (total * (total + 1)) * between / tied
    return OrdinalGroups(h, df, float(chdtrc(df, h)), chances, "ok")


def _without(whole: Mapping[float, float], group: Mapping[float, float]) -> dict[float, float]:
    # Effective counts may leave a rounding below nobody.
    return {score: max(0.0, count - group.get(score, 0)) for score, count in whole.items()}


def _middle_ranks(counts: Mapping[float, float]) -> dict[float, float]:
    ranks, below = {}, 0.0
    for score in sorted(counts):
        ranks[score] = below + (counts[score] + 1) / 2
        below += counts[score]
    return ranks
