"""Records that name their own columns, as JSON and event logs have them, into DuckDB: read twice, never held."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import NUL, UNDECODED, ForeignFile, RawWriter
from cxdash.locale import t
from cxdash.locale.formats import count

Key = tuple[str, ...]
"""Where a value stands in its record: the names on the way to it."""


@dataclass
class Record:
    """A record by its row and its cells, or by the `fault` for which it is set aside, with its `text` to show then."""

    row: int
    cells: dict[Key, str] = field(default_factory=dict)
    fault: str = ""
    text: str = ""


def load(
    con: duckdb.DuckDBPyConnection, file: ForeignFile, records: Callable[[], Iterator[Record]]
) -> tuple[list[str], int]:
    """Create `raw` and `raw_rejects`; returns the header and the number of records.

    The names in the header are joined by dots and stand in the order in which they are met.
    `records` is called twice: for the columns, and for the cells. Raises CxdashError when there are more columns or
    records than the limits.
    """
    columns = _columns(records(), file.limits)
    with RawWriter(len(columns), file.limits, file.folder) as writer:
        for record in records():
            fault = record.fault or unwritable(record.cells)
            if fault:
                writer.reject(record.row, fault, _shown(record))
            else:
                writer.take(record.row, [record.cells.get(key, "") for key in columns])
        written = writer.load(con)
    return [".".join(key) for key in columns], written


def _columns(records: Iterator[Record], limits: Limits) -> dict[Key, None]:
    found: dict[Key, None] = {}
    for record in records:
        if not record.fault and not unwritable(record.cells):
            found.update(dict.fromkeys(record.cells))
            if len(found) > limits.max_columns:
                raise _too_many_keys(limits.max_columns)
    return found


def unwritable(cells: dict[Key, str]) -> str:
    """Why a record cannot be stored as text, "" when it can."""
    together = "".join(cells.values()) + "".join(map("".join, cells))
    if "\x00" in together:
        return NUL
    try:
        together.encode()
    except UnicodeEncodeError:
        return UNDECODED
    return ""


def _shown(record: Record) -> str:
    text = record.text or ", ".join(f"{'.'.join(key)}: {cell}" for key, cell in record.cells.items())
    return text.encode("utf-8", "surrogateescape" if _from_bytes(text) else "replace").decode(
        "utf-8", "backslashreplace"
    )


def _from_bytes(text: str) -> bool:
    """Whether everything that is no character stands for a byte that was none."""
    return all("\udc80" <= character <= "\udcff" for character in text if "\ud800" <= character <= "\udfff")


def _too_many_keys(limit: int) -> CxdashError:
    return CxdashError(
        t(
            "The records have more than {limit} different keys, and each would be one of the columns.",
            limit=count(limit),
        ),
        t("Export the table as CSV, or keep the keys that matter and upload the file again."),
    )
