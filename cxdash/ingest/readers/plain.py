"""Whether a delimited file is plain, so that a fast reader, which believes what it is told, reads what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cxdash.ingest import encoding as encodings
from cxdash.ingest.dialect import Dialect
from cxdash.ingest.readers.records import are_records

_LF, _CR, _QUOTE = b'\n\r"'

ASKED = "\t\n\r@"
"""Characters of which somebody wants to know whether any cell has them."""

_Places = NDArray[np.intp]


@dataclass
class Plain:
    """What a plain file has: line ends outside quotation marks, letters beyond ASCII, `signs` of `ASKED` in cells."""

    lf: int = 0
    crlf: int = 0
    quoted: bool = False
    """Whether the next block begins inside quotation marks."""
    ascii_only: bool = True
    signs: set[str] = field(default_factory=set)
    last: bytes = b"\n"

    @property
    def records(self) -> int:
        """The number of lines outside quotation marks."""
        return self.lf + (self.last != b"\n")

    @property
    def multiline(self) -> bool:
        """Whether quoted cells have line ends."""
        return "\n" in self.signs

    @property
    def absent(self) -> frozenset[str]:
        """Characters that no cell has."""
        return frozenset(ASKED) - self.signs


def plainness(path: Path, dialect: Dialect) -> Plain | None:
    """What stands below the header of a plain file, None for all others.

    Plain: every line is UTF-8 without NUL, lines end in one way, every quotation mark has its partner and the two
    enclose a whole cell, and no quoted cell has a record inside (which is what a forgotten quotation mark looks like).
    Blank lines are counted here and no reader makes records of them, so that a file with any is not read at once.
    """
    plain = Plain()
    for block in _below_header(path, dialect.skip):
        if not block.isascii():
            plain.ascii_only = False
            if not encodings.is_utf8(block):
                return None
        if b"\x00" in block or not _count(block, dialect, plain):
            return None
        plain.signs.update(sign for sign in "\t@" if sign.encode() in block)
        plain.last = block[-1:]
    return None if plain.quoted or plain.crlf not in (0, plain.lf) else plain


def _below_header(path: Path, skip: int) -> Iterator[bytes]:
    """The file in blocks of whole lines, without its first `skip` lines."""
    for block in encodings.blocks(path):
        rest = block
        while skip and rest:
            rest = rest[rest.find(b"\n") + 1 :] if b"\n" in rest else b""
            skip -= 1
        if rest:
            yield rest


def _count(block: bytes, dialect: Dialect, plain: Plain) -> bool:
    """Add the line ends outside quotation marks; False as soon as the block is not plain."""
    if plain.quoted or b'"' in block:
        return _count_quoted(block, dialect, plain)
    plain.lf += block.count(b"\n")
    if b"\r" not in block:
        return True
    crlf = block.count(b"\r\n")
    plain.crlf += crlf
    return block.count(b"\r") == crlf


def _count_quoted(block: bytes, dialect: Dialect, plain: Plain) -> bool:
    codes = np.frombuffer(block, np.uint8)
    marks = np.flatnonzero(codes == _QUOTE)
    began = plain.quoted
    plain.quoted ^= len(marks) % 2 == 1
    if not _enclosing(codes, marks, ord(dialect.delimiter), began=began):
        return False
    lines = np.flatnonzero(codes == _LF)
    # Inside are those with an odd number of marks before them, or an even one where the block begins inside.
    before = np.searchsorted(marks, lines)
    inside = before % 2 != began
    if inside.any():
        plain.signs.add("\n")
        if any(_has_records(cell, dialect) for cell in _cells(block, marks, np.unique(before[inside]))):
            return False
    plain.lf += len(lines) - int(inside.sum())
    if b"\r" not in block:
        return True
    found = np.flatnonzero(codes == _CR)
    returns = found[np.searchsorted(marks, found) % 2 == began]
    if len(returns) < len(found):
        plain.signs.add("\r")
    plain.crlf += len(returns)
    return bool((_after(codes, returns) == _LF).all())


def _enclosing(codes: NDArray[np.uint8], marks: _Places, delimiter: int, *, began: bool) -> bool:
    """Whether the marks stand where cells begin and end, so that each quoted text is a whole cell.

    A mark directly behind another is a quotation mark within a cell, which is written twice. `began` says that the
    block begins inside.
    """
    opening, closing = marks[began::2], marks[1 - began :: 2]
    opening = opening[opening > 0]
    if not np.isin(codes[opening - 1], (delimiter, _LF, _QUOTE)).all():
        return False
    after = _after(codes, closing)
    if np.isin(after, (delimiter, _LF, _QUOTE)).all():
        return True
    ends = closing[after == _CR]
    return bool(np.isin(after, (delimiter, _LF, _QUOTE, _CR)).all() and (_after(codes, ends + 1) == _LF).all())


def _after(codes: NDArray[np.uint8], places: _Places) -> NDArray[np.uint8]:
    """What stands behind each place; behind the last one a line's end."""
    if len(places) and places[-1] + 1 == len(codes):
        codes = np.append(codes, np.uint8(_LF))
    return codes[places + 1]


def _cells(block: bytes, marks: _Places, before: _Places) -> Iterator[bytes]:
    """The texts between quotation marks that have so many marks before them in the block."""
    edges = [-1, *marks.tolist(), len(block)]
    for place in before.tolist():
        yield block[edges[place] + 1 : edges[place + 1]]


def _has_records(cell: bytes, dialect: Dialect) -> bool:
    """Whether the lines inside a quoted cell are records of the table."""
    delimiter = dialect.delimiter.encode()
    return are_records([line.count(delimiter) for line in cell.split(b"\n")[1:-1]], len(dialect.header))
