"""Which encoding a text file is in, and the same text as UTF-8: decided by what the letters spell, not by a label."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO, Final

from cxdash.errors import CxdashError
from cxdash.ingest import codepages
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_, t

CHUNK = 1 << 22
SAMPLE = 1 << 16
"""Bytes of lines with non-ASCII letters on which the decision rests."""

PLAUSIBLE = 0.5
"""Below this score no code page explains the text."""

DOUBTFUL = 0.75
"""Below this score a person should look."""

POSSIBLE = 0.3
"""Below this score nobody need be asked whether it is that code page."""

MOSTLY = 0.4
"""The share of lines in UTF-8 from which the others are strays in a file that is UTF-8."""

CODED = N_("The text was read as {encoding}.")
GUESSED = N_("The encoding was guessed to be {encoding}; check the letters in the preview.")
MIXED = N_("Some lines are UTF-8 and the others {encoding}; each was read as what it is.")

_HIGH: Final = bytes(range(128, 256))
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Encoding:
    """The name Python knows it by, how sure it is (0 to 1), and the bytes of the mark in front of the text.

    `mixed` says that some lines are UTF-8 all the same, `strays` how many lines of a UTF-8 file are not.
    """

    name: str
    confidence: float
    mark: int = 0
    mixed: bool = False
    strays: int = 0


def detect(path: Path) -> Encoding:
    """The encoding of a text file.

    Raises CxdashError when it is not text. UTF-8 with a few unreadable lines stays UTF-8: those lines are for the
    reader to set aside.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, 1.0, len(mark))
    wide = without_mark(head)
    if wide:
        return wide
    lines = _evidence(path)
    return _of_lines(lines)


def without_mark(head: bytes) -> Encoding | None:
    """UTF-16 without its mark: of commas, digits and line ends, every other byte is zero, and the lines stay lines."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * 0.05 or max(even, odd) < 10 * min(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(name, "replace")
    lines, ends = text.count("\n") + text.count("\r"), head.count(b"\n") + head.count(b"\r")
    return Encoding(name, 0.9) if lines * 2 >= ends else None


@dataclass
class _Evidence:
    valid: int = 0
    invalid: int = 0
    sample: bytes = b""


def _evidence(path: Path) -> _Evidence:
    """How many lines beyond ASCII are UTF-8 and how many are not, and a sample of those lines."""
    found = _Evidence()
    for block in blocks(path):
        if block.isascii():
            continue
        if is_utf8(block):
            found.valid += _lines_beyond_ascii(block)
        else:
            _weigh(block, found)
    return found


def _lines_beyond_ascii(block: bytes) -> int:
    """About how many lines of a block of UTF-8 are not ASCII: it costs too much to look at each."""
    beyond = len(block) - len(block.translate(None, _HIGH))
    return max(1, min(block.count(b"\n"), beyond // 2))


def _weigh(block: bytes, found: _Evidence) -> None:
    for line in block.splitlines(keepends=True):
        if line.isascii():
            continue
        if is_utf8(line):
            found.valid += 1
        else:
            found.invalid += 1
        if len(found.sample) < SAMPLE:
            found.sample += line


def is_utf8(text: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def blocks(path: Path, size: int = CHUNK) -> Iterator[bytes]:
    """The file in blocks of about `size` bytes that end at a line's end, or are cut when a line is longer than that."""
    with path.open("rb") as file:
        while block := file.read(size):
            if not block.endswith(b"\n"):
                block += file.readline(size)
            yield block


def _of_lines(found: _Evidence) -> Encoding:
    if not found.invalid:
        return Encoding("utf-8", 1.0)
    share = found.valid / (found.valid + found.invalid)
    if share >= MOSTLY:
        return Encoding("utf-8", share, strays=found.invalid)
    guessed = guess(found.sample)
    if guessed.name == "utf-8":
        return Encoding("utf-8", guessed.confidence, strays=found.invalid)
    return Encoding(guessed.name, guessed.confidence, mixed=found.valid > 0)


