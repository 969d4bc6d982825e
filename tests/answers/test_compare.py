"""A value against the rest: who the rest is, what a correction does, and what privacy keeps back."""

from dataclasses import replace
from pathlib import Path

import pytest
from scipy import stats

from cxdash.answers.compare import CompareRow, compare, contrast
from cxdash.answers.context import Context
from cxdash.answers.scores import scores
from cxdash.inference.histogram import Histogram
from cxdash.queries.filters import Filters
from cxdash.vocabulary.metrics import METRICS
from cxdash.vocabulary.scales import Scale
from cxdash.vocabulary.thresholds import Thresholds
from tests.answers import tiny
from tests.sample_data.test_stories import SURVEY, nps, once, top2

SCALES = {"nps": Scale(0, 10), "csat": Scale(1, 5), "ces": Scale(1, 7), "mean": Scale(1, 5)}
WIDE = [
    ("nps", "customer type", None),
    ("csat", "channel", "touchpoint"),
    ("ces", "country", "stage"),
    ("mean", "age", None),
]


def by_value(rows: list[CompareRow], name: str) -> dict[str | None, CompareRow]:
    return {row.group[name]: row for row in rows}


@pytest.mark.parametrize("value", ["No membership", "Club", "Club Plus"])
def test_the_rest_is_all_others(sample: Context, value: str) -> None:
    row = by_value(compare(sample, "nps", "Membership"), "Membership")[value]
    own, rest = (
        [r for r in once(SURVEY) if (r["Membership"] == value) is mine and r["Membership"]] for mine in (True, False)
    )
    assert row.rest is not None
    assert row.difference is not None
    assert row.difference.effect_size is not None
    assert (f"{row.score.estimate.value:.1f}", row.score.estimate.n) == nps(own)
    assert (f"{row.rest.value:.1f}", row.rest.n) == nps(rest)
    assert row.difference.effect_size == pytest.approx(row.score.estimate.value - row.rest.value)
    assert row.better == (row.difference.effect_size > 0)


def test_within_a_touchpoint_the_rest_is_of_that_touchpoint(sample: Context) -> None:
    rows = compare(sample, "csat", "channel", within="touchpoint")
    [returns] = [row for row in rows if row.group == {"channel": "Marketplace", "touchpoint": "Returns"}]
    others = [r for r in once(SURVEY) if r["Where did you buy?"] not in ("", "Marketplace")]
    assert returns.rest is not None
    assert (f"{returns.rest.value:.1f}", returns.rest.n) == top2(others, "Returns")


def test_filters_hold_for_both_sides(sample: Context) -> None:
    found = compare(sample, "csat", "device", Filters().but("touchpoint", ["Returns"]).but("channel", ["Marketplace"]))
    row = by_value(found, "device")["Phone"]
    market = [r for r in once(SURVEY) if r["Where did you buy?"] == "Marketplace"]
    assert row.rest is not None
    assert (f"{row.score.estimate.value:.1f}", row.score.estimate.n) == ("26.5", 102)
    assert (f"{row.rest.value:.1f}", row.rest.n) == top2([r for r in market if r["Device"] != "Phone"], "Returns")
    assert row.credible


@pytest.mark.parametrize(("metric", "by", "within"), WIDE)
def test_pvalues_are_corrected_for_all_rows_at_once(sample: Context, metric: str, by: str, within: str | None) -> None:
    rows = [row for row in compare(sample, metric, by, within=within) if row.difference]
    raw = [row.difference.pvalue for row in rows if row.difference and row.difference.pvalue is not None]
    assert len(raw) == len(rows) > 2
    adjusted = [row.pvalue_adjusted for row in rows]
    assert adjusted == pytest.approx(list(stats.false_discovery_control(raw, method="bh")))
    assert [a for _, a in sorted(zip(raw, adjusted, strict=True))] == sorted(a for a in adjusted if a is not None)
    assert all(a is not None and a >= p for p, a in zip(raw, adjusted, strict=True))


@pytest.mark.parametrize(("metric", "by", "within"), WIDE)
def test_credible_is_what_stays_below_five_percent(sample: Context, metric: str, by: str, within: str | None) -> None:
    for row in compare(sample, metric, by, within=within):
        assert row.credible == (row.pvalue_adjusted is not None and row.pvalue_adjusted < 0.05)
        document = row.document()
        assert document["credible"] == row.credible
        assert document["pvalue_adjusted"] == row.pvalue_adjusted


