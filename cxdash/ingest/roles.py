"""The roles a column can play in each kind of file, and the rules of the mapping document about them."""

from typing import Literal, get_args

Kind = Literal["survey", "interactions", "customers", "experiment"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# `time_of_day` completes the day in the column with the role `time`, where a tool writes the two apart.
COMMON_ROLES = ("customer_id", "time", "time_of_day", "segment", "channel", "stage", "touchpoint", "ignore")

# Of a survey, beside its answers: `duration_s` is how long a response took (in the column's `unit`, or h:m:s);
# `started` is when it began, which with `time` tells the same; `suspect` is a field in which the tool itself says that
# a response is what `flag` names ("test", "bot" or "duplicate"), and may stand several times.
KIND_ROLES: dict[Kind, tuple[str, ...]] = {
    "survey": (
        "response_id",
        "score",
        "metric",
        "comment",
        "weight",
        "complete",
        "duration_s",
        "started",
        "suspect",
    ),
    "interactions": (
        "interaction_id",
        "event",
        "outcome",
        "duration_s",
        "wait_s",
        "resolved",
        "value",
        "agent",
    ),
    "customers": ("first_seen", "last_seen", "churned", "value"),
    "experiment": ("unit_id", "variant", "variant_shown", "metric", "numerator", "denominator", "covariate"),
}

ROLES: frozenset[str] = frozenset(COMMON_ROLES).union(*KIND_ROLES.values())

_MANY: frozenset[tuple[str | None, str]] = frozenset(
    {
        (None, "segment"),
        (None, "ignore"),
        ("survey", "score"),
        ("survey", "comment"),
        ("survey", "suspect"),
        ("experiment", "metric"),
        ("experiment", "numerator"),
        ("experiment", "denominator"),
        ("experiment", "covariate"),
    }
)

MOMENT_ROLES = frozenset({"time", "started", "first_seen", "last_seen"})
TIME_ROLES = MOMENT_ROLES | {"time_of_day"}

# What one value for the whole file may stand for: everything that is not somebody's identity, answer or moment.
CONSTANT_ROLES: dict[Kind, tuple[str, ...]] = {
    "survey": ("channel", "stage", "touchpoint", "metric"),
    "interactions": ("channel", "stage", "touchpoint", "event", "outcome", "agent"),
    "customers": ("channel",),
    "experiment": ("channel", "stage", "touchpoint"),
}

# Every alternative is a set of roles that must all be there; one satisfied alternative is enough.
REQUIRED: dict[Kind, tuple[frozenset[str], ...]] = {
    "survey": (frozenset({"score"}), frozenset({"comment"})),
    "interactions": (frozenset({"customer_id", "time", "event"}), frozenset({"customer_id", "time", "touchpoint"})),
    "customers": (frozenset({"customer_id"}),),
    "experiment": (
        frozenset({"unit_id", "variant", "metric"}),
        frozenset({"unit_id", "variant", "numerator", "denominator"}),
    ),
}


def roles_of(kind: Kind) -> tuple[str, ...]:
    """Every role a column of this kind of file can have, the ones of any kind first."""
    return COMMON_ROLES + KIND_ROLES[kind]


def allows_many(kind: Kind, role: str) -> bool:
    """Whether several columns of one file may have this role."""
    return (None, role) in _MANY or (kind, role) in _MANY


def is_complete(kind: Kind, roles: set[str]) -> bool:
    """Whether these roles are enough to load a file of this kind."""
    return any(alternative <= roles for alternative in REQUIRED[kind])
