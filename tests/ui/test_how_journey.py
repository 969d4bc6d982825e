"""Reach, conversion, moves, beginnings and operational figures can be computed again from their panels."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.answers import tiny
from tests.pages.conftest import Open, said
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


def test_a_move_is_a_share_of_what_happened_where_it_starts(shop: Path, open_page: Open) -> None:
    panel = opened(open_page(shop, "journey"), "moves", "Look → Pay")
    assert (panel.one("m"), panel.one(r"\sum m")) == pytest.approx((15, 25))
    assert panel.results["Share"] == 60
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


def lone_tile(at: AppTest, label: str) -> str:
    (tile,) = [metric.value for metric in at.metric if metric.label == label]
    return str(tile)


def test_counts_of_a_few_customers_are_hidden(tmp_path: Path, fresh_page: Open) -> None:
    """Three customers: neither their number nor that of their interactions is on the page."""
    rows = [(f"c{n}", f"2026-05-0{day} 10:00", "Look") for n in range(3) for day in (1, 2)]
    folder = tmp_path / "home"
    folder.mkdir()
    tiny.load(folder, "interactions", rows, [tiny.CUSTOMER, tiny.TIME, tiny.EVENT])
    at = fresh_page(folder, "journey")
    assert not at.exception
    assert lone_tile(at, "Customers") == lone_tile(at, "Interactions") == "–"
    assert "Hidden: fewer than 5 customers" in said(at).replace("\\", "")
    assert "hidden for privacy" in opened(at, "customers").text


def test_a_tile_says_which_customers_it_counts(shop: Path, plans: Path, open_page: Open) -> None:
    at = open_page(shop, "journey")
    assert lone_tile(at, "Customers") == "20"
    assert "Different customers in the interactions." in opened(at, "customers").text
    assert not [metric for metric in open_page(plans, "journey").metric if metric.label == "Customers"]


def test_the_line_of_a_count_leaves_out_what_the_period_cuts(sample_home: Path, open_page: Open) -> None:
    """From mid-May to mid-July by weeks: the first and the last of them reach outside, whatever the data holds."""
    at = open_page(sample_home, "journey", period="custom", days="2026-05-13..2026-07-15")
    told = [title for title in offered(at, "interactions") if title.startswith("From ")]
    assert (told[-1], told[0]) == ("From May 18, 2026", "From Jul 6, 2026")


def test_titles_say_what_the_numbers_show(sample_home: Path, shop: Path, open_page: Open) -> None:
    assert "60% of journeys" not in said(open_page(shop, "journey"))
    assert "100% of journeys begin at Look, 75% end at Pay" in said(open_page(shop, "journey")).replace("\\", "")
    furthest = said(open_page(sample_home, "journey", metric="csat", period="all")).replace("\\", "")
    assert re.search(r"#### [\w ]+ is furthest behind the journey: \d+ percentage points", furthest)
