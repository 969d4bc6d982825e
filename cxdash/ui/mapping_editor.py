"""The mapping document as a table a person can correct: a row per column, what recognition thought, and why."""

import math
from typing import Any

import pandas as pd
import streamlit as st

from cxdash.ingest.roles import KINDS, Kind, roles_of
from cxdash.locale import t
from cxdash.vocabulary.metrics import METRICS

Document = dict[str, Any]
EDITED = ("role", "name", "touchpoint", "metric", "low", "high", "direction", "missing")
DIRECTIONS = ("high_is_good", "low_is_good")


def kind_words(kind: str) -> str:
    """A kind of file in words."""
    return {
        "survey": t("Survey answers"),
        "interactions": t("Interactions"),
        "customers": t("Customers"),
        "experiment": t("Experiment"),
    }[kind]


def edit_mapping(mapping: Document, *, key: str) -> Document:
    """The document as corrected on the page; what the table does not show stays as it was."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind: Kind = st.selectbox(
            t("Kind of file"),
            KINDS,
            index=KINDS.index(mapping["kind"]),
            format_func=kind_words,
            key=f"{key}_kind",
            width=240,
        )
        zone = st.text_input(
            t("Time zone of times without one"), value=mapping.get("timezone", "UTC"), key=f"{key}_zone", width=240
        )
    table = pd.DataFrame([_row(column) for column in mapping["columns"]])
    edited = st.data_editor(
        table,
        hide_index=True,
        disabled=["source", "examples", "confidence"],
        column_config=_columns(kind),
        key=f"{key}_columns_{kind}",
    )
    columns = [
        _corrected(column, {str(name): cell for name, cell in row.items()})
        for column, row in zip(mapping["columns"], edited.to_dict("records"), strict=True)
    ]
    return {**mapping, "kind": kind, "timezone": zone, "columns": columns}


def _row(column: Document) -> Document:
    low, high = column.get("scale") or (None, None)
    return {
        "source": column["source"],
        "examples": ", ".join(map(str, column.get("examples", ()))),
        "role": column["role"],
        "name": column.get("name"),
        "touchpoint": column.get("touchpoint"),
        "metric": column.get("metric"),
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "direction": column.get("direction"),
        "missing": ", ".join(map(str, column.get("missing", ()))),
        "confidence": column.get("confidence"),
    }


def _columns(kind: Kind) -> dict[str, Any]:
    config = st.column_config
    return {
        "source": config.TextColumn(t("Column in the file"), pinned=True),
        "examples": config.TextColumn(t("Examples")),
        "role": config.SelectboxColumn(t("Role"), options=sorted(roles_of(kind)), required=True),
        "name": config.TextColumn(t("Name"), help=t("Of a segment or an experiment's metric.")),
        "touchpoint": config.TextColumn(t("Touchpoint"), help=t("Empty: the overall question.")),
        "metric": config.SelectboxColumn(t("Metric"), options=sorted(METRICS)),
        "low": config.NumberColumn(t("Lowest"), help=t("The lowest valid score; what lies outside is set aside.")),
        "high": config.NumberColumn(t("Highest")),
        "direction": config.SelectboxColumn(t("Direction"), options=list(DIRECTIONS)),
        "missing": config.TextColumn(t("Not asked"), help=t("Values that mean not asked or not applicable.")),
        "confidence": config.ProgressColumn(t("Confidence"), min_value=0.0, max_value=1.0, format="percent"),
    }


def _corrected(column: Document, row: Document) -> Document:
    """The column with the row's values; a value that was not touched keeps its original form."""
    before, after = _row(column), {name: _known(row[name]) for name in EDITED}
    changed = {name for name in EDITED if after[name] != _known(before[name])}
    corrected = {**column, **{name: after[name] for name in changed - {"low", "high", "missing"}}}
    if changed & {"low", "high"}:
        corrected["scale"] = [after["low"], after["high"]] if None not in (after["low"], after["high"]) else None
    if "missing" in changed:
        corrected["missing"] = [_value(part) for part in (after["missing"] or "").split(",") if part.strip()]
    return {name: value for name, value in corrected.items() if value is not None}


def _known(cell: Any) -> Any:
    return None if cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)) else cell


def _value(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text.strip()
    return int(number) if number.is_integer() else number
