"""HubSpot feedback submissions: one value per row, on the scale of the survey's type."""

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, by_name, cell
from cxdash.mart.sql import literal

_KNOWN: dict[str, tuple[Entry, ...]] = {
    "hs object id": ({"role": "response_id"},),
    "record id": ({"role": "response_id"},),
    "hs contact id": ({"role": "customer_id"},),
    "associated contact ids": ({"role": "customer_id"},),
    "hs submission timestamp": ({"role": "time"},),
    "date of submission": ({"role": "time"},),
    "submission date": ({"role": "time"},),
    "date": ({"role": "time"},),
    "hs survey name": ({"role": "touchpoint"},),
    "survey name": ({"role": "touchpoint"},),
    "hs survey channel": ({"role": "channel"},),
    "survey channel": ({"role": "channel"},),
    "hs sentiment": segment("sentiment"),
    "sentiment": segment("sentiment"),
    "hs content": ({"role": "comment"},),
    "content": ({"role": "comment"},),
    "feedback": ({"role": "comment"},),
    "response content": ({"role": "comment"},),
    "contact id": ({"role": "customer_id"},),
    "response id": ({"role": "response_id"},),
    "hs survey type": segment("survey type"),
    "survey type": segment("survey type"),
    **dict.fromkeys(
        ("hs survey id", "survey id", "hs response value", "hs submission name", "submission name", "hs submission url",
         "hs createdate", "hs lastmodifieddate", "contact", "email"),
        IGNORE,
    ),
}  # fmt: skip
_VALUES = ("hs value", "response value", "survey response value", "value", "rating", "response")
# Customer satisfaction is asked with three faces (0 to 2) or, in newer surveys, on 1 to 5.
_SCALES: dict[str, tuple[str, list[int]]] = {"NPS": ("nps", [0, 10]), "CSAT": ("csat", [0, 2]), "CES": ("ces", [1, 7])}


def evidence(look: Look) -> float:
    """HubSpot's internal names, or its labels with a survey type and a sentiment."""
    own = sum(name.startswith("hs ") for name in look.names)
    if own >= 3 and look.has("hs value"):
        return min(1.0, 0.7 + 0.05 * own)
    return (
        0.75 if look.has("survey type", "sentiment", "survey name") == 3 and look.place(*_VALUES) is not None else 0.0
    )


def plan(look: Look) -> Plan:
    """The value as one score column per type of survey, because each type has a scale of its own."""
    value, kind = look.place(*_VALUES), look.place("hs survey type", "survey type")
    columns = by_name(look, _KNOWN)
    if value is not None:
        columns[value : value + 1] = _scores(look, value, kind)
    return Plan(columns, "survey", timezone="UTC")


def _scores(look: Look, value: int, kind: int | None) -> list[Planned]:
    name = look.header[value]
    if kind is None:
        return [Planned(name, cell(value), rated=True)]
    said = f"upper({blank(kind)})"
    others = f"CASE WHEN {said} NOT IN ({', '.join(map(literal, _SCALES))}) THEN {cell(value)} END"
    made = [_score(look, value, kind, each) for each in _SCALES]
    return [*made, Planned(f"{name} (other)", others, rated=True)]


def _score(look: Look, value: int, kind: int, survey: str) -> Planned:
    metric, scale = _SCALES[survey]
    theirs = f"upper({blank(kind)}) = {literal(survey)}"
    if survey == "CSAT":
        (most,) = look.ask(f"SELECT max(TRY_CAST({blank(value)} AS DOUBLE)) FROM raw WHERE {theirs}")
        scale = [1, 5] if most is not None and most > 2 else scale
    entry: Entry = {"role": "score", "metric": metric, "scale": scale}
    return Planned(f"{look.header[value]} ({survey})", f"CASE WHEN {theirs} THEN {cell(value)} END", (entry,))


HUBSPOT = Export("hubspot", evidence, plan)
