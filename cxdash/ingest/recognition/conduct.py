"""How responses came about: columns that say how long each took, when it began, and what the tool holds against it."""

import re
from collections.abc import Sequence

from cxdash.ingest.recognition.durations import is_duration, unit_of
from cxdash.ingest.recognition.fields import YES, Field, Proposal
from cxdash.ingest.recognition.times import moment_keys
from cxdash.ingest.suspicions import FIELDS, Suspicion
from cxdash.vocabulary.durations import without_unit
from cxdash.vocabulary.naming import words

SURE, LIKELY = 0.9, 0.7


def _named(*names: str) -> frozenset[str]:
    return frozenset(map(words, names))


# Without the words for a unit; "Completion time" is a moment in the forms that have one.
_TOOK = _named(
    "duration in", "time to complete", "time taken", "time taken to complete", "seconds to complete", "interview time",
    "interviewtime", "total time", "survey duration", "response duration", "survey time", "completion duration",
    "Q_TotalDuration", "dauer in", "bearbeitungszeit", "ausfüllzeit", "duración en", "tiempo de respuesta total",
    "durée en", "temps de réponse total", "مدت زمان پاسخگویی", "مدت پاسخگویی", "مدت پاسخ", "المدة ب", "مدة الإجابة",
    "משך המילוי", "זמן מילוי",
)  # fmt: skip
# What may also be how long a call took: a response's own only where nothing speaks of calls.
_DURATION = _named("duration", "dauer", "duración", "durée", "مدت", "مدت زمان", "المدة", "משך", "משך זמן")
_OPERATIONS = ("wait_s", "agent", "event")
_STARTED = _named(
    "start date", "start time", "started at", "startdate", "starttime", "start timestamp", "date started",
    "time started", "started", "survey start time", "begin time", "start date utc", "date created", "startzeit",
    "startdatum", "anfangsdatum", "beginn", "hora de inicio", "fecha de inicio", "heure de début", "date de début",
    "hora de início", "data de início", "زمان شروع", "تاریخ شروع", "وقت البدء", "تاريخ البدء", "שעת התחלה",
    "תאריך התחלה",
)  # fmt: skip
_TIME_OF_DAY = re.compile(r"\d[:h]\d\d")


def add_conduct(columns: Sequence[Field], proposal: Proposal) -> None:
    """Add the roles `duration_s`, `started` and `suspect` of a survey to columns that have no role but `ignore`.

    After the time of the answers is known, and before the rest is given away.
    """
    free = [column for column in columns if _is_free(column, proposal) and not column.is_empty]
    for column in free:
        suspicion = FIELDS.get(column.name)
        if suspicion and _says(column, suspicion):
            keys = suspicion.entry()
            _give(column, str(keys.pop("role")), SURE, proposal, **keys)
    _add_duration([column for column in free if _is_free(column, proposal)], columns, proposal)
    # Where the duration is told, the beginning would only tell it again.
    if "time" in proposal.roles() and not {"duration_s", "started"} & proposal.roles():
        begun = next((column for column in free if _is_beginning(column) and _is_free(column, proposal)), None)
        if begun:
            _give(begun, "started", SURE, proposal, **moment_keys(begun, proposal))


def _is_free(column: Field, proposal: Proposal) -> bool:
    return all(entry["role"] == "ignore" for entry in proposal.entries.get(column.source, ()))


def _give(column: Field, role: str, confidence: float, proposal: Proposal, **keys: object) -> None:
    proposal.entries.pop(column.source, None)
    proposal.add(column, role, confidence, **keys)


def _says(column: Field, suspicion: Suspicion) -> bool:
    """Whether the cells are what the field should hold: numbers to compare, or yes and no."""
    shape = column.profile
    if suspicion.below is not None or suspicion.at_least is not None:
        return shape.is_numeric
    alone = shape.distinct == 1 and shape.values[0].casefold() in YES | {"0", "false", "no", "n", "f"}
    return column.is_binary or alone


def _add_duration(free: Sequence[Field], columns: Sequence[Field], proposal: Proposal) -> None:
    if "duration_s" in proposal.roles():
        return
    of_calls = any(column.means(*_OPERATIONS) for column in columns)
    for names, confidence in ((_TOOK, SURE), (_DURATION, LIKELY)):
        if of_calls and names is _DURATION:
            return
        for column in free:
            bare, _ = without_unit(column.name)
            if (bare in names or column.name in names) and _is_length(column):
                _give(column, "duration_s", confidence, proposal, unit=unit_of(column, proposal))
                return


def _is_length(column: Field) -> bool:
    """Durations that differ, and no years."""
    return is_duration(column) and column.profile.distinct > 1 and not column.counts_seconds


def _is_beginning(column: Field) -> bool:
    """A moment with a time of day: contracts and jobs begin on days."""
    return column.is_moment and column.name in _STARTED and all(map(_TIME_OF_DAY.search, column.profile.values))
