"""How a text table is written: its delimiter, where its header stands, decided from a sample by our own rules."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.oddities import oddities
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_, t
from cxdash.locale.formats import count

SAMPLE = 1 << 20
SAMPLE_RECORDS = 500
DELIMITERS: Final = ",;\t|^~:\x01\x1f¦§#*!"
PREAMBLE_AT_MOST = 50

BLANKS: Final = "blank-aligned"
"""Stands for a delimiter where columns are kept apart by any number of blanks."""

LONGEST_NAME = 255
"""Characters; the longest honest questions have about as many."""

# Control characters that are no line end or tab, marks that turn the direction of the text, and what was no text.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffd]")

LINES_TO_ALIGN = 3
ALIGNED_COLUMNS = 3

PREAMBLE = N_("{n} lines above the header were skipped.")
ODD_NAMES = N_("{n} column names are very long or hold marks that cannot be read; look at them before you trust them.")
UNNAMED = N_("{n} columns are unnamed.")
NO_HEADER = N_("The file has no header; its columns were named column 1 to column {n}.")
ALIGNED = N_("The columns are kept apart by blanks.")
DUPLICATE = N_("The column name {name} stands {n} times.")


@dataclass(frozen=True)
class Dialect:
    """`skip` physical lines lie above the first record; `row` is that record's number in a spreadsheet program.

    `sep=` lines count among the lines and not among the rows: a spreadsheet program does not show them. `named` is
    False where the file has no header and the names are ours.
    """

    delimiter: str
    header: list[str]
    skip: int
    row: int
    warnings: list[Notice] = field(default_factory=list)
    named: bool = True


def detect(path: Path, limits: Limits) -> Dialect:
    """The dialect of a UTF-8 text file.

    Raises CxdashError when there is no header, or more columns than the limit.
    """
    with path.open("rb") as file:
        sample = file.read(max(SAMPLE, int(limits.max_line_mb * 2 * (1 << 20))))
    text = sample.decode("utf-8-sig", "replace").replace("\x00", "")
    text, named = _named_delimiter(text)
    if not text.strip():
        raise no_rows()
    below, comments = (text, 0) if named else _without_comments(text)
    delimiter = named or best_delimiter(below)
    return _dialect(below, delimiter, _Above(comments + bool(named), comments, comments), limits)


@dataclass(frozen=True)
class _Above:
    """What was cut off above the text: physical lines, rows of a spreadsheet, and lines with something on them."""

    lines: int
    rows: int
    filled: int


def _without_comments(text: str) -> tuple[str, int]:
    """The text without the lines that begin with # above the table, and how many those are.

    A single such line that has the columns of the next is the header.
    """
    lines = _lines(text)
    above = next((i for i, line in enumerate(lines) if not _is_comment(line)), len(lines))
    rest = "".join(lines[above:])
    if not above or not rest.strip():
        return text, 0
    if above == 1:
        found = [cells for cells, _ in records(text, best_delimiter(rest)) if any(cells)]
        if len(found) > 1 and len(found[0]) == len(found[1]) > 1:
            return text, 0
    return rest, above


def _is_comment(line: str) -> bool:
    """Whether a line is a comment; a header whose first column is called # is none."""
    return line.startswith("#") and (len(line.strip()) == 1 or line[1] not in ",;\t|")


def _named_delimiter(text: str) -> tuple[str, str]:
    """Excel's first line `sep=;` names the delimiter; returns the text without it."""
    line, _, rest = text.partition("\n")
    mark = line.strip("\r").strip('"')
    if mark.lower().startswith("sep=") and len(mark) == 5:
        return rest, mark[4]
    return text, ""


def records(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """The sample's records with the physical line each ends at, blank lines included as []."""
    csv.field_size_limit(1 << 27)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(cells, reader.line_num) for cells in islice(reader, SAMPLE_RECORDS)]


def best_delimiter(text: str) -> str:
    """The character that cuts the sample's records into the most even table; a comma when nothing does."""
    present = [character for character in DELIMITERS if character in text]
    scores = {character: _evenness(text, character) for character in present}
    best = max(present, key=lambda character: scores[character], default=",")
    clear = best in ",;\t|" and scores.get(best, (0.0, 0))[0] > 0.5
    return BLANKS if not clear and _is_aligned(text) else best


