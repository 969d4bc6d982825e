"""The parts of the touchpoints page: scores, table, distributions, one touchpoint opened, operations."""

from typing import Any

import streamlit as st

from cxdash.answers.change import Changed, Point, bucket_for, changes, trend
from cxdash.answers.compare import CompareRow, compare
from cxdash.answers.journey import main_basis, on_main_basis
from cxdash.answers.operations import operations
from cxdash.answers.scores import ScoreRow, scores
from cxdash.charts.distribution import distribution
from cxdash.charts.trend import trend as trend_chart
from cxdash.inference.results import Estimate
from cxdash.locale import formats, t
from cxdash.report.columns import COUNT, DIGITS, SECONDS, Column, Table, table, value_in
from cxdash.ui import findings, pictures, session, url
from cxdash.ui.empty import not_measured
from cxdash.ui.filter_bar import looking
from cxdash.ui.frame import chart, dark, downloads, footing, headed, numbers
from cxdash.ui.how_compared import compared_offers
from cxdash.ui.how_journey import operation_offers
from cxdash.ui.how_scores import distribution_offers, point_offers
from cxdash.ui.journey_parts import against_journey, compared, touchpoint_changes, touchpoint_intervals
from cxdash.ui.text import plain
from cxdash.ui.words_parts import words_part
from cxdash.vocabulary.metrics import Unit, metric_named


def scores_part(metric: str) -> str | None:
    """Every touchpoint with its interval on a common axis; returns the touchpoint that is opened."""
    rows = sorted(against_journey(metric, looking().filters), key=lambda row: row.score.estimate.value or 0)
    if not rows:
        called = plain(metric_named(metric).called)
        not_measured(t("No touchpoint was asked for {metric}.", metric=called), t("Choose another metric above."))
        return None
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
    scores_now = [row.now.estimate for row in rows]
    with st.container(border=True, key="card_touchpoints"):
        headed(
            t("Touchpoints in numbers: {finding}", finding=findings.in_numbers(rows, "touchpoint", seen.comparison)),
            "touchpoints",
            lambda: touchpoint_changes(everything),
        )
        numbers(
            table(
                Column(t("Touchpoint"), [pictures.name_of(row.group["touchpoint"]) for row in rows]),
                Column(t("Score"), [found.value for found in scores_now], value_in(unit)),
                Column(
                    t("Interval"), [formats.interval(found.low, found.high, unit, DIGITS[unit]) for found in scores_now]
                ),
                Column(t("n"), [found.n for found in scores_now], COUNT),
                Column(t("Change"), [_change(row) for row in rows]),
                Column(t("Scale"), [str(row.now.basis.scale) for row in rows]),
            )
        )
        st.caption(plain(footing(sum(found.n for found in scores_now))))
        downloads(pictures.score_table([row.now for row in rows]), key="touchpoints")


def _between(found: Estimate, unit: Unit) -> str:
    return formats.interval(found.low, found.high, unit, DIGITS[unit])


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
            _spread(rows),
            distribution(
                [pictures.distribution_row(row, "touchpoint") for row in rows], rows[0].basis.scale, dark=dark()
            ),
            key="shares",
            rows=pictures.distribution_table(rows),
            n=sum(row.histogram.n for row in rows if not row.hidden),
            note=t("scale {scale}", scale=rows[0].basis.scale),
            how=lambda: distribution_offers(rows, [pictures.name_of(row.group["touchpoint"]) for row in rows]),
        )


def _spread(rows: list[ScoreRow]) -> str:
    """Where low scores are more frequent than elsewhere, credibly."""
    basis = rows[0].basis
    low = findings.lower_half(basis.scale)
    against: list[CompareRow] = session.answer(compare, low.name, "touchpoint", looking().filters)
    return findings.most_low_scores([row for row in against if row.score.basis == basis], "touchpoint", low)


def trend_part(metric: str, touchpoint: str) -> None:
    """One touchpoint over time, with what customers said about it."""
    contents, filters = session.contents(), looking().filters.but("touchpoint", [touchpoint])
    bucket = bucket_for(filters.since or contents.first_on, filters.until or contents.last_on)
    everything: list[Point] = session.answer(
        trend, metric, filters, bucket, contents.last_on, first_on=contents.first_on
    )
    basis = main_basis([point.row for point in everything])
    on_basis = [point for point in everything if point.row.basis == basis]
    # The chart marks the last bucket as not whole, and has no mark for the first.
    points = [point for point in on_basis if point.complete or point is on_basis[-1]]
    if len(points) > 1:
        chart(
            findings.over_time(points, touchpoint, session.context().confidence_level),
            trend_chart(
                [pictures.trend_point(point, bucket) for point in points],
                metric_named(metric).unit,
                unfinished=not points[-1].complete,
                dark=dark(),
            ),
            key="trend",
            rows=pictures.trend_table(points, bucket),
            note=t("the last bucket is left open until its days are over"),
            how=lambda: point_offers(points, filters),
        )
    words_part(filters, touchpoint=touchpoint)


def operations_part() -> None:
    """What the interactions say about each touchpoint: volume, waiting, handling, resolution."""
    rows = session.answer(operations, looking().filters)
    if not rows:
        return
    with st.container(border=True, key="card_operations"):
        headed(
            t("What happened at the touchpoints: {finding}", finding=findings.what_happened(rows)),
            "operations",
            lambda: operation_offers(rows),
            kinds=("interactions",),
        )
        shown = _operations_table(rows)
        numbers(shown)
        st.caption(plain(footing(sum(row["n"] for row in rows))))
        downloads(shown, key="operations")


def _operations_table(rows: list[dict[str, Any]]) -> Table:
    return table(
        Column(t("Touchpoint"), [pictures.name_of(row["touchpoint"]) for row in rows]),
        Column(t("Interactions"), [row["n"] for row in rows], COUNT),
        Column(t("Mean wait"), [row["wait_s"] for row in rows], SECONDS),
        Column(t("Wait between"), [_times(row, "wait") for row in rows]),
        Column(t("Mean duration"), [row["duration_s"] for row in rows], SECONDS),
        Column(t("Duration between"), [_times(row, "duration") for row in rows]),
        Column(t("Resolved"), [row["resolved_share"] for row in rows], value_in("percent")),
        Column(t("Resolved between"), [_percent_between(row, "resolved") for row in rows]),
    )


def _percent_between(row: dict[str, Any], name: str) -> str:
    return formats.interval(row[f"{name}_low"], row[f"{name}_high"], "percent", DIGITS["percent"])


def _times(row: dict[str, Any], name: str) -> str:
    return formats.duration_interval(row[f"{name}_low"], row[f"{name}_high"])
