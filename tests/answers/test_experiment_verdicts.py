"""The verdict on several treatments: each by its own evidence, named, with corrections over all of them."""

import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cxdash.answers.context import open_context
from cxdash.answers.experiments import Results, experiment
from cxdash.answers.metric_rows import MetricRow
from cxdash.answers.verdicts import judge, sentences
from cxdash.inference.multiplicity import holm
from cxdash.inference.results import Difference
from cxdash.vault.home import Home
from tests.answers import tiny

ALL = {"sample_ratio_ok": True, "excluded": 0, "units": 1000}


def row(metric: str, variant: str, effect: float | None, pvalue: float | None, **more: Any) -> MetricRow:
    ends = (None, None) if effect is None else (effect - 1, effect + 1)
    found = Difference(effect, *ends, 0.5, pvalue, 0.95, "welch", "ok")
    role, better, state = more.get("role", "primary"), more.get("better", "high"), more.get("state", "shown")
    return MetricRow(metric, "mean", role, better, variant, 10.0, 12.0, 100, found, found, state)


def said(rows: list[MetricRow]) -> str:
    return " ".join(sentences(judge(rows, **ALL), ""))


def three(home: Path, bought: dict[str, int]) -> Results:
    rows = [(f"{arm}{n}", arm, int(n < some), int(n < 40)) for arm, some in bought.items() for n in range(400)]
    columns = [
        {"source": "unit", "role": "unit_id"},
        {"source": "arm", "role": "variant"},
        {"source": "b", "role": "metric", "name": "orders", "type": "binary", "goal": "primary", "better": "high"},
        {"source": "c", "role": "metric", "name": "calls", "type": "binary", "goal": "guardrail", "better": "low"},
    ]
    return experiment(tiny.load(home, "experiment", rows, columns), "tiny")


def test_a_treatment_that_harms_is_not_told_by_the_wins_of_another(home: Path) -> None:
    found = three(home, {"control": 120, "A": 240, "B": 80})
    document = found.document()
    assert document["verdicts"] == {"A": "ship", "B": "harm"}
    verdict = str(document["verdict"])
    assert re.search(r"Roll back “B”: orders got worse \(−33\.3%", verdict), verdict
    assert re.search(r"Ship “A”: orders got better \(\+100\.0%", verdict), verdict


def test_a_treatment_without_an_effect_is_named_beside_one_that_ships(home: Path) -> None:
    verdict = str(three(home, {"control": 120, "A": 240, "B": 121, "C": 119}).document()["verdict"])
    assert verdict.startswith("Ship “A”: orders got better")
    assert "“B”, “C”: no effect" in verdict


def test_one_treatment_is_named_too(home: Path) -> None:
    assert str(three(home, {"control": 120, "new": 240}).document()["verdict"]).startswith("Ship “new”: orders")


def test_what_is_asked_for_does_not_change_the_verdict(home: Path) -> None:
    results = three(home, {"control": 120, "A": 240})
    asked = experiment(open_context(Home.open(home)), "tiny", metrics=["calls"])
    assert [each.metric for each in asked.metrics] == ["calls"]
    assert asked.judgement == results.judgement


def test_goals_of_other_treatments_count_as_tests() -> None:
    """By itself A's 0.03 is significant; as one of two tests it is not."""
    rows = [row("orders", "A", 2.0, 0.03), row("orders", "B", 2.0, 0.5)]
    assert judge(rows[:1], **ALL).codes == {"A": "ship"}
    assert judge(rows, **ALL).codes == {"A": "keep_running", "B": "keep_running"}


def test_a_guardrail_holds_for_its_own_treatment() -> None:
    rows = [row("orders", variant, 2.0, 0.001) for variant in "AB"]
    rows += [
        row("calls", "A", 2.0, 0.001, role="guardrail", better="low"),
        row("calls", "B", 0.1, 0.9, role="guardrail"),
    ]
    assert judge(rows, **ALL).codes == {"A": "harm", "B": "ship"}
    assert said(rows).startswith("Roll back “A”: calls got worse (+2.00, +1.00 to +3.00). Ship “B”: orders")


def test_an_invalid_experiment_says_nothing_of_treatments() -> None:
    found = judge([row("orders", "A", 2.0, 0.001)], sample_ratio_ok=False, excluded=50, units=100)
    assert found.codes == {}
    [sentence] = sentences(found, "a: 50 · b: 100")
    assert sentence.startswith("Do not read the results: the units are not split as planned (a: 50 · b: 100), too many")


def test_hidden_goals_are_said_to_be_hidden() -> None:
    rows = [row("orders", "A", None, None, state="hidden"), row("orders", "B", 2.0, 0.001)]
    assert judge(rows, **ALL).codes == {"A": None, "B": "ship"}
    assert said(rows).endswith("“A”: hidden for privacy, too few units to read.")


effects = st.tuples(st.sampled_from([-2.0, 2.0]), st.floats(1e-6, 1.0))


@given(st.dictionaries(st.sampled_from("ABCDE"), effects, min_size=1))
def test_each_treatment_goes_by_the_corrected_p_value_of_its_own_effect(found: dict[str, tuple[float, float]]) -> None:
    rows = [row("orders", variant, effect, pvalue) for variant, (effect, pvalue) in found.items()]
    adjusted = dict(zip(found, holm([pvalue for _, pvalue in found.values()]), strict=True))
    told = {1: "ship", -1: "harm"}
    expected = {
        variant: told[1 if effect > 0 else -1] if adjusted[variant] < 1 - 0.95 else "keep_running"
        for variant, (effect, _) in found.items()
    }
    assert judge(rows, **ALL).codes == expected
    words = said(rows)
    for variant, code in expected.items():
        if code != "keep_running":
            way = "Ship “{}”: orders got better" if code == "ship" else "Roll back “{}”: orders got worse"
            assert way.format(variant) in words


def test_without_treatments_there_is_nothing_to_decide() -> None:
    assert judge([], **ALL).codes == {}
    assert said([]) == "There is no treatment to compare with the control."
