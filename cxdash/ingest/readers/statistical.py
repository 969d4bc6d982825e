"""Files of SPSS (.sav, .zsav, .por) and Stata (.dta) into DuckDB, with the words of their labels in the cells."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest import encoding as encodings
from cxdash.ingest.checks import Head
from cxdash.ingest.dialect import header_notices, no_rows, refuse_wide
from cxdash.ingest.limits import size_of
from cxdash.ingest.mapping import source_names
from cxdash.ingest.raw import ForeignFile, Notice, RawTable, RawWriter, notice, too_many_rows
from cxdash.ingest.readers.labelled import Variable
from cxdash.ingest.sheets import refuse_bomb
from cxdash.locale import N_, t

OUT_OF_RANGE = N_("{n} dates in “{column}” are in no calendar and were left as numbers.")
RECODED = N_("The file's text is not in the encoding it names; it was read as {encoding}. Check the preview.")

SETS = N_("The SPSS file's list of multiple-response sets is damaged; it was not used.")

DICTIONARY = 1 << 20
"""Bytes at the beginning of an SPSS file that are searched for its list of multiple-response sets."""

CELLS_AT_ONCE = 2_000_000
SAMPLE_ROWS = 1000
EBCDIC_PORTABLE: Final = "ASCII SPSS PORT".encode("cp037")

# What the library takes where a file names no encoding, or none that it knows.
_UNSAID: Final = frozenset({"", "windows-1252", "us-ascii", "iso-8859-1"})

# Record 7, subtype 7: elements of one byte, their number, and a line for each set: its name, its kind, its variables.
_SETS_RECORD = re.compile(rb"\x07\x00\x00\x00\x07\x00\x00\x00\x01\x00\x00\x00(....)", re.S)
_SET = re.compile(rb"\$[^\s=]+=[CDE].*", re.S)

_Read = Callable[..., tuple[dict[str, Any], Any]]


def is_sav(head: Head) -> bool:
    """Whether this is an SPSS file, compressed or not."""
    return head.starts(b"$FL2", b"$FL3")


def is_por(head: Head) -> bool:
    """Whether this is an SPSS portable file: the words stand five times, in five character sets."""
    return b"SPSS PORT FILE" in head.start[:220] or head.starts(EBCDIC_PORTABLE)


def is_dta(head: Head) -> bool:
    """Whether this is a Stata file, of the new kind or of the old: release, byte order, file type, nothing."""
    start = head.start
    old = len(start) > 4 and 104 <= start[0] <= 115 and start[1] in (1, 2) and start[2:4] == b"\x01\x00"
    return old or head.starts(b"<stata_dta>")


def read_sav(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from an SPSS file; CxdashError when it is damaged or larger than the limits."""
    from pyreadstat import read_sav as read  # noqa: PLC0415 - only these files need it

    return _read(con, file, "sav", read)


