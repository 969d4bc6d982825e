"""Readers: a foreign file of any known kind into the tables `raw` and `raw_rejects`."""

from pathlib import Path

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import ForeignFile, RawTable, scratch
from cxdash.ingest.readers import archive
from cxdash.ingest.readers.formats import find
from cxdash.locale import t


def read(con: duckdb.DuckDBPyConnection, path: Path, name: str, limits: Limits, sheet: str | None = None) -> RawTable:
    """Create `raw(row, c1..cn)` and `raw_rejects(row, column, value, reason, text)` in `con` from the file.

    `name` is the file's name as its owner knows it, `sheet` the sheet of a workbook. Meant to run in the child process
    of `cxdash.ingest.sandbox`. Raises CxdashError when the file is refused.
    """
    form = find(path, name, limits)
    with scratch(con) as folder:
        if form.read is None:
            path, name = archive.unpack(path, name, limits, Path(folder))
            form = find(path, name, limits)
        if form.read is None:
            raise CxdashError(t("There is an archive inside the archive."), t("Unpack it and upload the table inside."))
        return form.read(con, ForeignFile(path, name, limits, Path(folder), sheet))
