"""A form with boxes to tick, as it was downloaded: every box is a group, from the command line and on the page."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.ingest import pipeline
from cxdash.vault.home import Home
from tests.cli import conftest as command_line
from tests.cli.conftest import Run
from tests.pages.conftest import Open, said
from tests.ui.panels import offered, opened

run = command_line.run
WHY, HOW = "Why did you choose our shop today?", "How satisfied are you with your visit?"
WHO = "How did you come to us?"
REASONS = ("Cheap", "Near home", "Friendly, helpful staff", "Open late")
KEY = "why_did_you_choose_our_shop_today"
Rows = Sequence[tuple[frozenset[str], str, int]]


def ticked(n: int = 400) -> Rows:
    """What so many people ticked, the way they came, and their score: who likes the staff is happier."""
    chance = random.Random(11)
    found = []
    for number in range(n):
        reasons = frozenset(reason for reason in REASONS if number % 10 and chance.random() < 0.45)
        score = 5 if REASONS[2] in reasons and chance.random() < 0.8 else chance.randint(1, 5)
        found.append((reasons, chance.choice(("On foot", "By car")), score))
    return found


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ticked()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> Path:
    path = tmp_path_factory.mktemp("form") / "Visitors (Responses).csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["Timestamp", WHY, WHO, HOW])
        for number, (reasons, came, score) in enumerate(rows):
            at = f"2026/03/{1 + number % 28:02} {1 + number % 12}:{number % 60:02}:07 PM GMT+1"
            writer.writerow([at, ", ".join(reason for reason in REASONS if reason in reasons), came, score])
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Path:
    """The data folder with the form in it, loaded as a person loads it."""
    home = tmp_path_factory.mktemp("form") / "home"
    pipeline.load(Home.open(home), file)
    return home


def groups(document: list[dict[str, Any]], name: str) -> dict[str | None, dict[str, Any]]:
    return {row["group"][name]: row for row in document}


def plain(at: AppTest) -> str:
    """All text of the page, without what keeps a person's marks from being Markdown."""
    return said(at).replace("\\", "")


def n(rows: Rows, *reasons: str) -> int:
    return sum(not picked.isdisjoint(reasons) for picked, _, _ in rows)


def test_scores_by_what_was_ticked(run: Run, folder: Path, rows: Rows) -> None:
    told = run("scores", "--metric", "csat", "--by", WHY.lower(), "--json", home=folder).document
    found = groups(told, WHY.lower())
    assert {reason: row["n"] for reason, row in found.items() if reason} == {each: n(rows, each) for each in REASONS}
    assert found[None]["n"] == sum(not picked for picked, _, _ in rows)
    shown = run("scores", "--metric", "csat", "--by", WHY.lower(), home=folder)
    assert shown.out.rstrip().endswith("a customer counts in each group they chose, so the groups overlap.")


def test_compare_with_those_who_did_not_tick_it(run: Run, folder: Path, rows: Rows) -> None:
    told = groups(run("compare", "--metric", "csat", "--by", WHY.lower(), "--json", home=folder).document, WHY.lower())
    assert set(told) == set(REASONS)
    for reason, row in told.items():
        sides = [
            [score for picked, _, score in rows if picked and (str(reason) in picked) is mine] for mine in (True, False)
        ]
        own, rest = (100 * sum(score >= 4 for score in side) / len(side) for side in sides)
        assert (row["n"], row["value"], row["difference"]) == (
            len(sides[0]),
            pytest.approx(own),
            pytest.approx(own - rest),
        )
    assert told[REASONS[2]]["credible"]


def test_where_one_of_them_was_ticked(run: Run, folder: Path, rows: Rows) -> None:
    for reasons in (("Cheap",), ("Cheap", "Open late")):
        words = [word for reason in reasons for word in ("--where", f"{WHY.lower()}={reason}")]
        for command in (["scores", "--metric", "csat"], ["scores", "--metric", "csat", "--by", "month"]):
            [row] = run(*command, *words, "--json", home=folder).document
            assert row["n"] == n(rows, *reasons)
    nobody = run("scores", "--metric", "csat", "--where", f"{WHY.lower()}=Cheap | Near home", home=folder)
    assert nobody.status == 1
    assert "includes Cheap | Near home" in nobody.err


def test_the_page_compares_what_was_ticked(open_page: Open, folder: Path, rows: Rows) -> None:
    at = open_page(folder, "segments", by=WHY.lower(), metric="csat", period="all")
    assert not at.exception
    answered = sum(bool(picked) for picked, _, _ in rows)
    text = plain(at)
    assert "below the rest in CSAT" in text
    assert f"n = {answered} " in text
    assert f"their n can add up to more than {answered}." in text
    assert f"n = {sum(n(rows, each) for each in REASONS)}" not in text
    assert "crossed with another segment" in text
    titles = offered(at, "values_0")
    assert set(REASONS) <= set(titles)
    panel = opened(at, "values_0", "Cheap: against the rest")
    assert panel.inputs[r"n_1,\, n_2"] == (answered - n(rows, "Cheap"), n(rows, "Cheap"))
    assert "all who answered this question and did not choose this" in panel.text
    assert "Several answers were possible" in panel.text


def test_the_page_says_what_its_filter_looks_into(open_page: Open, folder: Path, rows: Rows) -> None:
    at = open_page(folder, "segments", period="all", by=WHO.lower(), **{f"seg.{KEY}": ["Cheap", "Open late"]})
    assert not at.exception
    assert f"{WHY.lower()} includes any of Cheap, Open late" in plain(at)
    assert f"n = {n(rows, 'Cheap', 'Open late')} " in plain(at)
    assert "Several answers were possible" in plain(at)
