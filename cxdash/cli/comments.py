"""The command that lists what customers said in their own words: comments."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from cxdash.answers.comments import comments as comments_of
from cxdash.cli.question import context, nothing, withheld
from cxdash.cli.question import filters as asked_filters
from cxdash.cli.reply import Reply
from cxdash.locale import N_, t

TONES = {"pain": N_("Pains"), "delight": N_("Delights")}


def comments(arguments: Namespace) -> Reply:
    """What was said beside low and beside high scores, where enough people spoke."""
    filters, seen = asked_filters(arguments), context(arguments)
    found = comments_of(seen, filters)
    if not found.shown:
        raise withheld(filters, seen) if found.some_hidden else nothing(filters, seen)
    return Reply(found.shown, lambda: _lines(found.shown))


def _lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    for tone, heading in TONES.items():
        if said := [row for row in rows if row["tone"] == tone]:
            lines += ["", t(heading), *map(_line, said)]
    return lines[1:]


def _line(row: dict[str, Any]) -> str:
    return f"“{' '.join(row['text'].split())}” · {row['touchpoint'] or t('overall')}"
