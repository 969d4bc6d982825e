"""Intercom: conversations, or their messages, of one customer with the team."""

from cxdash.ingest.exports.questions import segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, cell

_RATING: tuple[Entry, ...] = ({"role": "score", "metric": "csat", "scale": [1, 5]},)
_KNOWN: dict[str, tuple[Entry, ...]] = {
    "message id": ({"role": "response_id"}, {"role": "interaction_id"}),
    "message type": ({"role": "event"},),
    "message author type": segment("author"),
    "message created at": ({"role": "time"},),
    "conversation state": ({"role": "outcome"}, *segment("state")),
    "conversation tags": segment("tags", multiple=","),
    "conversation rating": _RATING,
    "conversation rating rating": _RATING,
    "conversation rating value": _RATING,
    "conversation rating remark": ({"role": "comment"},),
    "conversation channel": ({"role": "channel"},),
    "conversation source type": ({"role": "channel"},),
    "conversation first response at": IGNORE,
    "conversation closed at": IGNORE,
    **dict.fromkeys(("message body", "app id", "app name", "message author name", "message author email", "user email",
                     "user name", "contact email", "contact name"), IGNORE),
}  # fmt: skip
_WHO = ("user id", "contact id", "conversation user id", "conversation contact id", "lead id")


def evidence(look: Look) -> float:
    """Columns that begin with conversation_ and message_."""
    own = sum(name.startswith(("conversation ", "message ")) for name in look.names)
    return min(1.0, 0.5 + 0.06 * own) if look.has("conversation id") and own >= 4 else 0.0


def plan(look: Look) -> Plan:
    """Messages, or conversations where there are none; a rated file is a survey."""
    messages = look.has("message id") > 0
    who = look.place(*_WHO)
    columns = [_column(look, place, who, messages=messages) for place in range(len(look.header))]
    rated = [place for place, name in enumerate(look.names) if _KNOWN.get(name) is _RATING]
    answered = any(look.filled(place) for place in rated)
    constants = {} if look.has("message type") and not answered else {"touchpoint": "Conversation"}
    return Plan(columns, "survey" if answered else "interactions", timezone="UTC", constants=constants)


def _column(look: Look, place: int, who: int | None, *, messages: bool) -> Planned:
    name = look.names[place]
    entries = _KNOWN.get(name, ())
    if place == who or (who is None and name == "conversation id" and messages):
        entries = ({"role": "customer_id"},)
    elif name == "conversation id":
        entries = () if messages else ({"role": "response_id"}, {"role": "interaction_id"})
    elif name == "conversation created at":
        entries = IGNORE if messages else ({"role": "time"},)
    return Planned(look.header[place], cell(place), entries)


INTERCOM = Export("intercom", evidence, plan)
