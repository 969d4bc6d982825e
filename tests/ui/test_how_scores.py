"""A score can be computed again from what its panel shows: value, standard error and interval, by another road."""

import math
from pathlib import Path
from statistics import fmean, stdev

import pytest
from scipy import stats

from cxdash.vault.home import Home
from cxdash.vault.uploads import live
from tests.answers import tiny
from tests.pages.conftest import Open
from tests.ui import independent
from tests.ui.conftest import SATISFIED
from tests.ui.panels import offered, opened

CLOSE = 2e-4


def test_nps_from_promoters_passives_and_detractors(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey"), "nps_0", "NPS")
    promoters, passives, detractors, n = (panel.one(symbol) for symbol in ("P", "S", "D", "n"))
    assert promoters + passives + detractors == n > 1000
    assert panel.results["Value"] == pytest.approx(100 * (promoters - detractors) / n, rel=CLOSE)
    low, high = independent.nps(promoters, passives, detractors, panel.one("z"))
    assert panel.results["Lower end of the interval"] == pytest.approx(low, rel=CLOSE)
    assert panel.results["Upper end of the interval"] == pytest.approx(high, rel=CLOSE)
    one = [100.0] * int(promoters) + [0.0] * int(passives) + [-100.0] * int(detractors)
    error = stdev(one) * math.sqrt((n - 1) / n) / math.sqrt(n)
    assert panel.results["Standard error"] == pytest.approx(error, rel=CLOSE)


@pytest.mark.parametrize(("tile", "title"), [("csat_0", "CSAT"), ("ces_0", "CES")])
def test_a_share_from_what_counts_and_n(tile: str, title: str, sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey"), tile, title)
    x, n = panel.one("x"), panel.one("n")
    low, high = independent.share(x, n, panel.one("z"))
    assert panel.results["Value"] == pytest.approx(100 * x / n, rel=CLOSE)
    assert panel.results["Lower end of the interval"] == pytest.approx(low, rel=CLOSE)
    assert panel.results["Upper end of the interval"] == pytest.approx(high, rel=CLOSE)
    assert panel.results["Standard error"] == pytest.approx(100 * math.sqrt(x / n * (1 - x / n) / n), rel=CLOSE)


def test_the_few_points_of_a_sparkline_are_explained_too(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey"), "csat_0", "From Oct 19, 2026")
    x, n = panel.one("x"), panel.one("n")
    assert panel.results["Value"] == pytest.approx(100 * x / n, rel=CLOSE)
    assert 30 < n < 1000


def test_a_mean_from_the_answers_by_score(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "touchpoints", metric="mean"), "scores", "Delivery")
    answers = [
        float(name.removeprefix("Answers of "))
        for name, numbers in panel.named.items()
        if name.startswith("Answers of ")
        for _ in range(int(numbers[0]))
    ]
    n = len(answers)
    assert n == panel.one("n")
    assert panel.one(r"\bar x") == pytest.approx(fmean(answers), rel=CLOSE)
    assert panel.one("s_x") == pytest.approx(stdev(answers), rel=CLOSE)
    low, high = stats.t.interval(0.95, n - 1, fmean(answers), stdev(answers) / math.sqrt(n))
    assert panel.results["Lower end of the interval"] == pytest.approx(low, rel=CLOSE)
    assert panel.results["Upper end of the interval"] == pytest.approx(high, rel=CLOSE)


def test_weights_are_in_the_counts_and_said(home: Path, open_page: Open) -> None:
    rows = [(f"r{n}", 5 if n % 3 else 2, 1 + n % 4) for n in range(200)]
    columns = [tiny.IDENTITY, tiny.score("happy", "csat", 1, 5), {"source": "weight", "role": "weight"}]
    tiny.load(home, "survey", rows, columns)
    panel = opened(open_page(home, "journey"), "csat_0")
    weights = [weight for _, _, weight in rows]
    effective = sum(weights) ** 2 / sum(weight**2 for weight in weights)
    share = sum(weight for _, score, weight in rows if score == 5) / sum(weights)
    assert panel.one("n") == pytest.approx(effective, rel=CLOSE)
    assert panel.one("x") == pytest.approx(effective * share, rel=CLOSE)
    low, high = independent.share(panel.one("x"), panel.one("n"))
    assert panel.results["Lower end of the interval"] == pytest.approx(low, rel=CLOSE)
    assert panel.results["Upper end of the interval"] == pytest.approx(high, rel=CLOSE)
    assert "Kish" in panel.text
    assert "n = 200 answers" in panel.text


def test_the_answers_by_score_are_the_file_s(plans: Path, open_page: Open) -> None:
    panel = opened(open_page(plans, "touchpoints"), "shares")
    satisfied = sum(SATISFIED.values())
    assert panel.named["Answers of 5"] == pytest.approx((satisfied,))
    assert panel.named["Answers of 1"] == pytest.approx((360 - satisfied,))
    assert panel.results["Share of 5"] == pytest.approx(100 * satisfied / 360, rel=CLOSE)


@pytest.mark.parametrize("region", ["South", "West"])
def test_what_privacy_hides_is_not_explained_away(region: str, plans: Path, open_page: Open) -> None:
    panel = opened(open_page(plans, "segments", by="region"), "values_0", region)
    assert not panel.inputs
    assert not panel.results
    assert "Hidden" in panel.text


def test_what_was_left_out_adds_up_to_all_answers(sample_home: Path, open_page: Open) -> None:
    """In sight + outside the filters + undated = every answer to the question."""
    everything = opened(open_page(sample_home, "journey", period="all"), "csat_0", "CSAT").one("n")
    panel = opened(open_page(sample_home, "journey"), "csat_0", "CSAT")
    assert panel.one("n") + _left_out(panel.text, "outside the filters") + _left_out(panel.text, "without a date") == (
        everything
    )


def test_the_files_and_what_reading_them_left_out_are_named(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey"), "nps_0", "NPS")
    assert "survey.csv (loaded " in panel.text
    survey = next(upload for upload in live(Home(sample_home)) if upload.kind == "survey")
    assert _left_out(panel.text, "records set aside") == survey.set_aside > 0
    assert _left_out(panel.text, "stood twice") == survey.duplicates > 0
    assert _left_out(panel.text, "single values set aside") == survey.values_set_aside > 0
    assert "Filters: " in panel.text
    assert "data " in panel.text


def test_without_suspicious_responses_is_a_score_of_its_own(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "journey")
    everything = opened(at, "csat_0", "CSAT")
    without = opened(at, "csat_0", "CSAT: without suspicious responses")
    left_out = _left_out(without.text, "leave out for their quality")
    assert without.one("n") + left_out == everything.one("n")
    low, high = independent.share(without.one("x"), without.one("n"))
    assert without.results["Value"] == pytest.approx(100 * without.one("x") / without.one("n"), rel=CLOSE)
    assert without.results["Lower end of the interval"] == pytest.approx(low, rel=CLOSE)
    assert without.results["Upper end of the interval"] == pytest.approx(high, rel=CLOSE)
    assert f"without {left_out:,} suspicious answers" in "\n".join(str(each.value) for each in at.caption)


def test_where_nothing_is_suspicious_nothing_is_said(plans: Path, open_page: Open) -> None:
    at = open_page(plans, "journey")
    assert not any("suspicious" in title for title in offered(at, "csat_0"))
    assert not any("suspicious" in str(each.value) for each in at.caption)


def test_nothing_left_out_is_said_plainly(shop: Path, open_page: Open) -> None:
    panel = opened(open_page(shop, "journey"), "interactions", "Interactions")
    assert panel.results["Counted"] == 40
    assert "- nothing" in panel.text


def _left_out(text: str, reason: str) -> int:
    line = next(line for line in text.splitlines() if line.startswith("- ") and reason in line)
    return int(line.removeprefix("- ").partition(":")[0].replace(",", ""))
