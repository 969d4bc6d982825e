"""What a known export says of its columns, put into a proposal before anything is guessed."""

from collections.abc import Sequence

from cxdash.ingest.exports.shape import Entry, Hints
from cxdash.ingest.recognition.fields import Field, Proposal
from cxdash.ingest.recognition.times import moment_keys
from cxdash.ingest.roles import CONSTANT_ROLES, MOMENT_ROLES, Kind, allows_many, roles_of

CERTAIN = 0.97


def known_to(hints: Hints, kind: Kind, columns: Sequence[Field]) -> Proposal:
    """A proposal with the entries that hold for this kind of file; columns without one are still to be guessed."""
    constants = {role: value for role, value in hints.constants.items() if role in CONSTANT_ROLES[kind]}
    proposal = Proposal(constants=constants, given=hints.given)
    for column in columns:
        entries = [entry for entry in hints.entries.get(column.source, ()) if entry["role"] in roles_of(kind)]
        for entry in entries:
            if _fits(column, entry, kind, proposal):
                _add(column, entry, proposal)
        if entries and not proposal.has(column):
            proposal.add(column, "ignore", CERTAIN)
    return proposal


def _fits(column: Field, entry: Entry, kind: Kind, proposal: Proposal) -> bool:
    """A role needs cells that say something, and what splits customers needs two values that do."""
    role = entry["role"]
    if not allows_many(kind, role) and role in proposal.roles():
        return False
    if role == "ignore":
        return True
    least = 2 if role in ("segment", "channel") else 1
    return column.profile.distinct >= least and not (role == "segment" and _taken(entry, proposal))


def _taken(entry: Entry, proposal: Proposal) -> bool:
    names = (each.get("name") for entries in proposal.entries.values() for each in entries)
    return entry.get("name") in names


def _add(column: Field, entry: Entry, proposal: Proposal) -> None:
    keys = {key: value for key, value in entry.items() if key != "role"}
    if entry["role"] == "segment":
        keys.setdefault("name", column.source.lower())
    if entry["role"] in MOMENT_ROLES:
        keys = {**moment_keys(column, proposal), **keys}
    if entry["role"] == "score":
        keys["missing"] = [*keys.get("missing", []), *column.profile.nothing]
    proposal.add(column, entry["role"], CERTAIN, **keys)
