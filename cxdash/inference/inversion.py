"""Limits by inversion: an interval ends where a test starts to reject."""

from collections.abc import Callable

from scipy.optimize import brentq


def crossing(excess: Callable[[float], float], inside: float, edge: float) -> float:
    """Where `excess` turns positive on the way from `inside`, where it is negative, to `edge`; `edge` if nowhere.

    >>> round(crossing(lambda x: x * x - 2, 0, 5), 6)
    1.414214
    """
    if excess(edge) <= 0:
        return edge
    return float(brentq(excess, inside, edge, xtol=1e-15, rtol=1e-14, maxiter=200))


def excess_of(squared: float, allowed: float) -> float:
    """A squared distance against the one a test allows: negative inside, positive outside, always in −1…1.

    Where neither is left (an estimate on the edge of what is possible) the value is inside.

    >>> excess_of(1.0, 3.0), excess_of(2.0, 0.0), excess_of(0.0, 0.0)
    (-0.5, 1.0, -1.0)
    """
    return (squared - allowed) / (squared + allowed) if squared + allowed > 0 else -1.0
