"""The mapping of interactions: who met which touchpoint when, by which channel, with which outcome."""

from collections.abc import Callable, Sequence

from cxdash.ingest.recognition.durations import is_duration, unit_of
from cxdash.ingest.recognition.fields import Field, Proposal, best
from cxdash.ingest.recognition.identities import add_identities, find_case
from cxdash.ingest.recognition.segments import add_rest
from cxdash.ingest.recognition.times import add_time
from cxdash.locale import N_, t
from cxdash.vocabulary.durations import without_unit
from cxdash.vocabulary.synonyms import strength

MOST_EVENTS = 500
_DURATIONS = ("duration_s", "wait_s")
EACH_CASE = N_("No column says who the customer was: each “{column}” is taken for one.")
EACH_ROW = N_("No column says who the customer was: each row is taken for a customer of its own (“{column}”).")
PURCHASES = N_("Nothing says what happened in a row: each is taken for a purchase, because it has an amount.")


def propose_interactions(columns: Sequence[Field], known: Proposal | None = None) -> Proposal:
    """Every column's role in a file of interactions or an event log; `known` has what is certain already."""
    proposal = known or Proposal()
    _add_event(columns, proposal)
    add_identities(columns, proposal, "interaction_id")
    if "customer_id" not in proposal.roles():
        _add_case(columns, proposal)
    add_time(columns, proposal, events=True)
    _add_single(columns, proposal)
    _add_purchase(proposal)
    add_rest(columns, proposal)
    if "customer_id" not in proposal.roles():
        proposal.warn(N_("No column says who the customer was: give one the role “customer_id”."))
    if not {"event", "touchpoint"} & (proposal.roles() | set(proposal.constants)):
        proposal.warn(N_("No column says what happened: give one the role “event” or “touchpoint”."))
    return proposal


def is_amount(column: Field) -> bool:
    """Whether a column holds the money of each row."""
    return column.profile.is_numeric and bool(column.means("value", "money")) and not column.means("counting")


def _add_case(columns: Sequence[Field], proposal: Proposal) -> None:
    """Where nobody is named, what the rows belong to stands for the customer; else every row for itself."""
    case = find_case([column for column in columns if not proposal.has(column)])
    single = case is None
    if case is None:
        case = next(
            ((0.3, c) for c in columns for e in proposal.entries.get(c.source, ()) if e["role"] == "interaction_id"),
            None,
        )
    if case is None:
        return
    proposal.add(case[1], "customer_id", case[0])
    proposal.warn(EACH_ROW if single else EACH_CASE, column=case[1].source)


def _add_purchase(proposal: Proposal) -> None:
    """Rows with a customer, a time and an amount, and nothing that says what happened, are purchases."""
    known = proposal.roles() | set(proposal.constants)
    if {"customer_id", "time", "value"} <= known and not {"event", "touchpoint"} & known:
        proposal.constants["touchpoint"] = t("Purchase")
        proposal.warn(PURCHASES)


def _add_event(columns: Sequence[Field], proposal: Proposal) -> None:
    if {"touchpoint", "event"} & (proposal.roles() | set(proposal.constants)):
        return
    for role in ("touchpoint", "event"):
        found = best((_event_fitness(column, role), column) for column in columns if not proposal.has(column))
        if found and (role == "event" or found[1].means("touchpoint") == 1):
            proposal.add(found[1], role, found[0])
    if "touchpoint" not in proposal.roles() and "event" not in proposal.roles():
        _add_status(columns, proposal)


def _event_fitness(column: Field, role: str) -> float:
    shape = column.profile
    if column.is_empty or shape.is_numeric or shape.distinct > MOST_EVENTS or column.is_moment:
        return 0.0
    if column.log_role == role:
        return 1.0
    return 0.95 * column.means(role)


def _add_status(columns: Sequence[Field], proposal: Proposal) -> None:
    """Where nothing names an event, the status, the reason or the topic of the row does.

    An "order status" is what became of an order: the order is the touchpoint and its status the outcome.
    """
    for words in ({"status"}, {"topic", "subject", "reason", "category", "type"}):
        for column in columns:
            said = column.name.split()
            if proposal.has(column) or not column.is_category or column.profile.is_numeric or not words & set(said):
                continue
            if said[-1] == "status" and len(said) > 1:
                proposal.constants["touchpoint"] = " ".join(said[:-1]).capitalize()
                proposal.add(column, "outcome", 0.7)
            else:
                proposal.add(column, "event", 0.5)
            return


def _add_single(columns: Sequence[Field], proposal: Proposal) -> None:
    fits: dict[str, Callable[[Field], bool]] = {
        "channel": lambda c: c.is_category and not c.profile.is_numeric,
        "stage": lambda c: c.is_category and not c.profile.is_numeric,
        "agent": lambda c: c.profile.distinct > 1 and c.profile.distinct_share < 0.5,
        "outcome": lambda c: c.is_category and not c.profile.is_numeric,
        "resolved": lambda c: c.is_binary,
        "duration_s": is_duration,
        "wait_s": is_duration,
        # What belongs to the whole case stands in each of its rows: summed up, it would count many times.
        "value": lambda c: c.profile.is_numeric and not c.means("counting") and not c.source.startswith("case:"),
    }
    for role, fit in fits.items():
        if role in proposal.roles():
            continue
        found = best(
            (1.0 if column.log_role == role else _said(column, role), column)
            for column in columns
            if not proposal.has(column) and not column.is_empty and fit(column)
        )
        if found:
            unit = unit_of(found[1], proposal) if role in _DURATIONS else None
            proposal.add(found[1], role, 0.9 * found[0], unit=unit)


def _said(column: Field, role: str) -> float:
    """How surely the name says the role; that of a duration may name its unit too."""
    said = column.means(role)
    return max(said, strength(role, without_unit(column.name)[0])) if role in _DURATIONS else said
