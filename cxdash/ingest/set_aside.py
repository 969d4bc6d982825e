"""What of an upload was set aside: the rejected records and values in the order of the file."""

from typing import Any

from pyarrow import parquet

from cxdash.vault.home import Home
from cxdash.vault.uploads import rejects_path

COLUMNS = ["row", "column", "value", "reason", "level", "text"]


def set_aside(home: Home, upload: str) -> list[dict[str, Any]]:
    """Rows (row, column, value, reason, level, text); `reason` is a message to translate when it is shown.

    `row` counts as a spreadsheet program does, `level` is "record" or "value". CxdashError for an unknown upload.
    """
    with parquet.ParquetFile(rejects_path(home, upload)) as file:
        rows: list[dict[str, Any]] = file.read(columns=COLUMNS).to_pylist()
    return rows
