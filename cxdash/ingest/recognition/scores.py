"""Score columns: which scale and metric their answers are on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cxdash.ingest.recognition.fields import YES, Field, as_number
from cxdash.ingest.recognition.touchpoints import says_nothing
from cxdash.vocabulary.answer_words import WordScale, no_answer, word_scale
from cxdash.vocabulary.scales import Direction

# Highest scores that rating scales end on: a solitary 0-3 is a count of something.
_USUAL_ENDS = (5, 7, 10)
_HABIT = 0.002  # share of zeros in a block of ratings above which they mean something
_ASKED = 0.7  # how surely whole numbers are scores where all that is known is that a closed question was asked
_LIKE_NAMED = 3  # so many columns with the same end are one block of ratings, whatever they are called


@dataclass(frozen=True)
class Score:
    """How a column's cells are to be read as scores; `sure` is 0 to 1."""

    metric: str
    low: int
    high: int
    sure: float
    labels: dict[str, int] = field(default_factory=dict)
    missing: tuple[int | str, ...] = ()
    zero_is_nothing: bool = False
    direction: Direction | None = None

    @property
    def tells_groups(self) -> bool:
        """A yes or no, or how often somebody does something: as telling as a segment as it is as a score."""
        return bool(self.labels) and (self.high - self.low <= 2 or (self.metric == "mean" and self.high <= 7))


def find_scores(columns: Sequence[Field]) -> dict[str, Score]:
    """The score columns of a file, by source name."""
    found = {column.source: score for column in columns if (score := _score(column))}
    block = _block(columns, found)
    for column in block:
        found[column.source] = _block_score(column, found.get(column.source), _zeros_matter(block))
    return _with_siblings(found)


def _with_siblings(found: dict[str, Score]) -> dict[str, Score]:
    """The same words mean the same in every column: where columns share some, all have the scale of all their words."""
    spoken = list({frozenset(score.labels): None for score in found.values() if score.labels})
    joined = {words_: _joined(words_, spoken) for words_ in spoken} if len(spoken) > 1 else {}
    return {source: _on(score, joined.get(frozenset(score.labels))) for source, score in found.items()}


def _joined(said: frozenset[str], others: Sequence[frozenset[str]]) -> WordScale | None:
    """The scale of these words and of all others that share a word with them and make one scale together."""
    together, scale = said, None
    for other in others:
        if together & other and other - together:
            wider = word_scale(sorted(together | other))
            if wider:
                together, scale = together | other, wider
    return scale


def _on(score: Score, scale: WordScale | None) -> Score:
    if scale is None:
        return score
    return replace(score, low=scale.low, high=scale.high, labels=dict(scale.labels))


def _score(column: Field) -> Score | None:
    if column.is_empty or column.is_moment or column.is_personal:
        return None
    if column.profile.numbers > 0.95:
        return _from_numbers(column)
    if 2 <= len(column.common_values) <= 24:
        return _from_words(column)
    return None


def _from_numbers(column: Field) -> Score | None:
    shape = column.profile
    low, high = column.score_range or (shape.low or 0, shape.high or 0)
    if column.rated and low >= 0 and 10 < high <= 100 and not column.means("counting", "age"):
        return Score("mean", 0, 100, 0.8, missing=shape.nothing)
    if low < -1 or high > 10 or not low < high:
        return None
    if low < 0 or (shape.distinct == 2 and not (column.rated and high > 2)):
        return _polarity(column, low, high)
    told = _told(column)
    if not told or (column.means("counting") and told < 1):
        return None
    sure = min(0.95, told + 0.15) if shape.integers > 0.95 else 0.6 * told
    metric = _metric(column, high)
    if metric == "nps":
        return Score("nps", 0, 10, sure, missing=shape.nothing)
    top = next((end for end in _USUAL_ENDS if high <= end), 10)
    # A zero on a scale of five, seven or ten named points is nearly always "not answered".
    zero = column.has_zero and _zero_is_rare(column) and not (column.rated and top == 10)
    bottom = 0 if low == 0 and not zero else 1
    missing: tuple[int | str, ...] = (*shape.nothing, *([0] if zero else []))
    return Score(metric, bottom, top, sure, missing=missing, zero_is_nothing=zero, direction=_direction(column, metric))


def _direction(column: Field, metric: str) -> Direction | None:
    """A question about effort or difficulty alone gives its highest number to the worst answer."""
    if metric == "ces" and column.means("effort") and not column.means("ease"):
        return "low_is_good"
    return None


def _polarity(column: Field, low: float, high: float) -> Score | None:
    """Minus one to one, or a zero and a one where the name says that it is somebody's judgement."""
    name = column.means("sentiment", "csat")
    told = name >= 0.75 and column.name not in ("label", "labels", "label id", "class label")
    if not told or not column.profile.is_integer or (low, high) not in ((-1, 1), (0, 1)):
        return None
    return Score("csat", int(low), int(high), 0.8 if low < 0 else 0.7, missing=column.profile.nothing)


def _told(column: Field) -> float:
    """How surely the name speaks of a score; a name of nothing but such words ("csat_score") leaves no doubt."""
    told = column.means("nps", "csat", "ces")
    if told and says_nothing(column.name):
        return 1.0
    return max(told, _ASKED if column.rated else 0.0)


