"""The parts of the experiments page: list, verdict with its checks, effects, effect over time, the numbers."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from cxdash.answers.effects import EffectOn, effect_over_time
from cxdash.answers.experiments import MetricRow, Results, experiment, experiments, improved
from cxdash.charts.effect_forest import effect_forest
from cxdash.charts.effect_over_time import effect_over_time as over_time_chart
from cxdash.charts.rows import EffectPoint, EffectRow, Role, Verdict
from cxdash.inference.results import Difference
from cxdash.locale import formats, t
from cxdash.ui import session, url
from cxdash.ui.frame import chart, dark, downloads, headed, numbers
from cxdash.ui.how_experiments import day_offers, metric_offers, split_offers, verdict_offers
from cxdash.ui.how_explained import Files
from cxdash.ui.text import plain

ROLES: dict[str, Role] = {"primary": "goal", "guardrail": "guardrail"}


def list_part(listed: Sequence[dict[str, Any]]) -> None:
    """Every experiment with its size and whether its split holds."""
    headed(t("Experiments"), "experiments", lambda: split_offers(listed), kinds=("experiment",))
    ready = {True: t("split holds"), False: t("split broken"), None: t("no units")}
    numbers(
        {
            t("Experiment"): [row["name"] for row in listed],
            t("Units"): [row["units"] for row in listed],
            t("Variants"): [", ".join(row["variants"]) for row in listed],
            t("Sample ratio"): [ready[row["sample_ratio_ok"]] for row in listed],
        }
    )


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
    listed = session.answer(experiments)
    return {"kinds": ("experiment",), "uploads": [row["upload"] for row in listed if row["name"] == results.name]}


def verdict_part(results: Results) -> None:
    """The verdict in words, after the checks that decide whether anything may be read at all."""
    with st.container(border=True, key="card_verdict"):
        headed(results.verdict_words, "verdict", lambda: verdict_offers(results), **_files(results))
        ratio = results.sample_ratio
        counts = " · ".join(f"{variant}: {formats.count(n)}" for variant, n in results.units.items())
        pvalue = _p(ratio.pvalue)
        if ratio.ok:
            st.success(plain(t("Sample ratio holds ({p}): {counts}", p=pvalue, counts=counts)), icon=":material/check:")
        else:
            words = t(
                "Sample ratio mismatch ({p}): {counts}. Assignment or logging is broken.", p=pvalue, counts=counts
            )
            st.error(plain(words), icon=":material/warning:")
        if results.excluded:
            left_out = formats.count(sum(results.excluded.values()))
            st.warning(plain(t("{n} units were seen in more than one variant and left out.", n=left_out)))
        st.caption(plain(_rule(results)))


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
    return "better" if improved(row) else "worse"


def effects_part(results: Results) -> None:
    """Every metric's relative effect on one axis; the table holds the absolute ones, which come first."""
    rows = [
        row for row in results.metrics if row.difference.relative is not None or row.difference.relative_low is not None
    ]
    if not rows:
        return
    readable = results.verdict.code != "invalid"
    drawn = effect_forest([_effect(row, results, readable=readable) for row in rows], "relative", dark=dark())
    chart(
        _finding(results, readable=readable),
        drawn,
        key="effects",
        rows=[row.document() for row in results.metrics],
        n=results.all_units,
        note=t("relative to the control"),
        how=lambda: metric_offers(results, results.metrics),
        **_files(results),
    )


def _effect(row: MetricRow, results: Results, *, readable: bool) -> EffectRow:
    found = row.difference
    label = row.metric if len(results.units) == 2 else f"{row.metric} · {row.variant}"
    effect, low, high = (_times(100, end) for end in (found.relative, found.relative_low, found.relative_high))
    told = _verdict(row, readable=readable)
    return EffectRow(label, effect, low, high, row.units, verdict=told, role=ROLES.get(row.role, "secondary"))


def _times(factor: float, number: float | None) -> float | None:
    return None if number is None else factor * number


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
    row = next((row for row in results.metrics if row.role == "primary"), next(iter(results.metrics), None))
    if row is None or row.type == "ratio":
        return
    points = session.answer(effect_over_time, results.name, row.metric, row.variant, results.control)
    if len(points) < 3:
        return
    scale, unit, _ = _unit(row)
    drawn = over_time_chart([_point(point, scale) for point in points], unit, dark=dark())
    chart(
        t("How the effect on {metric} settled", metric=row.metric),
        drawn,
        key="over_time",
        rows=[{"on": point.on.isoformat(), "units": point.units, **_numbers(point.anytime)} for point in points],
        n=points[-1].units,
        note=t("always-valid intervals: they hold however often somebody looks"),
        how=lambda: day_offers(results, row, points),
        **_files(results),
    )


def _point(point: EffectOn, scale: float) -> EffectPoint:
    effect, low, high = _scaled(point.anytime, scale)
    return EffectPoint(point.on, effect, low, high, point.units)


def _scaled(found: Difference, scale: float) -> tuple[float | None, float | None, float | None]:
    return _times(scale, found.effect_size), _times(scale, found.low), _times(scale, found.high)


def _numbers(found: Difference) -> dict[str, float | None]:
    return {"effect": found.effect_size, "low": found.low, "high": found.high}


def details_part(results: Results) -> None:
    """Every metric a row: the absolute effect with its interval before the relative one."""
    rows = results.metrics
    with st.container(border=True, key="card_metrics"):
        headed(t("Every metric"), "metrics", lambda: metric_offers(results, rows), **_files(results))
        numbers(
            {
                t("Metric"): [row.metric for row in rows],
                t("Role"): [_role(row.role) for row in rows],
                t("Variant"): [row.variant for row in rows],
                t("Control"): [_shown(row, row.control_value) for row in rows],
                t("Treatment"): [_shown(row, row.treatment_value) for row in rows],
                t("Effect"): [_absolute(row) for row in rows],
                t("Relative"): [_relative(row) for row in rows],
                t("p"): [formats.p_value(row.difference.pvalue) for row in rows],
            }
        )
        downloads([row.document() for row in rows], key="metrics")


def _role(role: str) -> str:
    words = {"primary": t("goal"), "guardrail": t("guardrail"), "secondary": t("secondary")}
    return words.get(role, role)


def _unit(row: MetricRow) -> tuple[float, formats.Unit, int]:
    """How a metric's value is written: factor, unit and decimals."""
    if row.type in ("binary", "csat", "ces"):
        return (100.0 if row.type == "binary" else 1.0), "percent", 2
    return 1.0, ("points" if row.type == "nps" else "score"), 1 if row.type == "nps" else 3


def _shown(row: MetricRow, value: float | None) -> str:
    factor, unit, digits = _unit(row)
    return formats.value(_times(factor, value), unit, digits)


def _absolute(row: MetricRow) -> str:
    factor, unit, digits = _unit(row)
    effect, low, high = _scaled(row.difference, factor)
    return f"{formats.signed(effect, unit, digits)} ({formats.signed_interval(low, high, unit, digits)})"


def _relative(row: MetricRow) -> str:
    found = row.difference
    effect, low, high = (_times(100, end) for end in (found.relative, found.relative_low, found.relative_high))
    if effect is None and low is None and high is None:
        return formats.ABSENT
    return f"{formats.signed(effect, 'relative')} ({formats.signed_interval(low, high, 'relative')})"
