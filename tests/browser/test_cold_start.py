"""The first request a fresh server ever sees may be a link to any page: the shell must be around it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.screen import NAMES, PATHS, WITH_FILTERS, link_names, links, main, says_no_traceback, visit

SHOWN = {
    "journey": "below the rest",
    "touchpoints": "Touchpoints in numbers",
    "segments": "crossed with another segment",
    "experiments": "Sample ratio",
    "data": "What was loaded",
}


@pytest.mark.browser
@pytest.mark.parametrize("name", PATHS)
def test_a_deep_link_to_a_cold_server_runs_the_shell_around_the_page(
    name: str, sample_home: Path, serve: Serve, page: Page
) -> None:
    visit(page, serve(sample_home) + PATHS[name])
    assert link_names(page) == list(NAMES)
    expect(links(page).nth(list(PATHS).index(name))).to_have_attribute("aria-current", "page")
    expect(page.locator(".st-key-filters")).to_have_count(int(name in WITH_FILTERS))
    expect(main(page)).to_contain_text(SHOWN[name])
    expect(page.get_by_role("dialog")).to_have_count(0)
    says_no_traceback(page)
