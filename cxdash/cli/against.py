"""Scores beside those of an earlier period: documents and lines of their change."""

from collections.abc import Sequence
from typing import cast

from cxdash.answers.change import Changed, Comparison, earlier
from cxdash.cli.score_rows import group_cells, group_names, mark, score_cells, score_columns
from cxdash.cli.table import Column, places, table
from cxdash.errors import CxdashError
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters


def comparison_of(filters: Filters, against: str) -> Comparison:
    """The earlier period that was asked for; CxdashError where the filters have none."""
    comparison = cast(Comparison, against)
    if earlier(filters, comparison) is None:
        raise CxdashError(
            t("There is no earlier period to compare with."), t("Give the days to compare with --since and --until.")
        )
    return comparison


def document(row: Changed) -> dict[str, object]:
    """The score's row with its change; None where either period may not be shown, or has no such group."""
    change = row.difference
    return {
        **row.now.document(),
        "before": row.before and row.before.estimate.value,
        "difference": change and change.effect_size,
        "diff_low": change and change.low,
        "diff_high": change and change.high,
        "pvalue": change and change.pvalue,
        "pvalue_adjusted": row.pvalue_adjusted,
        "credible": row.credible,
    }


def lines(rows: Sequence[Changed]) -> list[str]:
    """The rows as a table."""
    groups = group_names([row.group for row in rows])
    headings = (t("before"), t("change"), t("interval"), t("p, corrected"))
    changes = [Column(heading, numeric=True) for heading in headings]
    columns = [*map(Column, groups), *score_columns(), *changes, Column("")]
    return table(columns, ([*group_cells(row.now, groups), *score_cells(row.now), *_change(row)] for row in rows))


def _change(row: Changed) -> list[str]:
    said = t("credible") if row.credible else mark(row.now)
    change, unit = row.difference, row.now.metric.unit
    if change is None or row.before is None:
        return [formats.ABSENT] * 4 + [said]
    return [
        formats.value(row.before.estimate.value, unit, places(unit)),
        formats.signed(change.effect_size, unit, places(unit)),
        formats.signed_interval(change.low, change.high, unit, places(unit)),
        formats.p_value(row.pvalue_adjusted),
        said,
    ]
