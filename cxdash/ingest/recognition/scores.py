"""Score columns: which scale and metric their answers are on, and the touchpoint they speak about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cxdash.ingest.recognition.fields import YES, Field, as_number
from cxdash.vocabulary.answer_words import NOT_ANSWERS, word_scale
from cxdash.vocabulary.synonyms import words

# Highest scores that rating scales end on: a solitary 0-3 is a count of something.
_USUAL_ENDS = (5, 7, 10)
_HABIT = 0.002  # share of zeros in a block of ratings above which they mean something
_LIKE_NAMED = 3  # so many columns with the same end are one block of ratings, whatever they are called

_STOCK_PHRASES = (
    r"on a scale (of|from) .{1,20}?,? *",
    r"(overall,? *)?how (satisfied|happy) (were|are|was|is) you (with|by) ",
    r"(overall,? *)?how would you rate (your (satisfaction|experience) with )?",
    r"please rate (your (satisfaction|experience) with )?",
    r"how (easy|difficult) (was it|is it|were we) (for you )?to ",
    r"how easy (was|is|were) ",
    r"how much (do )?you like ",
    r"rate (your (satisfaction|experience) with )?",
    r"(your )?(overall )?(satisfaction|experience) with ",
    r"(our|the|your|this|its) ",
)
_LEAD = re.compile("^(?:" + "|".join(_STOCK_PHRASES) + ")", re.IGNORECASE)

# A name made of nothing but these speaks of the whole: it is the overall score and no touchpoint.
_SAYS_NOTHING = frozenset(
    word
    for phrase in (
        "overall satisfaction satisfied csat nps ces score scores rating ratings rate review reviews customer client",
        "customers stars star general total survey experience result label labels polarity sentiment feedback how",
        "likely are you to recommend us level answer hs value response likelihood net promoter is were with our the",
        "recommended امتیاز رضایت رضایت کلی نمره تقييم التقييم الرضا ציון דירוג שביעות רצון bewertung",
        "a of your zufriedenheit note puntuación satisfacción",
    )
    for word in words(phrase).split()
)


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

    @property
    def two_valued(self) -> bool:
        """A yes or no rather than a rating: as telling as a segment as it is as a score."""
        return bool(self.labels) and self.high - self.low <= 2


def find_scores(columns: Sequence[Field]) -> dict[str, Score]:
    """The score columns of a file, by source name."""
    found = {column.source: score for column in columns if (score := _score(column))}
    block = _block(columns, found)
    for column in block:
        found[column.source] = _block_score(column, found.get(column.source), _zeros_matter(block))
    return found


def touchpoint_of(column: Field, score: Score) -> str | None:
    """The touchpoint that a score column speaks about: its name without stock phrases, None for the overall score."""
    if score.metric == "nps" or set(column.name.split()) <= _SAYS_NOTHING:
        return None
    text = column.source
    while (shorter := _LEAD.sub("", text).strip()) != text:
        text = shorter
    text = text.rstrip(" ?:؟.")
    if not text or set(words(text).split()) <= _SAYS_NOTHING:
        return None
    return text if text == column.source else text[0].upper() + text[1:]


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
    if low < -1 or high > 10 or not low < high:
        return None
    if low < 0 or shape.distinct == 2:
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
    zero = column.has_zero and _zero_is_rare(column)
    bottom = 0 if low == 0 and not zero else 1
    return Score(metric, bottom, top, sure, missing=(*shape.nothing, *([0] if zero else [])), zero_is_nothing=zero)


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
    return 1.0 if told and set(column.name.split()) <= _SAYS_NOTHING else told


def _metric(column: Field, high: float) -> str:
    if column.means("nps") and high > 5:
        return "nps"
    if column.means("ces"):
        return "ces"
    if high > 7 and not column.means("csat"):
        return "nps"
    return "csat"


def _zero_is_rare(column: Field) -> bool:
    times = sum(count for value, count in column.profile.top if as_number(value) == 0)
    return times < 0.1 * column.profile.n


def _from_words(column: Field) -> Score | None:
    told = column.means("csat", "sentiment", "ces", "nps")
    if column.is_binary and column.means("sentiment"):
        labels = dict(sorted(((value, int(value.casefold() in YES)) for value in column.profile.values), key=_by_score))
        return Score("csat", 0, 1, 0.7, labels, column.profile.nothing)
    scale = word_scale(column.common_values)
    if scale is None:
        return _from_leading_numbers(column)
    if not told and scale.high - scale.low < 3:
        return None
    metric = "ces" if column.means("ces") and scale.high == 5 else "csat"
    missing = scale.missing + column.profile.nothing
    return Score(metric, scale.low, scale.high, 0.95 if told else 0.8, dict(scale.labels), missing)


def _by_score(label: tuple[str, int]) -> int:
    return label[1]


def _from_leading_numbers(column: Field) -> Score | None:
    """Answers such as "10 - Extremely likely" among plain numbers."""
    labels: dict[str, int] = {}
    for value in column.common_values:
        number = re.match(r"^(\d{1,2})\b(?! *[-–] *\d)", value)
        if number:
            labels[value] = int(number[1])
        elif words(value) not in NOT_ANSWERS:
            return None
    said = column.means("nps", "csat", "ces")
    if not labels or not said or not 3 <= max(labels.values()) <= 10:
        return None
    high = next(end for end in _USUAL_ENDS if max(labels.values()) <= end)
    missing = tuple(value for value in column.common_values if value not in labels) + column.profile.nothing
    spoken = {value: score for value, score in labels.items() if not value.isdigit()}
    metric = _metric(column, max(labels.values()))
    return Score(metric, 0 if metric == "nps" else 1, high, 0.9 * said, spoken, missing)


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
