"""An experiment's cumulative effect day by day, inside the funnel of its always-valid interval."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, remembered
from cxdash.charts.effect_forest import DIGITS
from cxdash.charts.palette import palette
from cxdash.charts.rows import EffectPoint, Verdict
from cxdash.charts.style import value_axis
from cxdash.charts.trend import time_axis
from cxdash.charts.words import shown_effect, tooltip
from cxdash.locale import formats, t
from cxdash.locale.formats import DifferenceUnit

HEIGHT = 240
FIELDS: dict[str, Field] = {
    "kind": "text",
    "on": "time",
    "value": "number",
    "low": "number",
    "high": "number",
    "label": "text",
    "shown_value": "text",
    "shown_interval": "text",
    "shown_n": "text",
}


def effect_over_time(
    points: Sequence[EffectPoint], unit: DifferenceUnit, *, verdict: Verdict | None = None, dark: bool = False
) -> Drawn:
    """One point per day, in order; the band may be read at any of them. Grey until there is a verdict."""
    records = [_record(point, unit) for point in points]
    last = {**records[-1], "kind": "last"} if records else {}
    data = frame(FIELDS, [*records, *([last] if last else []), {"kind": "zero", "value": 0.0}])
    if not records:
        return Drawn(_spec(unit, verdict, dark), data, t("Effect over time: no data yet."))
    said = t(
        "Effect over time; on {date}: {effect}, interval {interval}.",
        date=last["label"],
        effect=last["shown_value"],
        interval=last["shown_interval"],
    )
    return Drawn(_spec(unit, verdict, dark), data, said)


def _record(point: EffectPoint, unit: DifferenceUnit) -> dict[str, Any]:
    texts = shown_effect(point.effect, point.low, point.high, point.n, unit=unit, state="shown", digits=DIGITS[unit])
    numbers = {"value": point.effect, "low": point.low, "high": point.high}
    return {"kind": "point", "on": point.on, "label": formats.date(point.on), **numbers, **texts}


@remembered
def _spec(unit: DifferenceUnit, verdict: Verdict | None, dark: bool) -> Spec:
    colours = palette(dark)
    colour = colours.verdict(verdict)
    x = alt.X("on:T", axis=time_axis())
    axis = value_axis(unit, signed=True, across=False)
    scale = alt.Scale(nice=True)
    points, last = marks("point"), marks("last")
    value = alt.Y("value:Q", scale=scale, axis=axis)
    low = alt.Y("low:Q", scale=scale, axis=axis)
    near = points.mark_circle(size=420, opacity=0)
    layers = [
        points.mark_area(color=colour, opacity=0.16).encode(x=x, y=low, y2="high:Q"),
        points.mark_line(color=colour, strokeWidth=1, opacity=0.5).encode(x=x, y=low),
        points.mark_line(color=colour, strokeWidth=1, opacity=0.5).encode(x=x, y=alt.Y("high:Q", scale=scale)),
        marks("zero").mark_rule(color=colours.muted, strokeWidth=1.5).encode(y=value),
        points.mark_line(color=colour, strokeWidth=2.5).encode(x=x, y=value),
        near.encode(x=x, y=value, tooltip=tooltip(value=t("Effect"))),
        last.mark_circle(size=90, color=colour, opacity=1).encode(x=x, y=value, tooltip=tooltip(value=t("Effect"))),
        last.mark_text(align="right", dx=-4, dy=-14, color=colours.ink).encode(x=x, y=value, text="shown_value:N"),
    ]
    return as_spec(layers, height=HEIGHT, dark=dark, padding={"left": 4, "right": 14, "top": 8, "bottom": 4})
