"""Finding first: what a picture shows, in one sentence computed from its numbers."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from cxdash.answers.change import Changed, Comparison, Point
from cxdash.answers.compare import CompareRow, contrast
from cxdash.answers.journey import main_basis
from cxdash.answers.paths import Paths
from cxdash.locale import formats, t, tn
from cxdash.locale.formats import distance
from cxdash.vocabulary.metrics import Metric, share_of
from cxdash.vocabulary.scales import Scale


def distance_to_rest(row: CompareRow) -> float:
    """How far a value lies from the rest, on either side."""
    return abs(row.difference.effect_size or 0) if row.difference else 0.0


def standing_out(rows: Sequence[CompareRow], by: str, metric: Metric) -> str:
    """The value that stands furthest from the rest, credibly; or that none does."""
    credible = [row for row in rows if row.credible and row.difference]
    if not credible:
        return t("No difference in {metric} that we can tell from noise", metric=metric.called)
    worst = [row for row in credible if row.better is False]
    row = max(worst or credible, key=distance_to_rest)
    far = distance(distance_to_rest(row), metric.unit)
    said = {"name": row.group[by] or t("Overall"), "distance": far, "metric": metric.called}
    if row.difference and (row.difference.effect_size or 0) > 0:
        return t("{name} is {distance} above the rest in {metric}", **said)
    return t("{name} is {distance} below the rest in {metric}", **said)


def credible_cells(rows: Sequence[CompareRow]) -> str:
    """How many of the cells of a table of differences are credible after correction."""
    tested = [row for row in rows if row.difference]
    credible = [row for row in tested if row.credible]
    return tn(
        "{n} of {all} differences is credible after correction",
        "{n} of {all} differences are credible after correction",
        len(credible),
        n=formats.count(len(credible)),
        all=formats.count(len(tested)),
    )


def what_changed(rows: Sequence[Changed], by: str) -> list[str]:
    """A sentence per credible change, the largest first."""
    credible = sorted(
        (row for row in rows if row.credible),
        key=lambda row: -abs(row.difference.effect_size or 0) if row.difference else 0,
    )
    return [_changed(row, by) for row in credible]


def _changed(row: Changed, by: str) -> str:
    change, unit = row.difference, row.now.metric.unit
    name = row.group[by] or t("Overall")
    effect = change.effect_size if change else None
    words = {
        "name": name,
        "metric": row.now.metric.called,
        "distance": distance(abs(effect or 0), unit),
        "interval": formats.signed_interval(change.low, change.high, unit) if change else "",
    }
    if (effect or 0) > 0:
        return t("{name} rose by {distance} in {metric} ({interval})", **words)
    return t("{name} fell by {distance} in {metric} ({interval})", **words)


def travelling(paths: Paths) -> str:
    """The most frequent move to another place."""
    moves = [step for step in paths.steps if step["from"] != step["to"]]
    if not moves:
        return t("Nobody moves between places in this data")
    top = moves[0]
    return t(
        "The most frequent move is from {source} to {target}: {n} times",
        source=top["from"] or t("Other"),
        target=top["to"] or t("Other"),
        n=formats.count(top["n"]),
    )


def in_numbers(rows: Sequence[Changed], by: str, comparison: Comparison) -> str:
    """What a table of scores says first: the largest change; that there is none; else how far the scores reach."""
    if said := what_changed(rows, by):
        return said[0]
    if comparison != "none" and any(row.difference for row in rows):
        return t("no change we can tell from noise")
    basis = main_basis([row.now for row in rows])
    known = [(value, row) for row in rows if row.now.basis == basis and (value := row.now.estimate.value) is not None]
    if not known:
        return t("no score can be shown")
    (low, least), (high, most) = (pick(known, key=lambda pair: pair[0]) for pick in (min, max))
    return t(
        "{metric} reaches from {low} ({least}) to {high} ({most})",
        metric=most.now.metric.called,
        low=formats.value(low, least.now.metric.unit),
        least=least.group[by] or t("Overall"),
        high=formats.value(high, most.now.metric.unit),
        most=most.group[by] or t("Overall"),
    )


def lower_half(scale: Scale) -> Metric:
    """The share of the whole scores on the bad side of a scale's middle, which is in neither half."""
    half = max(scale.points // 2, 1) - 1
    if scale.direction == "high_is_good":
        return share_of(scale.low, scale.low + half)
    return share_of(scale.high - half, scale.high)


def most_low_scores(rows: Sequence[CompareRow], by: str, low: Metric) -> str:
    """Where the scores of `low` are most frequent, credibly more than elsewhere; or that they are so nowhere."""
    more = [row for row in rows if row.credible and row.difference and (row.difference.effect_size or 0) > 0]
    if not more:
        return t("Low scores ({scores}) are nowhere more frequent than we can tell from noise", scores=low.band)
    row = max(more, key=lambda row: row.score.estimate.value or 0)
    return t(
        "{name} has the most low scores: {share} give {scores}",
        name=row.group[by] or t("Overall"),
        share=formats.value(row.score.estimate.value, low.unit),
        scores=low.band,
    )


def over_time(points: Sequence[Point], name: str, confidence_level: float) -> str:
    """Whether the later half of the finished buckets differs from the earlier half, credibly, and since when.

    One test over all answers, chosen before looking: the largest of many steps would be found in noise, too.
    """
    whole = [point for point in points if point.complete and not point.row.hidden]
    if len(whole) < 2:
        return t("{name} over time: too little is over yet to speak of change", name=name)
    halves = (whole[: len(whole) // 2], whole[len(whole) // 2 :])
    before, after = (reduce(add, (point.row.histogram for point in half)) for half in halves)
    metric, scale = whole[0].row.metric, whole[0].row.basis.scale
    found = contrast(before, after, metric, scale, confidence_level)
    if found.pvalue is None or found.pvalue >= 1 - confidence_level:
        return t("{name} over time: no change in {metric} we can tell from noise", name=name, metric=metric.called)
    words = {
        "name": name,
        "metric": metric.called,
        "distance": distance(abs(found.effect_size or 0), metric.unit),
        "day": formats.date(halves[1][0].starts_on),
        "interval": formats.signed_interval(found.low, found.high, metric.unit),
    }
    if (found.effect_size or 0) > 0:
        return t("{name} rose by {distance} in {metric} since {day}, against before ({interval})", **words)
    return t("{name} fell by {distance} in {metric} since {day}, against before ({interval})", **words)


def what_happened(rows: Sequence[Mapping[str, Any]]) -> str:
    """Of operational figures by touchpoint, the longest mean wait; where no wait is recorded, the most used."""
    waits = [row for row in rows if row["wait_s"] is not None]
    top = max(waits, key=lambda row: row["wait_s"]) if waits else max(rows, key=lambda row: row["n"])
    name = top["touchpoint"] or t("Other")
    if waits:
        return t("{name} has the longest wait, {time} on average", name=name, time=formats.duration(top["wait_s"]))
    return t("{name} has the most interactions, {n}", name=name, n=formats.count(top["n"]))


def furthest_behind(rows: Sequence[CompareRow], by: str, metric: Metric) -> str:
    """Of rows that are worse than the rest, the furthest, and how far it is."""
    row = max(rows, key=distance_to_rest)
    far = distance(distance_to_rest(row), metric.unit)
    return t("{name} is furthest behind the journey: {distance}", name=row.group[by] or t("Overall"), distance=far)


def beginning_and_ending(paths: Paths) -> str:
    """Where most of the journeys that may be shown begin and end, with their share of all."""
    first, entries = _most(paths.entries)
    last, exits = _most(paths.exits)
    words = {"first": first, "entries": entries, "last": last, "exits": exits}
    if not paths.entries and not paths.exits:
        return t("Too few journeys to show where they begin and end")
    if not paths.exits:
        return t("{entries} of journeys begin at {first}", **words)
    if not paths.entries:
        return t("{exits} of journeys end at {last}", **words)
    return t("{entries} of journeys begin at {first}, {exits} end at {last}", **words)


def _most(rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The place of the most frequent row, and its share."""
    top = max(rows, key=lambda row: row["n"], default={"place": None, "share": None})
    return top["place"] or t("Other"), formats.percent(top["share"])
