"""The titles of the touchpoints page are findings: computed from the numbers, and a change only where there is one."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.answers.change import Point, changes, trend
from cxdash.answers.compare import compare
from cxdash.answers.context import Context
from cxdash.queries.filters import Filters
from cxdash.ui import findings
from cxdash.vocabulary.metrics import metric_named
from cxdash.vocabulary.scales import Scale
from tests.answers import tiny

FIRST = date(2026, 5, 4)
PLACES = ("Shop", "Delivery")


def survey(home: Path, scores: Sequence[tuple[int, int, int]]) -> Context:
    """Answers of 1–5 at the shop and at delivery, as (day after the first, shop, delivery)."""
    rows = [(f"r{n}", f"{FIRST + timedelta(day)} 10:00", *given) for n, (day, *given) in enumerate(scores)]
    asked = [tiny.score(place, "csat", 1, 5, touchpoint=place) for place in PLACES]
    return tiny.load(home, "survey", rows, [tiny.IDENTITY, tiny.TIME, *asked])


def falling(home: Path) -> Context:
    """28 days at ten answers each: the shop stays as it is, delivery falls in the last two weeks."""
    days = [(day, 5 if n < 7 else 2, 5 if n < (8 if day < 14 else 4) else 1) for day in range(28) for n in range(10)]
    return survey(home, days)


def weekly(context: Context, place: str, last_on: date = FIRST + timedelta(27)) -> list[Point]:
    return trend(context, "csat", Filters().but("touchpoint", [place]), "week", last_on)


def test_a_trend_that_fell_says_by_how_much_and_since_when(home: Path) -> None:
    context = falling(home)
    said = findings.over_time(weekly(context, "Delivery"), "Delivery", 0.95)
    assert said == ("Delivery fell by 40 percentage points in CSAT since May 18, 2026, against before (−50 to −29 pp)")
    assert findings.over_time(weekly(context, "Shop"), "Shop", 0.95) == (
        "Shop over time: no change in CSAT we can tell from noise"
    )


def test_an_unfinished_week_is_no_drop(home: Path) -> None:
    scores = [(day, 5, 5) for day in range(7) for _ in range(10)] + [(7, 1, 1)] * 10
    points = weekly(survey(home, scores), "Shop", FIRST + timedelta(7))
    assert len(points) == 2
    assert findings.over_time(points, "Shop", 0.95) == "Shop over time: too little is over yet to speak of change"


def test_the_table_says_its_largest_change_or_that_there_is_none(home: Path) -> None:
    context = falling(home)
    later, half = Filters().within(FIRST + timedelta(14), FIRST + timedelta(27)), FIRST + timedelta(20)
    rows = changes(context, "csat", ("touchpoint",), later, "previous")
    assert findings.in_numbers(rows, "touchpoint", "previous").startswith("Delivery fell by 40 percentage points")
    calm = changes(context, "csat", ("touchpoint",), later.within(half + timedelta(1), half + timedelta(7)), "previous")
    assert findings.in_numbers(calm, "touchpoint", "previous") == "no change we can tell from noise"
    alone = changes(context, "csat", ("touchpoint",), later, "none")
    assert findings.in_numbers(alone, "touchpoint", "none") == "CSAT reaches from 40% (Delivery) to 70% (Shop)"
    assert findings.in_numbers([], "touchpoint", "none") == "no score can be shown"


def test_the_most_low_scores_are_named_only_where_they_are_more(home: Path) -> None:
    context, low = falling(home), findings.lower_half(Scale(1, 5))
    rows = compare(context, low.name, "touchpoint")
    assert findings.most_low_scores(rows, "touchpoint", low) == "Delivery has the most low scores: 40% give 1–2"
    same = [row for row in rows if not row.credible]
    assert findings.most_low_scores(same, "touchpoint", low) == (
        "Low scores (1–2) are nowhere more frequent than we can tell from noise"
    )


@pytest.mark.parametrize(
    ("scale", "band"),
    [
        (Scale(1, 5), "1–2"),
        (Scale(1, 5, "low_is_good"), "4–5"),
        (Scale(1, 4), "1–2"),
        (Scale(1, 7), "1–3"),
        (Scale(0, 10), "0–4"),
        (Scale(0, 1), "0"),
        (Scale(0, 100), "0–49"),
    ],
)
def test_low_scores_lie_on_the_bad_side_of_the_middle(scale: Scale, band: str) -> None:
    assert findings.lower_half(scale).band == band


@given(st.integers(-5, 5), st.integers(1, 100), st.sampled_from(["high_is_good", "low_is_good"]))
def test_low_scores_are_a_share_that_has_a_name_and_is_bad(low: int, more: int, direction: str) -> None:
    scale = Scale(low, low + more, direction)  # type: ignore[arg-type]
    found = findings.lower_half(scale)
    scores = [low + step for step in range(more + 1)]
    weights = metric_named(found.name).weights(dict.fromkeys(scores, 1.0), scale)
    middle = low + more / 2
    assert {score for score in scores if weights[score]} == {s for s in scores if scale.oriented(s) < middle}


def test_operations_say_where_the_wait_is_longest() -> None:
    rows = [
        {"touchpoint": "Shop", "n": 40, "wait_s": None},
        {"touchpoint": "Support", "n": 10, "wait_s": 125.0},
        {"touchpoint": "Delivery", "n": 20, "wait_s": 60.0},
    ]
    assert findings.what_happened(rows) == "Support has the longest wait, 2 min 5 sec on average"
    assert findings.what_happened(rows[:1]) == "Shop has the most interactions, 40"
