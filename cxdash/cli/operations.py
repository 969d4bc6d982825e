"""The command that asks what happened at the touchpoints: operations."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from cxdash.answers.operations import operations as operations_of
from cxdash.cli.question import context, no_interactions
from cxdash.cli.question import filters as asked_filters
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.locale import formats, t


def operations(arguments: Namespace) -> Reply:
    """Waiting, handling and resolution of every touchpoint, as the interactions record them."""
    filters, seen = asked_filters(arguments), context(arguments)
    rows = operations_of(seen, filters)
    if not rows:
        raise no_interactions(filters, seen)
    return Reply(rows, lambda: _lines(rows))


def _lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    headings = (t("interactions"), t("mean wait"), t("mean duration"), t("resolved"))
    columns = [Column(t("touchpoint")), *(Column(heading, numeric=True) for heading in headings)]
    return table(columns, map(_cells, rows))


def _cells(row: dict[str, Any]) -> list[str]:
    return [
        row["touchpoint"] or formats.ABSENT,
        formats.count(row["n"]),
        *(_with_interval(row, name) for name in ("wait", "duration")),
        _resolved(row),
    ]


def _with_interval(row: dict[str, Any], name: str) -> str:
    mean = formats.duration(row[f"{name}_s"])
    if row[f"{name}_low"] is None:
        return mean
    interval = formats.duration_interval(row[f"{name}_low"], row[f"{name}_high"])
    return t("{value} ({interval})", value=mean, interval=interval)


def _resolved(row: dict[str, Any]) -> str:
    if row["resolved_share"] is None:
        return formats.ABSENT
    interval = formats.interval(row["resolved_low"], row["resolved_high"], "percent", 1)
    return t("{value} ({interval})", value=formats.percent(row["resolved_share"], 1), interval=interval)
