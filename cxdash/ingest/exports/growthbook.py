"""GrowthBook and its like: a row per unit and experiment, with the variation it was given."""

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import Entry, Export, Look, Plan, by_name

_VARIATIONS = ("variation id", "variation", "variation name", "variation key")
_UNITS = ("user id", "anonymous id", "device id", "customer id", "session id", "unit id", "client id")


def evidence(look: Look) -> float:
    """An experiment id beside a variation and a unit."""
    if not look.has("experiment id", "experiment key", "experiment name") or look.place(*_VARIATIONS) is None:
        return 0.0
    return 0.95 if look.place(*_UNITS) is not None else 0.0


def plan(look: Look) -> Plan:
    """The variation and the unit; what was measured is for recognition to find."""
    known: dict[str, tuple[Entry, ...]] = {
        "experiment id": segment("experiment"),
        "experiment key": segment("experiment"),
        "experiment name": segment("experiment"),
        "timestamp": ({"role": "time"},),
        "received at": ({"role": "time"},),
    }
    variation, unit = look.place(*_VARIATIONS), look.place(*_UNITS)
    if variation is not None:
        known[look.names[variation]] = ({"role": "variant"},)
    if unit is not None:
        known[look.names[unit]] = ({"role": "unit_id"},)
    return Plan(by_name(look, known), "experiment")


GROWTHBOOK = Export("growthbook", evidence, plan)
