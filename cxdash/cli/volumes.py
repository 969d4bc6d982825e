"""The command that counts interactions and customers: volumes."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any, cast

from cxdash.answers.change import Bucket, earlier
from cxdash.answers.context import Context
from cxdash.answers.journey import touchpoints
from cxdash.answers.operations import operations
from cxdash.answers.volumes import Volumes, volumes_over_time
from cxdash.answers.volumes import volumes as volumes_of
from cxdash.cli.against import comparison_of
from cxdash.cli.question import context, no_interactions
from cxdash.cli.question import filters as asked_filters
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.errors import CxdashError
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters

Row = dict[str, Any]
COUNTED = ("interactions", "customers")


def volumes(arguments: Namespace) -> Reply:
    """Interactions and customers, all together or by one dimension; where asked for, beside an earlier period's."""
    filters = asked_filters(arguments)
    if arguments.by and arguments.against:
        raise CxdashError(t("An earlier period is counted as a whole."), t("Give --by or --against, not both at once."))
    before = _before(filters, arguments.against)
    seen = context(arguments)
    rows = _by(seen, arguments.by, filters) if arguments.by else _whole(seen, filters, before)
    if not rows:
        raise no_interactions(filters, seen)
    return Reply(rows, lambda: _lines(rows))


def _before(filters: Filters, against: str | None) -> Filters | None:
    return earlier(filters, comparison_of(filters, against)) if against else None


def _whole(seen: Context, filters: Filters, before: Filters | None) -> list[Row]:
    """One row of everything in sight; none where there is nothing."""
    now = volumes_of(seen, filters)
    row: Row = {"group": {}, **_counts(now), "state": "hidden" if _hidden(now) else "shown"}
    if before:
        row |= {f"{name}_before": n for name, n in _counts(volumes_of(seen, before)).items()}
    return [row] if any(row[name] for name in COUNTED) or _hidden(now) else []


def _counts(found: Volumes) -> dict[str, int | None]:
    return {name: getattr(found, name).n for name in COUNTED}


def _hidden(found: Volumes) -> bool:
    return found.interactions.hidden or found.customers.hidden


def _by(seen: Context, by: str, filters: Filters) -> list[Row]:
    """A row per group that may be shown."""
    if by == "touchpoint":
        return _by_touchpoint(seen, filters)
    rows = volumes_over_time(seen, cast(Bucket, by), filters)
    return [{"group": {by: row["bucket"]}, **{name: row[name] for name in COUNTED}, "state": "shown"} for row in rows]


def _by_touchpoint(seen: Context, filters: Filters) -> list[Row]:
    interactions = {row["touchpoint"]: row["n"] for row in operations(seen, filters)}
    customers = {row.declared.name: row.customers for row in touchpoints(seen, "mean", filters) if row.customers}
    return [
        {
            "group": {"touchpoint": name},
            "interactions": interactions.get(name),
            "customers": customers.get(name),
            "state": "shown",
        }
        for name in dict.fromkeys([*customers, *interactions])
    ]


def _lines(rows: Sequence[Row]) -> list[str]:
    groups = list(dict.fromkeys(name for row in rows for name in row["group"]))
    words = {
        "interactions": t("interactions"),
        "customers": t("customers"),
        "interactions_before": t("interactions before"),
        "customers_before": t("customers before"),
    }
    counted = [name for name in words if name in rows[0]]
    columns = [*map(Column, groups), *(Column(words[name], numeric=True) for name in counted), Column("")]
    return table(columns, ([*_names(row, groups), *_cells(row, counted), _mark(row)] for row in rows))


def _names(row: Row, groups: Sequence[str]) -> list[str]:
    return [row["group"][name] or formats.ABSENT for name in groups]


def _cells(row: Row, counted: Sequence[str]) -> list[str]:
    return [formats.count(row[name]) for name in counted]


def _mark(row: Row) -> str:
    return t("hidden, too few") if row["state"] == "hidden" else ""
