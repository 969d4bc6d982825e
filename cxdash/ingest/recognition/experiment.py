"""The mapping of an experiment: units, the variant they were given and shown, and the metrics it is judged by."""

import re
from collections.abc import Sequence

import duckdb

from cxdash.ingest.recognition.fields import Field, Proposal, best
from cxdash.ingest.recognition.identities import find_identity
from cxdash.ingest.recognition.segments import add_rest
from cxdash.ingest.recognition.times import add_time
from cxdash.locale import N_
from cxdash.vocabulary.metrics import HEADLINES, USUAL_SCALES

MOST_VARIANTS = 10
DOMINATES = 0.9  # share of a variant's rows that were shown the same thing, for that to be what it should show

_VARIANT_WORDS = frozenset(
    ("control", "treatment", "test", "variant", "variation", "a", "b", "c", "d", "baseline", "exposed", "holdout",
     "placebo", "original", "challenger", "champion", "psa", "کنترل", "آزمایش", "ضابطة", "تجربة", "ביקורת", "ניסוי",
     "kontrolle", "testgruppe", "contrôle", "tratamiento")
)  # fmt: skip

# The words of those that only ever stand for the variant without a change.
_CONTROL_WORDS = frozenset(
    ("control", "baseline", "placebo", "holdout", "کنترل", "ضابطة", "ביקורת", "kontrolle", "contrôle")
)
_NUMBERED = re.compile(r"(t|v|b|g|grp|group|arm|var|variant|variation|treat|treatment|test|exp|cell|گروه)?\d{1,2}")


def find_variant(columns: Sequence[Field]) -> tuple[float, Field] | None:
    """The column that says which variant a unit was given; surest where name and values both say so."""
    return best((_variant_fitness(column), column) for column in columns)


def propose_experiment(
    columns: Sequence[Field], con: duckdb.DuckDBPyConnection, known: Proposal | None = None
) -> Proposal:
    """Every column's role in the data of an experiment; the table `raw` of `con` tells which variant showed what.

    `known` has what is certain already.
    """
    proposal = known or Proposal()
    variant = _known(columns, "variant", proposal) or find_variant([c for c in columns if not proposal.has(c)])
    if variant:
        if not proposal.has(variant[1]):
            proposal.add(variant[1], "variant", variant[0])
        _add_shown(columns, variant[1], con, proposal)
    else:
        proposal.warn(N_("No column says which variant a unit was in: give one the role “variant”."))
    rest = [column for column in columns if not proposal.has(column)]
    unit = find_identity(rest, "unit_id") or find_identity(rest, "customer_id") or find_identity(rest, "response_id")
    if "unit_id" in proposal.roles():
        unit = None
    elif unit:
        proposal.add(unit[1], "unit_id", unit[0])
    else:
        proposal.warn(N_("No column says who was in the experiment: give one the role “unit_id”."))
    add_time(columns, proposal, events=True)
    _add_metrics(columns, proposal)
    add_rest(columns, proposal)
    return proposal


def _known(columns: Sequence[Field], role: str, proposal: Proposal) -> tuple[float, Field] | None:
    """The column that has this role already."""
    return next(
        ((1.0, c) for c in columns for entry in proposal.entries.get(c.source, ()) if entry["role"] == role), None
    )


def _variant_fitness(column: Field) -> float:
    shape = column.profile
    if not 2 <= shape.distinct <= MOST_VARIANTS or shape.distinct_share > 0.5:
        return 0.0
    if shape.is_numeric:
        return 0.45 if column.means("variant") == 1 else 0.0
    named, valued = column.means("variant"), _look_like_variants(column.profile.values)
    if named and valued:
        return 0.7 * valued + 0.28 * named
    if named or valued < 1:
        return 0.0
    # Plans, classes and grades are called A, B and C, too: without a name, letters alone say little.
    return 0.35 if all(len(value.strip()) == 1 for value in column.profile.values) else 0.6


