"""A score as the cells of a table: its group, n, value and interval, and what to know of it."""

from collections.abc import Iterable, Mapping, Sequence

from cxdash.answers.context import Context
from cxdash.answers.overlapping import overlap_words, overlapping
from cxdash.answers.scores import ScoreRow
from cxdash.cli.table import Column, places
from cxdash.locale import formats, t


def group_names(groups: Iterable[Mapping[str, str | None]]) -> list[str]:
    """What the groups are told apart by, each name once."""
    return list(dict.fromkeys(name for group in groups for name in group))


def group_cells(row: ScoreRow, names: Sequence[str]) -> list[str]:
    """The values of the row's group under these names."""
    return [row.group.get(name) or formats.ABSENT for name in names]


def score_columns() -> list[Column]:
    """The columns of `score_cells`."""
    headings = (t("n"), t("value"), t("interval"))
    return [Column(heading, numeric=True) for heading in headings]


def score_cells(row: ScoreRow) -> list[str]:
    """How many answers, the value and its interval."""
    if row.hidden:
        return [formats.ABSENT] * 3
    unit, found, digits = row.metric.unit, row.estimate, places(row.metric.unit)
    interval = formats.interval(found.low, found.high, unit, digits)
    return [formats.count(found.n), formats.value(found.value, unit, digits), interval]


def mark(row: ScoreRow) -> str:
    """Why the numbers are missing, or to be read with care."""
    return {"hidden": t("hidden, too few"), "few": t("few answers"), "shown": ""}[row.state]


def overlap_lines(seen: Context, by: Sequence[str]) -> list[str]:
    """What to know of groups that overlap, under their table."""
    return ["", overlap_words()] if overlapping(seen.dimensions, by) else []
