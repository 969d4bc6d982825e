"""The words of a column and the scores they stand for, as a table that a person can correct and extend."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cxdash.locale import t

Document = dict[str, Any]
ROLES_WITH_WORDS = ("score", "metric", "complete", "resolved", "churned")


def edit_words(mapping: Document, preview: Document | None, *, key: str) -> Document:
    """The mapping with the words of one column at a time as corrected; closed until asked for."""
    sources = [column["source"] for column in mapping["columns"] if column["role"] in ROLES_WITH_WORDS]
    if not sources:
        return mapping
    chosen_words: dict[str, dict[str, float]] = st.session_state.setdefault(f"{key}_words", {})
    box = st.expander(t("Words and their scores"), icon=":material/translate:", key=key, on_change="rerun")
    if box.open:
        with box:
            source = st.selectbox(t("Column"), sources, key=f"{key}_column", width=480)
            column = next(each for each in mapping["columns"] if each["source"] == source)
            chosen_words[source] = _table(column, seen_words(source, preview), key=f"{key}_{source}")
    return {**mapping, "columns": [with_words(column, chosen_words) for column in mapping["columns"]]}


def seen_words(source: str, preview: Document | None) -> list[str]:
    """The words among the first rows of a column, each once; numbers need no translation."""
    if not preview or source not in preview["columns"]:
        return []
    place = preview["columns"].index(source)
    cells = (row[place] for row in preview["rows"])
    return list(dict.fromkeys(cell.strip() for cell in cells if cell and cell.strip() and not _is_number(cell)))


def with_words(column: Document, chosen: dict[str, dict[str, float]]) -> Document:
    """The column with the words chosen for it; one nobody looked at stays as it was."""
    if column["source"] not in chosen or column["role"] not in ROLES_WITH_WORDS:
        return column
    kept = {name: value for name, value in column.items() if name != "labels"}
    words = chosen[column["source"]]
    return {**kept, "labels": words} if words else kept


def _table(column: Document, seen: Sequence[str], *, key: str) -> dict[str, float]:
    labels: dict[str, float] = column.get("labels") or {}
    words = [*labels, *(word for word in seen if word not in labels)]
    table = pd.DataFrame({"word": words, "score": [labels.get(word) for word in words]}).astype(
        {"word": "string", "score": "float64"}
    )
    edited = st.data_editor(
        table,
        hide_index=True,
        placeholder="",
        num_rows="dynamic",
        key=key,
        column_config={
            "word": st.column_config.TextColumn(t("In the file"), required=True),
            "score": st.column_config.NumberColumn(t("Score"), help=t("Empty: a value with this word is set aside.")),
        },
    )
    return read_words(edited.to_dict("records"))


def read_words(rows: Sequence[dict[Any, Any]]) -> dict[str, float]:
    """The words that have a score; whole numbers as such."""
    found: dict[str, float] = {}
    for row in rows:
        word, score = row["word"], row["score"]
        if isinstance(word, str) and word.strip() and isinstance(score, int | float) and not math.isnan(score):
            found[word.strip()] = int(score) if float(score).is_integer() else float(score)
    return found


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
