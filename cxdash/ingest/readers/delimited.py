"""Delimited text into DuckDB: all at once when the file is plain, record by record when anything about it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cxdash.ingest import dialect as dialects
from cxdash.ingest import encoding as encodings
from cxdash.ingest.dialect import Dialect
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import (
    HEADER_AGAIN,
    ForeignFile,
    RawTable,
    RawWriter,
    count_records,
    create_rejects,
    joined,
    line_sizes,
    literal,
    names,
    too_many_rows,
)
from cxdash.ingest.readers import aligned
from cxdash.ingest.readers.records import are_records, read_records


def read(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a delimited text file in any encoding.

    Raises CxdashError when there is no header or the table is larger than the limits.
    """
    encoding = encodings.detect(file.path)
    text = encodings.to_utf8(file.path, encoding, file.folder)
    dialect = dialects.detect(text, file.limits)
    records = _at_once(con, text, dialect, file.limits)
    if records is None:
        with RawWriter(len(dialect.header), file.limits, file.folder, dialect.header) as writer:
            reader = aligned.read_lines if dialect.delimiter == dialects.BLANKS else read_records
            reader(text, dialect, writer, file.limits)
            records = writer.load(con)
    warnings = [*encodings.notices(encoding), *dialect.warnings]
    confidence = encoding.confidence
    return RawTable("csv", encoding.name, dialect.header, records, warnings, encoding_confidence=confidence)


def _at_once(con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, limits: Limits) -> int | None:
    """The number of records read by DuckDB, or None when they must be read one by one.

    DuckDB is told everything and believed nothing: its count must be ours.
    """
    expected = None if dialect.delimiter == dialects.BLANKS else plain_records(path, dialect)
    if expected is None:
        return None
    if expected > limits.max_rows:
        raise too_many_rows(limits.max_rows)
    try:
        _read_csv(con, path, dialect, limits)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    con.execute(f"CREATE OR REPLACE VIEW raw AS SELECT (rowid + {dialect.row})::INTEGER AS row, * FROM raw_at_once")
    create_rejects(con)
    found = count_records(con)
    if found == expected:
        _set_headers_aside(con, dialect)
        return found
    con.execute("DROP VIEW raw")
    con.execute("DROP TABLE raw_at_once")
    return None


def _set_headers_aside(con: duckdb.DuckDBPyConnection, dialect: Dialect) -> None:
    """Move records that repeat the header from `raw` to `raw_rejects`: files put one behind another have them."""
    if not dialect.named:
        return
    columns = names(len(dialect.header))
    same = " AND ".join(f"{column} IS NOT DISTINCT FROM ${column}" for column in columns)
    header = {column: name or None for column, name in zip(columns, dialect.header, strict=True)}
    found = con.execute(f"SELECT row FROM raw WHERE {same}", header).fetchall()
    if not found:
        return
    text = joined(dialect.header, dialect.delimiter)
    con.executemany(
        "INSERT INTO raw_rejects VALUES (?, NULL, NULL, ?, ?)", [(row, HEADER_AGAIN, text) for (row,) in found]
    )
    con.execute("CREATE OR REPLACE TABLE raw_repeated AS SELECT row FROM raw_rejects")
    con.execute(
        f"""CREATE OR REPLACE VIEW raw AS SELECT (rowid + {dialect.row})::INTEGER AS row, * FROM raw_at_once
        WHERE (rowid + {dialect.row})::INTEGER NOT IN (SELECT repeated.row FROM raw_repeated AS repeated)"""
    )


def _read_csv(con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, limits: Limits) -> None:
    types = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names(len(dialect.header))) + "}"
    con.execute(
        f"""CREATE OR REPLACE TABLE raw_at_once AS SELECT * FROM read_csv({literal(str(path))}, columns = {types},
        auto_detect = false, header = false, skip = {dialect.skip}, delim = {literal(dialect.delimiter)},
        quote = '"', escape = '"', strict_mode = true, null_padding = false,
        {line_sizes(limits)})"""
    )


@dataclass
class _Ends:
    lf: int = 0
    crlf: int = 0
    blank: int = 0
    quoted: bool = False
    """Whether the next block begins inside quotation marks."""


def plain_records(path: Path, dialect: Dialect) -> int | None:
    """The number of records after the header of a file that DuckDB can be trusted with, None for all others.

    Trusted: every line is UTF-8 without NUL, lines end in one way, none is blank, every quotation mark has its
    partner, and no quoted cell has a whole record inside (which is what a forgotten quotation mark looks like).
    """
    ends = _Ends()
    last = b"\n"
    for block in _after_header(path, dialect.skip):
        if not block.isascii() and not _is_utf8(block):
            return None
        if b"\x00" in block or not _count(block, dialect, ends):
            return None
        last = block[-1:]
    if ends.blank or ends.quoted or ends.crlf not in (0, ends.lf):
        return None
    return ends.lf + (last != b"\n")


def _after_header(path: Path, skip: int) -> Iterator[bytes]:
    """The file in blocks of whole lines, without its first `skip` lines."""
    for block in encodings.blocks(path):
        rest = block
        while skip and rest:
            rest = rest[rest.find(b"\n") + 1 :] if b"\n" in rest else b""
            skip -= 1
        if rest:
            yield rest


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _count(block: bytes, dialect: Dialect, ends: _Ends) -> bool:
    """Add the line ends outside quotation marks to `ends`; False as soon as the block is not plain."""
    outside = block
    if ends.quoted or b'"' in block:
        pieces = block.split(b'"')
        outside = b'"'.join(pieces[ends.quoted :: 2])
        if any(b"\n" in piece and _has_records(piece, dialect) for piece in pieces[1 - ends.quoted :: 2]):
            return False
        ends.quoted ^= len(pieces) % 2 == 0
    crlf = outside.count(b"\r\n")
    ends.lf += outside.count(b"\n")
    ends.crlf += crlf
    ends.blank += outside.count(b"\n\r\n" if crlf else b"\n\n") + outside.startswith((b"\n", b"\r\n"))
    return outside.count(b"\r") == crlf


def _has_records(piece: bytes, dialect: Dialect) -> bool:
    """Whether the lines inside a quoted cell are records of the table."""
    delimiter = dialect.delimiter.encode()
    return are_records([line.count(delimiter) for line in piece.split(b"\n")[1:-1]], len(dialect.header))
