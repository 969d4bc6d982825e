"""Which old encoding a text is in, by what its letters spell: code pages of one byte, and those of East Asia."""

import math
import re
from collections import Counter
from typing import Final

FAMILIES_DIFFER_BY = 0.1
"""Scores of two scripts nearer than this leave a doubt."""

PAGES_DIFFER_BY = 0.04
"""Scores of two code pages of one script, which read the text differently, nearer than this leave a doubt."""

DOUBT = 0.7
"""The confidence in a choice between two scripts that fit alike."""

BYTES_THAT_CONVINCE = 30
"""Fewer bytes beyond ASCII than this may spell a word in several code pages."""

USUAL: Final = "windows-1252"
"""What a text with nothing but curly quotation marks is in."""

COMMON_AT_LEAST = 0.12
"""Share of an East Asian text's characters that are among its commonest."""

# The letters beyond ASCII of each script, the commonest first.
_LETTERS: Final = {
    "arabic": "اليرنموتبیهدسةعفكقحجکشأگپچخزصىآإطضءئذثغظؤژ",
    "hebrew": "יוהלארתבשמנםעחדקפכגטסןזצךףץ",
    "cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґ",
    "greek": "αοιετσνηυρπκμλςόίάέήγδώύθχφβξζψ",
    "latin": "éäüàñöèáíóçêãßåøæõúâîôûëïùœìò",
    "turkish": "ıüşğçöâîû",
    "central": "ęąłóżśćńźáéíěšřžčýůúőűöüăâîșțťďňäô",
    "ukrainian": "оаинвітреслкдумпзяьбгчйхжїцюєшщф",
}
_SCRIPT: Final = {
    "arabic": re.compile(r"[\u0600-\u06ff\u200c]+"),
    "hebrew": re.compile(r"[\u0590-\u05ff]+"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]+"),
    "greek": re.compile(r"[\u0370-\u03ff]+"),
    "ukrainian": re.compile(r"[\u0400-\u04ff]+"),
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
    ("iso-8859-2", "central"),
    ("iso-8859-5", "cyrillic"),
    ("iso-8859-7", "greek"),
    ("koi8-r", "cyrillic"),
    ("koi8-u", "ukrainian"),
    ("mac-roman", "latin"),
    ("mac-cyrillic", "cyrillic"),
    ("mac-greek", "greek"),
    ("mac-turkish", "turkish"),
    ("mac-latin2", "central"),
    ("cp850", "latin"),
    ("cp852", "central"),
    ("cp866", "cyrillic"),
    ("cp862", "hebrew"),
)
ALL_ACCENTS = 0.6
"""What Latin words of nothing but accented letters count: they are more often another script in the wrong page."""

_ACCENTED: Final = frozenset({"latin", "turkish", "central"})
_WORD = re.compile(r"[^\W\d_]+")
_TYPOGRAPHY: Final = frozenset("“”‘’„‚–—…•€£°«»·®™،؛؟₪٪٫٬ـ¡¿ªº\u00a0§")


# The commonest characters: kana, Hangul endings and particles, function words of Chinese in both scripts.
_EAST: Final = (
    ("cp932", frozenset("のにはをたがてとしでれさいもなるかまっりすくらこけあうそよきせ、。ー")),
    ("euc_jp", frozenset("のにはをたがてとしでれさいもなるかまっりすくらこけあうそよきせ、。ー")),
    ("cp949", frozenset("이다는고에의가을를도하지한어서은로기리나사해있습니요")),
    ("gb18030", frozenset("的一是了我不在人有他这个们中来上大为和国地到以说时要就出会可也你对好很，。")),
    ("big5", frozenset("的一是了我不在人有他這個們中來上大為和國地到以說時要就出會可也你對好很，。")),
)
BELOW_IT_MAY_BE_EAST = 0.8
STRANGE_WEIGHS = 2


