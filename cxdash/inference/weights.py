"""Survey weights and known lists: the error of a weighted mean, and what a finite population takes off it."""

import math
from collections.abc import Sequence

import numpy as np

from cxdash.inference.critical import t_critical
from cxdash.inference.results import Estimate
from cxdash.inference.shares import clopper_pearson


def weighted_mean(
    values: Sequence[float],
    weights: Sequence[float],
    *,
    population: int | None = None,
    confidence_level: float = 0.95,
) -> Estimate:
    """The weighted mean with its Taylor-linearised error and t interval, as R's survey::svymean gives them.

    `weights` are positive and of any scale. `population` is the size of the known list the answers were drawn from,
    if there is one (Cochran's correction; the error is 0 when all were asked). `n_effective` is Kish's.

    >>> found = weighted_mean([1, 0, 1, 1], [1, 2, 1, 1])
    >>> found.value, round(found.std_error, 4), round(found.n_effective, 4)
    (0.6, 0.32, 3.5714)
    """
    x, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if len(x) != len(w) or not np.all(np.isfinite(x)) or not np.all((w > 0) & np.isfinite(w)):
        raise ValueError("every value needs a weight, positive and finite")
    n = len(x)
    if not n:
        return Estimate(None, None, None, None, 0, 0.0, confidence_level, "taylor_t", "no_data")
    total = float(w.sum())
    effective = total * total / float(w @ w)
    mean = float(w @ x) / total
    if n < 2:
        return Estimate(mean, None, None, None, n, effective, confidence_level, "taylor_t", "n_too_small")
    if np.ptp(x) == 0:
        return Estimate(mean, None, None, None, n, effective, confidence_level, "taylor_t", "zero_variance")
    squared = float(np.sum((w * (x - mean)) ** 2))
    error = math.sqrt(n / (n - 1) * squared) / total * finite_population(n, population)
    reach = t_critical(confidence_level, n - 1) * error
    return Estimate(mean, mean - reach, mean + reach, error, n, effective, confidence_level, "taylor_t", "ok")


def finite_population(n: float, population: float | None) -> float:
    """√(1 − n / N), the factor by which a standard error shrinks when `n` of N were asked; 1 where N is unknown.

    >>> finite_population(36, 100), finite_population(100, 100), finite_population(5, None)
    (0.8, 0.0, 1.0)
    """
    if population is None:
        return 1.0
    if not 0 <= n <= population or not population:
        raise ValueError(f"{n} of {population} cannot have been asked")
    return math.sqrt(1 - n / population)


def korn_graubard(share: float, std_error: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a weighted share in 0…1, at the n that explains its error. Korn & Graubard 1998.

    `share` strictly between 0 and 1, `std_error` > 0 (its design effect included), as R's svyciprop(method="beta").

    >>> [round(end, 4) for end in korn_graubard(0.6, 0.05)]
    [0.495, 0.6987]
    """
    n = share * (1 - share) / (std_error * std_error)
    return clopper_pearson(n * share, n, confidence_level)


def design_effect(n: int, n_effective: float) -> float:
    """How many times more answers the weights make necessary: n / n_effective.

    >>> design_effect(400, 320.0)
    1.25
    """
    return n / n_effective
