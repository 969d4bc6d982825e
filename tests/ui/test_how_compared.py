"""A difference can be computed again from its panel: MOVER, Newcombe and Welch by another road, and the correction."""

from collections.abc import Callable
from pathlib import Path

import pytest
from scipy import optimize, stats

from tests.pages.conftest import Open
from tests.ui import independent
from tests.ui.conftest import SATISFIED
from tests.ui.panels import Panel, offered, opened

CLOSE, LOW, HIGH = 5e-4, "Lower end of the interval", "Upper end of the interval"


def test_a_change_of_nps_from_both_periods_counts(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey"), "nps_0", "NPS: change")
    sides = list(zip(panel.inputs["P"], panel.inputs["S"], panel.inputs["D"], strict=True))

    def ends(z: float) -> independent.Ends:
        (base, base_ends), (other, other_ends) = ((_nps(*side), independent.nps(*side, z)) for side in sides)
        return independent.mover(base, base_ends, other, other_ends)

    _agrees(panel, ends)


def test_a_change_of_a_share_from_both_periods_counts(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "touchpoints"), "touchpoints", "Delivery: change")
    counts = panel.inputs["x"]
    ns = [100 * x / v for x, v in zip(counts, panel.inputs[r"v_1,\, v_2"], strict=True)]

    def ends(z: float) -> independent.Ends:
        (base, base_ends), (other, other_ends) = (
            (100 * x / n, independent.share(x, n, z)) for x, n in zip(counts, ns, strict=True)
        )
        return independent.mover(base, base_ends, other, other_ends)

    _agrees(panel, ends)


def _agrees(panel: Panel, ends: Callable[[float], independent.Ends]) -> None:
    """Difference and interval, and p as the α at which the interval reaches zero."""
    low, high = ends(independent.Z)
    base, other = panel.inputs[r"v_1,\, v_2"]
    assert panel.results["Difference"] == pytest.approx(other - base, abs=1e-3)
    assert panel.results[LOW] == pytest.approx(low, abs=2e-3)
    assert panel.results[HIGH] == pytest.approx(high, abs=2e-3)
    nearer = 1 if other < base else 0
    z = optimize.brentq(lambda z: ends(z)[nearer], 0.01, 12)
    assert panel.results["p"] == pytest.approx(2 * stats.norm.sf(z), rel=0.02, abs=1e-9)


def _nps(promoters: float, passives: float, detractors: float) -> float:
    return 100 * (promoters - detractors) / (promoters + passives + detractors)


def test_a_mean_against_the_rest_from_both_sides(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "touchpoints", metric="mean"), "scores", "Returns: against the rest")
    (n1, n2), (v1, v2) = panel.inputs[r"n_1,\, n_2"], panel.inputs[r"v_1,\, v_2"]
    s1, s2 = (
        error * n**0.5 for error, n in zip(panel.inputs[r"\mathrm{SE}_1,\, \mathrm{SE}_2"], (n1, n2), strict=True)
    )
    assert panel.results["Difference"] == pytest.approx(v2 - v1, abs=1e-4)
    df = (s1**2 / n1 + s2**2 / n2) ** 2 / ((s1**2 / n1) ** 2 / (n1 - 1) + (s2**2 / n2) ** 2 / (n2 - 1))
    error = (s1**2 / n1 + s2**2 / n2) ** 0.5
    reach = stats.t.ppf(0.975, df) * error
    assert panel.results["p"] == pytest.approx(2 * stats.t.sf(abs(v2 - v1) / error, df), rel=0.02, abs=1e-9)
    assert panel.results[LOW] == pytest.approx(v2 - v1 - reach, abs=2e-4)
    assert panel.results[HIGH] == pytest.approx(v2 - v1 + reach, abs=2e-4)


def test_the_rest_is_everybody_else(plans: Path, open_page: Open) -> None:
    panel = opened(open_page(plans, "segments", by="plan"), "values_0", "B: against the rest")
    satisfied = sum(SATISFIED.values()) - SATISFIED["B"]
    assert panel.inputs[r"n_1,\, n_2"] == pytest.approx((300, 60))
    assert panel.inputs[r"v_1,\, v_2"] == pytest.approx((100 * satisfied / 300, 50), rel=CLOSE)
    low, high = independent.mover(
        100 * satisfied / 300, independent.share(satisfied, 300), 50.0, independent.share(30, 60)
    )
    assert panel.results[LOW] == pytest.approx(low, abs=2e-3)
    assert panel.results[HIGH] == pytest.approx(high, abs=2e-3)


def test_the_correction_is_benjamini_hochberg_over_all_panels(plans: Path, open_page: Open) -> None:
    at = open_page(plans, "segments", by="plan")
    titles = [title for title in offered(at, "values_0") if title.endswith("against the rest")]
    panels = [opened(at, "values_0", title) for title in titles]
    pvalues = [panel.results["p"] for panel in panels]
    corrected = stats.false_discovery_control(pvalues)
    assert [panel.results["p, corrected"] for panel in panels] == pytest.approx(list(corrected), rel=1e-3, abs=1e-9)
    for panel, pvalue in zip(panels, pvalues, strict=True):
        told = panel.results
        assert told["Comparisons it is corrected for"] == len(panels) == len(SATISFIED)
        assert told["Its place among them, the smallest p first"] == 1 + sum(other < pvalue for other in pvalues)
        again = told["Comparisons it is corrected for"] / told["The place that decided"] * told["The p of that place"]
        assert told["p, corrected"] == pytest.approx(again, rel=1e-3, abs=1e-9)


def test_a_cell_of_the_heat_map_is_compared_within_its_column(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "segments", by="country")
    title = next(each for each in offered(at, "heat_0") if each.endswith(" · Delivery"))
    panel = opened(at, "heat_0", title)
    delivery = opened(open_page(sample_home, "touchpoints"), "scores", "Delivery")
    assert sum(panel.inputs[r"n_1,\, n_2"]) <= delivery.one("n")
    base, other = panel.inputs[r"v_1,\, v_2"]
    assert panel.results["Difference"] == pytest.approx(other - base, abs=1e-3)
    assert panel.results["Comparisons it is corrected for"] > 20


def test_without_an_earlier_period_there_is_no_change_to_explain(sample_home: Path, open_page: Open) -> None:
    assert not any("change" in title for title in offered(open_page(sample_home, "journey", period="all"), "nps_0"))
