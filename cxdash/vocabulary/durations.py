"""How long something took, as people and programs write it: "1h 20m", "۵ دقیقه", "PT5M", "2 days, 3:04:05"."""

import re
from collections.abc import Iterable

from cxdash.vocabulary.naming import words

UNIT_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
"""Seconds of each unit that a mapping may name."""

_WEEK = 7 * UNIT_SECONDS["d"]
_NAMES = {
    UNIT_SECONDS["ms"]: "ms msec msecs millisecond milliseconds millisekunden millisecondes milisegundos",
    UNIT_SECONDS["s"]: "s sec secs second seconds sek sekunde sekunden seg segundo segundos secondes seconde ″ '' \" "
    "ثانیه ثانية ثواني ثوان שניה שנייה שניות שנ",
    UNIT_SECONDS["min"]: "m min mins minute minutes minuten minuto minutos mn ′ ' دقیقه دقيقة دقائق דקה דקות דק",
    UNIT_SECONDS["h"]: "h hr hrs hour hours std stunde stunden hora horas heure heures ساعت ساعة ساعات שעה שעות",
    UNIT_SECONDS["d"]: "d day days tag tage tagen t día días dia dias jour jours j روز يوم أيام ايام יום ימים",
    _WEEK: "w wk wks week weeks woche wochen semana semanas semaine semaines sem هفته أسبوع أسابيع שבוע שבועות",
}
# Words that are a number and its unit in one, in Arabic and Hebrew.
_COUNTED = {
    "ثانيتان": 2.0, "ثانيتين": 2.0, "دقيقتان": 120.0, "دقيقتين": 120.0, "ساعتان": 7200.0, "ساعتين": 7200.0,
    "يومان": 172800.0, "يومين": 172800.0, "שעתיים": 7200.0, "יומיים": 172800.0, "ثانية": 1.0, "دقيقة": 60.0,
    "ساعة": 3600.0, "يوم": 86400.0, "דקה": 60.0, "שעה": 3600.0, "יום": 86400.0,
}  # fmt: skip
_ONE = frozenset(("a", "an", "one", "ein", "eine", "einer", "un", "une", "una", "uno", "یک", "אחת", "אחד"))
_AND = frozenset(("and", "und", "et", "y", "e", "و", "ו"))


def _folded(text: str) -> str:
    return text.casefold().replace("ي", "ی").replace("ك", "ک").replace("\u200c", "").replace("״", '"').replace("׳", "'")


_SECONDS = {_folded(name): seconds for seconds, names in _NAMES.items() for name in names.split()}
_WHOLE = {_folded(name): seconds for name, seconds in _COUNTED.items()}
_PART = re.compile(r"(\d+(?:[.,]\d+)?)|([^\W\d_]+|['\"′″]+)|(\S)")
_ISO = re.compile(r"p(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:[.,]\d+)?)s)?)?")
_CLOCK = re.compile(r"(?P<days>.*\D )?(?P<first>\d+):(?P<second>[0-5]\d)(?::(?P<third>[0-5]\d(?:[.,]\d+)?))?")
_HOURS = re.compile(r"^(\d+) ?h ?([0-5]\d)$")
_NET = re.compile(r"(\d+)\.(\d{1,2}:\d\d:\d\d(?:\.\d+)?)")
# A duration that a spreadsheet program took for a moment after the first one of its calendar.
_SPREADSHEET = re.compile(
    r"(?:(\d{1,2})/(\d{1,2})/1970|1970-01-(\d\d)|1899-12-(3[01])|1/(0)/1900)[ t](\d+:\d\d(?::\d\d)?)"
)
_HOURS_OF_A_DAY = 23
LONGEST = 60
"""Characters of a text that may still be a duration."""


def seconds_in(text: str, first: float | None = None) -> float | None:
    """The seconds that a text says, None where it is no duration; `first` is the unit of the first of two numbers.

    >>> seconds_in("1h 20m"), seconds_in("1 day, 2:03:04"), seconds_in("2:55"), seconds_in("2:55", 60)
    (4800.0, 93784.0, None, 175.0)
    """
    told = " ".join(_folded(text).translate(_DIGITS).split())
    if not told or len(told) > LONGEST:
        return None
    if told.startswith(("-", "−")):
        found = seconds_in(told[1:], first)
        return None if found is None else -found
    if net := _NET.fullmatch(told):
        told = f"{net[1]} d {net[2]}"
    if sheet := _SPREADSHEET.fullmatch(told):
        return _of_spreadsheet(sheet)
    if clock := _CLOCK.fullmatch(_HOURS.sub(r"\1:\2:00", told)):
        return _of_clock(clock, first)
    return _of_iso(told) if told.startswith("p") else _of_words(told)


