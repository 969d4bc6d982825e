"""The picture of the product: stages in order, the emotional line through them, touchpoints, and the rational lanes."""

from collections.abc import Sequence
from typing import Any

from cxdash.charts.drawn import Drawn, Field, frame
from cxdash.charts.journey_layers import LANES, journey_spec, lane_height
from cxdash.charts.journey_placing import SILENT, Axis, Spot, across, axis_over, place
from cxdash.charts.rows import StageColumn, TouchpointDot, Unit
from cxdash.charts.words import extremes, shown
from cxdash.locale import formats, t, tn

LONGEST = 18
LEAST = {"points": 30.0, "percent": 20.0, "score": 0.8}
FIELDS: dict[str, Field] = {
    "kind": "text",
    "stage": "text",
    "label": "text",
    "short": "text",
    "order": "number",
    "x": "number",
    "x2": "number",
    "middle": "number",
    "y": "number",
    "y_low": "number",
    "y_high": "number",
    "y_target": "number",
    "reach": "number",
    "shape": "text",
    "verdict": "text",
    "state": "text",
    "side": "text",
    "least": "number",
    "most": "number",
    "shown_value": "text",
    "shown_interval": "text",
    "shown_n": "text",
    "shown_reach": "text",
    "shown_target": "text",
    "shown_stage": "text",
    "shown_head": "text",
}


def journey_map(
    stages: Sequence[StageColumn],
    touchpoints: Sequence[TouchpointDot],
    unit: Unit,
    metric: str,
    *,
    dark: bool = False,
) -> Drawn:
    """Stages as columns in the order given, `metric` (its translated label) as line and dots.

    The spec carries a point selection named "stage" on the field `stage`. Touchpoints of a stage that is not among
    `stages` are left out. Touchpoints without a value, and hidden ones, stand hollow in a lane of their own.
    """
    axis = _axis(stages, touchpoints, unit)
    dots = [
        {**_dot(dot, axis, unit), **place}
        for order, stage in enumerate(stages)
        for dot, place in _places(order, stage, len(stages), touchpoints)
    ]
    lanes = tuple(name for name in LANES if any(getattr(stage, name) is not None for stage in stages))
    records = [
        *(_column(order, stage, len(stages), axis, unit) for order, stage in enumerate(stages)),
        *({"kind": "tick", "y": axis.y(tick), "label": _tick(tick, unit)} for tick in axis.ticks),
        *dots,
        *_labels(dots, stages, axis),
        *(cell for order, stage in enumerate(stages) for cell in _lanes(order, stage, len(stages), lanes)),
    ]
    spec = journey_spec(metric, lanes, any(dot["kind"] == "silent" for dot in dots), dark)
    return Drawn(spec, frame(FIELDS, records), _alt(stages, touchpoints, metric, unit))


def _axis(stages: Sequence[StageColumn], touchpoints: Sequence[TouchpointDot], unit: Unit) -> Axis:
    ends = [end for stage in stages if stage.state == "shown" for end in (stage.low, stage.value, stage.high)]
    values = [value for dot in touchpoints if dot.state != "hidden" for value in (dot.value, dot.target)]
    pale = [stage.value for stage in stages if stage.state == "few"]
    return axis_over([value for value in (*ends, *values, *pale) if value is not None], LEAST[unit])


def _tick(value: float, unit: Unit) -> str:
    whole = value == int(value)
    return formats.value(value, unit, 0 if whole else 1)


def _column(order: int, stage: StageColumn, columns: int, axis: Axis, unit: Unit) -> dict[str, Any]:
    texts = shown(stage.value, stage.low, stage.high, stage.n, unit=unit, state=stage.state)
    known = stage.state != "hidden"
    interval = texts["shown_interval"]
    return {
        "kind": "column",
        "stage": stage.stage,
        "order": order,
        "label": _cut(stage.label, max(10, round(118 / columns))),
        "short": _cut(stage.label, max(4, round(48 / columns))),
        "x": order / columns,
        "x2": (order + 1) / columns,
        "middle": (order + 0.5) / columns,
        "y": axis.y(stage.value) if known else None,
        "y_low": axis.y(stage.low) if known else None,
        "y_high": axis.y(stage.high) if known else None,
        "state": stage.state,
        "shown_stage": stage.label,
        "shown_head": "" if interval == formats.ABSENT else interval,
        **texts,
        "shown_value": texts["shown_value"] if known else formats.ABSENT,
    }


