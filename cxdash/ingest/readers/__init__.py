"""Readers: a foreign file of any known kind into the tables `raw` and `raw_rejects`."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import ForeignFile, Notice, RawTable, notice, scratch
from cxdash.ingest.readers import archive, rejected
from cxdash.ingest.readers.formats import find
from cxdash.locale import N_, t

MISNAMED = N_("The file's name ends in {ending}, but it is not such a file; it was read as {format}.")

_FORMATS_OF: Final = {
    ".csv": ("csv",),
    ".tsv": ("csv",),
    ".xlsx": ("xlsx",),
    ".xls": ("xls",),
    ".ods": ("ods",),
    ".parquet": ("parquet",),
    ".json": ("json", "jsonl"),
    ".jsonl": ("json", "jsonl"),
    ".ndjson": ("json", "jsonl"),
    ".sav": ("sav",),
    ".zsav": ("sav",),
    ".por": ("por",),
    ".dta": ("dta",),
    ".xes": ("xes",),
}


def read(con: duckdb.DuckDBPyConnection, path: Path, name: str, limits: Limits, sheet: str | None = None) -> RawTable:
    """Create `raw(row, c1..cn)` and `raw_rejects(row, column, value, reason, text)` in `con` from the file.

    `name` is the file's name as its owner knows it, `sheet` the sheet of a workbook. Meant to run in the child process
    of `cxdash.ingest.sandbox`. Raises CxdashError when the file is refused or has no records.
    """
    form = find(path, name, limits)
    with scratch(con) as folder:
        if form.read is None:
            path, name = archive.unpack(path, name, limits, Path(folder))
            form = find(path, name, limits)
        if form.read is None:
            raise CxdashError(t("There is an archive inside the archive."), t("Unpack it and upload the table inside."))
        # DuckDB makes its own of endings and asterisks in a name: the readers get the file under one that says nothing.
        nameless = Path(folder) / "content"
        nameless.symlink_to(path.resolve())
        table = form.read(con, ForeignFile(nameless, name, limits, Path(folder), sheet))
    if not table.records:
        raise no_rows()
    return replace(table, warnings=[*_misnamed(name, table), *table.warnings, *rejected.notices(con)])


def no_rows() -> CxdashError:
    """The refusal of a table without records."""
    return CxdashError(
        t("The file has a header and no rows, so it holds no records."), t("Check that it was exported with its rows.")
    )


def _misnamed(name: str, table: RawTable) -> list[Notice]:
    """A notice when the name promises another format than the content has."""
    ending = Path(name).suffix.lower()
    formats = _FORMATS_OF.get(ending, (table.format,))
    return [] if table.format in formats else [notice(MISNAMED, ending=ending, format=table.format.upper())]
