"""A click in the journey map is a filter like any other: it stands in the address and can be taken off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import idle, visit

FILTERED = re.compile(r"[?&]stage=Receive\b")
CHIP = "Stage: Receive"
SOON = 20_000


def click_stage(page: Page, stage: str) -> None:
    """Click the column of a stage, where neither dots nor words stand."""
    column = page.locator(f".st-key-card_map svg path[aria-label*='What: {stage};']").first
    column.scroll_into_view_if_needed()
    place = column.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + 15, place["y"] + 0.85 * place["height"])


@pytest.mark.browser
def test_a_clicked_stage_filters_the_page_and_its_chip_takes_it_off(sample_url: str, page: Page) -> None:
    visit(page, sample_url)
    click_stage(page, "Receive")
    expect(page).to_have_url(FILTERED)
    chip = page.locator(".st-key-chips").get_by_role("button", name=CHIP)
    expect(chip).to_be_visible()
    idle(page)
    chip.click()
    # The address first: the row of chips is away for a moment whenever the page is drawn again.
    expect(page).not_to_have_url(FILTERED, timeout=SOON)
    idle(page)
    expect(page.locator(".st-key-chips")).to_have_count(0)


@pytest.mark.browser
def test_back_and_forward_take_the_filter_off_and_put_it_on(sample_url: str, page: Page) -> None:
    visit(page, sample_url)
    click_stage(page, "Receive")
    expect(page.locator(".st-key-chips")).to_contain_text(CHIP)
    idle(page)
    page.go_back()
    expect(page).not_to_have_url(FILTERED, timeout=SOON)
    idle(page)
    expect(page.locator(".st-key-chips")).to_have_count(0, timeout=SOON)
    expect(page).not_to_have_url(FILTERED, timeout=SOON)
    page.go_forward()
    expect(page).to_have_url(FILTERED)
    expect(page.locator(".st-key-chips")).to_contain_text(CHIP)


@pytest.mark.browser
def test_typed_scores_become_a_share_in_the_address(sample_url: str, page: Page) -> None:
    visit(page, f"{sample_url}/segments?metric=share")
    box = page.get_by_role("combobox", name="Share of")
    box.click()
    box.press_sequentially("4-5")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]of=share(:|%3A)4-5\b"), timeout=SOON)
    idle(page)
    expect(page.get_by_text("in Share of 4–5").first).to_be_visible()
