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
    folder_of,
    joined,
    literal,
    names,
    too_many_rows,
)
from cxdash.ingest.readers import aligned
from cxdash.ingest.readers.records import are_records, read_records

SMALL = 1 << 18
"""Bytes up to which reading record by record is over before the fast reader has been loaded."""


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
    """The number of records read column by column, or None when they must be read one by one.

    The fast reader is told everything and believed nothing: its count must be ours.
    """
    if path.stat().st_size < SMALL:
        return None
    # It takes one byte for a delimiter, which blanks and a few rare marks are not.
    plain = _plain(path, dialect) if len(dialect.delimiter.encode()) == 1 else None
    if plain is None or not plain.records:
        return None
    if plain.records > limits.max_rows:
        raise too_many_rows(limits.max_rows)
    from cxdash.ingest.readers.columns import write_columns  # noqa: PLC0415 - a quarter of a second, for large files

    target = folder_of(con) / "raw.parquet"
    if write_columns(path, dialect, target, multiline=plain.multiline) != plain.records:
        return None
    _view(con, target, dialect)
    create_rejects(con)
    _set_headers_aside(con, dialect)
    return count_records(con)


def _view(con: duckdb.DuckDBPyConnection, target: Path, dialect: Dialect, where: str = "true") -> None:
    """Make `raw` the records in the Parquet file `target`, each with its row in a spreadsheet program."""
    listed = ", ".join(names(len(dialect.header)))
    con.execute(
        f"""CREATE OR REPLACE VIEW raw AS SELECT * FROM (
            SELECT (file_row_number + {dialect.row})::INTEGER AS row, {listed}
            FROM read_parquet({literal(str(target))}, file_row_number = true)) WHERE {where}"""
    )


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
    repeated = "row NOT IN (SELECT again.row FROM raw_repeated AS again)"
    _view(con, folder_of(con) / "raw.parquet", dialect, repeated)


@dataclass
class _Seen:
    lf: int = 0
    crlf: int = 0
    quoted: bool = False
    """Whether the next block begins inside quotation marks."""
    multiline: bool = False
    last: bytes = b"\n"

    @property
    def records(self) -> int:
        return self.lf + (self.last != b"\n")


def plain_records(path: Path, dialect: Dialect) -> int | None:
    """The number of lines outside quotation marks after the header of a plain file, None for all others.

    Plain: every line is UTF-8 without NUL, lines end in one way, every quotation mark has its partner and the two
    enclose a whole cell, and no quoted cell has a record inside (which is what a forgotten quotation mark looks like).
    Blank lines are counted here and no reader makes records of them, so that a file with any is not read at once.
    """
    plain = _plain(path, dialect)
    return plain.records if plain else None


def _plain(path: Path, dialect: Dialect) -> _Seen | None:
    seen = _Seen()
    for block in _after_header(path, dialect.skip):
        if not block.isascii() and not _is_utf8(block):
            return None
        if b"\x00" in block or not _count(block, dialect, seen):
            return None
        seen.last = block[-1:]
    return None if seen.quoted or seen.crlf not in (0, seen.lf) else seen


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


def _count(block: bytes, dialect: Dialect, seen: _Seen) -> bool:
    """Add the line ends outside quotation marks to `seen`; False as soon as the block is not plain."""
    outside = block
    if seen.quoted or b'"' in block:
        began = seen.quoted
        pieces = block.split(b'"')
        inside = [piece for piece in pieces[1 - began :: 2] if b"\n" in piece]
        if any(_has_records(piece, dialect) for piece in inside):
            return False
        seen.quoted ^= len(pieces) % 2 == 0
        seen.multiline |= bool(inside)
        between = pieces[began::2]
        if not _enclosed(between, dialect.delimiter.encode(), began=began, goes_on=seen.quoted):
            return False
        outside = b"".join(between)
    seen.lf += outside.count(b"\n")
    if b"\r" not in outside:
        return True
    crlf = outside.count(b"\r\n")
    seen.crlf += crlf
    return outside.count(b"\r") == crlf


def _enclosed(between: list[bytes], delimiter: bytes, *, began: bool, goes_on: bool) -> bool:
    """Whether the texts between quoted ones begin and end where cells do, so that each quoted text is a whole cell.

    `began` says that a quoted text comes before the first, `goes_on` that one comes after the last. No text between
    two quoted ones is a quotation mark within a cell, which is written twice.
    """
    ends, starts = (delimiter, b"\n"), (delimiter, b"\n", b"\r\n")
    after = between if began else between[1:]
    before = between if goes_on else between[:-1]
    return all(not text or text.startswith(starts) for text in after) and all(
        not text or text.endswith(ends) for text in before
    )


def _has_records(piece: bytes, dialect: Dialect) -> bool:
    """Whether the lines inside a quoted cell are records of the table."""
    delimiter = dialect.delimiter.encode()
    return are_records([line.count(delimiter) for line in piece.split(b"\n")[1:-1]], len(dialect.header))
