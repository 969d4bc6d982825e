"""The command that asks how good the responses are: quality."""

from argparse import Namespace
from collections.abc import Iterable

from cxdash.answers.quality import FlagCount, WithAndWithout, flag_counts, headlines
from cxdash.cli.question import context, nothing
from cxdash.cli.question import filters as asked_filters
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, places, table
from cxdash.locale import formats, t
from cxdash.queries.quality import responses_by_flags
from cxdash.vocabulary.quality import quality_label


def quality(arguments: Namespace) -> Reply:
    """How many responses have each flag, and the headline numbers with and without the suspicious ones."""
    filters, seen = asked_filters(arguments), context(arguments)
    if not sum(responses_by_flags(seen.mart, seen.dimensions, filters).values()):
        raise nothing(filters, seen)
    flags = flag_counts(seen, filters)
    metrics = headlines(seen, filters)
    document = {"flags": [each.document() for each in flags], "metrics": [each.document() for each in metrics]}
    return Reply(document, lambda: [*_flag_lines(flags), "", *_metric_lines(metrics)])


def _flag_lines(flags: Iterable[FlagCount]) -> list[str]:
    columns = [Column(t("flag")), Column(t("responses"), numeric=True), Column(t("share"), numeric=True)]
    return table(
        columns,
        ([quality_label(each.flag.name), formats.count(each.n), formats.percent(each.share, 1)] for each in flags),
    )


def _metric_lines(metrics: Iterable[WithAndWithout]) -> list[str]:
    headings = (t("with them"), t("n"), t("without them"), t("interval"), t("n"))
    columns = [Column(t("metric")), *(Column(heading, numeric=True) for heading in headings)]
    return table(columns, map(_cells, metrics))


def _cells(found: WithAndWithout) -> list[str]:
    unit, everything, without = found.metric.unit, found.everything, found.without
    name = f"{found.metric.called} · {found.basis.scale}"
    whole = [formats.value(everything.value, unit, places(unit)), formats.count(everything.n)]
    if found.hidden:
        return [name, *whole, formats.ABSENT, formats.ABSENT, formats.ABSENT]
    interval = formats.interval(without.low, without.high, unit, places(unit))
    return [name, *whole, formats.value(without.value, unit, places(unit)), interval, formats.count(without.n)]
