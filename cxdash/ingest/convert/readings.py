"""Which numbers a column may hold: the rules of each role, and the scale of answers whose mapping names none."""

from cxdash.ingest.convert import reasons
from cxdash.ingest.convert.values import YES_OR_NO, Reading
from cxdash.ingest.mapping import Column, Mapping
from cxdash.vocabulary.durations import UNIT_SECONDS
from cxdash.vocabulary.metrics import USUAL_SCALES

Scale = tuple[float, float]

_USUAL_SCALES: tuple[Scale, ...] = ((0, 1), (1, 5), (1, 7), (0, 10), (0, 100))


def reading_of(mapping: Mapping, column: Column, cell: str) -> Reading | None:
    """How the raw column `cell` is read as numbers under its role, or None where the role is not a number."""
    if column.role == "score":
        return _score(column, cell)
    if column.role in ("complete", "resolved", "churned"):
        return _yes_or_no(column, cell)
    if column.role in ("metric", "numerator", "denominator", "covariate") and mapping.kind == "experiment":
        return _metric(column, cell)
    if column.role in ("duration_s", "wait_s", "weight"):
        clock, factor = column.role != "weight", UNIT_SECONDS[column.unit or "s"]
        return Reading(cell, column.labels, column.missing, low=0, clock=clock, factor=factor, outside=reasons.NEGATIVE)
    if column.role == "value":
        return Reading(cell, column.labels, column.missing)
    return None


def _score(column: Column, cell: str) -> Reading:
    low, high = _declared(column) or (None, None)
    return Reading(cell, column.labels, column.missing, low=low, high=high, leading=True)


def _yes_or_no(column: Column, cell: str) -> Reading:
    bad = reasons.NOT_YES_OR_NO
    labels = YES_OR_NO | _lowered(column)
    return Reading(cell, labels, column.missing, low=0, high=1, whole=True, unreadable=bad, outside=bad)


def _metric(column: Column, cell: str) -> Reading:
    if column.type == "binary":
        return _yes_or_no(column, cell)
    scale = column.scale or USUAL_SCALES.get(column.type or "")
    low, high = scale or (None, None)
    return Reading(cell, column.labels, column.missing, low=low, high=high, leading=scale is not None)


def _lowered(column: Column) -> dict[str, float]:
    return {word.strip().lower(): score for word, score in column.labels.items()}


def needs_scale(mapping: Mapping, column: Column) -> bool:
    """Whether the scale of a score is still to be found: none is given, and no column says the metric row by row."""
    return column.role == "score" and _declared(column) is None and not metric_by_row(mapping, column)


def _declared(column: Column) -> Scale | None:
    """The scale a score was asked on by its mapping; NPS has only one, whatever strays into its column."""
    return column.scale or (USUAL_SCALES["nps"] if column.metric == "nps" else None)


def metric_by_row(mapping: Mapping, column: Column) -> bool:
    """Whether the metric of a score column stands in another column of the survey."""
    return column.role == "score" and column.metric is None and mapping.one("metric") is not None


def scale_found(lowest: float, highest: float, metric: str | None = None) -> Scale:
    """The usual scale that holds these scores (the metric's own first), or else the scores' own range."""
    own = [USUAL_SCALES[metric]] if metric in USUAL_SCALES else []
    for low, high in (*own, *_USUAL_SCALES):
        if low <= lowest and highest <= high:
            return low, high
    return (lowest, highest) if lowest < highest else (lowest, lowest + 1)


def metric_for(scale: Scale) -> str:
    """The metric of a score that names none: NPS from 0 to 10, satisfaction otherwise."""
    return "nps" if tuple(scale) == (0, 10) else "csat"
