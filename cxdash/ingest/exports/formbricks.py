"""Formbricks and other long feedback: one answer per row, its kind told by the field type."""

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell, typical

_KNOWN: dict[str, tuple[Entry, ...]] = {
    "submission id": ({"role": "response_id"},),
    "response id": ({"role": "response_id"},),
    "collected at": ({"role": "time"},),
    "user id": ({"role": "customer_id"},),
    "user identifier": ({"role": "customer_id"},),
    "field label": ({"role": "touchpoint"},),
    "field type": ({"role": "metric"},),
    "value number": ({"role": "score"},),
    "language": segment("language"),
    "source type": ({"role": "channel"},),
    "source name": segment("source"),
    **dict.fromkeys(("field id", "field group id", "value boolean", "value date", "metadata", "id", "source id",
                     "created at", "updated at", "tenant id"), IGNORE),
}  # fmt: skip
_FREE = "('text', 'open_text', 'opentext', 'free_text')"


def evidence(look: Look) -> float:
    """A field type beside values by type."""
    return typical(look, ("field type", "value number"), ("field label", "value text", "submission id", "collected at"))


def plan(look: Look) -> Plan:
    """Numbers are scores of the row's metric; only answers to open questions are comments."""
    columns = []
    for place, name in enumerate(look.header):
        if look.names[place] == "value text":
            columns += _texts(look, place)
        else:
            columns.append(Planned(name, cell(place), _KNOWN.get(look.names[place], ())))
    return Plan(columns, "survey")


def _texts(look: Look, place: int) -> list[Planned]:
    kind = look.place("field type")
    free = f"coalesce(lower({blank(kind or 0)}) IN {_FREE}, false)"
    name = look.header[place]
    return [
        Planned(name, f"CASE WHEN {free} THEN {cell(place)} END", ({"role": "comment"},)),
        Planned(f"{name} (choices)", f"CASE WHEN NOT {free} THEN {cell(place)} END", IGNORE),
    ]


FORMBRICKS = Export("formbricks", evidence, plan)
