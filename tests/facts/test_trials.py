"""Two experiments: numbers that were computed without this program."""

import pytest

from cxdash.answers.context import Context
from cxdash.answers.experiments import Results, experiment, experiments
from tests.facts.conftest import Load, Open

pytestmark = pytest.mark.slow
LANDING_PAGE = "ab_landing_page/ab_data.csv.zip"
COOKIE_CATS = "ab_cookie_cats/cookie_cats.csv"


def results(context: Context) -> Results:
    [only] = experiments(context)
    return experiment(context, only["name"])


def test_landing_page_units(opened: Open) -> None:
    found = results(opened(LANDING_PAGE))
    assert dict(found.units) == {"control": 145274, "treatment": 145310}
    assert (found.control, found.all_units) == ("control", 290584)
    assert found.sample_ratio.pvalue == pytest.approx(0.9467543681597944, rel=1e-12)
    assert found.sample_ratio.ok


def test_landing_page_conversion(opened: Open) -> None:
    [row] = results(opened(LANDING_PAGE)).metrics
    assert row.control_value == pytest.approx(0.1203863045004612, rel=1e-12)
    assert row.treatment_value == pytest.approx(0.11880806551510564, rel=1e-12)
    assert (round((row.control_value or 0) * 145274), round((row.treatment_value or 0) * 145310)) == (17489, 17264)
    assert row.difference.effect_size == pytest.approx(-0.0015782389853555567, rel=1e-9)
    # The score test of Miettinen & Nurminen is the pooled z-test but for a factor N / (N - 1) of the variance.
    assert row.difference.pvalue == pytest.approx(0.18988337448195103, rel=1e-5)
    ends = (-0.0039378602636651275, 0.0007813822929540145)
    assert (row.difference.low, row.difference.high) == pytest.approx(ends, abs=2e-7)


def test_cookie_cats_units(opened: Open) -> None:
    found = results(opened(COOKIE_CATS))
    assert dict(found.units) == {"gate_30": 44700, "gate_40": 45489}
    assert found.control == "gate_30"
    assert found.sample_ratio.pvalue == pytest.approx(0.008607987810836262, rel=1e-12)


@pytest.mark.parametrize(
    ("metric", "control", "treatment", "pvalue", "low", "high"),
    [
        ("retention_1", 20034, 20119, 0.07440965529691913, -0.012392439500615974, 0.0005820999259330576),
        ("retention_7", 8502, 8279, 0.001554249975614329, -0.013281552458957941, -0.003121044171453884),
    ],
)
def test_cookie_cats_retention(
    opened: Open, metric: str, control: int, treatment: int, pvalue: float, low: float, high: float
) -> None:
    [row] = [row for row in results(opened(COOKIE_CATS)).metrics if row.metric == metric]
    assert row.control_value == pytest.approx(control / 44700, rel=1e-12)
    assert row.treatment_value == pytest.approx(treatment / 45489, rel=1e-12)
    assert row.difference.effect_size == pytest.approx(treatment / 45489 - control / 44700, rel=1e-9)
    assert row.difference.pvalue == pytest.approx(pvalue, rel=1e-4)
    assert (row.difference.low, row.difference.high) == pytest.approx((low, high), abs=1e-6)


def test_cookie_cats_rounds(opened: Open) -> None:
    [row] = [row for row in results(opened(COOKIE_CATS)).metrics if row.metric == "sum_gamerounds"]
    assert (f"{row.control_value:.6f}", f"{row.treatment_value:.6f}") == ("52.456264", "51.298776")
    assert row.difference.pvalue == pytest.approx(0.37592438409326173, rel=1e-9)


def test_landing_page_rows_that_were_shown_the_wrong_page_are_set_aside(loaded: Load) -> None:
    entry, _ = loaded(LANDING_PAGE)
    counts = tuple(entry[key] for key in ("read", "loaded", "set_aside", "duplicates"))
    assert counts == (294478, 290584, 3893, 1)
