"""What a touchpoint is worth to the journeys that run through it: the exact removal effect of a Markov chain."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

Path = tuple[Sequence[str], float, float]
"""The touchpoints in order, how many such journeys succeeded, and how many did not."""


def success_rate(paths: Sequence[Path], without: str | None = None) -> float | None:
    """The probability that a journey succeeds in the first-order chain of these paths; None without any journey.

        v = (I − Q)⁻¹·r, read at the start

    `Q[i, j]` is the share of visits of i that went on to j, `r[i]` the share that succeeded right then. `without` is a
    touchpoint taken away (its column of Q is 0): who would go there is lost. Repeated visits count as they are.

    Source: absorbing chains, Kemeny and Snell (1960).

    >>> success_rate([(["mail", "shop"], 3, 1), (["shop"], 1, 3)])
    0.5
    >>> success_rate([(["mail", "shop"], 3, 1), (["shop"], 1, 3)], without="mail")
    0.25
    """
    names = sorted({touchpoint for path, _, _ in paths for touchpoint in path})
    place = {name: index + 1 for index, name in enumerate(names)}  # 0 is the start
    size = len(names) + 1
    moves, succeeded = np.zeros((size, size)), np.zeros(size)
    leaving = np.zeros(size)
    for path, successes, failures in paths:
        states = [0, *(place[touchpoint] for touchpoint in path)]
        for here, there in pairwise(states):
            moves[here, there] += successes + failures
        succeeded[states[-1]] += successes
        for state in states:
            leaving[state] += successes + failures
    if not leaving[0]:
        return None
    if without is not None and without in place:
        moves[:, place[without]] = 0.0
    rows = np.where(leaving > 0, leaving, 1.0)
    return float(np.linalg.solve(np.eye(size) - moves / rows[:, None], succeeded / rows)[0])


def removal_effects(paths: Sequence[Path]) -> dict[str, float]:
    """Per touchpoint the share of successes that would be lost without it, 0…1: `1 − c_without / c` of `success_rate`.

    An association, not a cause: who passes a touchpoint may differ from who does not. Empty if nothing succeeded.

    Source: Anderl, Becker, von Wangenheim and Schumann (2016).

    >>> removal_effects([(["mail", "shop"], 3, 1), (["shop"], 1, 3)])
    {'mail': 0.5, 'shop': 1.0}
    """
    whole = success_rate(paths)
    if not whole:
        return {}
    names = sorted({touchpoint for path, _, _ in paths for touchpoint in path})
    return {name: 1 - (success_rate(paths, without=name) or 0.0) / whole for name in names}
