"""The Bayesian view of an effect: closed forms and quadrature, never a random draw."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, ndtr

from cxdash.inference.critical import alpha_of, z_critical
from cxdash.inference.proportions import Share


@dataclass(frozen=True, slots=True)
class Posterior:
    """A normal belief N(mean, std²) about an effect, in its unit, with its credible interval.

    `chance_to_win` is the probability of an effect above 0, Φ(u) with u = mean / std. `risk_ship` is the expected loss
    if the treatment is taken and is worse, std · φ(u) − mean · Φ(−u); `risk_keep` if the control is kept and was worse,
    std · φ(u) + mean · Φ(u); both in the unit of the effect.
    """

    mean: float
    std: float
    low: float
    high: float
    chance_to_win: float
    risk_ship: float
    risk_keep: float

    def chance_above(self, threshold: float) -> float:
        """The probability of an effect above `threshold`: Φ((mean − threshold) / std).

        >>> normal_posterior(0.0, 1.0).chance_above(0.0)
        0.5
        """
        return float(ndtr((self.mean - threshold) / self.std))

    def chance_within(self, reach: float) -> float:
        """The probability of no practical difference, of an effect between −reach and reach.

        Φ((reach − mean) / std) − Φ((−reach − mean) / std).

        >>> round(normal_posterior(0.0, 1.0).chance_within(1.959964), 4)
        0.95
        """
        return float(ndtr((reach - self.mean) / self.std) - ndtr((-reach - self.mean) / self.std))


def normal_posterior(
    effect: float,
    std_error: float,
    *,
    prior_mean: float = 0.0,
    prior_std: float | None = None,
    confidence_level: float = 0.95,
) -> Posterior:
    """The posterior of an effect with a normal error and a normal prior; `prior_std` None is a flat prior.

    With the precisions w = 1 / std_error² and w₀ = 1 / prior_std² (0 if flat):

        mean = (w · effect + w₀ · prior_mean) / (w + w₀)      std = 1 / √(w + w₀)      low, high = mean ∓ z · std

    An effect for which low is better is passed with its sign turned. ZeroDivisionError for an error or prior of 0.

    Source: conjugate normal, Gelman and others, Bayesian Data Analysis (2013), §2.5.

    >>> found = normal_posterior(0.06, 0.03, prior_std=0.1)
    >>> round(found.mean, 6), round(found.chance_to_win, 6)
    (0.055046, 0.972295)
    """
    precision = 1 / std_error**2
    prior_precision = 0.0 if prior_std is None else 1 / prior_std**2
    mean = (effect * precision + prior_mean * prior_precision) / (precision + prior_precision)
    std = 1 / math.sqrt(precision + prior_precision)
    reach = z_critical(confidence_level) * std
    density = std * math.exp(-0.5 * (mean / std) ** 2) / math.sqrt(2 * math.pi)
    win, lose = float(ndtr(mean / std)), float(ndtr(-mean / std))
    return Posterior(
        mean, std, mean - reach, mean + reach, win, max(0.0, density - mean * lose), max(0.0, density + mean * win)
    )


def log_ratio_posterior(
    base: float, base_error: float, other: float, other_error: float, *, prior_std: float = 0.05
) -> Posterior:
    """The 95 % posterior of ln(other / base) for two positive estimates with their standard errors.

    `normal_posterior` of the effect ln(other / base), its error √((base_error / base)² + (other_error / other)²) by the
    delta method, and the prior N(0, prior_std²): how far effects usually spread. On the log scale winners and losers
    are treated alike; on the scale of the ratio itself the noise of the base makes losers look likelier. exp(mean) − 1
    is the plausible lift, shrunken as a lift picked for its size has to be. ValueError if an estimate is not positive.

    Source: conjugate normal, Gelman and others (2013), §2.5.

    >>> found = log_ratio_posterior(0.050, 0.0022, 0.056, 0.0023)
    >>> round(math.exp(found.mean) - 1, 4), round(found.chance_to_win, 4)
    (0.0474, 0.8855)
    """
    if base <= 0 or other <= 0:
        raise ValueError("the logarithm of a ratio needs two positive estimates")
    error = math.hypot(base_error / base, other_error / other)
    return normal_posterior(math.log(other / base), error, prior_std=prior_std)


def beta_interval(
    share: Share, confidence_level: float = 0.95, prior: tuple[float, float] = (0.5, 0.5)
) -> tuple[float, float]:
    """The equal-tailed credible interval of a share, in 0…1, under a Beta prior (Jeffreys' by default).

    The quantiles α / 2 and 1 − α / 2 of Beta(successes + a, n − successes + b) with the prior (a, b); no end is moved
    to 0 or 1 where nobody or everybody succeeded.

    Source: Brown, Cai and DasGupta (2001).

    >>> [round(end, 4) for end in beta_interval(Share(5, 400))]
    [0.0048, 0.0272]
    """
    tail = alpha_of(confidence_level) / 2
    a, b = share.successes + prior[0], share.n - share.successes + prior[1]
    return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))


def beta_chance_to_win(base: Share, other: Share, prior: tuple[float, float] = (0.5, 0.5)) -> float:
    """The probability that the other's share is the higher one, under independent Beta priors.

    ∫ F_base(F_other⁻¹(Φ(z))) φ(z) dz from −8.5 to 8.5 by Gauss-Legendre with 200 nodes, F the distribution
    function of Beta(successes + a, n − successes + b) with the prior (a, b).

    Source: definition, by quadrature.

    >>> round(beta_chance_to_win(Share(500, 10_000), Share(560, 10_000)), 6)
    0.970894
    """
    a1, b1 = base.successes + prior[0], base.n - base.successes + prior[1]
    a2, b2 = other.successes + prior[0], other.n - other.successes + prior[1]
    # u = Φ(x) spreads the tails out, where a quantile function has no polynomial near it.
    nodes, weights = np.polynomial.legendre.leggauss(200)
    z = 8.5 * nodes
    density = 8.5 * weights * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    low_half = z < 0
    x = np.where(low_half, betaincinv(a2, b2, ndtr(np.minimum(z, 0))), 1 - betaincinv(b2, a2, ndtr(np.minimum(-z, 0))))
    return min(1.0, max(0.0, float(density @ betainc(a1, b1, x))))


def chance_of_best(posteriors: Sequence[Posterior]) -> list[float]:
    """The probability of each of several independent effects to be the highest of them; they add up to 1.

    ∫ φ(z) Π_j≠i Φ((mean_i + std_i · z − mean_j) / std_j) dz from −8.5 to 8.5 by Gauss-Legendre with 200 nodes, divided
    by the sum of these. The control takes part as the effect 0 with its own error, if it is meant to be able to win.

    Source: definition, by quadrature.

    >>> [round(chance, 4) for chance in chance_of_best([normal_posterior(0.0, 1.0), normal_posterior(1.0, 1.0)])]
    [0.2398, 0.7602]
    """
    nodes, weights = np.polynomial.legendre.leggauss(200)
    z = 8.5 * nodes
    density = 8.5 * weights * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    chances = []
    for index, own in enumerate(posteriors):
        below = np.ones_like(z)
        for other in (*posteriors[:index], *posteriors[index + 1 :]):
            below = below * ndtr((own.mean + own.std * z - other.mean) / other.std)
        chances.append(float(density @ below))
    total = sum(chances)
    return [chance / total for chance in chances]
