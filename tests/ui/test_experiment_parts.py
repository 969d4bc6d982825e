"""The page of an experiment: what may be read, of which treatment, and why the rest is not there."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.answers import tiny
from tests.pages.conftest import Open, said
from tests.ui.panels import offered, opened

COLUMNS = [
    {"source": "unit", "role": "unit_id"},
    {"source": "arm", "role": "variant"},
    {"source": "when", "role": "time"},
    {"source": "spent", "role": "metric", "name": "spent", "type": "mean", "goal": "primary", "better": "high"},
]


def loaded(folder: Path, name: str, arms: dict[str, tuple[int, int]], days: int) -> None:
    """So many units of each arm on each day, that spend about so much."""
    rows = [
        (f"{arm}{day}-{n}", arm, (date(2026, 3, 1) + timedelta(days=day)).isoformat(), mean + (3 * n + day) % 7)
        for day in range(days)
        for arm, (units, mean) in arms.items()
        for n in range(units)
    ]
    tiny.load(folder, "experiment", rows, COLUMNS, name=name)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four experiments: one of three treatments, one of few units, one of four days, one of which few came late."""
    folder = tmp_path_factory.mktemp("several")
    loaded(folder, "arms", {"control": (20, 20), "best": (20, 25), "same": (20, 20), "worst": (20, 15)}, 10)
    loaded(folder, "few", {"control": (31, 20), "new": (3, 20)}, 1)
    loaded(folder, "young", {"control": (20, 20), "new": (20, 20)}, 4)
    loaded(folder, "small", {"control": (2, 20), "new": (2, 25)}, 10)
    return folder


def table(at: AppTest, column: str) -> dict[str, list[object]]:
    """The table that has a column of this name."""
    [found] = [each.value for each in at.dataframe if column in each.value.columns]
    return {str(name): list(found[name]) for name in found.columns}


def test_each_treatment_gets_its_own_sentence(several: Path, open_page: Open) -> None:
    at = open_page(several, "experiments", experiment="arms")
    words = said(at).replace("\\", "")
    for sentence in ("Roll back “worst”: spent got worse", "Ship “best”: spent got better", "“same”: no effect"):
        assert sentence in words
    inputs = opened(at, "verdict", "Verdict").named
    assert {f"Goal: spent · {variant}" for variant in ("best", "same", "worst")} <= set(inputs)


def test_every_treatment_can_be_seen_settling(several: Path, open_page: Open) -> None:
    at = open_page(several, "experiments", experiment="arms", treatment="worst")
    assert "How the effect of “worst” on spent settled" in said(at)
    day = offered(at, "over_time")[0]
    assert opened(at, "over_time", day).results["Effect"] == pytest.approx(-5)


def test_few_units_are_hidden_with_their_reason(several: Path, open_page: Open) -> None:
    at = open_page(several, "experiments", experiment="few")
    assert not at.exception
    assert "Variants of fewer than 5 units are hidden" in said(at)
    shown = table(at, "Treatment")
    assert [shown[name] for name in ("Control", "Treatment", "Effect", "Relative")] == [["–"]] * 4
    assert shown["p"] == [pytest.approx(float("nan"), nan_ok=True)]
    assert shown["Remark"] == ["hidden for privacy"]
    listed = table(at, "State")
    assert "control (hidden for privacy), new (hidden for privacy)" in listed["Variants"]


@pytest.mark.parametrize(("card", "title"), [("metrics", "spent"), ("verdict", "Sample ratio"), ("experiments", "few")])
def test_what_is_hidden_is_not_explained_either(card: str, title: str, several: Path, open_page: Open) -> None:
    panel = opened(open_page(several, "experiments", experiment="few"), card, title)
    assert (panel.inputs, panel.named, panel.results) == ({}, {}, {})
    assert "fewer than 5 units" in panel.text
    assert "31" not in panel.text


def test_an_effect_over_time_waits_for_the_first_week(several: Path, open_page: Open) -> None:
    words = said(open_page(several, "experiments", experiment="young"))
    assert "There is no effect over time yet" in words
    assert "State: running" in words.replace("\\", "")


def test_days_of_few_units_are_shown_with_the_next_ones(several: Path, open_page: Open) -> None:
    at = open_page(several, "experiments", experiment="small")
    units = [sum(opened(at, "over_time", day).inputs[r"n_1,\, n_2"]) for day in reversed(offered(at, "over_time"))]
    assert units == [16, 28, 40]
    assert table(at, "Treatment")["Remark"] == ["few units"]
