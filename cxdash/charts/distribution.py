"""How the scores of each touchpoint spread: a bar of 100 %, orange for the low scores, blue for the high ones."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, pixels, remembered
from cxdash.charts.palette import palette
from cxdash.charts.rows import DistributionRow
from cxdash.charts.style import SMALL, TEXT, band_axis
from cxdash.locale import formats, t, tn
from cxdash.vocabulary.scales import Scale

STEP = 36
FIELDS: dict[str, Field] = {
    "kind": "text",
    "order": "number",
    "label": "text",
    "score": "text",
    "start": "number",
    "end": "number",
    "fill": "text",
    "ink": "text",
    "shown_value": "text",
    "shown_share": "text",
    "shown_n": "text",
    "shown_beside": "text",
}


def distribution(rows: Sequence[DistributionRow], scale: Scale, *, dark: bool = False) -> Drawn:
    """One bar per row, the scores of `scale` in order from worst to best; shares of the row's own answers."""
    records = [record for order, row in enumerate(rows) for record in _row(order, row, scale, dark)]
    count = formats.count(len(rows))
    text = tn("Shares of the scores in {n} bar.", "Shares of the scores in {n} bars.", len(rows), n=count)
    return Drawn(_spec(scale, dark), frame(FIELDS, records), f"{text} {_alt(rows, scale)}".strip())


def _row(order: int, row: DistributionRow, scale: Scale, dark: bool) -> list[dict[str, Any]]:
    head = {"order": order, "label": row.label}
    total = sum(row.counts.values())
    if row.state == "hidden" or total <= 0:
        said = t("hidden for privacy") if row.state == "hidden" else t("no answers")
        return [{**head, "kind": "silent", "shown_value": said}]
    n = formats.count(total)
    records: list[dict[str, Any]] = [{**head, "kind": "total", "shown_beside": t("n {n}", n=n)}]
    end = 0.0
    for score in sorted(row.counts, key=scale.oriented):
        start, end = end, end + 100 * row.counts[score] / total
        fill = palette(dark).diverging(_position(score, scale))
        records.append(
            {
                **head,
                "kind": "score",
                "score": f"{score:g}",
                "start": start,
                "end": end,
                "fill": fill,
                "ink": palette(dark).ink_on(fill),
                "shown_value": formats.number(score, 0 if score == int(score) else 1),
                "shown_share": formats.percent(end - start),
                "shown_n": formats.count(row.counts[score]),
            }
        )
    return records


def _position(score: float, scale: Scale) -> float:
    return 2 * (scale.oriented(score) - scale.low) / (scale.high - scale.low) - 1


def _alt(rows: Sequence[DistributionRow], scale: Scale) -> str:
    shares = {
        row.label: 100 * sum(n for score, n in row.counts.items() if _position(score, scale) > 0) / total
        for row in rows
        if row.state != "hidden" and (total := sum(row.counts.values())) > 0
    }
    if not shares:
        return ""
    best, worst = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
    return t(
        "Most scores above the middle: {best} ({most}); fewest: {worst} ({least}).",
        best=best,
        most=formats.percent(shares[best]),
        worst=worst,
        least=formats.percent(shares[worst]),
    )


@remembered
def _spec(scale: Scale, dark: bool) -> Spec:
    colours = palette(dark)
    y = alt.Y("label:N", sort=alt.EncodingSortField("order", op="min"), axis=band_axis())
    room = alt.Scale(domain=[0, 100], range=[0, alt.ExprRef("width - 76")])
    x = alt.X("start:Q", scale=room, axis=alt.Axis(title=None, labelExpr="datum.label + '%'", values=[0, 50, 100]))
    scores = marks("score")
    details = [
        alt.Tooltip("label:N", title=t("What")),
        alt.Tooltip("shown_value:N", title=t("Score")),
        alt.Tooltip("shown_share:N", title=t("Share")),
        alt.Tooltip("shown_n:N", title=t("Answers")),
    ]
    wide = "(datum.end - datum.start) / 100 * (width - 76) > 30"
    layers = [
        scores.mark_bar(height=24, stroke=colours.surface, strokeWidth=1.5).encode(
            x=x, x2="end:Q", y=y, color=_key(scale, dark), tooltip=details
        ),
        scores.transform_calculate(middle="(datum.start + datum.end) / 2")
        .mark_text(fontSize=SMALL)
        .encode(
            x=alt.X("middle:Q", scale=room),
            y=y,
            text="shown_share:N",
            stroke=alt.value(None),
            opacity=alt.condition(wide, alt.value(1), alt.value(0)),
            fill=alt.Fill("ink:N", scale=None, legend=None),
        ),
        marks("silent").mark_text(align="left", x=10, color=colours.muted).encode(y=y, text="shown_value:N"),
        marks("total")
        .mark_text(align="right", color=colours.muted, fontSize=TEXT)
        .encode(x=pixels("width"), y=y, text="shown_beside:N"),
    ]
    return as_spec(layers, height={"step": STEP}, dark=dark)


def _key(scale: Scale, dark: bool) -> alt.Color:
    """The colours of the scores with their key above the bars, worst to best."""
    whole = [scale.low + step for step in range(scale.points)]
    scores = sorted(whole, key=scale.oriented)
    colours = [palette(dark).diverging(_position(score, scale)) for score in scores]
    legend = alt.Legend(
        orient="top", title=None, symbolType="square", symbolSize=160, columns=alt.ExprRef("width < 430 ? 6 : 11")
    )
    names = [f"{score:g}" for score in scores]
    return alt.Color("score:N", scale=alt.Scale(domain=names, range=colours), legend=legend)
