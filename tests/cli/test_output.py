"""Where the answer goes: one strict JSON document, whatever stands at the other end of the streams."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxdash.cli.reply import Reply, write
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell in which `cxdash` is the command line."""
    function = f'cxdash() {{ "{sys.executable}" -m cxdash "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", function],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_json_has_no_word_for_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = {"a": math.nan, "b": [math.inf, (-math.inf, 1.5)], "c": {"d": 0.0}}
    write(Reply(numbers), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, [None, 1.5]], "c": {"d": 0.0}}


@pytest.mark.parametrize("words", ["uploads", "uploads --json", "paths"])
def test_a_closed_output_is_no_fault(loaded: Path, words: str) -> None:
    said = shell(f"cxdash {words} >&-", CXDASH_HOME=str(loaded))
    assert (said.returncode, said.stderr) == (0, "")


def test_a_closed_error_output_keeps_the_status(loaded: Path) -> None:
    assert shell("cxdash undo u00000000 2>&-", CXDASH_HOME=str(loaded)).returncode == 2


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
def test_a_full_disk_is_a_sentence_that_says_what_became_of_the_question(loaded: Path) -> None:
    said = shell(f"cxdash uploads >{FULL}", CXDASH_HOME=str(loaded))
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "could not be written" in said.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
def test_nobody_can_be_told_and_the_status_stays(loaded: Path) -> None:
    assert shell(f"cxdash undo u00000000 2>{FULL}", CXDASH_HOME=str(loaded)).returncode == 2


@pytest.mark.parametrize("words", ["--help", "paths", "paths --json", "scores --metric nps --by day"])
def test_who_reads_one_line_gets_no_traceback(loaded: Path, words: str) -> None:
    said = shell(f"cxdash {words} | head -1", CXDASH_HOME=str(loaded))
    assert said.stdout.count("\n") == 1
    assert said.stderr == ""


@pytest.mark.parametrize("columns", ["1", "20", "none"])
def test_a_terminal_of_any_width(loaded: Path, columns: str) -> None:
    line = "cxdash --help && cxdash compare --help && cxdash compare --metric nps --by plan"
    said = shell(line, COLUMNS=columns, CXDASH_HOME=str(loaded))
    assert (said.returncode, said.stderr) == (0, "")


def test_the_document_is_all_there_is_on_the_output(run: Run, sample_home: Path) -> None:
    questions = [
        ["uploads"],
        ["scores", "--metric", "csat", "--by", "touchpoint", "--by", "month"],
        ["scores", "--metric", "mean", "--by", "day", "--confidence", "0.999999"],
        ["compare", "--metric", "nps", "--by", "country", "--within", "channel"],
        ["journey"],
        ["quality"],
        ["operations"],
        ["volumes", "--by", "day"],
        ["comments"],
    ]
    for words in questions:
        said = run(*words, "--json", home=sample_home)
        assert (said.status, said.err) == (0, ""), words
        json.loads(said.out, parse_constant=pytest.fail)
