"""A real browser in front of a real server."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.screen import PATIENCE
from tests.browser.server import served

Serve = Callable[[Path], str]
ON_THE_PATH = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=PATIENCE)


def find_browser(playwright: Playwright) -> str:
    """The path of a browser, looked for in the order of tests/install_browser.sh."""
    named = os.environ.get("CXDASH_BROWSER")
    if named:
        return named
    found = next(filter(None, map(shutil.which, ON_THE_PATH)), playwright.chromium.executable_path)
    if not Path(found).exists():
        pytest.fail(
            "There is no browser for these tests. `tests/install_browser.sh .venv/bin/python` installs one, "
            "or set CXDASH_BROWSER to the path of a Chromium or Chrome.",
            pytrace=False,
        )
    return found


# While Playwright runs, its event loop belongs to the main thread; other rooms' tests must not find it there.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless browser, one for the room."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_browser(playwright), args=QUIETLY)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A person at a laptop: nothing remembered from other tests."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light") as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(home)` starts the app on a data folder and returns its address."""
    with ExitStack() as running:
        yield lambda home: running.enter_context(served(home))


@pytest.fixture(scope="package")
def sample_url(sample_home: Path) -> Iterator[str]:
    """The address of the app with the sample company; tests only look."""
    with served(sample_home) as url:
        yield url
