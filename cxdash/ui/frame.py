"""The frame every chart stands in: finding, picture, what it is about in words, its table and downloads."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from cxdash.charts.drawn import Drawn
from cxdash.locale import formats, t
from cxdash.report.tables import Table, as_csv, as_xlsx
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.text import heading, plain

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def dark() -> bool:
    """Whether the viewer looks at the dark theme."""
    return st.context.theme.type == "dark"


def footing(n: int | None = None, note: str = "") -> str:
    """The line under every chart: filters in words, n, data version."""
    seen = session.context()
    parts = [looking().filters.describe()] if looking().changeable else []
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
    how: str = "",
    selectable: Sequence[str] = (),
) -> dict[str, list[str]]:
    """A chart in its frame; returns what was clicked, {field: values}, for the selections named in `selectable`."""
    with st.container(border=True, key=f"card_{key}"):
        heading(title, how)
        state = st.vega_lite_chart(
            drawn.data,
            drawn.spec,
            theme=None,
            key=f"chart_{key}" if selectable else None,
            on_select="rerun" if selectable else "ignore",
            selection_mode=list(selectable) or None,
            alt=drawn.alt,
        )
        st.caption(plain(footing(n, note)))
        table_behind(rows, key=key)
    return _picked(state, selectable)


def _picked(state: object, selectable: Sequence[str]) -> dict[str, list[str]]:
    picked: dict[str, list[str]] = {}
    for name in selectable:
        for point in (getattr(state, "selection", None) or {}).get(name) or ():
            for field, value in point.items():
                picked.setdefault(field, []).append(str(value))
    return picked


def table_behind(rows: Table, *, key: str) -> None:
    """The numbers behind a picture, closed until asked for, with their downloads."""
    behind = st.expander(t("Table"), icon=":material/table_rows:", key=f"table_{key}", on_change="rerun")
    if behind.open:
        with behind:
            st.dataframe(pd.DataFrame(rows), hide_index=True)
            downloads(rows, key=key)


def downloads(rows: Table, *, key: str) -> None:
    """The rows as CSV and as a workbook that says what they are about."""
    notes = [footing()]
    offered: list[tuple[str, str, Callable[[], bytes], str]] = [
        (t("CSV"), "csv", lambda: as_csv(rows), CSV),
        (t("Excel"), "xlsx", lambda: as_xlsx(rows, notes=notes), XLSX),
    ]
    with st.container(horizontal=True):
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
