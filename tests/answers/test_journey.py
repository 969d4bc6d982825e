"""The journey against the interactions themselves: reach, conversion and time to the next stage."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from scipy import stats

from cxdash.answers.context import Context
from cxdash.answers.journey import journey, map_metric, metrics_measured, touchpoints, upper_half
from cxdash.queries.filters import Filters
from cxdash.vocabulary.thresholds import Thresholds
from tests.answers import tiny
from tests.answers.test_scores import wilson
from tests.sample_data.test_stories import CES, CSAT, INTERACTIONS, Row, dated, once

STAGES = ["Discover", "Choose", "Buy", "Receive", "Use", "Get help", "Stay"]
Firsts = dict[str, dict[str, datetime]]


def contacts() -> list[Row]:
    return [row for row in once(INTERACTIONS) if row["Customer"] and dated(row["Time"])]


@pytest.fixture(scope="module")
def firsts(sample: Context) -> Firsts:
    """Per stage, the first time of every customer in it."""
    found: Firsts = {stage: {} for stage in STAGES}
    for row in contacts():
        stage = sample.journey.stage_of(row["Event"])
        at = datetime.fromisoformat(row["Time"])
        there = found[str(stage)]
        there[row["Customer"]] = min(at, there.get(row["Customer"], at))
    return found


def test_the_stages_stand_in_their_order(sample: Context) -> None:
    rows = journey(sample)
    assert [(row.position, row.name) for row in rows] == list(enumerate(STAGES, start=1))
    assert [name for row in rows for name in row.touchpoints] == [each.name for each in sample.journey.touchpoints]


def test_reach_is_the_customers_of_the_file(sample: Context, firsts: Firsts) -> None:
    for row in journey(sample):
        assert row.customers == len(firsts[row.name])
        assert row.interactions == sum(sample.journey.stage_of(each["Event"]) == row.name for each in contacts())


def test_conversion_is_those_who_moved_on(sample: Context, firsts: Firsts) -> None:
    rows = journey(sample)
    for row, following in pairwise(rows):
        here, there = firsts[row.name], firsts[following.name]
        onward = [customer for customer in here if customer in there and there[customer] >= here[customer]]
        assert row.conversion is not None
        assert row.conversion.value == pytest.approx(100 * len(onward) / len(here))
        assert (row.conversion.low, row.conversion.high) == pytest.approx(wilson(len(onward), len(here)))
    assert rows[-1].conversion is None


def test_the_way_to_the_next_stage_takes_its_median_time(sample: Context, firsts: Firsts) -> None:
    # The company's clock is Berlin's: across a change of the clocks an hour more or less has passed.
    rows = journey(sample)
    for row, following in pairwise(rows):
        here, there = firsts[row.name], firsts[following.name]
        onward = [c for c in here if c in there and there[c] >= here[c]]
        seconds = median((there[c] - here[c]).total_seconds() for c in onward)
        assert row.median_seconds == pytest.approx(seconds, abs=3600)
    assert rows[-1].median_seconds is None


def test_a_stage_has_the_scores_of_its_touchpoints(sample: Context) -> None:
    for row in journey(sample):
        for metric, known in (("csat", CSAT), ("ces", CES)):
            assert (metric in row.scores) == any(name in known for name in row.touchpoints)
        document = row.document()
        assert document["reach"] == row.customers
        assert document["conversion"] == (row.conversion and row.conversion.value)


def test_touchpoints_are_measured_or_not(sample: Context) -> None:
    for metric, known in (("csat", CSAT), ("ces", CES)):
        rows = touchpoints(sample, metric)
        assert [row.declared for row in rows] == list(sample.journey.touchpoints)
        assert {row.declared.name for row in rows if row.score} == set(known)
    reach = {row.declared.name: row.customers for row in touchpoints(sample, "csat")}
    assert reach["Advertising"] is None
    assert reach["Referral"] == len({row["Customer"] for row in contacts() if row["Event"] == "Referral"})


def test_targets_come_with_the_touchpoints(sample: Context) -> None:
    declared = {row.declared.name: row.declared for row in touchpoints(sample, "csat")}
    assert declared["Delivery"].targets == {"csat": 85}
    assert {name for name, each in declared.items() if each.moment_of_truth} == {"Checkout", "Delivery", "Support"}


def test_what_is_measured(sample: Context) -> None:
    shares = ["promoters", "passives", "detractors", "dissatisfied", "difficult"]
    assert metrics_measured(sample) == ["nps", "csat", "ces", "mean", *shares]
    assert map_metric(sample) == "csat"


def visits(folder: Path, onward: int, reached: int = 20) -> Context:
    """`reached` customers browse, and `onward` of them check out after as many minutes as their number."""
    rows = [(f"c{n}", "2026-01-10 10:00:00", "Browsing") for n in range(reached)]
    rows += [(f"c{n % reached}", f"2026-01-10 10:{n:02}:00", "Checkout") for n in range(1, onward + 1)]
    return tiny.load(folder, "interactions", rows, [tiny.CUSTOMER, tiny.TIME, tiny.EVENT])


def test_by_hand(home: Path) -> None:
    browsing, checkout = journey(visits(home, 9))
    assert (browsing.customers, browsing.interactions, browsing.median_seconds) == (20, 20, 300)
    assert browsing.conversion is not None
    assert browsing.conversion.value == pytest.approx(45)
    assert (browsing.conversion.low, browsing.conversion.high) == pytest.approx(wilson(9, 20, stats.norm.ppf(0.975)))
    assert (checkout.customers, checkout.conversion) == (9, None)


def test_few_customers_are_hidden_at_every_grain(home: Path) -> None:
    context = visits(home, 3)
    browsing, checkout = journey(context)
    assert (checkout.customers, checkout.interactions) == (None, None)
    assert {row.declared.name: row.customers for row in touchpoints(context, "mean")} == {
        "Browsing": 20,
        "Checkout": None,
    }
    assert browsing.median_seconds is None


def test_those_who_moved_on_are_hidden_where_they_are_few(home: Path) -> None:
    """Three of twenty moved on: their median time, and the share that says how many they are, stay back."""
    [browsing, _] = journey(visits(home, 3))
    assert (browsing.conversion, browsing.median_seconds) == (None, None)


@pytest.mark.parametrize("onward", range(21))
def test_conversion_says_nothing_of_a_few(home: Path, onward: int) -> None:
    """Neither of those who moved on nor of those who did not; nor does what the next stage saw of all customers."""
    browsing, *checkout = journey(visits(home, onward))
    few = 0 < onward < 5 or 0 < 20 - onward < 5
    assert (browsing.conversion is None, browsing.median_seconds is None) == (few or not onward, few or not onward)
    assert browsing.customers == 20
    assert [row.customers for row in checkout] == ([None if few else onward] if onward else [])


def test_the_interactions_of_a_hidden_stage_are_not_what_the_others_leave(home: Path) -> None:
    """All interactions together are on a tile: with a hidden stage the next smallest one stays back, too."""
    context = visits(home, 3)
    assert [row.interactions for row in journey(context)] == [None, None]
    assert [row.interactions for row in journey(replace(context, thresholds=Thresholds(privacy=3)))] == [20, 3]


def test_without_privacy_nothing_is_hidden(home: Path) -> None:
    context = replace(visits(home, 3), thresholds=Thresholds(privacy=1))
    assert [row.customers for row in journey(context)] == [20, 3]


def test_a_scale_no_metric_fits_does_not_close_the_journey(home: Path) -> None:
    rows = [(f"r{n}", 10 * (n % 11)) for n in range(60)]
    columns = [tiny.IDENTITY, tiny.score("slider", "csat", 0, 100, touchpoint="Delivery")]
    context = tiny.load(home, "survey", rows, columns)
    assert map_metric(context) == "mean"
    assert metrics_measured(context) == ["mean"]
    assert upper_half(context) == "share:50-100"
    assert [set(row.scores) for row in journey(context)] == [{"mean"}]


def test_a_filter_holds_for_scores_and_reach(sample: Context) -> None:
    support = Filters().but("channel", ["Phone", "Chat", "E-mail"])
    reached = {row.name: row.customers for row in journey(sample, support)}
    known = {row["Customer"] for row in contacts() if row["Channel"] in ("Phone", "Chat", "E-mail")}
    assert reached == {stage: len(known) if stage == "Get help" else None for stage in STAGES}
