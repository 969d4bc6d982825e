"""Small data folders that the panels' tests share, and the pages in Streamlit's test runner."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.answers import tiny
from tests.pages.conftest import Open
from tests.pages.conftest import open_page as fresh_page

__all__ = ["fresh_page"]

JUNK = "<b>x</b> $y$ | [z](http://localhost)"
# Of 60 answers 1–5 in every plan, how many are 5; the others are 1.
SATISFIED = {"A": 40, "B": 30, "C": 33, "D": 52, "E": 37, JUNK: 44}


_standing: dict[tuple[object, ...], AppTest] = {}


@pytest.fixture
def open_page(fresh_page: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    """As `fresh_page`, but a page that another test opened is used again: what a panel shows depends on no other."""

    def opened(home: Path, page: str, **parameters: str | list[str]) -> AppTest:
        monkeypatch.setenv("CXDASH_HOME", str(home))
        asked = (home, page, *sorted((name, str(value)) for name, value in parameters.items()))
        if asked not in _standing:
            _standing[asked] = fresh_page(home, page, **parameters)
        return _standing[asked]

    return opened


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey by plan, one of which has a name that means something to Markdown, and by region, two of them tiny."""
    rows = []
    for plan, good in SATISFIED.items():
        for number in range(60):
            region = ("West" if number < 3 else "South" if number < 12 else "North") if plan == "A" else "North"
            rows.append((f"{plan}{number}", plan, region, 5 if number < good else 1))
    columns = [tiny.IDENTITY, tiny.segment("plan"), tiny.segment("region"), tiny.score("happy", "csat", 1, 5)]
    folder = tmp_path_factory.mktemp("plans")
    tiny.load(folder, "survey", rows, columns)
    return folder


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20 customers: all look, then 15 of them wait a minute and pay, and 5 look again; a third is resolved."""
    rows: list[tuple[object, ...]] = []
    for number in range(20):
        paid = number < 15
        rows.append((f"a{number}", f"c{number}", "2026-05-01 10:00", "Look", "", ""))
        last = ("Pay", 60, number % 3 == 0) if paid else ("Look", "", number % 3 == 0)
        rows.append((f"b{number}", f"c{number}", "2026-05-01 11:00", *last))
    columns = [
        {"source": "id", "role": "interaction_id"},
        tiny.CUSTOMER,
        tiny.TIME,
        tiny.EVENT,
        {"source": "wait", "role": "wait_s"},
        {"source": "resolved", "role": "resolved"},
    ]
    folder = tmp_path_factory.mktemp("shop")
    tiny.load(folder, "interactions", rows, columns)
    return folder
