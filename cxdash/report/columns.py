"""The table behind a picture: columns of raw values that know their heading, and how a person reads them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from typing import Any

from cxdash.locale import N_, formats, t
from cxdash.vocabulary.metrics import Unit

DIGITS: dict[formats.DifferenceUnit, int] = {"points": 1, "percent": 1, "score": 2, "relative": 1}
"""Decimals of a table's cells, which are read for more than a picture tells."""


@dataclass(frozen=True)
class Kind:
    """How the values of a column are written, whether they are numbers, and what an export's heading adds to them.

    `exported` is a message with the field {name}: what the raw number counts, where its heading alone does not say.
    """

    written: Callable[[Any], str]
    number: bool = True
    exported: str = ""


TEXT = Kind(str, number=False)
COUNT = Kind(formats.count)
PVALUE = Kind(formats.p_value)
SECONDS = Kind(formats.duration, exported=N_("{name} (seconds)"))
DAY = Kind(formats.date, number=False)
PERCENT_SIGN, PERCENTAGE_POINTS = N_("{name} (%)"), N_("{name} (pp)")


def value_in(unit: Unit) -> Kind:
    """The values of a metric in its unit."""
    written = partial(formats.value, unit=unit, digits=DIGITS[unit])
    return Kind(written, exported=PERCENT_SIGN if unit == "percent" else "")


def difference_in(unit: formats.DifferenceUnit) -> Kind:
    """The distance between two values of a metric in its unit, with its sign; `relative` in percent of the base."""
    added: dict[formats.DifferenceUnit, str] = {"percent": PERCENTAGE_POINTS, "relative": PERCENT_SIGN}
    return Kind(partial(formats.signed, unit=unit, digits=DIGITS[unit]), exported=added.get(unit, ""))


@dataclass(frozen=True)
class Column:
    """Raw `cells` under a heading that is already in the reader's language; None is a cell that is not known.

    `texts` says how each cell reads where the rows of one column have different units.
    """

    heading: str
    cells: Sequence[Any]
    kind: Kind = TEXT
    texts: Sequence[str] = ()

    @property
    def exported(self) -> str:
        """The heading over the raw values."""
        return t(self.kind.exported, name=self.heading) if self.kind.exported else self.heading


@dataclass(frozen=True)
class Table:
    """Columns of the same length, under headings of which no two are equal."""

    columns: tuple[Column, ...]

    @property
    def headings(self) -> list[str]:
        """The headings over raw values."""
        return [column.exported for column in self.columns]

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The raw cells row by row."""
        return zip(*(column.cells for column in self.columns), strict=True)


def table(*columns: Column) -> Table:
    """A table of these columns; a heading that stands there already gets a number. ValueError where lengths differ.

    >>> [column.heading for column in table(Column("n", [1]), Column("State", ["Texas"]), Column("n", [2])).columns]
    ['n', 'State', 'n (2)']
    """
    if len({len(column.cells) for column in columns}) > 1:
        raise ValueError("columns of one table differ in length")
    taken: set[str] = set()
    told_apart = []
    for column in columns:
        numbered = (replace(column, heading=f"{column.heading} ({number})") for number in count(2))
        free = next(each for each in chain((column,), numbered) if taken.isdisjoint((each.heading, each.exported)))
        told_apart.append(free)
        taken |= {free.heading, free.exported}
    return Table(tuple(told_apart))


def yes_or_no(cell: bool | None) -> str | None:
    """A yes or a no in words; None stays what is not known."""
    return None if cell is None else t("yes") if cell else t("no")
