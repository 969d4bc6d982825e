"""The command that lists what of an upload was set aside: its row, column, value and the reason."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.ingest.repair_file import save_repair_file
from cxdash.ingest.set_aside import set_aside as rejects_of
from cxdash.locale import formats, t
from cxdash.vault.home import Home

Reject = dict[str, Any]


def set_aside(arguments: Namespace) -> Reply:
    """The rejected rows and values of an upload, in the order of the file; with `--to`, the file to repair them in."""
    home = Home.open(arguments.home)
    if arguments.to:
        return _save(home, arguments.upload, Path(arguments.to))
    rejects = rejects_of(home, arguments.upload)
    return Reply(rejects, lambda: _lines(rejects))


def _save(home: Home, upload: str, target: Path) -> Reply:
    n = save_repair_file(home, upload, target)
    written = t("Wrote {n} records to {path}.", n=formats.count(n), path=target)
    back = t("Correct them there, and load them with “load --repair {id} {path}”.", id=upload, path=target)
    return Reply({"path": str(target), "records": n}, lambda: [written, back])


def _lines(rejects: list[Reject]) -> list[str]:
    if not rejects:
        return [t("Nothing was set aside.")]
    columns = [Column(t("row"), numeric=True), Column(t("column")), Column(t("value")), Column(t("reason"))]
    return table(columns, (_cells(reject) for reject in rejects))


def _cells(reject: Reject) -> list[str]:
    shown = reject["value"] if reject["value"] is not None else reject["text"]
    reason = str(reject["reason"])
    return [str(reject["row"]), str(reject["column"] or formats.ABSENT), str(shown or formats.ABSENT), t(reason)]
