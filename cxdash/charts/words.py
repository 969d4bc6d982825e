"""The texts a chart carries: value, interval and n of a row, ready to read in tooltips and beside the marks."""

from typing import Any

import altair as alt

from cxdash.locale import formats, t
from cxdash.vocabulary.thresholds import State


def shown(
    value: float | None, low: float | None, high: float | None, n: float, *, unit: formats.Unit, state: State
) -> dict[str, Any]:
    """The fields `shown_value`, `shown_interval`, `shown_n` of a value; all silent where it is hidden."""
    if state == "hidden":
        return hidden()
    return {
        "shown_value": formats.value(value, unit),
        "shown_interval": formats.interval(low, high, unit),
        "shown_n": few(n, state),
    }


def shown_effect(
    effect: float | None,
    low: float | None,
    high: float | None,
    n: float,
    *,
    unit: formats.DifferenceUnit,
    state: State,
    digits: int | None = None,
) -> dict[str, Any]:
    """As `shown`, for a difference: with signs; an end that is not bounded is said in words."""
    if state == "hidden":
        return hidden()
    unbounded = effect is not None and low is None and high is None
    return {
        "shown_value": formats.signed(effect, unit, digits),
        "shown_interval": t("no bound") if unbounded else formats.signed_interval(low, high, unit, digits),
        "shown_n": few(n, state),
    }


def hidden() -> dict[str, Any]:
    """The texts of a row that may not be shown."""
    return {"shown_value": t("hidden for privacy"), "shown_interval": formats.ABSENT, "shown_n": formats.ABSENT}


def few(n: float, state: State) -> str:
    """The number of answers, with a warning where it is small."""
    return t("{n} (few)", n=formats.count(n)) if state == "few" else formats.count(n)


def beside(texts: dict[str, Any]) -> str:
    """The number of answers for the margin."""
    return "" if texts["shown_n"] == formats.ABSENT else t("n {n}", n=texts["shown_n"])


def tooltip(*more: alt.Tooltip, name: str | None = "label", value: str | None = None) -> list[alt.Tooltip]:
    """The tooltip of every mark that is a value: its name, the value, the interval, n, and `more`."""
    head = [] if name is None else [alt.Tooltip(f"{name}:N", title=t("What"))]
    return [
        *head,
        alt.Tooltip("shown_value:N", title=value or t("Value")),
        alt.Tooltip("shown_interval:N", title=t("Interval")),
        alt.Tooltip("shown_n:N", title=t("Answers")),
        *more,
    ]


def extremes(labels: list[str], values: list[float | None], texts: list[str]) -> str:
    """One sentence on the highest and the lowest of named values, for alternative texts; empty when none is known."""
    known = [(v, label, text) for v, label, text in zip(values, labels, texts, strict=True) if v is not None]
    if not known:
        return t("No value can be shown.")
    top, bottom = max(known), min(known)
    return t(
        "Highest: {top} ({high}); lowest: {bottom} ({low}).", top=top[1], high=top[2], bottom=bottom[1], low=bottom[2]
    )
