"""On which side of a scale an answer in words stands: "very dissatisfied" is bad, "sehr zufrieden" good."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Literal

from cxdash.vocabulary.answer_ladders import ladders, poles, said

Side = Literal[-1, 0, 1]
"""The bad side, neither, the good side."""

# Families of answers that judge; the others say how often or how much.
OPINIONS = frozenset(("satisfied", "agree", "easy", "likely", "good"))

_BAD = (
    "worst", "worse", "terrible", "awful", "horrible", "difficulty", "difficulties", "effort", "dissatisfaction",
    "detractor", "frustrating", "complicated", "never again",
    "بدترین", "افتضاح", "سختی", "دشواری", "نارضایتی", "تلاش", "پیچیده",
    "الأسوأ", "أسوأ", "سيئ للغاية", "صعوبة", "جهد", "الجهد", "مجهود", "استياء",
    "הכי גרוע", "הגרוע", "נורא", "קושי", "מאמץ", "אי שביעות רצון",
    "peor", "pésimo", "pésima", "dificultad", "esfuerzo", "insatisfacción", "malísimo",
    "schlechteste", "schlechtester", "am schlechtesten", "mangelhaft", "ungenügend", "furchtbar", "aufwand",
    "schwierigkeit", "unzufriedenheit", "kompliziert",
    "pire", "nul", "nulle", "horrible", "difficulté", "insatisfaction", "compliqué",
)  # fmt: skip
_GOOD = (
    "best", "better", "excellent", "outstanding", "perfect", "great", "amazing", "delighted", "ease", "satisfaction",
    "promoter", "effortless",
    "بهترین", "عالی", "سهولت", "رضایت", "خشنود",
    "الأفضل", "أفضل", "ممتاز", "ممتازة", "رائع", "سهولة", "الرضا", "رضا",
    "הכי טוב", "הטוב ביותר", "מצוין", "מצוינת", "מעולה", "קלות", "שביעות רצון",
    "mejor", "excelente", "perfecto", "facilidad", "satisfacción",
    "beste", "bester", "am besten", "ausgezeichnet", "hervorragend", "perfekt", "zufriedenheit", "mühelos",
    "meilleur", "meilleure", "excellent", "excellente", "parfait", "facilité", "satisfaction",
)  # fmt: skip
# What turns a quality round: "not at all likely", "wenig zufrieden", "low effort".
_TURNED = (
    "not", "no", "none", "low", "lowest", "little", "least", "hardly", "minimal",
    "nicht", "kein", "keine", "wenig", "gering", "geringer", "geringe", "niedrig", "niedrige", "niedriger", "kaum",
    "nada", "poco", "poca", "bajo", "baja", "ningún", "ninguna", "pas", "peu", "faible", "aucun", "aucune",
    "اصلا", "هیچ", "نیستم", "نیست", "نمی", "کم", "کمترین", "پایین", "غير", "لا", "لم", "ليس", "لست", "قليل", "منخفض",
    "לא", "מעט", "נמוך", "נמוכה", "אינני",
)  # fmt: skip


def side(text: str) -> Side:
    """The side of an answer: -1 bad, 1 good, 0 where its words say neither ("often", "neutral").

    >>> side("Not at all likely"), side("sehr zufrieden"), side("مخالفم"), side("extremely")
    (-1, 1, -1, 0)
    """
    heard = said(text)
    return known_side(heard) or _by_quality(heard)


def known_side(text: str) -> Side:
    """As `side`, where the whole text is an answer of the ladders: "how satisfied" is none, "satisfied" is."""
    return _steps().get(said(text), 0)


def _by_quality(heard: str) -> Side:
    """The side of the longest quality in the text, the other one where it is denied or called small."""
    qualities, pattern, turned = _qualities()
    found = max(pattern.finditer(heard), key=lambda match: len(match[0]), default=None)
    if found is None:
        return 0
    rest = f"{heard[: found.start()]} {heard[found.end() :]}".split()
    good = (qualities[found[0]] > 0) != bool(turned.intersection(rest))
    return 1 if good else -1


@cache
def _steps() -> dict[str, Side]:
    votes = Counter[str]()
    for ladder in ladders():
        if ladder.family in OPINIONS:
            for place, spellings in enumerate(ladder.steps, start=1):
                for spelling in spellings:
                    votes[spelling] += _sign(2 * place - len(ladder.steps) - 1)
    return {spelling: _sign(total) for spelling, total in votes.items() if total}


def _sign(number: int) -> Side:
    return 1 if number > 0 else -1 if number < 0 else 0


@cache
def _qualities() -> tuple[dict[str, Side], re.Pattern[str], frozenset[str]]:
    bad, good = poles()
    sides: dict[str, Side] = {**dict.fromkeys(_heard(_GOOD), 1), **dict.fromkeys(_heard(_BAD), -1)}
    sides |= {**dict.fromkeys(good, 1), **dict.fromkeys(bad, -1)}
    longest_first = sorted(sides, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")
    return sides, pattern, _heard(_TURNED)


def _heard(spellings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(said, spellings))
