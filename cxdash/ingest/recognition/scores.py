"""Score columns: which scale and metric their answers are on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cxdash.ingest.recognition.fields import Field
from cxdash.ingest.recognition.score import MANY, USUAL_ENDS, Score, direction_of, metric_of, said_by_name, told
from cxdash.ingest.recognition.spoken import from_words
from cxdash.ingest.recognition.stated import NO_ANSWER_CODES
from cxdash.ingest.recognition.stated_scores import find_sliders, on_stated_scale
from cxdash.vocabulary.answer_words import WordScale, word_scale
from cxdash.vocabulary.metrics import HEADLINES, USUAL_SCALES
from cxdash.vocabulary.numbers import as_number
from cxdash.vocabulary.question_words import asks_to_choose

_HABIT = 0.002  # share of zeros in a block of ratings above which they mean something
_LIKE_NAMED = 3  # so many columns with the same end are one block of ratings, whatever they are called
_MOST_OUTSIDE = 0.2  # share of answers beyond every scale with which a question about a score is still one
_RARE_ZERO = 0.1
_SHORT_ENDS = (2, 3, 4, 6)
_CALLED = 0.75
_FAILED = re.compile(r"[+-]?(nan|inf|infinity)$|#|n/?a$|null$", re.IGNORECASE)
_USED = 0.02  # share of the answers that every step of a short scale has; stray answers belong to a longer one


def find_scores(columns: Sequence[Field]) -> dict[str, Score]:
    """The score columns of a file, by source name."""
    found = {column.source: score for column in columns if (score := _score(column))}
    block = _block(columns, found)
    for column in block:
        if column.stated:
            continue
        found[column.source] = _block_score(column, found.get(column.source), _zeros_matter(block))
    return _with_siblings(_without_groups({**find_sliders(columns, found), **found}))


def _without_groups(found: dict[str, Score]) -> dict[str, Score]:
    """The group of an answer says nothing where the answer itself is in the file."""
    answered = any(score.metric == "nps" and not score.grouped for score in found.values())
    return {source: score for source, score in found.items() if not (answered and score.grouped)}


def _with_siblings(found: dict[str, Score]) -> dict[str, Score]:
    """The same words mean the same in every column: where columns share some, all have the scale of all their words."""
    spoken = list({frozenset(score.labels): None for score in found.values() if score.labels and not score.grouped})
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
    found = on_stated_scale(column)
    found = found or (_from_numbers(column) if column.profile.numbers > 0.95 else from_words(column))
    return found or _called_a_metric(column)


def _called_a_metric(column: Field) -> Score | None:
    """A column called "nps" holds scores however few there are; what is no number is set aside when it is loaded."""
    name = column.name.rstrip(" 0123456789")
    metric = next((metric for metric in HEADLINES if name in (metric, f"{metric} score")), None)
    if metric is None:
        return None
    low, high = (column.stated.bottom, column.stated.high) if column.stated else USUAL_SCALES[metric]
    numbers = [number for value in column.profile.values if (number := as_number(value)) is not None]
    if any(low <= number <= high for number in numbers) or _are_no_numbers(column):
        return Score(metric, low, high, _CALLED, missing=column.profile.nothing)
    return None


def _are_no_numbers(column: Field) -> bool:
    """Whether the cells are what programs write where a calculation failed."""
    return all(_FAILED.match(value) or as_number(value) is not None for value in column.profile.values)


def _from_numbers(column: Field) -> Score | None:
    shape = column.profile
    low, high, codes = _answers(column)
    if column.rated and low >= 0 and 10 < high <= 100 and not column.means("counting", "age"):
        return Score("mean", 0, 100, 0.8, missing=(*shape.nothing, *codes), codes=codes)
    if low < -1 or high > 10 or not low < high:
        return None
    asked = column.rated or said_by_name(column) >= _CALLED
    if low < 0 or (shape.distinct == 2 and not (asked and high > 2)):
        return _polarity(column, low, high)
    sure = told(column)
    if not sure or (column.means("counting") and sure < 1) or not _could_be_coded(column, high):
        return None
    sure = min(0.95, sure + 0.15) if shape.integers > 0.95 else 0.6 * sure
    metric = metric_of(column, low, high)
    missing: tuple[int | str, ...] = (*shape.nothing, *codes)
    if metric == "nps":
        return Score("nps", 0, 10, sure, missing=missing, codes=codes)
    top = _top(column, low, high)
    # A zero on a scale of five, seven or ten named points is nearly always "not answered".
    zero = column.has_zero and _zero_is_rare(column, top) and not (column.rated and top == 10)
    bottom = 0 if low == 0 and not zero else 1
    missing = (*missing, *([0] if zero else []))
    direction = direction_of(column, metric)
    return Score(metric, bottom, top, sure, {}, missing, zero, direction, codes)


def _could_be_coded(column: Field, high: float) -> bool:
    """A column called "q5" holds ratings only where its numbers look like some: on a usual scale, most of it used."""
    if column.rated or said_by_name(column):
        return True
    return column.profile.integers > 0.95 and high in USUAL_ENDS and len(column.common_values) >= 4


def _answers(column: Field) -> tuple[float, float, tuple[int, ...]]:
    """Lowest and highest answer, and the codes among the numbers that stand for "no answer"."""
    low, high = column.score_range or (column.profile.low or 0, column.profile.high or 0)
    if not (low < 0 or high > 10) or column.profile.distinct > len(column.profile.top):
        return low, high, ()
    times = {number: n for value, n in column.profile.top if (number := as_number(value)) is not None}
    inside = {number: n for number, n in times.items() if 0 <= number <= 10}
    codes = tuple(sorted(int(number) for number in times if number in NO_ANSWER_CODES))
    highest = max(inside, default=0)
    if len(inside) < 3 or highest < 4:
        return low, high, ()
    others = sum(n for number, n in times.items() if number not in inside and number not in codes)
    if others and (said_by_name(column) < 0.75 or others > _MOST_OUTSIDE * sum(inside.values())):
        return low, high, ()
    common = [number for number, n in inside.items() if n > 0.004 * column.profile.n]
    return min(common), max(common), codes


def _top(column: Field, low: float, high: float) -> int:
    """The usual end above the highest answer, or that answer where many have answered and used every step."""
    steps = {as_number(value): times for value, times in column.profile.top}
    used = steps.keys() == set(range(int(low), int(high) + 1)) and min(steps.values()) >= _USED * column.profile.n
    if used and low in (0, 1) and high in _SHORT_ENDS and column.profile.n >= MANY and said_by_name(column):
        return int(high)
    return next((end for end in USUAL_ENDS if high <= end), 10)


def _polarity(column: Field, low: float, high: float) -> Score | None:
    """Minus one to one, or a zero and a one where the name says that it is somebody's judgement."""
    name = column.means("sentiment", "csat")
    judged = name >= 0.75 and column.name not in ("label", "labels", "label id", "class label")
    if not judged or not column.profile.is_integer or (low, high) not in ((-1, 1), (0, 1)):
        return None
    return Score("csat", int(low), int(high), 0.8 if low < 0 else 0.7, missing=column.profile.nothing)


