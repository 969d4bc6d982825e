"""With a keyboard alone, and on a phone."""

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

from tests.browser.screen import NAMES, PATHS, idle, links, visit

FAR_ENOUGH = 30
PHONE = {"width": 390, "height": 844}


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{FAR_ENOUGH} times Tab did not reach {target}")


def around(target: Locator) -> FloatRect:
    """Where the target stands, with the place for a ring around it."""
    box = target.bounding_box()
    assert box is not None
    margin = 10
    return {
        "x": max(0.0, box["x"] - margin),
        "y": max(0.0, box["y"] - margin),
        "width": box["width"] + 2 * margin,
        "height": box["height"] + 2 * margin,
    }


@pytest.mark.browser
def test_tab_reaches_navigation_and_filters_and_one_sees_where_it_is(sample_url: str, page: Page) -> None:
    visit(page, f"{sample_url}/segments")
    for target in (links(page).nth(1), page.get_by_role("combobox", name="Period")):
        place = around(target)
        without = page.screenshot(clip=place, animations="disabled", caret="hide")
        tab_to(page, target)
        assert page.screenshot(clip=place, animations="disabled", caret="hide") != without


@pytest.mark.browser
def test_enter_on_the_navigation_opens_the_page(sample_url: str, page: Page) -> None:
    visit(page, f"{sample_url}/segments")
    data = links(page).nth(NAMES.index("Data"))
    tab_to(page, data)
    page.keyboard.press("Enter")
    expect(data).to_have_attribute("aria-current", "page")
    expect(page.locator(".st-key-card_history")).to_be_visible()


@pytest.mark.browser
def test_a_phone_scrolls_only_up_and_down(sample_url: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    too_wide = {}
    for name, path in PATHS.items():
        visit(page, sample_url + path)
        widths: list[int] = page.evaluate(
            "() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
        )
        if max(widths) > PHONE["width"]:
            too_wide[name] = widths
        if name == "journey":
            lefts = {round(tile["x"]) for tile in boxes(page.get_by_test_id("stMetric"))}
            assert 1 <= len(lefts) <= 2
    assert too_wide == {}


@pytest.mark.browser
def test_a_phone_has_the_navigation_behind_one_button(sample_url: str, page: Page) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    visit(page, f"{sample_url}/data")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Experiments").click()
    expect(page).to_have_url(f"{sample_url}/experiments")
    idle(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("Sample ratio")


def boxes(found: Locator) -> list[FloatRect]:
    """Where each of these stands."""
    return [box for each in found.all() if (box := each.bounding_box()) is not None]
