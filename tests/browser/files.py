"""Files as people bring them: a small survey, and what is no table at all."""

import io
import struct
import zipfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

WEB_PAGE = b"<!DOCTYPE html>\n<html><body><h1>Sign in to download</h1></body></html>\n"
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 12345\n"
JUNK = bytes(range(256)) * 40

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM = 4096


def survey_file(folder: Path, *, answers: int = 400, comment: str = "fine", name: str = "survey.csv") -> Path:
    """A survey of a recommendation score, with a class per customer that changes the score, and a comment."""
    path = folder / name
    first = date(2026, 3, 1)
    rows = ["Response ID,Submitted,How likely are you to recommend us?,Class,What is the main reason for your score?"]
    for each in range(answers):
        business = each % 3 == 0
        score = (9 if business else 4) + each % 2
        day = first + timedelta(days=each % 60)
        rows.append(f'R{each},{day},{score},{"Business" if business else "Economy"},"{comment} {score}"')
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def two_cells_far_apart() -> bytes:
    """A workbook whose only cells are the first and the last that a sheet may have."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "score")
        sheet.write("XFD1048576", 9)
    return content.getvalue()


def locked_workbook() -> bytes:
    """A compound file with the two streams that Excel writes for a workbook behind a password.

    Layout after [MS-CFB]: header, one sector of the allocation table, one of the directory, the two streams.
    """
    sectors = _STREAM // _SECTOR
    table = [_TABLE, _END, *_chain(2, sectors), *_chain(2 + sectors, sectors)]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    directory = (
        _entry("Root Entry", kind=5, child=1, start=_END, size=0)
        + _entry("EncryptedPackage", kind=2, right=2, start=2, size=_STREAM)
        + _entry("EncryptionInfo", kind=2, start=2 + sectors, size=_STREAM)
        + _entry("", kind=0, start=0, size=0)
    )
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1,
                         0, _STREAM, _END, 0, _END, 0)  # fmt: skip
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    streams = struct.pack("<Q", _STREAM - 8) + b"\x5a" * (_STREAM - 8) + struct.pack("<HHI", 4, 4, 0x40)
    return header + struct.pack(f"<{len(table)}I", *table) + directory + streams.ljust(2 * _STREAM, b"\x7e")


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), _END]


def _entry(name: str, *, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    written = name.encode("utf-16-le")
    length = len(written) + 2 if name else 0
    return struct.pack("<64sHBBIII36xIQ", written, length, kind, 1, _FREE, right, child, start, size)


def cut_workbook() -> bytes:
    """The first half of a workbook, as a broken download leaves it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 100)
    return whole.getvalue()[:600]
