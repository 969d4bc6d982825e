"""What changed against the last upload of the same shape: questions, scales, answers, groups, empty cells, volume."""

from dataclasses import dataclass

from cxdash.answers.drift_findings import SEVERITIES, Finding
from cxdash.answers.drift_groups import field_findings, group_findings
from cxdash.answers.drift_pairs import in_common, pair
from cxdash.answers.drift_questions import QuestionRow, question_findings, question_rows
from cxdash.answers.drift_summaries import Summary, summary_of
from cxdash.answers.drift_volume import Volume, volume, volume_findings
from cxdash.answers.drift_volume import document as volume_document
from cxdash.locale import formats, t, tn
from cxdash.vault import settings, uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import Upload, parent_of

SAME_SHAPE = 0.5
"""Share of questions (or columns) in common from which two uploads are of one shape."""

AS_GOOD = 0.2
"""How much less in common the newest one may have than the best: a survey that grows is compared with its last form."""

MOST_WARNINGS = 8
"""Changes that are told one by one beside a load."""


@dataclass(frozen=True)
class Drift:
    """An upload against the last one of its shape; without one, `reason` says why and there are no findings.

    `findings` come the gravest first. `questions` are all of them, changed or not; `privacy` is the least number of
    answers of which an average may be shown.
    """

    upload: Upload
    against: Upload | None = None
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    questions: tuple[QuestionRow, ...] = ()
    volume: Volume | None = None
    privacy: int = 0

    def document(self) -> dict[str, object]:
        """The answer as the command line prints it."""
        return {
            "upload": self.upload.id,
            "against": self.against and self.against.id,
            "reason": self.reason,
            "findings": [finding.document() for finding in self.findings],
            "questions": [row.document(self.privacy) for row in self.questions],
            "volume": self.volume and volume_document(self.volume),
        }


def drift(home: Home, upload: str) -> Drift:
    """What is different in an upload from the last live one of its kind and shape that was loaded before it.

    CxdashError where there is no upload of that id.
    """
    asked = uploads.get(home, upload)
    now = _summary(home, asked)
    if now is None:
        return Drift(asked, reason=t("It was loaded by an older version, which kept nothing to compare."))
    earlier = _earlier(home, asked)
    found = _last_of_shape(home, earlier, now)
    if found is None:
        return Drift(asked, reason=_why_none(earlier, asked, home))
    against, before = found
    return _compared(home, asked, now, against, before)


def structural_warnings(home: Home, upload: str) -> list[str]:
    """What changed in the file itself, as sentences for whoever just loaded it; not what people answered."""
    found = drift(home, upload)
    if found.against is None:
        return []
    said = [finding.sentence for finding in found.findings if finding.structural]
    told = [t("Against “{name}”: {change}", name=found.against.name, change=each) for each in said[:MOST_WARNINGS]]
    if len(said) > MOST_WARNINGS:
        n = len(said) - MOST_WARNINGS
        told.append(
            tn(
                "There is {n} more change; “drift {id}” lists all.",
                "There are {n} more changes; “drift {id}” lists all.",
                n,
                n=formats.count(n),
                id=upload,
            )
        )
    return told


def _summary(home: Home, upload: Upload) -> Summary | None:
    return summary_of(uploads.report(home, upload.id))


def _earlier(home: Home, asked: Upload) -> list[Upload]:
    """The live uploads of the same kind that were loaded before, the newest first."""
    return [
        each
        for each in reversed(uploads.live(home))
        if each.kind == asked.kind and each.loaded_at < asked.loaded_at and parent_of(each.id) == each.id
    ]


def _last_of_shape(home: Home, earlier: list[Upload], now: Summary) -> tuple[Upload, Summary] | None:
    tried: list[tuple[float, Upload, Summary]] = []
    for each in earlier:
        before = _summary(home, each)
        if before is None:
            continue
        share = in_common(before, now)
        if share >= 1 - AS_GOOD:
            # None can have more in common than the whole, so that the newest such one is the one.
            tried.append((share, each, before))
            break
        if share >= SAME_SHAPE:
            tried.append((share, each, before))
    best = max((share for share, *_ in tried), default=0.0)
    return next(((each, before) for share, each, before in tried if share >= best - AS_GOOD), None)


def _why_none(earlier: list[Upload], asked: Upload, home: Home) -> str:
    if not earlier:
        return t("It is the first upload of its kind.")
    alike = [each for each in earlier if each.shape == asked.shape]
    if alike and _summary(home, alike[0]) is None:
        name = alike[0].name
        return t("“{name}” was loaded by an older version, which kept nothing to compare.", name=name)
    return t("No earlier upload has half of its questions or columns.")


def _compared(home: Home, asked: Upload, now: Summary, against: Upload, before: Summary) -> Drift:
    privacy = settings.thresholds(home).privacy
    pairs = pair(before.questions, now.questions)
    rows = question_rows(pairs)
    rates = volume(before.days, now.days)
    said = [
        *question_findings(rows, privacy),
        *field_findings(before, now, pairs),
        *group_findings(before, now, privacy),
        *volume_findings(rates),
    ]
    said.sort(key=lambda each: SEVERITIES.index(each.severity))
    return Drift(asked, against, None, tuple(said), tuple(rows), rates, privacy)
