"""Which cells of a table must not be shown, so that nobody can be read from them or from what is left."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

Cell = tuple[Hashable, ...]


def suppress(cells: Mapping[Cell, int], privacy: int = 5) -> set[Cell]:
    """The keys to hide, of {values of the dimensions: answers}, all of one length.

    Primary: cells of fewer than `privacy` answers, though not empty ones, which hide nobody. Complementary: a cell
    that is the only one hidden in its line (all dimensions fixed but one) would follow from the line's total, so
    the smallest shown cell of the line goes, too, until no line has a single one; a line with nothing else to
    hide stays as it is.

    >>> sorted(suppress({("a", "x"): 3, ("a", "y"): 8, ("a", "z"): 9, ("b", "x"): 7, ("b", "y"): 6, ("b", "z"): 0}))
    [('a', 'x'), ('a', 'y'), ('b', 'x'), ('b', 'y')]
    """
    hidden = {cell for cell, n in cells.items() if 0 < n < privacy}
    lines = _lines(cells)
    # The order of the lines must not depend on the order of the rows.
    waiting = [lines[name] for name in sorted(lines, key=lambda name: (name[0], _words(name[1])))] if hidden else []
    while waiting:
        line = waiting.pop()
        smallest = _to_hide_as_well(line, cells, hidden)
        if smallest is not None:
            hidden.add(smallest)
            waiting.extend(lines[name] for name in _names(smallest))
    return hidden


def _to_hide_as_well(line: Iterable[Cell], cells: Mapping[Cell, int], hidden: set[Cell]) -> Cell | None:
    if sum(cell in hidden for cell in line) != 1:
        return None
    shown = [cell for cell in line if cell not in hidden and cells[cell] > 0]
    return min(shown, key=lambda cell: (cells[cell], _words(cell)), default=None)


def _words(cell: Cell) -> list[str]:
    return [str(value) for value in cell]


def _names(cell: Cell) -> list[tuple[int, Cell]]:
    return [(axis, (*cell[:axis], *cell[axis + 1 :])) for axis in range(len(cell))]


def _lines(cells: Iterable[Cell]) -> dict[tuple[int, Cell], list[Cell]]:
    lines: dict[tuple[int, Cell], list[Cell]] = defaultdict(list)
    for cell in cells:
        for name in _names(cell):
            lines[name].append(cell)
    return lines
