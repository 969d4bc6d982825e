"""Commands that ask about scores: scores, compare."""

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence

from cxdash.answers.compare import CompareRow
from cxdash.answers.compare import compare as compare_values
from cxdash.answers.context import Context
from cxdash.answers.overlapping import overlap_words, overlapping
from cxdash.answers.scores import ScoreRow
from cxdash.answers.scores import scores as scores_of
from cxdash.cli.question import context, nothing
from cxdash.cli.question import filters as asked_filters
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, places, table
from cxdash.locale import formats, t


def scores(arguments: Namespace) -> Reply:
    """A metric by any dimensions."""
    filters = asked_filters(arguments)
    seen = context(arguments)
    rows = scores_of(seen, arguments.metric, tuple(arguments.by), filters)
    if not rows:
        raise nothing(filters, seen)
    return Reply([row.document() for row in rows], lambda: [*_score_lines(rows), *_overlap_lines(seen, arguments.by)])


def _score_lines(rows: Sequence[ScoreRow]) -> list[str]:
    groups = _group_names([row.group for row in rows])
    columns = [*map(Column, groups), *_score_columns(), Column("")]
    return table(columns, ([*_group_cells(row, groups), *_score_cells(row), _mark(row)] for row in rows))


def _overlap_lines(seen: Context, by: Sequence[str]) -> list[str]:
    """What to know of groups that overlap, under their table."""
    return ["", overlap_words()] if overlapping(seen.dimensions, by) else []


def _group_names(groups: Iterable[Mapping[str, str | None]]) -> list[str]:
    return list(dict.fromkeys(name for group in groups for name in group))


def _group_cells(row: ScoreRow, names: Sequence[str]) -> list[str]:
    return [row.group.get(name) or formats.ABSENT for name in names]


def _score_columns() -> list[Column]:
    headings = (t("n"), t("value"), t("interval"))
    return [Column(heading, numeric=True) for heading in headings]


def _score_cells(row: ScoreRow) -> list[str]:
    if row.hidden:
        return [formats.ABSENT] * 3
    unit, found, digits = row.metric.unit, row.estimate, places(row.metric.unit)
    interval = formats.interval(found.low, found.high, unit, digits)
    return [formats.count(found.n), formats.value(found.value, unit, digits), interval]


def _mark(row: ScoreRow) -> str:
    return {"hidden": t("hidden, too few"), "few": t("few answers"), "shown": ""}[row.state]


def compare(arguments: Namespace) -> Reply:
    """Each value of a segment against the rest."""
    filters = asked_filters(arguments)
    seen = context(arguments)
    rows = compare_values(seen, arguments.metric, arguments.by, filters)
    if not rows:
        raise nothing(filters, seen)
    return Reply(
        [row.document() for row in rows], lambda: [*_compare_lines(rows), *_overlap_lines(seen, [arguments.by])]
    )


def _compare_lines(rows: Sequence[CompareRow]) -> list[str]:
    groups = _group_names([row.group for row in rows])
    headings = (t("difference from the rest"), t("interval"), t("p, corrected"))
    against = [Column(heading, numeric=True) for heading in headings]
    columns = [*map(Column, groups), *_score_columns(), *against, Column("")]
    return table(
        columns, ([*_group_cells(row.score, groups), *_score_cells(row.score), *_against(row)] for row in rows)
    )


def _against(row: CompareRow) -> list[str]:
    mark = t("credible") if row.credible else _mark(row.score)
    if row.difference is None:
        return [formats.ABSENT] * 3 + [mark]
    unit, found = row.score.metric.unit, row.difference
    return [
        formats.signed(found.effect_size, unit, places(unit)),
        formats.signed_interval(found.low, found.high, unit, places(unit)),
        formats.p_value(row.pvalue_adjusted),
        mark,
    ]
