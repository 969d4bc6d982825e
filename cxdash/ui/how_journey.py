"""How counts and ways were computed: reach, conversion, time to the next stage, moves, volumes, operations."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from cxdash.answers.journey import StageRow
from cxdash.answers.paths import Paths
from cxdash.answers.volumes import Count
from cxdash.charts.rows import FlowEnd, FlowStep
from cxdash.inference.critical import z_critical
from cxdash.locale import formats, t
from cxdash.ui.filter_bar import looking
from cxdash.ui.how_explained import Explanation, LeftOut, Offer, Row, in_unit, precise, row
from cxdash.ui.how_formulas import MEAN_TIME, MEDIAN, SHARE_ERROR, SHARE_OF_MOVES, SHARE_VALUE, T_INTERVAL, WILSON
from cxdash.ui.how_origin import unseen
from cxdash.ui.how_scores import interval_method, interval_source, results, score_offer


def stage_offers(stages: Sequence[StageRow], metric: str) -> list[Offer]:
    """Each stage's score on the metric, and its reach with the way to the next stage."""
    offers = []
    for stage in stages:
        if found := stage.scores.get(metric):
            offers.append(score_offer(found, t(stage.name)))
        if stage.customers is not None:
            title = t("{stage}: reach and way to the next stage", stage=t(stage.name))
            offers.append(Offer(title, partial(way, stage, title)))
    return offers


def way(stage: StageRow, title: str) -> Explanation:
    """How many customers reached a stage, how many of them the next one, and after what time."""
    found = stage.conversion
    inputs = [
        row(t("Interactions in the stage"), "", precise(stage.interactions)),
        row(t("Different customers in the stage: its reach"), "n", precise(stage.customers)),
    ]
    if found and found.value is not None:
        inputs += [
            row(
                t("Of them, those who reached the next stage at the same time or later"),
                "x",
                precise(round(found.value * found.n / 100)),
            ),
            row(t("Critical value of the normal distribution"), "z", precise(z_critical(found.confidence_level))),
        ]
    return Explanation(
        title,
        t(
            "Reach counts different customers. Conversion is the share of them who were also in the next stage, from "
            "their first interaction in this one on; the time is the median between the first interactions of both."
        ),
        formulas=(SHARE_VALUE, SHARE_ERROR, WILSON, MEDIAN) if found else (),
        inputs=tuple(inputs),
        results=(
            *(results(found, "percent") if found else ()),
            row(t("Median time to the next stage"), r"\tilde t", formats.duration(stage.median_seconds)),
        ),
        n=stage.customers,
        counted=t("customers"),
        left_out=(*without_customer(), *unseen(looking().filters)),
        method=interval_method("share") if found else "",
        source=interval_source("share") if found else "",
    )


def without_customer() -> tuple[LeftOut, ...]:
    """Who cannot be followed."""
    return (LeftOut(t("interactions without a customer id: nobody can be followed through them"), None),)


def move_offers(moves: Sequence[FlowStep], found: Paths) -> list[Offer]:
    """Each move that is drawn."""
    titles = [t("{source} → {target}", source=move.source, target=move.target) for move in moves]
    rows = zip(titles, found.steps, strict=False)
    return [Offer(title, partial(_move, title, step, _hidden(found))) for title, step in rows]


