"""The parts of the journey page: the map, what lies furthest below, what changed, how customers travel."""

from collections.abc import Sequence

import streamlit as st

from cxdash.answers.change import Changed, changes
from cxdash.answers.compare import CompareRow, compare
from cxdash.answers.journey import journey, touchpoints
from cxdash.answers.paths import Paths, paths
from cxdash.answers.volumes import volumes
from cxdash.charts.drawn import Drawn
from cxdash.charts.flow import entries_and_exits, flow
from cxdash.charts.interval_plot import interval_plot
from cxdash.charts.journey_map import journey_map
from cxdash.charts.rows import FlowEnd, FlowStep
from cxdash.locale import t
from cxdash.queries.filters import Filters
from cxdash.report.columns import COUNT, SECONDS, Column, Table, table, value_in
from cxdash.ui import choices, findings, pictures, session, url
from cxdash.ui.filter_bar import looking
from cxdash.ui.frame import chart, dark, headed
from cxdash.ui.how_compared import changed_offers, compared_offers
from cxdash.ui.how_explained import Offer
from cxdash.ui.how_journey import end_offers, move_offers, stage_offers
from cxdash.ui.journey_editor import edit_button
from cxdash.ui.text import heading, plain
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
    customers = session.answer(volumes, filters).customers.n or 0
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
        rows=pictures.score_table([row.score for row in declared if row.score]),
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
        findings.furthest_behind(shown, "touchpoint", metric_named(metric)),
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
    heading(t("How customers travel"))
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
            rows=_moves_table(found),
            note=_kept_back(found),
            how=lambda: move_offers(moves, found),
            kinds=("interactions",),
        )
    with right:
        ends = _ends(found)
        chart(
            findings.beginning_and_ending(found),
            entries_and_exits(ends, dark=dark()),
            key="ends",
            rows=_ends_table(ends),
            how=lambda: end_offers(ends, found),
            kinds=("interactions",),
        )


def _kept_back(found: Paths) -> str:
    return t("rows of fewer customers than the privacy threshold are left out") if found.hidden else ""


def _moves(found: Paths) -> list[FlowStep]:
    return [
        FlowStep(_place(step["from"]), _place(step["to"]), step["customers"], step["share"])
        for step in found.steps[:MOST_MOVES]
    ]


def _moves_table(found: Paths) -> Table:
    return table(
        Column(t("From"), [_place(step["from"]) for step in found.steps]),
        Column(t("To"), [_place(step["to"]) for step in found.steps]),
        Column(t("Moves"), [step["n"] for step in found.steps], COUNT),
        Column(t("Customers who went this way"), [step["customers"] for step in found.steps], COUNT),
        Column(t("Share of the interactions there"), [step["share"] for step in found.steps], value_in("percent")),
        Column(t("Median time between both"), [step["median_seconds"] for step in found.steps], SECONDS),
    )


def _ends(found: Paths) -> list[FlowEnd]:
    places = dict.fromkeys(row["place"] for row in (*found.entries, *found.exits))
    ends = [(place, found.entering(place), found.leaving(place)) for place in places]
    return [
        FlowEnd(_place(place), entering.share, leaving.share, entering.n, leaving.n)
        for place, entering, leaving in ends
    ][:MOST_MOVES]


def _ends_table(ends: Sequence[FlowEnd]) -> Table:
    return table(
        Column(t("Touchpoint or stage"), [end.label for end in ends]),
        Column(t("Journeys that begin here"), [end.n_entries for end in ends], COUNT),
        Column(t("Share that begins here"), [end.entries for end in ends], value_in("percent")),
        Column(t("Journeys that end here"), [end.n_exits for end in ends], COUNT),
        Column(t("Share that ends here"), [end.exits for end in ends], value_in("percent")),
    )


def _place(name: str | None) -> str:
    return t("Other") if name is None else name
