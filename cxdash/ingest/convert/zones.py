"""Local times of a zone as UTC, in SQL: the first of two equal times when clocks go back, the later one when they skip.

A local time before a shift's `boundary` has the offset from before it, as Python's `fold=0` (PEP 495) has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cxdash.mart.sql import literal

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shift:
    """A moment (naive UTC) at which a zone changes its offset from UTC."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def skips(self) -> bool:
        """Whether clocks go forward, so that local times from `start` to `boundary` do not exist."""
        return self.after > self.before

    @property
    def start(self) -> datetime:
        """The first local time that does not exist or stands twice."""
        return self.at + min(self.before, self.after)

    @property
    def boundary(self) -> datetime:
        """The first local time that is read with the offset from after the shift."""
        return self.at + max(self.before, self.after)


@dataclass(frozen=True)
class Zone:
    """A time zone during some years: its offset at their beginning and every shift within them, in order."""

    name: str
    first_offset: timedelta
    shifts: tuple[Shift, ...]


def zone_in(name: str, first_year: int, last_year: int) -> Zone:
    """The zone `name` from the beginning of `first_year` to the end of `last_year`."""
    zone = ZoneInfo(name)
    day, end = datetime(first_year, 1, 1) - _DAY, datetime(last_year + 1, 1, 1) + _DAY  # noqa: DTZ001 - naive is UTC
    offset = first = _offset(zone, day)
    shifts = []
    while day < end:
        # No zone has changed twice within a day and come back.
        if (later := _offset(zone, day + _DAY)) != offset:
            shifts.append(Shift(_changed(zone, day, day + _DAY), offset, later))
            offset = later
        day += _DAY
    return Zone(name, first, tuple(shifts))


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()


def _changed(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the offset of `after`."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(zone, middle) == _offset(zone, after):
            after = middle
        else:
            before = middle
    return after


def utc_of(zone: Zone, compared: str, local: str, written: Callable[[datetime], str]) -> str:
    """SQL for the UTC of the timestamp `local`; `compared` is what orders like it, as `written` writes boundaries."""
    offsets = [zone.first_offset, *(shift.after for shift in zone.shifts)]
    leaves = [_less(local, offset) for offset in offsets]
    return _branches(compared, [written(shift.boundary) for shift in zone.shifts], leaves)


def _less(local: str, offset: timedelta) -> str:
    seconds = offset // timedelta(seconds=1)
    return f"{local} - INTERVAL ({seconds}) SECOND" if seconds else local


def _branches(compared: str, boundaries: Sequence[str], leaves: Sequence[str]) -> str:
    """A search by halves: whatever the number of shifts, few comparisons are made for a row."""
    if not boundaries:
        return leaves[0]
    half = len(boundaries) // 2
    low = _branches(compared, boundaries[:half], leaves[: half + 1])
    high = _branches(compared, boundaries[half + 1 :], leaves[half + 1 :])
    return f"CASE WHEN {compared} < {literal(boundaries[half])} THEN {low} ELSE {high} END"


def within(shifts: Sequence[Shift], day: str) -> str:
    """SQL that is true on the days of the times that these shifts skip or repeat; `day` is a date as a text."""
    days = {f"{moment:%Y-%m-%d}" for shift in shifts for moment in (shift.start, shift.boundary)}
    listed = ", ".join(literal(each) for each in sorted(days))
    return f"{day} IN ({listed})" if days else "false"


def spans(shifts: Sequence[Shift], compared: str, written: Callable[[datetime], str]) -> str:
    """SQL that is true for the times that these shifts skip or repeat."""
    return (
        " OR ".join(
            f"({compared} >= {literal(written(shift.start))} AND {compared} < {literal(written(shift.boundary))})"
            for shift in shifts
        )
        or "false"
    )