def _metric(column: Field, high: float) -> str:
    if column.means("nps") and high > 5:
        return "nps"
    if column.means("ces"):
        return "ces"
    if column.means("csat"):
        return "csat"
    # A tool whose questions are known in full would say so if this were the question about recommending.
    return "mean" if column.rated else "nps" if high > 7 else "csat"


def _zero_is_rare(column: Field) -> bool:
    times = sum(count for value, count in column.profile.top if as_number(value) == 0)
    return times < 0.1 * column.profile.n


def _from_words(column: Field) -> Score | None:
    told = column.means("csat", "sentiment", "ces", "nps")
    if column.is_binary and (column.means("sentiment") or column.rated):
        labels = dict(sorted(((value, int(value.casefold() in YES)) for value in column.profile.values), key=_by_score))
        metric = "csat" if column.means("sentiment") else "conversion"
        return Score(metric, 0, 1, 0.7, labels, column.profile.nothing)
    rare = [value for value in column.profile.values if value not in column.common_values]
    scale = word_scale(column.common_values, rare)
    if scale is None:
        return _from_leading_numbers(column)
    opinion = scale.family in _OPINIONS
    if not (told or column.rated) and (scale.high - scale.low < 3 or not opinion):
        return None
    missing = scale.missing + column.profile.nothing
    direction = scale.direction if scale.direction == "low_is_good" else None
    sure = 0.95 if told and opinion else 0.8
    return Score(_metric_of(column, scale), scale.low, scale.high, sure, dict(scale.labels), missing, False, direction)


def _metric_of(column: Field, scale: WordScale) -> str:
    """What answers in words measure: those of frequency, amount or percent are only averaged."""
    if scale.family == "easy" or (column.means("ces") and scale.high in (5, 7)):
        return "ces"
    return "csat" if scale.family in _OPINIONS else "mean"


def _by_score(label: tuple[str, int]) -> int:
    return label[1]


def _from_leading_numbers(column: Field) -> Score | None:
    """Answers such as "10 - Extremely likely" among plain numbers."""
    labels: dict[str, int] = {}
    for value in column.common_values:
        number = _LEADING.match(value) or _TRAILING.match(value)
        if number:
            labels[value] = int(number[1])
        elif not no_answer(value):
            return None
    said = _told(column)
    if not labels or not said or not 3 <= max(labels.values()) <= 10:
        return None
    missing = tuple(value for value in column.common_values if value not in labels) + column.profile.nothing
    spoken = {value: score for value, score in labels.items() if not value.isdigit()}
    high = _end_of(labels, spoken, column)
    metric = _metric(column, high)
    return Score(metric, 0 if metric == "nps" else 1, high, 0.9 * said, spoken, missing)


def _end_of(labels: dict[str, int], spoken: dict[str, int], column: Field) -> int:
    """The usual end above the highest answer, or that answer where every step has its words and many have answered."""
    highest = max(labels.values())
    steps = sorted(set(labels.values()))
    if len(spoken) == len(labels) and steps == list(range(1, highest + 1)) and column.profile.n >= _MANY:
        return highest
    return next(end for end in _USUAL_ENDS if highest <= end)


_LEADING = re.compile(r"^(\d{1,2})\b(?! *[-–] *\d)")
_TRAILING = re.compile(r"^\D+\((\d{1,2})\)$")
_MANY = 100  # answers after which a step that nobody has chosen hardly exists
# Families of answers that judge; the others say how often or how much.
_OPINIONS = ("satisfied", "agree", "easy", "likely", "good", "")


def _block(columns: Sequence[Field], found: dict[str, Score]) -> list[Field]:
    """Columns of whole numbers that end on the same usual score: a grid of ratings, whatever they are called."""
    blocks: dict[float, list[Field]] = {}
    for column in columns:
        if _fits_block(column) and found.get(column.source, Score("csat", 1, 5, 0)).metric != "nps":
            blocks.setdefault((column.score_range or (0, 0))[1], []).append(column)
    largest = max(blocks.values(), key=len, default=[])
    return largest if len(largest) >= _LIKE_NAMED else []


def _fits_block(column: Field) -> bool:
    low, high = column.score_range or (0, 0)
    return (
        column.profile.integers > 0.95
        and low in (0, 1)
        and high in _USUAL_ENDS
        and len(column.common_values) >= 4
        and not column.means("counting")
        and not column.is_personal
        and column.name != "id"
    )


def _zeros_matter(block: Sequence[Field]) -> bool:
    """Whether the zeros of a block are a habit of the tool and not a slip or two."""
    zeros = sum(times for each in block for value, times in each.profile.top if as_number(value) == 0)
    return zeros > _HABIT * sum(each.profile.n for each in block)


def _block_score(column: Field, known: Score | None, zero_seen: bool) -> Score:
    """One rating of a block. Where any of its columns holds a zero, zero means "not applicable" in all of them."""
    high = int((column.score_range or (1, 5))[1])
    missing: tuple[int | str, ...] = column.profile.nothing
    if high == 10 and not column.means("csat", "ces"):
        return Score("nps", 0, 10, 0.6, missing=missing)
    # An effort question has seven points; a five-point "Ease of booking" in a grid is rated like its neighbours.
    metric = known.metric if known and (high == 7 or len(column.name.split()) > 5) else "csat"
    if zero_seen:
        missing = (*missing, 0)
    return Score(metric, 1, high, 0.95 if known else 0.88, missing=missing, zero_is_nothing=zero_seen)
