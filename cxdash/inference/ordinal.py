"""Two distributions of scores compared as orders, not as amounts: who would give the higher score?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

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
    """Compares {score: count} of two groups (Mann & Whitney 1947, normal approximation with ties).

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
