"""The tiles on top of the journey: a metric with its interval, change, sparkline and target."""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from cxdash.answers.change import (
    Bucket,
    Changed,
    Point,
    bucket_end,
    bucket_for,
    bucket_start,
    changes,
    earlier,
    trend,
)
from cxdash.answers.context import Context
from cxdash.answers.scores import ScoreRow
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import volumes, volumes_over_time
from cxdash.ui import session
from cxdash.ui.definitions import definition
from cxdash.ui.filter_bar import looking
from cxdash.ui.text import plain
from cxdash.vocabulary.metrics import METRICS

MOST_POINTS = 60


def score_tiles(metrics: list[str], targets: Mapping[str, float]) -> None:
    """One tile per metric, and per scale where a metric was asked on several."""
    seen = looking()
    for name in metrics:
        found = session.answer(changes, name, (), seen.filters, seen.comparison)
        for changed in found:
            _tile(changed, _spark(name, changed), targets.get(name), several=len(found) > 1)


def _spark(metric: str, changed: Changed) -> list[float]:
    contents, filters = session.contents(), looking().filters
    bucket = bucket_for(filters.since or contents.first_on, filters.until or contents.last_on)
    points: list[Point] = session.answer(trend, metric, filters, bucket, contents.last_on)
    shown = [
        point.row.estimate.value
        for point in points
        if point.row.basis == changed.now.basis and not point.row.hidden and point.complete
    ]
    return [value for value in shown if value is not None][-MOST_POINTS:]


def _tile(changed: Changed, spark: list[float], target: float | None, *, several: bool) -> None:
    row = changed.now
    label = t(METRICS[row.metric.name].label) + (f" · {row.basis.scale}" if several else "")
    with st.container(border=True, height="stretch"):
        if row.hidden:
            st.metric(label, formats.ABSENT, help=definition(row))
            st.caption(t("Hidden: fewer than {n} answers.", n=formats.count(session.context().thresholds.privacy)))
            return
        text, color, arrow = _change(changed)
        st.metric(
            label,
            formats.value(row.estimate.value, row.metric.unit),
            delta=text,
            delta_color=color,
            delta_arrow=arrow,
            help=definition(row),
            chart_data=spark if len(spark) > 1 else None,
        )
        st.caption(f"{plain(_facts(row, target))}  \n{plain(_judgement(changed))}")


def _change(changed: Changed) -> tuple[str | None, Literal["blue", "orange", "off"], Literal["up", "down", "off"]]:
    """The change with its colour and arrow; nothing where none can be told from noise."""
    change = changed.difference
    if change is None or change.effect_size is None or not changed.credible:
        return None, "off", "off"
    words = formats.signed(change.effect_size, changed.now.metric.unit)
    return (words, "blue", "up") if change.effect_size > 0 else (words, "orange", "down")


def _facts(row: ScoreRow, target: float | None) -> str:
    unit = row.metric.unit
    parts = [formats.interval(row.estimate.low, row.estimate.high, unit), t("n = {n}", n=formats.count(row.estimate.n))]
    if row.state == "few":
        parts.append(t("few answers"))
    if target is not None:
        parts.append(t("target {value}", value=formats.value(target, unit)))
    return " · ".join(parts)


def _judgement(changed: Changed) -> str:
    """The change in words: a change is called one only when the interval of the difference excludes zero."""
    change, unit = changed.difference, changed.now.metric.unit
    if change is None or change.low is None or change.high is None:
        return t("No earlier period to compare with.")
    if changed.credible:
        return t(
            "Changed by {interval} against the earlier period.",
            interval=formats.signed_interval(change.low, change.high, unit),
        )
    half = formats.value((change.high - change.low) / 2, unit)
    return t("No change we can tell from noise; we would have seen ±{half}.", half=half)


def volume_tiles() -> bool:
    """Interactions and customers in sight, counts that have no interval; false when there are neither."""
    filters, before = looking().filters, earlier(looking().filters, looking().comparison)
    now = session.answer(_volumes, filters)
    then = session.answer(_volumes, before) if before else {}
    words = {
        "interactions": (
            t("Interactions"),
            t("Everything customers did or were part of, as the interaction files record it."),
        ),
        "customers": (
            t("Customers"),
            t("Different customers in the interactions, or among the answers where there are none."),
        ),
    }
    for name, (label, meaning) in words.items():
        if now[name]:
            _count_tile(label, meaning, now[name], then.get(name), [row[name] for row in _over_time()])
    return any(now.values())


def _count_tile(label: str, meaning: str, now: int, then: int | None, spark: list[int]) -> None:
    with st.container(border=True, height="stretch"):
        st.metric(label, formats.count(now), help=meaning, chart_data=spark if len(spark) > 1 else None)
        said = [t("A count: it has no interval.")]
        if then is not None:
            said.append(t("{n} in the earlier period.", n=formats.count(then)))
        st.caption("  \n".join(map(plain, said)))


def _over_time() -> list[dict[str, Any]]:
    """The counts per complete bucket of the period."""
    contents, filters = session.contents(), looking().filters
    bucket = bucket_for(filters.since or contents.first_on, filters.until or contents.last_on)
    rows = session.answer(_volumes_over_time, bucket, filters)
    last_on = contents.last_on
    return [row for row in rows if last_on is None or bucket_end(bucket_start(row["bucket"]), bucket) <= last_on][
        -MOST_POINTS:
    ]


def _volumes(seen: Context, filters: Filters) -> dict[str, int]:
    return volumes(seen.mart, seen.dimensions, filters)


def _volumes_over_time(seen: Context, bucket: Bucket, filters: Filters) -> list[dict[str, Any]]:
    return volumes_over_time(seen.mart, seen.dimensions, bucket, filters)
