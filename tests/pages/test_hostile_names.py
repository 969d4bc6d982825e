"""Names that a file brings are shown as they are: nothing that reads Markdown gets one of them raw."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.answers import tiny
from tests.pages.conftest import PAGES, Open
from tests.pages.everything import open_everything

MARKS = "**{}** $y$ :red[z] [w](http://localhost)"
# What Streamlit reads as Markdown, of any element: its label, its help, its body.
READ = ("label", "help", "body")


def named(name: str) -> str:
    return MARKS.format(name)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which whatever has a name has one that means something to Markdown."""
    folder = tmp_path_factory.mktemp("marked") / "home"
    folder.mkdir()
    touchpoints = [named("shop"), named("help")]
    rows = [
        (
            f"r{n}",
            f"c{n}",
            f"2026-{1 + n % 6:02}-{1 + n % 28:02} 10:00",
            named(f"plan {n % 2}"),
            named(f"way {n % 3}"),
            1 + (n + n % 2) % 5,
            5 - n % 3,
            named("said"),
        )
        for n in range(240)
    ]
    columns = [
        tiny.IDENTITY,
        tiny.CUSTOMER,
        tiny.TIME,
        {"source": "plan", "role": "segment", "name": named("plan")},
        {"source": "way", "role": "channel"},
        tiny.score("a", "csat", 1, 5, touchpoint=touchpoints[0]),
        tiny.score("b", "csat", 1, 5, touchpoint=touchpoints[1]),
        {"source": "said", "role": "comment", "touchpoint": touchpoints[0]},
    ]
    tiny.load(folder, "survey", rows, columns, name=named("survey").replace("/", ""))
    visits: list[tuple[object, ...]] = [
        (f"v{n}-{at}", f"c{n}", f"2026-05-01 1{at}:00", touchpoints[(n + at) % 2]) for n in range(40) for at in (0, 1)
    ]
    tiny.load(
        folder,
        "interactions",
        visits,
        [{"source": "id", "role": "interaction_id"}, tiny.CUSTOMER, tiny.TIME, tiny.EVENT],
        "visits",
    )
    units = [(f"u{n}", named("old") if n % 2 else named("new"), n % 7) for n in range(200)]
    trial = [
        {"source": "unit", "role": "unit_id"},
        {"source": "arm", "role": "variant"},
        {"source": "gain", "role": "metric", "name": named("gain")},
    ]
    tiny.load(folder, "experiment", units, trial, "trial")
    return folder


def read_as_markdown(at: AppTest) -> Iterator[str]:
    """Every text of the page that Streamlit reads as Markdown; `st.text` and the cells of tables are none."""
    for node in at._tree:
        proto = getattr(node, "proto", None)
        if proto is None or node.type in ("text", "dataframe", "arrow_data_frame"):
            continue
        inner = [proto, *(getattr(proto, name, None) for name in ("expandable", "popover", "metric"))]
        yield from (
            str(getattr(part, name)) for part in inner if part is not None for name in READ if hasattr(part, name)
        )


@pytest.mark.parametrize("page", PAGES)
def test_no_name_is_read_as_markdown(page: str, marked: Path, open_page: Open) -> None:
    at = open_everything(open_page(marked, page, period="all"))
    assert not at.exception
    texts = list(read_as_markdown(at))
    assert any("red" in text for text in texts)
    raw = [text for text in texts if re.search(r"(?<!\\)\*\*(shop|help|plan|way|old|new|gain|said)|(?<!\\):red", text)]
    assert raw == []
