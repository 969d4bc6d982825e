"""The tiles on top of the journey: a metric with its interval, change, sparkline and target."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import streamlit as st

from cxdash.answers.change import (
    Bucket,
    Changed,
    Point,
    bucket_for,
    bucket_start,
    changes,
    complete,
    earlier,
    trend,
)
from cxdash.answers.quality import WithAndWithout, with_and_without
from cxdash.answers.scores import ScoreRow
from cxdash.answers.volumes import Count, Volumes, volumes, volumes_over_time
from cxdash.locale import N_, formats, t
from cxdash.queries.interactions import CustomerFile
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
CUSTOMERS_MEAN: dict[CustomerFile, str] = {
    "interactions": N_("Different customers in the interactions."),
    "survey": N_("Different customers among those who answered: no interaction says whose it is."),
    "customers": N_("Customers in the customer files: no interaction or response says whose it is."),
}


def score_tiles(metrics: list[str], targets: Mapping[str, float]) -> None:
    """One tile per headline metric, and per scale where it was asked on several; without any, the other measures."""
    seen = looking()
    for name in [name for name in metrics if name in HEADLINES] or [name for name in metrics if name in ASKED]:
        found = session.answer(changes, name, (), seen.filters, seen.comparison)
        for place, changed in enumerate(found):
            _tile(changed, found, targets.get(name), key=f"{name}_{place}")


def _spark(changed: Changed) -> list[Point]:
    """The complete points of the period that may be shown, on the tile's basis."""
    contents, filters, bucket = session.contents(), looking().filters, _bucket()
    points: list[Point] = session.answer(
        trend, changed.now.metric.name, filters, bucket, contents.last_on, first_on=contents.first_on
    )
    return [
        point for point in points if point.row.basis == changed.now.basis and not point.row.hidden and point.complete
    ][-MOST_POINTS:]


def _bucket() -> Bucket:
    """The stretches of time that the period in sight is drawn in."""
    contents, filters = session.contents(), looking().filters
    return bucket_for(filters.since or contents.first_on, filters.until or contents.last_on)


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
    now: Volumes = session.answer(volumes, filters)
    then: Volumes | None = session.answer(volumes, before) if before else None
    followed = now.counted_in == "interactions"
    _count_tile(
        "interactions",
        t("Interactions"),
        t("Everything customers did or were part of, as the interaction files record it."),
        (now.interactions, then.interactions if then else None),
    )
    _count_tile(
        "customers",
        t("Customers"),
        t(CUSTOMERS_MEAN[now.counted_in]),
        (now.customers, then.customers if then else None),
        kinds=(now.counted_in,),
        over_time=followed,
    )
    return _seen(now.interactions) or _seen(now.customers)


def _seen(count: Count) -> bool:
    return count.hidden or bool(count.n)


def _count_tile(
    key: Literal["interactions", "customers"],
    label: str,
    meaning: str,
    counted: tuple[Count, Count | None],
    *,
    kinds: tuple[CustomerFile, ...] = ("interactions",),
    over_time: bool = True,
) -> None:
    """A count's tile, none where there is nothing to count; its line where it can be followed over time."""
    now, then = counted
    if not _seen(now):
        return
    spark = _over_time(key) if over_time and not now.hidden else []
    with st.container(border=True, height="stretch"):
        st.metric(label, formats.count(now.n), chart_data=[n for _, n in spark] if len(spark) > 1 else None)
        st.caption("  \n".join(map(plain, _count_facts(now, then))))
        panel(key, lambda: volume_offers(label, meaning, now, then, spark), kinds=kinds)


def _count_facts(now: Count, then: Count | None) -> list[str]:
    fewest = formats.count(session.context().thresholds.privacy)
    if now.hidden:
        return [t("Hidden: fewer than {n} customers.", n=fewest)]
    said = [t("A count: it has no interval.")]
    if then and then.hidden:
        said.append(t("Fewer than {n} customers in the earlier period.", n=fewest))
    elif then and then.n is not None:
        said.append(t("{n} in the earlier period.", n=formats.count(then.n)))
    return said


def _over_time(counted: Literal["interactions", "customers"]) -> list[tuple[date, int]]:
    """The count in each bucket whose days are all in sight."""
    contents, filters, bucket = session.contents(), looking().filters, _bucket()
    rows = session.answer(volumes_over_time, bucket, filters)
    spark = [(bucket_start(row["bucket"]), int(row[counted])) for row in rows]
    return [point for point in spark if complete(point[0], bucket, filters, contents.first_on, contents.last_on)][
        -MOST_POINTS:
    ]
