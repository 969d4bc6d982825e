"""Numbers, dates and durations as a person reads them, in the current language.

Every function takes a raw value and returns text: Babel's separators and names, a real minus sign, the language's
own digits. What is not known (None, NaN) and what is not finite reads as "–". Nothing here is for machines: the
command line and JSON carry raw numbers.
"""

import calendar
import datetime as dt
import math
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from babel.units import format_unit

from cxdash.locale.translation import language, t, tn

ABSENT = "–"
MOST_DIGITS = 4
MINUS = "−"
Unit = Literal["points", "percent", "score"]
DifferenceUnit = Literal["points", "percent", "score", "relative"]

_DIGITS: dict[str, int] = {"points": 0, "percent": 0, "score": 2, "relative": 1}
# Babel knows a language's numbering system and its separators, but writes Latin digits between them.
_NATIVE_DIGITS = {
    "arabext": str.maketrans("0123456789%", "۰۱۲۳۴۵۶۷۸۹٪"),
    "arab": str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪"),
}


@cache
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def babel_locale() -> Locale:
    """Babel's locale of the current language; English where it knows none."""
    return _locale(language())


def _native(text: str) -> str:
    """The text in the language's own digits."""
    table = _NATIVE_DIGITS.get(babel_locale().default_numbering_system)
    return text.translate(table) if table else text


def _decimal(x: float, digits: int) -> str:
    # Rounding first: −0.2 without decimals reads "0", not "−0".
    rounded = round(x, digits) + 0.0
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = babel_numbers.format_decimal(rounded, format=pattern, locale=babel_locale(), numbering_system="default")
    return _native(text.replace("-", MINUS))


def _known(x: float | None) -> bool:
    return x is not None and math.isfinite(x)


def number(x: float | None, digits: int = 0) -> str:
    """`x` with `digits` decimals and thousands separators.

    >>> number(-1234.56, 1)
    '−1,234.6'
    """
    return _decimal(x, digits) if x is not None and _known(x) else ABSENT


def count(n: float | None) -> str:
    """A number of answers, customers, rows: whole, with thousands separators."""
    return number(n)


def compact(n: float | None) -> str:
    """A large count in few characters.

    >>> compact(1_234_567), compact(980)
    ('1.2M', '980')
    """
    if n is None or not _known(n):
        return ABSENT
    text = babel_numbers.format_compact_decimal(n, locale=babel_locale(), fraction_digits=1 if abs(n) >= 1000 else 0)
    return _native(text.replace("-", MINUS))


def percent(x: float | None, digits: int = 0) -> str:
    """A share already in percent.

    >>> percent(61.8), percent(2.345, 1)
    ('62%', '2.3%')
    """
    if x is None or not _known(x):
        return ABSENT
    # The language's own place and space for the sign, around our own digits.
    before, after = babel_locale().percent_formats[None].prefix[0], babel_locale().percent_formats[None].suffix[0]
    return _native(f"{before}{_decimal(x, digits)}{after}")


def distance(x: float | None, unit: Unit) -> str:
    """How far two values of a unit lie apart, with the word for it, for sentences ("12 points below").

    >>> distance(12, "points"), distance(1, "percent"), distance(0.43, "percent"), distance(0.131, "score")
    ('12 points', '1 percentage point', '0.4 percentage points', '0.13 score points')
    """
    if x is None or not _known(x):
        return ABSENT
    places = _visible(x, _DIGITS[unit])
    text = _decimal(x, places)
    many = 1 if places == 0 and round(abs(x)) == 1 else 2
    if unit == "percent":
        return tn("{n} percentage point", "{n} percentage points", many, n=text)
    if unit == "points":
        return tn("{n} point", "{n} points", many, n=text)
    return tn("{n} score point", "{n} score points", many, n=text)


def value(x: float | None, unit: Unit, digits: int | None = None) -> str:
    """A metric's value in its unit: points and scores are bare numbers, shares carry the percent sign.

    >>> value(-4.2, "points"), value(61.8, "percent"), value(4.216, "score")
    ('−4', '62%', '4.22')
    """
    places = _DIGITS[unit] if digits is None else digits
    return percent(x, places) if unit == "percent" else number(x, places)


def signed(x: float | None, unit: DifferenceUnit, digits: int | None = None) -> str:
    """A difference with its sign: percent differ in percentage points ("pp"), `relative` in percent of the base.

    A small one gets the decimals that tell it from zero.

    >>> signed(3.4, "points"), signed(-3.4, "percent"), signed(0.131, "score"), signed(2.5, "relative")
    ('+3', '−3 pp', '+0.13', '+2.5%')
    >>> signed(-0.43, "percent"), signed(0, "percent")
    ('−0.4 pp', '0 pp')
    """
    if x is None or not _known(x):
        return ABSENT
    places = _visible(x, _DIGITS[unit]) if digits is None else digits
    rounded = round(x, places)
    text = percent(rounded, places) if unit == "relative" else number(rounded, places)
    text = f"+{text}" if rounded > 0 else text
    return t("{n} pp", n=text) if unit == "percent" else text


def _between(low: str, high: str) -> str:
    if low == ABSENT and high == ABSENT:
        return ABSENT
    if low == ABSENT:
        return t("up to {high}", high=high)
    if high == ABSENT:
        return t("{low} or more", low=low)
    return t("{low} to {high}", low=low, high=high)


