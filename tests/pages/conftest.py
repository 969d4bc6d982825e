"""Pages run in Streamlit's own test runner, inside the shell, on a data folder of the test's choice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAGES = ("journey", "touchpoints", "segments", "experiments", "data")
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """`open_page(home, page, **parameters)`: the page as a link with these query parameters opens it."""

    def opened(home: Path, page: str, **parameters: str | list[str]) -> AppTest:
        monkeypatch.setenv("CXDASH_HOME", str(home))
        at = AppTest.from_file(str(ROOT / "cxdash" / "ui" / "main.py"), default_timeout=120)
        for name, value in parameters.items():
            at.query_params[name.replace("__", ".")] = value
        at.switch_page(str(ROOT / "pages" / f"{page}.py"))
        return at.run()

    return opened


def said(at: AppTest) -> str:
    """Everything on the page that is text."""
    elements = [*at.markdown, *at.caption, *at.text, *at.error, *at.info, *at.warning, *at.success, *at.subheader]
    return "\n".join(str(element.value) for element in elements)
