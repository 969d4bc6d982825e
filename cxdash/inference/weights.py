"""Survey weights and known lists: the error of a weighted mean, and what a finite population takes off it."""

import math
from collections.abc import Sequence

from cxdash.inference.critical import t_critical
from cxdash.inference.nps import nps_score_interval
from cxdash.inference.results import Estimate
from cxdash.inference.shares import clopper_pearson
from cxdash.inference.weighted_moments import WeightedMoments


def weighted_mean(
    values: Sequence[float],
    weights: Sequence[float],
    *,
    population: int | None = None,
    confidence_level: float = 0.95,
) -> Estimate:
    """The weighted mean with its Taylor-linearised error and t interval, as R's survey::svymean gives them.

        value = Σ wx / Σ w      std_error = √(n/(n − 1)·Σ (w(x − value))²) / Σ w·√(1 − n/N)
        low, high = value ∓ t_(n−1)·std_error

    `weights` are positive and of any scale (else ValueError). `population` N is the size of the known list the answers
    were drawn from, if there is one (the error is 0 when all were asked). `n_effective` is Kish's.

    Source: Taylor linearisation, Lumley (2010); finite list, Cochran (1977).

    >>> found = weighted_mean([1, 0, 1, 1], [1, 2, 1, 1])
    >>> round(found.value, 6), round(found.std_error, 4), round(found.n_effective, 4)
    (0.6, 0.32, 3.5714)
    """
    return mean_of(
        WeightedMoments.from_values(values, weights), population=population, confidence_level=confidence_level
    )


def mean_of(moments: WeightedMoments, *, population: int | None = None, confidence_level: float = 0.95) -> Estimate:
    """The weighted mean, as `weighted_mean` gives it, from moments that may have been merged.

    `mean ± t_(n−1)·std_error·√(1 − n/N)`. Statuses `no_data`, `n_too_small` (one answer), `zero_variance`.

    Source: Lumley (2010); Cochran (1977).

    >>> mean_of(WeightedMoments.from_values([2, 2], [1, 3])).status
    'zero_variance'
    """
    known = moments.n, moments.n_effective, confidence_level, "taylor_t"
    if not moments.n:
        return Estimate(None, None, None, None, *known, "no_data")
    if moments.std_error is None:
        return Estimate(moments.mean, None, None, None, *known, "n_too_small")
    if moments.constant:
        return Estimate(moments.mean, None, None, None, *known, "zero_variance")
    error = moments.std_error * finite_population(moments.n, population)
    reach = t_critical(confidence_level, moments.n - 1) * error
    return Estimate(moments.mean, moments.mean - reach, moments.mean + reach, error, *known, "ok")


def weighted_share(
    moments: WeightedMoments, *, population: int | None = None, confidence_level: float = 0.95
) -> Estimate:
    """A weighted share, of values 100 and 0, in percent, with the interval of `korn_graubard`.

    That is the Clopper-Pearson interval at the n that explains the linearised error, `p(1 − p) / std_error²`. Where all
    or none said yes, there is no such error: the interval is then the one at Kish's n, as for one answer. No error
    because everybody on the list was asked: no width.

    Source: Korn and Graubard (1998); Lumley (2010).

    >>> yes = WeightedMoments.from_values([100] * 3 + [0], [1, 1, 1, 2])
    >>> found = weighted_share(yes)
    >>> round(found.value, 4), round(found.low, 2), round(found.high, 2)
    (60.0, 4.07, 99.19)
    """
    if not moments.n:
        return Estimate(None, None, None, None, 0, 0.0, confidence_level, "korn_graubard", "no_data")
    share = min(1.0, max(0.0, moments.mean / 100))
    error = None
    if moments.std_error is not None and not moments.constant:
        error = moments.std_error * finite_population(moments.n, population)
    if error:
        low, high = korn_graubard(share, error / 100, confidence_level)
    elif error is None:
        low, high = clopper_pearson(share * moments.n_effective, moments.n_effective, confidence_level)
    else:
        low = high = share  # everybody on the list was asked
    return Estimate(
        100 * share,
        100 * min(low, share),
        100 * max(high, share),
        error,
        moments.n,
        moments.n_effective,
        confidence_level,
        "korn_graubard",
        "ok",
    )


