"""A few very large values held back: where the cap lies, and the moments under it."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from cxdash.inference.moments import Moments, check_counts
from cxdash.inference.results import Difference

CAPPED_AT = 0.999
"""The quantile of the values of all arms together at which amounts are capped by default."""


def cap_of_values(values: Sequence[float], probability: float = CAPPED_AT, *, nonzero: bool = True) -> float | None:
    """The smallest value that at least this share of `values` does not exceed; None without values.

    min {v : values ≤ v / all values ≥ probability}. `values` are those of all arms together, so that no arm is capped
    lower than another; zeros (units that did not buy) are left out unless `nonzero` is False. ValueError for a
    `probability` outside 0…1.

    Source: inverse of the empirical distribution, Hyndman and Fan (1996), definition 1.

    >>> cap_of_values([0, 0, 1, 2, 3, 90], 0.75)
    3.0
    """
    kept = np.asarray(values, dtype=float)
    kept = kept[kept != 0] if nonzero else kept
    if not len(kept):
        return None
    # The inverse of the empirical distribution: a cap is one of the values, never between two of them.
    return float(np.quantile(kept, probability, method="inverted_cdf"))


def cap_of_counts(
    counts: Mapping[float, float], probability: float = CAPPED_AT, *, nonzero: bool = True
) -> float | None:
    """The cap of `cap_of_values` from {value: how often}; ValueError as there, and for a negative or absent
    number.

    Source: inverse of the empirical distribution, Hyndman and Fan (1996), definition 1.

    >>> cap_of_counts({0: 2, 1: 1, 2: 1, 3: 1, 90: 1}, 0.75)
    3
    """
    check_counts(counts)
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability lies in 0…1, not {probability}")
    kept = sorted((value, n) for value, n in counts.items() if n and (value or not nonzero))
    total = math.fsum(n for _, n in kept)
    below = 0.0
    for value, n in kept:
        below += n
        if below >= probability * total * (1 - 1e-12):  # a share of a sum may come out a rounding above
            return value
    return None


def capped(values: Sequence[float], *, low: float = -math.inf, high: float = math.inf) -> list[float]:
    """The values, those beyond a cap moved to it: min(max(value, low), high); ValueError if `low` is above `high`.

    Source: definition.

    >>> capped([-3, 1, 90], low=0, high=3)
    [0.0, 1.0, 3.0]
    """
    _check_order(low, high)
    return [float(min(max(value, low), high)) for value in values]


def capped_moments(counts: Mapping[float, float], *, low: float = -math.inf, high: float = math.inf) -> Moments:
    """The moments of {value: how often} after each value became min(max(value, low), high).

    ValueError if `low` is above `high`, or for a negative or absent count.

    Source: definition.

    >>> capped_moments({1: 1, 2: 1, 90: 1}, high=3)
    Moments(n=3.0, mean=2.0, m2=2.0)
    """
    _check_order(low, high)
    moved: dict[float, float] = {}
    for value, n in counts.items():
        kept = min(max(value, low), high)
        moved[kept] = moved.get(kept, 0) + n
    return Moments.from_counts(moved)


def capping_matters(plain: Difference, under_cap: Difference) -> bool:
    """Whether the effect with and without the cap say different things: then both belong on the page.

    They do if one is significant and the other is not, or both are with opposite signs; significant is an interval
    that lies on one side of zero, and one that is absent is not.

    >>> rise = Difference(2.0, 1.0, 3.0, 0.5, 0.001, 0.95, "welch", "ok")
    >>> noise = Difference(2.0, -1.0, 5.0, 1.5, 0.2, 0.95, "welch", "ok")
    >>> capping_matters(rise, noise), capping_matters(rise, rise)
    (True, False)
    """
    return _side(plain) != _side(under_cap)


def _side(found: Difference) -> int:
    if found.low is None or found.high is None:
        return 0
    return int(found.low > 0) - int(found.high < 0)


def _check_order(low: float, high: float) -> None:
    if not low <= high:
        raise ValueError(f"the lower cap {low} lies above the upper one {high}")
