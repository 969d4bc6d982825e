"""Delighted: one score per row, with the type of survey beside it."""

import re

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, cell

_KNOWN: dict[str, tuple[Entry, ...]] = {
    "id": ({"role": "response_id"},),
    "response id": ({"role": "response_id"},),
    "person id": ({"role": "customer_id"},),
    "person": ({"role": "customer_id"},),
    "survey type": ({"role": "metric"}, *segment("survey type")),
    "score": ({"role": "score"},),
    "comment": ({"role": "comment"},),
    "created at": ({"role": "time"},),
    "response date": ({"role": "time"},),
    "delighted source": ({"role": "channel"},),
    "tags": segment("tags", multiple=","),
    **dict.fromkeys(("permalink", "updated at", "notes", "ip address", "user agent", "page url", "referrer",
                     "page title", "person email", "person name", "email", "name", "phone number"), IGNORE),
}  # fmt: skip
_PREFIX = re.compile(r"^(person[._ ]properties[._ ]|properties?[._ ])", re.IGNORECASE)


def evidence(look: Look) -> float:
    """A score with its survey type and the link or the source that Delighted adds."""
    if look.has("score", "comment") < 2:
        return 0.0
    own = look.has("survey type", "permalink", "person id", "person email", "updated at", "created at")
    own += 2 * any(name.endswith("delighted source") for name in look.names)
    return min(1.0, 0.4 + 0.12 * own) if own >= 3 else 0.0


def plan(look: Look) -> Plan:
    """The metric stands in each row; a person's properties are segments."""
    return Plan([_column(look, place) for place in range(len(look.header))], "survey", timezone="UTC")


def _column(look: Look, place: int) -> Planned:
    name = _PREFIX.sub("", look.header[place])
    entries = _KNOWN.get(" ".join(re.sub(r"[\W_]+", " ", name).casefold().split()), ())
    if any(entry["role"] == "score" for entry in entries) and not look.has("survey type"):
        return Planned(name, cell(place), rated=True)
    return Planned(name, cell(place), entries)


DELIGHTED = Export("delighted", evidence, plan)
