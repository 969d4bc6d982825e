"""Text stands out from what is behind it, and every control and chart has a name, in light and in dark."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.screen import PATHS, PATIENCE, visit

JUDGE = (Path(__file__).parent / "legible.js").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_legible_and_every_control_named(
    theme: Literal["light", "dark"], sample_url: str, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        faults = {}
        for name, path in PATHS.items():
            visit(page, sample_url + path)
            judged = page.evaluate(JUDGE)
            assert judged["texts"] > 10
            assert judged["controls"] > 5
            faults[name] = judged["faint"] + judged["nameless"]
    assert faults == {name: [] for name in PATHS}


@pytest.mark.browser
def test_the_judge_finds_what_is_faint_and_what_has_no_name(page: Page) -> None:
    page.set_content(
        "<body style='background:#fff'><p style='color:#999'>pale</p><p style='color:#767676'>enough</p>"
        "<p style='opacity:.5'>half there</p><div style='background:#333'><p>dark on dark</p></div>"
        "<p style='font-size:24px;color:#949494'>large</p><button></button><button>Go</button></body>"
    )
    judged = page.evaluate(JUDGE)
    assert [line.split(" ", 1)[1] for line in judged["faint"]] == ["pale", "half there", "dark on dark"]
    assert judged["nameless"] == ["<button></button>"]