def best(sample: bytes) -> tuple[str, float]:
    """The encoding that explains the text best, and how well: 0 to 1, less where another script fits as well."""
    scores = [(name, script, _plausibility(sample, name, script)) for name, script in _CODE_PAGES]
    name, script, score = max(scores, key=lambda each: each[2])
    few = sum(byte > 127 for byte in sample) < BYTES_THAT_CONVINCE
    if score < BELOW_IT_MAY_BE_EAST and (east := _eastern(sample)):
        return east, DOUBT if few else DOUBT + COMMON_AT_LEAST
    text = sample.decode(name, "replace")
    others = [s for _, other, s in scores if _family(other) != _family(script)]
    alike = [s for page, _, s in scores if score - s < PAGES_DIFFER_BY and sample.decode(page, "replace") != text]
    doubtful = few or bool(alike) or score - max(others) < FAMILIES_DIFFER_BY
    doubtful |= name != USUAL and not _spells(text)
    return name, min(score, DOUBT) if doubtful else score


def ranked(sample: bytes) -> list[tuple[str, float]]:
    """Every code page of one byte with how well it explains the text, the best first."""
    scores = [(name, _plausibility(sample, name, script)) for name, script in _CODE_PAGES]
    return sorted(scores, key=lambda each: -each[1])


def _spells(text: str) -> bool:
    """Whether there is a letter beyond ASCII: marks and blanks alone say little."""
    return any(character.isalpha() and not character.isascii() for character in text)


def _family(script: str) -> str:
    return {"turkish": "latin", "central": "latin", "ukrainian": "cyrillic"}.get(script, script)


def _eastern(sample: bytes) -> str | None:
    """The multi-byte encoding that the whole sample is in and whose commonest characters are common in it."""
    shares = {name: _common(sample, name, letters) for name, letters in _EAST}
    name = max(shares, key=lambda each: shares[each])
    return name if shares[name] >= COMMON_AT_LEAST else None


def _common(sample: bytes, name: str, letters: frozenset[str]) -> float:
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return 0.0
    beyond = [character for character in text if not character.isascii()]
    return sum(character in letters for character in beyond) / max(1, len(beyond))


def fits(text: str, name: str) -> bool:
    """Whether the letters of a text are those that people write in this encoding."""
    script = dict(_CODE_PAGES).get(name)
    beyond = "".join(c for c in text if not c.isascii() and c not in _TYPOGRAPHY)
    if script is None or not beyond:
        return script is not None
    pattern = _SCRIPT.get(script)
    return bool(pattern.fullmatch(beyond)) if pattern else all(letter < "\u0250" for letter in beyond)


def _plausibility(sample: bytes, name: str, script: str) -> float:
    """How well the text beyond ASCII reads as that script, 0 to 1: are its words, and their letters, that script's?"""
    text = sample.decode(name, "replace")
    beyond = Counter(character for character in text.lower() if not character.isascii())
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    letters = sum(_fitting(word, script) for word in words)
    marks = sum(beyond[character] for character in _TYPOGRAPHY)
    shaped = min(1.0, (letters + marks) / max(1, beyond.total()))
    if script in _ACCENTED:
        shaped *= _among_ascii(words)
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
    counts = {letter: n for letter, n in found.items() if letter.isalpha()}
    length = math.hypot(*counts.values()) * math.hypot(*law.values())
    # One letter that the language does not have tells two pages apart which differ in the capitals alone.
    strange = sum(n for letter, n in counts.items() if letter not in law) / max(1, sum(counts.values()))
    return dot / length * max(0.0, 1 - STRANGE_WEIGHS * strange) if length else 0.0


def _fitting(word: str, script: str) -> int:
    """The letters beyond ASCII of a word that could be one of the script's, else 0."""
    beyond = sum(not character.isascii() for character in word)
    # A word has capitals at its front only, and a Latin one few accents; all else is read with the wrong page.
    cased = word[1:] == word[1:].lower() or word.isupper()
    pattern = _SCRIPT.get(script)
    if pattern:
        return beyond if cased and pattern.fullmatch(word) else 0
    few = beyond <= 2 or beyond * 2 <= len(word) + 1
    return beyond if cased and few else 0


def _among_ascii(words: list[str]) -> float:
    """How far the letters beyond ASCII stand in words with others, as accents do; less for another script's letters."""
    beyond = {word: sum(not letter.isascii() for letter in word) for word in words}
    alone = sum(n for word, n in beyond.items() if n == len(word) > 1)
    return 1 - (1 - ALL_ACCENTS) * alone / max(1, sum(beyond.values()))