def guess(sample: bytes) -> Encoding:
    """The encoding of a text that is not all ASCII: UTF-8 when it is, or when nothing explains it (confidence 0.3)."""
    if is_utf8(sample):
        return Encoding("utf-8", 1.0)
    name, score = codepages.best(b"".join(line for line in sample.splitlines(keepends=True) if not is_utf8(line)))
    return Encoding(name, round(min(score, 0.99), 2)) if score >= PLAUSIBLE else Encoding("utf-8", 0.3)


def candidates(sample: bytes) -> list[tuple[str, float]]:
    """The encodings that a text may be in with a confidence of 0 to 1 each, the likeliest first; never none.

    >>> candidates("שלום עולם, שירות טוב".encode("windows-1255"))[0][0], candidates(b"plain")
    ('windows-1255', [('utf-8', 1.0)])
    """
    marked = next((name for mark, name in _BOMS if sample.startswith(mark)), None)
    if marked:
        return [(marked, 1.0)]
    likeliest = without_mark(sample) or guess(sample)
    if likeliest.confidence == 1.0 or likeliest.name.startswith("utf-16"):
        return [(likeliest.name, likeliest.confidence)]
    others = [(name, min(round(score, 2), likeliest.confidence)) for name, score in codepages.ranked(sample)]
    possible = [(name, score) for name, score in others if score >= POSSIBLE and name != likeliest.name]
    return [(likeliest.name, likeliest.confidence), *possible]


def shown(sample: bytes, name: str, characters: int = 400) -> str:
    """The beginning of what is beyond ASCII in a text, as it reads in an encoding: what a person decides by."""
    lines = [line for line in sample.splitlines() if not line.isascii()] or sample.splitlines()
    text = sample if name.startswith("utf-16") else b"\n".join(lines)
    return text.decode(name, "replace")[:characters]


def notices(encoding: Encoding) -> list[Notice]:
    """What a person should know of how the text was read."""
    name = spoken(encoding.name)
    if encoding.name in {"utf-8", "utf-8-sig"}:
        return []
    if encoding.mixed:
        return [notice(MIXED, encoding=name)]
    return [notice(GUESSED if encoding.confidence < DOUBTFUL else CODED, encoding=name)]


@cache
def spoken(name: str) -> str:
    """The encoding's name as people write it."""
    known = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp932": "Shift JIS"}
    if name.startswith("mac-"):
        return name.replace("-", " ").title()
    return known.get(name) or name.upper().replace("WINDOWS", "Windows").replace("_", "-")


def to_utf8(path: Path, encoding: Encoding, folder: Path) -> Path:
    """The file itself when it is UTF-8, else a copy in UTF-8 in `folder`.

    Bytes that are not readable in the encoding come out as bytes that are not UTF-8, so that the reader finds and
    sets aside exactly those lines. Raises CxdashError when nothing of the file is readable.
    """
    if encoding.name in {"utf-8", "utf-8-sig"}:
        return path
    escape = "surrogatepass" if encoding.name.startswith("utf-16") else "surrogateescape"
    copy = folder / "utf8.csv"
    with copy.open("wb") as written, path.open("rb") as file:
        file.seek(encoding.mark)
        if encoding.mixed:
            _transcode_lines(path, written, encoding.name)
        else:
            _transcode(file, written, encoding.name, escape)
    return copy


def _transcode_lines(path: Path, copy: IO[bytes], name: str) -> None:
    """Copy line by line: UTF-8 whose letters make sense stays, the rest is in the other encoding."""
    for block in blocks(path):
        for line in block.splitlines(keepends=True):
            own = line.isascii() or (is_utf8(line) and codepages.fits(line.decode("utf-8"), name))
            copy.write(line if own else line.decode(name, "surrogateescape").encode("utf-8", "surrogateescape"))


def _transcode(file: BinaryIO, copy: IO[bytes], name: str, escape: str) -> None:
    decoder = codecs.getincrementaldecoder(name)(escape)
    try:
        while block := file.read(CHUNK):
            copy.write(decoder.decode(block).encode("utf-8", escape))
    except UnicodeError as error:
        raise not_text() from error
    if decoder.getstate()[0]:
        copy.write(b"\xff")


def not_text() -> CxdashError:
    """The refusal of what is no text at all."""
    return CxdashError(
        t("This is not a text file in any encoding we know."),
        t("Save it as CSV in UTF-8 and upload it again."),
    )
