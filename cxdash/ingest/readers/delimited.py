"""Delimited text into DuckDB: all at once when the file is plain, record by record when anything about it is not."""

from dataclasses import replace
from pathlib import Path

import duckdb

from cxdash.ingest import dialect as dialects
from cxdash.ingest import encoding as encodings
from cxdash.ingest.dialect import Dialect
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import (
    HEADER_AGAIN,
    ForeignFile,
    Known,
    RawTable,
    RawWriter,
    count_records,
    create_rejects,
    folder_of,
    joined,
    moment_of,
    names,
    too_many_rows,
)
from cxdash.ingest.readers import aligned
from cxdash.ingest.readers.records import read_records
from cxdash.mart.sql import literal

SMALL = 1 << 18
"""Bytes up to which reading record by record is over before the fast reader has been loaded."""


def read(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a delimited text file in any encoding.

    Raises CxdashError when there is no header or the table is larger than the limits.
    """
    encoding = encodings.detect(file.path)
    text = encodings.to_utf8(file.path, encoding, file.folder)
    dialect = dialects.detect(text, file.limits)
    at_once = _at_once(con, text, dialect, file.limits)
    if at_once is not None:
        records = count_records(con)
    else:
        with RawWriter(len(dialect.header), file.limits, file.folder, dialect.header) as writer:
            reader = aligned.read_lines if dialect.delimiter == dialects.BLANKS else read_records
            reader(text, dialect, writer, file.limits)
            records = writer.load(con)
    warnings = [*encodings.notices(encoding), *dialect.warnings]
    confidence = encoding.confidence
    found = RawTable("csv", encoding.name, dialect.header, records, warnings, encoding_confidence=confidence)
    return found if at_once is None else replace(found, known=at_once)


def _at_once(con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, limits: Limits) -> Known | None:
    """What is known of cells that were read column by column; None when the records must be read one by one.

    The fast reader is told everything and believed nothing: its count must be ours.
    """
    if path.stat().st_size < SMALL:
        return None
    # A quarter of a second, for large files only.
    from cxdash.ingest.readers.columns import write_columns  # noqa: PLC0415
    from cxdash.ingest.readers.plain import plainness  # noqa: PLC0415

    # It takes one byte for a delimiter, which blanks and a few rare marks are not.
    plain = plainness(path, dialect) if len(dialect.delimiter.encode()) == 1 else None
    if plain is None or not plain.records:
        return None
    if plain.records > limits.max_rows:
        raise too_many_rows(limits.max_rows)
    target = folder_of(con) / "raw.parquet"
    written = write_columns(path, dialect, target, multiline=plain.multiline)
    if written is None or written.records != plain.records:
        return None
    columns = [*names(len(dialect.header)), *(moment_of(name) for name in written.moments)]
    _view(con, target, columns)
    create_rejects(con)
    header = dict(zip(names(len(dialect.header)), dialect.header, strict=True))
    if dialect.named and _may_repeat(con, header, written.repeated):
        _set_headers_aside(con, header, dialect.delimiter, columns)
    return Known(plain.ascii_only, plain.absent, frozenset(written.filled))


def _view(con: duckdb.DuckDBPyConnection, target: Path, columns: list[str], where: str = "true") -> None:
    """Make `raw` the records in the Parquet file `target`, each with its row in a spreadsheet program."""
    source = f"read_parquet({literal(str(target))})"
    con.execute(f"CREATE OR REPLACE VIEW raw AS SELECT row, {', '.join(columns)} FROM {source} WHERE {where}")


def _may_repeat(con: duckdb.DuckDBPyConnection, header: dict[str, str], repeated: list[str]) -> bool:
    """Whether a column in which a text is found at once has its own name in some cell, or there is no such column."""
    quick = next((name for name in repeated if header[name]), None)
    return quick is None or bool(
        con.execute(f"SELECT 1 FROM raw WHERE {quick} = $name LIMIT 1", {"name": header[quick]}).fetchone()
    )


def _set_headers_aside(
    con: duckdb.DuckDBPyConnection, header: dict[str, str], delimiter: str, columns: list[str]
) -> None:
    """Move records that repeat the header from `raw` to `raw_rejects`: files put one behind another have them."""
    same = " AND ".join(f"{column} = ${column}" if name else f"{column} IS NULL" for column, name in header.items())
    said = {column: name for column, name in header.items() if name}
    found = con.execute(f"SELECT row FROM raw WHERE {same}", said).fetchall()
    if not found:
        return
    text = joined(list(header.values()), delimiter)
    con.executemany(
        "INSERT INTO raw_rejects VALUES (?, NULL, NULL, ?, ?)", [(row, HEADER_AGAIN, text) for (row,) in found]
    )
    con.execute("CREATE OR REPLACE TABLE raw_repeated AS SELECT row FROM raw_rejects")
    repeated = "row NOT IN (SELECT again.row FROM raw_repeated AS again)"
    _view(con, folder_of(con) / "raw.parquet", columns, repeated)
