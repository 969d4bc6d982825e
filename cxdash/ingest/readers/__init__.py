"""Readers: a foreign file of any known kind into the tables `raw` and `raw_rejects`."""

from pathlib import Path

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.checks import FileKind, check
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import RawTable, scratch
from cxdash.ingest.readers import archive, delimited, parquet, workbook
from cxdash.locale import t


def read(con: duckdb.DuckDBPyConnection, path: Path, name: str, limits: Limits, sheet: str | None = None) -> RawTable:
    """Create `raw(row, c1..cn)` and `raw_rejects(row, column, value, reason, text)` in `con` from the file.

    `name` is the file's name as its owner knows it, `sheet` the sheet of a workbook. Meant to run in the child process
    of `cxdash.ingest.sandbox`. Raises CxdashError when the file is refused.
    """
    kind = check(path, name, limits)
    with scratch(con) as folder:
        if kind in ("zip", "gzip"):
            path, name = archive.unpack(path, name, limits, Path(folder))
            kind = check(path, name, limits)
        return _read(con, path, kind, limits, folder=Path(folder), sheet=sheet)


def _read(
    con: duckdb.DuckDBPyConnection, path: Path, kind: FileKind, limits: Limits, *, folder: Path, sheet: str | None
) -> RawTable:
    if kind == "xlsx":
        return workbook.read(con, path, limits, folder, sheet)
    if kind == "parquet":
        return parquet.read(con, path, limits)
    if kind == "csv":
        return delimited.read(con, path, limits, folder)
    raise CxdashError(t("There is an archive inside the archive."), t("Unpack it and upload the table inside."))
