"""Reach, conversion, moves, beginnings and operational figures can be computed again from their panels."""

from pathlib import Path

import pytest

from tests.pages.conftest import Open
from tests.ui import independent
from tests.ui.panels import offered, opened

CLOSE = 1e-3


def test_conversion_from_those_who_came_and_those_who_went_on(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey"), "map", "Discover: reach and way to the next stage")
    x, n = panel.one("x"), panel.one("n")
    low, high = independent.share(x, n, panel.one("z"))
    assert panel.results["Value"] == pytest.approx(100 * x / n, abs=CLOSE)
    assert panel.results["Lower end of the interval"] == pytest.approx(low, abs=CLOSE)
    assert panel.results["Upper end of the interval"] == pytest.approx(high, abs=CLOSE)
    assert panel.named["Interactions in the stage"][0] >= n


def test_the_map_explains_its_stages_and_its_touchpoints(sample_home: Path, open_page: Open) -> None:
    titles = offered(open_page(sample_home, "journey"), "map")
    assert {"Discover", "Buy", "Delivery", "Delivery: against the rest"} <= set(titles)


def test_a_move_is_a_share_of_those_that_leave(shop: Path, open_page: Open) -> None:
    panel = opened(open_page(shop, "journey"), "moves", "Look → Pay")
    assert (panel.one("m"), panel.one(r"\sum m")) == pytest.approx((15, 20))
    assert panel.results["Share"] == 75
    assert panel.named["Different customers who moved so"] == pytest.approx((15,))
    assert "privacy threshold" not in panel.text


def test_beginnings_and_ends_are_shares_of_all_journeys(shop: Path, open_page: Open) -> None:
    panel = opened(open_page(shop, "journey"), "ends", "Look")
    assert panel.inputs["m"] == pytest.approx((20, 5))
    assert panel.inputs[r"\sum m"] == pytest.approx((20, 20))
    assert panel.results["Share that begins here"] == 100
    assert panel.results["Share that ends here"] == 25


def test_operations_say_what_they_are_means_of(shop: Path, open_page: Open) -> None:
    panel = opened(open_page(shop, "touchpoints"), "operations", "Pay")
    assert (panel.one("x"), panel.one("n")) == pytest.approx((5, 15))
    assert panel.results["Resolved"] == pytest.approx(100 / 3, abs=CLOSE)
    assert panel.results["Mean wait in seconds"] == 60


def test_a_count_stands_beside_that_of_the_earlier_period(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "journey")
    panel = opened(at, "interactions", "Interactions")
    tile = next(metric for metric in at.metric if metric.label == "Interactions")
    assert f"{panel.results['Counted']:,.0f}" == tile.value
    assert panel.results["In the earlier period"] > 0
    everything = opened(open_page(sample_home, "journey", period="all"), "interactions", "Interactions")
    outside = next(line for line in panel.text.splitlines() if "interactions outside the filters" in line)
    left = float(outside.removeprefix("- ").partition(":")[0].replace(",", ""))
    assert panel.results["Counted"] + left == everything.results["Counted"]
