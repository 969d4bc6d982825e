"""What uploads bring to the journey comes with them and leaves with them."""

import shutil
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.vault import journeys, settings, uploads
from cxdash.vault.brought import Brought, extended
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint, assign

NAMES = ["Checkout", "Payment", "Delivery", "Call", "Boarding", "Baggage claim", "Zebra", "Seat comfort", "Refund"]
STAGES = ["Buy", "Fly", "Mine", "Get help"]

files = st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(STAGES), max_size=5)


@st.composite
def declared(draw):
    """A journey as the sample's: every touchpoint once, no stage twice."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    stages = draw(st.lists(st.sampled_from(STAGES), min_size=1, max_size=3, unique=True))
    placed = {}
    for name in names:
        point = Touchpoint(name, {"csat": 80}, draw(st.booleans()))
        placed.setdefault(draw(st.sampled_from(stages)), []).append(point)
    return Journey("Declared", tuple(Stage(stage, tuple(points)) for stage, points in placed.items()))


brings = st.lists(st.builds(Brought, files, st.none() | declared(), st.just({})), max_size=5)


def positions(journey):
    return {point: (stage.name, place) for stage in journey.stages for place, point in enumerate(names(stage))}


def names(stage):
    return [point.name for point in stage.touchpoints]


@given(st.none() | declared(), brings)
def test_what_comes_later_moves_nothing(base, several):
    grown = [extended(base, several[:count]) or Journey("") for count in range(len(several) + 1)]
    for before, after in pairwise(grown):
        assert positions(before).items() <= positions(after).items()
        assert [stage.name for stage in after.stages][: len(before.stages)] == [stage.name for stage in before.stages]
    expected = {point.name for point in base.touchpoints} if base else set()
    expected |= {name for each in several for name in each.stage_of}
    expected |= {point.name for each in several if each.journey for point in each.journey.touchpoints}
    final = [point.name for point in grown[-1].touchpoints]
    assert sorted(final) == sorted(expected)


@given(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
def test_a_first_file_gives_the_journey_of_the_template(found):
    assert extended(None, [Brought(dict.fromkeys(found), None, {})]) == assign(found)


@given(st.none() | declared(), files)
def test_the_stage_that_a_file_names_counts(base, file):
    journey = extended(base, [Brought(file, None, {})]) or Journey("")
    there = {point.name for point in base.touchpoints} if base else set()
    for name, stage in file.items():
        if stage and name not in there:
            assert journey.stage_of(name) == stage


def report(*touchpoints, **more):
    return {"touchpoints": [{"touchpoint": name, "stage": None} for name in touchpoints], **more}


MAP = {"name": "Sample", "stages": [{"name": "Till", "touchpoints": [{"name": "Payment", "targets": {"csat": 9}}]}]}


def test_what_is_taken_back_was_never_there(opened, load):
    sample = load(report("Payment", "Call", brings={"journey": MAP, "targets": {"nps": 30}}))
    own = load(report("Boarding", "Payment"))
    assert journeys.default_journey(opened).touchpoints[0] == Touchpoint("Payment", {"csat": 9})
    assert settings.get(opened, "targets") == {"nps": 30}
    uploads.undo(opened, sample)
    alone = extended(None, [Brought({"Boarding": None, "Payment": None}, None, {})])
    assert journeys.default_journey(opened) == alone
    assert settings.get(opened, "targets") == {}
    uploads.undo(opened, own)
    assert journeys.default_journey(opened).stages == ()


@pytest.mark.parametrize("sample_first", [True, False])
def test_a_journey_that_comes_along_joins_the_one_in_use(opened, load, sample_first):
    both = [report("Boarding"), report(brings={"journey": MAP, "targets": {}})]
    for each in both[::-1] if sample_first else both:
        load(each)
    journey = journeys.default_journey(opened)
    assert journey.name == ("Sample" if sample_first else assign(["Boarding"]).name)
    assert sorted(point.name for point in journey.touchpoints) == ["Boarding", "Payment"]
    assert journey.stage_of("Payment") == "Till"


def test_a_report_that_is_gone_takes_nothing_else_with_it(opened, load, caplog):
    lost = load(report("Call"))
    load(report("Boarding"))
    shutil.rmtree(opened.upload(lost))
    assert [point.name for point in journeys.default_journey(opened).touchpoints] == ["Boarding"]
    assert lost in caplog.text


def test_reports_of_an_upload_are_read_once(opened, load, monkeypatch):
    load(report("Call"))
    journey = journeys.default_journey(opened)
    monkeypatch.setattr(uploads, "report", lambda *_: 1 / 0)
    assert journeys.default_journey(opened) == journey
