"""What a foreign file is, decided from its first bytes before any parser sees it, and what is refused at the door."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from cxdash.errors import CxdashError
from cxdash.ingest.encoding import without_mark
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.ingest.sheets import check_workbook
from cxdash.locale import N_, t

FileKind = Literal["csv", "xlsx", "parquet", "gzip", "zip"]

HEAD = 1 << 18
CHUNK = 1 << 22
A_FEW = 8
"""Control characters that any text may have, however short it is."""

_EXPORT = N_("Export the table as CSV, .xlsx or Parquet and upload that file.")
_DOWNLOAD = N_("Download the file itself again: this is what came instead of it.")
_SAVE_AS = N_("Open it in a spreadsheet program and save it as .xlsx or CSV.")
_PASSWORD = N_("Open it with its password, save it without one and upload it again.")
_UNPACK = N_("Unpack it and upload the table inside.")
_AGAIN = N_("Export it again; if it opens in a spreadsheet program, save it from there as CSV.")

# (offset, first bytes, what it is, what helps)
_MAGIC: Final = (
    (0, b"%PDF", N_("This is a PDF document, not a table."), _EXPORT),
    (0, b"\x89PNG", N_("This is an image, not a table."), _EXPORT),
    (0, b"\xff\xd8\xff", N_("This is an image, not a table."), _EXPORT),
    (0, b"GIF8", N_("This is an image, not a table."), _EXPORT),
    (8, b"WEBP", N_("This is an image, not a table."), _EXPORT),
    (0, b"II*\x00", N_("This is an image, not a table."), _EXPORT),
    (0, b"MM\x00*", N_("This is an image, not a table."), _EXPORT),
    (0, b"\x7fELF", N_("This is a program, not a table."), _EXPORT),
    (0, b"MZ", N_("This is a program, not a table."), _EXPORT),
    (0, b"\xcf\xfa\xed\xfe", N_("This is a program, not a table."), _EXPORT),
    (0, b"SQLite format 3\x00", N_("This is an SQLite database; databases are not opened."), _EXPORT),
    (8, b"DUCK", N_("This is a DuckDB database; databases are not opened."), _EXPORT),
    (0, b"$FL2", N_("This is an SPSS file; that format is not read yet."), _EXPORT),
    (0, b"$FL3", N_("This is an SPSS file; that format is not read yet."), _EXPORT),
    (0, b"ARROW1", N_("This is an Arrow file; that format is not read."), _EXPORT),
    (0, b"7z\xbc\xaf\x27\x1c", N_("This is a 7z archive; that format is not read."), _UNPACK),
    (0, b"Rar!", N_("This is a RAR archive; that format is not read."), _UNPACK),
    (0, b"BZh", N_("This is a bzip2 archive; that format is not read."), _UNPACK),
    (0, b"\xfd7zXZ", N_("This is an xz archive; that format is not read."), _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", N_("This is a Zstandard archive; that format is not read."), _UNPACK),
    (257, b"ustar", N_("This is a tar archive; that format is not read."), _UNPACK),
    (0, b"ASCII SPSS PORT FILE", N_("This is an SPSS file; that format is not read yet."), _EXPORT),
    (0, b"{\\rtf", N_("This is a text document, not a table."), _EXPORT),
    (
        0,
        b"version https://git-lfs",
        N_("This is a Git LFS pointer: a note that stands for a file, not the file."),
        _DOWNLOAD,
    ),
)
_LETTERS: Final = (
    (re.compile(rb"\s*(<!doctype html|<html|<head|<body|<table|<script|<meta|<div)", re.I),
     N_("This is a web page, not a table."), _DOWNLOAD),
    (re.compile(rb"\s*<(\?xml|!--|!DOCTYPE)", re.I), N_("This is an XML document, not a table."), _EXPORT),
    (re.compile(rb'\s*(\{\s*"|\[\s*[\[{"])'), N_("This is JSON, not a table."), _EXPORT),
)  # fmt: skip
# Tab, line ends and form feed are text; zeros are counted apart; some exports end in \x1a or separate with \x01, \x1f.
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r\x00\x01\x0c\x1a\x1f"))


def check(path: Path, _name: str, limits: Limits) -> FileKind:
    """What the file is. Its name is only what its owner calls it; the content decides.

    Raises CxdashError, one sentence and a hint, for all that is not a table that can be read within the limits.
    """
    size = path.stat().st_size
    if not size:
        raise CxdashError(t("The file is empty."), t("Check that the export or the upload was complete."))
    if size > limits.max_file_mb * MEGABYTE:
        raise CxdashError(
            t("The file is larger than {limit} MB.", limit=f"{limits.max_file_mb:,}"),
            t("Split it into smaller files, or ask the administrator to raise the limit of file size."),
        )
    with path.open("rb") as file:
        head = file.read(HEAD)
    _refuse_by_magic(head)
    for mark, kind, look in _KINDS:
        if head.startswith(mark):
            return look(path, limits) if look else kind
    _refuse_no_text(head)
    return _text(path, limits)


def _refuse_by_magic(head: bytes) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _ole(head)
    for offset, magic, message, hint in _MAGIC:
        if head[offset:].startswith(magic):
            raise CxdashError(t(message), t(hint))
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_MARKS):
        text = head[2:].replace(b"\x00", b"")
    for pattern, message, hint in _LETTERS:
        if pattern.match(text):
            raise CxdashError(t(message), t(hint))


def _ole(head: bytes) -> CxdashError:
    """Microsoft's old container: an old workbook, or a new one behind a password."""
    if "EncryptedPackage".encode("utf-16-le") in head:
        return CxdashError(t("The workbook is protected by a password."), t(_PASSWORD))
    if "Workbook".encode("utf-16-le") in head or "Book".encode("utf-16-le") in head:
        return CxdashError(t("This is a workbook in the old .xls format, which is not read."), t(_SAVE_AS))
    return CxdashError(t("This is an old Microsoft Office file, not a table we can read."), t(_SAVE_AS))