_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")


def is_two_part(text: str) -> tuple[int, int] | None:
    """The two numbers of a text such as "2:55", of which only its column tells whether they are hours or minutes."""
    clock = _CLOCK.fullmatch(_folded(text).translate(_DIGITS).strip())
    return (int(clock["first"]), int(clock["second"])) if clock and not (clock["third"] or clock["days"]) else None


def without_unit(name: str) -> tuple[str, str | None]:
    """A name in words without its unit, and the unit: "duration minutes" is ("duration", "min")."""
    kept, unit = [], None
    for word in name.split():
        found = _CALLED.get(word)
        unit = unit or found
        if found is None:
            kept.append(word)
    return " ".join(kept), unit


_CALLED = {
    words(name): unit
    for unit, names in {
        "ms": "ms millisecond milliseconds msec",
        "s": "s sec secs second seconds sekunden segundos secondes ثانیه ثانية שניות بالثواني",
        "min": "min mins minute minutes minuten minutos دقیقه دقيقة دقائق بالدقائق דקות",
        "h": "h hr hrs hour hours std stunden horas heures ساعات بالساعات שעות",
        "d": "days tage tagen días jours أيام ימים",
    }.items()
    for name in names.split()
}


def _of_clock(clock: re.Match[str], first: float | None) -> float | None:
    days = _of_words(clock["days"].strip(" ,")) if clock["days"] else 0.0
    whole, second = int(clock["first"]), int(clock["second"])
    if days is None or (days and days % UNIT_SECONDS["d"]):
        return None
    if clock["third"]:
        return days + whole * 3600 + second * 60 + float(clock["third"].replace(",", "."))
    unit = UNIT_SECONDS["h"] if clock["days"] else first
    return None if unit is None else days + whole * unit + second * unit / 60


def _of_spreadsheet(sheet: re.Match[str]) -> float | None:
    one, other, day, old, none, clock = sheet.groups()
    if one and "1" not in (one.lstrip("0"), other.lstrip("0")):
        return None
    days = max(int(one), int(other)) - 1 if one else int(day) - 1 if day else int(old) - 30 if old else int(none)
    found = _CLOCK.fullmatch(clock)
    return None if found is None else days * UNIT_SECONDS["d"] + (_of_clock(found, UNIT_SECONDS["h"]) or 0.0)


def _of_iso(told: str) -> float | None:
    found = _ISO.fullmatch(told)
    if found is None or not any(found.groups()):
        return None
    sizes = (_WEEK, *(UNIT_SECONDS[unit] for unit in ("d", "h", "min", "s")))
    return sum(float((part or "0").replace(",", ".")) * size for part, size in zip(found.groups(), sizes, strict=True))


def _of_words(told: str) -> float | None:
    """Numbers with their units, the larger unit first, as "1 h 20 min" or "ساعة و 5 دقائق"."""
    total, smallest, number = 0.0, float("inf"), None
    for digits, word, sign in _PART.findall(told):
        if digits or (number is None and word in _ONE):
            if number is not None:
                return None
            number = float(digits.replace(",", ".") or 1)
        elif not _stands_between(word or sign, number):
            size, counted = _unit_of(word, number)
            if size is None or size >= smallest:
                return None
            total, smallest, number = total + counted, size, None
    return total if number is None and smallest < float("inf") else None


def _stands_between(part: str, number: float | None) -> bool:
    """Whether a word or a sign only joins what is before it with what is after it."""
    return part in (",", ".", "+") or (number is None and (part == "-" or part in _AND))


def _unit_of(word: str, number: float | None) -> tuple[float | None, float]:
    """The size of the unit that a word names, and the seconds that it says together with the number before it."""
    joined = word[1:] if word[:1] in ("و", "ו") and word not in _SECONDS else word
    if number is not None and joined in _SECONDS:
        return _SECONDS[joined], number * _SECONDS[joined]
    if number is None and joined in _WHOLE:
        whole = _WHOLE[joined]
        return max(size for size in _SECONDS.values() if size <= whole), whole
    return None, 0.0


def are_minutes(texts: Iterable[str], *, beside_whole: bool) -> bool:
    """Whether the texts of two parts in a column are surely minutes and seconds.

    They are where no clock has so many hours, and where the same column writes its hours too (`beside_whole`): what
    takes less than an hour leaves them out.
    """
    firsts = [parts[0] for text in texts if (parts := is_two_part(text))]
    return bool(firsts) and (max(firsts) > _HOURS_OF_A_DAY or beside_whole)
