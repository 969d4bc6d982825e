"""Scores as histograms: for every group and question kind, how many answers gave which score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cxdash.inference.histogram import Histogram
from cxdash.mart.database import Mart
from cxdash.queries.dimensions import Dimension, Dimensions
from cxdash.queries.filters import Clause, Filters
from cxdash.vocabulary.metrics import Metric
from cxdash.vocabulary.scales import Scale


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


def histograms(mart: Mart, dimensions: Dimensions, metric: Metric, by: Sequence[str], filters: Filters) -> list[Scores]:
    """One row per group (values in the order of `by`) and basis, in the order of the groups."""
    grouping = tuple(dimensions.find(name) for name in by)
    clause = filters.clause(dimensions)
    rows = mart.ask(_sql(grouping, clause, metric), **_values(dimensions, grouping, clause, metric))
    cells: dict[tuple[tuple[str | None, ...], Basis], list[dict[str, Any]]] = {}
    for row in rows:
        group = tuple(row[f"g{position}"] for position in range(len(grouping)))
        basis = Basis(row["question"], Scale(row["scale_low"], row["scale_high"], row["direction"]))
        cells.setdefault((group, basis), []).append(row)
    return [Scores(group, basis, _histogram(found)) for (group, basis), found in cells.items()]


def _sql(grouping: Sequence[Dimension], clause: Clause, metric: Metric) -> str:
    # The cube holds the segments of few values; only a question about another one goes to the single answers.
    table = "scores" if all(dimension.in_cube for dimension in (*grouping, *clause.dimensions)) else "answers"
    keys = "".join(f"{dimension.sql} AS g{position}, " for position, dimension in enumerate(grouping))
    asked = " AND metric = $metric" if metric.answers else ""
    return (
        f"SELECT {keys}metric AS question, scale_low, scale_high, direction, score, "
        f"SUM(n)::BIGINT AS n, SUM(w)::DOUBLE AS w, SUM(w2)::DOUBLE AS w2 "
        f"FROM {table} WHERE {clause.sql} AND score IS NOT NULL{asked} GROUP BY ALL ORDER BY ALL"
    )


def _values(dimensions: Dimensions, grouping: Sequence[Dimension], clause: Clause, metric: Metric) -> dict[str, Any]:
    asked: dict[str, Any] = {"metric": metric.answers} if metric.answers else {}
    return {**dimensions.bound(grouping), **clause.values, **asked}


def _histogram(rows: Sequence[dict[str, Any]]) -> Histogram:
    return Histogram(
        counts={row["score"]: row["n"] for row in rows},
        weight_sums={row["score"]: row["w"] for row in rows},
        squared_weights=sum(row["w2"] for row in rows),
    )


def question_kinds(mart: Mart, dimensions: Dimensions, filters: Filters) -> list[dict[str, Any]]:
    """What was asked: rows (question, scale_low, scale_high, direction, n) within the filters, most answers first."""
    clause = filters.clause(dimensions)
    table = "scores" if all(dimension.in_cube for dimension in clause.dimensions) else "answers"
    return mart.ask(
        "SELECT metric AS question, scale_low, scale_high, direction, SUM(n)::BIGINT AS n "
        f"FROM {table} WHERE {clause.sql} AND score IS NOT NULL GROUP BY ALL ORDER BY n DESC, 1, 2, 3, 4",
        **clause.values,
    )
