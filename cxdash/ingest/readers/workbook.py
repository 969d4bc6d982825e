"""Workbooks (.xlsx, .xls, .ods) into DuckDB, every cell as the text a person would type."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.checks import damaged, locked
from cxdash.ingest.dialect import header_index, header_notices, no_rows, refuse_wide
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import ForeignFile, Notice, RawTable, RawWriter, notice
from cxdash.locale import N_, t

SHEETS = N_("{n} sheets of the workbook look like tables ({names}); {sheet} was read.")
FORMULAS = N_("{n} formulas have no stored result and were read as empty cells.")
HEADER_ROWS = 500

Cell: TypeAlias = Any  # calamine gives int, float, str, bool, date, datetime, time, timedelta
_UNCALCULATED = re.compile(rb"<f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>|\s*</c>)")


def read_xlsx(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a sheet of an Excel workbook; CxdashError as `_read` raises it."""
    return _read(con, file, "xlsx", _uncalculated(file.path))


def read_xls(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a sheet of an old Excel workbook; CxdashError as `_read` raises it."""
    return _read(con, file, "xls", [])


def read_ods(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from a sheet of an OpenDocument spreadsheet; CxdashError as `_read` raises it."""
    return _read(con, file, "ods", [])


def _read(con: duckdb.DuckDBPyConnection, file: ForeignFile, form: str, warnings: list[Notice]) -> RawTable:
    """The sheet asked for, else the first visible sheet with a table.

    Raises CxdashError when the workbook is damaged or locked, has no such sheet or no table.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - only workbooks need it

    # Calamine believes a name's ending before it looks inside.
    named = file.folder / f"workbook.{form}"
    named.symlink_to(file.path.resolve())
    try:
        with _panic_is_damage():
            workbook = CalamineWorkbook.from_path(str(named))
            chosen = _chosen(workbook, file.sheet)
            tables = _tables(workbook)
            header, preamble, records = _load(con, chosen, file.limits, file.folder)
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise damaged() from error
    found = [*_several(tables, chosen.name), *warnings, *header_notices(header, preamble)]
    return RawTable(form, None, header, records, found, chosen.name, sheets=tables)


@contextmanager
def _panic_is_damage() -> Iterator[None]:
    """Calamine stumbles over some damaged files with an exception that is no `Exception` and has no name to import."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


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

    def has_table(self, columns: int = 1) -> bool:
        """Whether there is a header and something below it, in so many columns at least."""
        return sum(sum(map(bool, row)) >= columns for row in self.beginning()) > 1


def _chosen(workbook: Any, sheet: str | None) -> _Sheet:
    """The sheet asked for, or the first visible one with a table, or the first with anything."""
    if sheet is not None and sheet not in workbook.sheet_names:
        raise CxdashError(
            t("The workbook has no sheet “{sheet}”.", sheet=sheet),
            t("Its sheets are: {names}.", names=", ".join(workbook.sheet_names)),
        )
    names = [sheet] if sheet is not None else [*_tables(workbook), *_visible(workbook)]
    for name in names:
        candidate = _Sheet(name, workbook.get_sheet_by_name(name).iter_rows)
        if any(map(any, candidate.beginning())):
            return candidate
    raise CxdashError(t("The workbook has no sheet with a table."), t("Check that the export was complete."))


def _tables(workbook: Any) -> list[str]:
    """The visible sheets with a table; those of one column, such as notes, only where there is nothing else."""
    names = _visible(workbook)
    if len(names) < 2:
        return names
    sheets = [_Sheet(name, workbook.get_sheet_by_name(name).iter_rows) for name in names]
    wide = [each.name for each in sheets if each.has_table(columns=2)]
    return wide or [each.name for each in sheets if each.has_table()]


def _several(tables: list[str], chosen: str) -> list[Notice]:
    return [notice(SHEETS, n=len(tables), names=", ".join(tables), sheet=chosen)] if len(tables) > 1 else []


def _load(con: duckdb.DuckDBPyConnection, sheet: _Sheet, limits: Limits, folder: Path) -> tuple[list[str], int, int]:
    """The header, the number of lines with text above it, and the number of records loaded."""
    beginning = sheet.beginning()
    index = header_index(beginning)
    if index is None:
        raise no_rows()
    header = beginning[index]
    refuse_wide(len(header), limits)
    with RawWriter(len(header), limits, folder, header) as writer:
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
