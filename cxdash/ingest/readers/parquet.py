"""Parquet into DuckDB, every value as text."""

from pathlib import Path

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.dialect import header_notices, no_rows, refuse_wide
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import ForeignFile, RawTable, count_records, create_rejects, names, too_many_rows
from cxdash.locale import t

FLOATS = ("FLOAT", "DOUBLE")
NESTED = ("STRUCT", "MAP", "UNION")


def read(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a Parquet file; nested values as JSON text, times in UTC.

    Raises CxdashError when the file is damaged or larger than the limits.
    """
    try:
        _refuse_large(con, file.path, file.limits)
        header, types = _schema(con, file.path)
        refuse_wide(len(header), file.limits)
        _copy(con, file.path, types)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:  # a damaged footer can raise any of them
        raise CxdashError(t("The Parquet file is damaged."), t("Export it again and upload the whole file.")) from error
    create_rejects(con)
    return RawTable("parquet", None, header, count_records(con), header_notices(header, 0))


def _refuse_large(con: duckdb.DuckDBPyConnection, path: Path, limits: Limits) -> None:
    found = con.execute("SELECT num_rows FROM parquet_file_metadata($path)", {"path": str(path)}).fetchone()
    if not found or not found[0]:
        raise no_rows()
    if found[0] > limits.max_rows:
        raise too_many_rows(limits.max_rows)


def _schema(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[list[str], list[str]]:
    """The top columns' names as they stand in the file, and their DuckDB types."""
    described = con.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)}).fetchall()
    written = _written_names(con, path)
    # DuckDB renames columns whose names stand twice.
    header = written if len(written) == len(described) else [row[0] for row in described]
    return header, [row[1] for row in described]


def _written_names(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """The names of the top columns: the file lists its whole tree, each parent before its children."""
    tree = con.execute(
        "SELECT name, coalesce(num_children, 0) FROM parquet_schema($path)", {"path": str(path)}
    ).fetchall()
    found, below = [], 0
    for name, children in tree[1:]:
        if not below:
            found.append(str(name))
        below += children - (1 if below else 0)
    return found


def _copy(con: duckdb.DuckDBPyConnection, path: Path, types: list[str]) -> None:
    columns = names(len(types))
    texts = ", ".join(f"{_text(c, kind)} AS {c}" for c, kind in zip(columns, types, strict=True))
    con.execute(
        f"""CREATE OR REPLACE TABLE raw_at_once AS
        SELECT {texts} FROM read_parquet($path) AS file({", ".join(columns)})""",
        {"path": str(path)},
    )
    con.execute("CREATE OR REPLACE VIEW raw AS SELECT (rowid + 2)::INTEGER AS row, * FROM raw_at_once")


def _text(column: str, kind: str) -> str:
    """The expression that turns a column into text: NULL for empty text and NaN, no .0 behind whole numbers."""
    if kind in FLOATS:
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        shortest = f"CASE WHEN {whole} THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END"
        return f"CASE WHEN NOT isnan({column}) THEN {shortest} END"
    if kind.endswith("]") or kind.startswith(NESTED):
        return f"to_json({column})::VARCHAR"
    return f"nullif({column}::VARCHAR, '')"
