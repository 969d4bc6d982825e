"""Experiments against their files: units, effects of every kind of metric, who is left out, and the verdict."""

import json
import re
from collections.abc import Sequence
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cxdash.answers.context import Context, open_context
from cxdash.answers.effects import effect_over_time
from cxdash.answers.experiments import Results, experiment, experiments
from cxdash.answers.metric_rows import MetricRow
from cxdash.errors import CxdashError
from cxdash.vault.home import Home
from sample_data import FILES
from tests.answers import tiny
from tests.sample_data.test_stories import arm, banner, told

CHECKOUT, BANNER = "Checkout on one page", "Banner: free returns"
UNIT, ARM = {"source": "unit", "role": "unit_id"}, {"source": "arm", "role": "variant"}


def metric(name: str, kind: str, goal: str = "secondary", better: str = "high", **more: Any) -> dict[str, Any]:
    return {"source": name, "role": "metric", "name": name, "type": kind, "goal": goal, "better": better, **more}


def row(results: Results, name: str) -> MetricRow:
    [found] = [each for each in results.metrics if each.metric == name]
    return found


def test_the_list_says_what_there_is(sample: Context) -> None:
    found = {each["name"]: each for each in experiments(sample)}
    assert set(found) == {CHECKOUT, BANNER}
    assert found[CHECKOUT]["variants"] == {"control": 4027, "treatment": 3973}
    assert found[CHECKOUT]["sample_ratio_ok"] is True
    assert (found[BANNER]["units"], found[BANNER]["sample_ratio_ok"]) == (5692, False)
    assert [found[name]["state_of_test"] for name in (CHECKOUT, BANNER)] == ["stopped", "stopped"]


@pytest.mark.parametrize(
    ("column", "key", "scale", "digits"),
    [
        ("Ordered", "ordered", 100, 1),
        ("Order value (EUR)", "order value", 1, 2),
        ("Satisfied with ordering?", "satisfied", 1, 1),
        ("Recommend?", "recommend", 1, 1),
        ("Contacted support", "support", 100, 1),
    ],
)
def test_checkout_is_as_the_readme_says(sample: Context, column: str, key: str, scale: float, digits: int) -> None:
    results = experiment(sample, CHECKOUT)
    found = row(results, metric_of(column))
    for value, variant in ((found.control_value, "control"), (found.treatment_value, "treatment")):
        assert value is not None
        assert f"{value * scale:.{digits}f}" == told()[f"checkout {key} {variant}"][0]
    ns = [int(told()[f"checkout {key} {variant}"][1]) for variant in ("control", "treatment")]
    assert found.units == sum(ns)
    assert found.difference.effect_size == pytest.approx((found.treatment_value or 0) - (found.control_value or 0))


def metric_of(column: str) -> str:
    """The name of the metric that a column of the checkout experiment became."""
    columns = json.loads(FILES[3].mapping.read_text("utf-8"))["columns"]
    return next(str(each.get("name") or column) for each in columns if each["source"] == column)


def test_checkout_can_be_trusted_and_banner_cannot(sample: Context) -> None:
    good, bad = experiment(sample, CHECKOUT), experiment(sample, BANNER)
    assert f"{good.sample_ratio.pvalue:.2g}" == told()["checkout sample ratio p"][0]
    assert f"{bad.sample_ratio.pvalue:.2g}" == told()["banner sample ratio p"][0]
    assert (good.sample_ratio.ok, bad.sample_ratio.ok) == (True, False)
    assert (dict(good.excluded), dict(bad.excluded)) == ({}, {"multiple_variants": 48})
    assert dict(bad.units) == {"control": len(banner("control")), "treatment": len(banner("treatment"))}
    assert good.judgement.codes == {"treatment": "ship"}
    assert (bad.judgement.invalid, bad.judgement.codes) == (("sample_ratio",), {})
    assert metric_of("Ordered") in str(good.document()["verdict"])


def test_an_effect_of_means_is_welchs(sample: Context) -> None:
    found = row(experiment(sample, CHECKOUT), metric_of("Order value (EUR)")).difference
    values = [[float(each["Order value (EUR)"]) for each in arm(name)] for name in ("treatment", "control")]
    known = stats.ttest_ind(*values, equal_var=False)
    assert found.pvalue == pytest.approx(known.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(known.confidence_interval()))


def test_an_effect_of_shares_is_near_the_textbooks(sample: Context) -> None:
    found = row(experiment(sample, CHECKOUT), metric_of("Ordered")).difference
    treated, controls = ([float(each["Ordered"]) for each in arm(name)] for name in ("treatment", "control"))
    pooled = np.mean(treated + controls)
    z = (np.mean(treated) - np.mean(controls)) / sqrt(pooled * (1 - pooled) * (1 / len(treated) + 1 / len(controls)))
    assert found.pvalue == pytest.approx(2 * stats.norm.sf(abs(z)), rel=0.01)
    assert found.relative == pytest.approx(np.mean(treated) / np.mean(controls) - 1)


