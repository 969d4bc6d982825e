"""Every word on every page comes from the catalogue, or from the data: also behind what is closed at first."""

import calendar
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.answers.context import open_context
from cxdash.ui import session
from cxdash.vault.home import Home
from cxdash.vault.uploads import history
from tests.pages.conftest import PAGES, Open, said
from tests.pages.everything import open_everything, propose, select_row, table_texts
from tests.pseudo_language import pseudo_language, untranslated

__all__ = ["pseudo_language"]

# What is the same in every language: ids, units of file sizes, month names of the formatter.
SAME_EVERYWHERE = ["cxdash", "CSV", "Excel", "PM", "AM", "min", "sec", "hr", "days", "day"]
SAME_EVERYWHERE += [calendar.month_name[month] for month in range(1, 13)]
SAME_EVERYWHERE += [calendar.month_abbr[month] for month in range(1, 13)]
FORMULA = re.compile(r"(?<!\\)\$.+?(?<!\\)\$|<[^>]+>|:material/\w+:")
ANSWERS = [
    ("Respondent", "Ended at", "Plan", "How likely are you to recommend us?", "Was it easy?", "Anything else?"),
    *(
        (
            f"r{n}",
            f"2026-05-{1 + n % 28:02} 10:00",
            ("Gold", "Silver")[n % 2],
            str(n % 11),
            ("yes", "no")[n % 3 > 1],
            "",
        )
        for n in range(80)
    ),
]


@pytest.fixture(autouse=True)
def answers_afresh() -> Iterator[None]:
    """The pseudo language calls itself English: what was answered in English, or in it, is no answer in the other."""
    session._kept.clear()
    yield
    session._kept.clear()


def data_words(home: Path) -> list[str]:
    """Every string of the data that a page may show."""
    context = open_context(Home(home))
    ask = context.mart.ask
    words = [touchpoint.name for touchpoint in context.journey.touchpoints]
    words += [stage.name for stage in context.journey.stages]
    words += [segment.name for segment in context.dimensions.segments]
    words += [str(row["value"]) for row in ask("SELECT DISTINCT value FROM segment_values")]
    words += [str(row["text"]) for row in ask("SELECT DISTINCT text FROM comments")]
    for table in ("scores", "interactions"):
        words += [str(row["channel"]) for row in ask(f"SELECT DISTINCT channel FROM {table}")]
    for column, table in (("name", "experiments"), ("name", "experiment_metrics"), ("variant", "experiment_variants")):
        words += [str(row["word"]) for row in ask(f"SELECT DISTINCT {column} AS word FROM {table}")]
    for upload in history(Home(home)):
        words += [upload.name, upload.id]
    return [*words, *(word.casefold() for word in words), context.mart.version[:7]]


def visible(at: AppTest) -> str:
    """All text of the page with the labels and options of its widgets and everything in its tables."""
    parts = [re.sub(FORMULA, "", said(at)).replace("\\", "")]
    for widgets in (at.button, at.selectbox, at.multiselect, at.metric, at.expander, at.date_input, at.text_input):
        parts += [widget.label for widget in widgets]
    parts += [button.label for button in at.download_button]
    for widget in [*at.selectbox, *at.multiselect]:
        parts += widget.options
    parts += [element.help for element in at.metric if element.help]
    return "\n".join([*parts, *table_texts(at)])


def set_aside_words(at: AppTest) -> list[str]:
    """What the table of set-aside values quotes from the file."""
    tables = [table.value for table in at.dataframe if "⟦Value⟧" in table.value]
    return [str(cell) for table in tables for name in ("⟦Column⟧", "⟦Value⟧") for cell in table[name]]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", ["sample", "empty", "nothing"])
def test_no_word_escapes_translation(
    page: str, state: str, home: Path, sample_home: Path, open_page: Open, pseudo_language: str
) -> None:
    where = {"period": "custom", "days": "1990-01-01..1990-01-31"} if state == "nothing" else {}
    folder = home if state == "empty" else sample_home
    at = open_everything(open_page(folder, page, **where))
    assert not at.exception
    assert untranslated(visible(at), [*data_words(folder), *SAME_EVERYWHERE]) == []


@pytest.mark.parametrize("page", ["journey", "touchpoints", "segments", "experiments"])
def test_the_tables_behind_the_pictures_are_looked_at(page: str, sample_home: Path, open_page: Open) -> None:
    closed = open_page(sample_home, page)
    before = len(closed.dataframe)
    assert len(open_everything(closed).dataframe) >= before + len(closed.get("vega_lite_chart")) > before


def test_a_proposal_speaks_the_language(home: Path, tmp_path: Path, open_page: Open, pseudo_language: str) -> None:
    file = tmp_path / "Answers of May.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(ANSWERS)
    at = open_everything(propose(open_page(home, "data"), home, file))
    assert not at.exception
    assert len(at.data_editor) == 2, "the mapping, and the words of a column"
    data = [cell for row in ANSWERS for cell in row]
    zones = [option for box in at.selectbox if str(box.key).endswith("_zone") for option in box.options]
    words = [*data, *(word.casefold() for word in data), *zones, file.name, "UTC"]
    assert untranslated(visible(at), [*words, *SAME_EVERYWHERE]) == []


def test_an_opened_upload_speaks_the_language(sample_home: Path, open_page: Open, pseudo_language: str) -> None:
    for row in range(len(history(Home(sample_home)))):
        at = open_everything(select_row(open_page(sample_home, "data"), "history", row))
        assert not at.exception
        assert any(str(button.key).startswith("undo_") for button in at.button)
        assert untranslated(visible(at), [*set_aside_words(at), *data_words(sample_home), *SAME_EVERYWHERE]) == []
