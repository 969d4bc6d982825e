"""Answers given in words, and the scores they stand for, in several languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from cxdash.vocabulary.synonyms import words

# Ordered scales of five, worst to best; several spellings of one step stand together.
_FIVES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("very dissatisfied", "very unsatisfied", "extremely dissatisfied", "not at all satisfied"),
        ("dissatisfied", "unsatisfied", "somewhat dissatisfied", "slightly dissatisfied"),
        ("neutral", "neither satisfied nor dissatisfied", "neither", "so so"),
        ("satisfied", "somewhat satisfied", "slightly satisfied"),
        ("very satisfied", "extremely satisfied", "completely satisfied"),
    ),
    (
        ("strongly disagree",),
        ("disagree", "somewhat disagree"),
        ("neutral", "neither agree nor disagree", "undecided"),
        ("agree", "somewhat agree"),
        ("strongly agree",),
    ),
    (
        ("very unfavorably", "very unfavourably"),
        ("somewhat unfavorably", "somewhat unfavourably"),
        ("neither favorably nor unfavorably neutral", "neither favorably nor unfavorably"),
        ("somewhat favorably", "somewhat favourably"),
        ("very favorably", "very favourably"),
    ),
    (
        ("very difficult",),
        ("difficult", "somewhat difficult"),
        ("neutral", "neither easy nor difficult"),
        ("easy", "somewhat easy"),
        ("very easy",),
    ),
    (
        ("very poor", "terrible", "very bad"),
        ("poor", "bad"),
        ("fair", "average", "ok", "okay", "acceptable"),
        ("good",),
        ("very good", "excellent", "great"),
    ),
    (
        ("خیلی ناراضی", "بسیار ناراضی", "کاملا ناراضی"),
        ("ناراضی",),
        ("متوسط", "نه راضی نه ناراضی", "بی نظر"),
        ("راضی",),
        ("خیلی راضی", "بسیار راضی", "کاملا راضی"),
    ),
    (("خیلی بد", "بسیار بد"), ("بد",), ("متوسط", "معمولی"), ("خوب",), ("خیلی خوب", "عالی", "بسیار خوب")),
    (("غير راض على الإطلاق", "غير راض جدا", "مستاء جدا"), ("غير راض", "مستاء"), ("محايد",), ("راض",), ("راض جدا",)),
    (("מאוד לא מרוצה",), ("לא מרוצה",), ("ניטרלי",), ("מרוצה",), ("מאוד מרוצה", "מרוצה מאוד")),
    (("muy insatisfecho",), ("insatisfecho",), ("neutral", "neutro"), ("satisfecho",), ("muy satisfecho",)),
    (("sehr unzufrieden",), ("unzufrieden",), ("neutral", "teils teils"), ("zufrieden",), ("sehr zufrieden",)),
    (("très insatisfait", "pas du tout satisfait"), ("insatisfait",), ("neutre",), ("satisfait",), ("très satisfait",)),
)

_GOOD = (
    "satisfied", "happy", "positive", "good", "recommend", "promoter", "like", "great", "thumbs up",
     "good with comment",
    "راضی", "خوب", "مثبت", "خوشحال", "پیشنهاد می کنم", "توصیه می کنم", "إيجابي", "راض", "جيد", "חיובי", "מרוצה", "טוב",
    "satisfecho", "positivo", "zufrieden", "positiv", "satisfait", "positif",
)  # fmt: skip
_BAD = (
    "dissatisfied", "unsatisfied", "unhappy", "sad", "negative", "bad", "detractor", "dislike", "poor", "thumbs down",
    "neutral or dissatisfied", "not satisfied", "not recommend", "bad with comment", "ناراضی", "بد", "منفی", "ناراحت",
    "پیشنهاد نمی کنم", "توصیه نمی کنم", "سلبي", "غير راض", "سيئ", "שלילי", "לא מרוצה", "רע", "insatisfecho", "negativo",
    "unzufrieden", "negativ", "insatisfait", "négatif",
)  # fmt: skip
_MIDDLE = ("neutral", "mixed", "not sure", "مطمئن نیستم", "خنثی", "محايد", "ניטרלי", "passive", "neutro", "neutre")

# Zendesk writes these where nobody has answered; the others are what survey tools put for "does not apply".
NOT_ANSWERS = frozenset(
    ("offered", "unoffered", "na", "n a", "not applicable", "not asked", "unfamiliar n a", "don t know",
     "prefer not to say")
)  # fmt: skip


@dataclass(frozen=True)
class WordScale:
    """Words as scores: `labels` {word as in the file: score}, the scale's ends, and the words that are no answer."""

    labels: dict[str, int]
    low: int
    high: int
    missing: tuple[str, ...]


def _normal(spellings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(words, spellings))


_STEPS = tuple(tuple(_normal(spellings) for spellings in steps) for steps in _FIVES)
_ENDS = ((-1, _normal(_BAD)), (1, _normal(_GOOD)), (0, _normal(_MIDDLE)))


def word_scale(values: Iterable[str]) -> WordScale | None:
    """The scale that all these answers belong to, or None; at least a good and a bad end must have been seen.

    >>> word_scale(["Satisfied", "Neutral or Dissatisfied"]).labels
    {'Neutral or Dissatisfied': 0, 'Satisfied': 1}
    """
    seen = list(dict.fromkeys(values))
    answers = [value for value in seen if words(value) not in NOT_ANSWERS]
    missing = tuple(value for value in seen if value not in answers)
    # Five steps are tried first: "neutral" and "good" belong to both.
    for steps in _STEPS:
        labels = {value: _step(steps, value) for value in answers}
        if labels and all(labels.values()) and len(set(labels.values())) >= 3 and {1, 2} & set(labels.values()):
            return WordScale(_sorted(labels), 1, 5, missing)
    ends = {value: _end(value) for value in answers}
    found = {score for score in ends.values() if score is not None}
    if None in ends.values() or not {-1, 1} <= found:
        return None
    if 0 in found:
        return WordScale(_sorted(ends), -1, 1, missing)
    return WordScale(_sorted({value: 1 if score == 1 else 0 for value, score in ends.items()}), 0, 1, missing)


def _step(steps: tuple[frozenset[str], ...], value: str) -> int:
    said = words(value)
    return next((place for place, spellings in enumerate(steps, start=1) if said in spellings), 0)


def _end(value: str) -> int | None:
    said = words(value)
    return next((score for score, spellings in _ENDS if said in spellings), None)


def _sorted(labels: dict[str, int] | dict[str, int | None]) -> dict[str, int]:
    scores = {value: score for value, score in labels.items() if score is not None}
    return dict(sorted(scores.items(), key=lambda item: (item[1], item[0])))
