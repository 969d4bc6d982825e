"""The parts of the experiments page: list, verdict with its checks, effects, effect over time, the numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from cxdash.answers.effects import EffectOn, effect_over_time
from cxdash.answers.experiments import Results, counted, experiment
from cxdash.answers.metric_rows import MetricRow
from cxdash.answers.runs import RunState
from cxdash.charts.effect_forest import effect_forest
from cxdash.charts.effect_over_time import effect_over_time as over_time_chart
from cxdash.charts.rows import EffectPoint, EffectRow, Role, Verdict
from cxdash.inference.results import Difference
from cxdash.locale import formats, t
from cxdash.report.columns import COUNT, PVALUE, Column, table
from cxdash.ui import session, url
from cxdash.ui.empty import not_measured
from cxdash.ui.experiment_numbers import absolute_words, relative_words, scaled, times, unit_of, value_words
from cxdash.ui.experiment_tables import days_table, metrics_table, remark, role_words
from cxdash.ui.frame import chart, dark, downloads, headed, numbers
from cxdash.ui.how_experiments import day_offers, metric_offers, split_offers, verdict_offers
from cxdash.ui.how_explained import Files
from cxdash.ui.text import plain

ROLES: dict[str, Role] = {"primary": "goal", "guardrail": "guardrail"}


def list_part(listed: Sequence[dict[str, Any]]) -> None:
    """Every experiment with its state, its size and whether its split holds."""
    headed(t("Experiments"), "experiments", lambda: split_offers(listed), kinds=("experiment",))
    split = {True: t("split holds"), False: t("split broken"), None: t("no units")}
    units = [row["units"] for row in listed]
    numbers(
        table(
            Column(t("Experiment"), [row["name"] for row in listed]),
            Column(t("State"), [_state(row["state_of_test"]) for row in listed]),
            Column(t("Units"), units, COUNT, texts=[counted(n) for n in units]),
            Column(t("Variants"), [_variants(row["variants"]) for row in listed]),
            Column(t("Sample ratio"), [split[row["sample_ratio_ok"]] for row in listed]),
            Column(t("What the state stands on"), [row["state_because"] for row in listed]),
        )
    )


def _state(state: RunState) -> str:
    return {"running": t("running"), "ready": t("ready"), "stopped": t("stopped"), "unknown": t("unknown")}[state]


def _variants(units: Mapping[str, int | None]) -> str:
    return ", ".join(variant if n is not None else f"{variant} ({counted(n)})" for variant, n in units.items())


def chosen(listed: Sequence[dict[str, Any]]) -> Results:
    """The experiment and the control that the address or a person chose."""
    names = [str(row["name"]) for row in listed]
    with st.container(horizontal=True):
        name = url.select(t("Experiment"), "experiment", names, names[0], width=320)
        usual: Results = session.answer(experiment, name)
        control = url.select(t("Control"), "control", list(usual.units), usual.control, width=220)
    found: Results = session.answer(experiment, name, control)
    return found


def _files(results: Results) -> Files:
    """Which files an experiment's numbers come from, for its panels."""
    return {"kinds": ("experiment",), "uploads": results.uploads}


def verdict_part(results: Results) -> None:
    """The verdict in words, after the checks that decide whether anything may be read at all."""
    first, *more = results.verdict_sentences
    with st.container(border=True, key="card_verdict"):
        headed(first, "verdict", lambda: verdict_offers(results), **_files(results))
        for sentence in more:
            st.markdown(f"**{plain(sentence)}**")
        _run_part(results)
        _split_part(results)
        if results.excluded:
            left_out = formats.count(sum(results.excluded.values()))
            st.warning(plain(t("{n} units were seen in more than one variant and left out.", n=left_out)))
        if results.split.hidden:
            least = formats.count(session.context().thresholds.privacy)
            words = t("Variants of fewer than {n} units are hidden, and those which would give them away.", n=least)
            st.info(plain(words), icon=":material/visibility_off:")
        st.caption(plain(_rule(results)))


def _run_part(results: Results) -> None:
    """Whether the verdict may be read already."""
    words = plain(t("State: {state}. {because}", state=_state(results.run.state), because=results.run.because))
    if results.run.state == "running":
        st.warning(words, icon=":material/hourglass_top:")
    else:
        st.caption(words)


def _split_part(results: Results) -> None:
    if results.sample_ratio.ok:
        st.success(plain(_split_words(results)), icon=":material/check:")
    else:
        words = t("{split} Assignment or logging is broken.", split=_split_words(results))
        st.error(plain(words), icon=":material/warning:")


def _split_words(results: Results) -> str:
    """The outcome of the check, with the units where none of them is hidden."""
    ok, told = results.sample_ratio.ok, {"p": _p(results.sample_ratio.pvalue), "counts": results.counts}
    if results.split.hidden:
        return t("Sample ratio holds.") if ok else t("Sample ratio mismatch.")
    return (
        t("Sample ratio holds ({p}): {counts}.", **told) if ok else t("Sample ratio mismatch ({p}): {counts}.", **told)
    )


def _p(pvalue: float | None) -> str:
    words = formats.p_value(pvalue)
    return f"p {words}" if words.startswith("<") else f"p = {words}"


