"""Whether a column says how long something took, in which unit, and what is doubtful about that."""

from cxdash.ingest.recognition.fields import Field, Proposal
from cxdash.locale import N_
from cxdash.vocabulary.durations import are_minutes, is_two_part, seconds_in, without_unit
from cxdash.vocabulary.numbers import as_number

ASSUMED = N_(
    "The times in “{column}” (such as “{example}”) may be hours and minutes, or minutes and seconds: the latter is "
    "assumed. If they are hours and minutes, give the column the unit “h”."
)
_MOSTLY = 0.95


def is_duration(column: Field) -> bool:
    """Whether the cells are numbers that are never negative, clocks without a time of day, or words such as "5 min"."""
    shape = column.profile
    if shape.is_numeric:
        return (shape.low or 0) >= 0
    if column.is_empty or column.is_moment:
        return False
    read = sum(times for value, times in shape.top if _says_how_long(value))
    return read >= _MOSTLY * sum(times for _, times in shape.top)


def unit_of(column: Field, proposal: Proposal) -> str | None:
    """The unit to propose for the column's numbers, None for seconds and where its texts say it themselves.

    Warns where nothing tells what the two parts of a text such as "2:55" are.
    """
    unit = without_unit(column.name)[1]
    if unit is not None:
        return None if unit == "s" else unit
    values = column.profile.values
    clocks = [value for value in values if is_two_part(value)]
    whole = any(":" in value and seconds_in(value) is not None for value in values)
    if not clocks or are_minutes(clocks, beside_whole=whole):
        return None
    if any(as_number(value) is not None for value in values):
        # A unit would be that of these numbers too: then a person has to say it.
        return None
    proposal.warn(ASSUMED, column=column.source, example=clocks[0])
    return "min"


def _says_how_long(value: str) -> bool:
    return as_number(value) is not None or seconds_in(value, 60.0) is not None
