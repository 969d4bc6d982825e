"""The intervals and p-values of the product by other roads: numerical likelihoods, scipy's tests, root finding."""

import math
from collections.abc import Callable

from scipy import optimize, stats

Z = stats.norm.ppf(0.975)
Ends = tuple[float, float]


def inverted(excess: Callable[[float], float], inside: float, low: float, high: float) -> Ends:
    """Where a statistic crosses its critical value on both sides of an estimate."""
    lower = low if inside <= low or excess(low) <= 0 else optimize.brentq(excess, low, inside, xtol=1e-13)
    upper = high if inside >= high or excess(high) <= 0 else optimize.brentq(excess, inside, high, xtol=1e-13)
    return lower, upper


def nps(promoters: float, passives: float, detractors: float, z: float = Z) -> Ends:
    """The score interval in points: the nuisance share is found by maximising the likelihood numerically."""
    n = promoters + passives + detractors
    seen = (promoters - detractors) / n

    def excess(delta: float) -> float:
        least, most = max(0.0, -delta) + 1e-12, (1 - delta) / 2 - 1e-12

        def minus_likelihood(q: float) -> float:
            parts = ((promoters, q + delta), (passives, 1 - 2 * q - delta), (detractors, q))
            return -sum(count * math.log(max(share, 1e-300)) for count, share in parts if count)

        q = optimize.minimize_scalar(
            minus_likelihood, bounds=(least, max(least, most)), method="bounded", options={"xatol": 1e-12}
        ).x
        return n * (seen - delta) ** 2 - z * z * (2 * q + delta - delta * delta)

    low, high = inverted(excess, seen, -1 + 1e-9, 1 - 1e-9)
    return 100 * low, 100 * high


def share(successes: float, n: float, z: float = Z) -> Ends:
    """Wilson's interval in percent, by inverting the score test instead of its closed form."""
    seen = successes / n
    low, high = inverted(lambda p: (seen - p) ** 2 - z * z * p * (1 - p) / n, seen, 0.0, 1.0)
    return 100 * low, 100 * high


def mover(base: float, base_ends: Ends, other: float, other_ends: Ends) -> Ends:
    """The interval of other − base from both intervals."""
    effect = other - base
    return (
        effect - math.hypot(other - other_ends[0], base_ends[1] - base),
        effect + math.hypot(other_ends[1] - other, base - base_ends[0]),
    )


def _likeliest(
    x1: float, n1: float, x2: float, n2: float, other: Callable[[float], float], least: float, most: float
) -> float:
    """The base share that makes both counts likeliest when the other share is a function of it."""

    def minus_likelihood(p1: float) -> float:
        p2 = other(p1)
        parts = ((x1, p1), (n1 - x1, 1 - p1), (x2, p2), (n2 - x2, 1 - p2))
        return -sum(count * math.log(max(chance, 1e-300)) for count, chance in parts if count)

    found = optimize.minimize_scalar(minus_likelihood, bounds=(least, most), method="bounded", options={"xatol": 1e-13})
    return float(found.x)


def miettinen_nurminen(x1: float, n1: float, x2: float, n2: float) -> Ends:
    """The interval of the difference of two shares, in 0…1."""
    seen, n = x2 / n2 - x1 / n1, n1 + n2

    def excess(delta: float) -> float:
        p1 = _likeliest(x1, n1, x2, n2, lambda p: p + delta, max(0.0, -delta) + 1e-12, min(1.0, 1 - delta) - 1e-12)
        p2 = p1 + delta
        return (seen - delta) ** 2 - Z * Z * (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)

    return inverted(excess, seen, -1 + 1e-9, 1 - 1e-9)


def miettinen_nurminen_ratio(x1: float, n1: float, x2: float, n2: float) -> Ends:
    """The interval of the relative effect x2/n2 ÷ x1/n1 − 1."""
    seen, n = (x2 / n2) / (x1 / n1), n1 + n2

    def excess(ratio: float) -> float:
        p1 = _likeliest(x1, n1, x2, n2, lambda p: ratio * p, 1e-12, min(1.0, 1 / ratio) - 1e-12)
        p2 = ratio * p1
        variance = (ratio * ratio * p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)
        return (x2 / n2 - ratio * x1 / n1) ** 2 - Z * Z * variance

    low, high = inverted(excess, seen, 1e-6, 50 * seen)
    return low - 1, high - 1


def fieller(mean1: float, error1: float, mean2: float, error2: float, t: float) -> Ends:
    """The interval of mean2 ÷ mean1 − 1 for positive means, from both standard errors."""
    low, high = inverted(
        lambda r: (mean2 - r * mean1) ** 2 - t * t * (error2**2 + r * r * error1**2), mean2 / mean1, 1e-9, 100.0
    )
    return low - 1, high - 1
