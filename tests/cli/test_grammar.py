"""Words the command line takes and refuses: always one sentence on standard error, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxdash.cli.commands import COMMANDS
from cxdash.cli.grammar import parse
from cxdash.errors import CxdashError
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "COMMAND is missing"),
        (["scroes", "--metric", "nps"], "Did you mean “scores”?"),
        (["scores"], "--metric is missing"),
        (["scores", "--metric", "npss"], "Did you mean “nps”?"),
        (["scores", "--metric"], "--metric needs a value"),
        (["scores", "--metric", "nps", "--sinse", "2026-01-01"], "Did you mean “--since”?"),
        (["scores", "--metric", "nps", "--confidence", "95"], "from 0.5 to below 1"),
        (["scores", "--metric", "nps", "--confidence", "nan"], "from 0.5 to below 1"),
        (["uploads", "--json=yes"], "--json takes no value"),
        (["compare", "--metric", "nps"], "--by is missing"),
        (["load"], "FILE is missing"),
        (["load", "x.csv", "--kind", "surveys"], "Did you mean “survey”?"),
        (["paths", "--grain", "stages"], "Did you mean “stage”?"),
        (["serve", "--port", "70000"], "from 0 to 65535"),
        (["uploads", "more"], "“more” is not known here"),
        (["it's"], "There is no command “it's”"),
        (["--jason"], "Did you mean “--json”?"),
        (["inspect", "x.csv", "--timezone", "Mars/Base"], "no time zone “Mars/Base”"),
        (["inspect", "x.csv", "--timezone", ""], "no time zone “”"),
        (["inspect", "x.csv", "--encoding", "klingon"], "no encoding “klingon”"),
        (["load", "x.csv", "--encoding", "base64"], "no encoding “base64”"),
        (["scores", "--metric", "nps", "--since", ""], "“” is not a date"),
        (["scores", "--metric", "nps", "--until", "2026-02-30"], "“2026-02-30” is not a date"),
        (["scores", "--metric", "nps", "--against", "previus"], "Did you mean “previous”?"),
        (["volumes", "--by", "country"], "Nothing is counted by “country”"),
        (["--home", "", "uploads"], "data folder is empty"),
        (["uploads", "--home="], "data folder is empty"),
    ],
)
def test_a_word_out_of_place_is_refused_in_a_sentence(run: Run, words: list[str], says: str) -> None:
    said = run(*words)
    assert said.status == 2
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_home_and_json_stand_before_or_after_the_command(tmp_path: Path) -> None:
    before = parse(["--home", str(tmp_path), "--json", "uploads"])
    after = parse(["uploads", "--home", str(tmp_path), "--json"])
    assert (before.home, before.json) == (after.home, after.json) == (tmp_path, True)


def test_home_is_the_environments_else_data_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CXDASH_HOME", raising=False)
    assert parse(["uploads"]).home == tmp_path / "data"
    monkeypatch.setenv("CXDASH_HOME", str(tmp_path / "elsewhere"))
    assert parse(["uploads"]).home == tmp_path / "elsewhere"
    assert parse(["--home", "here", "uploads"]).home == tmp_path / "here"


def test_options_are_not_abbreviated() -> None:
    with pytest.raises(CxdashError):
        parse(["scores", "--metr", "nps"])


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_names_the_command(run: Run, command: str | None) -> None:
    said = run(*([command] if command else []), "--help")
    assert said.status == 0
    assert f"python -m cxdash{f' {command}' if command else ''} [-h]" in said.out


def test_the_module_runs() -> None:
    words = [sys.executable, "-m", "cxdash", "undo", "--hom"]
    said = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False
    )
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