def test_the_control_may_be_chosen(sample: Context) -> None:
    there, back = experiment(sample, CHECKOUT), experiment(sample, CHECKOUT, control="treatment")
    assert (there.control, back.control) == ("control", "treatment")
    for one, other in zip(there.metrics, back.metrics, strict=True):
        assert (one.control_value, one.treatment_value) == (other.treatment_value, other.control_value)
        assert one.difference.effect_size == pytest.approx(-(other.difference.effect_size or 0))
        assert one.difference.pvalue == pytest.approx(other.difference.pvalue)


def test_only_the_metrics_asked_for(sample: Context) -> None:
    name = metric_of("Ordered")
    assert [each.metric for each in experiment(sample, CHECKOUT, metrics=[name]).metrics] == [name]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"name": "Checkout"}, CHECKOUT),
        ({"name": CHECKOUT, "control": "B"}, "treatment"),
        ({"name": CHECKOUT, "metrics": ["happiness"]}, "There are"),
    ],
)
def test_unknown_names_get_the_known_ones(sample: Context, asked: dict[str, Any], named: str) -> None:
    with pytest.raises(CxdashError) as refused:
        experiment(sample, **asked)
    assert named in refused.value.hint


def test_without_experiments_there_is_nothing_to_ask(home: Path) -> None:
    context = open_context(Home.open(home))
    assert experiments(context) == []
    with pytest.raises(CxdashError):
        experiment(context, "x")


def test_a_name_may_be_that_of_the_file(sample: Context) -> None:
    assert experiment(sample, f" {CHECKOUT.upper()}.csv ").name == CHECKOUT


def trial(folder: Path, arms: dict[str, Sequence[Sequence[object]]], *columns: dict[str, Any]) -> Context:
    """An experiment with the metric values of every unit of every arm."""
    rows = [(f"{name}{n}", name, *values) for name, units in arms.items() for n, values in enumerate(units)]
    return tiny.load(folder, "experiment", rows, [UNIT, ARM, *columns])


@pytest.mark.parametrize(
    ("arms", "control"),
    [
        (("B", "A"), "A"),
        (("new", "old"), "old"),
        (("1", "0"), "0"),
        (("control", "baseline"), "control"),
        (("Zeta", "Beta"), "Beta"),
        (("variant", "Original"), "Original"),
    ],
)
def test_the_control_is_the_one_named_like_one(home: Path, arms: tuple[str, str], control: str) -> None:
    context = trial(home, {name: [[n % 2] for n in range(40)] for name in arms}, metric("bought", "binary"))
    assert experiment(context, "tiny").control == control


