"""GA4 events as BigQuery exports them: microseconds, nested records as JSON in a cell or flattened with dots."""

import re

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell, typical

_KNOWN: dict[str, tuple[Entry, ...]] = {
    "event timestamp": ({"role": "time"},),
    "event name": ({"role": "event"},),
    "event value in usd": ({"role": "value"},),
    "platform": ({"role": "channel"},),
    "device category": segment("device"),
    "device operating system": segment("operating system"),
    "device language": segment("language"),
    "geo country": segment("country"),
    "traffic source medium": segment("medium"),
    "traffic source source": segment("source"),
    "user first touch timestamp": IGNORE,
    **dict.fromkeys(
        ("event date", "event previous timestamp", "event bundle sequence id", "event server timestamp offset",
         "stream id", "user ltv", "privacy info", "event params", "user properties", "items", "ecommerce",
         "event dimensions", "app info"),
        IGNORE,
    ),
}  # fmt: skip
# What of a nested record tells groups of customers apart: cell, key, segment.
_NESTED = (
    ("device", "category", "device"),
    ("geo", "country", "country"),
    ("traffic source", "medium", "medium"),
    ("traffic source", "source", "source"),
)
_FLAT = re.compile(r"^(event_params|user_properties|items)\.")


def evidence(look: Look) -> float:
    """Event name, timestamp in microseconds and pseudonymous id."""
    return typical(look, ("event name", "event timestamp", "user pseudo id"), ("event date", "platform", "stream id"))


def plan(look: Look) -> Plan:
    """Events of the pseudonymous user; groups are taken out of the nested records."""
    columns = [_column(look, place) for place in range(len(look.header))]
    for name, key, called in _NESTED:
        place = look.place(name)
        if place is not None:
            columns.append(Planned(f"{look.header[place]}.{key}", _taken(place, key), segment(called)))
    return Plan(columns, "interactions", timezone="UTC")


def _column(look: Look, place: int) -> Planned:
    name = look.names[place]
    nested = {cells for cells, _, _ in _NESTED}
    if name in nested or _FLAT.match(look.header[place]):
        return Planned(look.header[place], cell(place), IGNORE)
    if name in ("user pseudo id", "user id"):
        who = look.place("user pseudo id")
        return Planned(look.header[place], cell(place), ({"role": "customer_id"},) if place == who else IGNORE)
    return Planned(look.header[place], cell(place), _KNOWN.get(name, ()))


def _taken(place: int, key: str) -> str:
    """The text under a key of a JSON cell; cells that are no JSON have none."""
    pattern = rf'"{key}"\s*:\s*"([^"]*)"'
    return f"nullif(regexp_extract({blank(place)}, '{pattern}', 1), '')"


GA4 = Export("ga4", evidence, plan)
