"""A finished chart: a Vega-Lite spec that does not depend on the data, the frame it draws, and its words for the blind.

A spec depends on arguments such as the unit, the theme and the language only, so that building one (up to
half a second) happens once; `remembered` keeps it. Field names are ours, never a person's text.
"""

import copy
import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Literal, ParamSpec

import altair as alt
import pandas as pd

from cxdash.charts.style import configuration
from cxdash.locale import translation

Spec = dict[str, Any]
Field = Literal["text", "number", "time", "flag"]
Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Drawn:
    """`spec` without data (safe to change: it is the caller's own copy), `data` one row per mark, `alt` the words."""

    spec: Spec
    data: pd.DataFrame
    alt: str

    def standalone(self, width: int = 1000, background: str | None = None) -> Spec:
        """The spec with its data inside, `width` pixels wide: for pictures and pages outside the app."""
        plain = self.data.astype(object).where(self.data.notna(), None)
        values = [{str(key): _plain(cell) for key, cell in record.items()} for record in plain.to_dict("records")]
        spec = {**copy.deepcopy(self.spec), "data": {"values": values}, "width": width}
        return spec if background is None else {**spec, "background": background}


def _plain(cell: object) -> object:
    # Without an offset, Vega reads the time as local, which is what the app's own transport does too.
    return cell.isoformat() if isinstance(cell, dt.date | dt.datetime | pd.Timestamp) else cell


def frame(fields: dict[str, Field], records: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The records as a frame with exactly these typed columns, also when there are none."""
    types = {"text": "object", "number": "float64", "time": "datetime64[ms]", "flag": "bool"}
    columns = {name: [record.get(name) for record in records] for name in fields}
    for name, kind in fields.items():
        if kind == "flag":
            columns[name] = [bool(cell) for cell in columns[name]]
    return pd.DataFrame({name: pd.Series(cells, dtype=types[fields[name]]) for name, cells in columns.items()})


def remembered(build: Callable[Arguments, Spec]) -> Callable[Arguments, Spec]:
    """`build`, called once per set of arguments and language; every caller gets an own copy."""

    once: Callable[..., str] = lru_cache(maxsize=64)(
        lambda _language, *args, **kwargs: json.dumps(build(*args, **kwargs))
    )

    @wraps(build)
    def spec(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Spec:
        # Reading JSON is ten times as fast as copying the nested dictionaries.
        own: Spec = json.loads(once(translation.language(), *args, **kwargs))
        return own

    return spec


def as_spec(layers: Sequence[alt.Chart], *, height: object, dark: bool, padding: object = 6, key: str = "") -> Spec:
    """The layers as one responsive spec in the house's style, with no data in it; `key` explains it underneath."""
    chart = alt.layer(*layers)
    # Checking the words against Vega-Lite's grammar takes a second; the tests do it.
    spec: Spec = chart.to_dict(validate=False, context={"datasets": {}})
    _without_data(spec)
    for name in ("$schema", "config", "datasets"):
        spec.pop(name, None)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": height,
        # Streamlit writes into the padding it is given, so that it must be one per side.
        "padding": padding if isinstance(padding, dict) else dict.fromkeys(("left", "right", "top", "bottom"), padding),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        **spec,
        **({"title": {"text": key.split("\n"), "orient": "bottom", "anchor": "start", "offset": 14}} if key else {}),
        "config": configuration(dark),
    }


def _without_data(part: object) -> None:
    if isinstance(part, dict):
        part.pop("data", None)
        for value in part.values():
            _without_data(value)
    elif isinstance(part, list):
        for value in part:
            _without_data(value)


def marks(kind: str | None = None) -> alt.Chart:
    """A layer's beginning: all rows of the frame, or only those of one `kind`."""
    chart = alt.Chart(alt.NamedData(name="rows"))
    return chart if kind is None else chart.transform_filter(f"datum.kind === '{kind}'")


def pixels(expression: str) -> dict[str, Any]:
    """A place in pixels that Vega works out from the size of the view."""
    return {"value": {"expr": expression}}
