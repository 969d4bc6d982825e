"""Which files tell of one experiment, under which name each experiment is found, and what its files measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import duckdb

from cxdash.mart.sources import Build, Source, families

Key = tuple[str, int]
"""A metric's name, and which one of that name it is in its file."""

MOST_MOVED = 0.1
"""Of the units that two files share, at most this part may stand in another variant: assigned anew, it is half."""


@dataclass
class Experiment:
    """An experiment, and the files that tell of it, the oldest first."""

    name: str
    files: list[Source] = field(default_factory=list)

    @property
    def uploads(self) -> list[str]:
        """The ids of its uploads."""
        return [file.upload.id for file in self.files]

    @property
    def metrics(self) -> dict[Key, dict[str, Any]]:
        """Every metric that any file has, as the newest of them describes it, in the order they came."""
        found: dict[Key, dict[str, Any]] = {}
        for file in self.files:
            found |= keyed(file.metrics)
        return found


def keyed(metrics: Iterable[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """The metrics of a report, told apart by name."""
    found: dict[Key, dict[str, Any]] = {}
    for metric in metrics:
        name = str(metric["name"])
        found[next((name, n) for n in count() if (name, n) not in found)] = metric
    return found


def experiments(build: Build) -> list[Experiment]:
    """The experiments of the live uploads, each under a name of its own.

    Files of one name are of one experiment while they agree (see `_agree`). Those that do not are an experiment of
    their own, called "Name (2)".
    """
    found: list[Experiment] = []
    for family in families(list(build.of("experiment"))):
        alike = (each for each in found if each.name == family[0].name and _agree(build.con, each, family))
        one = next(alike, None)
        if one is None:
            found.append(one := Experiment(family[0].name))
        one.files += family
    return _told_apart(found)


def _told_apart(found: list[Experiment]) -> list[Experiment]:
    given = {each.name for each in found}
    used: set[str] = set()
    for each in found:
        if each.name in used:
            own = (f"{each.name} ({n})" for n in count(2))
            each.name = next(name for name in own if name not in given | used)
        used.add(each.name)
    return found


def _agree(con: duckdb.DuckDBPyConnection, one: Experiment, more: Sequence[Source]) -> bool:
    """Whether a file may tell more of an experiment.

    No metric of a name is of two types, one of them has no variant that the other lacks, and nearly all units that
    both have are in the same variant.
    """
    known = one.metrics
    if any(
        _kind(known.get(key, metric)) != _kind(metric) for file in more for key, metric in keyed(file.metrics).items()
    ):
        return False
    old, new = (
        f"(SELECT DISTINCT unit_id, variant FROM read_parquet(${name}, union_by_name = true))"
        for name in ("old", "new")
    )
    found = con.execute(
        f"SELECT (SELECT COUNT(*) FROM {old} ANTI JOIN {new} USING (variant)), "
        f"(SELECT COUNT(*) FROM {new} ANTI JOIN {old} USING (variant)), "
        f"(SELECT COUNT(DISTINCT unit_id) FROM {new} SEMI JOIN {old} USING (unit_id)), "
        f"(SELECT COUNT(DISTINCT unit_id) FROM {new} SEMI JOIN {old} USING (unit_id, variant))",
        {"old": [file.file("units") for file in one.files], "new": [file.file("units") for file in more]},
    ).fetchone()
    gone, added, shared, stayed = found or (0, 0, 0, 0)
    return not (gone and added) and shared - stayed <= MOST_MOVED * shared


def _kind(metric: dict[str, Any]) -> tuple[object, bool]:
    return metric.get("type"), bool(metric.get("denominator"))