def _is_aligned(text: str) -> bool:
    """Whether blanks keep columns apart: every line has as many words, and one column is of numbers."""
    lines = _lines(text)
    if len(text) >= SAMPLE:
        lines.pop()  # cut by the end of the sample
    rows = [line.split() for line in lines if line.strip()]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or len(rows) < LINES_TO_ALIGN or '"' in text:
        return False
    padded = any("  " in line.strip() or "\t" in line.strip() for line in lines)
    if max(widths) < (2 if padded else ALIGNED_COLUMNS):
        return False
    return any(all(_is_number(row[place]) for row in rows[1:]) for place in range(max(widths)))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How table-like the records are with this delimiter, and how wide the table is."""
    widths = [len(cells) for cells, _ in records(text, delimiter) if any(cells)]
    if len(widths) > 2 and len(text) >= SAMPLE:
        widths.pop()  # cut by the end of the sample
    if not widths:
        return 0.0, 0
    width, times = max(Counter(w for w in widths if w > 1).items(), key=lambda pair: pair[1], default=(1, 0))
    headed = 1.0 if width in widths[:PREAMBLE_AT_MOST] and widths[0] in (1, width) else 0.5
    preferred = 1.0 if delimiter in ",;\t|" else 0.7
    return round(times / len(widths) * headed * preferred, 1), width


def _dialect(text: str, delimiter: str, above: _Above, limits: Limits) -> Dialect:
    aligned = delimiter == BLANKS
    found = _aligned_records(text) if aligned else records(text, delimiter)
    index = header_index([cells for cells, _ in found])
    if index is None:
        raise no_rows()
    header, line = found[index]
    refuse_wide(len(header), limits)
    warnings = [notice(ALIGNED)] if aligned else []
    if _is_data(header):
        before = found[index - 1][1] if index else 0
        names = [f"column {place}" for place in range(1, len(header) + 1)]
        said = [*warnings, notice(NO_HEADER, n=len(header))]
        return Dialect(delimiter, names, before + above.lines, index + above.rows + 1, said, named=False)
    preamble = sum(any(cells) for cells, _ in found[:index]) + above.filled
    warnings += header_notices(header, preamble)
    warnings += [] if aligned else oddities(_lines(text), found)
    return Dialect(delimiter, header, line + above.lines, index + above.rows + 2, warnings)


def _aligned_records(text: str) -> list[tuple[list[str], int]]:
    return [(line.split(), number) for number, line in enumerate(_lines(text)[:SAMPLE_RECORDS], start=1)]


def _lines(text: str) -> list[str]:
    """The physical lines with their ends; what else Unicode calls a line's end is text."""
    return io.StringIO(text, newline="").readlines()


def _is_data(cells: Sequence[str]) -> bool:
    """Whether a first row has nothing but numbers, which no header has unless it counts its columns or years."""
    if len(cells) < 2 or not all(_is_number(cell) for cell in cells):
        return False
    numbers = [float(cell) for cell in cells]
    return any(after - before != 1 for before, after in pairwise(numbers))


def header_index(rows: Sequence[Sequence[str]]) -> int | None:
    """Where the header stands: the first row that fills more than half of the table's width, else the first with text.

    None when no row has any text.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if not any(filled):
        return None
    first = next(i for i, n in enumerate(filled) if n)
    widths = Counter(len(row) for row, n in zip(rows, filled, strict=True) if n and len(row) > 1)
    width = widths.most_common(1)[0][0] if widths else 1
    for index, row in islice(enumerate(rows), first, first + PREAMBLE_AT_MOST):
        if filled[index] > max(1, min(width, max(filled)) // 2) or (width == 1 and filled[index]):
            return index
        if len(row) == width and (filled[index] > 1 or width == 2):
            return index
    return first


def header_notices(header: Sequence[str], preamble: int) -> list[Notice]:
    """Warnings about lines above the header, and about names that are missing, odd or stand more than once."""
    found = [notice(PREAMBLE, n=preamble)] if preamble else []
    unnamed = sum(not name.strip() for name in header)
    if unnamed:
        found.append(notice(UNNAMED, n=unnamed))
    odd = sum(len(name) > LONGEST_NAME or bool(_UNSEEN.search(name)) for name in header)
    if odd:
        found.append(notice(ODD_NAMES, n=odd))
    folded = Counter(name.strip().casefold() for name in header if name.strip())
    found += [notice(DUPLICATE, name=name, n=n) for name, n in folded.items() if n > 1]
    return found


def refuse_wide(width: int, limits: Limits) -> None:
    """Raise CxdashError when the table has more columns than the limit."""
    if width > limits.max_columns:
        raise CxdashError(
            t("The file has {n} columns; {limit} are allowed.", n=count(width), limit=count(limits.max_columns)),
            t("Keep the columns that matter and upload the file again."),
        )


def no_rows() -> CxdashError:
    """The refusal of a file in which no header can be found."""
    return CxdashError(t("The file is empty: it has no header and no rows."), t("Check that the export was complete."))
