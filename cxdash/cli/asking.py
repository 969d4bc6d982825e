"""Commands that ask about scores: scores, compare."""

from argparse import Namespace
from collections.abc import Sequence

from cxdash.answers.change import changes
from cxdash.answers.compare import CompareRow
from cxdash.answers.compare import compare as compare_values
from cxdash.answers.scores import ScoreRow
from cxdash.answers.scores import scores as scores_of
from cxdash.cli import against
from cxdash.cli.question import context, nothing
from cxdash.cli.question import filters as asked_filters
from cxdash.cli.reply import Reply
from cxdash.cli.score_rows import group_cells, group_names, mark, overlap_lines, score_cells, score_columns
from cxdash.cli.table import Column, places, table
from cxdash.errors import CxdashError
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters
from cxdash.vocabulary.naming import key_of


def scores(arguments: Namespace) -> Reply:
    """A metric by any dimensions; where asked for, with its change against an earlier period."""
    filters = asked_filters(arguments)
    if arguments.against:
        return _changes(arguments, filters)
    seen = context(arguments)
    rows = scores_of(seen, arguments.metric, tuple(arguments.by), filters)
    if not rows:
        raise nothing(filters, seen)
    return Reply([row.document() for row in rows], lambda: [*_score_lines(rows), *overlap_lines(seen, arguments.by)])


def _changes(arguments: Namespace, filters: Filters) -> Reply:
    comparison, seen = against.comparison_of(filters, arguments.against), context(arguments)
    rows = changes(seen, arguments.metric, tuple(arguments.by), filters, comparison)
    if not rows:
        raise nothing(filters, seen)
    documents = [against.document(row) for row in rows]
    return Reply(documents, lambda: [*against.lines(rows), *overlap_lines(seen, arguments.by)])


def _score_lines(rows: Sequence[ScoreRow]) -> list[str]:
    groups = group_names([row.group for row in rows])
    columns = [*map(Column, groups), *score_columns(), Column("")]
    return table(columns, ([*group_cells(row, groups), *score_cells(row), mark(row)] for row in rows))


def compare(arguments: Namespace) -> Reply:
    """Each value of a segment against the rest, where asked for within each value of another dimension."""
    filters = asked_filters(arguments)
    seen, by = context(arguments), _compared_by(arguments)
    rows = compare_values(seen, arguments.metric, arguments.by, filters, arguments.within)
    if not rows:
        raise nothing(filters, seen)
    return Reply([row.document() for row in rows], lambda: [*_compare_lines(rows), *overlap_lines(seen, by)])


def _compared_by(arguments: Namespace) -> list[str]:
    """The compared dimension, and the one within which it is compared."""
    if arguments.within is None:
        return [arguments.by]
    if key_of(arguments.by) == key_of(arguments.within):
        raise CxdashError(
            t("“{name}” cannot be compared within itself.", name=arguments.by),
            t("Give --within another dimension, or leave it out."),
        )
    return [arguments.by, arguments.within]


def _compare_lines(rows: Sequence[CompareRow]) -> list[str]:
    groups = group_names([row.group for row in rows])
    headings = (t("difference from the rest"), t("interval"), t("p, corrected"))
    differences = [Column(heading, numeric=True) for heading in headings]
    columns = [*map(Column, groups), *score_columns(), *differences, Column("")]
    return table(columns, ([*group_cells(row.score, groups), *score_cells(row.score), *_rest(row)] for row in rows))


def _rest(row: CompareRow) -> list[str]:
    said = t("credible") if row.credible else mark(row.score)
    if row.difference is None:
        return [formats.ABSENT] * 3 + [said]
    unit, found = row.score.metric.unit, row.difference
    return [
        formats.signed(found.effect_size, unit, places(unit)),
        formats.signed_interval(found.low, found.high, unit, places(unit)),
        formats.p_value(row.pvalue_adjusted),
        said,
    ]