def _look_like_variants(values: Sequence[str]) -> float:
    """1 where the values name variants, 0.9 where one is called the control and the others are whatever was tried.

    0.8 where they are one name with different numbers ("gate_30", "gate_40").
    """
    spoken = [set(re.split(r"[\W_]+", value.casefold())) for value in values]
    if all(_VARIANT_WORDS & parts or any(map(_NUMBERED.fullmatch, parts)) for parts in spoken):
        return 1.0 if any(_VARIANT_WORDS & parts for parts in spoken) else 0.8
    if sum(bool(_CONTROL_WORDS & parts) for parts in spoken) == 1:
        return 0.9
    stems = {re.sub(r"\d+$", "", value.casefold()) for value in values}
    return 0.8 if len(stems) == 1 and "" not in stems else 0.0


def _add_shown(columns: Sequence[Field], variant: Field, con: duckdb.DuckDBPyConnection, proposal: Proposal) -> None:
    """A column that nearly always follows from the variant is what the variant showed; elsewhere exposure broke."""
    for column in columns:
        same_size = column.profile.distinct == variant.profile.distinct
        if proposal.has(column) or not same_size or column.profile.is_numeric or column.is_binary:
            continue
        shows = _dominating(con, variant.profile.column, column.profile.column)
        if shows and len(set(shows.values())) == len(shows) == variant.profile.distinct:
            proposal.add(column, "variant_shown", 0.9, shows=shows)
            return


def _dominating(con: duckdb.DuckDBPyConnection, given: str, shown: str) -> dict[str, str]:
    """What nearly all rows of each variant were shown."""
    pairs = con.execute(
        f"""SELECT trim({given}) AS given, trim({shown}) AS shown, count(*) AS times,
                   times / sum(times) OVER (PARTITION BY given) AS share
            FROM raw WHERE {given} IS NOT NULL AND {shown} IS NOT NULL
            GROUP BY 1, 2 QUALIFY share >= $least ORDER BY given""",
        {"least": DOMINATES},
    ).fetchall()
    return {given: shown for given, shown, _, _ in pairs}


def _add_metrics(columns: Sequence[Field], proposal: Proposal) -> None:
    """Every yes-or-no and every amount is a metric; the one named like a goal, or the last yes-or-no, is primary."""
    metrics = [column for column in columns if not proposal.has(column) and _is_metric(column)]
    if not metrics:
        proposal.warn(N_("No column says what the experiment achieved: give one the role “metric”."))
        return
    primary = _primary(metrics)
    for column in metrics:
        if column.means("earlier"):
            proposal.add(column, "covariate", 0.8, name=column.source)
        else:
            _add_metric(column, column is primary, proposal)
    if len(metrics) > 1:
        proposal.warn(
            N_("“{metric}” is taken as the primary metric: choose another if the test was about it."),
            metric=primary.source,
        )


def _add_metric(column: Field, is_primary: bool, proposal: Proposal) -> None:
    harm = column.means("lower_is_better") > 0
    kind = _type(column)
    proposal.add(
        column,
        "metric",
        0.95 if column.is_binary else 0.8,
        name=column.source,
        type=kind,
        scale=list(USUAL_SCALES[kind]) if kind in HEADLINES else None,
        better="low" if harm else "high",
        goal="primary" if is_primary else "guardrail" if harm else "secondary",
    )


def _is_metric(column: Field) -> bool:
    if column.is_empty or column.is_moment or column.means("age") or column.is_personal:
        return False
    identity = column.means("customer_id", "unit_id", "response_id") and column.profile.distinct_share > 0.5
    return column.is_binary or (column.profile.is_numeric and not identity)


def _primary(metrics: Sequence[Field]) -> Field:
    wanted = [each for each in metrics if not each.means("lower_is_better", "earlier")] or list(metrics)
    binary = [column for column in wanted if column.is_binary]
    named = [column for column in binary if column.means("goal")]
    # The one named exactly like a goal; of several such as retention after 1 and 7 days, the last reaches furthest.
    exact = [column for column in named if column.means("goal") == 1]
    return (exact[:1] or named[-1:] or binary[-1:] or wanted[-1:])[0]


def _type(column: Field) -> str:
    if column.is_binary:
        return "binary"
    _, high = column.score_range or (0, 99)
    for metric, end in (("nps", 10), ("ces", 7), ("csat", 5)):
        if column.means(metric) and high == end:
            return metric
    return "revenue" if column.means("money") else "mean"
