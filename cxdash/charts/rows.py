"""What the charts draw: small frozen rows of raw numbers and already translated words.

Numbers are in the chart's unit (points, percent 0 to 100, score). A number that cannot be known is None; a row that
may not be shown has `state="hidden"` and its numbers are never drawn, written into the frame, or said in a tooltip.
Labels name bands of an axis, so within one chart they are unique.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cxdash.vocabulary.metrics import Unit
from cxdash.vocabulary.thresholds import State

Verdict = Literal["better", "worse", "neutral"]
Role = Literal["goal", "guardrail", "secondary"]

__all__ = [
    "DistributionRow",
    "EffectPoint",
    "EffectRow",
    "FlowEnd",
    "FlowStep",
    "HeatCell",
    "IntervalRow",
    "Role",
    "StageColumn",
    "State",
    "TouchpointDot",
    "TrendPoint",
    "Unit",
    "Verdict",
]


@dataclass(frozen=True)
class IntervalRow:
    """One value with its interval. `verdict` compares it credibly with the reference; `target` draws a tick."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    state: State = "shown"
    verdict: Verdict = "neutral"
    target: float | None = None
    note: str = ""


@dataclass(frozen=True)
class StageColumn:
    """A stage of the journey, in order of the sequence given.

    `stage` is the key that a click selects, `label` what is read. `effort` and `success` are percent (0 to 100),
    `seconds_to_next` the typical time until the next stage; all three None where the data has none.
    """

    stage: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    state: State = "shown"
    effort: float | None = None
    success: float | None = None
    seconds_to_next: float | None = None


@dataclass(frozen=True)
class TouchpointDot:
    """A touchpoint in its stage's column; `value=None` with state "shown" is declared but unmeasured.

    `reach` is the share of customers who meet it, in percent. `verdict` compares it credibly with the journey.
    """

    touchpoint: str
    label: str
    stage: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    reach: float | None = None
    state: State = "shown"
    verdict: Verdict = "neutral"
    target: float | None = None
    moment_of_truth: bool = False


@dataclass(frozen=True)
class TrendPoint:
    """One bucket of time from `start` up to, not including, `end`.

    `comparison` is the value of the same bucket one comparison period earlier; `signal` marks a credible departure.
    """

    start: dt.date
    end: dt.date
    value: float | None
    low: float | None
    high: float | None
    n: int
    state: State = "shown"
    comparison: float | None = None
    signal: bool = False


@dataclass(frozen=True)
class HeatCell:
    """The difference of one segment value at one touchpoint against the rest; `credible` as corrected.

    `better` None: nothing lies between, or neither side is good.
    """

    row: str
    column: str
    difference: float | None
    low: float | None
    high: float | None
    n: int
    state: State = "shown"
    credible: bool = False
    better: bool | None = None


@dataclass(frozen=True)
class DistributionRow:
    """The answers of one touchpoint: score → number of answers (weighted counts are welcome)."""

    label: str
    counts: Mapping[float, float] = field(default_factory=dict)
    state: State = "shown"


@dataclass(frozen=True)
class EffectRow:
    """The effect of an experiment on one metric.

    `low`/`high` None with an effect = unbounded on that side (an arrow). `wing_low`/`wing_high`: the wider always-valid
    or adjusted interval. `verdict` None = not decided yet, drawn grey. `n` counts both arms.
    """

    label: str
    effect: float | None
    low: float | None
    high: float | None
    n: int
    wing_low: float | None = None
    wing_high: float | None = None
    verdict: Verdict | None = None
    role: Role = "secondary"
    state: State = "shown"


@dataclass(frozen=True)
class EffectPoint:
    """The cumulative effect as it stood at the end of one day."""

    on: dt.date
    effect: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class FlowStep:
    """How customers went from one touchpoint or stage to the next.

    `n` different customers did; `share` is the percentage of the interactions at `source` that were followed by one at
    `target`: those that ended a journey count, too.
    """

    source: str
    target: str
    n: int
    share: float
    state: State = "shown"


@dataclass(frozen=True)
class FlowEnd:
    """How journeys begin and end at one touchpoint or stage: shares of all journeys, percent.

    One side alone may be hidden: its numbers are None.
    """

    label: str
    entries: float | None
    exits: float | None
    n_entries: int | None
    n_exits: int | None
    state: State = "shown"
