"""What changed against the last upload of the same shape, on the command line."""

import io
import json
from contextlib import redirect_stdout
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cxdash.cli import main
from tests.cli.conftest import EASE, RECOMMEND, SURVEY, Run, mapping, write_csv
from tests.cli.test_pseudo_language import strays
from tests.pseudo_language import pseudo_language

__all__ = ["pseudo_language"]
Entry = dict[str, Any]
WHOLE: dict[str, Any] = SURVEY


def later(folder: Path) -> tuple[Path, Path]:
    """A second wave: one question less, the checkout on another scale, everybody a detractor; and its mapping."""
    columns = deepcopy(WHOLE["columns"][:-1])
    columns[-1]["scale"] = [1, 5]
    rows = [[f"n{n}", f"c{n}", "2026-06-15 12:00:00", "AB"[n % 2], "web", n % 7, 4] for n in range(120)]
    wave = write_csv(folder / "later.csv", [str(column["source"]) for column in columns], rows)
    return wave, mapping(folder / "later.json", {**SURVEY, "columns": columns})


@pytest.fixture(scope="module")
def waves(files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Entry, Entry]:
    """A data folder with two waves of a survey, and what `load` answered for each."""
    folder = tmp_path_factory.mktemp("waves")
    answered = []
    for wave, document in ((files / "survey.csv", files / "survey.json"), later(folder)):
        out = io.StringIO()
        with redirect_stdout(out):
            assert main(["--home", str(folder / "home"), "load", str(wave), "--mapping", str(document), "--json"]) == 0
        answered += json.loads(out.getvalue())["uploads"]
    return folder / "home", answered[0], answered[1]


def test_load_warns_of_what_changed_in_the_file(waves: tuple[Path, Entry, Entry]) -> None:
    _, first, second = waves
    assert first["warnings"] == []
    assert len(second["warnings"]) == 2
    assert all("survey.csv" in warning for warning in second["warnings"])
    assert EASE in second["warnings"][0]


def test_drift_tells_all(run: Run, waves: tuple[Path, Entry, Entry]) -> None:
    home, first, entry = waves
    said = run("drift", str(entry["upload"]), "--json", home=home)
    assert said.status == 0
    found = said.document
    assert list(found) == ["upload", "against", "reason", "findings", "questions", "volume"]
    assert found["against"] == first["upload"]
    assert [finding["severity"] for finding in found["findings"][:2]] == ["breaks comparison", "look"]
    assert {"scale", "missing_question", "shifted"} <= {finding["kind"] for finding in found["findings"]}
    shifted = next(finding for finding in found["findings"] if finding["kind"] == "shifted")
    assert (shifted["about"], shifted["n_before"], shifted["n_now"]) == (RECOMMEND, 200, 120)

    shown = run("drift", str(entry["upload"]), home=home)
    assert all(finding["sentence"] in shown.out for finding in found["findings"])
    assert "mean before" in shown.out


def test_a_first_upload_has_nothing_to_be_compared_with(run: Run, waves: tuple[Path, Entry, Entry]) -> None:
    home, first, _ = waves
    said = run("drift", str(first["upload"]), "--json", home=home)
    assert said.status == 1
    assert said.document == {"against": None, "findings": [], "questions": [], "volume": None}
    assert "first upload" in said.err


def test_an_unknown_upload_is_refused(run: Run, home: Path) -> None:
    said = run("drift", "nothing", "--json", home=home)
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)


@pytest.mark.usefixtures("pseudo_language")
def test_all_it_says_is_translated(run: Run, waves: tuple[Path, Entry, Entry]) -> None:
    home, _, entry = waves
    said = run("drift", str(entry["upload"]), home=home)
    assert said.status == 0
    assert "⟦" in said.out
    assert strays(said.out, ["later.csv", "survey.csv"]) == []
