"""The mapping document as a table a person can correct: a row per column, what recognition thought, and why."""

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pandas as pd
import streamlit as st

from cxdash.ingest.mapping_rules import fits_role
from cxdash.ingest.roles import KINDS, Kind, roles_of
from cxdash.locale import t
from cxdash.ui.mapping_labels import DIRECTIONS, direction_words, role_words, unit_words
from cxdash.vocabulary.durations import UNIT_SECONDS
from cxdash.vocabulary.metrics import ASKED, metric_named
from cxdash.vocabulary.quality import TOLD, quality_label

Document = dict[str, Any]
EDITED = ("role", "name", "touchpoint", "metric", "low", "high", "direction", "missing", "flag", "unit")
# What only makes sense in the role that a column had.
PINNED_PX = 190
"""Of a pinned column: on a phone the others have to be seen beside it."""
WORDS_PX = 170


def kind_words(kind: str) -> str:
    """A kind of file in words."""
    return {
        "survey": t("Survey answers"),
        "interactions": t("Interactions"),
        "customers": t("Customers"),
        "experiment": t("Experiment"),
    }[kind]


def edit_mapping(mapping: Document, *, key: str, asks_for_zone: bool = False) -> Document:
    """The document as corrected on the page; what the table does not show stays as it was.

    A zone that has to be asked for is empty until a person chose it.
    """
    if asks_for_zone:
        st.warning(
            t(
                "The times in this file do not say in which time zone they are, and it is not loaded before you do: "
                "nine in the morning is another moment in Tehran than in Berlin. If nobody knows, choose UTC; days "
                "and hours may then be off by the difference."
            ),
            icon=":material/schedule:",
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind: Kind = st.selectbox(
            t("Kind of file"),
            KINDS,
            index=KINDS.index(mapping["kind"]),
            format_func=kind_words,
            key=f"{key}_kind",
            width=240,
        )
        zone = _zone(mapping, key=f"{key}_zone", asks=asks_for_zone)
    table = pd.DataFrame([_row(column) for column in mapping["columns"]])
    edited = st.data_editor(
        table,
        hide_index=True,
        placeholder="",
        disabled=["source", "examples", "confidence"],
        column_config=_columns(kind),
        key=f"{key}_columns_{kind}",
    )
    columns = [
        _corrected(column, {str(name): cell for name, cell in row.items()})
        for column, row in zip(mapping["columns"], edited.to_dict("records"), strict=True)
    ]
    return {**mapping, "kind": kind, "timezone": zone or "", "columns": columns}


def _zone(mapping: Document, *, key: str, asks: bool) -> str | None:
    present = mapping.get("timezone", "UTC")
    offered = list(dict.fromkeys([present, *zones()]))
    chosen: str | None = st.selectbox(
        t("Time zone of times without one"),
        offered,
        index=None if asks else offered.index(present),
        format_func=zone_words,
        placeholder=t("Type a city, or choose"),
        help=t("Times are stored as UTC. A time that says its own zone keeps it."),
        key=key,
        width=320,
    )
    return chosen


def zones() -> list[str]:
    """The time zones to choose from: UTC, the one of this browser, then all places of the world."""
    own = st.context.timezone
    return list(dict.fromkeys(["UTC", *([own] if own in _places() else []), *_places()]))


def zone_words(zone: str) -> str:
    """A time zone as one looks for it: with its present distance from UTC, and blanks in its name."""
    distance = datetime.now(_known_zone(zone)).strftime("%z") if _known_zone(zone) else ""
    name = zone.replace("_", " ")
    return f"{name} ({distance[0].replace('-', '−')}{distance[1:3]}:{distance[3:5]})" if distance else name


@cache
def _known_zone(zone: str) -> ZoneInfo | None:
    with suppress(ValueError, ZoneInfoNotFoundError):
        return ZoneInfo(zone)
    return None


@cache
def _places() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))


def _row(column: Document) -> Document:
    low, high = column.get("scale") or (None, None)
    return {
        "source": column["source"],
        "examples": ", ".join(map(str, column.get("examples", ()))),
        "role": column["role"],
        "confidence": column.get("confidence"),
        "name": column.get("name"),
        "touchpoint": column.get("touchpoint"),
        "metric": column.get("metric"),
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "direction": column.get("direction"),
        "missing": ", ".join(map(str, column.get("missing", ()))),
        "flag": column.get("flag"),
        "unit": column.get("unit"),
    }


def _columns(kind: Kind) -> dict[str, Any]:
    config = st.column_config
    return {
        "source": config.TextColumn(t("Column in the file"), pinned=True, width=PINNED_PX),
        "examples": config.TextColumn(t("Examples")),
        "role": _choice(t("Role"), _by_words(kind), lambda role: role_words(role, kind), required=True),
        "confidence": config.ProgressColumn(t("Confidence"), min_value=0.0, max_value=1.0, format="percent"),
        "name": config.TextColumn(t("Name"), help=t("Of a segment or an experiment's metric.")),
        "touchpoint": config.TextColumn(t("Touchpoint"), help=t("Empty: the overall question.")),
        "metric": _choice(t("Metric"), ASKED, lambda name: metric_named(name).called),
        "low": config.NumberColumn(t("Lowest"), help=t("The lowest valid score; what lies outside is set aside.")),
        "high": config.NumberColumn(t("Highest")),
        "direction": _choice(t("Direction"), DIRECTIONS, direction_words),
        "missing": config.TextColumn(t("Not asked"), help=t("Values that mean not asked or not applicable.")),
        "flag": _choice(
            t("Speaks of"), TOLD, quality_label, help=t("What a survey tool's own field says of a response.")
        ),
        "unit": _choice(
            t("Unit"),
            UNIT_SECONDS,
            unit_words,
            help=t("Of a duration that is a number; of one like 2:55 the unit of the first part."),
        ),
    }


def _by_words(kind: Kind) -> list[str]:
    """The roles of a kind of file in the order of their words: there are many, and one looks for the word."""
    return sorted(roles_of(kind), key=lambda role: role_words(role, kind).casefold())


def _choice(label: str, codes: Iterable[str], words: Callable[[str], str], **looks: Any) -> Any:
    """A column that shows words and holds the codes they stand for."""
    # Streamlit makes a column as wide as its codes.
    return st.column_config.SelectboxColumn(
        label, options=list(codes), format_func=lambda code: words(str(code)), width=WORDS_PX, **looks
    )


def _corrected(column: Document, row: Document) -> Document:
    """The column with the row's values; a value that was not touched keeps its original form."""
    before, after = _row(column), {name: _known(row[name]) for name in EDITED}
    changed = {name for name in EDITED if after[name] != _known(before[name])}
    kept = {name: value for name, value in column.items() if "role" not in changed or fits_role(name, after["role"])}
    corrected = {**kept, **{name: after[name] for name in changed - {"low", "high", "missing"}}}
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
