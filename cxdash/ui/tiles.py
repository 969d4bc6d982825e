"""The tiles on top of the journey: a metric with its interval, change, sparkline and target."""

from collections.abc import Mapping, Sequence
from datetime import date
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
from cxdash.answers.quality import WithAndWithout, with_and_without
from cxdash.answers.scores import ScoreRow
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import volumes, volumes_over_time
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.how import panel
from cxdash.ui.how_compared import changed_offer
from cxdash.ui.how_journey import volume_offers
from cxdash.ui.how_quality import without_offers
from cxdash.ui.how_scores import point_offers, score_offer
from cxdash.ui.quality_parts import without_line
from cxdash.ui.text import plain
from cxdash.vocabulary.metrics import ASKED, HEADLINES

MOST_POINTS = 60
COUNTED_IN = {"interactions": ("interactions",), "customers": ("interactions", "survey", "customers")}


def score_tiles(metrics: list[str], targets: Mapping[str, float]) -> None:
    """One tile per headline metric, and per scale where it was asked on several; without any, the other measures."""
    seen = looking()
    for name in [name for name in metrics if name in HEADLINES] or [name for name in metrics if name in ASKED]:
        found = session.answer(changes, name, (), seen.filters, seen.comparison)
        for place, changed in enumerate(found):
            _tile(changed, found, targets.get(name), key=f"{name}_{place}")


def _spark(changed: Changed) -> list[Point]:
    """The complete points of the period that may be shown, on the tile's basis."""
    contents, filters = session.contents(), looking().filters
    bucket = bucket_for(filters.since or contents.first_on, filters.until or contents.last_on)
    points: list[Point] = session.answer(trend, changed.now.metric.name, filters, bucket, contents.last_on)
    return [
        point for point in points if point.row.basis == changed.now.basis and not point.row.hidden and point.complete
    ][-MOST_POINTS:]


def _tile(changed: Changed, found: Sequence[Changed], target: float | None, *, key: str) -> None:
    """A metric's tile; `found` are the metric's tiles on all scales."""
    row = changed.now
    label = row.metric.called + (f" · {row.basis.scale}" if len(found) > 1 else "")
    with st.container(border=True, height="stretch"):
        if row.hidden:
            st.metric(label, formats.ABSENT)
            st.caption(t("Hidden: fewer than {n} answers.", n=formats.count(session.context().thresholds.privacy)))
            panel(key, lambda: [score_offer(row, label)])
            return
        text, color, arrow = _change(changed)
        points = _spark(changed)
        spark = [value for point in points if (value := point.row.estimate.value) is not None]
        st.metric(
            label,
            formats.value(row.estimate.value, row.metric.unit),
            delta=text,
            delta_color=color,
            delta_arrow=arrow,
            chart_data=spark if len(spark) > 1 else None,
        )
        without = _without(row)
        said = [_facts(row, target), _judgement(changed), *map(without_line, without)]
        st.caption("  \n".join(map(plain, said)))
        tested = [each.difference for each in found]
        panel(
            key,
            lambda: [
                *changed_offer(changed, label, tested=tested),
                *(offer for each in without if not each.hidden for offer in without_offers(row, label)),
                *point_offers(points, looking().filters),
            ],
        )


def _without(row: ScoreRow) -> list[WithAndWithout]:
    """What the number would be without suspicious responses, where there are any in sight."""
    found: list[WithAndWithout] = session.answer(with_and_without, row.metric.name, looking().filters)
    return [each for each in found if each.basis == row.basis]


def _change(changed: Changed) -> tuple[str | None, Literal["blue", "orange", "off"], Literal["up", "down", "off"]]:
    """The change with its colour and arrow; nothing where none can be told from noise."""
    change = changed.difference
    if change is None or change.effect_size is None or not changed.credible:
        return None, "off", "off"
    words = formats.signed(change.effect_size, changed.now.metric.unit)
    better = (change.effect_size > 0) == (changed.now.good == "high")
    return words, "blue" if better else "orange", "up" if change.effect_size > 0 else "down"


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
            spark = [(bucket_start(row["bucket"]), int(row[name])) for row in _over_time()]
            _count_tile(name, label, meaning, (now[name], then.get(name)), spark)
    return any(now.values())


def _count_tile(
    key: str, label: str, meaning: str, counted: tuple[int, int | None], spark: list[tuple[date, int]]
) -> None:
    now, then = counted
    with st.container(border=True, height="stretch"):
        st.metric(label, formats.count(now), chart_data=[n for _, n in spark] if len(spark) > 1 else None)
        said = [t("A count: it has no interval.")]
        if then is not None:
            said.append(t("{n} in the earlier period.", n=formats.count(then)))
        st.caption("  \n".join(map(plain, said)))
        panel(
            key,
            lambda: volume_offers(label, meaning, now, then, spark),
            kinds=COUNTED_IN[key],
        )


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
