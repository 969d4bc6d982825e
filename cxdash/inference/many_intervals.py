"""The intervals of thousands of shares and NPS at once, by any of the methods there are for one."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from cxdash.inference.critical import alpha_of, z_critical
from cxdash.inference.estimates import Method
from cxdash.inference.moments import ROUNDING
from cxdash.inference.nps import nps_score_intervals

Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]


def wilson_intervals(successes: Floats, n: Floats, confidence_level: float = 0.95) -> Ends:
    """The lower and the upper ends of Wilson's score intervals, in 0…1, for arrays of one shape (n > 0).

    `(p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)` with `p = successes/n`, computed as in `wilson`.

    Source: Wilson (1927).

    >>> low, high = wilson_intervals(np.array([0.0, 5.0]), np.array([20.0, 5.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.5655], [0.1611, 1.0])
    """
    z2 = z_critical(confidence_level) ** 2
    failures = n - successes
    reach = np.sqrt(z2 * (successes * failures / n + z2 / 4))
    low = successes * successes / n / (successes + z2 / 2 + reach)
    high = 1 - failures * failures / n / (failures + z2 / 2 + reach)
    return low, high


def jeffreys_intervals(successes: Floats, n: Floats, confidence_level: float = 0.95) -> Ends:
    """The lower and the upper ends of Jeffreys' intervals, in 0…1, for arrays of one shape (n > 0).

    The quantiles α/2 and 1 − α/2 of Beta(successes + ½, n − successes + ½), opened to successes/n where that is
    outside.

    Source: Brown, Cai and DasGupta (2001).

    >>> low, high = jeffreys_intervals(np.array([4.0, 20.0]), np.array([5.0, 20.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.3714, 0.8834], [0.9775, 1.0])
    """
    tail = alpha_of(confidence_level) / 2
    a, b = successes + 0.5, n - successes + 0.5
    low, high = betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)
    return np.minimum(low, successes / n), np.maximum(high, successes / n)


def clopper_pearson_intervals(successes: Floats, n: Floats, confidence_level: float = 0.95) -> Ends:
    """The lower and the upper ends of the "exact" intervals, in 0…1, for arrays of one shape (n > 0).

    The α/2 quantile of Beta(x, n − x + 1) and the 1 − α/2 quantile of Beta(x + 1, n − x), of x successes; 0 and 1 at
    the edges.

    Source: Clopper and Pearson (1934).

    >>> low, high = clopper_pearson_intervals(np.array([4.0, 0.0]), np.array([5.0, 5.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2836, 0.0], [0.9949, 0.5218])
    """
    tail = alpha_of(confidence_level) / 2
    none, everybody = successes < ROUNDING, n - successes < ROUNDING
    low = betaincinv(np.where(none, 1.0, successes), n - successes + 1, tail)
    high = betaincinv(successes + 1, np.where(everybody, 1.0, n - successes), 1 - tail)
    return np.where(none, 0.0, low), np.where(everybody, 1.0, high)


def agresti_coull_intervals(successes: Floats, n: Floats, confidence_level: float = 0.95) -> Ends:
    """The lower and the upper ends of Agresti and Coull's intervals, in 0…1, for arrays of one shape (n > 0).

    `c ± z·√(c(1 − c) / (n + z²))` with `c = (successes + z²/2) / (n + z²)`, clipped.

    Source: Agresti and Coull (1998).

    >>> low, high = agresti_coull_intervals(np.array([4.0]), np.array([5.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.3596], [0.9797])
    """
    z = z_critical(confidence_level)
    centre = (successes + z * z / 2) / (n + z * z)
    reach = z * np.sqrt(centre * (1 - centre) / (n + z * z))
    return np.maximum(0.0, centre - reach), np.minimum(1.0, centre + reach)


def nps_adjusted_wald_intervals(
    promoters: Floats, passives: Floats, detractors: Floats, confidence_level: float = 0.95
) -> Ends:
    """The lower and the upper ends of the adjusted Wald intervals of NPS, in points, for arrays of one shape.

    `100·(c ± z·√(((P + D + 1.5)/m − c²) / m))` with `m = n + 3` and `c = (P − D)/m`, clipped to ±100, of P promoters
    and D detractors among n.

    Source: Rocks (2016); Lewis and Sauro (2021).

    >>> low, high = nps_adjusted_wald_intervals(*(np.array([count]) for count in (120.0, 60.0, 40.0)))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([25.75], [46.0])
    """
    n = promoters + passives + detractors + 3
    centre = (promoters - detractors) / n
    variance = (promoters + detractors + 1.5) / n - centre * centre
    reach = z_critical(confidence_level) * np.sqrt(variance / n)
    return np.maximum(-100.0, 100 * (centre - reach)), np.minimum(100.0, 100 * (centre + reach))


SHARES: dict[Method, Callable[[Floats, Floats, float], Ends]] = {
    "wilson": wilson_intervals,
    "jeffreys": jeffreys_intervals,
    "agresti_coull": agresti_coull_intervals,
    "clopper_pearson": clopper_pearson_intervals,
}
NPS: dict[Method, Callable[[Floats, Floats, Floats, float], Ends]] = {
    "nps_score": nps_score_intervals,
    "nps_adjusted_wald": nps_adjusted_wald_intervals,
}
