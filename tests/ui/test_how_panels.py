"""No number stands without the panel that says how it was computed, and every panel opens with numbers."""

import ast
import re
from pathlib import Path

import pytest

from tests.pages.conftest import Open
from tests.pages.test_pseudo_language import SAME_EVERYWHERE, data_words
from tests.pseudo_language import pseudo_language, untranslated
from tests.ui.conftest import JUNK
from tests.ui.panels import ROOT, opened, panel_keys

__all__ = ["pseudo_language"]

ASKED = ("journey", "touchpoints", "segments", "experiments")
SHOWN = sorted([*(ROOT / "cxdash" / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")])
# What shows a number, and what says how it was computed.
NUMBERS = {"metric", "vega_lite_chart", "altair_chart", "numbers"}
EXPLAINED = {"panel", "headed", "chart"}


def _called(node: ast.AST) -> set[str]:
    """The names of what is called, without what they are called on."""
    return {ast.unparse(each.func).rpartition(".")[2] for each in ast.walk(node) if isinstance(each, ast.Call)}


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_what_shows_a_number_explains_it(path: Path) -> None:
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (_streamlit(node) & NUMBERS)
        and not _called(node) & EXPLAINED
        and node.name not in {"numbers", "table_behind"}
    ]
    assert silent == []


def _streamlit(node: ast.FunctionDef) -> set[str]:
    """Commands of Streamlit that draw numbers, and our own table of numbers; a page's choice of metric is none."""
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            words = ast.unparse(each.func)
            found |= {words.removeprefix("st.")} if words.startswith("st.") or words == "numbers" else set()
    return found


@pytest.mark.parametrize("page", ASKED)
def test_every_tile_and_every_card_has_a_panel(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page)
    keys = panel_keys(at)
    assert len(keys) == len(set(keys))
    assert len(at.metric) + len(at.get("vega_lite_chart")) <= len(keys)
    assert all(block.proto.popover.label == "How computed" for block in at.get("popover") if "how_" in block.proto.id)


@pytest.mark.parametrize("page", ASKED)
def test_every_panel_opens_with_numbers_method_and_data(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page)
    for key in panel_keys(at):
        panel = opened(at, key)
        assert panel.results, key
        assert "Left out" in panel.text, key
        assert "Data: " in panel.text, key
        assert re.search(r"data [0-9a-f]{7}", panel.text), key


@pytest.mark.parametrize("page", ASKED)
def test_a_closed_panel_costs_nothing(page: str, sample_home: Path, fresh_page: Open) -> None:
    at = fresh_page(sample_home, page)
    assert not at.get("latex")
    assert not [box for box in at.selectbox if str(box.key).startswith("explain_")]


@pytest.mark.parametrize("title", ["Delivery: against the rest", "Club"])
def test_the_number_that_was_picked_is_explained(title: str, sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "touchpoints"), "scores", title)
    assert panel.text.startswith(f"**{title}**")


def test_a_filter_is_said_in_words(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "journey", stage="Buy"), "csat_0")
    assert "Stage: Buy" in panel.text


def test_an_experiment_says_that_no_filter_holds(sample_home: Path, open_page: Open) -> None:
    panel = opened(open_page(sample_home, "experiments"), "metrics")
    assert "Filters: " not in panel.text


def test_junk_that_a_file_brought_stays_text(plans: Path, open_page: Open) -> None:
    at = open_page(plans, "segments", by="plan")
    panel = opened(at, "values_0", JUNK)
    assert panel.text.startswith(f"**{JUNK}**")
    raw = next(each.value for each in at.markdown if each.value.startswith("**\\<b"))
    assert "\\$y\\$ \\|" in raw


def test_every_word_of_every_panel_is_translated(sample_home: Path, fresh_page: Open, pseudo_language: str) -> None:
    known = [*data_words(sample_home), *SAME_EVERYWHERE]
    for page in ASKED:
        at = fresh_page(sample_home, page)
        for key in panel_keys(at):
            at.session_state[f"how_{key}"] = True
        at.run()
        assert not at.exception
        texts = "\n".join(str(element.value) for element in (*at.markdown, *at.caption))
        words = re.sub(r"(?<!\\)\$.*?(?<!\\)\$|<[^>]+>|:material/\w+:", " ", texts).replace("\\", "")
        assert untranslated(words, known) == []
