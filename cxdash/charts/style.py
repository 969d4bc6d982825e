"""How every chart looks: the font of the app, quiet axes, little grid, numbers in the language's own separators."""

import json
from typing import Any

import altair as alt

from cxdash.charts.palette import palette
from cxdash.locale import formats, t, translation

FONT = "Rubik, Vazirmatn, sans-serif"
SMALL = 11
TEXT = 12


def configuration(dark: bool) -> dict[str, Any]:
    """The Vega-Lite `config` of light or dark in the current language."""
    colours = palette(dark)
    axis = {
        "labelColor": colours.muted,
        "labelFont": FONT,
        "labelFontSize": TEXT,
        "titleColor": colours.muted,
        "titleFont": FONT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "gridColor": colours.line,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    }
    legend = {
        "labelColor": colours.ink,
        "labelFont": FONT,
        "labelFontSize": TEXT,
        "titleColor": colours.muted,
        "titleFont": FONT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
    }
    return {
        "font": FONT,
        "axis": axis,
        "axisYBand": {"labelColor": colours.ink, "labelLimit": 150, "grid": False},
        "axisXBand": {"grid": False},
        "legend": legend,
        "text": {"font": FONT, "fontSize": TEXT, "color": colours.ink},
        "title": {"font": FONT, "fontSize": TEXT, "fontWeight": "normal", "color": colours.muted, "lineHeight": 17},
        "view": {"stroke": None},
        **({} if translation.language() == "en" else {"locale": _vega_locale()}),
    }


def _vega_locale() -> dict[str, Any]:
    """Separators, digits and month names for Vega's own axis labels."""
    locale = formats.babel_locale()
    symbols = locale.number_symbols[locale.default_numbering_system]
    digits = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩"}.get(locale.default_numbering_system)
    return {
        "number": {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "minus": "−",
            **({"numerals": list(digits)} if digits else {}),
        },
        "time": {
            "dateTime": "%x %X",
            "date": "%d.%m.%Y",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": _names(locale.days, "wide", (6, 0, 1, 2, 3, 4, 5)),
            "shortDays": _names(locale.days, "abbreviated", (6, 0, 1, 2, 3, 4, 5)),
            "months": _names(locale.months, "wide", tuple(range(1, 13))),
            "shortMonths": _names(locale.months, "abbreviated", tuple(range(1, 13))),
        },
    }


def _names(words: Any, width: str, keys: tuple[int, ...]) -> list[str]:
    return [words["stand-alone"].get(width, words["format"][width])[key] for key in keys]


def value_axis(unit: str, *, signed: bool = False, across: bool = True) -> alt.Axis:
    """An axis of values in `unit`: few ticks with the unit, plus signs for differences; `across` the width or up."""
    native = formats.babel_locale().default_numbering_system in ("arab", "arabext")
    words = "{n}" + ("٪" if native else "%") if unit in ("percent", "relative") else "{n}"
    words = t("{n} pp", n="{n}") if signed and unit == "percent" else words
    before, after = (json.dumps(part) for part in words.split("{n}", 1))
    few = alt.ExprRef("width < 430 ? 3 : 6") if across else 5
    number = "+,~f" if signed else ",~f"
    # Zero has no sign.
    shown = "(datum.value == 0 ? replace(datum.label, '+', '') : datum.label)" if signed else "datum.label"
    return alt.Axis(format=number, labelExpr=" + ".join((before, shown, after)), tickCount=few, title=None)


def band_axis(**options: Any) -> alt.Axis:
    """An axis of names: long ones break into two lines at a space, centred on their band."""
    broken = "split(replace(datum.label, regexp('^(.{8,22})\\\\s'), '$1\\n'), '\\n')"
    long = "length(datum.label) > 22"
    lift = {"condition": {"test": f"{long} && test(/\\s/, datum.label)", "value": -7}, "value": 0}
    placed: dict[str, Any] = {} if "labelAngle" in options else {"labelOffset": lift}
    return alt.Axis(title=None, labelPadding=14, labelExpr=f"{long} ? {broken} : datum.label", **placed, **options)