def weighted_nps(
    moments: WeightedMoments, promoters: float, detractors: float, confidence_level: float = 0.95
) -> Estimate:
    """A weighted NPS, of values 100, 0 and −100, with the score interval at the n that explains its linearised error.

        n = 100²·(P + D − (P − D)²) / std_error²

    as Korn and Graubard take it for a share; where there is no error it is Kish's. `promoters` P and `detractors` D are
    their weighted shares (0…1; ValueError if no shares of one whole).

    Source: error Lumley (2010); interval Tango (1998), Rocks (2016).

    >>> found = weighted_nps(WeightedMoments.from_values([100, 100, 0, -100], [1, 1, 1, 2]), 0.4, 0.4)
    >>> found.value, round(found.low, 1), round(found.high, 1), found.method
    (0.0, -74.7, 74.7, 'nps_score_taylor')
    """
    method = "nps_score_taylor"
    if not moments.n:
        return Estimate(None, None, None, None, 0, 0.0, confidence_level, method, "no_data")
    if not (promoters >= 0 and detractors >= 0 and promoters + detractors <= 1 + 1e-9):
        raise ValueError(f"promoters and detractors are shares of one whole, not {promoters} and {detractors}")
    error = None if moments.constant else moments.std_error
    variance = 1e4 * (promoters + detractors - (promoters - detractors) ** 2)
    n = variance / (error * error) if error else moments.n_effective
    passives = max(0.0, 1 - promoters - detractors)
    low, high = nps_score_interval(n * promoters, n * passives, n * detractors, confidence_level)
    value = moments.mean
    ends = min(low, value), max(high, value)
    return Estimate(value, *ends, error, moments.n, moments.n_effective, confidence_level, method, "ok")


def finite_population(n: float, population: float | None) -> float:
    """The factor by which a standard error shrinks when `n` of N were asked, `√(1 − n / N)`; 1 where N is unknown.

    ValueError if more were asked than there are.

    Source: Cochran (1977).

    >>> finite_population(36, 100), finite_population(100, 100), finite_population(5, None)
    (0.8, 0.0, 1.0)
    """
    if population is None:
        return 1.0
    if not 0 <= n <= population or not population:
        raise ValueError(f"{n} of {population} cannot have been asked")
    return math.sqrt(1 - n / population)


def korn_graubard(share: float, std_error: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a weighted share, in 0…1, at the n that explains its error.

    `n = p(1 − p) / std_error²`, and `clopper_pearson(n·p, n)`. `share` p strictly between 0 and 1, `std_error` > 0 (its
    design effect included), as R's svyciprop(method="beta") without clusters.

    Source: Korn and Graubard (1998).

    >>> [round(end, 4) for end in korn_graubard(0.6, 0.05)]
    [0.495, 0.6987]
    """
    n = share * (1 - share) / (std_error * std_error)
    return clopper_pearson(n * share, n, confidence_level)


def design_effect(n: int, n_effective: float) -> float:
    """How many times more answers the weights make necessary: `n / n_effective`.

    Source: Kish (1965).

    >>> design_effect(400, 320.0)
    1.25
    """
    return n / n_effective


LEAST_EFFICIENCY = 0.5


def weights_cost_much(n: int, n_effective: float) -> bool:
    """Whether the weights leave less than half of the answers' worth: a warning belongs beside the number.

    `n_effective / n < ½`, and False for none.

    Source: Kish (1965) for n_effective; the half is this product's own.

    >>> weights_cost_much(400, 180.0), weights_cost_much(400, 320.0), weights_cost_much(0, 0.0)
    (True, False, False)
    """
    return n > 0 and n_effective / n < LEAST_EFFICIENCY
