"""Less noise from what was known before: effects adjusted for covariates or strata, from moments alone."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.joint import JointMoments
from cxdash.inference.means import by_t, welch_spread, without_interval
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference

Floats = NDArray[np.float64]
Slopes = Literal["per_arm", "pooled"]


def adjusted_means(
    base: JointMoments, other: JointMoments, *, slopes: Slopes = "per_arm", confidence_level: float = 0.95
) -> Difference:
    """other − base of the first quantity, in its unit, adjusted for the others, which are from before the experiment.

    With slopes b, the covariates' means x̄ over both arms, and per arm n, the means ȳ and x̄_arm, the slopes spent s:

        adjusted = ȳ − b · (x̄_arm − x̄)      error² = Σ (y − ȳ − b · (x − x̄_arm))² / (n − 1 − s) / n

    then Welch and Fieller with n − s units. `per_arm`: each arm has its own b, s the number of covariates (Lin), which
    in large samples is never worse than no adjustment, whatever the split. `pooled`: one b for both, s = 0 (CUPED). A
    covariate that does not vary changes nothing. Statuses as for means; `n_too_small` below s + 2 units in an arm.

    Source: Lin (2013); Deng, Xu, Kohavi and Walker (2013).

    >>> control = JointMoments.from_rows([[2, 1], [4, 2], [5, 3], [9, 5]])
    >>> treatment = JointMoments.from_rows([[4, 1], [6, 2], [8, 4], [11, 6]])
    >>> found = adjusted_means(control, treatment)
    >>> round(found.effect_size, 4), round(found.std_error, 4)
    (1.4867, 0.2718)
    """
    method = "lin" if slopes == "per_arm" else "cuped"
    centre = np.asarray((base + other).means[1:])
    if slopes == "per_arm":
        one, two = slope_of(base.products), slope_of(other.products)
    else:
        one = two = pooled_slope(base, other)
    spent = len(centre) if slopes == "per_arm" else 0
    return _compare(_adjusted(base, one, centre), _adjusted(other, two, centre), spent, confidence_level, method)


def pooled_slope(base: JointMoments, other: JointMoments) -> Floats:
    """One slope per covariate for both arms: `slope_of` the products of all their units together.

    Source: Deng, Xu, Kohavi and Walker (2013).

    >>> both = JointMoments.from_rows([[2, 1], [4, 2], [6, 3]])
    >>> pooled_slope(both, both).tolist()
    [2.0]
    """
    return slope_of((base + other).products)


def slope_of(products: Sequence[Sequence[float]]) -> Floats:
    """The least-squares slopes of the first quantity on the others, an array of one per covariate.

    b = Sxx⁻¹ Sxy, where `products` are [[Syy, Syx], [Sxy, Sxx]]; 0 for a covariate that does not vary, and of all b
    that fit equally well the shortest, measured in each covariate's own spread.

    Source: definition (least squares).

    >>> slope_of([[8.0, 4.0], [4.0, 2.0]]).tolist()
    [2.0]
    """
    matrix = np.asarray(products, dtype=float)
    within, with_outcome = matrix[1:, 1:], matrix[1:, 0]
    # In units of each covariate's own spread, so that euros and visits are solved alike.
    spread = np.sqrt(np.diag(within))
    spread = np.where(spread > 0, spread, 1.0)
    solved = np.linalg.lstsq(within / np.outer(spread, spread), with_outcome / spread, rcond=1e-10)[0]
    return np.asarray(solved / spread, dtype=float)


def post_stratified(strata: Sequence[tuple[Moments, Moments]], confidence_level: float = 0.95) -> Difference:
    """other − base when each pair (base, other) is a stratum known before: weighed by the size of the strata.

    Per arm, with w = the stratum's units in both arms / all units, and its n, mean and sample variance s² in the arm:

        adjusted = Σ w · mean      error² = Σ w² · s² / n

    then Welch and Fieller with the units of each arm. Strata in which an arm has fewer than two units cannot be
    judged: `n_too_small`; without any units `no_data`.

    Source: Miratrix, Sekhon and Yu (2013).

    >>> pair = Moments(3, 2.0, 6.0), Moments(3, 3.0, 6.0)
    >>> found = post_stratified([pair, pair])
    >>> round(found.effect_size, 9), round(found.std_error, 4)
    (1.0, 1.0)
    """
    method = "post_stratified"
    kept = [(a, b) for a, b in strata if a.n or b.n]
    if not kept:
        return without_interval(None, None, confidence_level, method, "no_data")
    if any(arm.too_small for pair in kept for arm in pair):
        return without_interval(None, None, confidence_level, method, "n_too_small")
    total = sum(a.n + b.n for a, b in kept)
    shares = [(a.n + b.n) / total for a, b in kept]
    arms = [list(arm) for arm in zip(*kept, strict=True)]
    means = [sum(w * m.mean for w, m in zip(shares, arm, strict=True)) for arm in arms]
    errors = [sum(w * w * (m.variance or 0.0) / m.n for w, m in zip(shares, arm, strict=True)) for arm in arms]
    sizes = [sum(m.n for m in arm) for arm in arms]
    if not sum(errors):
        return without_interval(means[0], means[1], confidence_level, method, "zero_variance")
    spread = welch_spread(errors[0], sizes[0], errors[1], sizes[1])
    return by_t(means[0], means[1], spread, confidence_level, method)


def adjusted_ratios(base: JointMoments, other: JointMoments, confidence_level: float = 0.95) -> Difference:
    """other − base of the ratio of the first two quantities, adjusted for that of the last two (from before).

    Quantities y, d, x, e per unit: numerator, denominator, and both from earlier. Each arm has the
    ratios R = ȳ / d̄ and Q = x̄ / ē and per unit u = (y − R d) / d̄ and v = (x − Q e) / ē (delta method). One slope
    serves both arms, with Q̄ the mean of both Q weighed by their units:

        b = Σ_arms cov(u, v) / Σ_arms var(v)      adjusted = R − b (Q − Q̄)      error² = var(u − b v) / n

    then Welch and Fieller. `no_data` if denominators add up to zero; `n_too_small` below two units in an arm;
    else as for means.

    Source: Deng, Knoblich and Lu (2018) for ratios; Deng, Xu, Kohavi and Walker (2013) for the adjustment.

    >>> rows = [[2, 3, 1, 2], [1, 2, 2, 3], [3, 3, 2, 2], [0, 2, 1, 4]]
    >>> round(adjusted_ratios(JointMoments.from_rows(rows), JointMoments.from_rows(rows[1:] + rows[:3])).effect_size, 4)
    -0.02
    """
    method = "cuped_ratio"
    if not all(arm.means[1] and arm.means[3] for arm in (base, other)):
        return without_interval(None, None, confidence_level, method, "no_data")
    linear = [_linearised(arm) for arm in (base, other)]
    if min(base.n, other.n) < 2:
        return without_interval(linear[0].means[0], linear[1].means[0], confidence_level, method, "n_too_small")
    slope = slope_of(np.add(linear[0].covariance, linear[1].covariance).tolist())
    centre = np.asarray((linear[0] + linear[1]).means[1:])
    one, two = (_adjusted(arm, slope, centre) for arm in linear)
    return _compare(one, two, 0, confidence_level, method)


def _linearised(arm: JointMoments) -> JointMoments:
    ratio, earlier = arm.means[0] / arm.means[1], arm.means[2] / arm.means[3]
    to_ratios = np.array(
        [[1 / arm.means[1], -ratio / arm.means[1], 0, 0], [0, 0, 1 / arm.means[3], -earlier / arm.means[3]]]
    )
    products = to_ratios @ np.asarray(arm.products) @ to_ratios.T
    return JointMoments(arm.n, (ratio, earlier), tuple(tuple(row) for row in products.tolist()))


def _adjusted(arm: JointMoments, slope: Floats, centre: Floats) -> Moments:
    left = arm.combined([1.0, *(-slope)])
    # Less than this share of the outcome's own spread is what rounding leaves of none.
    m2 = left.m2 if left.m2 > 1e-13 * arm.products[0][0] else 0.0
    return Moments(arm.n, left.mean + float(slope @ centre), m2)


def _compare(base: Moments, other: Moments, spent: int, confidence_level: float, method: str) -> Difference:
    """Welch on what is left, with `spent` degrees of freedom less in each arm for slopes fitted there."""
    if base.n - spent < 2 or other.n - spent < 2:
        return without_interval(base.mean, other.mean, confidence_level, method, "n_too_small")
    if not base.m2 and not other.m2:
        return without_interval(base.mean, other.mean, confidence_level, method, "zero_variance")
    errors = [arm.m2 / (arm.n - 1 - spent) / arm.n for arm in (base, other)]
    spread = welch_spread(errors[0], base.n - spent, errors[1], other.n - spent)
    return by_t(base.mean, other.mean, spread, confidence_level, method)
