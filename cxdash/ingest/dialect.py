"""How a text table is written: its delimiter, where its header stands, decided from a sample by our own rules."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_, t

SAMPLE = 1 << 20
SAMPLE_RECORDS = 500
DELIMITERS: Final = ",;\t|^~:\x01\x1f¦§#*!"
PREAMBLE_AT_MOST = 50

PREAMBLE = N_("{n} lines above the header were skipped.")
UNNAMED = N_("{n} columns have no name.")
DUPLICATE = N_("The column name {name} stands {n} times.")


@dataclass(frozen=True)
class Dialect:
    """`skip` physical lines lie above the first record; `row` is that record's number in a spreadsheet program.

    `sep=` lines count among the lines and not among the rows: a spreadsheet program does not show them.
    """

    delimiter: str
    header: list[str]
    skip: int
    row: int
    warnings: list[Notice] = field(default_factory=list)


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
    delimiter = named or best_delimiter(text)
    return _dialect(text, delimiter, 1 if named else 0, limits)


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
    return max(present, key=lambda character: _evenness(text, character), default=",")


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


def _dialect(text: str, delimiter: str, above: int, limits: Limits) -> Dialect:
    found = records(text, delimiter)
    index = header_index([cells for cells, _ in found])
    if index is None:
        raise no_rows()
    header, line = found[index]
    refuse_wide(len(header), limits)
    preamble = sum(any(cells) for cells, _ in found[:index])
    return Dialect(delimiter, header, line + above, index + 2, header_notices(header, preamble))


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
    """Warnings about lines above the header, unnamed columns and names that stand more than once."""
    found = [notice(PREAMBLE, n=preamble)] if preamble else []
    unnamed = sum(not name.strip() for name in header)
    if unnamed:
        found.append(notice(UNNAMED, n=unnamed))
    folded = Counter(name.strip().casefold() for name in header if name.strip())
    found += [notice(DUPLICATE, name=name, n=n) for name, n in folded.items() if n > 1]
    return found


def refuse_wide(width: int, limits: Limits) -> None:
    """Raise CxdashError when the table has more columns than the limit."""
    if width > limits.max_columns:
        raise CxdashError(
            t("The file has {n} columns; {limit} are allowed.", n=f"{width:,}", limit=f"{limits.max_columns:,}"),
            t("Keep the columns that matter and upload the file again."),
        )


def no_rows() -> CxdashError:
    """The refusal of a file in which no header can be found."""
    return CxdashError(t("The file is empty: it has no header and no rows."), t("Check that the export was complete."))
