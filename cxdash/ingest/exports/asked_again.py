"""The same items asked about several times in one question: side by side in several columns, or in a loop."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cxdash.ingest.exports.shape import Planned
from cxdash.vocabulary.naming import words
from cxdash.vocabulary.synonyms import strength

_METRICS = ("nps", "csat", "ces")
_MARKS = " ?.:,;-–—؟،\"'“”"


@dataclass(frozen=True)
class Part:
    """A cell of a question with several columns: the question, the column's number and heading, the row's item."""

    question: str
    column: str
    heading: str
    item: str


def side_by_side(planned: Sequence[Planned], parts: Mapping[str, Part]) -> list[Planned]:
    """The columns with what tells them apart, for those whose SQL is among the `parts`.

    Every heading is a question of its own about the same items: "Satisfaction" and "Importance" of the check-out are
    two metrics of one touchpoint, and two satisfactions of it are two touchpoints.
    """
    keys = _keys(parts.values())
    return [_with(column, _given(parts[column.sql], keys)) if column.sql in parts else column for column in planned]


def loop_items(texts: Mapping[str, str]) -> dict[str, str]:
    """What a question's text says differently in each loop, by loop; its number where the text is always the same.

    >>> loop_items({"1": "How was the delivery?", "2": "How was the check-out?"})
    {'1': 'Delivery', '2': 'Check-out'}
    """
    told = {loop: text.split() for loop, text in texts.items()}
    begin = _shared(list(told.values()))
    end = _shared([said[: begin - 1 if begin else None : -1] for said in told.values()])
    items = {loop: " ".join(said[begin : len(said) - end]).strip(_MARKS) for loop, said in told.items()}
    if not all(items.values()):
        return {loop: loop for loop in texts}
    return {loop: item[0].upper() + item[1:] for loop, item in items.items()}


def _shared(texts: Sequence[Sequence[str]]) -> int:
    """How many words all texts begin with."""
    same = (len(set(words_)) == 1 for words_ in zip(*texts, strict=False))
    return next((place for place, one in enumerate(same) if not one), min(map(len, texts)))


def in_loop(column: Planned, item: str) -> Planned:
    """A column that is asked about a loop's item: the item is its touchpoint, and so are the rows of its matrix."""
    row = column.given.get("touchpoint")
    return _with(column, {"touchpoint": f"{item} – {row}" if row else item})


def _keys(parts: Iterable[Part]) -> dict[tuple[str, str], tuple[str | None, bool]]:
    """For every column of a question its metric, None to find out, and whether its heading belongs to its items."""
    headings: dict[str, dict[str, str]] = defaultdict(dict)
    for part in parts:
        headings[part.question].setdefault(part.column, part.heading)
    return {
        (question, column): key
        for question, columns in headings.items()
        for column, key in zip(columns, _told_apart(list(columns.values())), strict=True)
    }


def _told_apart(headings: Sequence[str]) -> list[tuple[str | None, bool]]:
    said = [_metric(heading) for heading in headings]
    if not any(said):
        return [(None, place > 0) for place in range(len(said))]
    metrics = [metric or "mean" for metric in said]
    return [(metric, metric in metrics[:place]) for place, metric in enumerate(metrics)]


def _metric(heading: str) -> str | None:
    name = words(heading)
    return next((metric for metric in _METRICS if strength(metric, name)), None)


def _given(part: Part, keys: Mapping[tuple[str, str], tuple[str | None, bool]]) -> dict[str, str]:
    metric, again = keys[part.question, part.column]
    touchpoint = f"{part.item} – {part.heading or part.column}" if again else part.item
    return {"touchpoint": touchpoint, **({"metric": metric} if metric else {})}


def _with(column: Planned, given: Mapping[str, str]) -> Planned:
    return replace(column, given={**column.given, **given})
