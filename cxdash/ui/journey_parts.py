"""The parts of the journey page: the map, what lies furthest below, what changed, how customers travel."""

from collections.abc import Sequence

import streamlit as st

from cxdash.answers.change import Changed, changes
from cxdash.answers.compare import CompareRow, compare
from cxdash.answers.journey import journey, touchpoints
from cxdash.answers.paths import Paths, paths
from cxdash.answers.scores import ScoreRow
from cxdash.charts.drawn import Drawn
from cxdash.charts.flow import entries_and_exits, flow
from cxdash.charts.interval_plot import interval_plot
from cxdash.charts.journey_map import journey_map
from cxdash.charts.rows import FlowEnd, FlowStep
from cxdash.locale import t
from cxdash.queries.filters import Filters
from cxdash.ui import choices, findings, pictures, session, url
from cxdash.ui.filter_bar import looking
from cxdash.ui.frame import chart, dark, headed
from cxdash.ui.how_compared import changed_offers, compared_offers
from cxdash.ui.how_explained import Offer
from cxdash.ui.how_journey import end_offers, move_offers, stage_offers
from cxdash.ui.journey_editor import edit_button
from cxdash.ui.text import plain
from cxdash.vocabulary.metrics import metric_named

MOST_MOVES, FURTHEST, MOST_CHANGES = 20, 8, 6


def compared(metric: str, filters: Filters) -> list[CompareRow]:
    """Each touchpoint against the rest of the journey, on every scale: what the correction is made over."""
    found: list[CompareRow] = session.answer(compare, metric, "touchpoint", filters)
    return found


def against_journey(metric: str, filters: Filters) -> list[CompareRow]:
    """Each touchpoint against the rest of the journey, on the scale most of them use."""
    rows = compared(metric, filters)
    bases: dict[object, int] = {}
    for row in rows:
        bases[row.score.basis] = bases.get(row.score.basis, 0) + row.score.histogram.n
    main = max(bases, key=lambda basis: bases[basis]) if bases else None
    return [row for row in rows if row.score.basis == main]


def map_part(filters: Filters) -> str:
    """The map, on the metric a person chose or the one that measures most touchpoints; returns that metric."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        metric = choices.metric(choices.measured())
        edit_button()
    stages = session.answer(journey, filters)
    declared = session.answer(touchpoints, metric, filters)
    rows = against_journey(metric, filters)
    judged = {row.group["touchpoint"]: row for row in rows}
    customers = max((row.customers or 0 for row in stages), default=0)
    drawn = journey_map(
        [pictures.stage_column(stage, metric) for stage in stages],
        [pictures.dot(row, metric, judged.get(row.declared.name), customers) for row in declared],
        metric_named(metric).unit,
        metric_named(metric).called,
        dark=dark(),
    )
    chart(
        findings.standing_out(rows, "touchpoint", metric_named(metric)),
        drawn,
        key="map",
        rows=_map_table([row.score for row in declared if row.score]),
        n=sum(row.score.histogram.n for row in declared if row.score and not row.score.hidden),
        note=t("a click on a stage shows only that stage"),
        how=lambda: [
            *stage_offers(stages, metric),
            *compared_offers(rows, "touchpoint", compared(metric, filters)),
        ],
        kinds=("survey", "interactions"),
        on_pick=_follow,
        picks="stage",
    )
    return metric


def _map_table(rows: list[ScoreRow]) -> list[dict[str, object]]:
    return pictures.score_table(rows)


def _follow(clicked: list[str]) -> None:
    """A clicked stage becomes the page's filter; a click beside it, or on it again, takes the filter off."""
    url.put("stage", clicked)


def touchpoint_intervals(rows: Sequence[CompareRow], metric: str) -> Drawn:
    """Touchpoints with their intervals on a common axis, targets as ticks, coloured by how they compare."""
    targets = {point.name: point.targets for point in session.context().journey.touchpoints}
    drawn = (
        pictures.interval_row(row.score, "touchpoint", row, targets.get(row.group["touchpoint"] or "")) for row in rows
    )
    return interval_plot(list(drawn), metric_named(metric).unit, dark=dark())


