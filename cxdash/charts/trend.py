"""A metric over time: line and band, the comparison dashed, n as faint bars, an unfinished bucket hatched."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, remembered
from cxdash.charts.palette import Palette, palette
from cxdash.charts.rows import TrendPoint, Unit
from cxdash.charts.style import SMALL, value_axis
from cxdash.charts.words import extremes, shown, tooltip
from cxdash.locale import formats, t, tn

HEIGHT = 280
LANE = 44
FIELDS: dict[str, Field] = {
    "kind": "text",
    "start": "time",
    "middle": "time",
    "end": "time",
    "value": "number",
    "low": "number",
    "high": "number",
    "n": "number",
    "comparison": "number",
    "state": "text",
    "signal": "flag",
    "label": "text",
    "shown_value": "text",
    "shown_interval": "text",
    "shown_n": "text",
    "shown_comparison": "text",
}


def trend(points: Sequence[TrendPoint], unit: Unit, *, unfinished: bool = False, dark: bool = False) -> Drawn:
    """One point per bucket, in order. `unfinished`: the last bucket is not over, so it is hatched and not joined in.

    Hidden buckets leave a gap. Small n make hollow points; a `signal` gets a ring.
    """
    records = [_record(point, unit) for point in points]
    if unfinished and records:
        last = records[-1]
        before = [{**record, "kind": "open"} for record in records[-2:-1]]
        records = [*records[:-1], {**last, "kind": "unfinished"}, *before]
    compared = any(point.comparison is not None for point in points)
    return Drawn(_spec(unit, compared, dark), frame(FIELDS, records), _alt(points, unit, unfinished))


def _record(point: TrendPoint, unit: Unit) -> dict[str, Any]:
    silent = point.state == "hidden"
    numbers = {} if silent else {"value": point.value, "low": point.low, "high": point.high, "n": point.n}
    return {
        "kind": "point",
        "start": point.start,
        "middle": point.start + (point.end - point.start) / 2,
        "end": point.end,
        "comparison": point.comparison,
        "state": point.state,
        "signal": point.signal and not silent,
        "label": _name(point),
        "shown_comparison": formats.value(point.comparison, unit),
        **numbers,
        **shown(point.value, point.low, point.high, point.n, unit=unit, state=point.state),
    }


def _name(point: TrendPoint) -> str:
    days = (point.end - point.start).days
    return formats.period(point.start, point.start.fromordinal(point.start.toordinal() + max(days, 1) - 1))


def _alt(points: Sequence[TrendPoint], unit: Unit, unfinished: bool) -> str:
    values = [None if point.state == "hidden" else point.value for point in points]
    texts = [formats.value(value, unit) for value in values]
    count = formats.count(len(points))
    text = tn("Line over {n} period.", "Line over {n} periods.", len(points), n=count)
    text = f"{text} {extremes([_name(point) for point in points], values, texts)}"
    return f"{text} {t('The last period is not over yet.')}" if unfinished else text


@remembered
def _spec(unit: Unit, compared: bool, dark: bool) -> Spec:
    colours = palette(dark)
    layers = [*_volume(colours), *_lines(unit, colours), *_points(colours), *_unfinished(colours)]
    key = t("Band: interval. Bars below: answers.")
    key = f"{key}\n{t('Dashed: the period it is compared with.')}" if compared else key
    return as_spec(layers, height=HEIGHT, dark=dark, padding={"left": 4, "right": 8, "top": 8, "bottom": 4}, key=key)


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:T", axis=time_axis())


def time_axis() -> alt.Axis:
    """Dates, with the year where it begins."""
    year = "month(datum.value) == 0 && date(datum.value) < 8 ? timeFormat(datum.value, '%Y') : ''"
    day = "timeFormat(datum.value, '%b %-d')"
    few = alt.ExprRef("width < 430 ? 3 : 8")
    return alt.Axis(title=None, grid=False, labelExpr=f"[{day}, {year}]", tickCount=few, labelFlush=True)


def _y(field: str, unit: Unit = "points") -> alt.Y:
    """Values above the lane of bars."""
    scale = alt.Scale(zero=False, nice=True, range=[alt.ExprRef(f"height - {LANE + 14}"), 0])
    return alt.Y(f"{field}:Q", scale=scale, axis=value_axis(unit, across=False))


def _volume(colours: Palette) -> list[alt.Chart]:
    # The bars stand on the bottom in their own lane, in pixels: n is context, not the message.
    bars = marks().transform_filter("datum.kind !== 'open'").transform_joinaggregate(most="max(n)")
    bars = bars.transform_calculate(top=f"{HEIGHT} - datum.n / datum.most * {LANE}")
    bar = bars.mark_rect(color=colours.line, cornerRadius=2, xOffset=1, x2Offset=-1)
    top = alt.Y("top:Q", scale=None, axis=None)
    return [bar.encode(x=_x("start"), x2="end:T", y=top, y2=alt.value(HEIGHT), tooltip=tooltip())]


def _lines(unit: Unit, colours: Palette) -> list[alt.Chart]:
    points = marks("point")
    comparison = points.mark_line(color=colours.neutral, strokeDash=[5, 4], strokeWidth=1.5)
    return [
        points.mark_area(color=colours.accent, opacity=0.16).encode(x=_x("middle"), y=_y("low", unit), y2="high:Q"),
        comparison.encode(x=_x("middle"), y=_y("comparison", unit)),
        points.mark_line(color=colours.accent, strokeWidth=2.5).encode(x=_x("middle"), y=_y("value", unit)),
    ]


def _points(colours: Palette) -> list[alt.Chart]:
    points = marks("point").transform_filter("isValid(datum.value)")
    compared = alt.Tooltip("shown_comparison:N", title=t("Comparison"))
    ring = points.transform_filter("datum.signal").mark_point(size=240, color=colours.accent, strokeWidth=2)
    dot = points.mark_circle(size=56, opacity=1, stroke=colours.accent, strokeWidth=2)
    return [
        ring.encode(x=_x("middle"), y=_y("value")),
        dot.encode(
            x=_x("middle"),
            y=_y("value"),
            fill=alt.condition("datum.state === 'few'", alt.value(colours.surface), alt.value(colours.accent)),
            tooltip=tooltip(compared),
        ),
    ]


def _unfinished(colours: Palette) -> list[alt.Chart]:
    last = marks("unfinished")
    path = marks().transform_filter("datum.kind === 'open' || datum.kind === 'unfinished'")
    path = path.mark_line(color=colours.accent, strokeDash=[2, 4], strokeWidth=2)
    dot = last.mark_circle(size=70, opacity=1, fill=colours.surface, stroke=colours.accent, strokeWidth=2)
    word = last.mark_text(y=0, dx=-4, align="right", baseline="top", color=colours.muted, fontSize=SMALL)
    return [
        last.mark_rect(color=hatch(colours.neutral), opacity=0.2).encode(x=_x("start"), x2="end:T"),
        last.mark_rule(color=colours.accent, opacity=0.45, strokeWidth=2).encode(
            x=_x("middle"), y=_y("low"), y2="high:Q"
        ),
        path.encode(x=_x("middle"), y=_y("value")),
        dot.encode(x=_x("middle"), y=_y("value"), tooltip=tooltip()),
        word.encode(x=_x("start"), text=alt.value(t("not over yet"))),
    ]


def hatch(colour: str) -> Any:
    """Stripes as a gradient, since Vega knows no patterns."""
    stops = [
        alt.GradientStop(color=colour if stripe % 2 else "transparent", offset=edge / 70)
        for stripe in range(70)
        for edge in (stripe + 0.001, stripe + 0.999)
    ]
    return alt.LinearGradient(gradient="linear", stops=stops, x1=0, y1=0, x2=0, y2=1)
