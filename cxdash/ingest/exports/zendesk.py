"""Zendesk tickets: who asked, when, how long it took in minutes, and whether they found it good or bad."""

import re

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, cell, in_seconds, typical

SATISFACTION: tuple[Entry, ...] = (
    {
        "role": "score",
        "metric": "csat",
        "scale": [0, 1],
        "labels": {
            "bad": 0, "bad with comment": 0, "bad_with_comment": 0, "badwithcomment": 0,
            "good": 1, "good with comment": 1, "good_with_comment": 1, "goodwithcomment": 1,
        },
        "missing": ["offered", "unoffered", "not offered", "-"],
    },
    *segment("satisfaction"),
)  # fmt: skip
"""Good and bad are answers; that an answer was asked for, or was not, is none."""

_KNOWN: dict[str, tuple[Entry, ...]] = {
    "id": ({"role": "response_id"}, {"role": "interaction_id"}),
    "ticket id": ({"role": "response_id"}, {"role": "interaction_id"}),
    "requester id": ({"role": "customer_id"},),
    "created at": ({"role": "time"},),
    "via": ({"role": "channel"},),
    "status": ({"role": "outcome"}, *segment("status")),
    "assignee": ({"role": "agent"},),
    "group": segment("group"),
    "priority": segment("priority"),
    "ticket type": segment("ticket type"),
    "organization": segment("organization"),
    "tags": segment("tags", multiple=" "),
    "satisfaction score": SATISFACTION,
    "satisfaction rating": SATISFACTION,
    "satisfaction comment": ({"role": "comment"},),
    "full resolution time in minutes": ({"role": "duration_s"},),
    "first reply time in minutes": ({"role": "wait_s"},),
    **dict.fromkeys(
        ("summation column", "requester", "requester external id", "requester email", "requester domain", "submitter",
         "subject", "updated at", "assigned at", "due date", "initially assigned at", "solved at", "resolution time"),
        IGNORE,
    ),
}  # fmt: skip
_USUAL = ("summation column", "requester", "assignee", "via", "satisfaction score", "group", "requester id",
          "full resolution time in minutes")  # fmt: skip
_MINUTES = re.compile(r"\bin minutes\b", re.IGNORECASE)


def evidence(look: Look) -> float:
    """Requester, assignee and the times in minutes that no other tool names like that."""
    minutes = sum(" time in minutes" in name for name in look.names)
    if look.has("requester", "requester id") and look.has("via", "satisfaction score", "assignee") >= 2:
        return typical(look, ("created at",), _USUAL) if minutes or look.has("summation column") else 0.6
    return 0.0


def plan(look: Look) -> Plan:
    """A survey where somebody answered, else the tickets as interactions; minutes become seconds."""
    columns = [_column(look, place) for place in range(len(look.header))]
    rated = look.place("satisfaction score", "satisfaction rating")
    answered = (
        rated is not None
        and look.ask(f"SELECT count(*) FROM raw WHERE lower(trim({cell(rated)})) SIMILAR TO '(good|bad).*'")[0]
    )
    touchpoint = {"touchpoint": "Support ticket"}
    return Plan(columns, "survey" if answered else "interactions", timezone="UTC", constants=touchpoint)


def _column(look: Look, place: int) -> Planned:
    name = look.header[place]
    entries = _KNOWN.get(look.names[place], ())
    if look.names[place] == "requester" and not look.has("requester id"):
        entries = ({"role": "customer_id"},)
    if not _MINUTES.search(name):
        return Planned(name, cell(place), entries)
    # The clock of a customer never stops for the night: calendar minutes count, business hours stay out.
    return Planned(_MINUTES.sub("in seconds", name), in_seconds(place, 60), entries or IGNORE)


ZENDESK = Export("zendesk", evidence, plan)
