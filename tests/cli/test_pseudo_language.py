"""In a language that wraps every message in brackets, nothing but data stands outside the brackets."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from cxdash.cli.commands import COMMANDS
from cxdash.vocabulary.metrics import METRICS
from tests.cli.conftest import EASE, HAPPY, RECOMMEND, Run
from tests.pseudo_language import untranslated

# What the small files brought, what a person typed, and codes that are typed as they are shown.
DATA = [
    *["plan", "channel", "web", "shop", "Checkout", "Delivery", "Browse", "survey", "visits", "trial", "interactions"],
    *[
        "experiment",
        "control",
        "treatment",
        "bought",
        "spent",
        "csv",
        "utf-8",
        *METRICS,
        *(RECOMMEND, EASE, HAPPY),
        "id",
    ],
    *["when", "customer", "soon"],
]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "AM", "PM"]
UNITS = ["sec", "min", "hr", "day", "days"]
OPTION = re.compile(r"(?<!\w)--?[a-z][a-z-]*")
UPLOAD = re.compile(r"\bu[0-9a-f]{8}\b")

READING = [
    ["uploads"],
    ["scores", "--metric", "nps"],
    ["scores", "--metric", "nps", "--by", "plan", "--by", "channel"],
    ["scores", "--metric", "nps", *["--since", "2026-02-01", "--until", "2026-02-28", "--against", "previous"]],
    ["compare", "--metric", "nps", "--by", "plan"],
    ["compare", "--metric", "nps", "--by", "plan", "--within", "channel"],
    ["operations"],
    ["volumes"],
    ["contents"],
    ["journey"],
    ["paths"],
    ["paths", "--grain", "stage"],
    ["experiment"],
    ["experiment", "trial"],
]


def strays(text: str, more: Iterable[str] = ()) -> list[str]:
    return untranslated(UPLOAD.sub(" ", OPTION.sub(" ", text)), [*DATA, *MONTHS, *UNITS, *more])


@pytest.mark.usefixtures("pseudo_language")
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_answers_are_translated(run: Run, loaded: Path, words: list[str]) -> None:
    said = run(*words, home=loaded)
    assert said.status == 0, said.err
    assert "⟦" in said.out
    assert strays(said.out) == []


@pytest.mark.usefixtures("pseudo_language")
@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)], ids=" ".join)
def test_help_is_translated(run: Run, words: list[str]) -> None:
    said = run(*words, "--help")
    assert strays(said.out.replace("python -m cxdash", " "), COMMANDS) == []
    assert "⟦" in said.out


@pytest.mark.usefixtures("pseudo_language")
@pytest.mark.parametrize(
    "words",
    [
        ["undo", "u00000000"],
        ["scores"],
        ["scores", "--metric", "npss"],
        ["scores", "--metric", "nps", "--by", "plann"],
        ["scores", "--metric", "nps", "--where", "plan"],
        ["scores", "--metric", "nps", "--since", "soon"],
        ["scores", "--metric", "nps", "--since", "2030-01-01"],
        ["experiment", "trail"],
        ["scores", "--metric", "nps", "--against", "year"],
        ["compare", "--metric", "nps", "--by", "plan", "--within", "plan"],
        ["volumes", "--by", "country"],
        ["comments"],
        ["inspect", "x.csv", "--encoding", "klingon"],
        ["unheard-of"],
        ["serve", "--port", "x"],
    ],
    ids=" ".join,
)
def test_refusals_are_translated(run: Run, loaded: Path, words: list[str]) -> None:
    said = run(*words, home=loaded)
    assert said.status in (1, 2)
    assert strays(said.err) == []


@pytest.mark.usefixtures("pseudo_language")
def test_loading_is_translated(run: Run, files: Path, home: Path) -> None:
    proposal = run("inspect", files / "visits.csv", home=home)
    assert proposal.status == 0, proposal.err
    assert "⟦" in proposal.out
    load = run("load", files / "survey.csv", "--mapping", files / "survey.json", home=home)
    assert strays(load.out) == []
    upload = UPLOAD.findall(load.out)[0]
    assert strays(run("set-aside", upload, home=home).out) == []
    assert strays(run("undo", upload, home=home).out) == []
