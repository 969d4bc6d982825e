"""The journey's table is read back as the journey it shows."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ui import journey_editor
from cxdash.vault.home import Home
from cxdash.vault.journeys import default_journey, edit
from cxdash.vault.uploads import live_ids, undo
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


@given(journeys())
def test_saving_what_was_opened_changes_nothing(journey: Journey) -> None:
    shown = pd.DataFrame(journey_editor._rows(journey)).to_dict("records")
    assert journey_editor.read("J", shown).stages == journey.stages


def test_rows_that_nobody_filled_in_are_left_out() -> None:
    rows = [
        {"stage": "Buy", "touchpoint": "Checkout", "moment_of_truth": True, "nps": math.nan, "csat": 80, "ces": None},
        {"stage": None, "touchpoint": "  ", "moment_of_truth": False},
        {"stage": math.nan, "touchpoint": None, "csat": 70.0},
    ]
    checkout = Touchpoint("Checkout", {"csat": 80.0}, moment_of_truth=True)
    assert journey_editor.read("J", rows) == Journey("J", (Stage("Buy", (checkout,)),))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"stage": "Use", "touchpoint": " Checkout "}, "“Checkout” is there twice, in “Buy” and in “Use”"),
        ({"stage": "Buy", "touchpoint": "Checkout"}, "twice"),
        ({"stage": None, "touchpoint": "Lost"}, "“Lost” has no stage"),
        ({"stage": "Use", "touchpoint": math.nan}, "“Use” has no touchpoint"),
    ],
)
def test_rows_that_would_vanish_are_refused(row: dict[str, object], said: str) -> None:
    with pytest.raises(CxdashError, match=said) as refused:
        journey_editor.read("J", [{"stage": "Buy", "touchpoint": "Checkout"}, row])
    assert refused.value.hint


def load(home: Home, name: str, *touchpoints: str) -> str:
    """The id of a survey about these touchpoints."""
    path = home.path.parent / f"{name}.csv"
    path.write_text(
        "".join(f"{','.join(line)}\n" for line in [touchpoints, *([str(n)] * len(touchpoints) for n in "1234")])
    )
    columns = [
        {"source": each, "role": "score", "metric": "csat", "scale": [1, 5], "touchpoint": each} for each in touchpoints
    ]
    (entry,) = pipeline.load(home, path, mapping={"kind": "survey", "columns": columns})
    return str(entry["upload"])


def _dialog() -> None:
    from cxdash.ui import journey_editor  # noqa: PLC0415 - a script of its own

    journey_editor._edit()


@pytest.fixture
def place(home: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A data folder with answers on two touchpoints."""
    monkeypatch.setenv("CXDASH_HOME", str(home))
    place = Home.open(home)
    load(place, "first", "Checkout", "Delivery")
    return place


def opened(**changes: object) -> AppTest:
    """The editor after these changes, as the browser sends them."""
    at = AppTest.from_function(_dialog)
    at.session_state["journey_table"] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **changes}
    at.run(timeout=60)
    assert not at.exception
    return at


def placed(home: Home) -> dict[str, list[str]]:
    stages = default_journey(home).stages
    return {stage.name: [point.name for point in stage.touchpoints] for stage in stages}


def test_what_a_load_brings_while_the_editor_is_open_stays(place: Home) -> None:
    row = {"stage": "Buy", "touchpoint": "Till", "moment_of_truth": True}
    at = opened(added_rows=[row])
    meanwhile = load(place, "second", "Support call")
    at.button[0].click().run()
    assert not at.exception
    assert not at.error
    assert placed(place) == {"Buy": ["Checkout", "Till"], "Receive": ["Delivery"], "Get help": ["Support call"]}
    undo(place, meanwhile)
    assert placed(place) == {"Buy": ["Checkout", "Till"], "Receive": ["Delivery"]}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(place: Home) -> None:
    at = opened(edited_rows={0: {"stage": "Pay"}})
    before = default_journey(place)
    theirs = Journey(before.name, before.stages[::-1])
    edit(place, before, theirs)
    at.button[0].click().run()
    assert "changed by somebody else" in at.error[0].value
    assert default_journey(place) == theirs


def test_a_row_that_would_vanish_is_said(place: Home) -> None:
    before = default_journey(place)
    at = opened(added_rows=[{"stage": "Buy", "touchpoint": "Delivery"}])
    at.button[0].click().run()
    assert "there twice" in at.error[0].value
    assert default_journey(place) == before


def test_saving_without_a_change_keeps_the_journey_derived(place: Home) -> None:
    opened().button[0].click().run()
    for upload in live_ids(place):
        undo(place, upload)
    assert placed(place) == {}
