"""Jira and Jira Service Management: requests with their reporter, state, times and perhaps a satisfaction rating."""

import re

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell, typical

_RATING: tuple[Entry, ...] = ({"role": "score", "metric": "csat", "scale": [1, 5]}, *segment("satisfaction"))
_KNOWN: dict[str, tuple[Entry, ...]] = {
    "issue key": ({"role": "response_id"}, {"role": "interaction_id"}),
    "created": ({"role": "time"},),
    "status": ({"role": "outcome"}, *segment("status")),
    "assignee": ({"role": "agent"},),
    "issue type": ({"role": "event"}, *segment("issue type")),
    "priority": segment("priority"),
    "resolution": segment("resolution"),
    "project name": segment("project"),
    "request type": ({"role": "touchpoint"},),
    "channel": ({"role": "channel"},),
    "request channel type": ({"role": "channel"},),
    "satisfaction rating": _RATING,
    "satisfaction": _RATING,
    "satisfaction comment": ({"role": "comment"},),
    "time to first response": ({"role": "wait_s"},),
    "time to resolution": ({"role": "duration_s"},),
    "reporter id": ({"role": "customer_id"},),
    **dict.fromkeys(
        ("summary", "issue id", "project key", "project type", "project lead", "project lead id", "project url",
         "project description", "assignee id", "creator", "creator id", "updated", "last viewed", "resolved",
         "due date", "votes", "description", "environment", "watchers", "watchers id", "comment", "attachment",
         "satisfaction date", "log work", "parent", "parent id", "rank"),
        IGNORE,
    ),
}  # fmt: skip
_CUSTOM = re.compile(r"^Custom field \((.*)\)$", re.IGNORECASE | re.DOTALL)
# "2:55" are hours and minutes; a spreadsheet program makes "1/1/1970 0:27" of a duration.
_CLOCK = r"^(?:1/1/1970 |01/01/1970 )?(-?)(\d+):(\d{2})$"


def evidence(look: Look) -> float:
    """Issue key, issue type and summary stand together."""
    return typical(look, ("issue key", "issue type", "summary"), ("issue id", "status", "reporter", "created"))


def plan(look: Look) -> Plan:
    """A survey where requests were rated, else interactions of the reporter with the request type."""
    names = [_bare(name) for name in look.header]
    columns = [_column(look, place, name) for place, name in enumerate(names)]
    keys = [name.casefold() for name in names]
    rated = [place for place, key in enumerate(keys) if _KNOWN.get(key) is _RATING]
    answered = any(look.filled(place) for place in rated)
    constants = {} if "request type" in keys else {"touchpoint": "Request"} if answered else {}
    return Plan(columns, "survey" if answered else "interactions", constants=constants)


def _bare(name: str) -> str:
    """The name of a custom field is what its owner called it."""
    custom = _CUSTOM.match(" ".join(name.split()))
    return custom[1] if custom else name


def _column(look: Look, place: int, name: str) -> Planned:
    key = " ".join(name.casefold().split())
    entries = _KNOWN.get(key, ())
    if key == "reporter" and not look.has("reporter id"):
        entries = ({"role": "customer_id"},)
    elif key == "reporter":
        entries = IGNORE
    timed = any(entry["role"] in ("wait_s", "duration_s") for entry in entries)
    return Planned(name, _seconds(place) if timed else cell(place), entries)


def _seconds(place: int) -> str:
    at = blank(place)
    hours, minutes = (f"TRY_CAST(regexp_extract({at}, '{_CLOCK}', {group}) AS INTEGER)" for group in (2, 3))
    sign = f"regexp_extract({at}, '{_CLOCK}', 1)"
    return (
        f"CASE WHEN regexp_matches({at}, '{_CLOCK}') "
        f"THEN {sign} || ({hours} * 3600 + {minutes} * 60)::VARCHAR ELSE {at} END"
    )


JIRA = Export("jira", evidence, plan)
