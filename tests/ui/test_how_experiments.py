"""Every kind of effect can be computed again from its panel, and the split and the verdict with it."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cxdash.vault.home import Home
from tests.answers import tiny
from tests.pages.conftest import Open
from tests.ui import independent
from tests.ui.panels import Panel, offered, opened

LOW, HIGH, CLOSE = "Lower end of the interval", "Upper end of the interval", 1e-3
BANNER, CHECKOUT = "Banner: free returns", "Checkout on one page"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 and 280 units with a satisfied share, an NPS and revenue per visit."""
    random = np.random.default_rng(4)
    rows = []
    for arm, units, extra in (("control", 300, 0), ("treatment", 280, 2)):
        for number in range(units):
            visits = int(random.integers(1, 9))
            paid = round(2 * visits + extra + float(random.normal(0, 3)), 2)
            rows.append((f"{arm}{number}", arm, int(random.integers(0, 11)), int(random.integers(1, 6)), visits, paid))
    columns = [
        {"source": "unit", "role": "unit_id"},
        {"source": "arm", "role": "variant"},
        _metric("recommend", "nps", scale=[0, 10]),
        _metric("happy", "csat", scale=[1, 5]),
        {"source": "visits", "role": "denominator", "name": "per visit"},
        {"source": "paid", "role": "numerator", "name": "per visit", "better": "high", "goal": "primary"},
    ]
    folder = tmp_path_factory.mktemp("trial")
    tiny.load(folder, "experiment", rows, columns)
    return folder


def _metric(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"source": name, "role": "metric", "name": name, "type": kind, "goal": "secondary", "better": "high", **more}


def _shares(panel: Panel) -> tuple[float, float, float, float]:
    (x1, x2), (n1, n2) = panel.inputs[r"x_1,\, x_2"], panel.inputs[r"n_1,\, n_2"]
    return x1, n1, x2, n2


def _check_shares(panel: Panel) -> None:
    x1, n1, x2, n2 = _shares(panel)
    assert panel.results["Effect in percentage points"] == pytest.approx(100 * (x2 / n2 - x1 / n1), rel=CLOSE)
    low, high = independent.miettinen_nurminen(x1, n1, x2, n2)
    assert panel.results[LOW] == pytest.approx(100 * low, rel=CLOSE, abs=1e-3)
    assert panel.results[HIGH] == pytest.approx(100 * high, rel=CLOSE, abs=1e-3)
    pooled = (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2) * (n1 + n2) / (n1 + n2 - 1)
    z = abs(x2 / n2 - x1 / n1) / math.sqrt(variance)
    assert panel.results["p"] == pytest.approx(2 * stats.norm.sf(z), rel=CLOSE)
    low, high = independent.miettinen_nurminen_ratio(x1, n1, x2, n2)
    assert panel.results["Relative effect in percent of the control"] == pytest.approx(
        100 * (x2 / n2 / (x1 / n1) - 1), rel=CLOSE
    )
    assert panel.results["Its lower end"] == pytest.approx(100 * low, rel=CLOSE, abs=1e-2)
    assert panel.results["Its upper end"] == pytest.approx(100 * high, rel=CLOSE, abs=1e-2)


def test_a_share_by_miettinen_and_nurminen(sample_home: Path, open_page: Open) -> None:
    _check_shares(opened(open_page(sample_home, "experiments", experiment=CHECKOUT), "metrics", "ordered"))


def test_a_satisfied_share_is_written_in_the_same_unit(trial: Path, open_page: Open) -> None:
    _check_shares(opened(open_page(trial, "experiments"), "metrics", "happy"))


def test_a_mean_by_welch_and_fieller(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "experiments", experiment=CHECKOUT), "effects", "order value")
    _check_means(panel, panel.inputs[r"\bar x_1,\, \bar x_2"], panel.inputs[r"s_1^2,\, s_2^2"])


def test_a_ratio_by_the_delta_method(trial: Path, open_page: Open) -> None:
    panel = opened(open_page(trial, "experiments"), "metrics", "per visit")
    a, b = panel.inputs[r"\bar a"], panel.inputs[r"\bar b"]
    ratios = (a[0] / b[0], a[1] / b[1])
    variances = tuple(
        (va - 2 * r * c + r * r * vb) / mb**2
        for r, va, vb, c, mb in zip(
            ratios, panel.inputs["s_a^2"], panel.inputs["s_b^2"], panel.inputs["s_{ab}"], b, strict=True
        )
    )
    _check_means(panel, ratios, variances)


def _check_means(panel: Panel, means: tuple[float, ...], variances: tuple[float, ...]) -> None:
    n1, n2 = panel.inputs[r"n_1,\, n_2"]
    e1, e2 = variances[0] / n1, variances[1] / n2
    df = (e1 + e2) ** 2 / (e1**2 / (n1 - 1) + e2**2 / (n2 - 1))
    t = stats.t.ppf(0.975, df)
    effect, reach = means[1] - means[0], t * math.sqrt(e1 + e2)
    assert panel.results["Effect"] == pytest.approx(effect, abs=CLOSE)
    assert panel.results[LOW] == pytest.approx(effect - reach, abs=CLOSE)
    assert panel.results[HIGH] == pytest.approx(effect + reach, abs=CLOSE)
    assert panel.results["p"] == pytest.approx(2 * stats.t.sf(abs(effect) / math.sqrt(e1 + e2), df), rel=0.02, abs=1e-9)
    assert panel.results["Critical value of Student’s t"] == pytest.approx(t, rel=CLOSE)
    low, high = independent.fieller(means[0], math.sqrt(e1), means[1], math.sqrt(e2), t)
    assert panel.results["Its lower end"] == pytest.approx(100 * low, abs=0.05)
    assert panel.results["Its upper end"] == pytest.approx(100 * high, abs=0.05)


