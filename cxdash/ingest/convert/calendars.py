"""The day that a year, a month and a day name in the Gregorian, Jalali, Hijri and Hebrew calendars.

Days are counted as `date.toordinal` does. A day that does not exist (31 of a 30-day month) is None, never moved.
"""

from collections.abc import Callable
from datetime import date
from itertools import accumulate

GREGORIAN, JALALI, HIJRI, HIJRI_CIVIL, HEBREW = "gregorian", "jalali", "hijri", "hijri_civil", "hebrew"

_NAMES = {
    GREGORIAN: ("gregory", "iso8601"),
    JALALI: ("persian", "shamsi", "solar_hijri"),
    HIJRI: ("umm_al_qura", "islamic", "islamic_umalqura", "lunar_hijri"),
    HIJRI_CIVIL: ("islamic_civil", "tabular"),
    HEBREW: ("jewish",),
}
_KNOWN = {alias: calendar for calendar, aliases in _NAMES.items() for alias in (calendar, *aliases)}

CALENDARS = tuple(_NAMES)
"""The names to propose in a mapping; CLDR's and some everyday names are understood too."""

ADAR, ADAR_FIRST, ADAR_SECOND = 20, 21, 22
"""Hebrew months that only the year turns into a number: Adar is the twelfth month, or one of two in a leap year."""


def known_calendar(name: str | None) -> str | None:
    """The calendar of this name, however it is written; Gregorian for none, None for an unknown one.

    >>> known_calendar("Persian"), known_calendar("islamic-umalqura"), known_calendar(None), known_calendar("Maya")
    ('jalali', 'hijri', 'gregorian', None)
    """
    return _KNOWN.get(name.strip().casefold().replace("-", "_").replace(" ", "_")) if name else GREGORIAN


def day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a day of `calendar`, None where there is no such day or it is not within 1–9999."""
    ordinal = _ORDINALS[calendar](year, month, day)
    return date.fromordinal(ordinal) if ordinal is not None and 1 <= ordinal <= date.max.toordinal() else None


def _gregorian(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _is_jalali_leap(year: int) -> bool:
    # Eight leap years in every 33: as in Iran's calendar until it waits a fifth year for its leap year, in 1503.
    return (25 * year + 11) % 33 < 8


def _jalali(year: int, month: int, day: int) -> int | None:
    if not (1278 <= year <= 1501 and 1 <= month <= 12):
        return None
    last = 31 if month <= 6 else 30 if month < 12 or _is_jalali_leap(year) else 29
    if not 1 <= day <= last:
        return None
    # 1 Farvardin 1 would be 19 March 622 in the Julian calendar; leap years before `year` follow the same 33.
    new_year = 226895 + 365 * (year - 1) + (8 * year + 21) // 33
    return new_year + 31 * (month - 1) - max(0, month - 7) + day - 1


_FIRST_HIJRI_YEAR = 1343
_FIRST_HIJRI_DAY = date(1924, 8, 1).toordinal()
# The last digit of every month's length, 28 to 31, of the years 1343 to 1500 of Umm al-Qura, the calendar of Saudi
# Arabia as printed or announced: R. H. van Gent's table, by way of the package hijridate (MIT).
_HIJRI_LENGTHS = (
    "090090008000990909090909090919080090990090099009990090090099090909009918090909000810909099090090090909990090"
    "090909090909090090900990909090090909090909090090990909009909090909090900009099099009000909909909090909090900"
    "090909090909090909090909090909090900090909080009090909090900090909090909090909090909090909090900090909009009"
    "090909090909090990909000909090990900909090909090090909009900090909099009909900090909099090900900090909090909"
    "909090909090090909090909090090990909090090099090909009090909090909090909090099090009009909090900990909090900"
    "900909090909090909090900090909009099090909090900990909090900090999090900090909099009090090990909090009099090"
    "909009090909090909009090909090909009009099090900909090990909000909099090900090909909900900090990990090090909"
    "090909090090909090909090090909099090090090909909090009090990909009009099099009000909909900900900990990900090"
    "909099090090090909099090090900909099090900090909909090090090909909000090990999000090099099900090090909909090"
    "090090990909090090900909909090090090990909009009099099000900909909900900900990909090900909090990900090909099"
    "090090090909909090090099090909090090909090909090090099090990090009909909090009090990909000909099090900900909"
    "909090900909090909090900909009909090900090990990900090099099090009090909909009009090990909009009090990909009"
    "009099090909000909909090900099090909900090909090990090900909099090900090909909900900090990990090009099099009"
    "009090909900909009090909090909090090909909009009090990909000909099099000090909909090090090990909090090909090"
    "990090090099099009090009909909009009090909909009090090990909009009099090909000909909909000900990990900900099"
    "099090090090909909090090900990909090900900909909090090090990990090009099099009009009909900909000990909090900"
    "909090990900900909099090900090909909090090090990909090090900990909090090099090990090009909909090009090990909"
    "000909099090900900990909090900909090909090909009009909909000"
)
_HIJRI_STARTS = tuple(accumulate((28 + (int(digit) - 8) % 10 for digit in _HIJRI_LENGTHS), initial=_FIRST_HIJRI_DAY))


def _hijri(year: int, month: int, day: int) -> int | None:
    place = 12 * (year - _FIRST_HIJRI_YEAR) + month - 1
    if not (1 <= month <= 12 and 0 <= place < len(_HIJRI_LENGTHS)):
        return None
    start, following = _HIJRI_STARTS[place : place + 2]
    return start + day - 1 if 1 <= day <= following - start else None


def _hijri_civil(year: int, month: int, day: int) -> int | None:
    # Reingold and Dershowitz, Calendrical Calculations, chapter 7: 11 leap years in 30, from 16 July 622 (Julian).
    last = 30 if month % 2 or (month == 12 and (14 + 11 * year) % 30 < 11) else 29
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= last):
        return None
    return 227015 + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1


def _is_hebrew_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // 25920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def _hebrew_new_year(year: int) -> int:
    # Reingold and Dershowitz, Calendrical Calculations, chapter 8.
    before, this, after = (_hebrew_elapsed(each) for each in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return -1373427 + this + delay


def _hebrew_months(year: int) -> list[tuple[int, int]]:
    """(number, length) of the months of a year, from Tishri, the seventh."""
    length = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    winter = [(7, 30), (8, 30 if length % 10 == 5 else 29), (9, 29 if length % 10 == 3 else 30), (10, 29), (11, 30)]
    adar = [(12, 30), (13, 29)] if _is_hebrew_leap(year) else [(12, 29)]
    return winter + adar + [(1, 30), (2, 29), (3, 30), (4, 29), (5, 30), (6, 29)]


def _hebrew_month(year: int, month: int) -> int | None:
    if month < ADAR:
        return month
    if month == ADAR_SECOND:
        return 13 if _is_hebrew_leap(year) else None
    # In a leap year, "Adar" alone may be either of two.
    return 12 if (month == ADAR_FIRST) == _is_hebrew_leap(year) else None


def _hebrew(year: int, month: int, day: int) -> int | None:
    if not 5000 <= year < 6800:
        return None
    numbered, start = _hebrew_month(year, month), _hebrew_new_year(year)
    for number, length in _hebrew_months(year):
        if number == numbered:
            return start + day - 1 if 1 <= day <= length else None
        start += length
    return None


_ORDINALS: dict[str, Callable[[int, int, int], int | None]] = {
    GREGORIAN: _gregorian,
    JALALI: _jalali,
    HIJRI: _hijri,
    HIJRI_CIVIL: _hijri_civil,
    HEBREW: _hebrew,
}
