"""The command that lists what of an upload was set aside: its row, column, value and the reason."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from pyarrow import parquet

from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.locale import formats, t
from cxdash.vault import uploads
from cxdash.vault.home import Home

Reject = dict[str, int | str | None]
COLUMNS = ["row", "column", "value", "reason", "level", "text"]


def set_aside(arguments: Namespace) -> Reply:
    """The rejected rows and values of an upload, in the order of the file."""
    rejects = list(_read(uploads.rejects_path(Home.open(arguments.home), arguments.upload)))
    return Reply(rejects, lambda: _lines(rejects))


def _read(path: Path) -> Iterator[Reject]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=COLUMNS):
            yield from batch.to_pylist()


def _lines(rejects: list[Reject]) -> list[str]:
    if not rejects:
        return [t("Nothing was set aside.")]
    columns = [Column(t("row"), numeric=True), Column(t("column")), Column(t("value")), Column(t("reason"))]
    return table(columns, (_cells(reject) for reject in rejects))


def _cells(reject: Reject) -> list[str]:
    shown = reject["value"] if reject["value"] is not None else reject["text"]
    reason = str(reject["reason"])
    return [str(reject["row"]), str(reject["column"] or formats.ABSENT), str(shown or formats.ABSENT), t(reason)]
