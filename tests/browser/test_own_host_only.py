"""Nothing a page shows may reach for another host, whatever customers wrote into their comments."""

import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from cxdash.ingest.pipeline import load
from cxdash.vault.home import Home
from tests.browser.files import survey_file
from tests.browser.screen import PATHS, main, visit
from tests.browser.server import served

BEACON = (
    "![x](http://127.0.0.2:9/x.png) <img src=http://127.0.0.2:9/y.png> [click](http://127.0.0.2:9) "
    "<script>fetch('http://127.0.0.2:9/z')</script> <style>@import url(http://127.0.0.2:9/s.css)</style>"
)
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy")


class Watch:
    """Every address a page asked for, and every error its console shows."""

    def __init__(self, page: Page, url: str) -> None:
        self.own = urlsplit(url).netloc
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.own:
            self.foreign.append(address)

    def _said(self, message: ConsoleMessage) -> None:
        # Streamlit looks for its server below the page's own path first; that it is not there is no error.
        probe = "/_stcore/" in message.location.get("url", "") and "404" in message.text
        if message.type == "error" and not probe:
            self.errors.append(message.text)


@pytest.fixture(scope="module")
def told_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a survey in which every comment tries to load something from elsewhere."""
    folder = tmp_path_factory.mktemp("told")
    load(Home.open(folder / "home"), [survey_file(folder, comment=BEACON)])
    with served(folder / "home") as url:
        yield url


@pytest.mark.browser
def test_no_page_asks_another_host_or_logs_an_error(sample_url: str, page: Page) -> None:
    watch = Watch(page, sample_url)
    for path in PATHS.values():
        visit(page, sample_url + path)
    assert watch.foreign == []
    assert watch.errors == []


@pytest.mark.browser
def test_a_comment_that_loads_a_picture_loads_nothing(told_url: str, page: Page) -> None:
    watch = Watch(page, told_url)
    for path in PATHS.values():
        visit(page, told_url + path)
        expect(page.locator("[src*='127.0.0.2'], [href*='127.0.0.2']")).to_have_count(0)
        if path == PATHS["journey"]:
            expect(main(page)).to_contain_text("http://127.0.0.2:9/x.png")
            expect(main(page)).to_contain_text("<img src=http://127.0.0.2:9/y.png>")
    assert watch.foreign == []
    assert watch.errors == []


@pytest.mark.browser
def test_a_page_cannot_be_made_to_load_from_elsewhere(sample_url: str, page: Page) -> None:
    visit(page, f"{sample_url}/data")
    watch = Watch(page, sample_url)
    page.evaluate("fetch('http://127.0.0.2:9/stolen').catch(() => 0)")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.2:9/x.png'}))")
    page.wait_for_timeout(300)
    assert len([error for error in watch.errors if "Content Security Policy" in error]) >= 2


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/touchpoints", "/api/health", "/favicon.png", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(path: str, sample_url: str) -> None:
    with urllib.request.urlopen(sample_url + path, timeout=30) as answer:  # noqa: S310 - our own server
        missing = [name for name in HEADERS if not answer.headers.get(name)]
    assert missing == []
