"""Answers that say how much there is of one quality: "not at all rude", "somewhat rude", "very rude"."""

import re
from collections.abc import Iterable

from cxdash.vocabulary.answer_ladders import said

_HOW_MUCH: dict[float, tuple[str, ...]] = {
    0: ("not at all", "nada", "überhaupt nicht", "gar nicht", "pas du tout"),
    0.5: ("not very", "not so", "not too", "not", "nicht", "pas", "no muy", "nicht sehr", "pas très"),
    1: ("slightly", "a little", "a bit", "poco", "un poco", "wenig", "etwas", "peu", "un peu"),
    2: ("somewhat", "moderately", "fairly", "algo", "mäßig", "teilweise", "assez", "moyennement", "plutôt"),
    3: ("very", "quite", "muy", "bastante", "sehr", "ziemlich", "très"),
    4: ("extremely", "completely", "totally", "extremadamente", "äußerst", "extrem", "extrêmement"),
}
"""How much of a quality each word says, 0 to 4."""

_PHRASES = sorted(((said(phrase), degree) for degree, phrases in _HOW_MUCH.items() for phrase in phrases), reverse=True)
_YES_OR_NO = re.compile("^(?:yes|no|sí|si|ja|nein|oui|non) (?!muy )")
_AT_ALL = re.compile(r"^not (.+) at all$")
_BAD_QUALITIES = frozenset(
    ("rude", "difficult", "hard", "bad", "annoying", "confusing", "dissatisfied", "unlikely", "expensive", "slow",
     "frustrating", "frustrated", "disappointed", "painful", "boring", "complicated", "concerned", "worried",
     "stressful", "difícil", "caro", "lento", "schwierig", "teuer", "langsam", "difficile", "cher", "lent")
)  # fmt: skip
_GOOD_QUALITIES = {
    "satisfied": "satisfied", "happy": "satisfied", "pleased": "satisfied", "likely": "likely", "easy": "easy",
    "satisfecho": "satisfied", "zufrieden": "satisfied", "satisfait": "satisfied", "probable": "likely",
    "wahrscheinlich": "likely", "fácil": "easy", "einfach": "easy", "facile": "easy", "good": "good", "helpful": "good",
    "useful": "good",
}  # fmt: skip


def quality_steps(answers: Iterable[str]) -> tuple[dict[str, int], str, bool] | None:
    """Steps of answers such as "not at all rude", "somewhat rude", "very rude": {answer: step}, family, low is good.

    None where they are not degrees of one quality.

    >>> quality_steps(["No, not at all rude", "Yes, somewhat rude", "Yes, very rude"])
    ({'No, not at all rude': 1, 'Yes, somewhat rude': 2, 'Yes, very rude': 3}, 'rude', True)
    """
    degrees: dict[str, float] = {}
    qualities = set()
    for answer in answers:
        found = _degree(said(answer))
        if found is None:
            return None
        degrees[answer], quality = found
        qualities.add(quality)
    different = sorted(set(degrees.values()))
    if len(qualities) != 1 or len(different) < 3 or different[0] > 1:
        return None
    quality = qualities.pop()
    steps = {answer: different.index(degree) + 1 for answer, degree in degrees.items()}
    return steps, _GOOD_QUALITIES.get(quality, quality), quality in _BAD_QUALITIES


def _degree(answer: str) -> tuple[float, str] | None:
    """How much (0 none, 4 most) of which quality an answer says."""
    plain = _AT_ALL.sub(r"not at all \1", _YES_OR_NO.sub("", answer))
    for phrase, degree in _PHRASES:
        if plain.startswith(f"{phrase} "):
            return degree, plain.removeprefix(f"{phrase} ")
    return None
