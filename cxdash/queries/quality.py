"""Responses counted by what speaks against them."""

from collections import Counter

from cxdash.mart.database import Mart
from cxdash.queries.dimensions import Dimensions
from cxdash.queries.filters import Filters
from cxdash.vocabulary.naming import key_of

OF_ANSWERS = ("touchpoint", "stage")
"""Dimensions that a response has only through its answers."""


def responses_by_flags(mart: Mart, dimensions: Dimensions, filters: Filters) -> Counter[int]:
    """How many responses there are by their flags as one number (see `cxdash.vocabulary.quality.bits`).

    Under a filter that concerns single answers, a response counts when one of its answers passes.
    """
    clause = filters.clause(dimensions)
    about_answers = any(key_of(dimension.name) in OF_ANSWERS for dimension in clause.dimensions)
    counted = "COUNT(DISTINCT record)" if about_answers else "COUNT(*)"
    rows = mart.ask(
        f"SELECT flags, {counted} AS n FROM {'answers' if about_answers else 'records'} "
        f"WHERE {clause.sql} GROUP BY flags",
        **clause.values,
    )
    return Counter({int(row["flags"]): int(row["n"]) for row in rows})


def flags_present(mart: Mart) -> set[str]:
    """The names of the flags that any response has."""
    return {str(row["flag"]) for row in mart.ask("SELECT DISTINCT flag FROM flags")}