def _places(
    order: int, stage: StageColumn, columns: int, touchpoints: Sequence[TouchpointDot]
) -> list[tuple[TouchpointDot, dict[str, Any]]]:
    """The touchpoints of a stage with their places across; those with and without a score are spread separately."""
    here = [dot for dot in touchpoints if dot.stage == stage.stage]
    measured = [dot for dot in here if dot.value is not None and dot.state != "hidden"]
    silent = [dot for dot in here if dot not in measured]
    return [
        (dot, {"x": across(order, columns, index, len(group)), "order": order, "shown_stage": stage.label})
        for group in (measured, silent)
        for index, dot in enumerate(group)
    ]


def _dot(dot: TouchpointDot, axis: Axis, unit: Unit) -> dict[str, Any]:
    texts = shown(dot.value, dot.low, dot.high, dot.n, unit=unit, state=dot.state)
    head = {
        "stage": dot.stage,
        "label": dot.label,
        "reach": 25.0 if dot.reach is None else dot.reach,
        "shape": "diamond" if dot.moment_of_truth else "circle",
        "shown_reach": formats.percent(dot.reach),
        "shown_target": formats.value(dot.target, unit),
        **texts,
    }
    if dot.state == "hidden":
        return {**head, "kind": "silent", "y": float(SILENT), "verdict": "neutral", "state": "hidden"}
    if dot.value is None:
        said = {"shown_value": t("not measured")}
        return {**head, "kind": "silent", "y": float(SILENT), "verdict": "neutral", "state": "few", **said}
    return {
        **head,
        "kind": "dot",
        "y": axis.y(dot.value),
        "y_low": axis.y(dot.low),
        "y_high": axis.y(dot.high),
        "y_target": axis.y(dot.target),
        "verdict": dot.verdict,
        "state": dot.state,
    }


def _labels(dots: Sequence[dict[str, Any]], stages: Sequence[StageColumn], axis: Axis) -> list[dict[str, Any]]:
    weights = {"worse": 2.0, "better": 1.0}
    spots = [
        Spot(
            dot["x"],
            dot["y"],
            _cut(dot["label"], LONGEST),
            (4.0 if dot["shape"] == "diamond" else 0.0) + weights.get(dot["verdict"], 0.0) + dot["reach"] / 1000,
            _whisker(dot),
        )
        for dot in dots
    ]
    heights = [(order, axis.y(stage.value)) for order, stage in enumerate(stages) if stage.state != "hidden"]
    line = [((order + 0.5) / len(stages), y) for order, y in heights if y is not None]
    return [
        {
            "kind": "label",
            "x": label.x,
            "y": label.y,
            "label": label.text,
            "side": label.side,
            "least": label.least,
            "most": label.most,
        }
        for label in place(spots, line)
    ]


def _whisker(dot: dict[str, Any]) -> tuple[float, ...]:
    """Heights along the whisker and at the target, close enough for a label not to slip between."""
    target = () if dot.get("y_target") is None else (dot["y_target"],)
    if dot.get("y_low") is None or dot.get("y_high") is None:
        return target
    steps = 12
    return (*target, *(dot["y_high"] + (dot["y_low"] - dot["y_high"]) * k / steps for k in range(steps + 1)))


def _lanes(order: int, stage: StageColumn, columns: int, lanes: tuple[str, ...]) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    for index, name in enumerate(lanes):
        known = None if stage.state == "hidden" else getattr(stage, name)
        timed = name == "seconds_to_next"
        share = 0.0 if known is None or timed else min(max(known, 0.0), 100.0) / 100
        cells.append(
            {
                "kind": "lane",
                "stage": stage.stage,
                "middle": (order + 0.5) / columns,
                "x": (order + 0.2) / columns,
                "x2": (order + 0.2 + 0.6 * share) / columns,
                "y": float(lane_height(index)),
                "label": formats.duration(known, parts=1) if timed else formats.percent(known),
                "state": "bar" if share > 0 else "bare",
            }
        )
    return cells


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _alt(stages: Sequence[StageColumn], touchpoints: Sequence[TouchpointDot], metric: str, unit: Unit) -> str:
    said = t(
        "Journey map of {metric}: {stages} and {touchpoints}.",
        metric=metric,
        stages=tn("{n} stage", "{n} stages", len(stages), n=formats.count(len(stages))),
        touchpoints=tn("{n} touchpoint", "{n} touchpoints", len(touchpoints), n=formats.count(len(touchpoints))),
    )
    values = [None if stage.state == "hidden" else stage.value for stage in stages]
    return f"{said} {extremes([stage.label for stage in stages], values, [formats.value(v, unit) for v in values])}"
