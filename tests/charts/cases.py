"""Rows of every chart with all the cases that matter, and how to draw each chart from them."""

import datetime as dt
from collections.abc import Callable

from cxdash.charts.distribution import distribution
from cxdash.charts.drawn import Drawn
from cxdash.charts.effect_forest import effect_forest
from cxdash.charts.effect_over_time import effect_over_time
from cxdash.charts.flow import entries_and_exits, flow
from cxdash.charts.heat_map import heat_map
from cxdash.charts.interval_plot import interval_plot
from cxdash.charts.journey_map import journey_map
from cxdash.charts.rows import (
    DistributionRow,
    EffectPoint,
    EffectRow,
    FlowEnd,
    FlowStep,
    HeatCell,
    IntervalRow,
    StageColumn,
    TouchpointDot,
    TrendPoint,
)
from cxdash.charts.trend import trend
from cxdash.charts.ways import ways
from cxdash.vocabulary.scales import Scale

# What a hidden row would give away if it were drawn: no chart may contain this number or its text.
SECRET = 77.125


INTERVALS = (
    IntervalRow("Boarding", 31.2, 24, 38, 1240, verdict="worse", target=40, note="since March"),
    IntervalRow("Booking <b>web</b>", 52, 47, 56, 2210, verdict="better"),
    IntervalRow("Lounge", 60, 20, 85, 14, "few"),
    IntervalRow("Seat upgrade", SECRET, SECRET, SECRET, 3, "hidden", "better"),
    IntervalRow("Nobody asked", None, None, None, 0, "few"),
)
STAGES = (
    StageColumn("find", "Find", 48, 44, 52, 900, effort=40, success=90, seconds_to_next=18_000),
    StageColumn("buy", "Buy", 56, 53, 59, 900, success=80),
    StageColumn("use", "Use", SECRET, SECRET, SECRET, 3, "hidden", effort=SECRET),
    StageColumn("leave", "Leave", None, None, None, 0, "few"),
)
TOUCHPOINTS = (
    TouchpointDot("search", "Search engine", "find", 40, 30, 50, 200, 60, verdict="worse", target=50),
    TouchpointDot("shop", "Shop", "buy", 62, 58, 66, 800, 90, verdict="better", moment_of_truth=True),
    TouchpointDot("bus", "Bus", "buy", None, None, None, 0),
    TouchpointDot("vip", "VIP desk", "use", SECRET, SECRET, SECRET, 3, 5, "hidden"),
    TouchpointDot("lost", "Of no stage", "nowhere", 1, 0, 2, 100),
)
MONDAY = dt.date(2026, 1, 5)
WEEK = dt.timedelta(days=7)
POINTS = (
    TrendPoint(MONDAY, MONDAY + WEEK, 40, 35, 45, 300, comparison=38),
    TrendPoint(MONDAY + WEEK, MONDAY + 2 * WEEK, SECRET, SECRET, SECRET, 3, "hidden"),
    TrendPoint(MONDAY + 2 * WEEK, MONDAY + 3 * WEEK, 20, 5, 35, 20, "few", signal=True),
    TrendPoint(MONDAY + 3 * WEEK, MONDAY + 4 * WEEK, 30, 20, 40, 80),
)
CELLS = (
    HeatCell("Economy", "Boarding", -12, -18, -6, 300, credible=True, better=False),
    HeatCell("Economy", "Meal", 2, -4, 8, 300, better=True),
    HeatCell("First", "Boarding", SECRET, SECRET, SECRET, 3, "hidden", credible=True, better=True),
    HeatCell("First", "Meal", None, None, None, 0, "few"),
)
DISTRIBUTIONS = (
    DistributionRow("Boarding", {1: 10, 2: 5, 3: 20, 4: 40, 5: 25}),
    DistributionRow("VIP desk", {1: SECRET}, "hidden"),
    DistributionRow("Bus"),
)
EFFECTS = (
    EffectRow("Conversion", 2.4, 0.6, 4.2, 24_000, 0.1, 4.7, "better", "goal"),
    EffectRow("Refunds", 1.2, None, 2.9, 60, state="few"),
    EffectRow("Upsell", 3.2, 0.8, None, 24_000),
    EffectRow("Complaints", 0.2, None, None, 40),
    EffectRow("VIP repeat", SECRET, SECRET, SECRET, 3, SECRET, SECRET, "worse", state="hidden"),
    EffectRow("No data", None, None, None, 0),
)
DAYS = tuple(
    EffectPoint(MONDAY + dt.timedelta(days=k), 2.0, 2.0 - 9 / (k + 1), 2.0 + 9 / (k + 1), k * 50) for k in range(9)
)
STEPS = (
    FlowStep("Find", "Buy", 700, 70),
    FlowStep("Find", "Leave", 296, 29.6),
    FlowStep("Buy", "Use", 3, SECRET, "hidden"),
)
ENDS = (
    FlowEnd("Find", 80, 2, 800, 20),
    FlowEnd("Buy", 20, 98, 200, 980),
    FlowEnd("VIP desk", SECRET, SECRET, 3, 3, "hidden"),
)
FIVE = Scale(1, 5)
Draw = Callable[[bool, bool], Drawn]
# chart → how to draw it, given (dark, with no rows at all)
CHARTS: dict[str, Draw] = {
    "interval_plot": lambda dark, none: interval_plot(() if none else INTERVALS, "points", reference=44, dark=dark),
    "journey_map": lambda dark, none: journey_map(
        () if none else STAGES, () if none else TOUCHPOINTS, "points", "NPS", dark=dark
    ),
    "trend": lambda dark, none: trend(() if none else POINTS, "percent", unfinished=True, dark=dark),
    "heat_map": lambda dark, none: heat_map(() if none else CELLS, "percent", dark=dark),
    "distribution": lambda dark, none: distribution(() if none else DISTRIBUTIONS, FIVE, dark=dark),
    "effect_forest": lambda dark, none: effect_forest(() if none else EFFECTS, "percent", negligible=0.5, dark=dark),
    "effect_over_time": lambda dark, none: effect_over_time(() if none else DAYS, "percent", dark=dark),
    "flow": lambda dark, none: flow(() if none else STEPS, dark=dark),
    "ways": lambda dark, none: ways(() if none else STEPS, dark=dark),
    "entries_and_exits": lambda dark, none: entries_and_exits(() if none else ENDS, dark=dark),
}
