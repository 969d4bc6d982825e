"""Answers in words, stars, percent, or numbers with words beside them, as scores."""

import re

from cxdash.ingest.recognition.fields import YES, Field
from cxdash.ingest.recognition.score import MANY, USUAL_ENDS, Score, metric_of, said_by_name, told
from cxdash.vocabulary.answer_sides import OPINIONS, side
from cxdash.vocabulary.answer_words import WordScale, no_answer, word_scale
from cxdash.vocabulary.scales import Direction

MOST_WORDS = 24
_LEADING = re.compile(r"^([0-9۰-۹٠-٩]{1,2})\b(?! *[-–] *\d)\W*")
_TRAILING = re.compile(r"^\D+\((\d{1,2})\)$")
_PERCENT = re.compile(r"^(\d{1,3})( ?[%٪])$")
_OPINIONS = OPINIONS | {""}
# Survey tools write the group beside the answer: it follows from the answer and is none itself.
_GROUPS = {
    **dict.fromkeys(("promoter", "promoters", "promotor", "promotores", "promoteur", "promoteurs", "befürworter",
                     "promotoren", "مروج", "مروجین", "ترویج کننده", "ממליץ", "ממליצים", "المروجون", "مروجون"), 10),
    **dict.fromkeys(("passive", "passives", "passiv", "passif", "passifs", "pasivo", "pasivos", "neutral", "neutrals",
                     "passiven", "indifferente", "منفعل", "בינוני", "פסיבי", "פסיביים", "محايد", "محايدون"), 8),
    **dict.fromkeys(("detractor", "detractors", "detractores", "détracteur", "détracteurs", "kritiker", "detraktor",
                     "منتقد", "منتقدین", "בלתי מרוצה", "מבקר", "מבקרים", "المنتقدون", "منتقدون"), 0),
}  # fmt: skip


def from_words(column: Field) -> Score | None:
    """The score of a column whose cells are words, or None."""
    common = column.common_values
    if not 2 <= len(common) <= MOST_WORDS:
        return _from_percent(column)
    groups = _from_groups(column)
    if groups or column.is_binary:
        return groups or _from_yes_and_no(column)
    rare = [value for value in column.profile.values if value not in common]
    scale = word_scale(common, rare)
    if scale is None:
        return _from_leading_numbers(column)
    named = column.means("csat", "sentiment", "ces", "nps")
    opinion = scale.family in _OPINIONS
    if not (named or told(column)) and (scale.high - scale.low < 3 or not opinion):
        return None
    missing = scale.missing + column.profile.nothing
    direction = scale.direction if scale.direction == "low_is_good" else None
    sure = 0.95 if named and opinion else 0.8
    return Score(
        _spoken_metric(column, scale), scale.low, scale.high, sure, dict(scale.labels), missing, False, direction
    )


def _from_groups(column: Field) -> Score | None:
    """Promoters, passives and detractors: all that is left of an answer where the answer itself is not in the file."""
    labels = {value: _GROUPS.get(value.casefold()) for value in column.common_values}
    found = set(labels.values())
    if None in found or not {0, 10} <= found:
        return None
    known = {value: score for value, score in labels.items() if score is not None}
    return Score("nps", 0, 10, 0.6, known, column.profile.nothing, grouped=True)


def _from_yes_and_no(column: Field) -> Score | None:
    if not (column.means("sentiment") or column.rated):
        return None
    labels = {value: int(value.casefold() in YES) for value in column.profile.values}
    metric = "csat" if column.means("sentiment") else "conversion"
    return Score(metric, 0, 1, 0.7, dict(sorted(labels.items(), key=_by_score)), column.profile.nothing)


def _by_score(label: tuple[str, int]) -> int:
    return label[1]


def _spoken_metric(column: Field, scale: WordScale) -> str:
    """What answers in words measure: those of frequency, amount or percent are only averaged."""
    if scale.family == "easy" or (column.means("ces") and scale.high in (5, 7)):
        return "ces"
    return "csat" if scale.family in _OPINIONS else "mean"


def _from_percent(column: Field) -> Score | None:
    """Percentages with their sign; every whole one gets its score, because most were never seen."""
    values = column.common_values or column.profile.values
    signs = {match[2] if (match := _PERCENT.match(value)) else None for value in values}
    if None in signs or not signs or not told(column):
        return None
    labels = {f"{score}{sign}": score for sign in sorted(filter(None, signs)) for score in range(101)}
    return Score("mean", 0, 100, 0.8, labels, column.profile.nothing)


def _from_leading_numbers(column: Field) -> Score | None:
    """Answers such as "10 - Extremely likely" among plain numbers."""
    labels: dict[str, int] = {}
    for value in column.common_values:
        number = _LEADING.match(value) or _TRAILING.match(value)
        if number:
            labels[value] = int(number[1])
        elif not no_answer(value):
            return None
    sure = told(column) or _words_behind(list(labels))
    if not labels or not sure or not 3 <= max(labels.values()) <= 10:
        return None
    missing = tuple(value for value in column.common_values if value not in labels) + column.profile.nothing
    spoken = {value: score for value, score in labels.items() if not value.isdigit()}
    low, high = _ends(labels, spoken, column)
    metric = metric_of(column, low, high) if said_by_name(column) or column.rated else "csat"
    bottom = low if column.stated else 0 if metric == "nps" else low
    return Score(metric, bottom, high, 0.9 * sure, spoken, missing, direction=_direction_of(spoken, column))


def _direction_of(spoken: dict[str, int], column: Field) -> Direction | None:
    """Low is good where the question says so, or the words beside the lowest and the highest number do."""
    if column.stated and column.stated.direction:
        low_is_good = column.stated.direction == "low_is_good"
    else:
        ordered = sorted(spoken, key=lambda value: spoken[value])
        lowest, highest = (side(_LEADING.sub("", ordered[place])) if ordered else 0 for place in (0, -1))
        low_is_good = lowest > 0 > highest
    return "low_is_good" if low_is_good else None


def _words_behind(values: list[str]) -> float:
    """How surely these are answers because the words behind their numbers make a scale: "4 - Satisfied"."""
    behind = [rest for value in values if (rest := _LEADING.sub("", value))]
    scale = word_scale(behind)
    return 0.85 if scale and scale.family in _OPINIONS and len(behind) >= 3 else 0.0


def _ends(labels: dict[str, int], spoken: dict[str, int], column: Field) -> tuple[int, int]:
    """The ends that the question states, else those of the usual scale around the answers.

    The highest answer is the end where every step has its words and many have answered.
    """
    lowest, highest = min(1, *labels.values()), max(labels.values())
    if column.stated and column.stated.low is not None:
        return column.stated.low, column.stated.high
    steps = sorted(set(labels.values()))
    if len(spoken) == len(labels) and steps == list(range(min(1, steps[0]), highest + 1)) and column.profile.n >= MANY:
        return lowest, highest
    return lowest, next(end for end in USUAL_ENDS if highest <= end)
