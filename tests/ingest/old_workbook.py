"""Writes the smallest .xls a spreadsheet program opens: text and numbers, in Microsoft's old container."""

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Cell = str | float | None


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def written_xls(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]], *, locked: bool = False) -> Path:
    """Write sheets by their names; `locked` puts the record of a password in front of them."""
    path.write_bytes(container("Workbook", stream(sheets, locked=locked)))
    return path


def stream(sheets: dict[str, Sequence[Sequence[Cell]]], *, locked: bool) -> bytes:
    start = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    if locked:
        start += record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    parts = [sheet(rows) for rows in sheets.values()]
    at = len(start) + sum(4 + 8 + 2 * len(name) for name in sheets) + 4
    bounds = b""
    for name, part in zip(sheets, parts, strict=True):
        bounds += record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name), 1) + name.encode("utf-16-le"))
        at += len(part)
    return start + bounds + record(0x0A) + b"".join(parts)


def sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    cells = b"".join(cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    return record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + record(0x200, size) + cells + record(0x0A)


def cell(row: int, column: int, value: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value is None:
        return b""
    if isinstance(value, str):
        return record(
            0x204, place + struct.pack("<HB", len(value.encode("utf-16-le")) // 2, 1) + value.encode("utf-16-le")
        )
    return record(0x203, place + struct.pack("<d", value))


def container(name: str, content: bytes) -> bytes:
    """One stream of at least 4,096 bytes: header, allocation table, folder, stream."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // SECTOR)
    tables = -(-(sectors + 2) // 127)
    chain = [FAT] * tables + [END] + [tables + 2 + i for i in range(sectors - 1)] + [END]
    table = struct.pack(f"<{tables * 128}I", *chain, *[FREE] * (tables * 128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    folder = (
        entry("Root Entry", 5, 1, END, 0)
        + entry(name, 2, FREE, tables + 1, len(content))
        + entry("", 0, FREE, 0, 0) * 2
    )
    return header + table + folder + content.ljust(sectors * SECTOR, b"\0")


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", length, kind, 1, FREE, FREE, child, start, size)
