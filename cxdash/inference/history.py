"""What past experiments teach about the next: how far effects usually spread, and what is left of a lift after that."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from cxdash.inference.bayes import Posterior, normal_posterior
from cxdash.inference.critical import z_critical
from cxdash.inference.results import Difference, Status

USUAL_SPREAD = 0.05
"""The spread of true effects on the log scale, as long as there is no history of one's own."""
LEAST_COMPARISONS = 20


@dataclass(frozen=True, slots=True)
class EffectSpread:
    """The standard deviation of true effects (`std`) learned from `n` comparisons; `learned` is False where there
    were too few of them and the usual one stands in."""

    std: float
    n: int
    learned: bool


def learned_spread(
    effects: Sequence[float], errors: Sequence[float], *, least: int = LEAST_COMPARISONS
) -> EffectSpread:
    """How far true effects spread around zero: τ of a random-effects model by maximum likelihood.

    `effects` x are log ratios of past comparisons (any sign) and `errors` s their standard errors, all > 0 (ValueError
    otherwise); x ~ N(0, τ² + s²), so τ² ≥ 0 maximises −½ Σ (ln(τ² + s²) + x² / (τ² + s²)). Fewer than `least`: the
    usual 5 %.

    Source: Hardy and Thompson (1996), with the mean known to be 0.

    >>> learned_spread([0.10, -0.08, 0.12, -0.11] * 5, [0.01] * 20).learned
    True
    >>> round(learned_spread([0.10, -0.08, 0.12, -0.11] * 5, [0.01] * 20).std, 4)
    0.1031
    """
    x, s = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float)
    if len(x) != len(s) or not np.all(np.isfinite(x)) or not np.all((s > 0) & np.isfinite(s)):
        raise ValueError("every effect needs a standard error, positive and finite")
    if len(x) < least:
        return EffectSpread(USUAL_SPREAD, len(x), learned=False)

    def slope(variance: float) -> float:
        """The derivative of the log likelihood, times two."""
        total = variance + s * s
        return float(np.sum((x * x - total) / total**2))

    # Candidates: no spread at all, and each place at which the likelihood stops rising (there may be several).
    largest = float(np.max(x * x)) or 1.0
    grid = np.concatenate([[0.0], np.geomspace(largest * 1e-8, largest, 200)])
    slopes = [slope(float(place)) for place in grid]
    peaks = [float(brentq(slope, grid[i], grid[i + 1])) for i in range(len(grid) - 1) if slopes[i] > 0 >= slopes[i + 1]]
    best = max([0.0, *peaks], key=lambda variance: _log_likelihood(x, s, variance))
    return EffectSpread(math.sqrt(best), len(x), learned=True)


def _log_likelihood(x: np.ndarray, s: np.ndarray, variance: float) -> float:
    total = variance + s * s
    return float(-0.5 * np.sum(np.log(total) + x * x / total))


@dataclass(frozen=True, slots=True)
class PlausibleLift:
    """A relative effect (a fraction) drawn towards zero by how far effects usually spread, with its interval;
    `trust` (0…1) is how much of the observed one is kept, on the log scale. None where `status` says why."""

    value: float | None
    low: float | None
    high: float | None
    trust: float | None
    status: Status


def plausible_lift(found: Difference, spread: float = USUAL_SPREAD) -> PlausibleLift:
    """The lift to expect from here on: a significant lift was picked for its size, and overstates (by 12 to 61 %).

    With c and e the centre and error of `lift_posterior`:

        trust = spread² / (spread² + e²)      value = exp(trust · c) − 1
        low, high = exp(trust · c ∓ z · √trust · e) − 1

    Without a relative interval the status says why; for one that reaches −100 %, or no spread, it is `undefined`.

    Source: conjugate normal, Gelman and others (2013), §2.5.

    >>> found = Difference(6.0, 1.0, 11.0, 2.5, 0.02, 0.95, "welch", "ok", 0.12, 0.02, 0.23, "ok")
    >>> plausible = plausible_lift(found)
    >>> round(plausible.value, 4), round(plausible.trust, 4)
    (0.0611, 0.5229)
    """
    belief = lift_posterior(found, spread)
    if belief is None or found.relative is None:
        status = found.relative_status if found.relative_status != "ok" else "undefined"
        return PlausibleLift(None, None, None, None, status)
    trust = 1 - (belief.std / spread) ** 2 if spread else 0.0
    value, low, high = (math.expm1(end) for end in (belief.mean, belief.low, belief.high))
    return PlausibleLift(value, low, high, trust, "ok")


def lift_posterior(found: Difference, spread: float = USUAL_SPREAD) -> Posterior | None:
    """The posterior of ln(1 + lift) behind the plausible lift; None where there is no lift to speak of.

    `normal_posterior` of the centre c = ln(1 + relative) with the error e = ln((1 + high) / (1 + low)) / 2z, read off
    the relative interval, and the prior N(0, spread²).

    Source: conjugate normal, Gelman and others (2013), §2.5.

    >>> found = Difference(6.0, 1.0, 11.0, 2.5, 0.02, 0.95, "welch", "ok", 0.12, 0.02, 0.23, "ok")
    >>> round(lift_posterior(found).chance_to_win, 4)
    0.9569
    """
    ends = found.relative, found.relative_low, found.relative_high
    if found.relative_status != "ok" or any(end is None or end <= -1 for end in ends) or spread <= 0:
        return None
    centre, low, high = (math.log1p(end) for end in ends if end is not None)
    error = (high - low) / (2 * z_critical(found.confidence_level))
    return normal_posterior(centre, error, prior_std=spread, confidence_level=found.confidence_level)
