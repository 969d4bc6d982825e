"""The app and the command line on one data folder at the same time."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.files import survey_file
from tests.browser.screen import idle, main, says_no_traceback, tiles, visit
from tests.browser.server import command


@pytest.mark.browser
def test_what_the_command_line_loads_and_undoes_shows_in_the_open_page(
    home: Path, tmp_path: Path, serve: Serve, page: Page
) -> None:
    visit(page, serve(home))
    expect(main(page)).to_contain_text("Nothing is loaded yet")
    loaded = json.loads(command(home, "load", str(survey_file(tmp_path)), "--json"))
    page.reload()
    expect(main(page).get_by_test_id("stMetric").first).to_be_visible()
    # One answer in three is a promoter and the others are detractors.
    assert [number for label, number in tiles(page) if label == "NPS"] == ["\N{MINUS SIGN}33"]
    more = json.loads(command(home, "load", str(survey_file(tmp_path, answers=30, name="more.csv")), "--json"))
    page.reload()
    idle(page)
    says_no_traceback(page)
    for entry in (*more["uploads"], *loaded["uploads"]):
        command(home, "undo", entry["upload"])
    page.reload()
    expect(main(page)).to_contain_text("Nothing is loaded yet")
    says_no_traceback(page)
