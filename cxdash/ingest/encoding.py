"""Which encoding a text file is in, and the same text as UTF-8: decided by what the letters spell, not by a label."""

import codecs
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO, Final

from cxdash.errors import CxdashError
from cxdash.locale import t

CHUNK = 1 << 22
SAMPLE = 1 << 16
"""Bytes of lines with non-ASCII letters on which the decision rests."""

PLAUSIBLE = 0.5
"""Below this score no code page explains the text."""

ENOUGH_FOR_A_GUESS = 60
"""Bytes beyond ASCII below which a multi-byte encoding would be found in any noise."""

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# The letters beyond ASCII of each script, the commonest first.
_LETTERS: Final = {
    "arabic": "اليرنموتبیهدسةعفكقحجکشأگپچخزصىآإطضءئذثغظؤژ",
    "hebrew": "יוהלארתבשמנםעחדקפכגטסןזצךףץ",
    "cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґ",
    "greek": "αοιετσνηυρπκμλςόίάέήγδώύθχφβξζψ",
    "latin": "éäüàñöèáíóçêãßåøæõúâîôûëïùœìò",
    "turkish": "ıüşğçöâîû",
    "central": "ęąłóżśćńźáéíěšřžčýůúőűöüăâîșțťďňäô",
}
_SCRIPT: Final = {
    "arabic": re.compile(r"[\u0600-\u06ff\u200c]+"),
    "hebrew": re.compile(r"[\u0590-\u05ff]+"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]+"),
    "greek": re.compile(r"[\u0370-\u03ff]+"),
}
# Ties go to the first: Windows code pages hold all that their ISO cousins hold.
_CODE_PAGES: Final = (
    ("windows-1252", "latin"),
    ("windows-1256", "arabic"),
    ("windows-1255", "hebrew"),
    ("windows-1251", "cyrillic"),
    ("windows-1254", "turkish"),
    ("windows-1250", "central"),
    ("windows-1253", "greek"),
    ("iso-8859-6", "arabic"),
    ("iso-8859-8", "hebrew"),
    ("iso-8859-15", "latin"),
    ("mac-roman", "latin"),
)
_ACCENTED: Final = frozenset({"latin", "turkish", "central"})
_WORD = re.compile(r"[^\W\d_]+")
_TYPOGRAPHY: Final = frozenset("“”‘’„‚–—…•€£°«»·®™،؛؟₪٪٫٬ـ §")


@dataclass(frozen=True)
class Encoding:
    """The name Python knows it by, how sure it is (0 to 1), and the bytes of the mark in front of the text."""

    name: str
    confidence: float
    mark: int = 0


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
    """UTF-16 without its mark: of commas, digits and line ends, every other byte is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * 0.05 or max(even, odd) < 10 * min(even, odd):
        return None
    return Encoding("utf-16-le" if odd > even else "utf-16-be", 0.9)


@dataclass
class _Evidence:
    valid: int = 0
    invalid: int = 0
    sample: bytes = b""


def _evidence(path: Path) -> _Evidence:
    """How many lines beyond ASCII are UTF-8 and how many are not, and a sample of those lines."""
    found = _Evidence()
    for block in blocks(path):
        if block.isascii() or (not found.invalid and _is_utf8(block)):
            found.valid += not block.isascii()
            continue
        _weigh(block, found)
    return found


def _weigh(block: bytes, found: _Evidence) -> None:
    for line in block.splitlines(keepends=True):
        if line.isascii():
            continue
        if _is_utf8(line):
            found.valid += 1
        else:
            found.invalid += 1
        if len(found.sample) < SAMPLE:
            found.sample += line


def _is_utf8(text: bytes) -> bool:
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
    if share >= 0.4:
        return Encoding("utf-8", share)
    name, score = _best_code_page(found.sample)
    if score >= PLAUSIBLE:
        return Encoding(name, round(min(score, 0.99), 2))
    other = _asked_elsewhere(found.sample)
    return other or Encoding("utf-8", 0.3)


def _best_code_page(sample: bytes) -> tuple[str, float]:
    scores = [(name, _plausibility(sample, name, script)) for name, script in _CODE_PAGES]
    return max(scores, key=lambda pair: pair[1])


def _plausibility(sample: bytes, name: str, script: str) -> float:
    """How well the text beyond ASCII reads as that script, 0 to 1: are its words, and their letters, that script's?"""
    text = sample.decode(name, "replace")
    beyond = Counter(character for character in text.lower() if not character.isascii())
    letters = sum(_fitting(word, script) for word in _WORD.findall(text) if not word.isascii())
    marks = sum(beyond[character] for character in _TYPOGRAPHY)
    shaped = min(1.0, (letters + marks) / max(1, beyond.total()))
    return shaped * (0.3 + 0.7 * _likeness(beyond, _LETTERS[script], few=script in _ACCENTED))


def _likeness(found: Counter[str], letters: str, *, few: bool) -> float:
    """How alike the letters' counts are to those of a language, 0 to 1.

    For whole alphabets, the cosine between the counts and a rank-size law; for the accented letters of Latin scripts,
    which differ from language to language, the share that are such letters at all.
    """
    if few:
        known = sum(found[letter] for letter in letters) + sum(found[mark] for mark in _TYPOGRAPHY)
        return known / max(1, found.total())
    law = {letter: 1 / (rank + 4) for rank, letter in enumerate(letters)}
    dot = sum(found[letter] * weight for letter, weight in law.items())
    length = math.hypot(*(n for letter, n in found.items() if letter.isalpha())) * math.hypot(*law.values())
    return dot / length if length else 0.0


def _fitting(word: str, script: str) -> int:
    """The letters beyond ASCII of a word that could be one of the script's, else 0."""
    beyond = sum(not character.isascii() for character in word)
    pattern = _SCRIPT.get(script)
    if pattern:
        return beyond if pattern.fullmatch(word) else 0
    # A Latin word has few accents, and capitals at its front only; all else is another script read with the wrong page.
    cased = word[1:] == word[1:].lower() or word.isupper()
    return beyond if cased and (beyond <= 2 or beyond * 2 <= len(word) + 1) else 0


def _asked_elsewhere(sample: bytes) -> Encoding | None:
    """The multi-byte encodings (Chinese, Japanese, Korean), left to a library where there is enough to go by."""
    if sum(byte > 127 for byte in sample) < ENOUGH_FOR_A_GUESS:
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - its tables cost more than most files

    best = from_bytes(sample, cp_isolation=["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp949"]).best()
    return Encoding(best.encoding, round(1 - best.chaos, 2)) if best else None


@cache
def spoken(name: str) -> str:
    """The encoding's name as people write it."""
    return {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}.get(
        name, name.upper().replace("WINDOWS", "Windows")
    )


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
        _transcode(file, written, encoding.name, escape)
    return copy


def _transcode(file: BinaryIO, copy: IO[bytes], name: str, escape: str) -> None:
    decoder = codecs.getincrementaldecoder(name)(escape)
    try:
        while block := file.read(CHUNK):
            copy.write(decoder.decode(block).encode("utf-8", escape))
    except UnicodeDecodeError as error:
        raise not_text() from error
    if decoder.getstate()[0]:
        copy.write(b"\xff")


def not_text() -> CxdashError:
    """The refusal of what is no text at all."""
    return CxdashError(
        t("This is not a text file in any encoding we know."),
        t("Save it as CSV in UTF-8 and upload it again."),
    )