def furthest_part(metric: str) -> None:
    """The touchpoints that are worse than the rest of the journey, the furthest first, with their intervals."""
    rows = [row for row in against_journey(metric, looking().filters) if row.better is False]
    rows.sort(key=findings.distance_to_rest, reverse=True)
    shown = rows[:FURTHEST]
    if not shown:
        return
    chart(
        t("Look here first: furthest behind the journey"),
        touchpoint_intervals(shown, metric),
        key="furthest",
        rows=pictures.compare_table(shown),
        n=sum(row.score.histogram.n for row in shown),
        note=t("orange: credibly worse than the rest, corrected for all touchpoints"),
        how=lambda: compared_offers(shown, "touchpoint", compared(metric, looking().filters)),
    )


def changed_part(metric: str) -> None:
    """What changed since the earlier period, credibly, in sentences."""
    seen = looking()
    rows = session.answer(changes, metric, ("touchpoint",), seen.filters, seen.comparison)
    with st.container(border=True, key="card_changed", height="stretch"):
        headed(t("What changed"), "changed", lambda: touchpoint_changes(rows))
        said = findings.what_changed(rows, "touchpoint")[:MOST_CHANGES]
        if seen.comparison == "none":
            st.write(t("Choose a period, and a period to compare it with, to see what changed."))
        elif not said:
            st.write(t("No touchpoint changed by more than noise since the earlier period."))
        for sentence in said:
            st.markdown(f"- {plain(sentence)}")
        st.caption(plain(t("A change is named when it cannot be noise after correction for all touchpoints.")))


def touchpoint_changes(rows: Sequence[Changed]) -> list[Offer]:
    """Every touchpoint with its change, for the panel that explains them."""
    return changed_offers(rows, [pictures.name_of(row.group["touchpoint"]) for row in rows])


def travel_part() -> None:
    """Moves between stages or touchpoints, entries and exits."""
    if not session.contents().interactions:
        return
    grain = url.select(
        t("Between"),
        "grain",
        ("stage", "touchpoint"),
        "touchpoint",
        shown={"stage": t("Stages"), "touchpoint": t("Touchpoints")}.__getitem__,
        widget=st.segmented_control,
        required=True,
    )
    found: Paths = session.answer(paths, grain, looking().filters)
    left, right = st.columns((3, 2))
    with left:
        moves = _moves(found)
        chart(
            findings.travelling(found),
            flow(moves, dark=dark()),
            key="moves",
            rows=found.steps,
            note=_kept_back(found),
            how=lambda: move_offers(moves, found),
            kinds=("interactions",),
        )
    with right:
        ends = _ends(found)
        chart(
            t("Where journeys begin and end"),
            entries_and_exits(ends, dark=dark()),
            key="ends",
            rows=[vars(end) for end in ends],
            how=lambda: end_offers(ends, found),
            kinds=("interactions",),
        )


def _kept_back(found: Paths) -> str:
    return t("rows of fewer customers than the privacy threshold are left out") if found.hidden else ""


def _moves(found: Paths) -> list[FlowStep]:
    leaving: dict[str | None, int] = {}
    for step in found.steps:
        leaving[step["from"]] = leaving.get(step["from"], 0) + step["n"]
    return [
        FlowStep(_place(step["from"]), _place(step["to"]), step["n"], 100 * step["n"] / leaving[step["from"]])
        for step in found.steps[:MOST_MOVES]
    ]


def _ends(found: Paths) -> list[FlowEnd]:
    entries = {row["place"]: row["n"] for row in found.entries}
    exits = {row["place"]: row["n"] for row in found.exits}
    all_in, all_out = sum(entries.values()) or 1, sum(exits.values()) or 1
    return [
        FlowEnd(
            _place(place),
            100 * entries.get(place, 0) / all_in,
            100 * exits.get(place, 0) / all_out,
            entries.get(place, 0),
            exits.get(place, 0),
        )
        for place in {**entries, **exits}
    ][:MOST_MOVES]


def _place(name: str | None) -> str:
    return t("Other") if name is None else name
