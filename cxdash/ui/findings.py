"""Finding first: what a picture shows, in one sentence computed from its numbers."""

from collections.abc import Sequence

from cxdash.answers.change import Changed
from cxdash.answers.compare import CompareRow
from cxdash.answers.paths import Paths
from cxdash.locale import formats, t, tn
from cxdash.vocabulary.metrics import Metric, Unit


def distance(size: float, unit: Unit) -> str:
    """How far two values of a metric lie apart, in words."""
    if unit == "percent":
        return t("{n} percentage points", n=formats.number(size))
    return formats.points(size) if unit == "points" else t("{n} score points", n=formats.number(size, 2))


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