def test_an_nps_by_mover(trial: Path, open_page: Open) -> None:
    panel = opened(open_page(trial, "experiments"), "metrics", "recommend")
    sides = list(zip(panel.inputs["P"], panel.inputs["S"], panel.inputs["D"], strict=True))
    values = [100 * (p - d) / (p + s + d) for p, s, d in sides]
    assert panel.inputs[r"v_1,\, v_2"] == pytest.approx(tuple(values), abs=CLOSE)
    low, high = independent.mover(values[0], independent.nps(*sides[0]), values[1], independent.nps(*sides[1]))
    assert panel.results["Effect"] == pytest.approx(values[1] - values[0], abs=CLOSE)
    assert panel.results[LOW] == pytest.approx(low, abs=5e-3)
    assert panel.results[HIGH] == pytest.approx(high, abs=5e-3)
    assert "Its lower end" not in panel.results


@pytest.mark.parametrize("name", [BANNER, CHECKOUT])
def test_the_split_by_chi_square(name: str, sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "experiments", experiment=name), "verdict", "Sample ratio")
    observed, expected = zip(*(panel.named[arm] for arm in ("control", "treatment")), strict=True)
    assert sum(expected) == sum(observed)
    found = stats.chisquare(observed, expected)
    assert panel.results["Chi-square"] == pytest.approx(found.statistic, rel=CLOSE)
    assert panel.results["p"] == pytest.approx(found.pvalue, rel=CLOSE, abs=1e-9)


def test_the_verdict_names_what_it_looked_at(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "experiments", experiment=BANNER)
    verdict, ordered = opened(at, "verdict", "Verdict"), opened(at, "metrics", "ordered")
    assert verdict.results["Units seen in several variants"] == 48
    assert verdict.named["Goal: ordered"][0] == ordered.results["p"]
    assert "48: units that were seen in more than one variant" in verdict.text
    assert "1%" in verdict.text


def test_units_without_a_value_are_left_out_and_counted(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "experiments", experiment=CHECKOUT), "metrics", "recommend")
    units = sum(panel.inputs[r"n_1,\, n_2"])
    assert f"{8000 - units:,.0f}: units without a value of this metric" in panel.text


def test_a_day_of_the_effect_over_time_counts_the_units_until_then(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "experiments", experiment=BANNER)
    days = offered(at, "over_time")
    last, first = opened(at, "over_time", days[0]), opened(at, "over_time", days[-1])
    assert sum(last.inputs[r"n_1,\, n_2"]) == 5692
    assert 0 < sum(first.inputs[r"n_1,\, n_2"]) < 1000
    for panel in (first, last):
        _check_means(panel, panel.inputs[r"\bar x_1,\, \bar x_2"], panel.inputs[r"s_1^2,\, s_2^2"])
        told, units = panel.results, panel.results["Units so far"]
        alpha, tuned_at = 0.05, told["Units at which it is tightest: 4 times those of the first week"]
        assert tuned_at == 4 * sum(opened(at, "over_time", days[-7]).inputs[r"n_1,\, n_2"])
        rho2 = (-2 * math.log(alpha) + math.log(1 - 2 * math.log(alpha))) / tuned_at
        reach = told["Standard error"] * math.sqrt(
            (units * rho2 + 1) / (units * rho2) * math.log((units * rho2 + 1) / alpha**2)
        )
        assert told["Always-valid lower end"] == pytest.approx(told["Effect"] - reach, rel=CLOSE)
        assert told["Always-valid upper end"] == pytest.approx(told["Effect"] + reach, rel=CLOSE)


def test_only_the_experiment_s_own_file_is_named(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "experiments", experiment=BANNER), "metrics", "ordered")
    assert f"Data: {BANNER} (loaded " in panel.text
    assert CHECKOUT not in panel.text
    assert Home.open(sample_home).path.is_dir()


@pytest.fixture(scope="module")
def three_arms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A control and two treatments of 300 units each, with one goal."""
    random = np.random.default_rng(9)
    arms = (("control", 10.0), ("one", 10.3), ("two", 10.6))
    rows = [(f"{arm}{n}", arm, round(float(random.normal(mean, 2)), 3)) for arm, mean in arms for n in range(300)]
    columns = [{"source": "unit", "role": "unit_id"}, {"source": "arm", "role": "variant"}, _metric("spent", "mean")]
    folder = tmp_path_factory.mktemp("three")
    tiny.load(folder, "experiment", rows, columns)
    return folder


def test_several_treatments_show_what_holds_for_all_of_them(three_arms: Path, open_page: Open) -> None:
    at = open_page(three_arms, "experiments")
    together = "p that holds for all treatments together"
    panels = [opened(at, "metrics", title) for title in offered(at, "metrics")]
    shown = [panel.results for panel in panels if together in panel.results]
    assert len(shown) == 2
    equal = stats.multivariate_normal(cov=[[1, 0.5], [0.5, 1]])
    for told in shown:
        # Arms of one size have effects with a correlation of a half (Dunnett 1955).
        z = stats.norm.isf(told["p"] / 2)
        assert told[together] == pytest.approx(1 - equal.cdf([z, z], lower_limit=[-z, -z]), abs=2e-3)
        assert told["Lower end that holds for all treatments together"] < told[LOW]
        assert told["Upper end that holds for all treatments together"] > told[HIGH]


def test_a_single_treatment_shows_no_such_lines(trial: Path, open_page: Open) -> None:
    panel = opened(open_page(trial, "experiments"), "metrics", "per visit")
    assert not any("all treatments together" in name for name in panel.results)
