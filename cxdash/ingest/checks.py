"""What a foreign file is, decided from its first bytes before any parser sees it, and what is refused at the door."""

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from cxdash.errors import CxdashError
from cxdash.ingest.encoding import without_mark
from cxdash.ingest.intake import too_large
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.locale import N_, formats, t

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
    (0, b"ARROW1", N_("This is an Arrow file; that format is not read."), _EXPORT),
    (0, b"7z\xbc\xaf\x27\x1c", N_("This is a 7z archive; that format is not read."), _UNPACK),
    (0, b"Rar!", N_("This is a RAR archive; that format is not read."), _UNPACK),
    (0, b"BZh", N_("This is a bzip2 archive; that format is not read."), _UNPACK),
    (0, b"\xfd7zXZ", N_("This is an xz archive; that format is not read."), _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", N_("This is a Zstandard archive; that format is not read."), _UNPACK),
    (257, b"ustar", N_("This is a tar archive; that format is not read."), _UNPACK),
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
)  # fmt: skip
# Tab, line ends and form feed are text; zeros are counted apart; some exports end in \x1a or separate with \x01, \x1f.
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r\x00\x01\x0c\x1a\x1f"))
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_NAMES_AT_MOST: Final = 4096
STATISTICS: Final = (".sav", ".zsav", ".por", ".dta")
ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06")
UNPACKING_FAILS: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, RuntimeError,
)  # fmt: skip
"""What Python's own readers of archives raise over damaged ones; RuntimeError has NotImplementedError in it."""


@dataclass(frozen=True)
class Head:
    """The first bytes of a file, by which its format is known; its name is only what its owner calls it."""

    path: Path
    name: str
    start: bytes

    @classmethod
    def of(cls, path: Path, name: str, limits: Limits) -> Self:
        """The head of a file; CxdashError when the file is empty or larger than the limit."""
        size = path.stat().st_size
        if not size:
            raise CxdashError(t("The file is empty."), t("Check that the export or the upload was complete."))
        if size > limits.max_file_mb * MEGABYTE:
            raise too_large(limits)
        with path.open("rb") as file:
            return cls(path, name, file.read(HEAD))

    def starts(self, *marks: bytes) -> bool:
        """Whether one of the marks stands at the very beginning."""
        return self.start.startswith(marks)

    @cached_property
    def text(self) -> bytes:
        """The beginning as UTF-8 if it is text: without its mark, and out of UTF-16."""
        mark = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(self.start[:2])
        if mark:
            return self.start[2:].decode(mark, "ignore").encode("utf-8", "ignore")
        wide = without_mark(self.start)
        if wide:
            return self.start.decode(wide.name, "ignore").encode("utf-8", "ignore")
        return self.start.removeprefix(b"\xef\xbb\xbf")

    @cached_property
    def parts(self) -> list[str]:
        """The names of the files inside a zip file; none for any other. Raises CxdashError when it is damaged."""
        if not self.starts(*ZIPS):
            return []
        try:
            with zipfile.ZipFile(self.path) as archive:
                return [part.filename for part in archive.infolist()]
        except UNPACKING_FAILS as error:
            raise damaged() from error

    @cached_property
    def streams(self) -> frozenset[str]:
        """The names in the folder of Microsoft's old container; none for any other file."""
        if not self.starts(_OLE):
            return frozenset()
        names = self.start[:OLE_NAMES_AT_MOST] + self._ole_folder()
        known = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
        return frozenset(name for name in known if name.encode("utf-16-le") in names)

    def _ole_folder(self) -> bytes:
        """The sectors that name the streams: where they lie is said in the header."""
        if len(self.start) < 512:
            return b""
        shift, first = struct.unpack_from("<H", self.start, 30)[0], struct.unpack_from("<I", self.start, 48)[0]
        if shift not in (9, 12):
            return b""
        with self.path.open("rb") as file:
            file.seek((first + 1) << shift)
            return file.read(OLE_NAMES_AT_MOST)


def refuse_by_content(head: Head) -> None:
    """Raise CxdashError, one sentence and a hint, for what is known to be no table."""
    if head.starts(_OLE):
        raise _old_office()
    for offset, magic, message, hint in _MAGIC:
        if head.start[offset:].startswith(magic):
            raise CxdashError(t(message), t(hint))
    for pattern, message, hint in _LETTERS:
        if pattern.match(head.text):
            raise CxdashError(t(message), t(hint))
    if "word/document.xml" in head.parts or "ppt/presentation.xml" in head.parts:
        raise CxdashError(t("This is a text document or a presentation, not a table."), t(_EXPORT))
    if "mimetype" in head.parts and "content.xml" in head.parts:
        raise CxdashError(t("This is an OpenDocument file, and not a spreadsheet."), t(_SAVE_AS))


