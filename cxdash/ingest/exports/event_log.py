"""Event logs of process mining: a case, an activity and a time in each row."""

from cxdash.ingest.exports.shape import Entry, Export, Look, Plan, by_name, typical

_TIMES = ("complete timestamp", "timestamp", "time timestamp", "event time", "end timestamp", "start timestamp")


def evidence(look: Look) -> float:
    """The names of the XES standard, or case id, activity and timestamp as process miners write them."""
    standard = typical(look, ("case concept name", "concept name", "time timestamp"), ("org resource",))
    if standard:
        return standard
    return 0.8 if look.has("case id", "activity") == 2 and look.place(*_TIMES) is not None else 0.0


def plan(look: Look) -> Plan:
    """Cases are the customers; everything else is what recognition makes of any interactions."""
    time = look.place(*_TIMES)
    known: dict[str, tuple[Entry, ...]] = {
        "case id": ({"role": "customer_id"},),
        "case concept name": ({"role": "customer_id"},),
        "activity": ({"role": "event"},),
        "concept name": ({"role": "event"},),
        "resource": ({"role": "agent"},),
        "org resource": ({"role": "agent"},),
    }
    if time is not None:
        known[look.names[time]] = ({"role": "time"},)
    return Plan(by_name(look, known), "interactions")


EVENT_LOG = Export("event_log", evidence, plan)
