"""What an explanation consists of: a number's formula, its inputs as they are, what was left out, method and source."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from cxdash.locale import formats
from cxdash.vocabulary.metrics import Unit

SIGNIFICANT, MOST_DIGITS = 6, 10


@dataclass(frozen=True)
class Row:
    """One line of numbers: what it is, the formula's symbol for it (LaTeX, empty for none), a text per column."""

    name: str
    symbol: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """Why something does not count, and how much of it; None where the number is not kept or may not be shown."""

    reason: str
    n: int | None


@dataclass(frozen=True)
class Explanation:
    """How one number came about, complete enough to compute it again.

    `formulas` are LaTeX and constants of the code. `headings` name the columns of the inputs where there are two
    sides (now and before, control and treatment); `results` always have one. `n` counts what `counted` names.
    """

    title: str
    in_words: str
    formulas: tuple[str, ...] = ()
    inputs: tuple[Row, ...] = ()
    results: tuple[Row, ...] = ()
    headings: tuple[str, ...] = ()
    n: int | None = None
    counted: str = ""
    left_out: tuple[LeftOut, ...] = ()
    method: str = ""
    source: str = ""


@dataclass(frozen=True)
class Offer:
    """Something a panel can explain: its name in the list, and the explanation, made when it is asked for."""

    title: str
    explain: Callable[[], Explanation]


How = Callable[[], Sequence[Offer]]


class Files(TypedDict):
    """Which files a card's numbers come from: kinds of files, and ids of uploads where only some of them count."""

    kinds: Sequence[str]
    uploads: Sequence[str]


def precise(x: float | None) -> str:
    """A number with enough digits to compute with: six that count, whole ones whole.

    >>> precise(41.2345678), precise(1200), precise(0.00012345678), precise(0.05), precise(None)
    ('41.2346', '1,200', '0.000123457', '0.05', '–')
    """
    if x is None or not math.isfinite(x):
        return formats.ABSENT
    if x == round(x):
        return formats.number(x)
    digits = SIGNIFICANT - 1 - math.floor(math.log10(abs(x)))
    return _written(x, min(max(digits, 0), MOST_DIGITS))


def _written(x: float, digits: int) -> str:
    """The number rounded to so many decimals, without zeros at its end."""
    needed = len(f"{x:.{digits}f}".rstrip("0").partition(".")[2])
    return formats.number(x, needed)


def in_unit(x: float | None, unit: Unit) -> str:
    """A metric's value with those digits, with a percent sign where it is a share."""
    if x is None or unit != "percent":
        return precise(x)
    return formats.percent(x, 0 if x == round(x) else 4)


def chance(p: float | None) -> str:
    """A p-value with its digits; never "0".

    >>> chance(0.0341234), chance(1e-30)
    ('0.0341234', '< 0.0000000001')
    """
    least = 10.0**-MOST_DIGITS
    if p is not None and p < least:
        return f"< {formats.number(least, MOST_DIGITS)}"
    return precise(p)


def row(name: str, symbol: str, *texts: str) -> Row:
    """A line of the table."""
    return Row(name, symbol, texts)
