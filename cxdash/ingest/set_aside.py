"""What of an upload is set aside: the rejected records and values in the order of the file, less what was repaired."""

from typing import Any

from pyarrow import parquet

from cxdash.mart.repeats import TABLE_OF_KIND
from cxdash.vault.home import Home
from cxdash.vault.repairs import repairs_of
from cxdash.vault.uploads import get, rejects_path

COLUMNS = ["row", "column", "value", "reason", "level", "text"]


def set_aside(home: Home, upload: str) -> list[dict[str, Any]]:
    """Rows (row, column, value, reason, level, text); `reason` is a message to translate when it is shown.

    `row` counts as a spreadsheet program does, `level` is "record" or "value". `text` is the record as it stands in the
    file, or its cells as a JSON list where they could be told apart. CxdashError for an unknown upload.
    """
    kind, rejects = get(home, upload).kind, _read(home, upload)
    repairs = repairs_of(home, upload)
    if not repairs:
        return rejects
    repaired: set[int] = set()
    values: list[dict[str, Any]] = []
    for each in repairs:
        with parquet.ParquetFile(home.canonical(each, TABLE_OF_KIND[kind])) as file:
            repaired.update(file.read(columns=["row"])["row"].to_pylist())
        values += _read(home, each)
    left = [each for each in rejects if each["level"] == "value" or each["row"] not in repaired]
    return sorted([*left, *values], key=lambda each: int(each["row"]))


def _read(home: Home, upload: str) -> list[dict[str, Any]]:
    with parquet.ParquetFile(rejects_path(home, upload)) as file:
        rows: list[dict[str, Any]] = file.read(columns=COLUMNS).to_pylist()
    return rows
