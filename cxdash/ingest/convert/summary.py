"""What an upload leaves behind to be compared with the next one: counts per question, per group and per day."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert import typed
from cxdash.ingest.convert.source import Source
from cxdash.mart.sql import literal
from cxdash.vocabulary.choices import MARK

Document = dict[str, Any]

LOOKED_AT = 50_000
"""Records, drawn from all, in which groups and empty cells are counted; answers and days are counted in all."""

MOST_VALUES = 50
"""Values of a segment that are kept with their counts, the most frequent ones."""

MOST_DAYS = 731
"""Days that are kept with their records, the latest ones."""

STEPS = 200
"""Scores that are no whole numbers, and those of wider scales, are counted in so many steps of their scale."""

VALUE_KEPT = 80
"""Characters kept of a segment's value."""

# Columns of `typed` by role, where the two are called differently.
_PER_ROW = {"touchpoint": "touchpoint_of_row", "stage": "stage_of_row"}
_GROUPS = ("channel", "stage", "touchpoint", "outcome", "variant")
_EITHER = {"event": "touchpoint", "time": '"at"'}


def summarise(source: Source, canonical: Path, records: int) -> Document:
    """A few kilobytes about the `records` loaded, from the tables `typed` and `questions` and responses.parquet.

    {"records", "questions": [{"source", "id", "text", "touchpoint", "stage", "metric", "low", "high", "direction",
    "n", "missing", "counts": {score: n}}], "groups": [{"name", "role", "n", "distinct", "counts": {value: n}}],
    "filled": {field: [filled, looked at]}, "days": {ISO date in UTC: records}}. A group of which a record may have
    several values says "several": true. `missing` counts records without a valid answer, and is None where a question
    was not put to every record.
    """
    con, fields, groups = source.con, _fields(source), list(_groups(source))
    step, file = max(1, -(-records // LOOKED_AT)), typed.file(source.con)
    looked = {column for *_, column in groups} | (set() if file else set(fields.values()))
    # Once for all: what is typed may be read from a file, which knows itself how many of its cells are empty.
    columns = ", ".join(sorted(looked)) or "true"
    con.execute(f'CREATE OR REPLACE TEMP TABLE looked AS SELECT {columns} FROM typed WHERE hash("row") % {step} = 0')
    return {
        "records": records,
        "questions": _questions(source, canonical, records) if source.mapping.kind == "survey" else [],
        "groups": [_group(con, *group, several=group[2] in _lists(source)) for group in groups],
        "filled": _filled_in(con, file, fields) if file else _filled(con, fields),
        "days": _days(con),
    }


def _questions(source: Source, canonical: Path, records: int) -> list[Document]:
    by_row = any(source.mapping.one(part) for part in ("touchpoint", "stage", "metric"))
    counts = _histograms(source.con, canonical / "responses.parquet" if by_row else None)
    ids = source.raw.ids
    rows = source.con.execute(
        """SELECT question, touchpoint, stage, metric, scale_low, scale_high, direction, source
           FROM questions ORDER BY question"""
    ).fetchall()
    found = []
    for question, touchpoint, stage, metric, low, high, direction, name in rows:
        answers = counts.get(question, {})
        n = sum(answers.values())
        place = {"touchpoint": touchpoint, "stage": stage, "metric": metric}
        # In a long file every answer stands in the same column: what is asked is said beside it.
        text = " · ".join(value for part, value in place.items() if value and source.mapping.one(part))
        asked = {"source": name, "id": ids.get(name), "text": text or name, **place}
        scale = {"low": low, "high": high, "direction": direction}
        found.append({**asked, **scale, "n": n, "missing": None if by_row else records - n, "counts": answers})
    return found


def _histograms(con: DuckDBPyConnection, responses: Path | None) -> dict[int, dict[str, int]]:
    """How often each score was given to each question; from `responses` where a column asks several questions."""
    given = "SELECT question, score, count(*) AS n FROM read_parquet($path) GROUP BY ALL"
    if responses is None:
        # A column by itself is counted in a quarter of the time.
        asked = con.execute("SELECT question, place FROM questions ORDER BY question").fetchall()
        given = " UNION ALL ".join(
            f"SELECT {question} AS question, s_{place}::DOUBLE AS score, count(*) AS n FROM typed "
            f"WHERE s_{place} IS NOT NULL GROUP BY s_{place}"
            for question, place in asked
        )
    if not given:
        return {}
    # Counting the scores as they are first leaves next to nothing to round.
    rows = con.execute(
        f"""WITH given AS ({given}),
        placed AS (SELECT question, n, CASE WHEN score = floor(score) AND scale_high - scale_low <= {STEPS} THEN score
            ELSE scale_low + round((score - scale_low) / (scale_high - scale_low) * {STEPS}) / {STEPS}
                * (scale_high - scale_low) END AS score FROM given JOIN questions USING (question))
        SELECT question, round(score, 6), sum(n)::BIGINT FROM placed GROUP BY ALL ORDER BY ALL""",
        {"path": str(responses)} if responses else {},
    ).fetchall()
    found: dict[int, dict[str, int]] = {}
    for question, score, n in rows:
        found.setdefault(question, {})[f"{score:g}"] = n
    return found


def _groups(source: Source) -> Iterable[tuple[str, str, str]]:
    """The columns of `typed` that split records into groups: (name, role, column)."""
    mapping, there = source.mapping, set(source.con.table("typed").columns)
    for role in _GROUPS:
        name = _PER_ROW.get(role, role) if mapping.kind == "survey" else role
        if mapping.one(role) is not None and name in there:
            yield role, role, name
    event = mapping.one("event")
    if event is not None and mapping.one("touchpoint") is None:
        yield "event", "event", "touchpoint"
    for place, column in enumerate(mapping.with_role("segment"), start=1):
        yield column.label, "segment", f"seg_{place}"


def _lists(source: Source) -> set[str]:
    """The columns of `typed` that have several choices in a cell."""
    segments = enumerate(source.mapping.with_role("segment"), start=1)
    return {f"seg_{place}" for place, column in segments if column.multiple}


def _group(con: DuckDBPyConnection, name: str, role: str, column: str, *, several: bool) -> Document:
    """The most frequent values of a column, each choice by itself where a cell has several; `n` counts records."""
    each = f"unnest(list_distinct(string_split(value, {literal(MARK)})))" if several else "value"
    rows = con.execute(
        f"""WITH said AS (SELECT {column} AS value, count(*) AS n FROM looked WHERE {column} IS NOT NULL GROUP BY ALL),
            counted AS (SELECT value, sum(n)::BIGINT AS n FROM (SELECT {each} AS value, n FROM said) GROUP BY ALL)
            SELECT left(value, {VALUE_KEPT}), n, count(*) OVER (), (SELECT sum(n) FROM said)::BIGINT
            FROM counted ORDER BY n DESC, value LIMIT {MOST_VALUES}"""
    ).fetchall()
    distinct, n = (rows[0][2], rows[0][3]) if rows else (0, 0)
    counts = {value: k for value, k, *_ in rows}
    said = {"name": name, "role": role, "n": n, "distinct": distinct, "counts": counts}
    return {**said, "several": True} if several else said


def _fields(source: Source) -> dict[str, str]:
    """The columns of `typed` that are read from the file and are no answers to questions, by role or name."""
    mapping, there = source.mapping, set(source.con.table("typed").columns)
    found: dict[str, str] = {}
    for column in mapping.columns:
        role = column.role
        name = _PER_ROW.get(role, role) if mapping.kind == "survey" else role
        name = _EITHER.get(role, name)
        if name.strip('"') in there and role not in ("metric", "segment"):
            found.setdefault(role, name)
    found |= {f"{role}: {name}": column for name, role, column in _groups(source) if role == "segment"}
    for place, column in enumerate(mapping.with_role("comment"), start=1):
        found[f"comment: {column.source}"] = f"t_{place}"
    measured = source.of("metric", "numerator", "denominator", "covariate") if mapping.kind == "experiment" else []
    for place, number in enumerate(measured, start=1):
        found[f"{number.column.role}: {number.column.label}"] = f"m_{place}"
    return found


def _filled(con: DuckDBPyConnection, fields: dict[str, str]) -> Document:
    if not fields:
        return {}
    counts = ", ".join(f"count({column})" for column in fields.values())
    n, *filled = con.execute(f"SELECT count(*), {counts} FROM looked").fetchone() or (0, *(0 for _ in fields))
    return {name: [count, n] for name, count in zip(fields, filled, strict=True)}


def _filled_in(con: DuckDBPyConnection, file: str, fields: dict[str, str]) -> Document:
    rows = con.execute(
        """SELECT path_in_schema, sum(num_values - stats_null_count)::BIGINT, sum(num_values)::BIGINT
           FROM parquet_metadata($file) GROUP BY ALL""",
        {"file": file},
    ).fetchall()
    counts = {column: [filled, n] for column, filled, n in rows}
    return {name: counts.get(column.strip('"'), [0, 0]) for name, column in fields.items()}


def _days(con: DuckDBPyConnection) -> dict[str, int]:
    """Records per day, where the kind has moments."""
    if "at" not in con.table("typed").columns:
        return {}
    rows = con.execute(
        f"""SELECT "at"::DATE AS day, count(*) FROM typed WHERE "at" IS NOT NULL
            GROUP BY ALL ORDER BY day DESC LIMIT {MOST_DAYS}"""
    ).fetchall()
    return {day.isoformat(): n for day, n in reversed(rows)}
