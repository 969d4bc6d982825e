"""Segment value × touchpoint: each cell's difference against the rest, saturated only where it is credible."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, remembered
from cxdash.charts.palette import Palette, palette
from cxdash.charts.rows import HeatCell, Unit
from cxdash.charts.style import SMALL, band_axis
from cxdash.charts.words import shown_effect, tooltip
from cxdash.locale import formats, t, tn

STEP = 34
HIDDEN_MARK = "·"
PALE = 0.25
FIELDS: dict[str, Field] = {
    "row": "text",
    "column": "text",
    "row_order": "number",
    "column_order": "number",
    "fill": "text",
    "ink": "text",
    "cell": "text",
    "shown_value": "text",
    "shown_interval": "text",
    "shown_n": "text",
}


def heat_map(cells: Sequence[HeatCell], unit: Unit, *, dark: bool = False) -> Drawn:
    """Rows and columns in order of first appearance; blue better than the rest, orange worse, pale may be chance."""
    rows = list(dict.fromkeys(cell.row for cell in cells))
    columns = list(dict.fromkeys(cell.column for cell in cells))
    known = [abs(c.difference) for c in cells if c.difference is not None and c.state != "hidden"]
    largest = max(known, default=0.0) or 1.0
    records = [
        {
            **_record(cell, unit, largest, palette(dark)),
            "row_order": rows.index(cell.row),
            "column_order": columns.index(cell.column),
        }
        for cell in cells
    ]
    return Drawn(_spec(unit, dark), frame(FIELDS, records), _alt(cells, unit))


def _record(cell: HeatCell, unit: Unit, largest: float, colours: Palette) -> dict[str, Any]:
    texts = shown_effect(cell.difference, cell.low, cell.high, cell.n, unit=unit, state=cell.state)
    fill = _fill(cell, largest, colours)
    return {
        "row": cell.row,
        "column": cell.column,
        "fill": fill,
        "ink": colours.ink_on(fill) if cell.credible else colours.quiet_ink_on(fill),
        "cell": _cell_text(cell, unit),
        **texts,
    }


def _fill(cell: HeatCell, largest: float, colours: Palette) -> str:
    if cell.state == "hidden" or cell.difference is None:
        return colours.lane
    side = 0 if cell.better is None else 1 if cell.better else -1
    size = abs(cell.difference) / largest
    if cell.credible:
        # A credible cell is never so pale that it could be taken for chance.
        return colours.diverging((0.5 + 0.5 * size) * side)
    return colours.diverging(PALE * size * side)


def _cell_text(cell: HeatCell, unit: Unit) -> str:
    if cell.state == "hidden":
        return HIDDEN_MARK
    # Percentage points are said once, under the chart, not in every cell.
    return formats.signed(cell.difference, "points" if unit == "percent" else unit)


def _alt(cells: Sequence[HeatCell], unit: Unit) -> str:
    text = tn("Heat map of {n} cell.", "Heat map of {n} cells.", len(cells), n=formats.count(len(cells)))
    credible = [c for c in cells if c.credible and c.state != "hidden" and c.difference is not None]
    if not credible:
        return f"{text} {t('No cell differs credibly from the rest.')}"
    strongest = max(credible, key=lambda c: abs(c.difference or 0.0))
    said = t(
        "Strongest credible difference: {row} at {column}, {difference}.",
        row=strongest.row,
        column=strongest.column,
        difference=formats.signed(strongest.difference, unit),
    )
    return f"{text} {said}"


def _measure(unit: Unit) -> str:
    if unit == "percent":
        return t("Difference to the rest, in percentage points.")
    return t("Difference to the rest, in points.") if unit == "points" else t("Difference to the rest, in scores.")


@remembered
def _spec(unit: Unit, dark: bool) -> Spec:
    band = alt.Scale(paddingInner=0.07, paddingOuter=0)
    x = alt.X(
        "column:N",
        sort=alt.EncodingSortField("column_order", op="min"),
        scale=band,
        axis=band_axis(orient="top", labelAngle=-40, labelLimit=130, labelBaseline="middle"),
    )
    y = alt.Y(
        "row:N",
        sort=alt.EncodingSortField("row_order", op="min"),
        scale=alt.Scale(paddingInner=0.1, paddingOuter=0),
        axis=band_axis(),
    )
    names = [alt.Tooltip("row:N", title=t("Segment")), alt.Tooltip("column:N", title=t("Touchpoint"))]
    details = tooltip(name=None, value=t("Difference to the rest"))
    narrow = "bandwidth('x') < 30"
    layers = [
        marks()
        .mark_rect(cornerRadius=4)
        .encode(x=x, y=y, fill=alt.Fill("fill:N", scale=None, legend=None), tooltip=[*names, *details]),
        marks()
        .mark_text(fontSize=SMALL + 1)
        .encode(
            x=x,
            y=y,
            text="cell:N",
            color=alt.Color("ink:N", scale=None, legend=None),
            opacity=alt.condition(narrow, alt.value(0), alt.value(1)),
        ),
    ]
    return as_spec(
        layers,
        height={"step": STEP},
        dark=dark,
        key=f"{_measure(unit)}\n{t('Blue: better. Orange: worse. Pale: may be chance.')}",
    )
