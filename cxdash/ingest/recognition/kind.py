"""What kind of file a table is: the kind whose signs are strongest."""

from collections.abc import Sequence

from cxdash.ingest.recognition.experiment import find_variant
from cxdash.ingest.recognition.fields import Field
from cxdash.ingest.recognition.identities import find_case, find_identity
from cxdash.ingest.recognition.interactions import is_amount
from cxdash.ingest.recognition.scores import find_scores
from cxdash.ingest.roles import Kind
from cxdash.vocabulary.synonyms import words

# A file's own name settles what its columns leave open.
_FILE_NAMES: dict[Kind, frozenset[str]] = {
    "survey": frozenset(("survey", "responses", "feedback", "nps", "csat", "reviews", "answers")),
    "interactions": frozenset(("interactions", "events", "log", "journey", "calls", "tickets", "orders", "visits")),
    "customers": frozenset(("customers", "clients", "accounts", "members", "churn")),
    "experiment": frozenset(("experiment", "test", "ab", "exposures", "variants")),
}
_NAME_COUNTS = 0.04
_ANSWERS = frozenset(("response", "responses", "respondent", "answer", "submission", "survey", "feedback"))


def guess_kind(columns: Sequence[Field], file_name: str) -> tuple[Kind, float]:
    """The kind and how sure it is, 0 to 1; with no sign at all, a survey at 0."""
    signs: dict[Kind, float] = {
        "interactions": _interactions(columns),
        "experiment": _experiment(columns),
        "survey": _survey(columns),
        "customers": _customers(columns),
    }
    said = set(words(file_name).split())
    kind = max(signs, key=lambda each: signs[each] + _NAME_COUNTS * bool(said & _FILE_NAMES[each]))
    return (kind, signs[kind]) if signs[kind] > 0 else ("survey", 0.0)


def _interactions(columns: Sequence[Field]) -> float:
    if {"customer_id", "event", "time"} <= {column.log_role for column in columns}:
        return 0.99
    if not any(column.is_moment for column in columns):
        return 0.0
    customer = find_identity(columns, "customer_id") or find_case(columns)
    happened = max((column.means("event", "touchpoint") for column in columns if _names_events(column)), default=0.0)
    if customer and happened:
        repeats = customer[1].profile.distinct_share < 0.98
        return (0.85 if repeats else 0.6) * (0.7 + 0.3 * happened)
    status = any("status" in column.name.split() and column.is_category for column in columns)
    if customer and status:
        return 0.55
    if customer and customer[1].profile.distinct_share < 0.98 and any(is_amount(column) for column in columns):
        return 0.6 * customer[0]
    return 0.3 if customer else 0.15 if happened else 0.0


def _names_events(column: Field) -> bool:
    return 1 <= column.profile.distinct <= 500 and not column.profile.is_numeric and not column.is_moment


def _experiment(columns: Sequence[Field]) -> float:
    variant = find_variant(columns)
    others = [column for column in columns if variant and column is not variant[1]]
    unit = find_identity(others, "unit_id") or find_identity(others, "customer_id")
    if not variant or not unit or unit[1].profile.distinct_share < 0.7:
        return 0.0
    outcome = any(column.is_binary or column.profile.is_numeric for column in others if column is not unit[1])
    return 0.97 * variant[0] if outcome else 0.0


def _survey(columns: Sequence[Field]) -> float:
    scores = find_scores(columns)
    by_source = {column.source: column for column in columns}
    # A single word such as "score" may count anything; several ratings, or one beside a comment, are a survey.
    surest = max((score.sure for score in scores.values()), default=0.0)
    comments = any(
        column.means("comment") and column.profile.letters > 0.5 and not column.is_category for column in columns
    )
    prose = any(column.is_prose and column.means("comment") == 0 for column in by_source.values())
    answers = find_identity(columns, "response_id", unique=True)
    if surest:
        return min(0.97, 0.88 * surest + 0.08 * min(3, len(scores)) / 3 + 0.06 * comments)
    if comments:
        return 0.6
    # A list of responses is a survey even where none of its questions can be read.
    return 0.3 if answers and _ANSWERS & set(answers[1].name.split()) else 0.2 if prose else 0.0


def _customers(columns: Sequence[Field]) -> float:
    customer = find_identity(columns, "customer_id", unique=True)
    churn = any(column.means("churned") and column.profile.distinct == 2 for column in columns)
    if churn:
        return 0.95 if customer else 0.5
    relation = any(column.means("contract", "first_seen", "last_seen") for column in columns)
    if customer:
        moments = any(column.is_moment for column in columns)
        return 0.8 if relation else 0.5 if moments else 0.75
    if find_identity(columns, "person_id", unique=True):
        return 0.6
    return (0.55 if relation else 0.25) if find_identity(columns, "response_id", unique=True) else 0.0
