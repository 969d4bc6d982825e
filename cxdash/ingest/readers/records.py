"""Delimited text record by record: slower than a database, and it can say of every line what became of it."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cxdash.ingest.dialect import Dialect
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.ingest.raw import (
    FEWER,
    HEADER_AGAIN,
    MISQUOTED,
    MORE,
    NUL,
    TOO_LONG,
    UNCLOSED,
    UNDECODED,
    RawWriter,
    notice,
)
from cxdash.ingest.readers.surplus import LOADED, Shapes

LINES_IN_A_RECORD = 1000
"""A quotation mark still open after so many lines was never closed."""


CELLS_THAT_CONVINCE = 8
"""Fewer cells than this inside a quoted one may be prose that happens to have as many commas as a record."""


@dataclass
class Line:
    """A line with its end, and the reason why it cannot be read, "" when it can."""

    text: str
    fault: str = ""


Sink = Callable[[int, list[str], str, str], None]
"""Takes a record: its row, its cells or the fault for which it has none, and its text."""


def read_records(path: Path, dialect: Dialect, writer: RawWriter, limits: Limits) -> None:
    """Give every record of a UTF-8 text file to the writer: kept, or set aside with its reason.

    Rows are counted as a spreadsheet program counts them: a record over several lines is one, a blank line is one.
    Where records are wider than the header and yet stand under the right names, the header and the writer become as
    wide, and the dialect's warnings say so.
    """
    longest = int(limits.max_line_mb * MEGABYTE)
    csv.field_size_limit(longest * 2)
    shapes = Shapes(writer.width)
    if _has_wide_lines(path, dialect):
        _read(path, dialect, lambda _row, cells, fault, _text: None if fault else shapes.see(cells), longest)
    surplus = shapes.columns(limits.max_columns)
    keeper = _Keeper(writer, list(dialect.header), shapes, longest)
    dialect.header.extend([""] * surplus)
    writer.width += surplus
    _read(path, dialect, keeper.keep, longest)
    if keeper.wide:
        dialect.warnings.append(notice(LOADED, n=len(keeper.wide), row=keeper.wide[0]))


def _read(path: Path, dialect: Dialect, sink: Sink, longest: int) -> None:
    reading = _Reading(_Lines(path, dialect.skip), dialect, sink, longest)
    row = dialect.row
    while (line := reading.lines.next()) is not None:
        if line.fault:
            sink(row, [], line.fault, line.text)
        elif line.text.strip(" \r\n"):
            reading.record(row, line)
        row += 1


def _has_wide_lines(path: Path, dialect: Dialect) -> bool:
    """Whether any line has more delimiters than the header, blank cells at its end apart: a cheap first look."""
    delimiter, width = dialect.delimiter.encode(), len(dialect.header)
    blank = delimiter + b" \t\r\n"
    with path.open("rb") as file:
        return any(line.count(delimiter) >= width and line.rstrip(blank).count(delimiter) >= width for line in file)


class _Lines:
    """The lines of a file, of which some may be given back."""

    def __init__(self, path: Path, skip: int) -> None:
        self._lines = decoded_lines(path)
        self._returned: deque[Line] = deque()
        for _ in range(skip):
            next(self._lines, None)

    def next(self) -> Line | None:
        return self._returned.popleft() if self._returned else next(self._lines, None)

    def give_back(self, lines: list[Line]) -> None:
        self._returned.extendleft(reversed(lines))


def decoded_lines(path: Path) -> Iterator[Line]:
    """The lines of a UTF-8 file with their ends, a lone carriage return among them.

    A line that is not UTF-8 or has a NUL says so.
    """
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        for number, text in enumerate(file):
            line = text.removeprefix("\ufeff") if not number else text
            if "\x00" in line:
                yield Line(_readable(line), NUL)
            elif line.isascii() or line.isprintable() or not _has_raw_bytes(line):
                yield Line(line)
            else:
                yield Line(_readable(line), UNDECODED)


def _has_raw_bytes(line: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in line)


def _readable(line: str) -> str:
    """The line for a person: bytes that are no text as their numbers."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").rstrip("\r\n")


