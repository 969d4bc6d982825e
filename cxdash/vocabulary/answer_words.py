"""Answers given in words, stars or faces, and the scores they stand for, in several languages."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cxdash.vocabulary.answer_degrees import quality_steps
from cxdash.vocabulary.answer_ladders import ladders, said
from cxdash.vocabulary.scales import Direction

# Faces from worst to best; without the marks for the colour of skin and for the way of drawing.
_FACES: tuple[str, ...] = ("😡😠🤬😤😭😢", "🙁☹😞😟😕😒😔", "😐😑😶🫤", "🙂😊😌☺", "😀😃😄😁😍🤩🥰😆")
_THUMBS = {"👎": 0, "👍": 1}
_DRAWN = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_STARS = re.compile(r"^([★⭐🌟✭✮]{1,10})([☆✩✰]{0,9})$")
_SPOKEN_STARS = re.compile(
    r"^([0-9۰-۹٠-٩]{1,2})(?: (?:out of|of|von|sur|de|از|من|מתוך) ([0-9۰-۹٠-٩]{1,2}))? ?"
    r"(?:stars?|sterne?|estrellas?|étoiles?|ستاره|نجوم|نجمة|כוכבים|כוכב|points?)?$"
)
_OUT_OF = re.compile(r"^([0-9۰-۹٠-٩]{1,2}) ?/ ?(5|7|10|۵|۷|۱۰|٥|٧|١٠)$")
_PERCENT = re.compile(r"^([0-9۰-۹٠-٩]{1,3})(?:[.,٫][0-9]+)? ?[%٪]$")

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
    """Words as scores: `labels` {word as in the file: score}, the scale's ends, and the words that are no answer.

    `family` is what the answers judge (satisfied, agree, easy, likely, good, frequency, amount, percent, "" unknown).
    """

    labels: dict[str, int]
    low: int
    high: int
    missing: tuple[str, ...]
    family: str = ""
    direction: Direction = "high_is_good"


def _normal(spellings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(said, spellings))


_ENDS = ((-1, _normal(_BAD)), (1, _normal(_GOOD)), (0, _normal(_MIDDLE)))
_NO_ANSWER = _normal(NOT_ANSWERS)


def no_answer(value: str) -> bool:
    """Whether a cell says that there was no answer: "Not applicable", "offered"."""
    return said(value) in _NO_ANSWER


def word_scale(values: Iterable[str], rare: Iterable[str] = ()) -> WordScale | None:
    """The scale that all these answers belong to, or None; at least a good and a bad end must have been seen.

    Of the `rare` answers, which may be slips, those that fit the scale get their scores too.

    >>> word_scale(["Satisfied", "Neutral or Dissatisfied"]).labels
    {'Neutral or Dissatisfied': 0, 'Satisfied': 1}
    >>> word_scale(["★★★☆☆", "★★★★★"]).labels
    {'★★★☆☆': 3, '★★★★★': 5}
    """
    seen = list(dict.fromkeys(values))
    missing = tuple(value for value in seen if no_answer(value))
    answers = [value for value in seen if value not in missing]
    if not answers:
        return None
    ways: tuple[_Way, ...] = (
        _from_ladders, _from_ends, _from_qualities, _from_stars, _from_faces, _from_percent,
    )  # fmt: skip
    for way in ways:
        scale = way(answers, missing)
        if scale:
            return _with_rare(scale, way, answers, rare)
    return None


_Way = Callable[[list[str], tuple[str, ...]], WordScale | None]


def _with_rare(scale: WordScale, way: _Way, answers: list[str], rare: Iterable[str]) -> WordScale:
    more = [value for value in rare if value not in answers]
    found = replace(scale, missing=(*scale.missing, *(value for value in more if no_answer(value))))
    for value in more:
        wider = way([*found.labels, value], found.missing)
        if wider and wider.family == scale.family and _agree(wider, found):
            found = wider
    return found


def _agree(wider: WordScale, scale: WordScale) -> bool:
    """Whether one more answer leaves the others where they are, or shows that the scale has another step."""
    same = all(wider.labels[value] == score for value, score in scale.labels.items())
    return (same and (wider.low, wider.high) == (scale.low, scale.high)) or len(wider.labels) == wider.high


def _from_ladders(answers: list[str], missing: tuple[str, ...]) -> WordScale | None:
    # Ladders are tried before plain good and bad: "neutral" and "good" belong to both.
    heard = {value: said(value) for value in answers}
    different = len(set(heard.values()))
    fitting = [ladder for ladder in ladders() if _fits(ladder.steps, set(heard.values()))]
    # The ladder of which every step was seen, else the first.
    chosen = min(fitting, key=lambda ladder: len(ladder.steps) != different, default=None)
    if chosen is None:
        return None
    labels = {value: _step(chosen.steps, word) for value, word in heard.items()}
    return WordScale(_sorted(labels), 1, len(chosen.steps), missing, chosen.family)


def _fits(steps: tuple[frozenset[str], ...], heard: set[str]) -> bool:
    """Whether each of the words is a step of its own, three at least and one of them below the middle."""
    found = {_step(steps, word) for word in heard}
    return 0 not in found and len(found) == len(heard) >= 3 and min(found) <= 2


def _step(steps: tuple[frozenset[str], ...], word: str) -> int:
    return next((place for place, spellings in enumerate(steps, start=1) if word in spellings), 0)


def _from_ends(answers: list[str], missing: tuple[str, ...]) -> WordScale | None:
    ends = {value: _end(value) for value in answers}
    found = {score for score in ends.values() if score is not None}
    if None in ends.values() or not {-1, 1} <= found:
        return None
    if 0 in found:
        return WordScale(_sorted(ends), -1, 1, missing, "good")
    return WordScale(_sorted({value: 1 if score == 1 else 0 for value, score in ends.items()}), 0, 1, missing, "good")


def _end(value: str) -> int | None:
    thumb = _THUMBS.get(_DRAWN.sub("", value.strip()))
    if thumb is not None:
        return 1 if thumb else -1
    word = said(value)
    return next((score for score, spellings in _ENDS if word in spellings), None)


def _from_qualities(answers: list[str], missing: tuple[str, ...]) -> WordScale | None:
    found = quality_steps(answers)
    if found is None:
        return None
    steps, family, low_is_good = found
    direction: Direction = "low_is_good" if low_is_good else "high_is_good"
    return WordScale(_sorted(steps), 1, max(steps.values()), missing, family, direction)


def _from_stars(answers: list[str], missing: tuple[str, ...]) -> WordScale | None:
    counted = {value: _stars(value) for value in answers}
    known = {value: stars for value, stars in counted.items() if stars is not None}
    if len(known) < len(answers) or len(set(known.values())) < 2:
        return None
    high = max(5, *(max(stars) for stars in known.values()))
    return WordScale(_sorted({value: stars for value, (stars, _) in known.items()}), 1, high, missing, "good")


def _stars(value: str) -> tuple[int, int] | None:
    """How many stars (or points), of how many where that is said (else 0)."""
    text = _DRAWN.sub("", value.strip())
    drawn = _STARS.match(text)
    if drawn:
        return len(drawn[1]), len(drawn[1]) + len(drawn[2]) if drawn[2] else 0
    spoken = _OUT_OF.match(text) or (None if text.isdigit() else _SPOKEN_STARS.match(text.casefold()))
    return (int(spoken[1]), int(spoken[2] or 0)) if spoken else None


def _from_faces(answers: list[str], missing: tuple[str, ...]) -> WordScale | None:
    drawn = {value: _DRAWN.sub("", value.strip())[:1] for value in answers}
    places = {value: _face(face) for value, face in drawn.items()}
    found = set(places.values())
    if 0 in found or not {1, 2} & found or not {4, 5} & found:
        return None
    if len(found) <= 3 and not {1, 2} <= found and not {4, 5} <= found:
        return WordScale(_sorted({v: 1 if at < 3 else 2 if at == 3 else 3 for v, at in places.items()}), 1, 3, missing)
    return WordScale(_sorted(places), 1, 5, missing, "good")


def _face(face: str) -> int:
    return next((place for place, faces in enumerate(_FACES, start=1) if face and face in faces), 0)


def _from_percent(answers: list[str], missing: tuple[str, ...]) -> WordScale | None:
    found = {value: _PERCENT.match(value.strip()) for value in answers}
    labels = {value: int(match[1]) for value, match in found.items() if match}
    if len(labels) < len(answers) or len(labels) < 2 or max(labels.values()) > 100:
        return None
    return WordScale(_sorted(labels), 0, 100, missing, "percent")


def _sorted(labels: dict[str, int] | dict[str, int | None]) -> dict[str, int]:
    scores = {value: score for value, score in labels.items() if score is not None}
    return dict(sorted(scores.items(), key=lambda item: (item[1], item[0])))
