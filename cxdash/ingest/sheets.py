"""What a workbook would unpack to, counted part by part without building anything: the bombs stop here."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cxdash.errors import CxdashError
from cxdash.ingest.checks import UNPACKING_FAILS
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.locale import N_, t
from cxdash.locale.formats import count

CHUNK = 1 << 20
OVERLAP = 64
"""Bytes of the last chunk read again, so that no reference is cut in two."""

XML = (".xml", ".rels")

RATIO_COUNTS_ABOVE = 50 * MEGABYTE

_AGAIN = N_("Save the table alone as a new workbook or as CSV and upload that.")
# Every spreadsheet program writes the first form, which is found three times faster; other XML is possible.
_REFERENCE = re.compile(rb' r="([A-Z]{1,3})\d')
_ANY_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})\d""")
_ROW = re.compile(rb"""<row\s[^>]*?\br=["'](\d{1,7})""")
_ANY_ROW = re.compile(rb"""[<:]row\s[^>]*?\br\s*=\s*["'](\d{1,7})""")
_UNUSUAL = (b"r='", b"r =", b"r= ", b"\tr=", b"\nr=", b"\rr=", b":row")
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
_ROW_TAGS = (b"<row ", b"<row>", b"<row/", b":row ", b":row>", b":row/")


@dataclass
class Extent:
    """How far a sheet reaches: its furthest row and column, and the cells it writes down.

    `columns` are those that have been met by their letters, `furthest` one met by its number; `total` is the area of
    the sheets before this one.
    """

    row: int = 0
    rows: int = 0
    cells: int = 0
    columns: set[bytes] = field(default_factory=set)
    furthest: int = 0
    total: int = 0

    @property
    def column(self) -> int:
        """The number of the furthest column."""
        return max(map(column_number, self.columns), default=self.furthest)

    @property
    def area(self) -> int:
        """The cells of the rectangle that a reader makes of the sheet."""
        return max(self.cells, max(self.row, self.rows) * self.column)


def column_number(letters: bytes) -> int:
    """The number of a spreadsheet column: A is 1, XFD is 16,384.

    >>> column_number(b"AA")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_workbook(path: Path, limits: Limits) -> None:
    """Raise CxdashError when the workbook unpacks to too much, reaches too far or carries a DOCTYPE."""
    packed = path.stat().st_size
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            # What the archive says of itself may be a lie, but a bomb that admits it need not be unpacked.
            declared = sum(part.file_size for part in archive.infolist() if part.filename.endswith(XML))
            refuse_bomb(declared, packed, limits.max_sheet_mb, limits)
            for part in archive.infolist():
                if part.flag_bits & 1:
                    raise CxdashError(t("The workbook is protected by a password."), t(_AGAIN))
                if part.filename.endswith(XML):
                    unpacked = _check_part(archive, part, unpacked, packed, limits)
    except UNPACKING_FAILS as error:
        raise workbook_damaged() from error


def workbook_damaged() -> CxdashError:
    """The refusal of a workbook that cannot be unpacked."""
    return CxdashError(t("The workbook is damaged."), t(_AGAIN))


def entities() -> CxdashError:
    """The refusal of XML that brings its own entities."""
    return CxdashError(t("The workbook's XML has a DTD with entities, which no spreadsheet program writes."), t(_AGAIN))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, unpacked: int, packed: int, limits: Limits) -> int:
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    extent = Extent()
    for chunk, fresh in _chunks(archive, part):
        unpacked += fresh
        refuse_bomb(unpacked, packed, limits.max_sheet_mb, limits)
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
            raise entities()
        if is_sheet:
            _reach(chunk, extent)
            refuse_far(extent, limits)
    return unpacked


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """The part's bytes up to a tag's end, each chunk with the number of bytes that were unpacked for it."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(CHUNK):
            text = rest + block
            end = text.rfind(b">") + 1
            rest = text[end:] if len(text) - end < CHUNK else text[-OVERLAP:]
            yield text[:end] if end else text, len(block)


def _reach(chunk: bytes, extent: Extent) -> None:
    unusual = any(form in chunk for form in _UNUSUAL)
    extent.columns.update((_ANY_REFERENCE if unusual else _REFERENCE).findall(chunk))
    extent.cells += sum(map(chunk.count, _CELL_TAGS))
    rows = (_ANY_ROW if unusual else _ROW).findall(chunk)
    extent.row = max(extent.row, max(map(int, rows), default=0))
    extent.rows += sum(map(chunk.count, _ROW_TAGS))


def refuse_far(extent: Extent, limits: Limits) -> None:
    """Raise CxdashError when what lies between A1 and the furthest cell, which a reader builds whole, is too much."""
    rows, columns = max(extent.row, extent.rows), extent.column
    if columns > limits.max_columns:
        raise CxdashError(
            t(
                "The sheet reaches to column {n}; {limit} columns are allowed.",
                n=count(columns),
                limit=count(limits.max_columns),
            ),
            t("Delete the cells far to the right of the table, or save the table alone as CSV."),
        )
    if rows > limits.max_sheet_rows:
        raise CxdashError(
            t("The sheet has more than {limit} rows.", limit=count(limits.max_sheet_rows)), t("Save the table as CSV.")
        )
    if extent.total + extent.area > limits.max_cells:
        raise CxdashError(
            t("The sheet is too large: {rows} rows and {columns} columns.", rows=count(rows), columns=count(columns)),
            t("Delete empty rows and columns far from the table, or save the table as CSV."),
        )


def refuse_bomb(unpacked: int, packed: int, limit_mb: int, limits: Limits) -> None:
    """Raise CxdashError when `unpacked` bytes out of `packed` are more than any honest file makes."""
    if unpacked > limit_mb * MEGABYTE:
        raise CxdashError(
            t("The compressed file is too large: it unpacks to more than {limit} MB.", limit=count(limit_mb)),
            t("Split it into smaller files, or upload the table as CSV."),
        )
    if unpacked > RATIO_COUNTS_ABOVE and unpacked > packed * limits.max_ratio:
        raise CxdashError(
            t(
                "The compressed file is too large: it unpacks to more than {ratio} times its size.",
                ratio=count(limits.max_ratio),
            ),
            t("If this is an honest table, upload it as CSV without compression."),
        )