def _refuse_no_text(head: bytes) -> None:
    """Refuse bytes that are no text: too many control characters, or zeros that are not UTF-16."""
    wide = "utf-16" if head.startswith(_MARKS) else getattr(without_mark(head), "name", None)
    text = head.decode(wide, "ignore").encode("utf-8", "ignore") if wide else head
    controls = len(text) - len(text.translate(None, _CONTROL))
    if controls > A_FEW + len(text) * 0.005 or text.count(0) > A_FEW + len(text) * 0.05:
        raise CxdashError(t("This is not a text file, a workbook or Parquet."), t(_EXPORT))


def _text(path: Path, limits: Limits) -> FileKind:
    line = long_line(path, int(limits.max_line_mb * MEGABYTE))
    if line:
        raise CxdashError(
            t(
                "Line {line} is longer than {limit} MB, which no table's row is.",
                line=f"{line:,}",
                limit=f"{limits.max_line_mb:g}",
            ),
            t("The file may be damaged there, or not be a table."),
        )
    return "csv"


def long_line(path: Path, limit: int) -> int:
    """The number of the first line longer than `limit` bytes, 0 when there is none.

    Looks at one line end in every `limit` bytes, so that the cost is that of reading the file.
    """
    before, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(max(CHUNK, limit)):
            text = rest + block
            start = 0
            while len(text) - start > limit:
                end = max(text.rfind(b"\n", start, start + limit + 1), text.rfind(b"\r", start, start + limit + 1))
                if end < 0:
                    return before + _ends(text[:start]) + 1
                start = end + 1
            before += _ends(text[:start])
            rest = text[start:]
    return 0


def _ends(text: bytes) -> int:
    return max(text.count(b"\n"), text.count(b"\r"))


def _zip(path: Path, limits: Limits) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged() from error
    if len(parts) > limits.max_parts:
        raise CxdashError(
            t(
                "The file holds {n} files inside; {limit} are allowed.",
                n=f"{len(parts):,}",
                limit=f"{limits.max_parts:,}",
            ),
            t(_AGAIN),
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        check_workbook(path, limits)
        return "xlsx"
    return _other_zip(names)


def _other_zip(names: set[str]) -> FileKind:
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise CxdashError(t("This is a text document or a presentation, not a table."), t(_EXPORT))
    if "mimetype" in names and "content.xml" in names:
        raise CxdashError(t("This is an OpenDocument file, which is not read."), t(_SAVE_AS))
    return "zip"


def _parquet(path: Path, _limits: Limits) -> FileKind:
    """Both ends of the file say Parquet; its counts are checked when it is opened."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4))
        tail = file.read(4)
    if tail != b"PAR1" or path.stat().st_size < 12:
        raise CxdashError(
            t("The Parquet file is damaged: its end is missing."), t("Export it again and upload the whole file.")
        )
    return "parquet"


def damaged() -> CxdashError:
    """The refusal of a file that its own format's reader cannot open."""
    return CxdashError(t("The file is damaged or too complex to read."), t(_AGAIN))


_KINDS: Final[tuple[tuple[bytes, FileKind, Callable[[Path, Limits], FileKind] | None], ...]] = (
    (b"PK\x03\x04", "zip", _zip),
    (b"PK\x05\x06", "zip", _zip),
    (b"\x1f\x8b", "gzip", None),
    (b"PAR1", "parquet", _parquet),
)
