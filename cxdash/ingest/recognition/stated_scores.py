"""Scores on a scale that the questions state themselves, and sliders beside them."""

from collections.abc import Mapping, Sequence

from cxdash.ingest.recognition.fields import Field
from cxdash.ingest.recognition.score import Score, direction_of, metric_of, said_by_name
from cxdash.ingest.recognition.stated import Stated
from cxdash.vocabulary.metrics import METRICS
from cxdash.vocabulary.numbers import as_number
from cxdash.vocabulary.question_words import HOW_MANY, JUDGED, OF_SOMEBODY, RANKED
from cxdash.vocabulary.scales import Direction, Scale

_SURE, _LIKELY = 0.95, 0.8
_SLIDER = 0.7
_FEWEST_SLIDERS = 2
_PULLED_TO = 60  # a slider of many people reaches at least this far; years of experience do not
_COMMON_ZERO = 0.1  # share of zeros above which they are a step of a scale of which only the end is told
_ELSE = ("counting", "age", "money", "value", "contract", "duration_s", "wait_s")
_SHARES = frozenset(("percent", "percentage", "pct", "ratio", "share", "prozent", "porcentaje", "pourcentage", "درصد"))


def on_stated_scale(column: Field) -> Score | None:
    """The score of a column of numbers on the scale that its question states, else None."""
    scale, shape = column.stated, column.profile
    if scale is None or not shape.numbers > 0.95:
        return None
    numbers = [number for value in shape.values if (number := as_number(value)) is not None]
    metric = _metric(column, scale)
    low = _lowest(column, scale, metric)
    zero = low == 1 and column.has_zero
    codes = tuple(sorted(int(number) for number in numbers if number != 0 and scale.is_no_answer(number)))
    missing: tuple[int | str, ...] = (*shape.nothing, *codes, *([0] if zero else ()))
    sure = _SURE if scale.sure and shape.integers > 0.95 else _LIKELY
    return Score(metric, low, scale.high, sure, {}, missing, zero, _direction(column, scale, metric), codes)


def _metric(column: Field, scale: Stated) -> str:
    """What is asked, as far as it can be told on such a scale: recommending needs ten or eleven points."""
    ends = Scale(scale.bottom, scale.high)
    if not METRICS["csat"].fits(ends):
        return "mean"
    if column.means("nps") and METRICS["nps"].fits(ends):
        return "nps"
    if column.means("ces"):
        return "ces"
    if said_by_name(column) or not (column.rated or column.is_coded):
        return "csat"
    return metric_of(column, scale.bottom, scale.high)


def _lowest(column: Field, scale: Stated, metric: str) -> int:
    """The lowest score; where a question says "out of 10", zero is one if somebody chose it."""
    if scale.low is not None:
        return scale.low
    zeros = sum(times for value, times in column.profile.top if as_number(value) == 0)
    if metric == "nps" or scale.high == 100:
        return 0
    return 0 if zeros > (0 if scale.high >= 10 else _COMMON_ZERO * column.profile.n) else 1


def _direction(column: Field, scale: Stated, metric: str) -> Direction | None:
    if scale.direction is None:
        return direction_of(column, metric)
    return "low_is_good" if scale.direction == "low_is_good" else None


def find_sliders(columns: Sequence[Field], found: Mapping[str, Score]) -> dict[str, Score]:
    """Columns of whole numbers up to 100 whose names speak of a judgement, where there are several of them."""
    sliders = [column for column in columns if column.source not in found and _is_slider(column)]
    stated = sum((score.low, score.high) == (0, 100) for score in found.values())
    if len(sliders) + stated < _FEWEST_SLIDERS:
        return {}
    return {each.source: Score("mean", 0, 100, _SLIDER, missing=each.profile.nothing) for each in sliders}


def _is_slider(column: Field) -> bool:
    shape, name = column.profile, column.name
    if not shape.integers > 0.95 or column.is_personal or column.is_moment:
        return False
    low, high = column.score_range or (shape.low or 0, shape.high or 0)
    if not (low >= 0 and _PULLED_TO < high <= 100) or not JUDGED.strength(name):
        return False
    other = any(names.strength(name) for names in (OF_SOMEBODY, RANKED, HOW_MANY)) or column.means(*_ELSE)
    return not other and _SHARES.isdisjoint(name.split()) and not set("%٪") & set(column.source)
