"""What an experiment changed, a row per metric: interval, wider wings, estimate, arrows where there is no bound."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, pixels, remembered
from cxdash.charts.interval_plot import MARK, NARROW, label_axis, margin_text, verdict_scale
from cxdash.charts.palette import Palette, palette
from cxdash.charts.rows import EffectRow, Role, Verdict
from cxdash.charts.style import TEXT, value_axis
from cxdash.charts.words import beside, extremes, shown_effect, tooltip
from cxdash.locale import N_, formats, t, tn
from cxdash.locale.formats import DifferenceUnit

STEP = 44
# An effect worth an experiment is often smaller than the unit of its metric.
DIGITS: dict[DifferenceUnit, int] = {"points": 1, "percent": 1, "score": 2, "relative": 1}
EDGE = f"width - ({NARROW} ? 84 : 380)"
ROLES: dict[Role, str] = {"goal": N_("Goal"), "guardrail": N_("Guardrail"), "secondary": N_("Secondary")}
VERDICTS: dict[Verdict | None, str] = {
    "better": N_("Better"),
    "worse": N_("Worse"),
    "neutral": N_("No credible change"),
    None: N_("Not decided yet"),
}
FIELDS: dict[str, Field] = {
    "kind": "text",
    "order": "number",
    "label": "text",
    "value": "number",
    "low": "number",
    "high": "number",
    "wing_low": "number",
    "wing_high": "number",
    "verdict": "text",
    "state": "text",
    "open_low": "flag",
    "open_high": "flag",
    "shown_value": "text",
    "shown_interval": "text",
    "shown_n": "text",
    "shown_beside": "text",
    "shown_mark": "text",
    "shown_verdict": "text",
    "shown_role": "text",
    "shown_wings": "text",
}


def effect_forest(
    rows: Sequence[EffectRow], unit: DifferenceUnit, *, negligible: float | None = None, dark: bool = False
) -> Drawn:
    """One row per metric around zero, in the order given; effects within ±`negligible` lie in a shaded band.

    Grey until a verdict. An end that is None draws an arrow to the edge. Pass only rows of one unit.
    """
    records = [_record(order, row, unit) for order, row in enumerate(rows)]
    records.append({"kind": "zero", "value": 0.0})
    if negligible is not None:
        records.append({"kind": "negligible", "low": -negligible, "high": negligible})
    return Drawn(_spec(unit, dark), frame(FIELDS, records), _alt(rows, unit))


def _record(order: int, row: EffectRow, unit: DifferenceUnit) -> dict[str, Any]:
    texts = shown_effect(row.effect, row.low, row.high, row.n, unit=unit, state=row.state, digits=DIGITS[unit])
    base = {"order": order, "label": row.label, "state": row.state, "shown_role": t(ROLES[row.role]), **texts}
    if row.state == "hidden":
        return {**base, "kind": "hidden", "verdict": "neutral", "shown_verdict": ""}
    known = row.effect is not None or row.low is not None or row.high is not None
    return {
        **base,
        "kind": "row",
        "value": row.effect,
        "low": row.low,
        "high": row.high,
        "wing_low": row.wing_low,
        "wing_high": row.wing_high,
        "verdict": row.verdict or "neutral",
        "open_low": known and row.low is None,
        "open_high": known and row.high is None,
        "shown_beside": beside(texts),
        "shown_mark": MARK.get(row.verdict or "", ""),
        "shown_verdict": t(VERDICTS[row.verdict]),
        "shown_wings": formats.signed_interval(row.wing_low, row.wing_high, unit, DIGITS[unit]),
    }


def _alt(rows: Sequence[EffectRow], unit: DifferenceUnit) -> str:
    text = tn("Effects on {n} metric.", "Effects on {n} metrics.", len(rows), n=formats.count(len(rows)))
    values = [None if row.state == "hidden" else row.effect for row in rows]
    shown = [formats.signed(value, unit, DIGITS[unit]) for value in values]
    return f"{text} {extremes([row.label for row in rows], values, shown)}"


@remembered
def _spec(unit: DifferenceUnit, dark: bool) -> Spec:
    colours = palette(dark)
    layers = [*_ground(unit, colours), *_bars(unit, colours, dark), *_arrows(unit, dark), *_margin(colours, dark)]
    return as_spec(layers, height={"step": STEP}, dark=dark, padding={"left": 4, "right": 8, "top": 8, "bottom": 4})


def _x(field: str, unit: DifferenceUnit) -> alt.X:
    return alt.X(
        f"{field}:Q", scale=alt.Scale(nice=True, range=[0, alt.ExprRef(EDGE)]), axis=value_axis(unit, signed=True)
    )


def _ground(unit: DifferenceUnit, colours: Palette) -> list[alt.Chart]:
    band = marks("negligible").mark_rect(color=colours.lane)
    rule = marks("zero").mark_rule(color=colours.muted, strokeWidth=1.5)
    return [band.encode(x=_x("low", unit), x2="high:Q"), rule.encode(x=_x("value", unit))]


def _bars(unit: DifferenceUnit, colours: Palette, dark: bool) -> list[alt.Chart]:
    row = marks("row").encode(y=label_axis(), color=alt.Color("verdict:N", scale=verdict_scale(dark), legend=None))
    few = alt.condition("datum.state === 'few'", alt.value(0.22), alt.value(0.45))
    more = [
        alt.Tooltip("shown_wings:N", title=t("Interval, adjusted for looking early or often")),
        alt.Tooltip("shown_verdict:N", title=t("Verdict")),
        alt.Tooltip("shown_role:N", title=t("Role")),
    ]
    details = tooltip(*more, value=t("Effect"))
    bounded = row.transform_calculate(
        from_low="datum.open_low ? null : datum.low", to_high="datum.open_high ? null : datum.high"
    ).transform_filter("isValid(datum.from_low) && isValid(datum.to_high)")
    tick = row.mark_tick(thickness=3, height=22, opacity=1).encode(x=_x("value", unit), tooltip=details)
    return [
        row.mark_rule(strokeWidth=2, opacity=0.55).encode(x=_x("wing_low", unit), x2="wing_high:Q", tooltip=details),
        bounded.mark_bar(height=14, cornerRadius=3).encode(
            x=_x("low", unit), x2="high:Q", opacity=few, tooltip=details
        ),
        tick,
        marks("hidden").mark_text(align="left", x=10, color=colours.muted).encode(y=label_axis(), text="shown_value:N"),
    ]


def _arrows(unit: DifferenceUnit, dark: bool) -> list[alt.Chart]:
    """Bars that run to the edge of the axis and end in an open triangle."""
    colour = alt.Color("verdict:N", scale=verdict_scale(dark), legend=None)
    row = marks("row").encode(y=label_axis(), color=colour)
    both = row.transform_filter("datum.open_low && datum.open_high")
    low = row.transform_filter("datum.open_low && isValid(datum.high)")
    high = row.transform_filter("datum.open_high && isValid(datum.low)")
    bar: dict[str, Any] = {"strokeWidth": 14, "opacity": 0.3}
    arrow: dict[str, Any] = {"size": 140, "filled": False, "strokeWidth": 2, "opacity": 1}
    zero, start, end = alt.XDatum(0), alt.value(0), pixels(EDGE)
    return [
        both.mark_rule(**bar).encode(x=zero, x2=start),
        both.mark_rule(**bar).encode(x=zero, x2=end),
        low.mark_rule(**bar).encode(x=_x("high", unit), x2=start),
        high.mark_rule(**bar).encode(x=_x("low", unit), x2=end),
        row.transform_filter("datum.open_low").mark_point(shape="triangle-left", x=7, **arrow),
        row.transform_filter("datum.open_high")
        .mark_point(shape="triangle-right", xOffset=-7, **arrow)
        .encode(x=pixels(EDGE)),
    ]


def _margin(colours: Palette, dark: bool) -> list[alt.Chart]:
    verdict = alt.Color("verdict:N", scale=verdict_scale(dark), legend=None)
    role = marks("row").mark_text(align="left", fontSize=TEXT, color=colours.muted, dx=0)
    return [
        margin_text("shown_mark", 352, colours.ink, narrow_right=62).encode(color=verdict),
        margin_text("shown_value", 290, colours.ink, narrow_right=0),
        margin_text("shown_interval", 160, colours.muted),
        margin_text("shown_beside", 78, colours.muted),
        role.encode(
            x=pixels("width - 66"),
            y=label_axis(),
            text="shown_role:N",
            opacity=alt.condition(NARROW, alt.value(0), alt.value(1)),
        ),
    ]
