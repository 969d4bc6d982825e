"""Intervals for one share: Wilson by default, and the three others the field asks for."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from cxdash.inference.critical import alpha_of, z_critical
from cxdash.inference.moments import ROUNDING

Floats = NDArray[np.float64]


def wilson(successes: float, n: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """The score interval of a share, in 0…1; exactly 0 or 1 at the edge. Counts may be fractions, n > 0.

        low, high = (p + z²/2n ∓ z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)      p = x/n

    of x successes. Computed without cancelling: low = (x²/n) / (x + z²/2 + z·√(x(n − x)/n + z²/4)), and high as 1 less
    the same of the failures.

    Source: Wilson (1927); Brown, Cai and DasGupta (2001).

    >>> wilson(0, 20)[0], round(wilson(0, 20)[1], 4)
    (0.0, 0.1611)
    """
    z2 = z_critical(confidence_level) ** 2
    failures = n - successes
    centre = successes + z2 / 2
    reach = math.sqrt(z2 * (successes * failures / n + z2 / 4))
    low = 0.0 if successes <= 0 else successes * successes / n / (centre + reach)
    high = 1.0 if failures <= 0 else 1 - failures * failures / n / (n - successes + z2 / 2 + reach)
    return low, high


def wilson_z(successes: float, n: float, share: float) -> float:
    """How many standard errors, as they would be under it, `share` lies from the one observed; never negative.

    `|successes/n − π|·√(n / (π(1 − π)))` with π the `share`; infinite where π is 0 or 1 and was not observed.

    Source: Wilson (1927).

    >>> wilson_z(3, 6, 0.5), wilson_z(3, 6, 1.0)
    (0.0, inf)
    """
    apart = abs(successes / n - share)
    if apart == 0:
        return 0.0
    variance = share * (1 - share)
    return apart * math.sqrt(n / variance) if variance > 0 else math.inf


def wilson_zs(successes: Floats, n: Floats, share: Floats) -> Floats:
    """How many standard errors `share` lies from the one observed, for arrays of one shape.

    `|successes/n − π|·√(n / (π(1 − π)))`, as `wilson_z`.

    Source: Wilson (1927).

    >>> wilson_zs(np.array([3.0, 3.0]), np.array([6.0, 6.0]), np.array([0.5, 1.0])).tolist()
    [0.0, inf]
    """
    apart = np.abs(successes / n - share)
    variance = np.maximum(share * (1 - share), 0.0)
    scaled = np.sqrt(n / np.where(variance > 0, variance, 1.0))
    return np.where(apart == 0, 0.0, np.where(variance > 0, apart * scaled, np.inf))


def jeffreys(successes: float, n: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """The equal-tailed interval under a Beta(½, ½) prior, in 0…1, with 0 and 1 at the edges.

    The α/2 and 1 − α/2 quantiles of Beta(x + ½, n − x + ½), of x successes; opened to x/n where that is outside, which
    sets the limit to exactly 0 when nobody did it and to 1 when all did.

    Source: Brown, Cai and DasGupta (2001).

    >>> [round(end, 4) for end in jeffreys(4, 5)], jeffreys(20, 20)[1]
    ([0.3714, 0.9775], 1.0)
    """
    tail = alpha_of(confidence_level) / 2
    a, b = successes + 0.5, n - successes + 0.5
    # Which also keeps an effective count of a small fraction of one inside of its own interval.
    low = min(float(betaincinv(a, b, tail)), successes / n)
    high = max(float(betaincinv(a, b, 1 - tail)), successes / n)
    return low, high


def clopper_pearson(successes: float, n: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """The "exact" interval in 0…1, whose coverage is never below the level and often far above.

    The α/2 quantile of Beta(x, n − x + 1) and the 1 − α/2 quantile of Beta(x + 1, n − x), of x successes; 0 at x = 0
    and 1 at x = n.

    Source: Clopper and Pearson (1934).

    >>> [round(end, 4) for end in clopper_pearson(4, 5)]
    [0.2836, 0.9949]
    """
    tail = alpha_of(confidence_level) / 2
    low = 0.0 if successes < ROUNDING else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if n - successes < ROUNDING else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return low, high


def agresti_coull(successes: float, n: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """The Wald interval around Wilson's centre, in 0…1, clipped.

    `c ± z·√(c(1 − c) / (n + z²))` with `c = (successes + z²/2) / (n + z²)`.

    Source: Agresti and Coull (1998).

    >>> [round(end, 4) for end in agresti_coull(4, 5)]
    [0.3596, 0.9797]
    """
    z = z_critical(confidence_level)
    total = n + z * z
    centre = (successes + z * z / 2) / total
    reach = z * math.sqrt(centre * (1 - centre) / total)
    return max(0.0, centre - reach), min(1.0, centre + reach)
