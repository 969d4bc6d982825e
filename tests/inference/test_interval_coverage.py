"""How often intervals hold the truth, by every possible outcome of n answers and its probability."""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.special import gammaln

from cxdash.inference.many_groups import difference_many, estimate_many
from cxdash.inference.nps import nps_adjusted_wald
from cxdash.inference.shares import agresti_coull, clopper_pearson, jeffreys, wilson

SIZES = [5, 10, 30, 50]
SHAPES = [
    (0.5, 0.3, 0.2),
    (0.8, 0.15, 0.05),
    (0.95, 0.04, 0.01),
    (0.1, 0.3, 0.6),
    (0.34, 0.33, 0.33),
    (0.05, 0.9, 0.05),
]
SHARES = np.linspace(0.02, 0.98, 97)


@cache
def outcomes(n: int) -> NDArray[np.float64]:
    """All promoters, passives and detractors of n answers."""
    return np.array([(p, n - p - d, d) for p, d in product(range(n + 1), repeat=2) if p + d <= n], dtype=float)


def probabilities(n: int, shape: tuple[float, float, float]) -> NDArray[np.float64]:
    counts = outcomes(n)
    return np.exp(gammaln(n + 1) - gammaln(counts + 1).sum(axis=1) + counts @ np.log(shape))


@pytest.mark.parametrize("n", SIZES)
def test_nps_score_interval_holds_the_truth(n: int) -> None:
    """93.7 % at worst, at n = 5 with nearly all promoters; the Wald interval of five answers can fall to 60 %."""
    found = estimate_many(outcomes(n), "nps")
    for shape in SHAPES:
        truth = 100 * (shape[0] - shape[2])
        # Rounding must not decide where an interval ends at the truth.
        holds = (found.low <= truth + 1e-9) & (truth - 1e-9 <= found.high)
        covered = float(probabilities(n, shape) @ holds)
        assert covered >= 0.936, (shape, covered)


@pytest.mark.parametrize("n", SIZES)
def test_nps_adjusted_wald_holds_it_a_little_less(n: int) -> None:
    ends = np.array([nps_adjusted_wald(*row) for row in outcomes(n).tolist()])
    for shape in SHAPES:
        truth = 100 * (shape[0] - shape[2])
        covered = float(probabilities(n, shape) @ ((ends[:, 0] <= truth) & (truth <= ends[:, 1])))
        assert covered >= 0.90, (shape, covered)


MEAN_AND_WORST = {
    wilson: (0.945, 0.83),
    jeffreys: (0.94, 0.85),
    agresti_coull: (0.95, 0.90),
    clopper_pearson: (0.95, 0.95),
}


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("method", MEAN_AND_WORST, ids=lambda method: method.__name__)
def test_intervals_of_shares_hold_the_truth(method: Callable[[float, float], tuple[float, float]], n: int) -> None:
    """On average over all shares at the level, and never far below it (Brown, Cai & DasGupta 2001)."""
    ends = np.array([method(x, n) for x in range(n + 1)])
    holds = (ends[:, :1] <= SHARES + 1e-12) & (ends[:, 1:] >= SHARES - 1e-12)
    covered = np.sum(holds * stats.binom.pmf(np.arange(n + 1)[:, None], n, SHARES), axis=0)
    mean, worst = MEAN_AND_WORST[method]
    assert covered.mean() >= mean
    assert covered.min() >= worst


@pytest.mark.parametrize(("n", "m"), [(15, 20), (30, 10)])
def test_newcombe_and_mover_hold_the_difference(n: int, m: int) -> None:
    for p, q in [(0.2, 0.5), (0.5, 0.5), (0.9, 0.8), (0.05, 0.1)]:
        base, other = (np.array([(x, size) for x in range(size + 1)], dtype=float) for size in (n, m))
        pairs = [np.repeat(base, m + 1, axis=0), np.tile(other, (n + 1, 1))]
        found = difference_many(*pairs, "share")
        weight = stats.binom.pmf(pairs[0][:, 0], n, p) * stats.binom.pmf(pairs[1][:, 0], m, q)
        truth = 100 * (q - p)
        holds = (found.low <= truth + 1e-9) & (truth - 1e-9 <= found.high)
        assert weight @ holds >= 0.93, (p, q)
        if p == q:
            # The test errs as often as the interval misses.
            assert weight @ (found.pvalue < 0.05) == pytest.approx(1 - weight @ holds, abs=1e-9)


def test_mover_holds_an_nps_difference_near_the_ceiling() -> None:
    """15 against 60 answers at an NPS of 80: Wald 89.7 %, Welch 91.1 %, MOVER 96.5 % where it was measured."""
    shape = (0.85, 0.1, 0.05)
    rng = np.random.default_rng(1)
    base, other = rng.multinomial(15, shape, 20_000), rng.multinomial(60, shape, 20_000)
    found = difference_many(base, other, "nps")
    assert np.mean((found.low <= 0) & (found.high >= 0)) == pytest.approx(0.965, abs=0.012)