@cache
def units() -> dict[str, np.ndarray]:
    """Per arm 200 units: recommend, happy, easy, visits, revenue (more of it in the treatment)."""
    random = np.random.default_rng(9)
    arms = {
        name: [
            (*scores, visits, 2 * visits + extra + rest)
            for *scores, visits, rest in random.integers([0, 1, 1, 1, 0], [11, 6, 8, 9, 5], (200, 5))
        ]
        for name, extra in (("control", 0), ("treatment", 3))
    }
    return {name: np.array(rows) for name, rows in arms.items()}


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Every kind of metric: recommend (nps), happy (csat), easy (ces), and revenue per visit as a ratio."""
    columns = [
        *(metric("recommend", "nps", scale=[0, 10]), metric("happy", "csat", scale=[1, 5])),
        metric("easy", "ces", scale=[1, 7]),
        {"source": "visits", "role": "denominator", "name": "per visit"},
        {"source": "revenue", "role": "numerator", "name": "per visit", "better": "high", "goal": "primary"},
    ]
    return trial(tmp_path_factory.mktemp("kinds"), {name: rows.tolist() for name, rows in units().items()}, *columns)


@pytest.mark.parametrize(
    ("name", "column", "worth"),
    [
        ("recommend", 0, lambda scores: 100.0 * (scores >= 9) - 100.0 * (scores <= 6)),
        ("happy", 1, lambda scores: 100.0 * (scores >= 4)),
        ("easy", 2, lambda scores: 100.0 * (scores >= 5)),
    ],
)
def test_scores_of_units_count_as_they_do_in_surveys(kinds: Context, name: str, column: int, worth: Any) -> None:
    found = row(experiment(kinds, "tiny"), name)
    control, treatment = (worth(units()[each][:, column]) for each in ("control", "treatment"))
    assert (found.control_value, found.treatment_value) == pytest.approx((control.mean(), treatment.mean()))
    assert found.difference.effect_size == pytest.approx(treatment.mean() - control.mean())
    z = (treatment.mean() - control.mean()) / sqrt(control.var() / 200 + treatment.var() / 200)
    assert found.difference.pvalue == pytest.approx(2 * stats.norm.sf(abs(z)), abs=0.02)


def test_a_ratio_is_of_sums_with_the_spread_of_units(kinds: Context) -> None:
    found = row(experiment(kinds, "tiny"), "per visit")
    ratios, variances = [], []
    for name in ("control", "treatment"):
        visits, revenue = units()[name][:, 3], units()[name][:, 4]
        ratio = revenue.sum() / visits.sum()
        # Delta method: the variance of the linearised units.
        ratios.append(ratio)
        variances.append(np.var(revenue - ratio * visits, ddof=1) / len(visits) / visits.mean() ** 2)
    assert found.type == "ratio"
    assert (found.control_value, found.treatment_value) == pytest.approx(tuple(ratios))
    assert found.difference.effect_size == pytest.approx(ratios[1] - ratios[0])
    assert found.difference.std_error == pytest.approx(sqrt(sum(variances)))
    assert experiment(kinds, "tiny").judgement.codes == {"treatment": "ship"}


def test_units_in_several_variants_are_left_out_and_counted(home: Path) -> None:
    rows = [(f"{name}{n}", name, int(n < bought)) for name, bought in (("A", 20), ("B", 30)) for n in range(100)]
    rows += [("both", "A", 1), ("both", "B", 1)]
    results = experiment(tiny.load(home, "experiment", rows, [UNIT, ARM, metric("bought", "binary")]), "tiny")
    assert (dict(results.units), dict(results.excluded)) == ({"A": 100, "B": 100}, {"multiple_variants": 1})
    assert (row(results, "bought").control_value, row(results, "bought").treatment_value) == (0.2, 0.3)


def test_too_many_in_several_variants_is_no_experiment(home: Path) -> None:
    rows = [(f"u{n}", name, n % 2) for name in "AB" for n in range(30)]
    rows += [(f"{name}{n}", name, n % 2) for name in "AB" for n in range(30)]
    results = experiment(tiny.load(home, "experiment", rows, [UNIT, ARM, metric("bought", "binary")]), "tiny")
    assert dict(results.excluded) == {"multiple_variants": 30}
    assert results.judgement.invalid == ("excluded",)


def test_everybody_in_several_variants_is_said_in_a_sentence(home: Path) -> None:
    rows = [(f"u{n}", name, n % 2) for name in "AB" for n in range(30)]
    context = tiny.load(home, "experiment", rows, [UNIT, ARM, metric("bought", "binary")])
    assert experiments(context)[0]["units"] == 0
    with pytest.raises(CxdashError):
        experiment(context, "tiny")


def test_three_arms_are_each_compared_with_the_control(home: Path) -> None:
    arms = {name: [[int(n < bought)] for n in range(200)] for name, bought in (("A", 40), ("B", 44), ("C", 90))}
    results = experiment(trial(home, arms, metric("bought", "binary", "primary")), "tiny")
    assert [(each.variant, each.treatment_value) for each in results.metrics] == [("B", 0.22), ("C", 0.45)]
    assert {each.control_value for each in results.metrics} == {0.2}


def test_a_single_arm_has_nothing_to_compare(home: Path) -> None:
    results = experiment(trial(home, {"A": [[n % 2] for n in range(40)]}, metric("bought", "binary")), "tiny")
    assert (dict(results.units), list(results.metrics)) == ({"A": 40}, [])
    assert "no treatment" in str(results.document()["verdict"])
    assert results.sample_ratio.pvalue is None


def test_a_guardrail_that_got_worse_rolls_back(home: Path) -> None:
    sizes = {"A": (200, 50), "B": (300, 150)}
    arms = {name: [[int(n < size) for size in both] for n in range(1000)] for name, both in sizes.items()}
    columns = [metric("bought", "binary", "primary"), metric("called", "binary", "guardrail", "low")]
    results = experiment(trial(home, arms, *columns), "tiny")
    assert results.judgement.codes == {"B": "harm"}
    assert re.search("^Roll back “B”: called got worse", str(results.document()["verdict"]))


def test_the_effect_over_time_ends_at_the_effect(sample: Context) -> None:
    name = metric_of("Order value (EUR)")
    points = effect_over_time(sample, CHECKOUT, name, "treatment", "control")
    final = row(experiment(sample, CHECKOUT), name).difference
    assert [point.units for point in points] == sorted(point.units for point in points)
    assert (points[-1].units, len(points)) == (8000, 28)
    assert points[-1].difference.effect_size == pytest.approx(final.effect_size)
    assert (points[-1].difference.low, points[-1].difference.high) == pytest.approx((final.low, final.high))


def test_no_effect_over_time_without_times_or_for_scores(sample: Context, kinds: Context) -> None:
    assert effect_over_time(kinds, "tiny", "per visit", "treatment", "control") == []
    assert effect_over_time(sample, CHECKOUT, metric_of("Recommend?"), "treatment", "control") == []
