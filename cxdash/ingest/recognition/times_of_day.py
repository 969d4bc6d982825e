"""The column with the time of day that belongs to the days in another column, where a tool writes the two apart."""

import re
from collections.abc import Sequence

from cxdash.ingest.recognition.fields import Field, Proposal
from cxdash.vocabulary.naming import words
from cxdash.vocabulary.numbers import PLAIN_DIGITS

SURE = 0.9
_MOSTLY = 0.95


def _said(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in words(name).split())


# The words of each name: what is left without them says what began, ended or happened then.
_CLOCKS = _said(
    "time hour clock", "uhrzeit zeit", "heure", "hora", "ora orario", "hora horário", "saat", "время",
    "ساعت زمان", "الوقت وقت الساعة", "שעה שעת זמן",
)  # fmt: skip
_DAYS = _said(
    "date day", "datum tag", "jour", "fecha día", "data giorno", "dia", "tarih", "дата", "تاریخ روز",
    "التاريخ تاريخ اليوم", "תאריך יום",
)  # fmt: skip
_LITTLE = _said("of the at local utc gmt", "der des die", "de la du d el", "do da", "در")
_HAPPENED = _said(
    "start started begin beginning end ended finished created opened closed submitted",
    "event order purchase visit transaction arrival submission interaction contact entry timestamp",
    "beginn start ende", "début fin", "inicio fin", "شروع پایان ثبت", "البدء الانتهاء", "התחלה סיום",
)  # fmt: skip
_NO_DAY = r"(?:(?:1899-12-3[01]|190[04]-01-0[01]|1970-01-01)[ t])?"
_CLOCK = re.compile(_NO_DAY + r"(?:\w{1,6} )?(\d{1,2})[:.h][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?(?: ?[^\d:]{0,16})?")
_BARE = re.compile(r"([01]\d|2[0-3])[0-5]\d")
_TIMED = re.compile(r"\d[:h][0-5]\d")
_MIDNIGHT = re.compile(r"[ t]0?0:00(?::00(?:\.0+)?)?$|[ t]12:00(?::00)? ?a\.?m\.?$")


def add_time_of_day(columns: Sequence[Field], proposal: Proposal) -> None:
    """Give the role `time_of_day` to the column that completes the one with the role `time`, if that has only days."""
    day = next((column for column in columns if _has_role(column, "time", proposal)), None)
    if day is None or "time_of_day" in proposal.roles() or not _holds_days(day):
        return
    candidates = [column for column in columns if not proposal.has(column) and _is_clock(column)]
    fitting = [(fit, column) for column in candidates if (fit := _fit(column, day)) is not None]
    if fitting:
        chosen = max(fitting, key=lambda each: each[0])[1]
        proposal.add(chosen, "time_of_day", SURE)


def _has_role(column: Field, role: str, proposal: Proposal) -> bool:
    return any(entry["role"] == role for entry in proposal.entries.get(column.source, ()))


def _holds_days(column: Field) -> bool:
    """Whether no moment of the column says more than its day; a midnight in all of them says no more."""
    values = [value.casefold().translate(PLAIN_DIGITS) for value in column.profile.values]
    return not column.counts_seconds and all(not _TIMED.search(value) or _MIDNIGHT.search(value) for value in values)


def _is_clock(column: Field) -> bool:
    """Whether the cells are times of day; how long something took may look the same, and only the name tells."""
    shape = column.profile
    if column.is_empty or column.is_moment or column.means("duration_s", "wait_s") or not _CLOCKS & set(_name(column)):
        return False
    if shape.is_numeric and not shape.is_integer and (shape.low or 0) >= 0 and (shape.high or 1) < 1:
        return True
    told = [value.casefold().translate(PLAIN_DIGITS) for value in shape.values]
    read = sum(_BARE.fullmatch(value) is not None or _is_time(value) for value in told)
    return read >= _MOSTLY * len(told)


def _is_time(value: str) -> bool:
    found = _CLOCK.fullmatch(value)
    return found is not None and int(found[1]) < 24


def _fit(clock: Field, day: Field) -> int | None:
    """How well the names go together: what "Start time" and "Start date" share counts, what is foreign counts against.

    None where the one speaks of something else than the other.
    """
    said, of = (set(_name(each)) - _CLOCKS - _DAYS - _LITTLE for each in (clock, day))
    foreign = said - of
    if foreign - _HAPPENED or (foreign and of & _HAPPENED and not said & of):
        return None
    return len(said & of) - len(foreign)


def _name(column: Field) -> list[str]:
    return column.name.split()
