"""How counts and ways were computed: reach, conversion, time to the next stage, moves, volumes, operations."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from cxdash.answers.journey import StageRow
from cxdash.answers.paths import Paths
from cxdash.charts.rows import FlowEnd, FlowStep
from cxdash.inference.critical import z_critical
from cxdash.locale import formats, t
from cxdash.ui.filter_bar import looking
from cxdash.ui.how_explained import Explanation, LeftOut, Offer, Row, in_unit, precise, row
from cxdash.ui.how_formulas import MEAN_TIME, MEDIAN, SHARE_ERROR, SHARE_OF_MOVES, SHARE_VALUE, WILSON
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
    leaving: dict[str, int] = {}
    for step in found.steps:
        leaving[step["from"]] = leaving.get(step["from"], 0) + step["n"]
    rows = zip(moves, found.steps, strict=False)
    return [
        Offer(
            t("{source} → {target}", source=move.source, target=move.target),
            partial(_move, move, step, leaving[step["from"]], _hidden(found)),
        )
        for move, step in rows
    ]


def _move(move: FlowStep, step: Mapping[str, Any], leaving: int, left_out: tuple[LeftOut, ...]) -> Explanation:
    return Explanation(
        t("{source} → {target}", source=move.source, target=move.target),
        t(
            "A move is a customer’s interaction followed by their next one. The share is of all moves shown that leave "
            "the same place. Counts of moves have no interval: moves of one customer are not independent."
        ),
        formulas=(SHARE_OF_MOVES,),
        inputs=(
            row(t("Moves from here to there"), "m", precise(step["n"])),
            row(t("Moves that leave this place"), r"\sum m", precise(leaving)),
            row(t("Different customers who moved so"), "", precise(step["customers"])),
        ),
        results=(
            row(t("Share"), "", in_unit(100 * step["n"] / leaving, "percent")),
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
    totals = [sum(row["n"] for row in rows) for rows in (found.entries, found.exits)]
    counted = [end.n_entries, end.n_exits]
    shares = [100 * n / total if total else None for n, total in zip(counted, totals, strict=True)]
    return Explanation(
        end.label,
        t("A journey begins with a customer’s first interaction in the data and ends with the last one."),
        formulas=(SHARE_OF_MOVES,),
        headings=(t("Begin"), t("End")),
        inputs=(
            Row(t("Journeys here"), "m", tuple(map(precise, counted))),
            Row(t("Journeys at all places shown"), r"\sum m", tuple(map(precise, totals))),
        ),
        results=(
            row(t("Share that begins here"), "", in_unit(shares[0], "percent")),
            row(t("Share that ends here"), "", in_unit(shares[1], "percent")),
        ),
        n=totals[0],
        counted=t("journeys"),
        left_out=(*_hidden(found), *without_customer(), *unseen(looking().filters)),
    )


def _hidden(found: Paths) -> tuple[LeftOut, ...]:
    reason = t("moves, beginnings and ends of fewer customers than the privacy threshold")
    return (LeftOut(reason, found.hidden),) if found.hidden else ()


def volume_offers(
    label: str, meaning: str, now: int, then: int | None, spark: Sequence[tuple[date, int]]
) -> list[Offer]:
    """A count of the period beside the earlier one, and each point of its line."""
    points = []
    for starts_on, n in reversed(spark):
        title = t("From {day}", day=formats.date(starts_on))
        points.append(Offer(title, partial(_volume, title, meaning, n, None)))
    return [Offer(label, partial(_volume, label, meaning, now, then)), *points]


def _volume(title: str, meaning: str, now: int, then: int | None) -> Explanation:
    earlier = (row(t("In the earlier period"), "", precise(then)),) if then is not None else ()
    return Explanation(
        title,
        t("{meaning} A count is what it is: it has no interval.", meaning=meaning),
        results=(row(t("Counted"), "", precise(now)), *earlier),
        left_out=unseen(looking().filters),
    )


def operation_offers(rows: Sequence[Mapping[str, Any]]) -> list[Offer]:
    """The operational figures of each touchpoint."""
    return [Offer(str(found["touchpoint"]), partial(_operation, found)) for found in rows]


def _operation(found: Mapping[str, Any]) -> Explanation:
    asked = found["resolved_n"]
    return Explanation(
        str(found["touchpoint"]),
        t(
            "Waiting and handling times are means over the interactions that record one. Resolved is the share of the "
            "interactions that say whether they were. These describe what was recorded and have no interval."
        ),
        formulas=(MEAN_TIME, SHARE_VALUE),
        inputs=(
            row(t("Interactions"), "", precise(found["n"])),
            row(t("Say whether they were resolved"), "n", precise(asked)),
            row(t("Were resolved"), "x", precise(found["resolved"])),
            *_times(found),
        ),
        results=(
            row(t("Mean wait in seconds"), r"\bar t", precise(found["wait_s"])),
            row(t("Mean duration in seconds"), r"\bar t", precise(found["duration_s"])),
            row(t("Resolved"), "", in_unit(100 * found["resolved"] / asked if asked else None, "percent")),
        ),
        n=found["n"],
        counted=t("interactions"),
        left_out=unseen(looking().filters),
    )


def _times(found: Mapping[str, Any]) -> tuple[Row, ...]:
    """How many interactions record a time, where the answer says so."""
    named = ((t("Record a wait"), "wait_n"), (t("Record a duration"), "duration_n"))
    return tuple(row(name, "m", precise(found[key])) for name, key in named if key in found)