def _zero_is_rare(column: Field, top: int) -> bool:
    """Too few zeros for a step of the scale; eleven points from 0 to 10 are common, six from 0 to 5 hardly exist."""
    times = sum(count for value, count in column.profile.top if as_number(value) == 0)
    return times < (_USED if top == 10 else _RARE_ZERO) * column.profile.n


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
        and high in USUAL_ENDS
        and len(column.common_values) >= 4
        and not column.means("counting")
        and not asks_to_choose(column.name)
        and not column.is_personal
        and column.name != "id"
    )


def _zeros_matter(block: Sequence[Field]) -> bool:
    """Whether the zeros of a block are a habit of the tool and not a slip or two."""
    zeros = sum(times for each in block for value, times in each.profile.top if as_number(value) == 0)
    return zeros > _HABIT * sum(each.profile.n for each in block)


def _block_score(column: Field, known: Score | None, zero_seen: bool) -> Score:
    """One rating of a block. Where any of its columns holds a zero, zero means "not applicable" in all of them.

    On eleven points zero is an answer like the others.
    """
    high = int((column.score_range or (1, 5))[1])
    missing: tuple[int | str, ...] = column.profile.nothing
    if high == 10 and zero_seen:
        return known or Score("csat", 0, 10, 0.6, missing=missing)
    # An effort question has seven points; a five-point "Ease of booking" in a grid is rated like its neighbours.
    metric = known.metric if known and (high == 7 or len(column.name.split()) > 5) else "csat"
    direction = known.direction if known and metric == known.metric else None
    if zero_seen:
        missing = (*missing, 0)
    return Score(metric, 1, high, 0.95 if known else 0.88, {}, missing, zero_seen, direction)
