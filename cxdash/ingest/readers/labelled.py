"""A variable of a statistics file as text: its labels in words, its dates as ISO 8601, its numbers as they are."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, Final

from cxdash.ingest.readers.workbook import number

SPSS_EPOCH: Final = dt.datetime(1582, 10, 14)  # noqa: DTZ001 - such files know no time zone
STATA_EPOCH: Final = dt.datetime(1960, 1, 1)  # noqa: DTZ001 - such files know no time zone
WIDEST_GAP: Final = 10
"""Points of a scale between two labelled ends: 0 to 10 is the widest that people are asked."""

_SPSS = re.compile(r"(ADATE|EDATE|JDATE|SDATE|DATETIME|DATE|YMDHMS|QYR|MOYR|WKYR|DTIME|TIME)[\d.]*$", re.I)
_STATA = re.compile(r"%-?(?:t([cCdwmqh])|d)")
_MOMENTS: Final = frozenset({"DATETIME", "YMDHMS"})
_SPANS: Final = frozenset({"TIME", "DTIME"})
_STATA_MONTHS: Final = {"m": 1, "q": 3, "h": 6}


class Variable:
    """One column of a statistics file: its name, its header, its display format and its value labels (code → words).

    `codes` collects which words stood for which number, `odd_dates` counts the dates that are in no calendar.
    """

    def __init__(self, name: str, header: str, form: str, labels: Mapping[float | str, str]) -> None:
        self.name = name
        self.header = header
        self.odd_dates = 0
        self.codes: dict[str, float] = {}
        self._labels = {_known(code): label.strip() for code, label in labels.items() if label.strip()}
        self._date = reading_of(form)
        self._ends: frozenset[float] | None = None

    def texts(self, values: Iterable[Any]) -> list[str]:
        """The values as text, "" where nothing is known or a person declared the value missing."""
        listed = [_known(value) for value in values]
        if self._labels:
            return self._in_words(listed)
        if self._date:
            return [self._dated(value) if isinstance(value, float) else _plain(value) for value in listed]
        return [_plain(value) for value in listed]

    def _in_words(self, values: list[Any]) -> list[str]:
        different = {value for value in values if value is not None}
        if self._ends is None:
            self._ends = scale_ends(self._labels, different)
        spoken = {value: self._word(value, self._ends) for value in different}
        return ["" if value is None else spoken[value] for value in values]

    def _word(self, value: Any, ends: frozenset[float]) -> str:
        """A label alone, or behind its number where it names a point of a scale whose other points are numbers."""
        label = self._labels.get(value)
        if label is None:
            return _plain(value)
        word = f"{number(float(value))} - {label}" if value in ends else label
        if isinstance(value, float):
            self.codes[word] = value
        return word

    def _dated(self, value: float) -> str:
        try:
            return self._date(value) if self._date else _plain(value)
        except (OverflowError, ValueError):
            self.odd_dates += 1
            return _plain(value)


def _known(value: Any) -> Any:
    """Whole numbers as the same fractions that other files have, not-a-number as nothing."""
    if isinstance(value, (int, float)):
        return None if math.isnan(value) else float(value)
    return value


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, float) else str(value)


def scale_ends(labels: Mapping[float | str, str], present: Iterable[Any]) -> frozenset[float]:
    """The labelled codes that name points of a scale: unlabelled answers lie between them.

    >>> sorted(scale_ends({0.0: "not likely", 10.0: "very", 98.0: "don't know"}, {0.0, 3.0, 10.0, 98.0}))
    [0.0, 10.0]
    >>> scale_ends({1.0: "Male", 2.0: "Female", 9.0: "other"}, {1.0, 2.0, 9.0})
    frozenset()
    """
    codes = sorted(code for code in labels if isinstance(code, float))
    unlabelled = [value for value in present if isinstance(value, float) and value not in labels]
    found: set[float] = set()
    for low, high in pairwise(codes):
        if high - low <= WIDEST_GAP and any(low < value < high for value in unlabelled):
            found |= {low, high}
    return frozenset(found)


def reading_of(form: str) -> Callable[[float], str] | None:
    """How a number in this display format of SPSS or Stata is said as a date, a moment or a span; None for numbers.

    The function raises OverflowError or ValueError for a number that no calendar has.

    >>> reading_of("EDATE10")(13744944000.0), reading_of("DATETIME20")(13744980610.0), reading_of("%td")(21915.0)
    ('2018-05-06', '2018-05-06 10:10:10', '2020-01-01')
    """
    spss = _SPSS.match(form)
    if spss:
        kind = spss[1].upper()
        return _span if kind in _SPANS else (_spss_moment if kind in _MOMENTS else _spss_date)
    stata = _STATA.match(form)
    if not stata:
        return None
    kind = stata[1] or "d"
    if kind in "cC":
        return lambda value: _iso(STATA_EPOCH + dt.timedelta(milliseconds=value))
    if kind == "d":
        return lambda value: _day(STATA_EPOCH + dt.timedelta(days=value))
    return _stata_week if kind == "w" else _stata_months(_STATA_MONTHS[kind])


def _spss_date(value: float) -> str:
    return _day(SPSS_EPOCH + dt.timedelta(seconds=value))


def _spss_moment(value: float) -> str:
    return _iso(SPSS_EPOCH + dt.timedelta(seconds=value))


def _iso(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ")


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()


def _stata_week(value: float) -> str:
    """The first day of a week; Stata's years have 52, of which the first begins on 1 January."""
    year, week = divmod(int(value), 52)
    return (dt.date(1960 + year, 1, 1) + dt.timedelta(weeks=week)).isoformat()


def _stata_months(months: int) -> Callable[[float], str]:
    """The first day of a month, quarter or half-year, counted from 1960."""

    def said(value: float) -> str:
        year, month = divmod(int(value) * months, 12)
        return dt.date(1960 + year, month + 1, 1).isoformat()

    return said


def _span(value: float) -> str:
    """Hours, minutes and seconds.

    >>> _span(43870.09), _span(-60.0)
    ('12:11:10.09', '-0:01:00')
    """
    hundredths = round(abs(value) * 100)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{rest % 100:02d}" if rest % 100 else ""
    return f"{'-' if value < 0 else ''}{hours}:{minutes:02d}:{rest // 100:02d}{fraction}"
