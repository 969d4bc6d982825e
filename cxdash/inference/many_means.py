"""Thousands of means at once: t intervals, Welch's comparisons and Fieller's relative effects, in arrays."""

import numpy as np
from scipy.special import betaincc, stdtrit

from cxdash.inference.critical import alpha_of
from cxdash.inference.many_results import (
    Differences,
    Estimates,
    Floats,
    Mask,
    RelativeEffects,
    Statuses,
    check_pairs,
    where_known,
)
from cxdash.inference.moments import SMALLEST_SPREAD

_SMALL = 2 - 1e-9  # an effective count of two may come out a rounding below


def t_estimates(moments: Floats, confidence_level: float = 0.95) -> Estimates:
    """The means of all rows (n, mean, m2) with their t intervals, as `mean_interval` gives them for one.

    `mean ± t_{n−1}·√(m2 / (n − 1) / n)`, in the unit of the values. `no_data`, `n_too_small` (n < 2), `zero_variance`.

    Source: Student (1908).

    >>> found = t_estimates(np.array([[3.0, 6.0, 14.0], [1.0, 5.0, 0.0]]))
    >>> found.low.round(2).tolist(), found.status.tolist()
    ([-0.57, nan], ['ok', 'n_too_small'])
    """
    n, mean, m2 = moments.T
    status = _status(moments)
    fine = status == "ok"
    size = n[fine]
    error = np.sqrt(m2[fine] / (size - 1) / size)
    value = np.where(status == "no_data", np.nan, mean)
    reach = where_known(fine, -stdtrit(size - 1, alpha_of(confidence_level) / 2) * error)
    return Estimates(value, value - reach, value + reach, where_known(fine, error), n, status, confidence_level, "t")


def welch_many(base: Floats, other: Floats, confidence_level: float = 0.95) -> Differences:
    """The differences other − base of all pairs of rows (n, mean, m2), as `welch` gives them for one.

    Absolute and relative to |base|, by the formulas of `compare_means`. ValueError unless both are of one shape.

    Source: Welch (1947); Fieller (1954).

    >>> found = welch_many(np.array([[6, 4.1, 11.5]]), np.array([[5, 6.0, 20.4]]))[0]
    >>> round(found.low, 4), round(found.pvalue, 4), round(found.relative_high, 4)
    (-0.9177, 0.154, 1.551)
    """
    check_pairs(base, other)
    return compare_means(base, other, _status_of_pairs(base, other), confidence_level, "welch")


def compare_means(base: Floats, other: Floats, status: Statuses, confidence_level: float, method: str) -> Differences:
    """The differences other − base of pairs of rows (n, mean, m2), with intervals where `status` is `ok`.

    With a = m2_a / (n_a − 1) / n_a, b alike, and Δ = mean_b − mean_a:

        low, high = Δ ∓ t_df·√(a + b)      df = (a + b)² / (a²/(n_a − 1) + b²/(n_b − 1))
        pvalue = P(|T_df| ≥ |Δ| / √(a + b))
        relative: all r with (mean_b − r·mean_a)² ≤ t_df²·(b + r²·a), less 1; `unbounded` where t_df²·a ≥ mean_a²

    Source: Welch (1947); Fieller (1954).

    >>> one = np.array([[6, 4.1, 11.5]])
    >>> compare_means(one, one, np.array(["ok"]), 0.95, "welch").pvalue.tolist()
    [1.0]
    """
    fine, empty = status == "ok", status == "no_data"
    (n_one, mean_one, m2_one), (n_two, mean_two, m2_two) = base[fine].T, other[fine].T
    errors2 = m2_one / (n_one - 1) / n_one, m2_two / (n_two - 1) / n_two
    error = np.sqrt(errors2[0] + errors2[1])
    share = errors2[0] / (errors2[0] + errors2[1])
    df = 1 / (share * share / (n_one - 1) + (1 - share) ** 2 / (n_two - 1))
    critical = -stdtrit(df, alpha_of(confidence_level) / 2)
    t = np.clip((mean_two - mean_one) / error, -1e100, 1e100)
    effect = np.where(empty, np.nan, other[:, 1] - base[:, 1])
    reach = where_known(fine, critical * error)
    return Differences(
        effect_size=effect,
        low=effect - reach,
        high=effect + reach,
        std_error=where_known(fine, error),
        pvalue=where_known(fine, betaincc(0.5, df / 2, t * t / (df + t * t))),
        status=status,
        confidence_level=confidence_level,
        method=method,
        relative=_fieller(base[:, 1], other[:, 1], status, (errors2[0], errors2[1], critical)),
    )


def relative_effects(base: Floats, other: Floats, status: Statuses) -> RelativeEffects:
    """The relative effects `(other − base) / |base|`, as fractions and without intervals, of arrays of one length.

    `baseline_zero` where the base is zero or too close to it; else the status is the one given.

    Source: definition.

    >>> found = relative_effects(np.array([-5.0, 0.0]), np.array([-4.0, 1.0]), np.array(["n_too_small"] * 2))
    >>> found.value.tolist(), found.status.tolist()
    ([0.2, nan], ['n_too_small', 'baseline_zero'])
    """
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        value = (other - base) / np.abs(base)
    value = np.where(np.isfinite(value) & (status != "no_data"), value, np.nan)
    nowhere = np.full(len(value), np.nan)
    told = np.where(np.isnan(value) & (status != "no_data"), "baseline_zero", status)
    return RelativeEffects(value, nowhere, nowhere, told)


def _fieller(base: Floats, other: Floats, status: Statuses, noise: tuple[Floats, Floats, Floats]) -> RelativeEffects:
    """`noise`: the squared standard errors of both and the critical t, where the status is `ok`."""
    plain = relative_effects(base, other, status)
    here = plain.status == "ok"
    errors2_one, errors2_two, critical = (numbers[here[status == "ok"]] for numbers in noise)
    one, two, value = base[here], other[here], plain.value[here]
    with np.errstate(over="ignore", invalid="ignore"):
        # In units of |base|, so that neither cents nor millions overflow.
        noise_one, noise_two = ((critical**2 * errors2 / one) / one for errors2 in (errors2_one, errors2_two))
        bounded = (noise_one < 1) & np.isfinite(noise_two)
        left, ratio = np.where(bounded, 1 - noise_one, 1.0), two / one
        root = np.sqrt(np.where(bounded, noise_two * left + ratio * ratio * noise_one, 0.0))
        low, high = (ratio - root) / left - 1, (ratio + root) / left - 1
    low, high = np.where(one < 0, -high, low), np.where(one < 0, -low, high)
    told = plain.status.copy()
    told[here] = np.where(bounded, "ok", "unbounded")
    ends = (np.where(bounded, end, np.nan) for end in (np.minimum(low, value), np.maximum(high, value)))
    low, high = (where_known(here, end) for end in ends)
    return RelativeEffects(plain.value, low, high, told)


def _status(moments: Floats) -> Statuses:
    n, mean, m2 = moments.T
    constant = m2 <= n * np.maximum(SMALLEST_SPREAD, (4 * np.spacing(np.abs(mean))) ** 2)
    return np.select([n <= 0, n < _SMALL, constant], ["no_data", "n_too_small", "zero_variance"], "ok")


def _status_of_pairs(base: Floats, other: Floats) -> Statuses:
    one, two = _status(base), _status(other)

    def either(status: str) -> Mask:
        return np.asarray((one == status) | (two == status))

    both_constant = (one == "zero_variance") & (two == "zero_variance")
    return np.select(
        [either("no_data"), either("n_too_small"), both_constant], ["no_data", "n_too_small", "zero_variance"], "ok"
    )
