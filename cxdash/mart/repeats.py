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

from cxdash.mart.segments import Segments

TABLE_OF_KIND = {"survey": "records", "interactions": "interactions", "customers": "customers", "experiment": "units"}
HAVE_MOMENTS = ("survey", "interactions")
"""The kinds whose records may have no id of their own, and are then known by their content."""

_IDS = {
    "survey": "s.response_id",
    "interactions": "s.interaction_id",
    "customers": "s.customer_id",
    "experiment": "s.unit_id",
}
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
    def long(self) -> bool:
        """Whether a response has several records, each about the touchpoint or metric that stands in it."""
        roles = {column.get("role") for column in self.mapping.get("columns") or ()}
        return self.kind == "survey" and not roles.isdisjoint(_ROW_BY_ROW)


Family = Sequence[Contents]
"""A file with the records repaired later: they count as one file."""


def identify(con: duckdb.DuckDBPyConnection, name: str, family: Family) -> bool:
    """Create the temporary table `name`(file, row, key, about) of the records that have an id; whether there are any.

    `file` is the name of a file of the family, `about` a number for what else makes a record the same: the variant of a
    unit, or the question of a record in a long survey.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name}(file VARCHAR, row BIGINT, key VARCHAR, about UBIGINT)")
    for file in family:
        key, (about, joins, bound) = _IDS[file.kind], _about(file)
        con.execute(
            f"INSERT INTO {name} SELECT $file, s.row, {key}, {about} FROM read_parquet($path) s {joins} "
            f"WHERE {key} IS NOT NULL",
            {"file": file.name, "path": file.path(TABLE_OF_KIND[file.kind]), **bound},
        )
    return con.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None


def _about(file: Contents) -> tuple[str, str, dict[str, str]]:
    if file.kind == "experiment":
        return "hash(s.variant)", "", {}
    if not file.long:
        return "0::UBIGINT", "", {}
    asked = (
        "SELECT r.row, sum(hash(q.touchpoint, q.stage, q.metric, q.source)) AS asked FROM read_parquet($responses) r "
        "JOIN read_parquet($questions) q USING (question) GROUP BY r.row"
    )
    said = "SELECT row, sum(hash(touchpoint)) AS said FROM read_parquet($comments) GROUP BY row"
    joins = f"LEFT JOIN ({asked}) a ON a.row = s.row LEFT JOIN ({said}) c ON c.row = s.row"
    return "hash(coalesce(a.asked, c.said))", joins, {t: file.path(t) for t in ("responses", "questions", "comments")}


def fill(con: duckdb.DuckDBPyConnection, name: str, family: Family, segments: Segments) -> None:
    """Create the temporary table `name`(file, row, at, content): a number for all that a record says, but its id.

    `segments` are those of all files that are compared.
    """
    con.execute(f'CREATE OR REPLACE TEMP TABLE {name}(file VARCHAR, row BIGINT, "at" TIMESTAMP, content UBIGINT)')
    for file in family:
        extra, joins, bound = _answers(file)
        said = ", ".join([_FACTS[file.kind], *segments.values(file.segments), *extra])
        moment = "s.at" if file.kind in HAVE_MOMENTS else "NULL"
        con.execute(
            f"INSERT INTO {name} SELECT $file, s.row, {moment}, hash({said}) FROM read_parquet($path) s {joins}",
            {"file": file.name, "path": file.path(TABLE_OF_KIND[file.kind]), **bound},
        )


def numbered(name: str) -> str:
    """A table of `fill` as a subquery with `nth`, the place of a record among those of the same content."""
    return f"(SELECT *, row_number() OVER (PARTITION BY content ORDER BY file, row) AS nth FROM {name})"


def _answers(file: Contents) -> tuple[list[str], str, dict[str, str]]:
    """What a record says beside its own columns: its answers and comments, or its metrics."""
    if file.kind == "experiment":
        return [f"s.{column}" for column in metric_columns(file.metrics)], "", {}
    if file.kind != "survey":
        return [], "", {}
    scores = (
        "SELECT r.row, sum(hash(q.touchpoint, q.stage, q.metric, q.source, q.direction, r.score)) AS scores "
        "FROM read_parquet($responses) r JOIN read_parquet($questions) q USING (question) GROUP BY r.row"
    )
    said = "SELECT row, sum(hash(touchpoint, text)) AS said FROM read_parquet($comments) GROUP BY row"
    joins = f"LEFT JOIN ({scores}) a ON a.row = s.row LEFT JOIN ({said}) c ON c.row = s.row"
    return ["a.scores", "c.said"], joins, {t: file.path(t) for t in ("responses", "questions", "comments")}


def metric_columns(metrics: Sequence[dict[str, Any]]) -> list[str]:
    """The columns m_1 … m_k that the metrics of a report name, each once."""
    named = [metric.get(part) for metric in metrics for part in ("column", "numerator", "denominator")]
    return sorted({name for name in named if name and name.startswith("m_") and name[2:].isdigit()})


def may_overlap(con: duckdb.DuckDBPyConnection, older: Family, newer: Family) -> bool:
    """Whether two files have a period in common; without moments they have none."""
    first, second = _period(con, older), _period(con, newer)
    return None not in (*first, *second) and first[0] <= second[1] and second[0] <= first[1]


def _period(con: duckdb.DuckDBPyConnection, family: Family) -> tuple[Any, Any]:
    paths = [file.path(TABLE_OF_KIND[file.kind]) for file in family]
    found = con.execute("SELECT min(s.at), max(s.at) FROM read_parquet($paths) s", {"paths": paths}).fetchone()
    return (found[0], found[1]) if found else (None, None)


def is_repeated(con: duckdb.DuckDBPyConnection, older: str, newer: str) -> bool:
    """Whether the file behind the table `newer` of `fill` brings the one behind `older` again, as said above."""
    low, high = (f"(SELECT {pick}(s.at) FROM {{name}} s)" for pick in ("min", "max"))
    low = f"greatest({low.format(name=older)}, {low.format(name=newer)})"
    high = f"least({high.format(name=older)}, {high.format(name=newer)})"
    common = f"s.at BETWEEN {low} AND {high}"
    found = con.execute(
        f"WITH n AS (SELECT content, count(*) AS times FROM {newer} s WHERE {common} GROUP BY content), "
        f"o AS (SELECT content, count(*) AS times FROM {older} s WHERE {common} GROUP BY content) "
        "SELECT coalesce(sum(n.times), 0), count(*) FILTER (WHERE n.times = 1 AND o.times = 1) "
        "FROM n LEFT JOIN o USING (content)"
    ).fetchone()
    together, unmistakable = found or (0, 0)
    return bool(0 < together <= 2 * unmistakable)
