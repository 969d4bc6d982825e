"""What changed in an upload against the last one of its shape: the findings, then every question before and now."""

from collections.abc import Sequence

import streamlit as st

from cxdash.answers.drift import Drift, drift
from cxdash.answers.drift_findings import Finding
from cxdash.answers.drift_questions import QuestionRow, mean_shown
from cxdash.errors import CxdashError
from cxdash.locale import formats, t, tn
from cxdash.report.columns import COUNT, PVALUE, Column, Table, table, value_in
from cxdash.ui import session
from cxdash.ui.failure import show_failure
from cxdash.ui.frame import written
from cxdash.ui.text import plain
from cxdash.vault.uploads import Upload


def drift_part(upload: Upload) -> None:
    """The opened upload against the last one of its shape; one plain sentence where there is none."""
    try:
        found = drift(session.home(), upload.id)
    except CxdashError as error:
        show_failure(error)
        return
    if found.against is None:
        st.caption(plain(t("There is nothing to compare it with. {reason}", reason=found.reason or "")))
        return
    st.markdown(f"**{plain(_heading(found))}**")
    for finding in found.findings:
        _tell(finding)
    if found.questions:
        _questions(found)
    st.caption(plain(_how(found)))


def _heading(found: Drift) -> str:
    against = found.against
    name = against.name if against else ""
    if not found.findings:
        return t("Nothing changed against “{name}” that can be told from chance", name=name)
    grave = sum(finding.severity == "breaks comparison" for finding in found.findings)
    if grave:
        return tn(
            "{n} change against “{name}” breaks the comparison",
            "{n} changes against “{name}” break the comparison",
            grave,
            n=formats.count(grave),
            name=name,
        )
    n = len(found.findings)
    return tn("{n} change against “{name}”", "{n} changes against “{name}”", n, n=formats.count(n), name=name)


def _tell(finding: Finding) -> None:
    said = plain(finding.sentence)
    if finding.severity == "breaks comparison":
        st.warning(said, icon=":material/link_off:")
    elif finding.severity == "look":
        st.info(said, icon=":material/visibility:")
    else:
        st.caption(said)


def _questions(found: Drift) -> None:
    questions = written(_table(found.questions, found.privacy))
    st.dataframe(questions, hide_index=True, height="content", placeholder=formats.ABSENT)


def _table(rows: Sequence[QuestionRow], privacy: int) -> Table:
    asked = [row.now or row.before for row in rows]
    return table(
        Column(t("Question"), [each.text if each else "" for each in asked]),
        Column(t("Answers before"), [row.before.n if row.before else None for row in rows], COUNT),
        Column(t("Answers now"), [row.now.n if row.now else None for row in rows], COUNT),
        Column(t("Average before"), [mean_shown(row.before, privacy) for row in rows], value_in("score")),
        Column(t("Average now"), [mean_shown(row.now, privacy) for row in rows], value_in("score")),
        Column(t("Chance to be higher now"), [_chance(row) for row in rows], value_in("percent")),
        Column(t("p, corrected"), [row.pvalue_adjusted for row in rows], PVALUE),
    )


def _chance(row: QuestionRow) -> float | None:
    chance = row.test.chance if row.test else None
    return None if chance is None else 100 * chance


def _how(found: Drift) -> str:
    against = found.against
    parts = [t("Loaded on {day}", day=formats.date(against.loaded_at.date()))] if against else []
    if found.questions:
        parts.append(
            t("Answers are compared by order (Mann–Whitney), corrected for their number; trifles are left out.")
        )
    if found.volume is not None:
        parts.append(_volume(found))
    return " · ".join(parts)


def _volume(found: Drift) -> str:
    rates = found.volume
    if rates is None:
        return ""
    words = {
        "now": formats.number(rates.per_bucket_now, 1),
        "before": formats.number(rates.per_bucket_before, 1),
    }
    if rates.bucket == "week":
        return t("{now} records per whole week, {before} before", **words)
    return t("{now} records per whole day, {before} before", **words)