def refuse_password(head: Head) -> None:
    """Raise CxdashError when the file is a workbook that only opens with a password."""
    if "EncryptedPackage" in head.streams:
        raise locked()


def locked() -> CxdashError:
    """The refusal of a workbook behind a password."""
    return CxdashError(t("The workbook is protected by a password."), t(_PASSWORD))


def _old_office() -> CxdashError:
    return CxdashError(t("This is an old Microsoft Office file, not a table we can read."), t(_SAVE_AS))


def check_text(head: Head, limits: Limits) -> None:
    """Raise CxdashError for bytes that are no text, and for text with a line that is no table's row."""
    _refuse_no_text(head)
    if head.name.lower().endswith(STATISTICS):
        raise CxdashError(
            t("This is not an SPSS or Stata file, although its name says so."),
            t("Export it again; if it is a text table, give it a name that ends in .csv."),
        )
    longest = int(limits.max_line_mb * MEGABYTE)
    line = long_line(head.path, longest)
    if line == 1:
        _refuse_wide_line(head.path, longest, limits)
    if line:
        raise CxdashError(
            t(
                "Line {line} is longer than {limit} MB, which no table's row is.",
                line=formats.count(line),
                limit=formats.number(limits.max_line_mb, len(f"{limits.max_line_mb:g}".partition(".")[2])),
            ),
            t("The file may be damaged there, or not be a table."),
        )


def _refuse_no_text(head: Head) -> None:
    """Refuse bytes that are no text: too many control characters, or zeros that are not UTF-16."""
    text = head.text
    controls = len(text) - len(text.translate(None, _CONTROL))
    if controls > A_FEW + len(text) * 0.005 or text.count(0) > A_FEW + len(text) * 0.05:
        raise CxdashError(t("This is not a text file, a workbook or Parquet."), t(_EXPORT))


def _refuse_wide_line(path: Path, longest: int, limits: Limits) -> None:
    """A header that is too long has too many columns, which says more than its length."""
    with path.open("rb") as file:
        line = file.read(longest)
    delimiters = max(line.count(mark) for mark in (b",", b";", b"\t", b"|"))
    if delimiters >= limits.max_columns:
        raise CxdashError(
            t(
                "The file has more than {n} columns; {limit} are allowed.",
                n=formats.count(delimiters),
                limit=formats.count(limits.max_columns),
            ),
            t("Keep the columns that matter and upload the file again."),
        )


def long_line(path: Path, limit: int) -> int:
    """The number of the first line longer than `limit` bytes, 0 when there is none.

    Looks at one line end in every `limit` bytes, so that the cost is that of reading the file.
    """
    at, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(max(CHUNK, limit)):
            text = rest + block
            start = 0
            while len(text) - start > limit:
                end = max(text.rfind(b"\n", start, start + limit + 1), text.rfind(b"\r", start, start + limit + 1))
                if end < 0:
                    return _ends_before(path, at + start) + 1
                start = end + 1
            at += start
            rest = text[start:]
    return 0


def _ends_before(path: Path, offset: int) -> int:
    """How many lines end within the first `offset` bytes; only asked of a file that is refused."""
    feeds = returns = 0
    with path.open("rb") as file:
        while block := file.read(min(CHUNK, offset)):
            feeds, returns, offset = feeds + block.count(b"\n"), returns + block.count(b"\r"), offset - len(block)
    return max(feeds, returns)


def check_parts(head: Head, limits: Limits) -> None:
    """Raise CxdashError when there are too many files in a zip file, or one whose path leads out of it."""
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in head.parts):
        raise CxdashError(
            t("The file holds a path that leads out of it, which no program writes; it may be damaged or an attack."),
            t(_AGAIN),
        )
    if len(head.parts) > limits.max_parts:
        raise CxdashError(
            t(
                "The file holds {n} files inside; {limit} are allowed.",
                n=formats.count(len(head.parts)),
                limit=formats.count(limits.max_parts),
            ),
            t(_AGAIN),
        )


def check_parquet(head: Head, _limits: Limits) -> None:
    """Both ends of the file must say Parquet; its counts are checked when it is opened."""
    with head.path.open("rb") as file:
        file.seek(max(0, head.path.stat().st_size - 4))
        tail = file.read(4)
    if tail != b"PAR1" or head.path.stat().st_size < 12:
        raise CxdashError(
            t("The Parquet file is damaged: its end is missing."), t("Export it again and upload the whole file.")
        )


def damaged() -> CxdashError:
    """The refusal of a file that its own format's reader cannot open."""
    return CxdashError(t("The file is damaged or too complex to read."), t(_AGAIN))