def _move(title: str, step: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> Explanation:
    return Explanation(
        title,
        t(
            "A move is a customer’s interaction followed by their next one. The share is of all interactions at the "
            "place the move starts from, those that ended a journey among them. Counts of moves have no interval: "
            "moves of one customer are not independent."
        ),
        formulas=(SHARE_OF_MOVES,),
        inputs=(
            row(t("Moves from here to there"), "m", precise(step["n"])),
            row(t("Interactions of known customers at the place it starts from"), r"\sum m", precise(step["of"])),
            row(t("Different customers who moved so"), "", precise(step["customers"])),
        ),
        results=(
            row(t("Share"), "", in_unit(step["share"], "percent")),
            row(t("Median time between both"), "", formats.duration(step["median_seconds"])),
        ),
        n=step["n"],
        counted=t("moves"),
        left_out=(*left_out, *without_customer(), *unseen(looking().filters)),
    )


def end_offers(ends: Sequence[FlowEnd], found: Paths) -> list[Offer]:
    """Each place where journeys begin or end."""
    return [Offer(end.label, partial(_end, end, found)) for end in ends]


def _end(end: FlowEnd, found: Paths) -> Explanation:
    totals = [rows[0]["of"] if rows else None for rows in (found.entries, found.exits)]
    return Explanation(
        end.label,
        t("A journey begins with a customer’s first interaction in the data and ends with the last one."),
        formulas=(SHARE_OF_MOVES,),
        headings=(t("Begin"), t("End")),
        inputs=(
            Row(t("Journeys here"), "m", (precise(end.n_entries), precise(end.n_exits))),
            Row(t("Journeys at all places"), r"\sum m", tuple(map(precise, totals))),
        ),
        results=(
            row(t("Share that begins here"), "", in_unit(end.entries, "percent")),
            row(t("Share that ends here"), "", in_unit(end.exits, "percent")),
        ),
        n=totals[0],
        counted=t("journeys"),
        left_out=(*_hidden(found), *without_customer(), *unseen(looking().filters)),
    )


def _hidden(found: Paths) -> tuple[LeftOut, ...]:
    reason = t("moves, beginnings and ends of fewer customers than the privacy threshold")
    return (LeftOut(reason, found.hidden),) if found.hidden else ()


def volume_offers(
    label: str, meaning: str, now: Count, then: Count | None, spark: Sequence[tuple[date, int]]
) -> list[Offer]:
    """A count of the period beside the earlier one, and each point of its line."""
    points = []
    for starts_on, n in reversed(spark):
        title = t("From {day}", day=formats.date(starts_on))
        points.append(Offer(title, partial(_volume, title, meaning, Count(n), None)))
    return [Offer(label, partial(_volume, label, meaning, now, then)), *points]


def _volume(title: str, meaning: str, now: Count, then: Count | None) -> Explanation:
    earlier = (row(t("In the earlier period"), "", _counted(then)),) if then else ()
    return Explanation(
        title,
        t("{meaning} A count is what it is: it has no interval.", meaning=meaning),
        results=(row(t("Counted"), "", _counted(now)), *earlier),
        left_out=unseen(looking().filters),
    )


def _counted(count: Count) -> str:
    return t("hidden for privacy") if count.hidden else precise(count.n)


def operation_offers(rows: Sequence[Mapping[str, Any]]) -> list[Offer]:
    """The operational figures of each touchpoint."""
    return [Offer(str(found["touchpoint"]), partial(_operation, found)) for found in rows]


def _operation(found: Mapping[str, Any]) -> Explanation:
    return Explanation(
        str(found["touchpoint"]),
        t(
            "Waiting and handling times are means over the interactions that record one. Resolved is the share of the "
            "interactions that say whether they were. The intervals take every interaction for itself, also where one "
            "customer had several."
        ),
        formulas=(MEAN_TIME, T_INTERVAL, SHARE_VALUE, SHARE_ERROR, WILSON),
        inputs=(
            row(t("Interactions"), "", precise(found["n"])),
            row(t("Say whether they were resolved"), "n", precise(found["resolved_n"])),
            row(t("Were resolved"), "x", precise(found["resolved"])),
            *_times(found),
        ),
        results=(
            *_mean_time(t("Mean wait in seconds"), found, "wait"),
            *_mean_time(t("Mean duration in seconds"), found, "duration"),
            row(t("Resolved"), "", in_unit(found["resolved_share"], "percent")),
            row(t("Lower end of the interval"), "", in_unit(found["resolved_low"], "percent")),
            row(t("Upper end of the interval"), "", in_unit(found["resolved_high"], "percent")),
        ),
        method=" ".join((t("t interval of a mean."), interval_method("share"))),
        source="; ".join((interval_source("mean"), interval_source("share"))),
        n=found["n"],
        counted=t("interactions"),
        left_out=unseen(looking().filters),
    )


def _mean_time(title: str, found: Mapping[str, Any], name: str) -> tuple[Row, ...]:
    return (
        row(title, r"\bar t", precise(found[f"{name}_s"])),
        row(t("Lower end of the interval"), "", precise(found[f"{name}_low"])),
        row(t("Upper end of the interval"), "", precise(found[f"{name}_high"])),
    )


def _times(found: Mapping[str, Any]) -> tuple[Row, ...]:
    """How many interactions record a time."""
    named = ((t("Record a wait"), "wait_n"), (t("Record a duration"), "duration_n"))
    return tuple(row(name, "m", precise(found[key])) for name, key in named)
