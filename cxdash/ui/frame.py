"""The frame every chart stands in: finding, picture, what it is about in words, its table and downloads."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from cxdash.charts.drawn import Drawn
from cxdash.locale import formats, t
from cxdash.report.columns import Column, Table
from cxdash.report.tables import as_csv, as_xlsx
from cxdash.ui import session
from cxdash.ui.card_tools import card_tools
from cxdash.ui.filter_bar import looking
from cxdash.ui.how import panel
from cxdash.ui.how_explained import How
from cxdash.ui.text import heading, plain

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def dark() -> bool:
    """Whether the viewer looks at the dark theme."""
    return st.context.theme.type == "dark"


def footing(n: int | None = None, note: str = "") -> str:
    """The line under every chart: filters in words, n, data version."""
    seen = session.context()
    parts = [looking().in_words] if looking().changeable else []
    if n is not None:
        parts.append(t("n = {n}", n=formats.count(n)))
    if note:
        parts.append(note)
    parts.append(t("{level} intervals", level=formats.percent(100 * seen.confidence_level)))
    parts.append(t("data {version}", version=seen.mart.version[:7]))
    return " · ".join(parts)


def chart(
    title: str,
    drawn: Drawn,
    *,
    key: str,
    rows: Table,
    n: int | None = None,
    note: str = "",
    how: How,
    kinds: Sequence[str] = ("survey",),
    uploads: Sequence[str] = (),
    on_pick: Callable[[list[str]], None] | None = None,
    picks: str = "",
) -> None:
    """A chart in its frame; a click calls `on_pick` with the values picked of the selection and field `picks`.

    `how` offers the numbers of the picture to the panel that explains them, `kinds` and `uploads` say which files
    they come from.
    """

    def picked() -> None:
        if on_pick:
            on_pick(_picked(st.session_state[f"chart_{key}"], picks))

    with st.container(border=True, key=f"card_{key}"):
        headed(title, key, how, kinds=kinds, uploads=uploads)
        st.vega_lite_chart(
            drawn.data,
            drawn.spec,
            theme=None,
            key=f"chart_{key}" if on_pick else None,
            on_select=picked if on_pick else "ignore",
            selection_mode=[picks] if on_pick else None,
            alt=drawn.alt,
        )
        about = footing(n, note)
        st.caption(plain(about))
        table_behind(rows, key=key, title=title, note=about)


def headed(title: str, key: str, how: How, *, kinds: Sequence[str] = ("survey",), uploads: Sequence[str] = ()) -> None:
    """A card's heading with the button beside it that says how its numbers were computed."""
    with st.container(key=f"head_{key}", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        heading(title)
        panel(key, how, kinds=kinds, uploads=uploads)


def _picked(state: Any, field: str) -> list[str]:
    return [str(point[field]) for point in state.selection.get(field) or () if field in point]


def numbers(table: Table, *, height: Literal["content", "auto"] = "content") -> None:
    """A table, as high as its rows unless asked: numbers at the right, as the language writes them, sorted as such."""
    st.dataframe(written(table), hide_index=True, height=height, placeholder=formats.ABSENT)


def written(table: Table) -> Styler:
    """The raw cells of a table with the words they read as; what is not known reads as absent."""
    frame = pd.DataFrame({column.heading: _series(column) for column in table.columns})
    styled = frame.style
    for column in table.columns:
        styled = styled.format(column.kind.written, subset=[column.heading], na_rep=formats.ABSENT)
        for place, text in enumerate(column.texts):
            styled = styled.format(partial(_said, text), subset=([place], [column.heading]))
    return styled


def _series(column: Column) -> "pd.Series[Any]":
    return pd.Series(list(column.cells), dtype="float64" if column.kind.number else "object")


def _said(text: str, _cell: object) -> str:
    return text


def table_behind(rows: Table, *, key: str, title: str, note: str) -> None:
    """The numbers behind a picture, closed until asked for, with what the card gives away."""
    behind = st.expander(t("Table, picture, link"), icon=":material/table_rows:", key=f"table_{key}", on_change="rerun")
    if behind.open:
        with behind:
            numbers(rows, height="auto")
            downloads(rows, key=key, title=title, note=note)


def downloads(rows: Table, *, key: str, title: str = "", note: str = "") -> None:
    """The table as CSV and as a workbook that says what it is about; the link; with a `title` the card's picture."""
    notes = [each for each in (title, note or footing()) if each]
    offered: list[tuple[str, str, Callable[[], bytes], str]] = [
        (t("CSV"), "csv", lambda: as_csv(rows), CSV),
        (t("Excel"), "xlsx", lambda: as_xlsx(rows, notes=notes), XLSX),
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, ending, data, mime in offered:
            st.download_button(
                label,
                data=data,
                file_name=f"cxdash-{key}.{ending}",
                mime=mime,
                key=f"download_{key}_{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
        card_tools(key, title=title, note=note)
