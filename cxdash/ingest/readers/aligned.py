"""Tables whose columns are kept apart by blanks, as statistics programs print them, record by record."""

from pathlib import Path

from cxdash.ingest.dialect import Dialect
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.ingest.raw import FEWER, MORE, TOO_LONG, RawWriter
from cxdash.ingest.readers.records import Line, decoded_lines


def read_lines(path: Path, dialect: Dialect, writer: RawWriter, limits: Limits) -> None:
    """Give every line of a UTF-8 text file to the writer: its words as cells, or the line with the reason why not."""
    longest = int(limits.max_line_mb * MEGABYTE)
    for number, line in enumerate(decoded_lines(path)):
        row = dialect.row + number - dialect.skip
        if number < dialect.skip or not line.text.strip():
            continue
        cells = line.text.split()
        fault = _fault(line, len(cells), writer.width, longest)
        if fault:
            writer.reject(row, fault, line.text.rstrip("\r\n"))
        else:
            writer.take(row, cells)


def _fault(line: Line, cells: int, width: int, longest: int) -> str:
    if line.fault or len(line.text) > longest:
        return line.fault or TOO_LONG
    if cells == width:
        return ""
    return FEWER if cells < width else MORE
