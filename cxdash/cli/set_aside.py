"""The command that lists what of an upload was set aside: its row, column, value and the reason."""

from argparse import Namespace
from typing import Any

from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.ingest.set_aside import set_aside as rejects_of
from cxdash.locale import formats, t
from cxdash.vault.home import Home

Reject = dict[str, Any]


def set_aside(arguments: Namespace) -> Reply:
    """The rejected rows and values of an upload, in the order of the file."""
    rejects = rejects_of(Home.open(arguments.home), arguments.upload)
    return Reply(rejects, lambda: _lines(rejects))


def _lines(rejects: list[Reject]) -> list[str]:
    if not rejects:
        return [t("Nothing was set aside.")]
    columns = [Column(t("row"), numeric=True), Column(t("column")), Column(t("value")), Column(t("reason"))]
    return table(columns, (_cells(reject) for reject in rejects))


def _cells(reject: Reject) -> list[str]:
    shown = reject["value"] if reject["value"] is not None else reject["text"]
    reason = str(reject["reason"])
    return [str(reject["row"]), str(reject["column"] or formats.ABSENT), str(shown or formats.ABSENT), t(reason)]
