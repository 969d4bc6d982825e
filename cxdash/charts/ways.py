"""The most travelled ways between touchpoints or stages as sorted bars: the flow for small screens."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, pixels, remembered
from cxdash.charts.palette import palette
from cxdash.charts.rows import FlowStep
from cxdash.charts.style import band_axis
from cxdash.charts.words import few
from cxdash.locale import formats, t, tn

STEP = 34
MARGIN = 116
FIELDS: dict[str, Field] = {
    "label": "text",
    "order": "number",
    "n": "number",
    "shown_value": "text",
    "shown_n": "text",
    "shown_beside": "text",
}


def ways(steps: Sequence[FlowStep], *, most: int = 12, dark: bool = False) -> Drawn:
    """The `most` travelled steps, longest bar first; length counts customers, the text adds the share at the source.

    Hidden steps are left out: their place in the order would give them away.
    """
    shown = sorted((step for step in steps if step.state != "hidden"), key=lambda step: -step.n)[:most]
    records = [_record(order, step) for order, step in enumerate(shown)]
    text = tn("The most travelled way.", "The {n} most travelled ways.", len(shown), n=formats.count(len(shown)))
    if not shown:
        return Drawn(_spec(dark), frame(FIELDS, records), t("No value can be shown."))
    first = t("First: {way}, {n} customers.", way=records[0]["label"], n=formats.count(shown[0].n))
    return Drawn(_spec(dark), frame(FIELDS, records), f"{text} {first}")


def _record(order: int, step: FlowStep) -> dict[str, Any]:
    share, n = formats.percent(step.share), few(step.n, step.state)
    return {
        "label": t("{source} › {target}", source=step.source, target=step.target),
        "order": order,
        "n": step.n,
        "shown_value": share,
        "shown_n": n,
        "shown_beside": t("{n}  ·  {share}", n=n, share=share),
    }


@remembered
def _spec(dark: bool) -> Spec:
    colours = palette(dark)
    y = alt.Y("label:N", sort=alt.EncodingSortField("order", op="min"), axis=band_axis())
    scale = alt.Scale(domainMin=0, range=[0, alt.ExprRef(f"width - {MARGIN}")])
    x = alt.X("n:Q", scale=scale, axis=None, stack=None)
    details = [
        alt.Tooltip("label:N", title=t("Way")),
        alt.Tooltip("shown_n:N", title=t("Customers")),
        alt.Tooltip("shown_value:N", title=t("Share of those at the source")),
    ]
    layers = [
        marks().mark_bar(height=16, cornerRadiusEnd=3, color=colours.accent).encode(x=x, y=y, tooltip=details),
        marks().mark_text(align="right", color=colours.muted).encode(x=pixels("width"), y=y, text="shown_beside:N"),
    ]
    key = t("Number: customers who went this way.\nPercent: of all at its beginning.")
    return as_spec(layers, height={"step": STEP}, dark=dark, key=key)
