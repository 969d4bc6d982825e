"""Journeys, settings and mappings come back as they were kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cxdash.vault import journeys, mappings, settings
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


def test_a_journey_comes_back_whole(opened):
    journeys.save(opened, SHOP)
    assert journeys.default_journey(opened) == journeys.read(opened, "Shop") == SHOP


def test_saving_again_replaces(opened):
    journeys.save(opened, SHOP)
    journeys.save(opened, Journey("Shop", SHOP.stages[::-1]))
    assert [stage.name for stage in journeys.default_journey(opened).stages] == ["Get help", "Empty", "Buy"]
    assert journeys.names(opened) == ["Shop"]


def test_one_journey_is_in_use(opened):
    journeys.save(opened, SHOP)
    journeys.save(opened, Journey("Airline"), default=False)
    assert journeys.default_journey(opened).name == "Shop"
    journeys.save(opened, Journey("Zoo"))
    assert journeys.default_journey(opened).name == "Zoo"
    assert journeys.names(opened) == ["Zoo", "Airline", "Shop"]
    journeys.save(opened, SHOP, default=False)
    assert journeys.default_journey(opened).name == "Zoo"


def test_without_a_journey_there_is_an_empty_one(opened):
    assert journeys.default_journey(opened).stages == ()
    assert journeys.read(opened, "Shop") is None


def test_new_touchpoints_go_to_the_end_and_known_ones_stay(opened):
    journeys.save(opened, SHOP)
    for _ in range(2):
        journey = journeys.add_touchpoints(opened, {"Pay": "Get help", "Chat": "Get help", "Renewal": "Renew"})
        assert [(stage.name, [point.name for point in stage.touchpoints]) for stage in journey.stages] == [
            ("Buy", ["سبد", "Pay"]),
            ("Empty", []),
            ("Get help", ["Call", "Chat"]),
            ("Renew", ["Renewal"]),
        ]
        assert journey == journeys.default_journey(opened)
    assert journey.touchpoints[0] == SHOP.touchpoints[0]


def test_touchpoints_begin_a_journey(opened):
    journeys.add_touchpoints(opened, {"Call": "Get help"}, name="Support")
    assert journeys.default_journey(opened) == Journey("Support", (Stage("Get help", (Touchpoint("Call"),)),))


def test_touchpoints_added_together_all_arrive(opened):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda k: journeys.add_touchpoints(opened, {f"t{k}": "Stage"}), range(12)))
    assert {point.name for point in journeys.default_journey(opened).touchpoints} == {f"t{k}" for k in range(12)}


def test_settings_have_defaults_and_keep_what_is_put(opened):
    assert settings.thresholds(opened) == DEFAULT_THRESHOLDS
    settings.put(opened, "privacy", 10)
    settings.put(opened, "privacy", 7)
    assert settings.thresholds(opened) == Thresholds(privacy=7, reliability=DEFAULT_THRESHOLDS.reliability)


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
