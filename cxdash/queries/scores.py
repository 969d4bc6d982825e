"""Scores as histograms: for every group and question kind, how many answers gave which score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxdash.inference.histogram import Histogram
from cxdash.mart.database import Mart
from cxdash.queries.dimensions import Dimension, Dimensions
from cxdash.queries.filters import Clause, Filters
from cxdash.vocabulary.metrics import Metric
from cxdash.vocabulary.scales import Scale

_SUMS = "SUM(n)::BIGINT AS n, SUM(w)::DOUBLE AS w, SUM(w2)::DOUBLE AS w2"


@dataclass(frozen=True, order=True)
class Basis:
    """What may be pooled: answers to one kind of question on one scale in one direction."""

    question: str
    scale: Scale


@dataclass(frozen=True)
class Scores:
    """The answers of one group on one basis."""

    group: tuple[str | None, ...]
    basis: Basis
    histogram: Histogram


def histograms(
    mart: Mart,
    dimensions: Dimensions,
    metric: Metric,
    by: Sequence[str],
    filters: Filters,
    *,
    known: Sequence[str] = (),
) -> list[Scores]:
    """One row per group (values in the order of `by`) and basis, in the order of the groups.

    Where a cell has several choices, the answer is in the group of each: such groups overlap, and do not add up to
    the total. Answers that have no value of the dimensions `known` are left out.
    """
    grouping = tuple(dimensions.find(name) for name in by)
    clause = _with_values(filters.clause(dimensions), tuple(dimensions.find(name) for name in known))
    rows = mart.ask(
        _sql(grouping, clause, metric), **_values(dimensions, (*grouping, *clause.dimensions), clause, metric)
    )
    cells: dict[tuple[tuple[str | None, ...], Basis], list[dict[str, Any]]] = {}
    for row in rows:
        group = tuple(row[f"g{position}"] for position in range(len(grouping)))
        cells.setdefault((group, _basis(row)), []).append(row)
    return [Scores(group, basis, _histogram(found)) for (group, basis), found in cells.items()]


def _with_values(clause: Clause, known: Sequence[Dimension]) -> Clause:
    present = "".join(f" AND ({dimension.sql}) IS NOT NULL" for dimension in known)
    return replace(clause, sql=clause.sql + present, dimensions=(*clause.dimensions, *known))


def _sql(grouping: Sequence[Dimension], clause: Clause, metric: Metric) -> str:
    # The cube holds the segments of few values; only a question about another one goes to the single answers.
    table = "scores" if all(dimension.in_cube for dimension in (*grouping, *clause.dimensions)) else "answers"
    keys = "".join(f"{dimension.sql} AS g{position}, " for position, dimension in enumerate(grouping))
    asked = " AND metric = $metric" if metric.answers else ""
    counted = (
        f"SELECT {keys}metric AS question, scale_low, scale_high, direction, score, {_SUMS} "
        f"FROM {table} WHERE {clause.sql} AND score IS NOT NULL{asked} GROUP BY ALL"
    )
    return f"{_by_choice(counted, grouping)} ORDER BY ALL"


def _by_choice(counted: str, grouping: Sequence[Dimension]) -> str:
    """The counts of every list of choices as those of every choice: few rows, however many answers there are."""
    first: dict[str, int] = {}
    for position, dimension in enumerate(grouping):
        first.setdefault(dimension.sql, position)
    lists = [first[sql] for sql in dict.fromkeys(dimension.sql for dimension in grouping if dimension.several)]
    if not lists:
        return counted
    for position in lists:
        # One at a time: several in one SELECT would be gone through side by side.
        each = f"unnest(COALESCE(g{position}, [NULL]))"
        counted = f"SELECT * REPLACE ({each} AS g{position}) FROM ({counted})"
    keys = "".join(f"g{first[dimension.sql]} AS g{position}, " for position, dimension in enumerate(grouping))
    return f"SELECT {keys}question, scale_low, scale_high, direction, score, {_SUMS} FROM ({counted}) GROUP BY ALL"


def _values(dimensions: Dimensions, grouping: Sequence[Dimension], clause: Clause, metric: Metric) -> dict[str, Any]:
    asked: dict[str, Any] = {"metric": metric.answers} if metric.answers else {}
    return {**dimensions.bound(grouping), **clause.values, **asked}


def _histogram(rows: Sequence[dict[str, Any]]) -> Histogram:
    return Histogram(
        counts={row["score"]: row["n"] for row in rows},
        weight_sums={row["score"]: row["w"] for row in rows},
        squared_weights=sum(row["w2"] for row in rows),
    )


@dataclass(frozen=True)
class Asked:
    """One kind of question on one scale: how many answers it has, and at how many touchpoints (the overall is one)."""

    basis: Basis
    n: int
    touchpoints: int


def question_kinds(mart: Mart, dimensions: Dimensions, filters: Filters) -> list[Asked]:
    """What was asked within the filters, most answers first."""
    clause = filters.clause(dimensions)
    table = "scores" if all(dimension.in_cube for dimension in clause.dimensions) else "answers"
    rows = mart.ask(
        "SELECT metric AS question, scale_low, scale_high, direction, SUM(n)::BIGINT AS n, "
        "COUNT(DISTINCT COALESCE(touchpoint, '')) AS touchpoints "
        f"FROM {table} WHERE {clause.sql} AND score IS NOT NULL GROUP BY ALL ORDER BY n DESC, 1, 2, 3, 4",
        **clause.values,
    )
    return [Asked(_basis(row), row["n"], row["touchpoints"]) for row in rows]


def _basis(row: dict[str, Any]) -> Basis:
    return Basis(row["question"], Scale(row["scale_low"], row["scale_high"], row["direction"]))
