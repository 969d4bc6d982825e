"""What CLI.md promises to programs that read the documents: their keys and types, and commands at the same moment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
Number = int | float
SCORE = {"group": dict, "n": int, "value": Number, "low": Number, "high": Number, "std_error": Number}
SCORE |= {"distribution": dict, "state": str}
COMPARED = {"group": dict, "n": int, "value": Number, "low": Number, "high": Number, "difference": Number}
COMPARED |= {"diff_low": Number, "diff_high": Number, "pvalue": Number, "pvalue_adjusted": Number, "credible": bool}
STEP = {"from": str, "to": str, "n": int, "customers": int, "median_seconds": Number}
EFFECT = {"metric": str, "role": str, "variant": str, "control_value": Number, "treatment_value": Number}
EFFECT |= {"effect": Number, "low": Number, "high": Number, "pvalue": Number}
EFFECT |= {"relative": Number, "relative_low": Number, "relative_high": Number}
PROPOSAL = {"format": str, "kind": str, "rows": int, "encoding": str, "confidence": Number, "mapping": dict}
PROPOSAL |= {"warnings": list}
LOADED = {"upload": str, "format": str, "kind": str, "warnings": list}
LOADED |= dict.fromkeys(("read", "loaded", "set_aside", "duplicates", "values_set_aside"), int)


def check(row: dict[str, Any], promised: dict[str, Any]) -> None:
    """Every promised key is there with its type."""
    wrong = {key: row.get(key) for key, kind in promised.items() if not isinstance(row.get(key), kind)}
    assert wrong == {}


def test_scores_have_their_keys_and_no_others(run: Run, loaded: Path) -> None:
    for row in run("scores", "--metric", "nps", "--by", "plan", "--by", "month", "--json", home=loaded).document:
        assert list(row) == list(SCORE)
        check(row, SCORE)
        assert all(isinstance(n, int) and float(score) >= 0 for score, n in row["distribution"].items())


def test_comparisons_have_their_keys(run: Run, loaded: Path) -> None:
    for row in run("compare", "--metric", "nps", "--by", "plan", "--json", home=loaded).document:
        check(row, COMPARED)


def test_paths_have_their_keys(run: Run, loaded: Path) -> None:
    for grain in ("stage", "touchpoint"):
        found = run("paths", "--grain", grain, "--json", home=loaded).document
        assert all(isinstance(found[name], list) for name in ("steps", "entries", "exits"))
        for row in found["steps"]:
            check(row, STEP)


def test_an_experiment_has_its_keys(run: Run, loaded: Path) -> None:
    found = run("experiment", "trial", "--json", home=loaded).document
    check(found, {"units": int, "sample_ratio": dict, "excluded": dict, "metrics": list, "verdict": str})
    check(found["sample_ratio"], {"pvalue": Number, "ok": bool})
    for row in found["metrics"]:
        check(row, EFFECT)


def test_a_proposal_and_a_load_have_their_keys(run: Run, files: Path, home: Path) -> None:
    check(run("inspect", files / "survey.csv", "--json", home=home).document, PROPOSAL)
    document = run("load", files / "survey.csv", "--json", home=home).document
    assert list(document) == ["uploads"]
    for entry in document["uploads"]:
        assert set(entry) == set(LOADED)
        check(entry, LOADED)
        assert entry["read"] == entry["loaded"] + entry["set_aside"] + entry["duplicates"]


def test_what_inspect_prints_is_what_load_takes(run: Run, files: Path, home: Path, tmp_path: Path) -> None:
    proposal = run("inspect", files / "survey.csv", "--json", home=home).document
    for number, document in enumerate((proposal, proposal["mapping"])):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        said = run("load", files / "survey.csv", "--mapping", path, home=tmp_path / f"home{number}")
        assert said.status == 0, said.err


def test_two_loads_of_a_file_at_the_same_moment_are_one_upload(files: Path, home: Path, run: Run) -> None:
    words = [sys.executable, "-m", "cxdash", "--home", str(home), "load", str(files / "survey.csv"), "--json"]
    both = [
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ))
        for _ in range(2)
    ]
    entries = [json.loads(process.communicate()[0])["uploads"][0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(entry["loaded"] for entry in entries) == [0, 200]
    assert sorted(entry["duplicates"] for entry in entries) == [0, 201]
    assert len(run("uploads", "--json", home=home).document) == 1


@pytest.mark.parametrize("command", ["undo", "set-aside", "drift"])
def test_an_unknown_upload_is_refused(run: Run, home: Path, command: str) -> None:
    said = run(command, "u00000000", "--json", home=home)
    assert (said.status, said.out) == (2, "")
    assert said.err.count("\n") == 1
