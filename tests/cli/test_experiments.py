"""What the command line says of an experiment that is small, or has several treatments."""

import json
from pathlib import Path

import pytest

from cxdash.cli import main
from tests.cli.conftest import TRIAL, Run, mapping, write_csv

ABSENT = ("control_value", "treatment_value", "effect", "low", "high", "pvalue", "relative", "pvalue_adjusted")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An experiment of 3 units of a treatment, and one of two treatments, both called the same."""
    folder = tmp_path_factory.mktemp("tried")
    plan = mapping(folder / "plan.json", TRIAL)
    arms = {
        "small": [("control", 40, 10), ("new", 3, 1)],
        "large": [("off", 500, 150), ("on", 500, 60), ("loud", 500, 300)],
    }
    for stem, sizes in arms.items():
        rows = [[f"{arm}{i}", arm, int(i < bought), 10 + i % 7] for arm, n, bought in sizes for i in range(n)]
        file = write_csv(folder / f"{stem}.csv", ["visitor", "arm", "bought", "spent"], rows)
        words = ["load", file, "--mapping", plan, "--name", "Banner"]
        assert main(["--home", str(folder / "home"), *map(str, words)]) == 0
    return folder / "home"


def test_both_experiments_of_a_name_are_listed_with_their_state(run: Run, tried: Path) -> None:
    small, large = run("experiment", "--json", home=tried).document
    assert (small["name"], large["name"]) == ("Banner", "Banner (2)")
    assert (small["units"], small["variants"]) == (43, {"control": None, "new": None})
    assert large["variants"] == {"loud": 500, "off": 500, "on": 500}
    for row in (small, large):
        assert (row["state_of_test"], row["first_on"]) == ("unknown", None)
        assert row["state_because"]


def test_few_units_are_null_and_hidden(run: Run, tried: Path) -> None:
    document = run("experiment", "Banner", "--json", home=tried).document
    assert document["states"] == {"control": "hidden", "new": "hidden"}
    assert document["sample_ratio"]["pvalue"] is None
    for row in document["metrics"]:
        assert row["state"] == "hidden"
        assert [row[name] for name in ABSENT] == [None] * len(ABSENT)
    table = run("experiment", "Banner", home=tried).out
    assert "hidden, too few" in table
    assert "40" not in table


def test_each_treatment_has_its_verdict(run: Run, tried: Path) -> None:
    document = run("experiment", "Banner (2)", "--json", home=tried).document
    assert document["verdicts"] == {"loud": "ship", "on": "harm"}
    assert json.dumps(document["verdict"], ensure_ascii=False).startswith('"Roll back “on”: bought got worse')
    assert " Ship “loud”: bought got better" in document["verdict"]
    assert {row["state"] for row in document["metrics"]} == {"shown"}
