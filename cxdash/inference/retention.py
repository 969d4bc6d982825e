"""Who is still there after how long: a row of intervals per cohort, blank where it is too early to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxdash.inference.estimates import estimate
from cxdash.inference.results import Estimate


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers who began in the same period: how many (`n`), and the share active in each later one, in percent.

    `shares[k]` is k periods after the first; None where that period has not been over yet.
    """

    start: int
    n: int
    shares: list[Estimate | None]


def retention(
    sizes: Mapping[int, int],
    active: Mapping[tuple[int, int], int],
    last_full: int,
    *,
    periods: int | None = None,
    confidence_level: float = 0.95,
) -> list[Cohort]:
    """Each cohort's shares with Wilson's interval, from {period of start: customers} and {(start, age): active ones}.

    `100·active / customers`, in percent. Periods are counted in whole numbers; `last_full` is the last one that is
    over. A cohort's cell is blank (None) when start + age lies beyond it: not yet observable is not lost. ValueError if
    more are active than began.

    Source: interval of Wilson (1927).

    >>> cohorts = retention({0: 40, 1: 50}, {(0, 0): 40, (0, 1): 22, (1, 0): 50, (1, 1): 3}, last_full=1)
    >>> [[None if share is None else share.value for share in cohort.shares] for cohort in cohorts]
    [[100.0, 55.0], [100.0, None]]
    """
    if any(not 0 <= n <= sizes.get(start, 0) for (start, _), n in active.items()):
        raise ValueError("a cohort cannot have more active customers than it began with")
    starts = sorted(sizes)
    longest = max((last_full - start for start in starts), default=-1) + 1
    ages = range(longest if periods is None else periods)

    def share(start: int, age: int) -> Estimate | None:
        if start + age > last_full:
            return None
        there = active.get((start, age), 0)
        return estimate({100: there, 0: sizes[start] - there}, "share", confidence_level=confidence_level)

    return [Cohort(start, sizes[start], [share(start, age) for age in ages]) for start in starts]


def retained_overall(cohorts: Sequence[Cohort], age: int, confidence_level: float = 0.95) -> Estimate:
    """The share active after `age` periods of all cohorts for which that can be known, in percent.

    `100·Σ active / Σ customers` of those cohorts, with Wilson's interval; none of them: `no_data`.

    Source: interval of Wilson (1927).

    >>> retained_overall(retention({0: 40, 1: 60}, {(0, 1): 20, (1, 1): 3}, last_full=1), 1).value
    50.0
    """
    known = [
        (cohort.n, found.value or 0.0)
        for cohort in cohorts
        if age < len(cohort.shares) and (found := cohort.shares[age]) is not None
    ]
    there = sum(round(n * value / 100) for n, value in known)
    return estimate({100: there, 0: sum(n for n, _ in known) - there}, "share", confidence_level=confidence_level)
