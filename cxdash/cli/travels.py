"""Commands about the journey: its stages, and how customers travel between them."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from cxdash.answers.journey import StageRow
from cxdash.answers.journey import journey as journey_of
from cxdash.answers.paths import Paths
from cxdash.answers.paths import paths as paths_of
from cxdash.answers.scores import ScoreRow
from cxdash.cli.question import context, filters, nothing
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, places, table
from cxdash.locale import formats, t, tn
from cxdash.vocabulary.metrics import METRICS


def journey(arguments: Namespace) -> Reply:
    """The stages in order with their scores, reach, conversion and time to the next."""
    asked = filters(arguments)
    seen = context(arguments)
    stages = journey_of(seen, asked)
    if not any(stage.scores or stage.customers for stage in stages):
        raise nothing(asked, seen)
    return Reply([stage.document() for stage in stages], lambda: _stage_lines(stages))


def _stage_lines(stages: Sequence[StageRow]) -> list[str]:
    metrics = [name for name in METRICS if any(name in stage.scores for stage in stages)]
    headings = [
        *(METRICS[name].called for name in metrics),
        t("customers"),
        t("reach the next"),
        t("median time to the next"),
    ]
    columns = [Column(t("stage")), *(Column(heading, numeric=True) for heading in headings)]
    return table(columns, (_stage_cells(stage, metrics) for stage in stages))


def _stage_cells(stage: StageRow, metrics: Sequence[str]) -> list[str]:
    return [
        t(stage.name),
        *(_score(stage.scores.get(name)) for name in metrics),
        formats.count(stage.customers),
        formats.percent(stage.conversion.value if stage.conversion else None),
        formats.duration(stage.median_seconds),
    ]


def _score(row: ScoreRow | None) -> str:
    if row is None or row.hidden:
        return formats.ABSENT
    unit, found, digits = row.metric.unit, row.estimate, places(row.metric.unit)
    interval = formats.interval(found.low, found.high, unit, digits)
    return t("{value} ({interval})", value=formats.value(found.value, unit, digits), interval=interval)


def paths(arguments: Namespace) -> Reply:
    """Transitions, entries and exits."""
    asked = filters(arguments)
    seen = context(arguments)
    found = paths_of(seen, arguments.grain, asked)
    if not (found.steps or found.entries or found.exits or found.hidden):
        raise nothing(asked, seen)
    return Reply(found.document(), lambda: _path_lines(found))


def _path_lines(found: Paths) -> list[str]:
    headings = (t("steps"), t("share"), t("customers"), t("median time"))
    columns = [Column(t("from")), Column(t("to")), *(Column(heading, numeric=True) for heading in headings)]
    lines = table(columns, (_step_cells(found, row) for row in found.steps))
    for heading, rows in ((t("journeys begin at"), found.entries), (t("journeys end at"), found.exits)):
        counts = (t("times"), t("share"), t("customers"))
        places = [Column(heading), *(Column(count, numeric=True) for count in counts)]
        lines += ["", *table(places, ([_place(found, row["place"]), *_counts(row)] for row in rows))]
    if found.hidden:
        n = formats.count(found.hidden)
        hidden = tn(
            "{n} row of too few customers is hidden.", "{n} rows of too few customers are hidden.", found.hidden, n=n
        )
        lines += ["", hidden]
    return lines


def _step_cells(found: Paths, row: dict[str, Any]) -> list[str]:
    ends = (_place(found, row[end]) for end in ("from", "to"))
    return [*ends, *_counts(row), formats.duration(row["median_seconds"])]


def _counts(row: dict[str, Any]) -> list[str]:
    return [formats.count(row["n"]), formats.percent(row["share"]), formats.count(row["customers"])]


def _place(found: Paths, name: str | None) -> str:
    if name is None:
        return formats.ABSENT
    # A stage's name may be one of a template, which is a message; a touchpoint's is what the file says.
    return t(name) if found.grain == "stage" else name
