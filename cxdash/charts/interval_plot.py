"""Values with their intervals on a common axis, one row per label: the house's most used chart."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, pixels, remembered
from cxdash.charts.palette import palette
from cxdash.charts.rows import IntervalRow, Unit
from cxdash.charts.style import TEXT, band_axis, value_axis
from cxdash.charts.words import beside, extremes, shown, tooltip
from cxdash.locale import formats, t, tn

STEP = 36
NARROW = "width < 430"
MARK = {"better": "▲", "worse": "▼"}
FIELDS: dict[str, Field] = {
    "kind": "text",
    "order": "number",
    "label": "text",
    "value": "number",
    "low": "number",
    "high": "number",
    "target": "number",
    "state": "text",
    "verdict": "text",
    "note": "text",
    "shown_value": "text",
    "shown_interval": "text",
    "shown_n": "text",
    "shown_mark": "text",
    "shown_target": "text",
    "shown_beside": "text",
}


def interval_plot(
    rows: Sequence[IntervalRow],
    unit: Unit,
    *,
    reference: float | None = None,
    reference_label: str = "",
    dark: bool = False,
) -> Drawn:
    """One row per label, in the order given: interval, estimate, target; a rule at `reference`.

    Colour and ▲▼ mark rows whose `verdict` is better or worse. Few answers are pale and hollow; hidden rows say so.
    """
    records = [_record(order, row, unit) for order, row in enumerate(rows)]
    if reference is not None:
        records.append({"kind": "reference", "value": reference, "label": reference_label})
    return Drawn(_spec(unit, dark), frame(FIELDS, records), _alt(rows, records, unit, reference))


def _record(order: int, row: IntervalRow, unit: Unit) -> dict[str, Any]:
    texts = shown(row.value, row.low, row.high, row.n, unit=unit, state=row.state)
    numbers = {} if row.state == "hidden" else {"value": row.value, "low": row.low, "high": row.high}
    verdict = "neutral" if row.state == "hidden" else row.verdict
    return {
        "kind": "hidden" if row.state == "hidden" else "row",
        "order": order,
        "label": row.label,
        "target": row.target,
        "state": row.state,
        "verdict": verdict,
        "note": row.note,
        "shown_beside": beside(texts),
        "shown_mark": MARK.get(verdict, ""),
        "shown_target": formats.value(row.target, unit),
        **numbers,
        **texts,
    }


def _alt(rows: Sequence[IntervalRow], records: list[dict[str, Any]], unit: Unit, reference: float | None) -> str:
    named = records[: len(rows)]
    text = tn("Interval plot of {n} row.", "Interval plot of {n} rows.", len(rows), n=formats.count(len(rows)))
    if reference is not None:
        text += " " + t("Reference: {value}.", value=formats.value(reference, unit))
    values = [record.get("value") for record in named]
    return f"{text} {extremes([row.label for row in rows], values, [r['shown_value'] for r in named])}"


def margin_text(text: str, right: int, colour: str, *, narrow_right: int | None = None) -> alt.Chart:
    """Text of each row in the right margin, `right` pixels from the edge; gone on phones unless `narrow_right`."""
    place = f"width - ({NARROW} ? {right if narrow_right is None else narrow_right} : {right})"
    layer: alt.Chart = marks("row").mark_text(align="right", color=colour, fontSize=TEXT)
    layer = layer.encode(x=pixels(place), y=label_axis(), text=f"{text}:N")
    return (
        layer if narrow_right is not None else layer.encode(opacity=alt.condition(NARROW, alt.value(0), alt.value(1)))
    )


def label_axis() -> alt.Y:
    """One band per label in the order of the rows."""
    return alt.Y("label:N", sort=alt.EncodingSortField("order", op="min"), axis=band_axis())


def verdict_scale(dark: bool) -> alt.Scale:
    """Better blue, worse orange, undecided grey; whatever else the filters leave over."""
    colours = palette(dark)
    return alt.Scale(domain=["better", "worse", "neutral"], range=[colours.better, colours.worse, colours.neutral])


@remembered
def _spec(unit: Unit, dark: bool) -> Spec:
    colours = palette(dark)
    room = alt.ExprRef(f"width - ({NARROW} ? 64 : 270)")
    scale = alt.Scale(zero=False, nice=True, range=[0, room])
    x = alt.X("low:Q", scale=scale, axis=value_axis(unit))
    verdict = verdict_scale(dark)
    few = "datum.state === 'few'"
    lane = marks("row").encode(y=label_axis())
    more = [alt.Tooltip("shown_target:N", title=t("Target")), alt.Tooltip("note:N", title=t("Note"))]
    reference = marks("reference")
    layers = [
        reference.mark_rule(strokeDash=[4, 4], color=colours.muted, strokeWidth=1.5).encode(
            x=alt.X("value:Q", scale=scale)
        ),
        reference.mark_text(y=-10, color=colours.muted, fontSize=TEXT).encode(
            x=alt.X("value:Q", scale=scale), text="label:N"
        ),
        lane.mark_bar(height=10, cornerRadius=5).encode(
            x=x,
            x2="high:Q",
            color=alt.Color("verdict:N", scale=verdict, legend=None),
            opacity=alt.condition(few, alt.value(0.18), alt.value(0.38)),
            tooltip=tooltip(*more),
        ),
        lane.mark_tick(color=colours.target, thickness=2, height=20).encode(x=alt.X("target:Q", scale=scale)),
        lane.mark_circle(size=120, opacity=1, strokeWidth=2.5).encode(
            x=alt.X("value:Q", scale=scale),
            stroke=alt.Stroke("verdict:N", scale=verdict, legend=None),
            fill=alt.when(few).then(alt.value(colours.surface)).otherwise("verdict:N", scale=verdict, legend=None),
            tooltip=tooltip(*more),
        ),
        marks("hidden")
        .mark_text(align="left", fontStyle="italic", color=colours.muted, x=10)
        .encode(y=label_axis(), text="shown_value:N"),
        margin_text("shown_mark", 232, colours.ink, narrow_right=36).encode(
            color=alt.Color("verdict:N", scale=verdict, legend=None)
        ),
        margin_text("shown_value", 190, colours.ink, narrow_right=0),
        margin_text("shown_interval", 84, colours.muted),
        margin_text("shown_beside", 0, colours.muted),
    ]
    return as_spec(layers, height={"step": STEP}, dark=dark, padding={"left": 4, "right": 8, "top": 22, "bottom": 4})