def interval(low: float | None, high: float | None, unit: Unit, digits: int | None = None) -> str:
    """The interval of a value; an end that is None is open; a narrow one gets the decimals that tell its ends apart.

    >>> interval(-4, 12, "points"), interval(None, 12, "percent"), interval(41.22, 41.36, "percent")
    ('−4 to 12', 'up to 12%', '41.2% to 41.4%')
    """
    places = _DIGITS[unit] if digits is None else digits
    while low is not None and high is not None and low < high and round(low, places) == round(high, places):
        if places == MOST_DIGITS:
            break
        places += 1
    return _between(value(low, unit, places), value(high, unit, places))


def signed_interval(low: float | None, high: float | None, unit: DifferenceUnit, digits: int | None = None) -> str:
    """The interval of a difference; an end that is None is open. One beside zero gets the decimals that show it.

    >>> signed_interval(-4, 12, "percent"), signed_interval(None, 0.2, "score"), signed_interval(-0.7, -0.3, "percent")
    ('−4 to +12 pp', 'up to +0.20', '−0.7 to −0.3 pp')
    """
    places = _beside_zero(low, high, _DIGITS[unit]) if digits is None else digits
    # Between two ends the unit is said once.
    once = unit == "percent" and _known(low) and _known(high)
    text = _between(signed(low, "points" if once else unit, places), signed(high, "points" if once else unit, places))
    return t("{n} pp", n=text) if once else text


def _visible(x: float, places: int) -> int:
    """The decimals with which a number that is not zero does not look like it."""
    shown = (digits for digits in range(places, MOST_DIGITS + 1) if round(x, digits))
    return next(shown, places)


def _beside_zero(low: float | None, high: float | None, places: int) -> int:
    """The decimals with which an interval that leaves zero out is seen to."""
    if low is not None and low > 0:
        return _visible(low, places)
    return _visible(high, places) if high is not None and high < 0 else places


def p_value(p: float | None) -> str:
    """A p-value as journals print it; never "0".

    >>> p_value(0.00002), p_value(0.0341), p_value(0.2)
    ('< 0.001', '0.034', '0.20')
    """
    if p is None or not _known(p):
        return ABSENT
    if p < 0.001:
        return f"< {_decimal(0.001, 3)}"
    return _decimal(p, 3 if p < 0.1 else 2)


def date(d: dt.date | None) -> str:
    """A day, or the day of a moment.

    >>> date(dt.date(2026, 3, 5))
    'Mar 5, 2026'
    """
    return ABSENT if d is None else _native(babel_dates.format_date(d, "medium", locale=babel_locale()))


def short_date(d: dt.date | None) -> str:
    """A day without its year, for axes and small print.

    >>> short_date(dt.date(2026, 3, 5))
    'Mar 5'
    """
    return ABSENT if d is None else _native(babel_dates.format_skeleton("MMMd", d, locale=babel_locale()))


def month(d: dt.date | None) -> str:
    """The month of a day.

    >>> month(dt.date(2026, 3, 5))
    'Mar 2026'
    """
    return ABSENT if d is None else _native(babel_dates.format_skeleton("yMMM", d, locale=babel_locale()))


def moment(at: dt.datetime | None) -> str:
    """A moment to the minute, as it stands (timestamps are UTC)."""
    if at is None:
        return ABSENT
    return _native(babel_dates.format_datetime(at, "medium", locale=babel_locale()).replace(f":{at:%S}", ""))


def period(since: dt.date | None, until: dt.date | None) -> str:
    """The days from `since` to `until`, both included; a missing end is open.

    >>> period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    'March 2026'
    """
    if since is None or until is None:
        return _open_period(since, until)
    last = calendar.monthrange(until.year, until.month)[1]
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and since.year == until.year:
        return _native(str(since.year))
    if (since.year, since.month, since.day, until.day) == (until.year, until.month, 1, last):
        return _native(babel_dates.format_skeleton("yMMMM", since, locale=babel_locale()))
    return _native(babel_dates.format_interval(since, until, "yMMMd", locale=babel_locale()))


def _open_period(since: dt.date | None, until: dt.date | None) -> str:
    if since is not None:
        return t("since {date}", date=date(since))
    return t("until {date}", date=date(until)) if until is not None else t("all time")


def duration(seconds: float | None, parts: int = 2) -> str:
    """A length of time in its `parts` largest units.

    >>> duration(125), duration(3 * 86400), duration(3 * 86400 + 7200, parts=1)
    ('2 min 5 sec', '3 days', '3 days')
    """
    if seconds is None or not _known(seconds):
        return ABSENT
    rest = round(abs(seconds))
    words: list[str] = []
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        amount, rest = divmod(rest, size)
        if amount:
            words.append(_unit(amount, name))
        if len(words) == parts or (words and not amount):
            break
    text = " ".join(words) or _unit(0, "second")
    return f"{MINUS}{text}" if seconds <= -0.5 else text


def duration_interval(low: float | None, high: float | None) -> str:
    """The interval of a length of time."""
    return _between(duration(low), duration(high))


def _unit(amount: int, name: str) -> str:
    return _native(format_unit(amount, f"duration-{name}", length="short", locale=babel_locale()))
