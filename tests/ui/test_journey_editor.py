"""The journey's table is read back as the journey it shows."""

import math

from hypothesis import given
from hypothesis import strategies as st

from cxdash.ui import journey_editor
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint
from cxdash.vocabulary.metrics import HEADLINES

names = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)
targets = st.dictionaries(st.sampled_from(HEADLINES), st.floats(-100, 100), max_size=3)


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    points = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    stages = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    placed: dict[str, list[Touchpoint]] = {}
    for point in points:
        declared = Touchpoint(point, draw(targets), draw(st.booleans()))
        placed.setdefault(draw(st.sampled_from(stages)), []).append(declared)
    return Journey("J", tuple(Stage(stage, tuple(found)) for stage, found in placed.items()))


@given(journeys())
def test_a_journey_survives_its_table(journey: Journey) -> None:
    assert journey_editor.read("J", journey_editor._rows(journey)) == journey


def test_empty_rows_and_repeated_touchpoints_are_left_out() -> None:
    rows = [
        {"stage": "Buy", "touchpoint": "Checkout", "moment_of_truth": True, "nps": math.nan, "csat": 80, "ces": None},
        {"stage": "Use", "touchpoint": "Checkout", "moment_of_truth": False},
        {"stage": None, "touchpoint": "Lost"},
        {"stage": "Use", "touchpoint": "  "},
    ]
    checkout = Touchpoint("Checkout", {"csat": 80.0}, moment_of_truth=True)
    assert journey_editor.read("J", rows) == Journey("J", (Stage("Buy", (checkout,)),))
