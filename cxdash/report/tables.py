"""Tables as files a spreadsheet opens: raw values under the reader's headings; text stays text, however it begins."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from cxdash.report.columns import Table

# What makes a spreadsheet program take a cell for a formula, with the full-width forms it also accepts.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read every script."""
    text = io.StringIO()
    writer = csv.writer(text)
    if table.columns:
        writer.writerow([inert(heading) for heading in table.headings])
        writer.writerows([inert(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, *, notes: Sequence[str] = ()) -> bytes:
    """A workbook with the table, and the notes (filters, n, data version) on a sheet of their own."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet()
        for column, heading in enumerate(table.headings):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, max(10, min(40, len(heading) + 2)))
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet()
        for number, note in enumerate(notes):
            about.write_string(number, 0, note)
    return file.getvalue()


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: object) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell))
