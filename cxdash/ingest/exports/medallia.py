"""Medallia Agent Connect: one request for feedback per row, answered with stars."""

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, by_name, typical

_KNOWN: dict[str, tuple[Entry, ...]] = {
    "request id": ({"role": "response_id"},),
    "response received at": ({"role": "time"},),
    "star rating": ({"role": "score", "metric": "csat", "scale": [1, 5]},),
    "comments": ({"role": "comment"},),
    "channel": ({"role": "channel"},),
    "brand": segment("brand"),
    "tags": segment("tags", multiple=","),
    "customer id": ({"role": "customer_id"},),
    "employee name": segment("employee"),
    **dict.fromkeys(("request sent at", "request delivery status", "customer name", "customer email", "customer phone",
                     "employee email", "employee id", "employee custom id"), IGNORE),
}  # fmt: skip


def evidence(look: Look) -> float:
    """A request id with a star rating and the moment of the response."""
    usual = ("request sent at", "response received at", "comments", "channel")
    return typical(look, ("request id", "star rating"), usual) if look.has(*usual) >= 2 else 0.0


def plan(look: Look) -> Plan:
    """Stars as satisfaction; times are UTC."""
    return Plan(by_name(look, _KNOWN), "survey", timezone="UTC")


MEDALLIA = Export("medallia", evidence, plan)
