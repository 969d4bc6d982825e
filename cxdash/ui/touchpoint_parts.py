"""The parts of the touchpoints page: scores, table, distributions, one touchpoint opened, operations."""

from typing import Any

import streamlit as st

from cxdash.answers.change import Changed, bucket_for, changes, trend
from cxdash.answers.context import Context
from cxdash.answers.journey import on_main_basis
from cxdash.answers.scores import scores
from cxdash.charts.distribution import distribution
from cxdash.charts.trend import trend as trend_chart
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import operations
from cxdash.ui import findings, pictures, session, url
from cxdash.ui.filter_bar import looking
from cxdash.ui.frame import chart, dark, downloads, footing, headed, numbers
from cxdash.ui.how_compared import compared_offers
from cxdash.ui.how_journey import operation_offers
from cxdash.ui.how_scores import distribution_offers, point_offers
from cxdash.ui.journey_parts import against_journey, compared, touchpoint_changes, touchpoint_intervals
from cxdash.ui.text import plain
from cxdash.ui.words_parts import words_part
from cxdash.vocabulary.metrics import metric_named


def scores_part(metric: str) -> str | None:
    """Every touchpoint with its interval on a common axis; returns the touchpoint that is opened."""
    rows = sorted(against_journey(metric, looking().filters), key=lambda row: row.score.estimate.value or 0)
    chart(
        findings.standing_out(rows, "touchpoint", metric_named(metric)),
        touchpoint_intervals(rows, metric),
        key="scores",
        rows=pictures.compare_table(rows),
        n=sum(row.score.histogram.n for row in rows if not row.score.hidden),
        note=t("colour: credibly better or worse than the rest, corrected for all touchpoints"),
        how=lambda: compared_offers(rows, "touchpoint", compared(metric, looking().filters)),
    )
    names = [name for row in rows if (name := row.group["touchpoint"]) is not None and not row.score.hidden]
    return url.select(t("Open a touchpoint"), "open", names, names[0], width=320) if names else None


def table_part(metric: str) -> None:
    """The touchpoints as a table: score, interval, n, change and distribution."""
    seen, unit = looking(), metric_named(metric).unit
    everything: list[Changed] = session.answer(changes, metric, ("touchpoint",), seen.filters, seen.comparison)
    rows = [row for row in everything if not row.now.hidden]
    with st.container(border=True, key="card_touchpoints"):
        headed(t("Touchpoints in numbers"), "touchpoints", lambda: touchpoint_changes(everything))
        numbers(
            {
                t("Touchpoint"): [pictures.name_of(row.group["touchpoint"]) for row in rows],
                t("Score"): [formats.value(row.now.estimate.value, unit) for row in rows],
                t("Interval"): [formats.interval(row.now.estimate.low, row.now.estimate.high, unit) for row in rows],
                t("n"): [row.now.estimate.n for row in rows],
                t("Change"): [_change(row) for row in rows],
                t("Scale"): [str(row.now.basis.scale) for row in rows],
            }
        )
        st.caption(plain(footing(sum(row.now.estimate.n for row in rows))))
        downloads(pictures.score_table([row.now for row in rows]), key="touchpoints")


def _change(row: Changed) -> str:
    """The change with its interval when it is one, else that none can be told."""
    change, unit = row.difference, row.now.metric.unit
    if change is None or change.low is None:
        return formats.ABSENT
    if not row.credible:
        return t("none we can tell")
    interval = formats.signed_interval(change.low, change.high, unit)
    return f"{formats.signed(change.effect_size, unit)} ({interval})"


def shares_part(metric: str) -> None:
    """How the answers of each touchpoint spread over the scale."""
    found = on_main_basis(session.answer(scores, metric, ("touchpoint",), looking().filters))
    rows = pictures.in_journey_order(found, session.context().journey)
    if rows:
        chart(
            t("How the answers spread over the scale of {scale}", scale=rows[0].basis.scale),
            distribution(
                [pictures.distribution_row(row, "touchpoint") for row in rows], rows[0].basis.scale, dark=dark()
            ),
            key="shares",
            rows=[
                {**row.group, **{f"{score:g}": n for score, n in row.histogram.counts.items()}}
                for row in rows
                if not row.hidden
            ],
            n=sum(row.histogram.n for row in rows if not row.hidden),
            how=lambda: distribution_offers(rows, [pictures.name_of(row.group["touchpoint"]) for row in rows]),
        )


def trend_part(metric: str, touchpoint: str) -> None:
    """One touchpoint over time, with what customers said about it."""
    contents, filters = session.contents(), looking().filters.but("touchpoint", [touchpoint])
    bucket = bucket_for(filters.since or contents.first_on, filters.until or contents.last_on)
    points = session.answer(trend, metric, filters, bucket, contents.last_on)
    if len(points) > 1:
        chart(
            t("{touchpoint} over time", touchpoint=touchpoint),
            trend_chart(
                [pictures.trend_point(point, bucket) for point in points],
                metric_named(metric).unit,
                unfinished=not points[-1].complete,
                dark=dark(),
            ),
            key="trend",
            rows=pictures.score_table([point.row for point in points]),
            note=t("the last bucket is left open until its days are over"),
            how=lambda: point_offers(points, filters),
        )
    words_part(filters, touchpoint=touchpoint)


def operations_part() -> None:
    """What the interactions say about each touchpoint: volume, waiting, handling, resolution."""
    rows = [
        row
        for row in session.answer(_operations, looking().filters)
        if row["n"] >= session.context().thresholds.privacy
    ]
    if not rows:
        return
    with st.container(border=True, key="card_operations"):
        headed(
            t("What happened at the touchpoints"),
            "operations",
            lambda: operation_offers(rows),
            kinds=("interactions",),
        )
        numbers(
            {
                t("Touchpoint"): [row["touchpoint"] for row in rows],
                t("Interactions"): [row["n"] for row in rows],
                t("Mean wait"): [formats.duration(row["wait_s"]) for row in rows],
                t("Mean duration"): [formats.duration(row["duration_s"]) for row in rows],
                t("Resolved"): [
                    formats.percent(100 * row["resolved"] / row["resolved_n"]) if row["resolved_n"] else "–"
                    for row in rows
                ],
            }
        )
        st.caption(plain(footing(sum(row["n"] for row in rows))))
        downloads(rows, key="operations")


def _operations(seen: Context, filters: Filters) -> list[dict[str, Any]]:
    return operations(seen.mart, seen.dimensions, filters)
