"""From a file to a link that a colleague opens, and back again."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.files import survey_file
from tests.browser.screen import cards, drop, go, idle, main, says_no_traceback, tiles, visit


@pytest.fixture
def airline(shared: Path) -> Path:
    return shared / "data" / "airline_satisfaction" / "airline_passenger_satisfaction.zip"


def load(page: Page, url: str, file: Path, sentence: str) -> None:
    """Upload on the data page: a proposal with its kind and mapping, then the result in one sentence."""
    visit(page, f"{url}/data")
    drop(page, str(file))
    proposal = cards(page, "proposal")
    expect(proposal).to_contain_text("Survey answers")
    expect(proposal.get_by_test_id("stDataFrame").last).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Load this file").click()
    expect(cards(page, "result")).to_contain_text(sentence)
    says_no_traceback(page)


def choose_class(page: Page, value: str) -> None:
    """Filter by the segment “class”, as a person does: popover, box, value."""
    page.get_by_test_id("stPopover").get_by_role("button", name="Segments").click()
    box = page.get_by_test_id("stPopoverBody").get_by_role("combobox", name="class", exact=False).first
    box.click()
    page.get_by_role("option", name=value, exact=True).click()
    expect(page.locator(".st-key-chips")).to_contain_text(value)
    page.keyboard.press("Escape")
    idle(page)


def there_and_back(page: Page, url: str) -> None:
    """Filter, open the link elsewhere, undo."""
    go(page, "Journey")
    everybody = tiles(page)
    assert everybody
    choose_class(page, "Business")
    business = tiles(page)
    assert business != everybody
    colleague = page.context.browser
    assert colleague is not None
    with colleague.new_context() as elsewhere:
        their_page = elsewhere.new_page()
        visit(their_page, page.url)
        assert tiles(their_page) == business
    go(page, "Data")
    cards(page, "result").get_by_role("button", name="Undo this upload").click()
    expect(page.get_by_test_id("stToast")).to_contain_text("was taken back")
    go(page, "Journey")
    expect(main(page)).to_contain_text("Nothing is loaded yet")


@pytest.mark.browser
def test_a_survey_is_loaded_filtered_shared_and_taken_back(
    home: Path, tmp_path: Path, serve: Serve, page: Page
) -> None:
    url = serve(home)
    load(page, url, survey_file(tmp_path), "400 read = 400 loaded + 0 set aside + 0 duplicates")
    there_and_back(page, url)


@pytest.mark.browser
def test_a_real_export_of_130_000_answers_takes_the_same_way(
    home: Path, airline: Path, serve: Serve, page: Page
) -> None:
    url = serve(home)
    load(page, url, airline, "129,880 read = 129,880 loaded +")
    there_and_back(page, url)
