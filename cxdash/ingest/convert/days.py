"""The texts of days in one column, read together: all of them, or the mapping, decide which number is the day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cxdash.ingest.convert.calendars import GREGORIAN, HEBREW, HIJRI, HIJRI_CIVIL, JALALI, day_of
from cxdash.ingest.convert.months import fold, hebrew_number, ignored_words, month_named, month_pattern
from cxdash.locale import N_

MIXED = N_("mixes day-first and month-first")
EITHER = N_("the day or the month could come first")
NO_SUCH_DAY = N_("there is no such day in its calendar")

EARLIEST, LATEST = 1900, 2199
"""The first and the last year that is believed."""

EXAMPLES = 3
"""Texts kept as proof of each order."""

# The last year that two digits mean without other evidence: 00 to 68 are 2000 to 2068, as in strptime.
_LAST_SHORT_YEAR = {GREGORIAN: 2068, JALALI: 1449, HIJRI: 1500, HIJRI_CIVIL: 1500, HEBREW: 5850}
# Nobody writes a date far ahead: above the column's own four-digit years by more than this, it was a century before.
_AHEAD = 10

_TOKEN = re.compile(r"""\d+|[^\W\d_]+(?:["'][^\W\d_]+)*['"]?""")
_FOREIGN_SIGN = re.compile(r"""[^\w\s/.,\-–—'"()،]""")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True)
class Day:
    """What one text says: its day, or the reason why it has none (None: it is no date at all)."""

    on: date | None = None
    fault: str | None = None


@dataclass(frozen=True)
class Days:
    """The days of a column by text; texts that prove each order where the column proves both, else nothing."""

    by_text: dict[str, Day]
    day_first: list[str] = field(default_factory=list)
    month_first: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Written:
    """Three numbers as they stand and their order: "dmy", "ymd" …, or "??y" where only the column can tell."""

    numbers: tuple[int, int, int]
    order: str
    short_year: bool

    def part(self, letter: str, order: str) -> int:
        return self.numbers[order.index(letter)]


def order_of(pattern: str | None) -> str | None:
    """The order of day, month and year in a strptime format; None where it does not say.

    >>> order_of("%d/%m/%Y %H:%M"), order_of("%b %-d, %y"), order_of("%H:%M")
    ('dmy', 'mdy', None)
    """
    letters = "".join(code.lower().replace("b", "m") for code in re.findall(r"%-?([dmbBYy])", pattern or ""))
    return letters if sorted(letters) == ["d", "m", "y"] else None


def read_days(texts: Iterable[str], calendar: str, order: str | None = None) -> Days:
    """The days of a column's different texts, each without its clock, in plain digits and lower case.

    `order` is that of the mapping's format. Without it values above 12 decide for the whole column: one that proves
    both orders has none of its open dates read, and one that proves neither only those that are the same both ways.
    """
    written = {text: _written(text, calendar, order) for text in texts}
    day_first, month_first = _proofs(written)
    decided = None if bool(day_first) == bool(month_first) else "dmy" if day_first else "mdy"
    fault = MIXED if day_first else EITHER
    latest = max((each.part("y", each.order) for each in written.values() if each and not each.short_year), default=0)
    days = {
        text: _day(each, decided if each.order == "??y" else each.order, fault, calendar, latest) if each else Day()
        for text, each in written.items()
    }
    return Days(days) if decided or not day_first else Days(days, day_first, month_first)


def _proofs(written: dict[str, _Written | None]) -> tuple[list[str], list[str]]:
    """Texts whose open numbers can only have the day first, and only the month first."""
    pairs = [(text, *each.numbers[:2]) for text, each in written.items() if each and each.order == "??y"]
    day_first = [text for text, first, second in pairs if first > 12 >= second]
    month_first = [text for text, first, second in pairs if second > 12 >= first]
    return day_first[:EXAMPLES], month_first[:EXAMPLES]


def _day(each: _Written, order: str | None, fault: str, calendar: str, latest: int) -> Day:
    if order is None and each.numbers[0] == each.numbers[1]:
        order = "dmy"
    if order is None:
        return Day(fault=fault)
    year = each.part("y", order)
    if each.short_year:
        year = _full_year(year, calendar, latest)
    found = day_of(calendar, year, each.part("m", order), each.part("d", order))
    if found is None:
        return Day(fault=NO_SUCH_DAY)
    return Day(found) if EARLIEST <= found.year <= LATEST else Day()


def _full_year(short: int, calendar: str, latest: int) -> int:
    last = _LAST_SHORT_YEAR[calendar]
    year = last - (last - short) % 100
    return year - 100 if latest and year > latest + _AHEAD else year


def _written(text: str, calendar: str, order: str | None) -> _Written | None:
    if compact := _COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in compact.groups())
        return _Written((year, month, day), "ymd", False)
    folded = fold(text)
    if _FOREIGN_SIGN.search(folded):
        return None
    named = month_pattern(calendar).search(folded)
    rest = f"{folded[: named.start()]} {folded[named.end() :]}" if named else folded
    numbers = _numbers(rest, calendar)
    if numbers is None or len(numbers) != (2 if named else 3):
        return None
    if named:
        return _with_name(numbers, month_named(calendar, named[1]))
    return _in_numbers(numbers, calendar, order, dotted="." in folded)


def _numbers(text: str, calendar: str) -> list[str] | None:
    """The numbers of a text as plain digits; None where a word stands that no date has."""
    found = []
    for token in _TOKEN.findall(text):
        if token.isdigit():
            found.append(token)
        elif calendar == HEBREW and (number := _hebrew(token)):
            found.append(number)
        elif token.strip("'\"") not in ignored_words():
            return None
    return found


def _hebrew(token: str) -> str | None:
    if token in ignored_words():
        return None
    # A single word may have the prefix "in": "בכ״ה". A year leaves its thousands out.
    number = hebrew_number(token) or (hebrew_number(token[1:]) if token.startswith("ב") else None)
    return None if number is None else str(number + 5000 if 400 <= number < 1000 else number)


def _with_name(numbers: list[str], month: int) -> _Written:
    first, second = numbers
    day, year = (second, first) if len(first) > 2 or int(first) > 31 else (first, second)
    return _Written((int(day), month, int(year)), "dmy", len(year) <= 2)


def _in_numbers(numbers: list[str], calendar: str, order: str | None, *, dotted: bool) -> _Written | None:
    first, second, third = (int(number) for number in numbers)
    year_stands_first = len(numbers[0]) > 2 or first > 31
    year_stands_last = len(numbers[2]) > 2 or third > 31
    if year_stands_first:
        place = order if order and order.startswith("y") else "ymd"
    elif order:
        # The format is obeyed, also where the column proves another one.
        if year_stands_last and not order.endswith("y"):
            return None
        place = order
    elif calendar != GREGORIAN:
        place = "dmy" if year_stands_last or calendar != JALALI else "ymd"
    else:
        # No country writes the month first with dots.
        place = "dmy" if dotted else "??y"
    return _Written((first, second, third), place, len(numbers[place.index("y")]) <= 2)
