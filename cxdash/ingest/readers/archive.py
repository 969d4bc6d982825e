"""The one table inside a zip or gzip file, unpacked in a stream that is counted as it flows."""

import errno
import gzip
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from cxdash.errors import CxdashError
from cxdash.ingest.checks import UNPACKING_FAILS, damaged
from cxdash.ingest.limits import Limits
from cxdash.ingest.sheets import refuse_bomb
from cxdash.locale import t

CHUNK = 1 << 20
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".sav", ".zsav", ".por", ".dta", ".xes")
DOCUMENTS = (".json", ".jsonl", ".ndjson")
"""Tables too, unless there are others: then they describe them."""


def unpack(path: Path, name: str, limits: Limits, folder: Path) -> tuple[Path, str]:
    """A file in `folder` with the table inside the archive, and its name there.

    Raises CxdashError when the archive holds none or several, is damaged, or unpacks to too much.
    """
    try:
        if zipfile.is_zipfile(path):
            return _from_zip(path, limits, folder)
        with gzip.open(path) as stream:
            return _copy(stream, path, limits, folder), name.removesuffix(".gz").removesuffix(".GZ")
    except UNPACKING_FAILS as error:
        # The disk's error and not the archive's; a place before the file's beginning is the archive's.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise damaged() from error


def _from_zip(path: Path, limits: Limits, folder: Path) -> tuple[Path, str]:
    with zipfile.ZipFile(path) as archive:
        part = _only_table(archive)
        if part.flag_bits & 1:
            raise CxdashError(t("The archive is protected by a password."), t("Unpack it and upload the table inside."))
        with archive.open(part) as stream:
            return _copy(stream, path, limits, folder), PurePosixPath(part.filename).name


def _only_table(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [part for part in archive.infolist() if not part.is_dir() and not _is_hidden(part.filename)]
    tables = _ending(files, TABLES) or _ending(files, DOCUMENTS) or files
    if len(tables) == 1:
        return tables[0]
    if not tables:
        raise CxdashError(t("The archive is empty."), t("Upload the table itself."))
    names = ", ".join(PurePosixPath(part.filename).name for part in tables[:5])
    raise CxdashError(
        t("The archive holds {n} files: {names}.", n=len(tables), names=names + (" …" if len(tables) > 5 else "")),
        t("Unpack it and load them one at a time."),
    )


def _ending(files: list[zipfile.ZipInfo], endings: tuple[str, ...]) -> list[zipfile.ZipInfo]:
    return [part for part in files if part.filename.lower().endswith(endings)]


def _is_hidden(filename: str) -> bool:
    """What operating systems leave in archives beside the files."""
    parts = PurePosixPath(filename).parts
    return (
        "__MACOSX" in parts or any(part.startswith(".") for part in parts) or parts[-1] in {"Thumbs.db", "desktop.ini"}
    )


def _copy(stream: IO[bytes] | gzip.GzipFile, path: Path, limits: Limits, folder: Path) -> Path:
    packed, unpacked = path.stat().st_size, 0
    copy = folder / "unpacked"
    with copy.open("wb") as written:
        while block := stream.read(CHUNK):
            unpacked += len(block)
            refuse_bomb(unpacked, packed, limits.max_unpacked_mb, limits)
            written.write(block)
    return copy
