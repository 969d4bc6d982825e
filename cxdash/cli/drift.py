"""The command that tells what changed in an upload against the last one of its shape."""

from argparse import Namespace

from cxdash.answers.drift import Drift
from cxdash.answers.drift import drift as drift_of
from cxdash.answers.drift_questions import QuestionRow, mean_shown
from cxdash.answers.drift_summaries import Asked
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.errors import NoAnswerError
from cxdash.locale import formats, t
from cxdash.vault.home import Home


def drift(arguments: Namespace) -> Reply:
    """Findings, the gravest first, and every question before and now."""
    found = drift_of(Home.open(arguments.home), arguments.upload)
    if found.against is None:
        raise NoAnswerError(t("There is nothing to compare {id} with.", id=found.upload.id), found.reason or "")
    return Reply(found.document(), lambda: _lines(found))


def _lines(found: Drift) -> list[str]:
    against = found.against
    name, day = (against.name, formats.date(against.loaded_at.date())) if against else ("", "")
    lines = [t("Against “{name}”, loaded on {day}:", name=name, day=day), ""]
    lines += [finding.sentence for finding in found.findings] or [t("Nothing changed that can be told from chance.")]
    if not found.questions:
        return lines
    words = (t("question"), t("n before"), t("n now"), t("mean before"), t("mean now"), t("p"))
    columns = [Column(word, numeric=place > 0) for place, word in enumerate(words)]
    return [*lines, "", *table(columns, (_cells(row, found.privacy) for row in found.questions))]


def _cells(row: QuestionRow, privacy: int) -> list[str]:
    asked = row.now or row.before
    return [
        asked.text if asked else "",
        _count(row.before),
        _count(row.now),
        formats.number(mean_shown(row.before, privacy), 2),
        formats.number(mean_shown(row.now, privacy), 2),
        formats.p_value(row.pvalue_adjusted),
    ]


def _count(asked: Asked | None) -> str:
    return formats.count(asked.n) if asked else formats.ABSENT
