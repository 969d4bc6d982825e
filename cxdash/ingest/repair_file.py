"""Records that were set aside as a CSV file to be repaired: the file's own columns, each record's row, and the reason.

Cells are as they stand in the file, so that what is not changed comes back unchanged.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from cxdash.errors import CxdashError
from cxdash.ingest.mapping import source_names
from cxdash.ingest.set_aside import set_aside
from cxdash.locale import t
from cxdash.vault import uploads
from cxdash.vault.home import Home

ROW, REASON = "row", "reason"
_DELIMITERS = ",;\t|"


def header_of(columns: Sequence[str]) -> list[str]:
    """The header: the file's columns, then where the record stands in the file and why it was set aside."""
    return source_names([*columns, ROW, REASON])


def repair_file(home: Home, upload: str) -> bytes:
    """The records of an upload that are set aside, as CSV in UTF-8 with a byte order mark; only a header for none.

    Not for display: a cell may begin a formula. Of a record that could not be told into cells, they are cut at the
    delimiter, and what is too much stays in the last. CxdashError for an unknown upload.
    """
    columns = list(uploads.report(home, upload)["columns"])
    rejects = [each for each in set_aside(home, upload) if each["level"] == "record"]
    delimiter = _delimiter(rejects, len(columns))
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(header_of(columns))
    for row, reasons in groupby(rejects, key=lambda each: int(each["row"])):
        faults = list(reasons)
        cells = _cells(faults[0]["text"], len(columns)) or _cut(faults[0]["text"], len(columns), delimiter)
        writer.writerow([*cells, row, "; ".join(dict.fromkeys(map(_reason, faults)))])
    return text.getvalue().encode("utf-8-sig")


def save_repair_file(home: Home, upload: str, target: Path) -> int:
    """Write that file; the number of its records. CxdashError where it cannot be written."""
    content = repair_file(home, upload)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise CxdashError(
            t("The file {path} cannot be written: {reason}.", path=target, reason=error.strerror),
            t("Choose another place."),
        ) from None
    return len({each["row"] for each in set_aside(home, upload) if each["level"] == "record"})


def _reason(fault: dict[str, Any]) -> str:
    return f"{fault['column']}: {t(fault['reason'])}" if fault["column"] else t(fault["reason"])


def _cells(text: str | None, width: int) -> list[str] | None:
    """The cells of a record that conversion set aside, None for a record that was never told into cells."""
    try:
        cells = json.loads(text or "")
    except ValueError:
        return None
    if not isinstance(cells, list) or len(cells) != width or not all(isinstance(c, str | None) for c in cells):
        return None
    return [cell or "" for cell in cells]


def _cut(text: str | None, width: int, delimiter: str) -> list[str]:
    cells = next(csv.reader(io.StringIO(text or "", newline=""), delimiter=delimiter), [])
    surplus = [delimiter.join(cells[width - 1 :])] if len(cells) > width else cells[width - 1 : width]
    return [*cells[: width - 1], *surplus, *[""] * (width - len(cells))]


def _delimiter(rejects: Iterable[dict[str, Any]], width: int) -> str:
    whole = "".join(str(each["text"] or "") for each in rejects if _cells(each["text"], width) is None)
    return max(_DELIMITERS, key=whole.count)
