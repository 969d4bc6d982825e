"""What is left when the roles of a kind are given: segments to split by, and columns that stay out."""

import re
from collections.abc import Iterable, Sequence

from cxdash.ingest.recognition.fields import MOST_SEGMENT_VALUES, Field, Proposal

MOST_NUMBERS = 100  # distinct whole numbers of an age that may still be a segment
MOST_NAMED_VALUES = 200  # values of a text column whose name says that it sorts into kinds

_KINDS = frozenset(
    ("category", "type", "class", "segment", "country", "region", "state", "city", "group", "plan", "department",
     "product", "language", "brand", "tier")
)  # fmt: skip
# Names that questions already give to something else: a segment of the same name could never be asked for.
_TAKEN = frozenset(("day", "week", "month", "quarter", "touchpoint", "stage", "channel", "metric"))
_CLOCK = frozenset(("day", "week", "month", "quarter", "year", "hour", "hour of day", "weekday"))


def add_rest(columns: Sequence[Field], proposal: Proposal, *, prose_is_comment: bool = False) -> None:
    """Give every column without an entry a role: comment, segment or ignore."""
    known: dict[tuple[object, ...], Field] = {}
    for column in columns:
        twin = known.setdefault(_content(column), column)
        if proposal.has(column):
            continue
        if twin is not column:
            proposal.add(column, "ignore", 0.7)
        elif "time" in proposal.roles() and column.name in _CLOCK:
            proposal.add(column, "ignore", 0.6)
        elif prose_is_comment and _is_comment(column):
            proposal.add(column, "comment", 0.6)
        else:
            add_segment_or_ignore(column, proposal)


def add_segment_or_ignore(column: Field, proposal: Proposal) -> None:
    """A segment where the values are few and repeat, else a column that stays out, as surely as its cells say so."""
    confidence = segment_confidence(column)
    if confidence:
        name = free_name(segment_name(column), column, proposal)
        proposal.add(column, "segment", confidence, name=name, multiple=separator(column.profile.values))
    else:
        proposal.add(column, "ignore", _ignore_confidence(column))


def segment_confidence(column: Field) -> float:
    """How surely the column splits customers into groups; 0 where it does not."""
    if column.is_empty or column.is_moment or column.is_personal:
        return 0.0
    if column.profile.is_numeric:
        return _number_segment(column)
    if column.is_category:
        return 0.9
    named = bool(_KINDS & set(column.name.split()))
    return (
        0.7 if named and column.profile.distinct <= MOST_NAMED_VALUES and column.profile.distinct_share < 0.2 else 0.0
    )


def segment_name(column: Field) -> str:
    """The column's name in lower case, without remarks in brackets and the prefix that event logs give to cases."""
    name = column.source.lower().removeprefix("case:")
    return re.sub(r" *\((?:y/n|yes/no|optional)\)$", "", name)


def free_name(name: str, column: Field, proposal: Proposal) -> str:
    """The name, or a longer one where another segment or a dimension of every question has it already."""
    used = {
        entry.get("name") for entries in proposal.entries.values() for entry in entries if entry["role"] == "segment"
    }
    if name not in used and name not in _TAKEN:
        return name
    longer = column.source.lower()
    return longer if longer not in used and longer not in _TAKEN else f"{longer} (column {column.profile.column[1:]})"


def separator(values: Iterable[str]) -> str | None:
    """What stands between several choices in one cell (";", ", " or " | "), or None where cells hold one choice.

    The parts must be fewer than the combinations: "Damage, Tank" and "Tank" are made of two, "Berlin, Mitte" is one.
    """
    seen = [value for value in values if value]
    for mark in ("; ", ";", " | ", "|", ", ", " / "):
        several = [value for value in seen if mark in value.rstrip(mark)]
        parts = {part.strip() for value in seen for part in value.split(mark) if part.strip()}
        singles = {value.rstrip(mark) for value in seen} - set(several)
        if several and len(parts) < len(seen) and len(parts & singles) >= 2:
            return mark
    return None


def _content(column: Field) -> tuple[object, ...]:
    """Equal for columns that say the same thing twice, as exports of event logs do; else different."""
    shape = column.profile
    if shape.distinct < 3 or shape.n < 20:
        return (column.source,)
    return (shape.n, shape.distinct, shape.top)


def _number_segment(column: Field) -> float:
    shape = column.profile
    if not shape.is_integer or shape.n == 0:
        return 0.0
    if column.means("age") and shape.distinct <= MOST_NUMBERS:
        return 0.7
    if column.is_binary:
        return 0.7
    if column.means("counting", "money", "value", "duration_s", "wait_s"):
        return 0.0
    return 0.5 if column.is_category and shape.distinct <= 12 else 0.0


def _is_comment(column: Field) -> bool:
    return column.is_prose and not column.is_personal and column.profile.distinct_share > 0.3


def _ignore_confidence(column: Field) -> float:
    if column.is_empty or column.is_personal or column.name.startswith("column "):
        return 0.95
    if column.is_unique or (column.profile.distinct > MOST_SEGMENT_VALUES and not column.profile.is_numeric):
        return 0.6
    return 0.4
