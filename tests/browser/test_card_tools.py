"""A card gives away its picture, made in the browser, and the link to what the page shows."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.screen import PATHS, idle, visit

pytestmark = pytest.mark.browser


def opened(page: Page, key: str) -> Locator:
    """A card with what lies behind it open."""
    card = page.locator(f".st-key-card_{key}")
    card.locator(f".st-key-table_{key} summary").click()
    idle(page)
    return card


def test_the_picture_holds_the_chart_its_title_and_what_it_is_about(
    page: Page, sample_url: str, tmp_path: Path
) -> None:
    visit(page, sample_url + PATHS["touchpoints"])
    card = opened(page, "scores")
    chart = card.locator(".stVegaLiteChart svg.marks").bounding_box()
    assert chart
    with page.expect_download() as download:
        card.get_by_role("button", name="Picture", exact=True).click()
    assert download.value.suggested_filename == "cxdash-scores.png"
    target = tmp_path / "picture.png"
    download.value.save_as(target)
    with Image.open(target) as picture:
        drawn = picture.convert("RGB")
    assert drawn.width > 2 * chart["width"]
    assert drawn.height > 2 * chart["height"]
    thirds = [
        drawn.crop((0, top, drawn.width, bottom))
        for top, bottom in ((0, 110), (300, drawn.height - 200), (drawn.height - 110, drawn.height))
    ]
    assert [len(set(part.getdata())) > 10 for part in thirds] == [True, True, True], "title, chart and note"


@pytest.mark.parametrize("secure", [True, False], ids=["clipboard", "without its interface"])
def test_the_link_is_the_address_of_what_is_seen(
    context: BrowserContext, page: Page, sample_url: str, secure: bool
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, f"{sample_url}{PATHS['touchpoints']}?metric=mean&open=Support")
    card = opened(page, "scores")
    read = page.evaluate_handle("navigator.clipboard")
    if not secure:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    card.get_by_role("button", name="Copy link").click()
    expect(card.get_by_role("status")).to_have_text("Copied")
    copied = read.evaluate("clipboard => clipboard.readText()")
    assert copied == page.url
    assert "metric=mean" in copied