def read_por(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from an SPSS portable file; CxdashError as for `read_sav`."""
    from pyreadstat import read_por as read  # noqa: PLC0415 - only these files need it

    return _read(con, file, "por", read)


def read_dta(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a Stata file; CxdashError as for `read_sav`."""
    from pyreadstat import read_dta as read  # noqa: PLC0415 - only these files need it

    return _read(con, file, "dta", read)


def _read(con: duckdb.DuckDBPyConnection, file: ForeignFile, form: str, read: _Read) -> RawTable:
    from pyreadstat import PyreadstatError, ReadstatError  # noqa: PLC0415 - only these files need it

    def part(**options: Any) -> tuple[dict[str, Any], Any]:
        try:
            return read(file.path, output_format="dict", disable_datetime_conversion=True, **options)
        except UnicodeDecodeError as error:
            raise ReadstatError("Unable to convert string to the requested encoding") from error

    try:
        encoding, warnings = _encoding(part)
        options = {"encoding": encoding} if encoding else {}
        _, about = part(metadataonly=True, **options)
        _refuse_impossible(about, file)
        variables = _variables(about)
        records = _load(con, file, _chunks(part, about, options), variables)
    except (ReadstatError, PyreadstatError, ValueError) as error:
        raise _damaged(form) from error
    header = [variable.header for variable in variables]
    warnings += [notice(OUT_OF_RANGE, n=each.odd_dates, column=each.header) for each in variables if each.odd_dates]
    warnings += header_notices(header, 0)
    warnings += [notice(SETS)] if form == "sav" and has_damaged_sets(file.path) else []
    codes = {variable.header: variable.codes for variable in variables if variable.codes}
    encoding = encoding or (about.file_encoding.lower() if about.file_encoding else None)
    ids = {source: variable.name for source, variable in zip(source_names(header), variables, strict=True)}
    return RawTable(form, encoding, header, records, warnings, codes=codes, ids=ids)


def has_damaged_sets(path: Path) -> bool:
    """Whether an SPSS file lists multiple-response sets in a way that no program writes."""
    with path.open("rb") as file:
        start = file.read(DICTIONARY)
    record = _SETS_RECORD.search(start)
    if not record:
        return False
    listed = start[record.end() : record.end() + int.from_bytes(record[1], "little")]
    return not all(_SET.fullmatch(line) for line in listed.split(b"\n") if line.strip(b"\x00 "))


def _damaged(form: str) -> CxdashError:
    program = "Stata" if form == "dta" else "SPSS"
    return CxdashError(
        t("The {program} file is damaged: it cannot be read to its end.", program=program),
        t("Save it again from the program it comes from, or as CSV, and upload the whole file."),
    )


def _encoding(part: _Read) -> tuple[str | None, list[Notice]]:
    """The encoding to read in, None for the one the file names, and a notice when that is our guess."""
    try:
        values, about = part(row_limit=SAMPLE_ROWS)
    except Exception as error:
        if "encoding" not in str(error):
            raise
        return _guessed(part)
    if (about.file_encoding or "").lower() not in _UNSAID or _is_ascii(values, about):
        return None, []
    return _guessed(part)


def _guessed(part: _Read) -> tuple[str | None, list[Notice]]:
    """What the letters spell; a notice unless it is Windows-1252, which such files are in by rule."""
    try:
        values, about = part(row_limit=SAMPLE_ROWS, encoding="iso-8859-1")
    except TypeError:  # portable files have no choice of encoding
        return None, []
    sample = "\n".join(_texts(values, about)).encode("latin-1", "ignore")
    found = encodings.guess(sample).name.replace("utf-8-sig", "utf-8")
    if found == "windows-1252":
        return found, []
    return found, [notice(RECODED, encoding=encodings.spoken(found))]


def _texts(values: dict[str, Any], about: Any) -> Iterator[str]:
    """Every text of the file: its labels, and what its text variables hold."""
    yield from about.column_names
    yield from (label for label in about.column_labels if label)
    for labels in about.variable_value_labels.values():
        yield from labels.values()
    for column in values.values():
        yield from (value for value in column if isinstance(value, str))


def _is_ascii(values: dict[str, Any], about: Any) -> bool:
    return all(text.isascii() for text in _texts(values, about))


def _refuse_impossible(about: Any, file: ForeignFile) -> None:
    """Refuse more records than the limit, and more cells than a file of this size can hold."""
    columns, rows = len(about.column_names), about.number_rows or 0
    if not columns:
        raise no_rows()
    refuse_wide(columns, file.limits)
    if rows > file.limits.max_rows:
        raise too_many_rows(file.limits.max_rows)
    refuse_bomb(rows * columns, size_of(file.path), file.limits.max_unpacked_mb, file.limits)


def _chunks(part: _Read, about: Any, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The records, so many at a time that their cells fit in memory."""
    size = max(1000, CELLS_AT_ONCE // len(about.column_names))
    offset = 0
    while True:
        values, _ = part(row_limit=size, row_offset=offset, **options)
        rows = max((len(column) for column in values.values()), default=0)
        if rows:
            yield values
        offset += rows
        if rows < size or offset == about.number_rows:
            break
    if about.number_rows is not None and offset < about.number_rows:
        raise ValueError(f"{offset} of {about.number_rows} records")


def _load(
    con: duckdb.DuckDBPyConnection, file: ForeignFile, chunks: Iterator[dict[str, Any]], variables: list[Variable]
) -> int:
    """The number of records loaded."""
    with RawWriter(len(variables), file.limits, file.folder) as writer:
        for values in chunks:
            columns = [variable.texts(values[variable.name]) for variable in variables]
            for cells in zip(*columns, strict=True):
                writer.take(writer.records + 2, cells)
        return writer.load(con)


def _variables(about: Any) -> list[Variable]:
    """The variables by what people call them: their label, with their name where two have the same."""
    said = [(label or "").strip() or name for name, label in zip(about.column_names, about.column_labels, strict=True)]
    headers = [
        f"{label} ({name})" if said.count(label) > 1 and label != name else label
        for name, label in zip(about.column_names, said, strict=True)
    ]
    return [
        Variable(name, header, about.original_variable_types.get(name) or "", about.variable_value_labels.get(name, {}))
        for name, header in zip(about.column_names, headers, strict=True)
    ]
