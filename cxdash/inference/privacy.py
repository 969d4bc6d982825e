"""Which cells of a table must not be shown, so that nobody can be read from them or from what is left."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from cxdash.inference.disclosure import exposed

Cell = tuple[Hashable, ...]
Line = tuple[int, Cell]
"""All cells that agree in every dimension but the one with this index."""


def suppress(cells: Mapping[Cell, int], privacy: int = 5) -> set[Cell]:
    """The keys to hide, of {values of the dimensions: answers}, all of one length.

    Primary: cells of fewer than `privacy` answers, though not empty ones, which hide nobody. Complementary: the total
    of a line (all dimensions fixed but one) less what it shows is what it hides. So while that is a single cell, or
    fewer than `privacy` answers, the smallest shown cell of the line goes, too; and while a small cell could still be
    worked out from the totals of several lines together, the smallest shown cell around it. Where nothing is left
    to hide, the totals of those lines must not be shown either.

    Source: Cox (1980); Hundepool and others, Statistical Disclosure Control (2012).

    >>> sorted(suppress({("a", "x"): 3, ("a", "y"): 8, ("a", "z"): 9, ("b", "x"): 7, ("b", "y"): 6, ("b", "z"): 0}))
    [('a', 'x'), ('a', 'y'), ('b', 'x'), ('b', 'y')]
    >>> sorted(suppress({("a",): 1, ("b",): 2, ("c",): 9, ("d",): 30}))
    [('a',), ('b',), ('c',)]
    """
    hidden = {cell for cell, n in cells.items() if 0 < n < privacy}
    if not hidden:
        return hidden
    lines = _lines(cell for cell, n in cells.items() if n > 0)
    # The order of the lines must not depend on the order of the rows.
    waiting = [lines[name] for name in sorted(lines, key=_words_of_line)]
    while waiting:
        _hide_in_lines(waiting, lines, cells, hidden, privacy)
        waiting = _hide_around_exposed(lines, cells, hidden, privacy)
    return hidden


def _hide_in_lines(
    waiting: list[list[Cell]],
    lines: Mapping[Line, list[Cell]],
    cells: Mapping[Cell, int],
    hidden: set[Cell],
    privacy: int,
) -> None:
    while waiting:
        line = waiting.pop()
        inside = [cells[cell] for cell in line if cell in hidden]
        if not inside or (len(inside) > 1 and sum(inside) >= privacy):
            continue
        smallest = _smallest_shown(line, cells, hidden)
        if smallest is not None:
            hidden.add(smallest)
            waiting.extend(lines[name] for name in _names(smallest))


def _hide_around_exposed(
    lines: Mapping[Line, list[Cell]], cells: Mapping[Cell, int], hidden: set[Cell], privacy: int
) -> list[list[Cell]]:
    """The lines that a further hidden cell has changed; none where all is safe, or nothing is left to hide."""
    inside = [kept for line in lines.values() if (kept := [cell for cell in line if cell in hidden])]
    changed: dict[Line, list[Cell]] = {}
    for cell in sorted(exposed(inside, cells), key=_words):
        # A large cell is hidden for others' sake: that it can be worked out harms nobody. One whose line has just
        # lost another cell may be safe by now.
        if cells[cell] >= privacy or any(name in changed for name in _names(cell)):
            continue
        smallest = _smallest_shown((near for name in _names(cell) for near in lines[name]), cells, hidden)
        if smallest is None:
            smallest = _smallest_shown(_connected(cell, lines, hidden), cells, hidden)
        if smallest is not None:
            hidden.add(smallest)
            changed |= {name: lines[name] for name in _names(smallest)}
    return list(changed.values())


def _connected(cell: Cell, lines: Mapping[Line, list[Cell]], hidden: set[Cell]) -> set[Cell]:
    """All cells of the lines that can be reached from a cell by way of hidden ones."""
    found, waiting = {cell}, [cell]
    while waiting:
        for name in _names(waiting.pop()):
            fresh = [near for near in lines[name] if near not in found]
            found.update(fresh)
            waiting.extend(near for near in fresh if near in hidden)
    return found


def _smallest_shown(line: Iterable[Cell], cells: Mapping[Cell, int], hidden: set[Cell]) -> Cell | None:
    shown = [cell for cell in line if cell not in hidden]
    return min(shown, key=lambda cell: (cells[cell], _words(cell)), default=None)


def _words(cell: Sequence[Hashable]) -> list[str]:
    return [str(value) for value in cell]


def _words_of_line(name: Line) -> tuple[int, list[str]]:
    return name[0], _words(name[1])


def _names(cell: Cell) -> list[Line]:
    return [(axis, (*cell[:axis], *cell[axis + 1 :])) for axis in range(len(cell))]


def _lines(cells: Iterable[Cell]) -> dict[Line, list[Cell]]:
    lines: dict[Line, list[Cell]] = defaultdict(list)
    for cell in cells:
        for name in _names(cell):
            lines[name].append(cell)
    return lines
