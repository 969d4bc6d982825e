"""Workbooks (.xlsx) into DuckDB, every cell as the text a person would type."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.checks import damaged
from cxdash.ingest.dialect import header_index, header_notices, no_rows, refuse_wide
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import Notice, RawTable, RawWriter, notice
from cxdash.locale import N_, t

SHEETS = N_("The workbook has {n} sheets ({names}); {sheet} was read.")
FORMULAS = N_("{n} formulas have no stored result and were read as empty cells.")
HEADER_ROWS = 500

Cell: TypeAlias = Any  # calamine gives int, float, str, bool, date, datetime, time, timedelta
_UNCALCULATED = re.compile(rb"<f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>|\s*</c>)")


def read(
    con: duckdb.DuckDBPyConnection, path: Path, limits: Limits, folder: Path, sheet: str | None = None
) -> RawTable:
    """Create `raw` and `raw_rejects` from a sheet of a workbook, by default its first visible sheet with a table.

    `folder` is for temporary files.

    Raises CxdashError when the workbook is damaged, has no such sheet or no table.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        chosen = _chosen(workbook, sheet)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise damaged() from error
    header, preamble, records = _load(con, chosen, limits, folder)
    warnings = [*_other_sheets(workbook, chosen.name), *_uncalculated(path), *header_notices(header, preamble)]
    return RawTable("xlsx", None, header, records, warnings, chosen.name)


def _visible(workbook: Any) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - only workbooks need it

    sheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    return [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible] or [s.name for s in sheets]


@dataclass
class _Sheet:
    """A sheet of a workbook: its name, and its rows from the very first, converted each time they are asked for."""

    name: str
    rows: Callable[[], Iterator[list[Cell]]]

    def beginning(self) -> list[list[str]]:
        """Its first rows as text."""
        return [[text(cell) for cell in row] for row in islice(self.rows(), HEADER_ROWS)]

    def has_table(self) -> bool:
        """Whether there is a header and something below it."""
        return sum(any(row) for row in self.beginning()) > 1


def _chosen(workbook: Any, sheet: str | None) -> _Sheet:
    """The sheet asked for, or the first visible one with a header and rows, or the first with anything."""
    if sheet is not None and sheet not in workbook.sheet_names:
        raise CxdashError(
            t("The workbook has no sheet “{sheet}”.", sheet=sheet),
            t("Its sheets are: {names}.", names=", ".join(workbook.sheet_names)),
        )
    headed = None
    for name in [sheet] if sheet is not None else _visible(workbook):
        candidate = _Sheet(name, workbook.get_sheet_by_name(name).iter_rows)
        if candidate.has_table():
            return candidate
        headed = headed or (candidate if any(map(any, candidate.beginning())) else None)
    if headed:
        return headed
    raise CxdashError(t("The workbook has no sheet with a table."), t("Check that the export was complete."))


def _other_sheets(workbook: Any, chosen: str) -> list[Notice]:
    names = _visible(workbook)
    if len(names) < 2:
        return []
    return [notice(SHEETS, n=len(names), names=", ".join(names), sheet=chosen)]


def _load(con: duckdb.DuckDBPyConnection, sheet: _Sheet, limits: Limits, folder: Path) -> tuple[list[str], int, int]:
    """The header, the number of lines with text above it, and the number of records loaded."""
    beginning = sheet.beginning()
    index = header_index(beginning)
    if index is None:
        raise no_rows()
    header = beginning[index]
    refuse_wide(len(header), limits)
    with RawWriter(len(header), limits, folder) as writer:
        for number, row in enumerate(sheet.rows(), start=1):
            cells = [text(cell) for cell in row]
            if number > index + 1 and any(cells):
                writer.take(number, cells)
        records = writer.load(con)
    _drop_empty_end(con, header)
    return header, sum(map(any, beginning[:index])), records


def _drop_empty_end(con: duckdb.DuckDBPyConnection, header: list[str]) -> None:
    """Drop columns at the right end that have neither a name nor a value: traces of formatting."""
    while len(header) > 1 and not header[-1].strip():
        found = con.execute(f"SELECT count(c{len(header)}) FROM raw").fetchone()
        if found and found[0]:
            return
        con.execute(f"ALTER TABLE raw DROP COLUMN c{len(header)}")
        header.pop()


def text(cell: Cell) -> str:
    """The cell as text: ISO 8601 for dates and times, seconds for durations, no trailing .0, "" for an error value.

    >>> text(12345678901.0), text(dt.date(2025, 1, 31)), text(dt.timedelta(minutes=2)), text(True), text(0.1)
    ('12345678901', '2025-01-31', '120', 'TRUE', '0.1')
    """
    if isinstance(cell, str):
        return "" if cell.startswith("#") and cell in ERRORS else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return number(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.timedelta):
        return number(cell.total_seconds())
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)


ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


def number(value: float) -> str:
    """The shortest text that reads back as the same number, whole numbers without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _uncalculated(path: Path) -> list[Notice]:
    """A warning when formulas were saved without their results, as programs do that never calculated them."""
    n = 0
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                with archive.open(part) as stream:
                    n += _formulas(stream)
    return [notice(FORMULAS, n=n)] if n else []


def _formulas(stream: Any) -> int:
    n, rest = 0, b""
    while block := stream.read(1 << 20):
        chunk = rest + block
        end = chunk.rfind(b"</c>") + 4 if b"</c>" in chunk else 0
        n += len(_UNCALCULATED.findall(chunk[:end])) if b"<f" in chunk else 0
        rest = chunk[end:][-(1 << 20) :]
    return n
