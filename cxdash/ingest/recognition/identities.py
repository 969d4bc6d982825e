"""Which column says whose row it is, and which tells one row from the others."""

from collections.abc import Sequence

from cxdash.ingest.recognition.fields import MOST_SEGMENT_VALUES, Field, Proposal, best
from cxdash.locale import N_

AGAIN = N_("“{column}” repeats some of its ids: records of the same id are duplicates, of which one counts.")


def find_identity(columns: Sequence[Field], concept: str, *, unique: bool = False) -> tuple[float, Field] | None:
    """The column whose name says `concept` and whose cells could be identities; with `unique`, no value may repeat."""
    return best((_fitness(column, concept), column) for column in columns if _could_identify(column, unique))


def add_identities(columns: Sequence[Field], proposal: Proposal, record_role: str) -> None:
    """The customer first, because one customer may have many rows; then what numbers the rows (`record_role`)."""
    rest = [column for column in columns if not proposal.has(column)]
    customer = find_identity(rest, "customer_id") if "customer_id" not in proposal.roles() else None
    if customer:
        proposal.add(customer[1], "customer_id", customer[0])
        rest.remove(customer[1])
    record = _find_record(rest, record_role) if record_role not in proposal.roles() else None
    if record:
        proposal.add(record[1], record_role, record[0])
        if not record[1].is_unique:
            proposal.warn(AGAIN, column=record[1].source)


def _find_record(columns: Sequence[Field], role: str) -> tuple[float, Field] | None:
    """The column without a repeated value; else, of responses, the one called like nothing else though some repeat."""
    found = find_identity(columns, role, unique=True)
    # An interaction may well be one of several of the same order or ticket: there a repeated id is no duplicate.
    if found or role != "response_id":
        return found
    named = [column for column in columns if column.means(role) == 1 and column.profile.distinct_share > _MOSTLY]
    return find_identity([column for column in named if column.name not in _SHORT], role)


def find_case(columns: Sequence[Field]) -> tuple[float, Field] | None:
    """What several rows belong to where nothing names a customer: an order, a session, a ticket."""
    candidates = [
        column for column in columns if _could_identify(column, unique=False) and not column.means("counting")
    ]
    return best((_case_fitness(column), column) for column in candidates)


def _case_fitness(column: Field) -> float:
    repeated = 0.05 < column.profile.distinct_share < 0.98 and column.profile.distinct > MOST_SEGMENT_VALUES
    return 0.5 * column.means("case") if repeated else 0.0


def _could_identify(column: Field, unique: bool) -> bool:
    shape = column.profile
    if column.is_empty or shape.is_date or shape.mean_words > 2.5 or (shape.is_numeric and not shape.is_integer):
        return False
    if column.is_personal and not column.means("customer_id", "response_id"):
        return False
    return column.is_unique if unique else shape.distinct > 2


def _fitness(column: Field, concept: str) -> float:
    said = column.means(concept)
    if column.log_role == concept:
        return 1.0
    if not said or (column.name in _SHORT and not (column.is_unique or _are_codes(column))):
        return 0.0
    return said * (0.6 + 0.38 * min(1.0, 4 * column.profile.distinct_share))


def _are_codes(column: Field) -> bool:
    """Many single words with digits in them, such as C1524: numbers given to somebody rather than kinds of somebody."""
    shape = column.profile
    coded = all(any(map(str.isdigit, value)) for value in shape.values)
    return coded and shape.distinct > MOST_SEGMENT_VALUES and shape.mean_words < 1.1 and shape.n - shape.missing > 0


_MOSTLY = 0.8
"""Share of different values in ids of records of which some stand twice."""

# Names that say nothing on their own: they identify where no value repeats or the values are codes.
_SHORT = frozenset(("id", "user", "customer", "case", "client", "response", "unit", "session"))
