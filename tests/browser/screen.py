"""What the tests see and touch on a page."""

from playwright.sync_api import Locator, Page, expect

# Generous: the machines that run the tests are shared, and a slow answer is not what these tests are about.
PATIENCE = 60_000

PATHS = {
    "journey": "/",
    "touchpoints": "/touchpoints",
    "segments": "/segments",
    "experiments": "/experiments",
    "data": "/data",
}
NAMES = ("Journey", "Touchpoints", "Segments", "Experiments", "Data")
WITH_FILTERS = ("journey", "touchpoints", "segments")

_FORGET = "() => { window.quietSince = 0 }"
_QUIET = """() => {
    const app = document.querySelector("[data-testid='stApp']");
    const busy = !app || app.dataset.testScriptState !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED"
        || !document.querySelector("[data-testid='stMain'] [data-testid='stElementContainer']")
        || document.querySelector("[data-testid='stSkeleton'], [data-testid='stSpinner']");
    if (busy) { window.quietSince = 0; return false; }
    window.quietSince ||= performance.now();
    return performance.now() - window.quietSince > 400;
}"""


def idle(page: Page) -> None:
    """Wait until the script has run, and everything it sent is drawn."""
    page.evaluate(_FORGET)
    page.wait_for_function(_QUIET, timeout=PATIENCE)


def visit(page: Page, url: str) -> None:
    """Open an address and wait until its page stands."""
    page.goto(url)
    idle(page)


def go(page: Page, name: str) -> None:
    """Go to another page by the navigation, in the same session."""
    link = links(page).filter(has_text=name)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")
    idle(page)


def links(page: Page) -> Locator:
    """The links of the navigation."""
    return page.get_by_test_id("stTopNavLink")


def link_names(page: Page) -> list[str]:
    """The words of the navigation; its icons are letters of a font and no words."""
    return links(page).get_by_test_id("stMarkdownContainer").all_inner_texts()


def main(page: Page) -> Locator:
    """What stands under the navigation."""
    return page.get_by_test_id("stMain")


def tiles(page: Page) -> list[tuple[str, str]]:
    """Every tile's label and number."""
    idle(page)
    shown = page.get_by_test_id("stMetric")
    return list(
        zip(
            shown.get_by_test_id("stMetricLabel").all_inner_texts(),
            shown.get_by_test_id("stMetricValue").all_inner_texts(),
            strict=True,
        )
    )


def uploader(page: Page, key: str = "upload") -> Locator:
    """An uploader by its key."""
    return page.locator(f".st-key-{key}")


def drop(page: Page, *files: str, key: str = "upload") -> None:
    """Give files to an uploader of the data page."""
    uploader(page, key).locator("input[type=file]").set_input_files(list(files))


def cards(page: Page, what: str) -> Locator:
    """The cards of the files on the data page: what is “working”, “proposal”, “refused” or “result”."""
    return page.locator(f"[class*='st-key-card_{what}_']")


def choose(page: Page, box: Locator, text: str) -> None:
    """Choose in a select box by typing, as one does where the list is long."""
    # A list that opens while the page still moves is closed again by the browser.
    for _ in range(3):
        box.click()
        page.keyboard.type(text)
        if page.get_by_role("option").count():
            break
        idle(page)
    page.keyboard.press("Enter")
    idle(page)


def says_no_traceback(page: Page) -> None:
    """No page shows what only a programmer can read."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in page.locator("body").inner_text()
