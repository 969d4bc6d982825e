"""Limits by inversion: an interval ends where a test starts to reject."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]
Excess = Callable[[Floats, NDArray[np.intp]], Floats]
"""The excess at places, for the groups with these indices."""

_CLOSE = 1e-15


def crossing(excess: Callable[[float], float], inside: float, edge: float) -> float:
    """Where `excess` turns positive on the way from `inside`, where it is negative, to `edge`; `edge` if nowhere.

    Source: Brent (1973), as scipy's `brentq`.

    >>> round(crossing(lambda x: x * x - 2, 0, 5), 6)
    1.414214
    """
    if excess(edge) <= 0:
        return edge
    return float(brentq(excess, inside, edge, xtol=1e-15, rtol=1e-14, maxiter=200))


def crossings(excess: Excess, inside: Floats, edge: Floats) -> Floats:
    """`crossing` for many groups at once, as an array of places; by Ridders' method, which never leaves its brackets.

    `excess` f lies in −1…1 and is taken to be −1 at `inside`. From a bracket a…b with the middle m the next place is
    m − (m − a) f(m) / √(f(m)² − f(a) f(b)).

    Source: Ridders (1979).

    >>> crossings(lambda x, _: np.clip(x * x - 2, -1, 1), np.zeros(2), np.array([5.0, 1.0])).round(6).tolist()
    [1.414214, 1.0]
    """
    found = edge.astype(float)
    at_edge = excess(found, np.arange(len(found)))
    going = np.flatnonzero(at_edge > 0)
    low, high, f_low, f_high = inside[going], found[going], np.full(len(going), -1.0), at_edge[going]
    while len(going):
        middle = (low + high) / 2
        f_middle = excess(middle, going)
        place = middle - (middle - low) * f_middle / np.sqrt(f_middle * f_middle - f_low * f_high)
        f_place = excess(place, going)
        beyond, passed = f_middle > 0, f_place > 0
        low, f_low = _chosen(beyond, passed, (low, place, middle, place), (f_low, f_place, f_middle, f_place))
        high, f_high = _chosen(beyond, passed, (place, middle, place, high), (f_place, f_middle, f_place, f_high))
        # Brackets at least halve, so each ends between two neighbouring numbers at the latest.
        close = _CLOSE * np.maximum(1.0, np.abs(place))
        still = (np.abs(place - found[going]) > close) & (np.abs(high - low) > close) & (f_place != 0)
        found[going] = place
        going, low, high, f_low, f_high = going[still], low[still], high[still], f_low[still], f_high[still]
    return found


def _chosen(beyond: NDArray[np.bool_], passed: NDArray[np.bool_], *choices: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """Of four arrays the one for: the middle is beyond and so is the place, only the middle, only the place, none."""
    return tuple(np.where(beyond, np.where(passed, a, b), np.where(passed, c, d)) for a, b, c, d in choices)


def excess_of(squared: float, allowed: float) -> float:
    """A squared distance against the one a test allows: negative inside, positive outside, always in −1…1.

    (squared − allowed) / (squared + allowed); −1 (inside) where neither is left: an estimate on the edge of what is
    possible.

    >>> excess_of(1.0, 3.0), excess_of(2.0, 0.0), excess_of(0.0, 0.0)
    (-0.5, 1.0, -1.0)
    """
    return (squared - allowed) / (squared + allowed) if squared + allowed > 0 else -1.0


def excesses_of(squared: Floats, allowed: Floats) -> Floats:
    """`excess_of` for arrays of one shape.

    >>> excesses_of(np.array([1.0, 2.0, 0.0]), np.array([3.0, 0.0, 0.0])).tolist()
    [-0.5, 1.0, -1.0]
    """
    total = squared + allowed
    return np.where(total > 0, (squared - allowed) / np.where(total > 0, total, 1.0), -1.0)
