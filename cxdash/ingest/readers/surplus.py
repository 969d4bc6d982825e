"""Records wider than the header: whether their cells stand under the right names, and how many columns they need."""

import re
from dataclasses import dataclass, field

from cxdash.locale import N_

LOADED = N_(
    "Lines with more cells than the header: {n}. They were loaded, and what is beyond the header stands in unnamed "
    "columns. The first is row {row}."
)
SHAPES_AT_MOST = 12
"""A column whose cells have more shapes than this is free text, which says nothing of where a cell belongs."""

CELLS_PER_SHAPE = 5
REGULAR_AT_MOST = 2000
"""Records as wide as the header that are looked at."""

WIDE_AT_MOST = 10_000
"""Wider records that are looked at to see how many columns they need."""

_DIGITS = re.compile(r"\d+")


def shape(cell: str) -> str:
    """What a cell looks like, whatever its numbers are.

    >>> shape(" 2025-01-31 10:00"), shape("North"), shape("")
    ('9-9-9 9:9', 'North', '')
    """
    return _DIGITS.sub("9", cell.strip())


@dataclass
class Shapes:
    """What the cells of each column look like in records as wide as the header, and the wider records met so far."""

    width: int
    regular: int = 0
    wide: list[list[str]] = field(default_factory=list)
    _of_column: list[set[str]] = field(default_factory=list)

    def see(self, cells: list[str]) -> None:
        """Learn from a record, or keep it to be judged when all is learnt."""
        if len(cells) == self.width and self.regular < REGULAR_AT_MOST:
            self.regular += 1
            self._of_column = self._of_column or [set() for _ in range(self.width)]
            for shapes, cell in zip(self._of_column, cells, strict=True):
                if len(shapes) <= SHAPES_AT_MOST:
                    shapes.add(shape(cell))
        elif len(cells) > self.width and len(self.wide) < WIDE_AT_MOST:
            self.wide.append(cells)

    def fits(self, cells: list[str]) -> bool:
        """Whether a wider record has in each column what the others have there.

        A delimiter that should have been quoted moves all cells behind it, and then they do not. Free text proves
        nothing; where no column proves anything the answer is no.
        """
        telling = [(shapes, cell) for shapes, cell in zip(self._of_column, cells, strict=False) if self._tells(shapes)]
        return bool(telling) and all(shape(cell) in shapes for shapes, cell in telling)

    def _tells(self, shapes: set[str]) -> bool:
        return len(shapes) <= SHAPES_AT_MOST and self.regular >= CELLS_PER_SHAPE * len(shapes)

    def columns(self, limit: int) -> int:
        """How many columns the fitting records need beyond the header, within a limit of columns altogether."""
        widths = (len(cells) for cells in self.wide if len(cells) <= limit and self.fits(cells))
        return max(widths, default=self.width) - self.width
