"""The mapping of a customer list: one row per customer, what is known about them, whether they left."""

from collections.abc import Sequence

from cxdash.ingest.recognition.fields import Field, Proposal, best
from cxdash.ingest.recognition.identities import find_identity
from cxdash.ingest.recognition.segments import add_rest
from cxdash.ingest.recognition.times import moment_keys
from cxdash.locale import N_

_WHOLE = frozenset(("total", "current", "annual", "lifetime", "all"))


def propose_customers(columns: Sequence[Field], known: Proposal | None = None) -> Proposal:
    """Every column's role in a list of customers; `known` has what is certain already."""
    proposal = known or Proposal()
    rest = [column for column in columns if not proposal.has(column)]
    customer = find_identity(rest, "customer_id", unique=True) or find_identity(rest, "customer_id")
    customer = customer or find_identity(rest, "person_id", unique=True)
    customer = customer or find_identity(rest, "response_id", unique=True)
    if customer and "customer_id" not in proposal.roles():
        proposal.add(customer[1], "customer_id", customer[0])
    elif "customer_id" not in proposal.roles():
        proposal.warn(N_("No column says who the customer is: give one the role “customer_id”."))
    for role in ("first_seen", "last_seen"):
        _add_moment(columns, role, proposal)
    churned = best((column.means("churned"), column) for column in columns if column.profile.distinct == 2)
    if churned and not proposal.has(churned[1]):
        proposal.add(churned[1], "churned", 0.97 * churned[0])
    _add_value(columns, proposal)
    add_rest(columns, proposal)
    return proposal


def _add_moment(columns: Sequence[Field], role: str, proposal: Proposal) -> None:
    candidates = ((column.means(role), column) for column in columns if column.is_moment and not proposal.has(column))
    found = best(candidates)
    if found:
        proposal.add(found[1], role, 0.9 * found[0], **moment_keys(found[1], proposal))


def _add_value(columns: Sequence[Field], proposal: Proposal) -> None:
    """The money of a customer: a total says more about what they are worth than a monthly charge."""
    candidates = [c for c in columns if c.profile.is_numeric and not proposal.has(c) and not c.means("counting")]
    found = best(
        (column.means("value") + 0.1 * bool(_WHOLE & set(column.name.split())), column) for column in candidates
    )
    if found and found[1].means("value"):
        proposal.add(found[1], "value", 0.9 * min(1.0, found[0]))
