"""What a reader can work out about hidden cells from the totals of the lines they stand in."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack
from scipy.sparse.linalg import lsmr

Floats = NDArray[np.float64]
Cell = TypeVar("Cell", bound=Hashable)

_STILL = 1e-6  # of numbers around 1; one that is this small by chance is taken for exposed, which hides too much


def exposed(lines: Sequence[Sequence[Cell]], cells: Mapping[Cell, int]) -> set[Cell]:
    """The hidden cells whose count follows from the totals of `lines`, given as the hidden cells of each line.

    A reader knows the totals, and that a hidden cell has at least one answer: a cell is exposed if it is the same in
    every table t ≥ 1 with A t = A counts, A the 0/1 matrix of lines and cells. Fractions make tables, too: a count that
    only whole numbers pin down passes for safe. KeyError for a cell of a line that is not among `cells`.

    Source: the attacker's problem of cell suppression, Fischetti and Salazar (2001).

    >>> hidden = {("a",): 2, ("b",): 7}
    >>> exposed([[("a",)]], hidden), exposed([[("a",), ("b",)]], hidden)
    ({('a',)}, set())
    >>> sorted(exposed([[("a",), ("b",)]], {("a",): 1, ("b",): 1}))  # two answers, at least one in each
    [('a',), ('b',)]
    """
    names = sorted({cell for line in lines for cell in line}, key=str)
    if not names:
        return set()
    place = {cell: index for index, cell in enumerate(names)}
    entries = [(row, place[cell]) for row, line in enumerate(lines) for cell in line]
    rows, columns = zip(*entries, strict=True)
    totals = csr_array((np.ones(len(entries)), (rows, columns)), shape=(len(lines), len(names)))
    above = np.array([cells[cell] - 1.0 for cell in names])
    free = np.flatnonzero(_can_be_more(totals, above))
    moved = np.zeros(len(names), dtype=bool)
    if len(free):
        moved[free] = _can_change(totals[:, free])
    return {cell for cell, safe in zip(names, moved, strict=True) if not safe}


def _can_be_more(totals: csr_array, above: Floats) -> NDArray[np.bool_]:
    """Which cells have more than one answer in some table with these totals; `above` is how many more they have.

    One linear programme finds them all: the change that raises as many cells of one answer as possible, however
    little each (cells of more than one may fall or rise), while no total changes.
    """
    ones = np.flatnonzero(above == 0)
    cells, raised = len(above), len(ones)
    if not raised:
        return above > 0
    chosen = csr_array((np.ones(raised), (np.arange(raised), ones)), shape=(raised, cells))
    same_totals = hstack([totals, csr_array((totals.shape[0], raised))])
    at_least_counted = hstack([chosen, -eye_array(raised)])
    found = milp(
        np.concatenate([np.zeros(cells), -np.ones(raised)]),
        constraints=[LinearConstraint(same_totals, 0, 0), LinearConstraint(at_least_counted, 0, np.inf)],
        bounds=Bounds(
            np.concatenate([np.where(above > 0, -np.inf, 0.0), np.zeros(raised)]),
            np.concatenate([np.full(cells, np.inf), np.ones(raised)]),
        ),
    )
    # A solver that gives up has shown no cell to be safe.
    change = np.zeros(cells) if found.x is None else found.x[:cells]
    return (above > 0) | (change > _STILL)


def _can_change(totals: csr_array) -> NDArray[np.bool_]:
    """Which cells differ between some tables with these totals.

    A random vector projected on the changes that leave all totals alone is 0 only where there are none.
    """
    start = np.random.default_rng(0).uniform(1.0, 2.0, totals.shape[1])
    solved = lsmr(totals.T, start, atol=1e-14, btol=1e-14, conlim=0, maxiter=20 * sum(totals.shape))[0]
    return np.asarray(np.abs(start - totals.T @ solved) > _STILL)
