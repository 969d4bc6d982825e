"""A mapping that cannot be obeyed is refused in a sentence, whether its file is loaded already or not."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import SURVEY, Run

COLUMN: dict[str, Any] = {"source": "id", "role": "response_id"}
WRONG: dict[str, tuple[object, str]] = {
    "nothing": ({}, "kind"),
    "only a kind": ({"kind": "survey"}, "columns"),
    "a word for the columns": ({**SURVEY, "columns": "all"}, "columns"),
    "no columns": ({**SURVEY, "columns": []}, "columns"),
    "a number for a column": ({**SURVEY, "columns": [5]}, "columns"),
    "an unknown key": ({**SURVEY, "colour": "red"}, "colour"),
    "an unknown key of a column": ({**SURVEY, "columns": [{**COLUMN, "colour": "red"}]}, "colour"),
    "an unknown role": ({**SURVEY, "columns": [{**COLUMN, "role": "wizard"}]}, "wizard"),
    "a role of another kind": ({**SURVEY, "columns": [{**COLUMN, "role": "variant"}]}, "variant"),
    "an unknown kind": ({**SURVEY, "kind": "poem"}, "kind"),
    "an unknown zone": ({**SURVEY, "timezone": "Mars/Base"}, "Mars/Base"),
    "a list": ([], "no mapping"),
}


@pytest.fixture
def written(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(request.param), encoding="utf-8")
    return path


@pytest.mark.parametrize(("written", "says"), WRONG.values(), ids=list(WRONG), indirect=["written"])
def test_it_is_refused_and_nothing_is_stored(run: Run, files: Path, home: Path, written: Path, says: str) -> None:
    said = run("load", files / "survey.csv", "--mapping", written, "--json", home=home)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert said.err.count("\n") == 1
    assert run("uploads", "--json", home=home).document == []


@pytest.mark.parametrize(("written", "says"), WRONG.values(), ids=list(WRONG), indirect=["written"])
def test_it_is_refused_for_a_file_that_is_loaded(run: Run, files: Path, loaded: Path, written: Path, says: str) -> None:
    said = run("load", files / "survey.csv", "--mapping", written, "--json", home=loaded)
    assert (said.status, said.out) == (2, "")
    assert says in said.err


def test_a_mapping_without_a_kind_takes_the_one_that_is_told(run: Run, files: Path, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({name: SURVEY[name] for name in ("timezone", "columns")}), encoding="utf-8")
    words = ["load", files / "survey.csv", "--mapping", path]
    assert run(*words, home=home).status == 2
    assert run(*words, "--kind", "survey", home=home).status == 0


def test_a_kind_that_is_not_the_mapping_s_is_refused(run: Run, files: Path, home: Path) -> None:
    words = ["load", files / "survey.csv", "--mapping", files / "survey.json", "--kind", "interactions", "--json"]
    said = run(*words, home=home)
    assert (said.status, said.out) == (2, "")
    assert "“survey”" in said.err
    assert run("uploads", "--json", home=home).document == []
