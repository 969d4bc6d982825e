"""Journeys, settings and mappings come back as they were kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cxdash.errors import CxdashError
from cxdash.vault import journeys, mappings, settings, uploads
from cxdash.vault.home import Home
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint
from cxdash.vocabulary.thresholds import DEFAULT_THRESHOLDS, Thresholds

SHOP = Journey(
    "Shop",
    (
        Stage("Buy", (Touchpoint("سبد", {"nps": 30.5, "csat": 80}, True), Touchpoint("Pay"))),
        Stage("Empty"),
        Stage("Get help", (Touchpoint("Call"),)),
    ),
)


def put(opened, journey):
    journeys.edit(opened, journeys.default_journey(opened), journey)


def report(*touchpoints, stage=None):
    return {"touchpoints": [{"touchpoint": touchpoint, "stage": stage} for touchpoint in touchpoints]}


def placed(journey):
    return {stage.name: [point.name for point in stage.touchpoints] for stage in journey.stages}


def test_a_journey_comes_back_whole(opened):
    put(opened, SHOP)
    assert journeys.default_journey(opened) == SHOP


def test_editing_again_replaces(opened):
    put(opened, SHOP)
    put(opened, Journey("Shop", SHOP.stages[::-1]))
    assert journeys.default_journey(opened) == Journey("Shop", SHOP.stages[::-1])
    put(opened, Journey("Zoo", SHOP.stages[:1]))
    assert journeys.default_journey(opened) == Journey("Zoo", SHOP.stages[:1])


def test_without_a_journey_there_is_an_empty_one(opened):
    assert journeys.default_journey(opened).stages == ()


def test_what_was_not_changed_is_not_kept(opened, load):
    upload = load(report("Checkout"))
    put(opened, journeys.default_journey(opened))
    uploads.undo(opened, upload)
    assert journeys.default_journey(opened).stages == ()


def test_an_edited_journey_keeps_what_it_declares_and_takes_in_what_uploads_bring(opened, load):
    put(opened, SHOP)
    upload = load(report("Pay", "Checkout", "Call", stage="Buy"))
    journey = journeys.default_journey(opened)
    assert placed(journey) == {"Buy": ["سبد", "Pay", "Checkout"], "Empty": [], "Get help": ["Call"]}
    assert journey.touchpoints[0] == SHOP.touchpoints[0]
    uploads.undo(opened, upload)
    assert journeys.default_journey(opened) == SHOP


def test_touchpoints_that_a_load_brings_while_somebody_edits_are_neither_lost_nor_kept_for_ever(opened, load):
    load(report("Checkout"))
    before = journeys.default_journey(opened)
    meanwhile = load(report("Support call"))
    mine = Journey("Mine", (Stage("Pay", before.touchpoints),))
    journeys.edit(opened, before, mine)
    assert placed(journeys.default_journey(opened)) == {"Pay": ["Checkout"], "Get help": ["Support call"]}
    uploads.undo(opened, meanwhile)
    assert journeys.default_journey(opened) == mine


def test_what_another_declared_meanwhile_stays(opened):
    put(opened, SHOP)
    theirs = Journey("Shop", (*SHOP.stages, Stage("Renew", (Touchpoint("Letter", {"nps": 1}),))))
    put(opened, theirs)
    mine = Journey("Shop", SHOP.stages[::-1])
    journeys.edit(opened, SHOP, mine)
    assert journeys.default_journey(opened) == Journey("Shop", (*mine.stages, theirs.stages[-1]))


@pytest.mark.parametrize(
    "theirs",
    [
        Journey("Shop", SHOP.stages[::-1]),
        Journey("Shop", SHOP.stages[:1]),
        Journey("Shop", (Stage("Buy", (Touchpoint("سبد"), Touchpoint("Pay"))), *SHOP.stages[1:])),
    ],
)
def test_what_another_changed_meanwhile_is_not_overwritten(opened, theirs):
    put(opened, SHOP)
    put(opened, theirs)
    with pytest.raises(CxdashError, match="meanwhile"):
        journeys.edit(opened, SHOP, Journey("Shop", SHOP.stages[:1] + SHOP.stages[2:]))
    assert journeys.default_journey(opened) == theirs


def test_of_those_who_edit_the_same_journey_together_one_is_heard(opened):
    put(opened, SHOP)

    def change(k):
        try:
            journeys.edit(opened, SHOP, Journey("Shop", (Stage(f"stage {k}", SHOP.touchpoints),)))
        except CxdashError:
            return None
        return f"stage {k}"

    with ThreadPoolExecutor(6) as pool:
        heard = [stage for stage in pool.map(change, range(12)) if stage]
    assert heard == [stage.name for stage in journeys.default_journey(opened).stages]


@pytest.mark.parametrize(("said", "kept"), [("add touchpoints", {}), ("save journey", {"Buy": ["Till"]})])
def test_of_an_older_ledger_what_somebody_saved_is_kept_and_what_loads_wrote_is_not(home, older_ledger, said, kept):
    older_ledger(
        "0002",
        "INSERT INTO journeys VALUES (1, 'Shop', 1)",
        "INSERT INTO stages VALUES (1, 'Buy', 0)",
        "INSERT INTO touchpoints VALUES (1, 'Till', 'Buy', 0, '{}', 0)",
        f"INSERT INTO audit VALUES (1, '2026-01-01 00:00:00', '{said}', 'Shop', '{{}}')",
    )
    opened = Home.open(home)
    assert placed(journeys.default_journey(opened)) == kept
    with opened.ledger.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM touchpoints").scalar() == len(kept)


def test_settings_have_defaults_and_keep_what_is_put(opened):
    assert settings.thresholds(opened) == DEFAULT_THRESHOLDS
    settings.put(opened, "privacy", 10)
    settings.put(opened, "privacy", 7)
    assert settings.thresholds(opened) == Thresholds(privacy=7, reliability=DEFAULT_THRESHOLDS.reliability)


def test_the_value_that_holds_already_is_nobodys_decision(opened, load):
    upload = load({"brings": {"targets": {"nps": 30}}})
    assert settings.get(opened, "targets") == {"nps": 30}
    settings.put(opened, "targets", {"nps": 30.0})
    uploads.undo(opened, upload)
    assert settings.get(opened, "targets") == {}
    load({"brings": {"targets": {"nps": 20}}})
    settings.put(opened, "targets", {})
    assert settings.get(opened, "targets") == {}
    with opened.ledger.read() as connection:
        said = connection.exec_driver_sql("SELECT object FROM audit WHERE action = 'set'").scalars().all()
    assert said == ["targets"]


@pytest.mark.parametrize("call", [settings.get, lambda home, key: settings.put(home, key, 1)])
def test_a_name_that_is_no_setting_is_refused(opened, call):
    with pytest.raises(KeyError):
        call(opened, "privcy")


def test_the_last_mapping_of_a_shape_is_remembered(opened):
    assert mappings.recall(opened, "s") is None
    mappings.remember(opened, "s", {"kind": "survey"})
    mappings.remember(opened, "s", {"kind": "customers", "columns": [{"source": "\u200cنام"}]})
    mappings.remember(opened, "other", {})
    assert mappings.recall(opened, "s") == {"kind": "customers", "columns": [{"source": "\u200cنام"}]}
