"""Scores against an earlier period: the numbers by hand, and none that privacy forbids."""

from pathlib import Path

import pytest

from cxdash.cli import main
from tests.cli.conftest import Run, Said, mapping, write_csv

CHANGE = {"before", "difference", "diff_low", "diff_high", "pvalue", "pvalue_adjusted", "credible"}
FEBRUARY = ["--since", "2026-02-01", "--until", "2026-02-28"]
# Promoters and detractors of 100 by day, and who else answered in shop B.
ANSWERS = {"2025-02-15": (50, 50), "2026-01-15": (60, 40), "2026-02-15": (80, 20)}
FEW_BEFORE = {"2026-01-15": 3, "2026-02-15": 40}


@pytest.fixture(scope="module")
def periods(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the answers; shop A has them all but those of `FEW_BEFORE`, which shop B has."""
    folder = tmp_path_factory.mktemp("periods")
    rows = [[day, "A", score] for day, (high, low) in ANSWERS.items() for score in [10] * high + [0] * low] + [
        [day, "B", 10] for day, n in FEW_BEFORE.items() for _ in range(n)
    ]
    table = write_csv(folder / "answers.csv", ["when", "shop", "score"], rows)
    columns = [
        {"source": "when", "role": "time"},
        {"source": "shop", "role": "segment", "name": "shop"},
        {"source": "score", "role": "score", "metric": "nps", "scale": [0, 10]},
    ]
    said = mapping(folder / "mapping.json", {"kind": "survey", "columns": columns})
    assert main(["--home", str(folder / "home"), "load", str(table), "--mapping", str(said)]) == 0
    return folder / "home"


def asked(run: Run, home: Path, *words: str) -> Said:
    return run("scores", "--metric", "nps", *words, "--json", home=home)


@pytest.mark.parametrize(("against", "before"), [("previous", 20.0), ("year", 0.0)])
def test_a_change_is_the_value_less_the_earlier_one(run: Run, periods: Path, against: str, before: float) -> None:
    said = asked(run, periods, "--where", "shop=A", *FEBRUARY, "--against", against)
    (row,) = said.document
    assert (row["value"], row["before"]) == (60.0, before)
    assert row["difference"] == pytest.approx(60.0 - before)
    assert 0 < row["diff_low"] < row["difference"] < row["diff_high"]
    assert row["credible"] is True
    assert row["pvalue"] == row["pvalue_adjusted"]
    assert said.err == ""


def test_the_change_is_there_only_when_it_is_asked_for(run: Run, periods: Path) -> None:
    (without,) = asked(run, periods, "--where", "shop=A", *FEBRUARY).document
    (beside,) = asked(run, periods, "--where", "shop=A", *FEBRUARY, "--against", "previous").document
    assert set(beside) - set(without) == CHANGE
    assert {name: beside[name] for name in without} == without


def test_an_earlier_period_of_few_answers_is_not_given_away(run: Run, periods: Path) -> None:
    rows = asked(run, periods, "--by", "shop", *FEBRUARY, "--against", "previous").document
    few = next(row for row in rows if row["group"] == {"shop": "B"})
    assert few["n"] == 40
    assert [few[name] for name in sorted(CHANGE)] == [None, False, *[None] * 5]


def test_a_group_without_an_earlier_value_has_no_change(run: Run, periods: Path) -> None:
    rows = asked(run, periods, "--by", "shop", *FEBRUARY, "--against", "year").document
    changes = {row["group"]["shop"]: row["difference"] for row in rows}
    assert changes == {"A": pytest.approx(60.0), "B": None}


def test_changes_of_many_groups_are_corrected(run: Run, sample_home: Path) -> None:
    words = ["--by", "touchpoint", "--since", "2026-07-01", "--until", "2026-09-30", "--against", "previous"]
    rows = run("scores", "--metric", "csat", *words, "--json", home=sample_home).document
    changed = [row for row in rows if row["difference"] is not None]
    assert len(changed) > 5
    assert all(row["pvalue_adjusted"] >= row["pvalue"] for row in changed)
    # The distance of two points; the signs agree where the interval is away from zero.
    assert all(row["difference"] == pytest.approx(row["value"] - row["before"]) for row in changed)
    assert {row["group"]["touchpoint"] for row in changed if row["credible"]} >= {"Delivery"}


@pytest.mark.parametrize("days", [[], FEBRUARY[:2], FEBRUARY[2:], ["--since", "0001-01-01", "--until", "2026-01-01"]])
def test_without_an_earlier_period_the_question_is_refused(run: Run, periods: Path, days: list[str]) -> None:
    said = asked(run, periods, *days, "--against", "year")
    assert (said.status, said.out) == (2, "")
    assert "--since and --until" in said.err


def test_a_person_reads_the_change(run: Run, periods: Path) -> None:
    said = run("scores", "--metric", "nps", "--by", "shop", *FEBRUARY, "--against", "year", home=periods)
    heading, _, changed, new = said.out.splitlines()
    assert "before" in heading
    assert changed.startswith("A")
    assert "+60.0" in changed
    assert changed.endswith("credible")
    assert new.startswith("B")
    assert new.split().count("–") == 4
