"""A page with all that can be opened on it open, and the texts of its tables as a person reads them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit import dataframe_util
from streamlit.testing.v1 import AppTest

from cxdash.ingest import pipeline
from cxdash.ui.upload_desk import Dropped
from cxdash.vault.home import Home

DESK = "_desk"


def open_everything(at: AppTest) -> AppTest:
    """The page after every expander and popover that draws its inside only when open has been opened."""
    opened: set[str] = set()
    while closed := [key for key in _keys(at) if key not in opened]:
        for key in closed:
            at.session_state[key] = True
        opened.update(closed)
        at.run()
    return at


def _keys(at: AppTest) -> list[str]:
    """The keys of what opens: Streamlit writes them at the end of the ids."""
    blocks = [*at.get("expander"), *at.get("popover")]
    return [block.proto.id.split("-", 2)[2] for block in blocks if block.proto.id.startswith("$$ID-")]


def propose(at: AppTest, home: Path, file: Path) -> AppTest:
    """The data page with the proposal for a file on it, as after it was dropped."""
    found = pipeline.propose(Home(home), file, preview=True)
    how = {"sheet": None, "encoding": None}
    at.session_state[DESK] = [Dropped("token", file.name, file, proposal={**found, "read_as": how})]
    return at.run()


def select_row(at: AppTest, key: str, row: int) -> AppTest:
    """The page after a row of the table `key` was selected."""
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def table_texts(at: AppTest) -> Iterator[str]:
    """The headings and cells of every table, and what its columns offer to choose."""
    for found in at.dataframe:
        configured = json.loads(found.proto.columns or "{}")
        offered = {name: _options(column) for name, column in configured.items()}
        shown = _as_read(found)
        for name in shown.columns:
            column = configured.get(str(name)) or {}
            yield str(column.get("label") or name)
            yield str(column.get("help") or "")
            labels = offered.get(str(name), {})
            yield from labels.values()
            yield from (labels.get(cell, cell) for cell in map(str, shown[name].dropna()))


def _options(column: dict[str, Any]) -> dict[str, str]:
    options = (column.get("type_config") or {}).get("options") or ()
    return {
        str(each["value"] if isinstance(each, dict) else each): str(each["label"] if isinstance(each, dict) else each)
        for each in options
    }


def _as_read(found: Any) -> Any:
    """The cells as they are written on the page, where they are not written as they are."""
    words = found.proto.arrow_data.styler.display_values
    return dataframe_util.convert_arrow_bytes_to_pandas_df(words) if words else found.value
