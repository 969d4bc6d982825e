"""Where things stand on the journey map: columns, heights in pixels, and labels that do not lie on each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Side = Literal["above", "below", "right", "left"]

TOP = 74
BOTTOM = 318
SILENT = 352
GUTTER = 64
# Labels are placed once for each of these widths of the plot; below the smallest there is no room for any.
WIDTHS = ((1000, 100_000), (800, 1000), (600, 800))
CHARACTER = 6.3
LINE = 14
GAP = 14
INNER = 0.72
# How far a label may reach into the gutter, short of the numbers of the axis.
SLACK = 8


@dataclass(frozen=True)
class Axis:
    """A vertical axis in pixels: `ticks` are the round values it shows."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def y(self, value: float | None) -> float | None:
        """The height of a value in pixels from the top, held inside the axis; None stays None."""
        if value is None:
            return None
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return BOTTOM - share * (BOTTOM - TOP)


def axis_over(values: Sequence[float], least: float) -> Axis:
    """An axis with a handful of round ticks around all values, at least `least` high."""
    low, high = (min(values), max(values)) if values else (0.0, least)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(round(step * k, 10) for k in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def across(column: int, columns: int, index: int, count: int) -> float:
    """The place, 0 to 1 across the map, of the `index`-th of `count` touchpoints of a column."""
    return (column + (1 - INNER) / 2 + INNER * (index + 0.5) / count) / columns


@dataclass(frozen=True)
class Spot:
    """A dot that wants a label: its place (x 0 to 1, y pixels), its text, how much it matters, its whisker's ends."""

    x: float
    y: float
    text: str
    weight: float
    whisker: tuple[float, ...] = ()


@dataclass(frozen=True)
class Label:
    """A label beside its dot, for plots at least `least` and less than `most` pixels wide."""

    x: float
    y: float
    text: str
    side: Side
    least: int
    most: int


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def place(spots: Sequence[Spot], line: Sequence[tuple[float, float]]) -> list[Label]:
    """The labels that fit, those that matter most first; `line` and whiskers are crossed only when there is no way."""
    return [label for least, most in WIDTHS for label in _place_at(spots, line, least, most)]


def _place_at(spots: Sequence[Spot], line: Sequence[tuple[float, float]], least: int, most: int) -> list[Label]:
    taken = [_dot(spot, least) for spot in spots]
    ends = [(spot.x, y) for spot in spots for y in spot.whisker]
    course = [(_pixel(x, least), y) for x, y in (*_dense(line), *ends)]
    labels: list[Label] = []
    for spot in sorted(spots, key=lambda s: (-s.weight, s.x, s.y)):
        side = _side(spot, least, taken, course)
        if side is not None:
            taken.append(_box(spot, side, least))
            labels.append(Label(spot.x, spot.y, spot.text, side, least, most))
    return labels


def _side(spot: Spot, width: int, taken: Sequence[_Box], course: Sequence[tuple[float, float]]) -> Side | None:
    sides: tuple[Side, ...] = ("above", "below", "right", "left")
    own = _dot(spot, width)
    boxes = {side: _box(spot, side, width) for side in sides}
    free = [
        side
        for side, box in boxes.items()
        if box.left >= GUTTER - SLACK
        and box.right <= width
        and box.top >= TOP - LINE
        and not any(box.meets(other) for other in taken if other != own)
    ]
    clear = [side for side in free if not any(_inside(boxes[side], x, y) for x, y in course)]
    return next(iter(clear or free), None)


def _inside(box: _Box, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _pixel(x: float, width: int) -> float:
    return GUTTER + x * (width - GUTTER)


def _dot(spot: Spot, width: int) -> _Box:
    x = _pixel(spot.x, width)
    return _Box(x - 9, spot.y - 9, x + 9, spot.y + 9)


def _box(spot: Spot, side: Side, width: int) -> _Box:
    x, length = _pixel(spot.x, width), len(spot.text) * CHARACTER
    if side in ("above", "below"):
        top = spot.y - GAP - LINE if side == "above" else spot.y + GAP
        return _Box(x - length / 2, top, x + length / 2, top + LINE)
    left = x + GAP if side == "right" else x - GAP - length
    return _Box(left, spot.y - LINE / 2, left + length, spot.y + LINE / 2)


def _dense(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The line as many points, so that a box between two corners is noticed."""
    return [(x + (x2 - x) * k / 24, y + (y2 - y) * k / 24) for (x, y), (x2, y2) in pairwise(line) for k in range(25)]
