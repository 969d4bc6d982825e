"""Questions get the numbers that can be reckoned by hand from the small files."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

SCORE = {"group", "n", "value", "low", "high", "std_error", "distribution", "state"}


def only(document: list[dict[str, Any]], **group: str) -> dict[str, Any]:
    (row,) = [row for row in document if group.items() <= row["group"].items()]
    return row


def test_scores_of_everything(run: Run, loaded: Path) -> None:
    (row,) = run("scores", "--metric", "nps", "--json", home=loaded).document
    assert set(row) >= SCORE
    assert (row["group"], row["n"], row["value"], row["state"]) == ({}, 200, 0.0, "shown")
    assert row["low"] < 0 < row["high"]
    assert row["distribution"] == {"2": 80, "8": 40, "10": 80}


def test_shares_of_scores(run: Run, loaded: Path) -> None:
    shares = {"promoters": 40.0, "passives": 20.0, "detractors": 40.0, "share:8-10": 60.0, "share:2": 40.0}
    for metric, share in shares.items():
        rows = run("scores", "--metric", metric, "--where", "touchpoint=", "--json", home=loaded).document
        assert {row["value"] for row in rows if row["group"].get("question", "nps") == "nps"} == {share}


def test_a_share_of_scores_that_no_scale_has_is_refused(run: Run, loaded: Path) -> None:
    refused = run("scores", "--metric", "share:11-12", home=loaded)
    assert refused.status == 2
    assert "Share of 11–12" in refused.err


def test_scores_by_segment(run: Run, loaded: Path) -> None:
    rows = run("scores", "--metric", "nps", "--by", "plan", "--json", home=loaded).document
    assert (only(rows, plan="A")["value"], only(rows, plan="B")["value"]) == (40.0, -40.0)


def test_scores_by_two_dimensions_add_up(run: Run, loaded: Path) -> None:
    rows = run("scores", "--metric", "nps", "--by", "plan", "--by", "month", "--json", home=loaded).document
    assert sum(row["n"] for row in rows) == 200
    assert {row["group"]["month"] for row in rows} == {"2026-01", "2026-02", "2026-03"}


def test_scores_by_touchpoint(run: Run, loaded: Path) -> None:
    (row,) = run("scores", "--metric", "csat", "--by", "touchpoint", "--json", home=loaded).document
    assert (row["group"], row["n"], row["value"]) == ({"touchpoint": "Delivery"}, 200, 50.0)


def test_values_of_one_dimension_are_alternatives(run: Run, loaded: Path) -> None:
    both = run("scores", "--metric", "nps", "--where", "plan=A", "--where", "plan=B", "--json", home=loaded).document
    one = run("scores", "--metric", "nps", "--where", "plan=A", "--json", home=loaded).document
    assert (both[0]["n"], one[0]["n"]) == (200, 100)


def test_dimensions_must_all_hold(run: Run, loaded: Path) -> None:
    words = ["--where", "plan=A", "--where", "channel=shop"]
    (row,) = run("scores", "--metric", "nps", *words, "--json", home=loaded).document
    assert row["n"] == 25


def test_period_ends_are_included(run: Run, loaded: Path) -> None:
    (row,) = run(
        "scores", "--metric", "nps", "--since", "2026-02-15", "--until", "2026-02-15", "--json", home=loaded
    ).document
    assert row["n"] == 66


def test_less_confidence_is_a_narrower_interval(run: Run, loaded: Path) -> None:
    wide, narrow = (
        run("scores", "--metric", "nps", "--confidence", level, "--json", home=loaded).document[0]
        for level in ("0.99", "0.8")
    )
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--by", "plann"], "Did you mean “plan”?"),
        (["--where", "plann=A"], "Did you mean “plan”?"),
        (["--where", "plan"], "is not a condition"),
        (["--since", "yesterday"], "“yesterday” is not a date"),
        (["--since", "2026-02-30"], "is not a date"),
        (["--since", "2026-03-01", "--until", "2026-02-01"], "ends before it begins"),
    ],
)
def test_a_name_or_day_that_is_not(run: Run, loaded: Path, words: list[str], says: str) -> None:
    said = run("scores", "--metric", "nps", *words, "--json", home=loaded)
    assert (said.status, said.out) == (2, "")
    assert says in said.err


QUESTIONS = [
    ["scores", "--metric", "nps"],
    ["compare", "--metric", "nps", "--by", "plan"],
    ["journey"],
    ["paths"],
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_data_is_nothing_to_answer(run: Run, loaded: Path, question: list[str]) -> None:
    said = run(*question, "--since", "2030-01-01", "--json", home=loaded)
    assert said.status == 1
    assert not any(said.document.values() if isinstance(said.document, dict) else said.document)
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("question", [QUESTIONS[0], *QUESTIONS[2:], ["experiment"]])
def test_an_empty_folder_is_nothing_to_answer(run: Run, home: Path, question: list[str]) -> None:
    said = run(*question, home=home)
    assert (said.status, said.out) == (1, "")
    assert "sample" in said.err


def test_compare_each_value_with_the_rest(run: Run, loaded: Path) -> None:
    rows = run("compare", "--metric", "nps", "--by", "plan", "--json", home=loaded).document
    wanted = {"group", "n", "value", "low", "high", "difference", "diff_low", "diff_high", "pvalue", "pvalue_adjusted"}
    assert all(wanted | {"credible"} <= set(row) for row in rows)
    best = only(rows, plan="A")
    assert best["difference"] == pytest.approx(80)
    assert best["diff_low"] < 80 < best["diff_high"]
    assert best["credible"] is True


def test_journey_has_its_stages_in_order(run: Run, loaded: Path) -> None:
    stages = run("journey", "--json", home=loaded).document
    assert [stage["position"] for stage in stages] == list(range(1, len(stages) + 1))
    measured = {name: stage for stage in stages for name in stage["touchpoints"]}
    assert measured["Delivery"]["scores"]["csat"]["value"] == 50.0
    assert measured["Checkout"]["reach"] == 20


def test_paths_between_touchpoints(run: Run, loaded: Path) -> None:
    found = run("paths", "--grain", "touchpoint", "--json", home=loaded).document
    assert found["steps"] == [
        {"from": "Browse", "to": "Checkout", "n": 20, "customers": 20, "median_seconds": 60, "share": 100},
        {"from": "Checkout", "to": "Delivery", "n": 10, "customers": 10, "median_seconds": 86_400, "share": 50},
    ]
    assert found["entries"] == [{"touchpoint": "Browse", "n": 20, "customers": 20, "share": 100}]
    assert {row["touchpoint"]: row["n"] for row in found["exits"]} == {"Checkout": 10, "Delivery": 10}


def test_experiments_are_listed(run: Run, loaded: Path) -> None:
    (row,) = run("experiment", "--json", home=loaded).document
    assert row["name"] == "trial"


def test_one_experiment(run: Run, loaded: Path) -> None:
    found = run("experiment", "trial", "--control", "control", "--json", home=loaded).document
    assert {"units", "sample_ratio", "excluded", "metrics", "verdict"} <= set(found)
    assert found["sample_ratio"]["ok"] is True
    (bought,) = [row for row in found["metrics"] if row["metric"] == "bought"]
    assert (bought["control_value"], bought["treatment_value"]) == pytest.approx((0.2, 0.3))
    assert bought["effect"] == pytest.approx(0.1)
    assert 0 < bought["low"] < bought["effect"] < bought["high"]


def test_an_experiment_that_is_not(run: Run, loaded: Path) -> None:
    said = run("experiment", "trail", home=loaded)
    assert (said.status, said.out) == (2, "")
    assert "trial" in said.err
    assert run("experiment", "trial", "--metric", "buoght", home=loaded).status == 2
    assert run("experiment", "trial", "--control", "placebo", home=loaded).status == 2


@pytest.mark.parametrize("question", [*QUESTIONS, ["experiment"], ["experiment", "trial"], ["uploads"]])
def test_a_person_reads_a_table(run: Run, loaded: Path, question: list[str]) -> None:
    said = run(*question, home=loaded)
    assert said.status == 0, said.err
    assert "---" in said.out
    assert said.err == ""