@pytest.mark.parametrize("metric", SCALES)
def test_swapping_the_arms_turns_the_sign_and_nothing_else(metric: str) -> None:
    one = Histogram.unweighted({1: 12, 3: 20, 4: 30, 5: 18})
    other = Histogram.unweighted({1: 22, 3: 10, 4: 14, 5: 34})
    there = contrast(one, other, METRICS[metric], SCALES[metric], 0.95)
    back = contrast(other, one, METRICS[metric], SCALES[metric], 0.95)
    assert there.effect_size is not None
    assert back.effect_size == pytest.approx(-there.effect_size)
    assert (back.low, back.high) == pytest.approx((-(there.high or 0), -(there.low or 0)))
    assert back.pvalue == pytest.approx(there.pvalue)


def test_two_values_are_each_others_rest(home: Path) -> None:
    context = tiny.satisfied(home, {"A": [5] * 60 + [2] * 40, "B": [5] * 30 + [2] * 70})
    a, b = compare(context, "csat", "plan")
    assert a.difference is not None
    assert b.difference is not None
    assert (a.difference.effect_size, b.difference.effect_size) == pytest.approx((30, -30))
    assert a.difference.pvalue == pytest.approx(b.difference.pvalue)
    assert a.credible
    assert b.credible


def test_a_segment_may_be_called_scale(home: Path) -> None:
    """Its values stay the group's, where rows on several scales are told apart as well."""
    rows = [(f"r{n}", "AB"[n % 2], 1 + n % 5, n % 3 % 2) for n in range(160)]
    columns = [
        tiny.IDENTITY,
        tiny.segment("scale"),
        tiny.score("happy", "csat", 1, 5),
        tiny.score("thumb", "csat", 0, 1),
    ]
    found = compare(tiny.load(home, "survey", rows, columns), "csat", "scale")
    assert [row.rest and row.rest.n for row in found] == [80] * 4
    assert {row.group["scale"] for row in found} == {"A", "B"}


def test_a_single_value_has_no_rest(home: Path) -> None:
    [row] = compare(tiny.satisfied(home, {"A": [5, 4, 1] * 20, "": [1] * 30}), "csat", "plan")
    assert row.group == {"plan": "A"}
    assert (row.rest, row.difference, row.pvalue_adjusted, row.credible) == (None, None, None, False)


def test_hidden_rows_carry_nothing(home: Path) -> None:
    context = tiny.satisfied(home, {"A": [5, 1] * 40, "B": [4] * 9, "C": [1] * 3, "D": [2] * 50})
    hidden = [row for row in compare(context, "csat", "plan") if row.score.hidden]
    assert {row.group["plan"] for row in hidden} == {"B", "C"}
    for row in hidden:
        assert (row.rest, row.difference, row.pvalue_adjusted) == (None, None, None)
        document = row.document()
        assert {key for key, value in document.items() if value is not None} == {"group", "credible", "state"}
        assert document["credible"] is False


def test_no_rest_gives_a_hidden_value_away(home: Path) -> None:
    """C is hidden, and the answers without a plan with it; but those are of no rest: there C would be the only one."""
    context = tiny.satisfied(home, {"A": [5, 1] * 40, "B": [4, 1] * 20, "C": [1] * 3, "": [2] * 6})
    states = {row.group["plan"]: row.state for row in scores(context, "csat", ("plan",))}
    assert states["C"] == "hidden"
    found = by_value(compare(context, "csat", "plan"), "plan")
    shown = {name: row.score.estimate.n for name, row in found.items() if not row.score.hidden}
    for name, row in found.items():
        if row.rest is not None:
            others = sum(n for other, n in shown.items() if other != name)
            assert row.rest.n - others != 3


def test_with_no_privacy_everything_is_compared(home: Path) -> None:
    context = tiny.satisfied(home, {"A": [5, 1] * 40, "B": [4] * 9, "C": [1] * 3})
    rows = compare(replace(context, thresholds=Thresholds(privacy=1)), "csat", "plan")
    assert [row.rest.n for row in rows if row.rest] == [12, 83, 89]


def test_what_is_better_follows_the_scale(home: Path) -> None:
    """Where low scores are good, a higher mean is worse; and more detractors are worse, too."""
    rows = [(f"r{n}", "hard" if n % 2 else "easy", 6 if n % 2 else 2, 3 if n % 2 else 10) for n in range(200)]
    columns = [
        tiny.IDENTITY,
        {"source": "plan", "role": "segment", "name": "plan"},
        {**tiny.score("effort", "ces", 1, 7), "direction": "low_is_good"},
        tiny.score("recommend", "nps", 0, 10),
    ]
    context = tiny.load(home, "survey", rows, columns)
    means = [row for row in compare(context, "mean", "plan") if row.score.basis.question == "ces"]
    assert {row.group["plan"]: row.better for row in means} == {"hard": False, "easy": True}
    detractors = by_value(compare(context, "detractors", "plan"), "plan")
    assert (detractors["hard"].score.estimate.value, detractors["hard"].better) == (100, False)
    assert {row.better for row in compare(context, "passives", "plan")} == {None}
