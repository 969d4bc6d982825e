"""Two shares compared exactly, for experiments so small that the score statistic is only roughly normal."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cxdash.inference.proportions import Share, score_pvalue

ExactMethod = Literal["boschloo", "fisher", "miettinen_nurminen"]

LEAST_EXPECTED = 5.0
"""Below this expected count in any cell of the 2 × 2 table an exact test is worth its time. Cochran 1954."""

_MOST_TABLES = 250_000  # Boschloo's test walks through them all: about a second


@dataclass(frozen=True, slots=True)
class ExactTest:
    """A two-sided p-value of "equal shares" and the test it is from."""

    pvalue: float
    method: ExactMethod


def smallest_expected(base: Share, other: Share) -> float:
    """The smallest count of the 2 × 2 table of successes and failures if both shares were equal; both n > 0.

    min(p, 1 − p) · min(n₁, n₂) with p = (x₁ + x₂) / (n₁ + n₂).

    Source: Cochran (1954).

    >>> smallest_expected(Share(3, 8), Share(6, 9))
    3.764705882352941
    """
    pooled = (base.successes + other.successes) / (base.n + other.n)
    return min(pooled, 1 - pooled) * min(base.n, other.n)


def fisher_pvalue(base: Share, other: Share) -> float:
    """Fisher's exact two-sided p-value of equal shares, which holds both margins fixed.

    The sum of P(k) over all tables that are no likelier than the one seen, where k of the x = x₁ + x₂ successes are
    the base's: P(k) = C(n₁, k) · C(n₂, x − k) / C(n₁ + n₂, x). ValueError for fractional counts.

    Source: Fisher (1935).

    >>> round(fisher_pvalue(Share(0, 400), Share(5, 400)), 6)
    0.061719
    """
    return float(stats.fisher_exact(_table(base, other)).pvalue)


def boschloo_pvalue(base: Share, other: Share) -> float:
    """Boschloo's exact p-value of equal shares, twice the smaller side and at most 1.

    A side is max over π in 0…1 of P(Fisher's one-sided p ≤ the one seen) for two independent binomials of share π, and
    so never above Fisher's. Time grows with n · n: for thousands of units use the score test. ValueError for
    fractional counts.

    Source: Boschloo (1970).

    >>> round(boschloo_pvalue(Share(3, 8), Share(6, 9)), 4)
    0.2934
    """
    table = _table(base, other)
    if not base.n or not other.n or base.successes + other.successes in (0, base.n + other.n):
        return 1.0  # nobody or everybody: there is only one table
    return min(1.0, float(stats.boschloo_exact(table, n=64).pvalue))


def exact_test(base: Share, other: Share) -> ExactTest:
    """Boschloo's test where an expected count is below five, Fisher's where that would take too long; else the score.

    The score test is as good from five expected on, and the only one that takes effective (fractional) counts. Both n
    must be above 0.

    Source: Boschloo (1970); Fisher (1935); Miettinen and Nurminen (1985).

    >>> exact_test(Share(3, 8), Share(6, 9)).method, exact_test(Share(500, 10_000), Share(560, 10_000)).method
    ('boschloo', 'miettinen_nurminen')
    """
    if not _whole(base, other) or smallest_expected(base, other) >= LEAST_EXPECTED:
        return ExactTest(score_pvalue(base, other), "miettinen_nurminen")
    if (base.n + 1) * (other.n + 1) > _MOST_TABLES:
        return ExactTest(fisher_pvalue(base, other), "fisher")
    return ExactTest(boschloo_pvalue(base, other), "boschloo")


def _whole(*shares: Share) -> bool:
    return all(math.floor(x) == x for share in shares for x in (share.successes, share.n))


def _table(base: Share, other: Share) -> NDArray[np.int64]:
    if not _whole(base, other):
        raise ValueError("an exact test needs whole counts; effective counts have the score test")
    columns = ([round(arm.successes), round(arm.n - arm.successes)] for arm in (other, base))
    return np.array(list(columns), dtype=np.int64).T
