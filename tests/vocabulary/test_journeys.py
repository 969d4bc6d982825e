"""Journey templates: touchpoints find their stage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.vocabulary.journeys import OTHER, assign

AIRLINE = {
    "Book": ["Departure and Arrival Time Convenience", "Ease of Online Booking"],
    "Airport": ["Check-in Service", "Gate Location"],
    "Board": ["Online Boarding"],
    "Fly": [
        "On-board Service",
        "Seat Comfort",
        "Leg Room Service",
        "Cleanliness",
        "Food and Drink",
        "In-flight Service",
    ],
    "Arrive": ["Baggage Handling"],
}


def test_an_airline_flies_in_order() -> None:
    journey = assign(name for names in AIRLINE.values() for name in names)
    assert journey.name == "Air travel"
    assert {stage.name: [each.name for each in stage.touchpoints] for stage in journey.stages} == AIRLINE
    assert [stage.name for stage in journey.stages] == list(AIRLINE)


@pytest.mark.parametrize(
    ("touchpoints", "template"),
    [
        (
            ["Advertising", "Showroom", "Checkout", "Delivery", "Assembly", "Service desk", "Renewal"],
            "Customer journey",
        ),
        (["Insert ticket", "Assign seriousness", "Take in charge ticket", "Wait", "Resolve ticket"], "Support process"),
        (["search", "view_item", "add_to_cart", "checkout", "shipped"], "Online shop"),
    ],
)
def test_the_template_that_places_most_is_taken(touchpoints: list[str], template: str) -> None:
    assert assign(touchpoints).name == template


def test_what_no_keyword_places_stands_last() -> None:
    journey = assign(["Zyx", "Delivery"])
    assert journey.stages[-1].name == OTHER
    assert journey.stage_of("Zyx") == OTHER
    assert journey.stage_of("never heard of") is None


@given(st.lists(st.text(max_size=12) | st.sampled_from(["Delivery", "Check-in", "Wait"]), max_size=20))
def test_every_touchpoint_stands_in_exactly_one_stage(names: list[str]) -> None:
    journey = assign(names)
    assert sorted(each.name for each in journey.touchpoints) == sorted(set(names))
    assert all(stage.touchpoints for stage in journey.stages)
