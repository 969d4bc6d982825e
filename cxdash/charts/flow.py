"""How customers travel: a matrix from × to that stays readable with two dozen steps, and how journeys begin and end."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from cxdash.charts.drawn import Drawn, Field, Spec, as_spec, frame, marks, pixels, remembered
from cxdash.charts.palette import palette
from cxdash.charts.rows import FlowEnd, FlowStep, State
from cxdash.charts.style import SMALL, band_axis
from cxdash.charts.words import few
from cxdash.locale import formats, t, tn

STEP = 28
HIDDEN_MARK = "·"
STEP_FIELDS: dict[str, Field] = {
    "source": "text",
    "target": "text",
    "source_order": "number",
    "target_order": "number",
    "fill": "text",
    "ink": "text",
    "cell": "text",
    "shown_value": "text",
    "shown_n": "text",
}
END_FIELDS: dict[str, Field] = {
    "label": "text",
    "order": "number",
    "entries": "number",
    "exits": "number",
    "shown_entries": "text",
    "shown_exits": "text",
    "shown_n_entries": "text",
    "shown_n_exits": "text",
}


def flow(steps: Sequence[FlowStep], *, dark: bool = False) -> Drawn:
    """Rows = where customers were, columns = where they went next, both in order of first appearance as a source.

    The colour is the share of the interactions at the source; text appears where cells are wide enough.
    """
    order = list(dict.fromkeys([*(step.source for step in steps), *(step.target for step in steps)]))
    largest = max((step.share for step in steps if step.state != "hidden"), default=0.0) or 1.0
    records = [_step(step, order, largest, dark) for step in steps]
    return Drawn(_flow_spec(dark), frame(STEP_FIELDS, records), _flow_alt(steps))


def _step(step: FlowStep, order: list[str], largest: float, dark: bool) -> dict[str, Any]:
    colours = palette(dark)
    silent = step.state == "hidden"
    fill = colours.lane if silent else colours.sequential(0.12 + 0.88 * step.share / largest)
    return {
        "source": step.source,
        "target": step.target,
        "source_order": order.index(step.source),
        "target_order": order.index(step.target),
        "fill": fill,
        "ink": colours.ink_on(fill),
        "cell": HIDDEN_MARK if silent else formats.number(step.share),
        "shown_value": t("hidden for privacy") if silent else formats.percent(step.share),
        "shown_n": formats.ABSENT if silent else few(step.n, step.state),
    }


def _flow_alt(steps: Sequence[FlowStep]) -> str:
    text = tn("Flow of {n} step.", "Flow of {n} steps.", len(steps), n=formats.count(len(steps)))
    shown = [step for step in steps if step.state != "hidden"]
    if not shown:
        return f"{text} {t('No value can be shown.')}"
    most = max(shown, key=lambda step: step.n)
    said = t(
        "Most travelled: {source} to {target}, {share} of the interactions at {source}.",
        source=most.source,
        target=most.target,
        share=formats.percent(most.share),
    )
    return f"{text} {said}"


@remembered
def _flow_spec(dark: bool) -> Spec:
    gap = alt.Scale(paddingInner=0.08, paddingOuter=0)
    x = alt.X(
        "target:N",
        sort=alt.EncodingSortField("target_order", op="min"),
        scale=gap,
        axis=band_axis(
            orient="top",
            labelAngle=-40,
            labelLimit=130,
            labelBaseline="middle",
            labelOpacity=alt.ExprRef("bandwidth('x') < 12 ? 0 : 1"),
        ),
    )
    y = alt.Y(
        "source:N",
        sort=alt.EncodingSortField("source_order", op="min"),
        scale=alt.Scale(paddingInner=0.1, paddingOuter=0),
        axis=band_axis(),
    )
    details = [
        alt.Tooltip("source:N", title=t("From")),
        alt.Tooltip("target:N", title=t("To")),
        alt.Tooltip("shown_value:N", title=t("Share of the interactions in the row")),
        alt.Tooltip("shown_n:N", title=t("Customers who went this way")),
    ]
    narrow = alt.condition("bandwidth('x') < 22", alt.value(0), alt.value(1))
    ink = alt.Color("ink:N", scale=None, legend=None)
    layers = [
        marks()
        .mark_rect(cornerRadius=3)
        .encode(x=x, y=y, fill=alt.Fill("fill:N", scale=None, legend=None), tooltip=details),
        marks().mark_text(fontSize=SMALL).encode(x=x, y=y, text="cell:N", color=ink, opacity=narrow),
    ]
    key = t(
        "Rows: where customers were. Columns: where they went next.\n"
        "Numbers: percent of the interactions in the row, those that ended a journey among them."
    )
    return as_spec(layers, height={"step": STEP}, dark=dark, key=key)


def entries_and_exits(ends: Sequence[FlowEnd], *, dark: bool = False) -> Drawn:
    """Where journeys begin (bars to the left) and end (to the right), in the order given."""
    records = [_end(order, end) for order, end in enumerate(ends)]
    shown = [end for end in ends if end.state != "hidden"]
    if not shown:
        return Drawn(_ends_spec(dark), frame(END_FIELDS, records), t("No value can be shown."))
    first, last = max(shown, key=lambda end: end.entries or 0), max(shown, key=lambda end: end.exits or 0)
    said = t(
        "{entries} of journeys begin at {first}, {exits} end at {last}.",
        first=first.label,
        entries=formats.percent(first.entries),
        last=last.label,
        exits=formats.percent(last.exits),
    )
    return Drawn(_ends_spec(dark), frame(END_FIELDS, records), said)


def _end(order: int, end: FlowEnd) -> dict[str, Any]:
    if end.state == "hidden":
        said = t("hidden for privacy")
        return {"order": order, "label": end.label, "shown_entries": HIDDEN_MARK, "shown_exits": said}
    return {
        "order": order,
        "label": end.label,
        "entries": end.entries,
        "exits": end.exits,
        "shown_entries": _side(end.entries),
        "shown_exits": _side(end.exits),
        "shown_n_entries": _journeys(end.n_entries, end.state),
        "shown_n_exits": _journeys(end.n_exits, end.state),
    }


def _side(share: float | None) -> str:
    return t("hidden for privacy") if share is None else formats.percent(share, 1)


def _journeys(n: int | None, state: State) -> str:
    return formats.ABSENT if n is None else few(n, state)


@remembered
def _ends_spec(dark: bool) -> Spec:
    colours = palette(dark)
    y = alt.Y("label:N", sort=alt.EncodingSortField("order", op="min"), axis=band_axis())
    details = [
        alt.Tooltip("label:N", title=t("What")),
        alt.Tooltip("shown_entries:N", title=t("Journeys that begin here")),
        alt.Tooltip("shown_n_entries:N", title=t("Journeys")),
        alt.Tooltip("shown_exits:N", title=t("Journeys that end here")),
        alt.Tooltip("shown_n_exits:N", title=t("Journeys")),
    ]
    # Two columns of bars in pixels of one scale, so that beginnings and ends compare by length.
    both = marks().transform_joinaggregate(most_in="max(entries)", most_out="max(exits)")
    scale = "max(datum.most_in, datum.most_out, 0.001) * (width / 2 - 64)"
    both = both.transform_calculate(
        zero="0", begin=f"datum.entries / {scale}", second="width / 2", end=f"width / 2 + datum.exits / {scale}"
    ).encode(y=y)
    bar: dict[str, Any] = {"height": 16, "cornerRadius": 3}
    text: dict[str, Any] = {"align": "left", "dx": 6, "color": colours.muted}
    pixel: dict[str, Any] = {"scale": None, "axis": None}
    return as_spec(
        [
            both.mark_bar(color=colours.accent, **bar).encode(
                x=alt.X("zero:Q", **pixel), x2="begin:Q", tooltip=details
            ),
            both.mark_bar(color=colours.neutral, **bar).encode(
                x=alt.X("second:Q", **pixel), x2="end:Q", tooltip=details
            ),
            both.mark_text(**text).encode(x=alt.X("begin:Q", **pixel), text="shown_entries:N"),
            both.mark_text(**text).encode(x=alt.X("end:Q", **pixel), text="shown_exits:N"),
            *_ends_heads(colours.muted),
        ],
        height={"step": STEP},
        dark=dark,
        padding={"left": 4, "right": 8, "top": 26, "bottom": 4},
    )


def _ends_heads(colour: str) -> list[alt.Chart]:
    first = marks().transform_filter("datum.order === 0")
    begin = first.mark_text(align="left", y=-12, color=colour).encode(x=alt.value(0))
    end = first.mark_text(align="left", y=-12, color=colour).encode(x=pixels("width / 2"))
    return [begin.encode(text=alt.value(t("Journeys begin"))), end.encode(text=alt.value(t("Journeys end")))]
