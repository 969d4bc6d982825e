"""What became of every record and value of a file: what is left out and why, and the report that adds it up."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert import reasons, times, typed
from cxdash.ingest.convert.repeated import repeated
from cxdash.ingest.convert.source import Source
from cxdash.ingest.convert.summary import summarise
from cxdash.ingest.counting import check_counts
from cxdash.ingest.mapping import Column, source_names
from cxdash.ingest.raw import names
from cxdash.mart.sql import literal

VALUE_KEPT = 200
"""Characters kept of a value that was set aside."""

MOST_TOUCHPOINTS = 200
"""A file with more kinds of events than this has no journey that a person could read."""

# The second version of the format writes rising numbers as their differences: a survey's answers take a tenth.
# Nobody looks for single ids, which is what filters are for, and ids in a dictionary are only longer.
_WRITTEN = (
    "FORMAT parquet, COMPRESSION lz4_raw, PARQUET_VERSION v2, WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 5000"
)


def write_table(con: DuckDBPyConnection, query: str, path: Path) -> None:
    """The rows of a query as a Parquet file."""
    con.execute(f"COPY ({query}) TO {literal(str(path))} ({_WRITTEN})")


def leave_out(con: DuckDBPyConnection, faults: str, keys: tuple[str, ...] = (), keep: str = "min") -> None:
    """Take records out of `typed`: those with `faults`, then all but one of every repeated key.

    `faults` is a query (row, column, value, reason). Creates the tables `faults`, `aside("row")` and
    `duplicates("row")`. Records whose first key is NULL repeat nobody; of the others the first (`keep` "min") or the
    last ("max") stays.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE faults AS {faults}")
    con.execute('CREATE OR REPLACE TEMP TABLE aside AS SELECT DISTINCT "row" FROM faults')
    _remove(con, "aside")
    con.execute(f"CREATE OR REPLACE TEMP TABLE duplicates AS {repeated(con, keys, keep)}")
    _remove(con, "duplicates")


def _remove(con: DuckDBPyConnection, table: str) -> None:
    if count(con, table):
        typed.remove(con, table)


def count(con: DuckDBPyConnection, table: str) -> int:
    """The number of rows of one of this package's own tables."""
    found = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def note_bad_times(source: Source, moments: dict[str, str]) -> None:
    """Add to `bad_cells` what stands in the columns of these roles and is no moment; {role: its column of `typed`}."""
    for role, moment in moments.items():
        column = source.mapping.one(role)
        if column is not None:
            times.forget_impossible(source.con, moment)
            fault = times.fault(source.moment_cell(column))
            source.con.execute(
                f"""INSERT INTO bad_cells
                    SELECT "row", NULL, $source, text, coalesce(fault, {literal(reasons.NO_DATE)}) FROM (
                        SELECT raw."row", {source.text_of(column)} AS text, {fault} AS fault
                        FROM raw SEMI JOIN (SELECT "row" FROM typed WHERE {moment} IS NULL) USING ("row"))
                    WHERE text IS NOT NULL""",
                {"source": column.source},
            )


def list_faults(source: Source, required: list[tuple[str, str, str]], lacking: Collection[str] | None = None) -> str:
    """The query (row, column, value, reason) for the required cells that have no valid value.

    Each requirement is a role, its column of `typed`, and the reason when the cell is not simply empty. Where it is
    known which columns of `typed` are `lacking` in some record, the others are not looked at.
    """
    parts = [_NO_FAULT]
    for role, value, reason in required:
        column = source.mapping.one(role)
        if column is None or (lacking is not None and value not in lacking):
            continue
        source.con.execute(f"SET VARIABLE source_of_{role} = $source", {"source": column.source})
        empty = f"""SELECT "row", getvariable('source_of_{role}') AS "column", NULL AS value,
            {literal(reasons.EMPTY)} AS reason FROM typed WHERE {value} IS NULL"""
        parts.append(empty if reason == reasons.EMPTY else _no_moment(source, column, role, value, reason))
    return " UNION ALL ".join(parts)


def _no_moment(source: Source, column: Column, role: str, value: str, reason: str) -> str:
    text, fault = source.text_of(column), times.fault(source.moment_cell(column))
    return f"""SELECT "row", getvariable('source_of_{role}') AS "column", text AS value,
        CASE WHEN text IS NULL THEN {literal(reasons.EMPTY)} ELSE coalesce(fault, {literal(reason)}) END AS reason
        FROM (SELECT raw."row", {text} AS text, {fault} AS fault FROM raw)
        SEMI JOIN (SELECT "row" FROM typed WHERE {value} IS NULL) USING ("row")"""


_NO_FAULT = """SELECT NULL::INTEGER AS "row", NULL::VARCHAR AS "column", NULL::VARCHAR AS value,
    NULL::VARCHAR AS reason WHERE false"""


