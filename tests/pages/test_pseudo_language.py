"""Every word on every page comes from the catalogue, or from the data."""

import calendar
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.answers.context import open_context
from cxdash.vault.home import Home
from cxdash.vault.uploads import history
from tests.pages.conftest import PAGES, Open, said
from tests.pseudo_language import pseudo_language, untranslated

__all__ = ["pseudo_language"]

# What is the same in every language: ids, units of file sizes, month names of the formatter.
SAME_EVERYWHERE = ["cxdash", "CSV", "Excel", "PM", "AM", "min", "sec", "hr", "days", "day"]
SAME_EVERYWHERE += [calendar.month_name[month] for month in range(1, 13)]
SAME_EVERYWHERE += [calendar.month_abbr[month] for month in range(1, 13)]


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
    """All text of the page with the labels and options of its widgets and the headings of its tables."""
    parts = [re.sub(r"<[^>]+>|:material/\w+:", "", said(at)).replace("\\", "")]
    for widgets in (at.button, at.selectbox, at.multiselect, at.metric, at.expander, at.date_input, at.text_input):
        parts += [widget.label for widget in widgets]
    for widget in [*at.selectbox, *at.multiselect]:
        parts += widget.options
    for table in at.dataframe:
        parts += [str(column) for column in table.value.columns]
    parts += [element.help for element in at.metric if element.help]
    return "\n".join(parts)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", ["sample", "empty", "nothing"])
def test_no_word_escapes_translation(
    page: str, state: str, home: Path, sample_home: Path, open_page: Open, pseudo_language: str
) -> None:
    where = {"period": "custom", "days": "1990-01-01..1990-01-31"} if state == "nothing" else {}
    folder = home if state == "empty" else sample_home
    at = open_page(folder, page, **where)
    assert not at.exception
    assert untranslated(visible(at), [*data_words(folder), *SAME_EVERYWHERE]) == []
