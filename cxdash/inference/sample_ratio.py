"""Whether an experiment's arms got the units they were meant to get: if not, nothing else about it can be believed."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, gammaln

from cxdash.inference.multiplicity import adjusted_where_known

Floats = NDArray[np.float64]
State = Literal["ok", "watch", "fail", "one_arm", "no_data"]
FAIL, WATCH = 0.001, 0.01
"""p-values below which a sample ratio fails, or is watched (daily looks make 1 % false alarms of .001)."""

_MOST_OUTCOMES = 500_000  # enumerated in about a tenth of a second; beyond that χ² has to do


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """`pvalue` of the observed split, None where nothing can be tested; `leak`: units in an arm meant to have none.

    `ok` is what an experiment needs: no leak and no p-value below .001.
    """

    pvalue: float | None
    chi2: float | None
    df: int
    leak: bool
    method: str
    state: State

    @property
    def ok(self) -> bool:
        """Whether results may be read.

        >>> sample_ratio([5000, 5400], [1, 1]).ok
        False
        """
        return self.state != "fail"


def sample_ratio(observed: Sequence[int], weights: Sequence[float]) -> SampleRatio:
    """The test of units per arm against the planned weights, with what it says of the experiment.

        χ² = Σ (observed − expected)² / expected      expected = n·weight / Σ weights      df = arms − 1

    over the arms with a weight. If an arm expects fewer than five units, the exact multinomial test: the probability of
    all splits no likelier than the one observed (χ² again where there are more than 500 000 of them). Arms of weight 0
    take no part, but one unit in them is a leak and fails the split whatever the p-value. ValueError unless every arm
    has a weight, none negative and not all zero.

    Source: Pearson (1900); its use, Fabijan and others (2019); exact test by definition.

    >>> sample_ratio([500, 530, 0], [0.5, 0.5, 0]).df
    1
    >>> sample_ratio([500, 530, 7], [0.5, 0.5, 0]).state
    'fail'
    >>> round(sample_ratio([5000, 5100], [1, 1]).pvalue, 4)
    0.3197
    """
    if len(observed) != len(weights) or not all(0 <= w < math.inf for w in weights) or not sum(weights):
        raise ValueError(f"every arm needs a weight, none negative and not all zero: {list(weights)}")
    leak = any(n > 0 and not weight for n, weight in zip(observed, weights, strict=True))
    arms = [(n, weight) for n, weight in zip(observed, weights, strict=True) if weight]
    counts = np.array([n for n, _ in arms], dtype=float)
    shares = np.array([weight for _, weight in arms], dtype=float)
    shares /= shares.sum()
    if len(arms) < 2 or not counts.sum():
        state: State = "fail" if leak else "one_arm" if len(arms) < 2 else "no_data"
        return SampleRatio(None, None, 0, leak, "none", state)
    expected = counts.sum() * shares
    chi2, df = float(np.sum((counts - expected) ** 2 / expected)), len(arms) - 1
    method = _method(int(counts.sum()), len(arms), float(expected.min()))
    pvalue = float(chdtrc(df, chi2)) if method == "chi2" else _exact(counts, shares)
    return SampleRatio(pvalue, chi2, df, leak, method, _state(pvalue, leak))


@dataclass(frozen=True, slots=True)
class PartRatio:
    """The split of one day or one segment, with its p-value corrected over all parts, and whether it fails on it."""

    ratio: SampleRatio
    adjusted: float | None
    ok: bool


def sample_ratio_by_part(parts: Sequence[Sequence[int]], weights: Sequence[float]) -> list[PartRatio]:
    """The tests of the split in each day or segment, Holm-corrected over the parts: where it went wrong, if it did.

    Each part as in `sample_ratio`, all against the same weights; it fails when its corrected p-value is below .001. A
    leak fails its part whatever the others are.

    Source: Pearson (1900); Holm (1979).

    >>> [part.ok for part in sample_ratio_by_part([[500, 510], [500, 640]], [1, 1])]
    [True, False]
    """
    found = [sample_ratio(observed, weights) for observed in parts]
    adjusted = adjusted_where_known([one.pvalue for one in found])
    return [
        PartRatio(one, p, not one.leak and (p is None or p >= FAIL)) for one, p in zip(found, adjusted, strict=True)
    ]


def sequential_log_odds(observed: Sequence[int], weights: Sequence[float], concentration: float = 100.0) -> float:
    """ln of the odds against the planned split, valid at any time: evidence from ln(1 / α) on.

        ln Γ(κ) − ln Γ(κ + n) + Σ [ln Γ(κθ_i + n_i) − ln Γ(κθ_i) − n_i·ln θ_i]

    A Dirichlet-multinomial with κ = `concentration` times the planned shares θ against the shares themselves. `weights`
    > 0, of any sum.

    Source: Lindon and Malek (2022).

    >>> round(sequential_log_odds([5000, 5600], [0.5, 0.5]), 4)
    14.4939
    """
    counts, shares = np.asarray(observed, dtype=float), np.asarray(weights, dtype=float)
    shares = shares / shares.sum()
    prior = concentration * shares
    arms = gammaln(prior + counts) - gammaln(prior) - counts * np.log(shares)
    return float(np.sum(arms) + gammaln(concentration) - gammaln(concentration + counts.sum()))


def _method(units: int, arms: int, least_expected: float) -> str:
    if least_expected >= 5 or math.comb(units + arms - 1, arms - 1) > _MOST_OUTCOMES:
        return "chi2"
    return "exact_binomial" if arms == 2 else "exact_multinomial"


def _exact(counts: Floats, shares: Floats) -> float:
    """The probability of all splits that are not likelier than the one observed."""
    log_shares = np.log(shares)
    units = int(counts.sum())
    observed = _log_probability(counts[None, :], log_shares)[0]
    total = 0.0
    for outcomes in _outcomes(units, len(shares)):
        logs = _log_probability(outcomes, log_shares)
        # Equally likely splits differ in their last digits.
        total += float(np.sum(np.exp(logs[logs <= observed + 1e-9])))
    return min(1.0, total)


def _log_probability(outcomes: Floats, log_shares: Floats) -> Floats:
    arms: Floats = np.sum(outcomes * log_shares - gammaln(outcomes + 1), axis=1)
    return arms + float(gammaln(outcomes[0].sum() + 1))


def _outcomes(units: int, arms: int) -> Iterator[Floats]:
    """All splits of `units` over `arms`, in blocks of rows."""
    if arms == 2:
        first = np.arange(units + 1, dtype=float)
        yield np.column_stack([first, units - first])
        return
    for first_arm in range(units + 1):
        for rest in _outcomes(units - first_arm, arms - 1):
            yield np.column_stack([np.full(len(rest), float(first_arm)), rest])


def _state(pvalue: float, leak: bool) -> State:
    if leak or pvalue < FAIL:
        return "fail"
    return "watch" if pvalue < WATCH else "ok"
