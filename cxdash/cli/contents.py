"""The command that says what the loaded data consists of: contents."""

from argparse import Namespace
from typing import Any

from cxdash.cli.question import context, nothing
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.locale import formats, t
from cxdash.queries.catalogue import catalogue

COUNTED = ("responses", "answers", "comments", "interactions", "customers", "experiments")
LISTED = ("touchpoints", "channels")


def contents(arguments: Namespace) -> Reply:
    """How much of each kind is loaded, the days it covers, and what it can be asked by."""
    seen = context(arguments)
    found = catalogue(seen.mart)
    if found.empty:
        raise nothing()
    document = {name: getattr(found, name) for name in (*COUNTED, "first_on", "last_on")}
    document |= {name: list(getattr(found, name)) for name in LISTED}
    document["segments"] = [segment.name for segment in seen.dimensions.segments]
    return Reply(document, lambda: _lines(document))


def _lines(document: dict[str, Any]) -> list[str]:
    words = (t("responses"), t("answers"), t("comments"), t("interactions"), t("customers"), t("experiments"))
    columns = [Column(t("what")), Column(t("n"), numeric=True)]
    lines = table(columns, ([word, formats.count(document[name])] for word, name in zip(words, COUNTED, strict=True)))
    period = formats.period(document["first_on"], document["last_on"])
    facts = [t("Days: {period}", period=period)] if document["last_on"] else []
    facts += [
        t("{what}: {names}", what=what, names=", ".join(document[name]))
        for what, name in ((t("Touchpoints"), "touchpoints"), (t("Channels"), "channels"), (t("Segments"), "segments"))
        if document[name]
    ]
    return [*lines, "", *facts]