@dataclass
class _Reading:
    """One reading of a file: where records come from, how they are written, and where they go."""

    lines: _Lines
    dialect: Dialect
    sink: Sink
    longest: int

    def record(self, row: int, line: Line) -> None:
        """Keep or set aside the record that begins with this line; what it wrongly swallowed is read again."""
        taken = [line]
        cells, fault = _parse(taken, self.dialect)
        if fault == UNCLOSED:
            cells, fault = self._gather(taken)
        if len(taken) > 1 and (fault or _swallowed(taken, self.dialect)):
            self.lines.give_back(taken[1:])
            self.sink(row, [], UNCLOSED, line.text.rstrip("\r\n"))
        else:
            self.sink(row, cells, fault, "".join(part.text for part in taken).rstrip("\r\n"))

    def _gather(self, taken: list[Line]) -> tuple[list[str], str]:
        """Add lines to `taken` until its quotation mark is closed, within reason; the cells, or why there are none."""
        fault, size = UNCLOSED, len(taken[0].text)
        while fault == UNCLOSED and len(taken) < LINES_IN_A_RECORD and size <= self.longest:
            following = self.lines.next()
            if following is None:
                break
            taken.append(following)
            size += len(following.text)
            if following.fault:
                break
            # Only a line with a quotation mark can close the cell: the others need no second look at all of it.
            if '"' in following.text:
                cells, fault = _parse(taken, self.dialect)
        return ([], fault) if fault else (cells, "")


@dataclass
class _Keeper:
    """Gives the records of a file to its writer; `wide` has the rows of those wider than the header."""

    writer: RawWriter
    header: list[str]
    shapes: Shapes
    longest: int

    def __post_init__(self) -> None:
        self.wide: list[int] = []

    def keep(self, row: int, cells: list[str], fault: str, text: str) -> None:
        """Keep a record or set it aside with the reason."""
        named = len(self.header)
        if not any(cell.strip() for cell in cells[named:]):
            cells = cells[:named]
        fault = fault or self._fault(cells, text)
        if fault:
            self.writer.reject(row, fault, text)
            return
        if len(cells) > named:
            self.wide.append(row)
        self.writer.take(row, cells + [""] * (self.writer.width - len(cells)))

    def _fault(self, cells: list[str], text: str) -> str:
        named = len(self.header)
        if len(cells) < named:
            return FEWER
        if len(cells) > self.writer.width or (len(cells) > named and not self.shapes.fits(cells)):
            return MORE
        if len(text) > self.longest:
            return TOO_LONG
        return HEADER_AGAIN if cells == self.header else ""


def _parse(taken: list[Line], dialect: Dialect) -> tuple[list[str], str]:
    """The cells of one record, or why there are none."""
    try:
        reader = csv.reader((line.text for line in taken), delimiter=dialect.delimiter, strict=True)
        return next(reader), ""
    except csv.Error as error:
        return [], _reason(str(error))


def _reason(error: str) -> str:
    if "unexpected end" in error:
        return UNCLOSED
    return TOO_LONG if "field limit" in error else MISQUOTED


def _swallowed(taken: list[Line], dialect: Dialect) -> bool:
    """Whether the lines inside a quoted cell are records: then a quotation mark was forgotten before them."""
    return are_records([line.text.count(dialect.delimiter) for line in taken[1:-1]], len(dialect.header))


def are_records(delimiters: list[int], width: int) -> bool:
    """Whether lines with so many delimiters each are all records of a table `width` wide, and not prose with commas.

    >>> are_records([7, 7], 8), are_records([2], 3), are_records([7, 0], 8)
    (True, False, False)
    """
    return width * len(delimiters) >= CELLS_THAT_CONVINCE and all(n == width - 1 for n in delimiters)
