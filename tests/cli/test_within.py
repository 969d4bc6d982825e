"""Comparisons within another dimension: what the heat map and the crossing show, from the command line."""

from pathlib import Path

import pytest

from cxdash.answers.compare import compare
from cxdash.answers.context import open_context
from cxdash.vault.home import Home
from tests.cli.conftest import Run


def test_each_value_is_compared_with_the_rest_of_its_own_channel(run: Run, loaded: Path) -> None:
    rows = run("compare", "--metric", "nps", "--by", "plan", "--within", "channel", "--json", home=loaded).document
    values = {(row["group"]["plan"], row["group"]["channel"]): row["value"] for row in rows}
    assert set(values) == {(plan, channel) for plan in "AB" for channel in ("shop", "web")}
    for row in rows:
        plan, channel = row["group"]["plan"], row["group"]["channel"]
        rest = values["B" if plan == "A" else "A", channel]
        assert row["difference"] == pytest.approx(row["value"] - rest)


def test_the_correction_is_over_all_cells_as_on_the_page(run: Run, sample_home: Path) -> None:
    words = ["--metric", "csat", "--by", "country", "--within", "touchpoint", "--json"]
    rows = run("compare", *words, home=sample_home).document
    shown = compare(open_context(Home.open(sample_home)), "csat", "country", within="touchpoint")
    assert rows == [row.document() for row in shown]
    assert any(row["pvalue_adjusted"] > row["pvalue"] for row in rows)


@pytest.mark.parametrize(
    ("within", "says"), [("plan", "within itself"), ("Plan ", "within itself"), ("plann", "Did you mean “plan”?")]
)
def test_what_cannot_be_compared_within(run: Run, loaded: Path, within: str, says: str) -> None:
    said = run("compare", "--metric", "nps", "--by", "plan", "--within", within, "--json", home=loaded)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert said.err.count("\n") == 1


def test_a_person_reads_both_dimensions(run: Run, loaded: Path) -> None:
    said = run("compare", "--metric", "nps", "--by", "plan", "--within", "channel", home=loaded)
    assert said.out.split()[:2] == ["plan", "channel"]