def _rule(results: Results) -> str:
    level = formats.percent(100 * session.context().confidence_level)
    return t(
        "Two-sided test at {level}, valid for one look at the planned end; primary metrics are Holm-corrected. "
        "Effects are treatment minus {control}. All units count: the filters of other pages do not apply here.",
        level=level,
        control=results.control,
    )


def _verdict(row: MetricRow, *, readable: bool) -> Verdict | None:
    """Colour only after a verdict: when the split holds and the interval excludes zero."""
    found = row.difference
    if not readable or found.effect_size is None or found.pvalue is None:
        return None
    if found.pvalue >= 1 - found.confidence_level:
        return "neutral"
    return "better" if row.improved else "worse"


def effects_part(results: Results) -> None:
    """Every metric's relative effect on one axis; the table holds the absolute ones, which come first."""
    rows = [
        row
        for row in results.metrics
        if row.hidden or row.difference.relative is not None or row.difference.relative_low is not None
    ]
    if all(row.hidden for row in rows):
        return
    readable = not results.judgement.invalid
    drawn = effect_forest([_effect(row, results, readable=readable) for row in rows], "relative", dark=dark())
    chart(
        _finding(results, readable=readable),
        drawn,
        key="effects",
        rows=metrics_table(results.metrics),
        n=results.all_units,
        note=t("relative to the control"),
        how=lambda: metric_offers(results, results.metrics),
        **_files(results),
    )


def _effect(row: MetricRow, results: Results, *, readable: bool) -> EffectRow:
    found = row.difference
    label = row.metric if len(results.units) == 2 else f"{row.metric} · {row.variant}"
    effect, low, high = (times(100, end) for end in (found.relative, found.relative_low, found.relative_high))
    told = _verdict(row, readable=readable)
    role = ROLES.get(row.role, "secondary")
    return EffectRow(label, effect, low, high, row.units or 0, verdict=told, role=role, state=row.state)


def _finding(results: Results, *, readable: bool) -> str:
    if not readable:
        return t("The effects cannot be trusted: the experiment is not valid")
    told = [row for row in results.metrics if _verdict(row, readable=True) in ("better", "worse")]
    if not told:
        return t("No metric differs by more than noise")
    # The goal first: a secondary metric is no headline while the goal has one.
    row = min(told, key=lambda row: (row.role != "primary", row.difference.pvalue or 0.0))
    effect = formats.signed(100 * (row.difference.relative or 0), "relative")
    return t("{metric} changes by {effect} under {variant}", metric=row.metric, effect=effect, variant=row.variant)


def over_time_part(results: Results) -> None:
    """How the effect on the primary metric settled, day by day."""
    row = _settling(results)
    if row is None or row.type == "ratio":
        return
    points = session.answer(effect_over_time, results.name, row.metric, row.variant, results.control)
    drawn = [_point(point, point.anytime, unit_of(row)[0]) for point in points if point.anytime]
    if points and not drawn:
        not_measured(
            t("There is no effect over time yet."),
            t("Its always-valid intervals are made for the run that the first week promises: it is not over."),
        )
    if len(drawn) < 3:
        return
    chart(
        t("How the effect of “{variant}” on {metric} settled", variant=row.variant, metric=row.metric),
        over_time_chart(drawn, unit_of(row)[1], dark=dark()),
        key="over_time",
        rows=days_table(row, points),
        n=points[-1].units,
        note=t("always-valid intervals: they hold however often somebody looks"),
        how=lambda: day_offers(results, row, points),
        **_files(results),
    )


def _settling(results: Results) -> MetricRow | None:
    """The first goal, or the first metric without one, of the treatment that a person chose."""
    readable = [row for row in results.metrics if not row.hidden]
    first = next((row for row in readable if row.role == "primary"), next(iter(readable), None))
    alike = {row.variant: row for row in readable if first and row.metric == first.metric}
    if len(alike) < 2:
        return first
    return alike[url.select(t("Treatment"), "treatment", list(alike), next(iter(alike)), width=320)]


def _point(point: EffectOn, anytime: Difference, scale: float) -> EffectPoint:
    effect, low, high = scaled(anytime, scale)
    return EffectPoint(point.on, effect, low, high, point.units)


def details_part(results: Results) -> None:
    """Every metric a row: the absolute effect with its interval before the relative one."""
    rows = results.metrics
    with st.container(border=True, key="card_metrics"):
        headed(t("Every metric"), "metrics", lambda: metric_offers(results, rows), **_files(results))
        numbers(
            table(
                Column(t("Metric"), [row.metric for row in rows]),
                Column(t("Role"), [role_words(row.role) for row in rows]),
                Column(t("Variant"), [row.variant for row in rows]),
                Column(t("Control"), [value_words(row, row.control_value) for row in rows]),
                Column(t("Treatment"), [value_words(row, row.treatment_value) for row in rows]),
                Column(t("Effect"), [absolute_words(row) for row in rows]),
                Column(t("Relative"), [relative_words(row) for row in rows]),
                Column(t("p"), [row.difference.pvalue for row in rows], PVALUE),
                *_marks(rows),
            )
        )
        downloads(metrics_table(rows), key="metrics")


def _marks(rows: Sequence[MetricRow]) -> list[Column]:
    """A column that says which rows are hidden and which stand on few units, where there are any."""
    remarks = [remark(row) for row in rows]
    return [Column(t("Remark"), remarks)] if any(remarks) else []
