"""What may happen to a file on its way: bytes flipped, cut, repeated, mixed, and cells that no export should have."""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from tests.fuzz.corpus import Specimen

MOST = 600_000
"""Bytes of a damaged file at most."""

BYTES: Final = (
    b'"', b'""', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\n\n", b"\x00", b"\x1a", b"\xff", b"\xfe\xff",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\\", b"#", b"# a comment\n", b"sep=;\n", b"{", b"}",
    b"[", b"]", b":", b"null", b"NaN", b"1e999", b"<", b">", b"&", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!--", b"]]>",
    b"PAR1", b"PK\x03\x04", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00",
    b"\x00\x00\x00\x80", b"\x01\x00\x00\x00", b"\x80\x80\x80\x80\x10", b"total,,,\n", b"A" * 300, b"," * 2500,
    b'"' * 1001,
)  # fmt: skip
CELLS: Final = (
    "", " ", "nan", "NaN", "-inf", "1e308", "-1e308", "1e-320", "9" * 40, "9223372036854775808", "-0", "0x1F", "1,5",
    "1.234,5", "۱۲", "٣", "½", "10 - Extremely likely", "5 stars", "★★★", "😀", "100%", "n/a", "-99", "true", "=1+1",
    "9999-12-31", "0000-00-00", "0001-01-01", "2024-02-30", "1404/12/30", "1399-12-30", "31/12/25", "12/31/99", "1e12",
    "1735689600", "1735689600000", "1735689600000000", "45658.5", "-1", "2016-12-31T23:59:60Z", "24:00", "10:61",
    "2025-03-30 02:30:00+99:99", "2025-01-01T00:00:00+14:00", "11 آبان 1404", "Nov 31, 2025", "01-01-0000", "\u202eabc",
    "a\u0000b", "a\u200bb", "\u0130", "ﷺ", "x" * 5000, "a|b|c", "a;b;", "'; DROP TABLE raw; --", "{{x}}", "${x}",
    "%s", "{n}", "<script>", "name@example.com", "4111 1111 1111 1111", "\ud7ff", "\ufffd", "\U0010ffff",
)  # fmt: skip


def mutated(specimen: Specimen, others: list[Specimen], rng: random.Random) -> Specimen:
    """The specimen with one to four things done to it, under its own name or sometimes under another's."""
    content = specimen.content
    inner = rng.random() < 0.7 and _inside(content, others, rng)
    content = inner or _bytes(content, others, rng)
    name = rng.choice(others).name if rng.random() < 0.05 else specimen.name
    return Specimen(name, content[:MOST])


def _bytes(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 1, 1, 2, 2, 4))):
        content = rng.choice(WAYS)(content, others, rng)
    return content


def _inside(content: bytes, others: list[Specimen], rng: random.Random) -> bytes | None:
    """An archive with one of its parts damaged and all its checksums right; None for what is no archive."""
    if content.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            return gzip.compress(_bytes(gzip.decompress(content), others, rng), mtime=0)
    if not content.startswith(b"PK"):
        return None
    parts: dict[str, bytes] = {}
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if not parts:
        return None
    chosen = rng.choice(sorted(parts, key=lambda name: -len(parts[name]))[:4] + sorted(parts))
    parts[chosen] = _bytes(parts[chosen], others, rng)
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def _span(content: bytes, rng: random.Random, longest: int = 200) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.randrange(1, longest))


def _flip(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 10, 50))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    token = rng.choice(BYTES)
    start = rng.randrange(len(content) + 1)
    return content[:start] + token + content[start + len(token) :]


def _insert(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    start = rng.randrange(len(content) + 1)
    token = rng.choice(BYTES) if rng.random() < 0.8 else rng.randbytes(rng.randrange(1, 40))
    return content[:start] + token + content[start:]


def _delete(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    return content[:start] + content[end:]


def _repeat(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    start, end = _span(content, rng, 2000)
    return content[:end] + content[start:end] * rng.choice((1, 3, 100)) + content[end:]


def _cut(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] if rng.random() < 0.8 else content[at:]


def _mix(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    start, end = _span(content, rng, 4000)
    other = rng.choice(others).content
    from_, to = _span(other, rng, 4000)
    return content[:start] + other[from_:to] + content[end:]


def _cells(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    """Other cells in lines of text: what stands between two delimiters becomes what no column should have."""
    lines = content.split(b"\n")
    for _ in range(rng.choice((1, 5, 30))):
        place = rng.randrange(len(lines))
        delimiter = max((b",", b";", b"\t", b"|"), key=lines[place].count)
        cells = lines[place].split(delimiter)
        cells[rng.randrange(len(cells))] = rng.choice(CELLS).encode()
        lines[place] = delimiter.join(cells)
    return b"\n".join(lines)


def _column(content: bytes, others: list[Specimen], rng: random.Random) -> bytes:
    """A whole column of such cells."""
    lines = content.split(b"\n")
    delimiter = max((b",", b";", b"\t", b"|"), key=lines[0].count)
    place = rng.randrange(lines[0].count(delimiter) + 1)
    chosen = [rng.choice(CELLS).encode() for _ in range(rng.choice((1, 2, 8)))]
    for number, line in enumerate(lines[1:], start=1):
        cells = line.split(delimiter)
        if place < len(cells):
            cells[place] = rng.choice(chosen)
            lines[number] = delimiter.join(cells)
    return b"\n".join(lines)


WAYS: Final[tuple[Callable[[bytes, list[Specimen], random.Random], bytes], ...]] = (
    _flip, _flip, _overwrite, _overwrite, _insert, _insert, _delete, _repeat, _cut, _mix, _cells, _cells, _column,
)  # fmt: skip