def nothing_valid(columns: dict[str, int], reason: str) -> str:
    """The query (row, column, value, reason) for records without any value in `columns` ({of `typed`: reading}).

    Their bad values are the reason; where there are none, one line says `reason`.
    """
    none = 'SELECT "row" FROM typed WHERE ' + " AND ".join(f"{column} IS NULL" for column in columns)
    readings = ", ".join(str(place) for place in columns.values())
    tried = f'SELECT "row", "column", value, reason FROM bad_cells WHERE reading IN ({readings})'
    return f"""SELECT * FROM ({tried}) SEMI JOIN ({none}) USING ("row") UNION ALL
        SELECT "row", NULL, NULL, {literal(reason)} FROM ({none}) ANTI JOIN ({tried}) USING ("row")"""


def finish(source: Source, out: Path, parts: dict[str, Any]) -> dict[str, Any]:
    """Write rejects.parquet for what `leave_out` left, and return the report with these `parts`."""
    con, raw = source.con, source.raw
    con.execute(_REJECTS.format(cells=_cells(source)))
    write_table(con, "SELECT * FROM rejects ORDER BY ALL", out / "rejects.parquet")
    loaded = count(con, "typed")
    report: dict[str, Any] = {
        "format": raw.format,
        "kind": source.mapping.kind,
        "encoding": raw.encoding,
        "read": raw.records,
        "loaded": loaded,
        "set_aside": count(con, "(SELECT DISTINCT \"row\" FROM rejects WHERE level = 'record')"),
        "duplicates": count(con, "duplicates"),
        "values_set_aside": count(con, "(SELECT 1 FROM rejects WHERE level = 'value')"),
        "reasons": _common_reasons(con),
        "warnings": [*raw.warnings, *source.warnings, *times.notices(con)],
        "segments": [],
        "metrics": [],
        "touchpoints": [],
        **_period(con),
        "name": None,
        "mapping": _obeyed(source),
        "columns": source_names(raw.header),
        "ids": raw.ids,
        "summary": summarise(source, out, loaded),
        **parts,
    }
    check_counts(report)
    return report


def _cells(source: Source) -> str:
    """The query ("row", text) for the records in `aside` with their cells as a JSON list, in the order of the header.

    They are kept to be repaired. Of columns that the mapping leaves out nothing is kept.
    """
    if not count(source.con, "aside"):
        return 'SELECT NULL::INTEGER AS "row", NULL::VARCHAR AS text WHERE false'
    read = {source.cell(column) for column in source.mapping.columns if column.role != "ignore"}
    cells = ", ".join(cell if cell in read else "NULL" for cell in names(len(source.raw.header)))
    return f'SELECT "row", to_json([{cells}]::VARCHAR[])::VARCHAR AS text FROM raw SEMI JOIN aside USING ("row")'


_REJECTS = f"""
    CREATE OR REPLACE TEMP TABLE rejects AS
    SELECT "row", "column", value, reason, 'record' AS level, text FROM raw_rejects
    UNION ALL
    SELECT "row", "column", left(value, {VALUE_KEPT}), reason, 'record', text
    FROM faults LEFT JOIN ({{cells}}) USING ("row")
    UNION ALL
    SELECT "row", "column", left(value, {VALUE_KEPT}), reason, 'value', NULL FROM bad_cells
    ANTI JOIN aside USING ("row") ANTI JOIN duplicates USING ("row")"""


def _common_reasons(con: DuckDBPyConnection) -> list[dict[str, Any]]:
    """Why most records were set aside, the most frequent reason first.

    What a value is tells a person more than that there is none: it comes first where it is no exception.
    """
    rows = con.execute(
        """FROM (SELECT "column", reason, count(*) AS n FROM rejects WHERE level = 'record' GROUP BY ALL)
           ORDER BY "column" IS NOT NULL AND 10 * n >= sum(n) OVER () DESC, n DESC, reason, "column" LIMIT 5"""
    ).fetchall()
    return [{"column": column, "reason": reason, "n": n} for column, reason, n in rows]


def _period(con: DuckDBPyConnection) -> dict[str, str | None]:
    """The first and the last moment of the records, ISO 8601 in UTC, where the kind has moments."""
    if "at" not in con.table("typed").columns:
        return {"first_at": None, "last_at": None}
    first, last = con.execute('SELECT min("at"), max("at") FROM typed').fetchone() or (None, None)
    return {"first_at": first and first.isoformat(), "last_at": last and last.isoformat()}


def _obeyed(source: Source) -> dict[str, Any]:
    """The mapping as it is stored: without examples, which are a file's content."""
    document = source.mapping.to_document()
    passing = ("confidence", "examples")
    document["columns"] = [{k: v for k, v in column.items() if k not in passing} for column in document["columns"]]
    return document


def touchpoints_of(con: DuckDBPyConnection, table: str) -> list[dict[str, str | None]]:
    """The touchpoints of a table with the stage named most often, in the order in which the file meets them."""
    rows = con.execute(
        f"""SELECT touchpoint, mode(stage) FROM (SELECT *, row_number() OVER () AS place FROM {table})
            WHERE touchpoint IS NOT NULL GROUP BY touchpoint
            QUALIFY row_number() OVER (ORDER BY count(*) DESC, touchpoint) <= {MOST_TOUCHPOINTS} ORDER BY min(place)"""
    ).fetchall()
    return [{"touchpoint": touchpoint, "stage": stage} for touchpoint, stage in rows]
