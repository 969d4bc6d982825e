"""One number for a group and its interval, for every metric that is a mean of weights."""

import math
from collections.abc import Callable, Mapping
from typing import Literal

from cxdash.inference.critical import t_critical
from cxdash.inference.moments import Moments, settled
from cxdash.inference.nps import nps_adjusted_wald, nps_score_interval
from cxdash.inference.results import Estimate, Status
from cxdash.inference.shares import agresti_coull, clopper_pearson, jeffreys, wilson

Family = Literal["nps", "share", "mean"]
Method = Literal["nps_score", "nps_adjusted_wald", "wilson", "jeffreys", "agresti_coull", "clopper_pearson", "t"]
METHODS: dict[Family, tuple[Method, ...]] = {
    "nps": ("nps_score", "nps_adjusted_wald"),
    "share": ("wilson", "jeffreys", "agresti_coull", "clopper_pearson"),
    "mean": ("t",),
}
"""How the interval of each family may be computed; the first is what is done unless another is asked for."""


def estimate(
    values: Mapping[float, float],
    family: Family,
    *,
    method: Method | None = None,
    n: int | None = None,
    confidence_level: float = 0.95,
    bounds: tuple[float, float] | None = None,
) -> Estimate:
    """The mean of the metric weights in `values`, in their unit, with the interval that suits the `family`.

    Σ weight · count / Σ count, and the interval of `nps_score_interval`, `wilson` or `mean_interval`, or of another
    `method` among the family's METHODS (ValueError for any else). `values` maps a metric weight to its (effective)
    count: nps {100: P, 0: S, −100: D}, share {100: x, 0: n − x}, mean {score: count}. `n` is the number of answers
    behind them if that is not their sum; `bounds` are the ends of the scale, which the interval of a mean does not
    leave. No answers: `no_data`. A mean of one answer: `n_too_small`, of equal answers: `zero_variance`, both without
    an interval.

    Source: Tango (1998) and Rocks (2016) for NPS, Wilson (1927) for shares, Student (1908) for means.

    >>> nps = estimate({100: 120, 0: 60, -100: 40}, "nps")
    >>> round(nps.value, 2), round(nps.low, 2), round(nps.high, 2), nps.method
    (36.36, 25.72, 46.04, 'nps_score')
    >>> round(estimate({100: 4, 0: 1}, "share", method="jeffreys").low, 2), estimate({}, "share").status
    (37.14, 'no_data')
    """
    values = settled(values)
    moments = Moments.from_counts(values)
    method = method_of(family, method)
    answers = round(moments.n) if n is None else n
    if not moments.n or not answers:
        return Estimate(None, None, None, None, answers, 0.0, confidence_level, method, "no_data")
    ends, std_error, status = _interval(values, family, method, moments, confidence_level)
    low, high = _containing(ends, moments.mean, bounds if family == "mean" else None)
    return Estimate(moments.mean, low, high, std_error, answers, moments.n, confidence_level, method, status)


Ends = tuple[float, float] | None
Found = tuple[Ends, float | None, Status]


def method_of(family: Family, method: Method | None) -> Method:
    """The method asked for, or the family's own; ValueError for one of another family.

    >>> method_of("nps", None), method_of("share", "jeffreys")
    ('nps_score', 'jeffreys')
    """
    if method is None:
        return METHODS[family][0]
    if method not in METHODS[family]:
        raise ValueError(f"the interval of {family} is one of {', '.join(METHODS[family])}, not {method}")
    return method


def _interval(
    values: Mapping[float, float], family: Family, method: Method, moments: Moments, confidence_level: float
) -> Found:
    if family == "mean":
        return mean_interval(moments, confidence_level)
    if family == "nps":
        return _NPS[method](*nps_counts(values), confidence_level), plug_in_error(moments), "ok"
    low, high = _SHARES[method](min(successes_of(values), moments.n), moments.n, confidence_level)
    return (100 * low, 100 * high), plug_in_error(moments), "ok"


_NPS: dict[Method, Callable[[float, float, float, float], tuple[float, float]]] = {
    "nps_score": nps_score_interval,
    "nps_adjusted_wald": nps_adjusted_wald,
}
_SHARES: dict[Method, Callable[[float, float, float], tuple[float, float]]] = {
    "wilson": wilson,
    "jeffreys": jeffreys,
    "agresti_coull": agresti_coull,
    "clopper_pearson": clopper_pearson,
}


def mean_interval(moments: Moments, confidence_level: float = 0.95) -> Found:
    """The t interval of a mean as ((low, high), std_error, status); the first two are None where status says why.

        std_error = √(m2 / (n − 1) / n)      low, high = mean ∓ t · std_error, t with n − 1 degrees of freedom

    Source: Student (1908).

    >>> ends, std_error, status = mean_interval(Moments.from_values([4, 5, 9]))
    >>> [round(end, 2) for end in ends], round(std_error, 3), status
    ([-0.57, 12.57], 1.528, 'ok')
    """
    if moments.variance is None or moments.too_small:
        return None, None, "n_too_small"
    if moments.constant:
        return None, None, "zero_variance"
    std_error = math.sqrt(moments.variance / moments.n)
    reach = t_critical(confidence_level, moments.n - 1) * std_error
    return (moments.mean - reach, moments.mean + reach), std_error, "ok"


def plug_in_error(moments: Moments) -> float | None:
    """√m2 / n, the standard error of a share or of NPS as observed, in the unit of the weights; None if all were alike.

    For a share p in percent 100 √(p (1 − p) / n), for NPS 100 √((P + D − (P − D)² / n) / n²).

    Source: definition (the variance seen, m2 / n, over n).

    >>> plug_in_error(Moments.from_counts({100: 50, 0: 50}))
    5.0
    """
    return None if moments.constant else math.sqrt(moments.m2) / moments.n


def nps_counts(values: Mapping[float, float]) -> tuple[float, float, float]:
    """Promoters, passives and detractors of {100: P, 0: S, −100: D}; ValueError for any other weight.

    >>> nps_counts({100: 3, -100: 1})
    (3, 0, 1)
    """
    if not values.keys() <= {100, 0, -100}:
        raise ValueError(f"NPS counts answers as 100, 0 or −100, not {sorted(values)}")
    return values.get(100, 0), values.get(0, 0), values.get(-100, 0)


def successes_of(values: Mapping[float, float]) -> float:
    """How many answers count as yes in {100: yes, 0: no}; weights between count in part.

    Σ weight · count / 100; ValueError for a weight outside 0…100.

    >>> successes_of({100: 3, 0: 1})
    3.0
    """
    if not all(0 <= weight <= 100 for weight in values):
        raise ValueError(f"a share counts answers from 0 to 100, not {sorted(values)}")
    return math.fsum(weight * count for weight, count in values.items()) / 100


def _containing(ends: Ends, value: float, bounds: tuple[float, float] | None) -> tuple[float | None, float | None]:
    if ends is None:
        return None, None
    low, high = ends
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    # Rounding must not push the estimate out of its own interval.
    return min(low, value), max(high, value)
