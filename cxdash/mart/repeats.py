"""The same record again: found by its id, else by its whole content, among files of one shape.

A file that has ids is known by them alone. A file without ids repeats an earlier one when their periods overlap, and at
least half of its records in the common period stand in the earlier file too and are unmistakable: each such content
occurs once in either file. Answers without an id that many people can give alike are thus never taken for copies. Once
a file is known to repeat another, its contents are counted: the n-th record of a content is the n-th of the other file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from cxdash.mart.sql import literal
from cxdash.vocabulary.naming import key_of

TABLE_OF_KIND = {"survey": "records", "interactions": "interactions", "customers": "customers", "experiment": "units"}
HAVE_MOMENTS = ("survey", "interactions")
"""The kinds whose records may have no id of their own, and are then known by their content."""

IDS = {"survey": "response_id", "interactions": "interaction_id", "customers": "customer_id", "experiment": "unit_id"}

_FACTS = {
    "survey": "s.customer_id, s.at, s.channel, s.weight, s.complete",
    "interactions": "s.customer_id, s.at, s.touchpoint, s.stage, s.channel, s.outcome, s.duration_s, s.wait_s, "
    "s.resolved, s.value, s.agent",
    "customers": "s.first_seen, s.last_seen, s.churned, s.value",
    "experiment": "s.customer_id, s.at",
}
_ROW_BY_ROW = ("touchpoint", "stage", "metric")


@dataclass(frozen=True)
class Contents:
    """The canonical tables of one file in `folder`, and what its report and its mapping say of them."""

    name: str
    kind: str
    folder: Path
    segments: list[str] = field(default_factory=list)
    metrics: list[dict[str, Any]] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)

    def path(self, table: str) -> str:
        """The path of a canonical table."""
        return str(self.folder / f"{table}.parquet")

    @property
    def records(self) -> str:
        """The path of the table with a row per record."""
        return self.path(TABLE_OF_KIND[self.kind])

    @property
    def long(self) -> bool:
        """Whether a response has several records, each about the touchpoint or metric that stands in it."""
        roles = {column.get("role") for column in self.mapping.get("columns") or ()}
        return self.kind == "survey" and not roles.isdisjoint(_ROW_BY_ROW)


Family = Sequence[Contents]
"""A file with the records repaired later: they count as one file."""


def have_ids(con: duckdb.DuckDBPyConnection, family: Family) -> bool:
    """Whether any record of the family has an id."""
    found = f"SELECT 1 FROM read_parquet($paths) WHERE {IDS[family[0].kind]} IS NOT NULL LIMIT 1"
    return con.execute(found, {"paths": [file.records for file in family]}).fetchone() is not None


def numbers(file: Contents, place: int) -> tuple[str, dict[str, str]]:
    """A query for the numbers (file, row, at, key, twin, content) of a file's records, and the values bound in it.

    `key` is of the record's id, with what else makes it the same: the variant of a unit, or the question of a record in
    a long survey; `twin` is another number of the id alone, so that two ids are never taken for one. Both are NULL
    without an id. `content` is of all that it says but its id, whatever the order of the segments.
    `place` tells the bound values of several files apart.
    """
    said, joins, tables = _said(file, place)
    about = {"experiment": "s.variant", "survey": "coalesce(a.asked, c.about)" if file.long else "0"}.get(
        file.kind, "0"
    )
    own, moment = f"s.{IDS[file.kind]}", "s.at" if file.kind in HAVE_MOMENTS else "NULL::TIMESTAMP"
    told = ", ".join([_FACTS[file.kind], _segments(file.segments), *said])
    query = (
        f"SELECT $file_{place} AS file, s.row, {moment} AS at, "
        f"CASE WHEN {own} IS NOT NULL THEN hash({own}, {about}) END AS key, "
        f"CASE WHEN {own} IS NOT NULL THEN hash('#' || {own}) END AS twin, hash({told}) AS content "
        f"FROM read_parquet($records_{place}) s {joins}"
    )
    bound = {f"{table}_{place}": file.path(table) for table in tables}
    return query, {f"file_{place}": file.name, f"records_{place}": file.records, **bound}


def _said(file: Contents, place: int) -> tuple[list[str], str, tuple[str, ...]]:
    """What a record says beside its own columns: its answers and comments, or its metrics."""
    if file.kind == "experiment":
        return [f"s.{column}" for column in metric_columns(file.metrics)], "", ()
    if file.kind != "survey":
        return [], "", ()
    # Added up, a number keeps what it is of only when it was mixed once more before.
    answers = (
        "SELECT r.row, sum(q.own) AS asked, sum(hash(hash(q.own, q.direction, r.score))) AS scores "
        f"FROM read_parquet($responses_{place}) r JOIN (SELECT *, hash(touchpoint, stage, metric, source) AS own "
        f"FROM read_parquet($questions_{place})) q USING (question) GROUP BY r.row"
    )
    comments = (
        "SELECT row, sum(hash(touchpoint)) AS about, sum(hash(hash(touchpoint, text))) AS comments "
        f"FROM read_parquet($comments_{place}) GROUP BY row"
    )
    joins = f"LEFT JOIN ({answers}) a ON a.row = s.row LEFT JOIN ({comments}) c ON c.row = s.row"
    return ["a.scores", "c.comments"], joins, ("responses", "questions", "comments")


def _segments(own: Sequence[str]) -> str:
    """The segments of a record `s` as one number: the sum over those that have a value."""
    columns: dict[str, list[str]] = {}
    for position, name in enumerate(own, 1):
        columns.setdefault(key_of(name), []).append(f"s.seg_{position}")
    values = {key: f"coalesce({', '.join(alike)})" for key, alike in columns.items()}
    each = [
        f"CASE WHEN {value} IS NULL THEN 0 ELSE hash(hash({literal(key)}, {value})) END::HUGEINT"
        for key, value in values.items()
    ]
    return " + ".join(each) or "0::HUGEINT"


def metric_columns(metrics: Sequence[dict[str, Any]]) -> list[str]:
    """The columns m_1 … m_k that the metrics of a report name, each once."""
    named = [metric.get(part) for metric in metrics for part in ("column", "numerator", "denominator")]
    return sorted({name for name in named if name and name.startswith("m_") and name[2:].isdigit()})
