"""Taking an upload back on the data page: gone at once, prepared in the background, and two outcomes told apart."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.ingest import pipeline
from cxdash.mart.database import open_mart
from cxdash.vault import uploads
from cxdash.vault.durable import locked
from cxdash.vault.home import Home
from tests.server.conftest import until

SCRIPT = """
import streamlit as st
from cxdash.ui import session
from cxdash.ui.undo_parts import undo, undone_part
session.begin_run()
undone_part()
st.button("Undo", on_click=undo, args=(st.query_params["upload"],))
"""


def loaded(home: Path, folder: Path, name: str, first: int) -> str:
    path = folder / f"{name}.csv"
    rows = "".join(f"R{first + n},2025-01-{1 + n % 28:02d},{n % 11}\n" for n in range(40))
    path.write_text("response_id,date,nps\n" + rows)
    (entry,) = pipeline.load(Home.open(home), path)
    return str(entry["upload"])


@pytest.fixture
def page(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CXDASH_HOME", str(home))
    loaded(home, tmp_path, "stays", 0)
    at = AppTest.from_string(SCRIPT, default_timeout=30)
    at.query_params["upload"] = loaded(home, tmp_path, "goes", 100)
    open_mart(Home.open(home))
    return at.run()


def prepared(at: AppTest) -> bool:
    return bool(at.session_state["_preparing_after_undo"].ended)


def test_undoing_waits_for_nothing_and_shows_that_the_pages_are_prepared(page: AppTest, home: Path) -> None:
    opened = Home.open(home)
    with locked(opened.mart / "derive.lock"):
        page.button[0].click().run()
        assert page.toast[0].value.startswith("“goes")
        assert len(uploads.live_ids(opened)) == 1
        assert not prepared(page)
        assert not page.error
    assert until(lambda: prepared(page))
    page.run()
    assert not page.error
    assert not page.info
    assert open_mart(opened).ask("SELECT COUNT(*) AS n FROM records") == [{"n": 40}]


def test_what_cannot_be_prepared_is_told_apart_from_the_undoing(page: AppTest, home: Path) -> None:
    opened = Home.open(home)
    stays = next(each for each in uploads.live(opened) if each.name == "stays.csv")
    opened.canonical(stays.id, "records").unlink()
    page.button[0].click().run()
    assert page.toast[0].value.startswith("“goes")
    assert until(lambda: prepared(page))
    page.run()
    assert "was taken back" in page.info[0].value
    assert stays.id in page.error[0].value
    page.run()
    assert not page.error


def test_what_cannot_be_taken_back_is_said_and_prepares_nothing(page: AppTest, home: Path) -> None:
    opened = Home.open(home)
    uploads.undo(opened, next(each.id for each in uploads.live(opened) if each.name == "goes.csv"))
    page.button[0].click().run()
    assert "already taken back" in page.toast[0].value
    assert "_preparing_after_undo" not in page.session_state
