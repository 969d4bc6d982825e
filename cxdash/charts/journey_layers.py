"""The layers of the journey map: one view, pixels from the top and fractions across, so that everything lines up."""

from typing import Any

import altair as alt

from cxdash.charts.drawn import Spec, as_spec, marks, pixels, remembered
from cxdash.charts.interval_plot import verdict_scale
from cxdash.charts.journey_placing import GAP, GUTTER, SILENT, Side
from cxdash.charts.palette import Palette, palette
from cxdash.charts.style import SMALL, TEXT
from cxdash.charts.words import tooltip
from cxdash.locale import N_, t

LANES = ("effort", "success", "seconds_to_next")
LANE_NAMES = {"effort": N_("Effort"), "success": N_("Success"), "seconds_to_next": N_("Next after")}
LANE_STEP = 38
KEY = 52
NARROW = "width < 600"


def lane_height(index: int) -> int:
    """Pixels from the top to the middle of the `index`-th rational lane."""
    return SILENT + 56 + LANE_STEP * index


def _height(lanes: int) -> int:
    return lane_height(lanes - 1) + 26 if lanes else SILENT + 30


def _x(field: str) -> alt.X:
    left = alt.ExprRef(f"{NARROW} ? 58 : {GUTTER}")
    scale = alt.Scale(domain=[0, 1], range=[left, alt.ExprRef("width")], nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _y(field: str = "y") -> alt.Y:
    # Pixels as they are; with a scale at all, Vega breaks the line where a stage has no value.
    scale = alt.Scale(domain=[0, 1000], range=[0, 1000], nice=False, zero=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=None)


def _unless(test: str, field: str) -> Any:
    """The text of a field, or none at all: an invisible text would still take room."""
    return alt.when(test).then(alt.value("")).otherwise(f"{field}:N")


@remembered
def journey_spec(metric: str, lanes: tuple[str, ...], silent: bool, dark: bool) -> Spec:
    """The spec of the map with these rational `lanes`; `silent`: some touchpoints have no score."""
    colours = palette(dark)
    layers = [
        *_columns(colours, len(lanes)),
        *_ruler(colours, metric, silent),
        *_line(colours),
        *_dots(colours, dark),
        *_labels(colours),
        *_lanes(colours, lanes),
        *_key(colours, len(lanes)),
    ]
    return as_spec(layers, height=_height(len(lanes)) + KEY, dark=dark, padding=4)


def _key(colours: Palette, lanes: int) -> list[alt.Chart]:
    """What the signs mean, in two lines, or four on phones."""
    line, dots = t("Line and band: stage with its interval."), t("Dots: touchpoints, larger the more they reach.")
    signs, hollow = t("Diamond: moment of truth. Tick: target."), t("Hollow: few answers or none.")
    first = marks("column").transform_filter("datum.order === 0")
    text = first.mark_text(
        align="left", baseline="top", lineBreak="\n", lineHeight=17, color=colours.muted, y=_height(lanes) + 12
    ).encode(x=alt.value(0))
    wide, narrow = f"{line} {dots}\n{signs} {hollow}", f"{line}\n{dots}\n{signs}\n{hollow}"
    return [text.encode(text=alt.condition(NARROW, alt.value(narrow), alt.value(wide)))]


def _columns(colours: Palette, lanes: int) -> list[alt.Chart]:
    chosen = alt.selection_point(name="stage", fields=["stage"], empty=False)
    column = marks("column")
    card = column.mark_rect(cornerRadius=10, xOffset=3, x2Offset=-3, cursor="pointer", strokeWidth=2)
    where = {"x": _x("x"), "x2": "x2:Q"}
    head = column.mark_text(
        y=22, fontSize=alt.ExprRef(f"{NARROW} ? 10 : {TEXT + 1}"), fontWeight=500, color=colours.ink
    ).encode(x=_x("middle"))
    value = column.mark_text(y=42, fontSize=TEXT + 1, fontWeight=600, color=colours.ink)
    interval = column.mark_text(y=58, fontSize=SMALL, color=colours.muted)
    return [
        card.encode(
            **where,
            y=alt.value(0),
            y2=alt.value(_height(lanes)),
            fill=alt.value(colours.lane),
            stroke=alt.condition(chosen, alt.value(colours.accent), alt.value(colours.lane)),
            tooltip=tooltip(name="shown_stage", value=t("Score")),
        ).add_params(chosen),
        head.encode(text=_unless(NARROW, "label")),
        head.encode(text=_unless(f"!({NARROW})", "short")),
        value.encode(x=_x("middle"), text="shown_value:N"),
        interval.encode(x=_x("middle"), text=_unless(NARROW, "shown_head")),
    ]


def _ruler(colours: Palette, metric: str, silent: bool) -> list[alt.Chart]:
    tick = marks("tick")
    left = pixels(f"{NARROW} ? 58 : {GUTTER}")
    title = marks("column").transform_filter("datum.order === 0")
    small: dict[str, Any] = {"align": "right", "fontSize": SMALL, "color": colours.muted, "dx": -10}
    named = [
        tick.mark_rule(color=colours.muted, opacity=0.16).encode(x=left, x2=pixels("width"), y=_y()),
        tick.mark_text(**small).encode(x=left, y=_y(), text="label:N"),
        title.mark_text(y=42, **small).encode(x=left, text=alt.value(metric)),
    ]
    word = title.mark_text(y=SILENT, **small).encode(x=left, text=alt.value(t("No score")))
    return [*named, word] if silent else named


def _line(colours: Palette) -> list[alt.Chart]:
    stage = marks("column").encode(x=_x("middle"), order="order:Q")
    smooth: dict[str, Any] = {"interpolate": "monotone", "color": colours.ink}
    return [
        marks("column").mark_area(opacity=0.12, **smooth).encode(x=_x("middle"), y=_y("y_low"), y2="y_high:Q"),
        stage.mark_line(strokeWidth=2.25, opacity=0.8, **smooth).encode(y=_y()),
    ]


def _dots(colours: Palette, dark: bool) -> list[alt.Chart]:
    scale = verdict_scale(dark)
    colour = alt.Color("verdict:N", scale=scale, legend=None)
    size = alt.Size(
        "reach:Q", scale=alt.Scale(domain=[0, 100], range=[50, alt.ExprRef(f"{NARROW} ? 170 : 480")]), legend=None
    )
    shape = alt.Shape(
        "shape:N", scale=alt.Scale(domain=["circle", "diamond"], range=["circle", "diamond"]), legend=None
    )
    details = tooltip(
        alt.Tooltip("shown_stage:N", title=t("Stage")),
        alt.Tooltip("shown_reach:N", title=t("Reach")),
        alt.Tooltip("shown_target:N", title=t("Target")),
        value=t("Score"),
    )
    fill = (
        alt.when("datum.state === 'few'").then(alt.value(colours.lane)).otherwise("verdict:N", scale=scale, legend=None)
    )
    dot = marks("dot")
    stroke = alt.Stroke("verdict:N", scale=scale, legend=None)
    silent = marks("silent").mark_point(
        size=90, strokeWidth=1.5, strokeDash=[3, 2], fill=colours.lane, stroke=colours.neutral, opacity=1
    )
    return [
        dot.transform_filter("isValid(datum.y_low) && isValid(datum.y_high)")
        .mark_rule(strokeWidth=2, opacity=0.3)
        .encode(x=_x("x"), y=_y("y_low"), y2="y_high:Q", color=colour),
        dot.transform_filter("isValid(datum.y_target)")
        .mark_tick(orient="horizontal", thickness=2, width=18, color=colours.target)
        .encode(x=_x("x"), y=_y("y_target")),
        dot.mark_point(filled=True, opacity=1, strokeWidth=2).encode(
            x=_x("x"), y=_y(), size=size, shape=shape, fill=fill, stroke=stroke, tooltip=details
        ),
        silent.encode(x=_x("x"), y=_y(), shape=shape, tooltip=details),
    ]


def _labels(colours: Palette) -> list[alt.Chart]:
    """Every side twice: a halo in the colour of the column, then the words."""
    sides: dict[Side, dict[str, Any]] = {
        "above": {"align": "center", "baseline": "bottom", "dy": -GAP + 2},
        "below": {"align": "center", "baseline": "top", "dy": GAP - 1},
        "right": {"align": "left", "baseline": "middle", "dx": GAP},
        "left": {"align": "right", "baseline": "middle", "dx": -GAP},
    }
    fits = _unless("width < datum.least || width >= datum.most", "label")
    layers = []
    for side, place in sides.items():
        label = marks("label").transform_filter(f"datum.side === '{side}'")
        halo = label.mark_text(
            fontSize=SMALL, stroke=colours.lane, strokeWidth=3, strokeJoin="round", color=colours.lane, **place
        )
        word = label.mark_text(fontSize=SMALL, color=colours.ink, **place)
        layers += [part.encode(x=_x("x"), y=_y(), text=fits) for part in (halo, word)]
    return layers


def _lanes(colours: Palette, lanes: tuple[str, ...]) -> list[alt.Chart]:
    lane = marks("lane")
    bar = lane.transform_filter("datum.state === 'bar'")
    bar = bar.transform_calculate(
        top="datum.y + 9", bottom="datum.y + 13", end="(datum.middle - datum.x) * 2 + datum.x"
    )
    left = pixels(f"{NARROW} ? 58 : {GUTTER}")
    first = marks("column").transform_filter("datum.order === 0")
    names = [
        first.mark_text(y=lane_height(index), align="right", dx=-10, fontSize=SMALL, color=colours.muted).encode(
            x=left, text=alt.value(t(LANE_NAMES[name]))
        )
        for index, name in enumerate(lanes)
    ]
    if not lanes:
        return []
    top = SILENT + 30
    return [
        first.mark_rule(y=top, color=colours.muted, opacity=0.25).encode(x=left, x2=pixels("width")),
        bar.mark_rect(color=colours.neutral, opacity=0.22, cornerRadius=2).encode(
            x=_x("x"), x2="end:Q", y=_y("top"), y2="bottom:Q"
        ),
        bar.mark_rect(color=colours.neutral, cornerRadius=2).encode(x=_x("x"), x2="x2:Q", y=_y("top"), y2="bottom:Q"),
        lane.mark_text(fontSize=alt.ExprRef(f"{NARROW} ? 10 : {TEXT}"), color=colours.ink).encode(
            x=_x("middle"), y=_y(), text="label:N"
        ),
        *names,
    ]
