"""Tables for a terminal: columns as wide as their longest cell, in any script, numbers to the right."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxdash.vocabulary.metrics import Unit

GAP = "  "


@dataclass(frozen=True)
class Column:
    """A heading, already translated, and on which side its cells stand."""

    heading: str
    numeric: bool = False


def places(unit: Unit) -> int:
    """How many decimals a metric has in a table: one more than on a page, where room is dear."""
    return 2 if unit == "score" else 1


def width(text: str) -> int:
    """How many places of a terminal the text takes.

    >>> width("abc"), width("中文"), width("e\\u0301"), width("a\\u200cb")
    (3, 4, 1, 2)
    """
    return sum(_columns_of(letter) for letter in text)


def _columns_of(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table: headings, a rule, the rows. Line breaks inside a cell become spaces.

    >>> table([Column("stage"), Column("n", numeric=True)], [["buy", "12"], ["receive", "3"]])
    ['stage     n', '-----------', 'buy      12', 'receive   3']
    """
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    headings = [column.heading for column in columns]
    widths = [max(width(row[i]) for row in [headings, *cells]) for i in range(len(columns))]
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    return [_line(columns, headings, widths), rule, *(_line(columns, row, widths) for row in cells)]


def _line(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for column, cell, places in zip(columns, row, widths, strict=True):
        space = " " * (places - width(cell))
        padded.append(space + cell if column.numeric else cell + space)
    return GAP.join(padded).rstrip()
