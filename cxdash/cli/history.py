"""Commands about what was loaded: uploads, undo."""

from argparse import Namespace
from collections.abc import Sequence

from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.locale import formats, t
from cxdash.vault import uploads as vault
from cxdash.vault.home import Home
from cxdash.vault.uploads import Upload

COUNTS = ("read", "loaded", "set_aside", "duplicates", "values_set_aside")


def uploads(arguments: Namespace) -> Reply:
    """Every upload, the newest first, with those that were taken back."""
    found = vault.history(Home.open(arguments.home))
    return Reply([_document(upload) for upload in found], lambda: _lines(found))


def undo(arguments: Namespace) -> Reply:
    """Take an upload back."""
    taken = vault.undo(Home.open(arguments.home), arguments.upload)
    sentence = t(
        "Took back {id}: {n} records of “{name}” no longer count.",
        id=taken.id,
        n=formats.count(taken.loaded),
        name=taken.name,
    )
    return Reply([_document(taken)], lambda: [sentence])


def _document(upload: Upload) -> dict[str, object]:
    counts: dict[str, object] = {name: getattr(upload, name) for name in COUNTS}
    return {
        "upload": upload.id,
        "name": upload.name,
        "kind": upload.kind,
        "format": upload.format,
        **counts,
        "first_at": upload.first_at,
        "last_at": upload.last_at,
        "loaded_at": upload.loaded_at,
        "undone_at": upload.undone_at,
        "live": upload.live,
    }


def count_columns() -> list[Column]:
    """The columns of what became of an upload's records."""
    headings = (t("read"), t("loaded"), t("set aside"), t("duplicates"), t("values set aside"))
    return [Column(heading, numeric=True) for heading in headings]


def _lines(found: Sequence[Upload]) -> list[str]:
    if not found:
        return [t("Nothing is loaded yet. “load FILE” loads a file, “sample” loads the sample company.")]
    columns = [*map(Column, (t("upload"), t("name"), t("kind"))), *count_columns(), Column(t("loaded at")), Column("")]
    return table(columns, map(_cells, found))


def _cells(upload: Upload) -> list[str]:
    counts = [formats.count(getattr(upload, name)) for name in COUNTS]
    state = "" if upload.live else t("taken back {day}", day=formats.date(upload.undone_at))
    return [upload.id, upload.name, upload.kind, *counts, formats.moment(upload.loaded_at), state]
