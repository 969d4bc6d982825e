"""What one run of each page's script costs with the airline survey loaded: after a change of filter, and again."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cxdash.ingest import pipeline
from cxdash.vault.home import Home
from tests.benchmarks.airline import ROOT, airline_file, mapping
from tests.benchmarks.measure import Measured, cpu_s

PAGES = ("journey", "touchpoints", "segments", "experiments", "data")
FILTERS = ("Female", "Male")
RUNS = 3


def measured() -> list[Measured]:
    """Two results per page; the budget is a quarter of a second."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pipeline.load(Home.open(folder / "home"), [airline_file(folder)], mapping=mapping())
        os.environ["CXDASH_HOME"] = str(folder / "home")
        at = AppTest.from_file(str(ROOT / "cxdash" / "ui" / "main.py"), default_timeout=300).run()
        return [result for page in PAGES for result in _of(at, page)]


def _of(at: AppTest, page: str) -> Iterator[Measured]:
    at.switch_page(str(ROOT / "pages" / f"{page}.py"))
    at.run()
    if any(box.key == "url_seg.gender" for box in at.multiselect):
        yield Measured(f"{page}: another filter", max(cpu_s(_filtered(at, gender)) for gender in FILTERS))
        _filtered(at)()
    yield Measured(f"{page}: again", min(cpu_s(at.run) for _ in range(RUNS)))


def _filtered(at: AppTest, *genders: str) -> Callable[[], object]:
    box = next(box for box in at.multiselect if box.key == "url_seg.gender")
    return lambda: box.set_value(list(genders)).run()
