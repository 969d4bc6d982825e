"""Typeform: "#", the questions, then dates in UTC; the older layout has a column per choice."""

from collections.abc import Sequence

from cxdash.ingest.exports.questions import OTHER, are_choices, clean, in_one_cell, one_segment, segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell
from cxdash.vocabulary.choices import MARK

_META: dict[str, tuple[Entry, ...]] = {
    "response type": ({"role": "complete", "labels": {"completed": 1, "partial": 0, "started": 0, "partially": 0}},),
    "start date utc": IGNORE,
    "stage date utc": IGNORE,
    "submit date utc": ({"role": "time"},),
    "network id": IGNORE,
    "tags": segment("tags"),
    "ending": segment("ending"),
}


def evidence(look: Look) -> float:
    """A first column called "#", and the columns that Typeform puts behind the questions."""
    behind = look.has(*_META)
    if look.header and look.header[0].strip() == "#":
        return 1.0 if behind >= 2 else 0.0
    return 0.8 if look.has("start date utc", "submit date utc", "network id") == 3 else 0.0


def plan(look: Look) -> Plan:
    """Clean question texts; a run of columns that hold only their own names is one question with several choices."""
    names = [clean(name) for name in look.header]
    columns: list[Planned] = []
    place = 0
    while place < len(names):
        run = _choices_from(look, place)
        if len(run) > 1:
            columns.append(one_segment(_called([names[at] for at in run]), {at: look.header[at] for at in run}))
        else:
            columns.append(_column(look, names[place], place))
        place += max(1, len(run))
    return Plan(columns, "survey", timezone="UTC")


def _choices_from(look: Look, place: int) -> list[int]:
    """The places, from this one on, of columns that hold nothing but their own names; "Other" may end the run."""
    run: list[int] = []
    while place + len(run) < len(look.header) and _is_choice(look, place + len(run)):
        run.append(place + len(run))
    return run


def _is_choice(look: Look, place: int) -> bool:
    if look.names[place] in _META or look.header[place].strip() == "#" or OTHER.fullmatch(look.header[place].strip()):
        return False
    name = look.header[place].strip()
    if name.endswith(("?", "؟")):
        return False
    own = look.ask(f"SELECT count({blank(place)}), bool_and({blank(place)} = $name) FROM raw", {"name": name})
    return bool(own[0] and own[1]) and are_choices(look, {place: name})


def _called(options: Sequence[str]) -> str:
    """The question of the older layout is not in the file: it is called by its options."""
    return clean(" / ".join(options))


def _column(look: Look, name: str, place: int) -> Planned:
    if look.header[place].strip() == "#":
        return Planned(name, cell(place), ({"role": "response_id"},))
    known = _META.get(look.names[place])
    if known:
        return Planned(name, _moment(look, place), known)
    listed = in_one_cell(look, place, " / ")
    if listed:
        return Planned(name, listed, segment(name.lower(), multiple=MARK))
    return Planned(name, cell(place), rated=True)


def _moment(look: Look, place: int) -> str:
    """A partial response was never submitted: its last page has a date of its own."""
    stage = look.place("stage date utc")
    if look.names[place] == "submit date utc" and stage is not None:
        return f"coalesce({blank(place)}, {blank(stage)})"
    return cell(place)


TYPEFORM = Export("typeform", evidence, plan)
