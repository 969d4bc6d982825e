"""What an OpenDocument spreadsheet would unpack to, counted from its tags before a reader builds anything."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from cxdash.ingest.checks import UNPACKING_FAILS, Head, check_parts, locked
from cxdash.ingest.limits import Limits
from cxdash.ingest.sheets import Extent, entities, refuse_bomb, refuse_far, workbook_damaged

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
CHUNK = 1 << 20
BIGGEST_COUNT = 1 << 31

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_VALUE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"


def is_spreadsheet(head: Head) -> bool:
    """Whether a zip file says that it is an OpenDocument spreadsheet."""
    if "mimetype" not in head.parts or "content.xml" not in head.parts:
        return False
    try:
        with zipfile.ZipFile(head.path) as archive, archive.open("mimetype") as stream:
            return stream.read(len(SPREADSHEET)) == SPREADSHEET
    except UNPACKING_FAILS:
        return False


def check(head: Head, limits: Limits) -> None:
    """Raise CxdashError when the spreadsheet needs a password, is damaged, unpacks to too much or reaches too far."""
    check_parts(head, limits)
    try:
        with zipfile.ZipFile(head.path) as archive:
            if "META-INF/manifest.xml" in head.parts:
                _refuse_locked(archive, limits)
            with archive.open("content.xml") as stream:
                _measure(stream, head.path.stat().st_size, limits)
    except UNPACKING_FAILS as error:
        raise workbook_damaged() from error
    except expat.ExpatError as error:
        raise workbook_damaged() from error


def _refuse_locked(archive: zipfile.ZipFile, limits: Limits) -> None:
    with archive.open("META-INF/manifest.xml") as stream:
        manifest = stream.read(limits.max_parts * 1000)
    if b"encryption-data" in manifest or b"encrypted-package" in manifest:
        raise locked()


def _measure(stream: Any, packed: int, limits: Limits) -> None:
    """Parse content.xml in a stream: nothing is kept of it but how far its sheets reach."""
    unpacked = 0
    parser = expat.ParserCreate(namespace_separator=" ")
    reach = _Reach(limits)
    parser.StartElementHandler = reach.start
    parser.EndElementHandler = reach.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    while block := stream.read(CHUNK):
        unpacked += len(block)
        refuse_bomb(unpacked, packed, limits.max_sheet_mb, limits)
        parser.Parse(block, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise entities()


@dataclass
class _Sheet:
    row: int = 0
    """Rows so far, whatever is in them."""
    repeated: int = 1
    column: int = 0
    filled: int = 0
    """The furthest cell of this row with something in it."""
    cells: int = 0


class _Reach:
    """How far the cells with something in them reach, repetitions counted as the copies they stand for."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheet = _Sheet()
        self.extent = Extent()
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            _TABLE + "table": self._table,
            _TABLE + "table-row": self._row,
            **dict.fromkeys(_CELLS, self._cell),
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins: what it repeats, and whether a cell says that it has a value."""
        begin = self._starts.get(tag)
        if begin:
            begin(attributes)

    def end(self, tag: str) -> None:
        """A row ends: it counts as many times as it is repeated, if anything stands in it."""
        if tag != _TABLE + "table-row":
            return
        sheet = self.sheet
        sheet.row += sheet.repeated
        if sheet.filled:
            self.extent.row = max(self.extent.row, sheet.row)
            self.extent.furthest = max(self.extent.furthest, sheet.filled)
            self.extent.cells += sheet.cells * sheet.repeated
            refuse_far(self.extent, self.limits)

    def _table(self, _attributes: dict[str, str]) -> None:
        self.sheet, self.extent = _Sheet(), Extent(total=self.extent.total + self.extent.area)

    def _row(self, attributes: dict[str, str]) -> None:
        self.sheet.repeated = _count(attributes.get(_TABLE + "number-rows-repeated"))
        self.sheet.column = self.sheet.filled = self.sheet.cells = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        times = _count(attributes.get(_TABLE + "number-columns-repeated"))
        self.sheet.column += times
        if _VALUE in attributes:
            self.sheet.filled = self.sheet.column
            self.sheet.cells += times


def _count(said: str | None) -> int:
    """How often something is repeated; ValueError for what is no count."""
    number = int(said or 1)
    if not 0 < number < BIGGEST_COUNT:
        raise ValueError(said)
    return number
