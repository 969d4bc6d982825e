"""What goes wrong in the program itself, or around it, is one sentence and a status."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxdash.cli import history
from cxdash.vault.home import Home
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_a_fault_of_ours_is_a_sentence_and_its_traceback_is_logged(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(home: Home) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(history.vault, "history", fail)
    said = run("uploads", "--json", home=home)
    log = home / "log" / "cxdash.log"
    assert (said.status, said.out) == (2, "")
    assert str(log) in said.err
    assert said.err.count("\n") == 1
    assert "a secret" not in said.err
    assert "ZeroDivisionError: a secret" in log.read_text(encoding="utf-8")


def test_a_quiet_command_leaves_no_log(run: Run, home: Path) -> None:
    assert run("uploads", home=home).status == 0
    assert not (home / "log").exists()


def test_a_data_folder_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = run("uploads", home=tmp_path / "file")
    assert (said.status, said.out) == (2, "")
    assert "Traceback" not in said.err


def test_a_reader_that_leaves_is_no_fault(loaded: Path) -> None:
    words = [sys.executable, "-m", "cxdash", "--home", str(loaded), "uploads"]
    read, write = os.pipe()
    os.close(read)
    said = subprocess.run(words, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (said.returncode, said.stderr) == (0, "")


def test_an_interruption_is_a_sentence(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(home: Home) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(history.vault, "history", interrupt)
    said = run("uploads", home=home)
    assert (said.status, said.err.count("\n")) == (130, 1)
