"""What uploads left behind to be compared, as typed values: questions, groups, fields, days."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cxdash.vocabulary.naming import words

Scale = tuple[float, float]


@dataclass(frozen=True)
class Asked:
    """A question of one upload with how often each score was given; `position` counts from 0 in the file.

    `id` is the survey tool's own, None where it has none. `missing` counts records without a valid answer, None where
    not every record was asked.
    """

    position: int
    source: str
    id: str | None
    text: str
    touchpoint: str | None
    metric: str
    scale: Scale
    direction: str
    n: int
    missing: int | None
    counts: Mapping[float, int]

    @property
    def key(self) -> str:
        """The text without what people write differently: case, punctuation, blanks, Arabic or Persian letters."""
        return words(self.text) or self.text

    @property
    def mean(self) -> float | None:
        """The average score, None without answers."""
        return math.fsum(score * n for score, n in self.counts.items()) / self.n if self.n else None


@dataclass(frozen=True)
class Group:
    """What splits records: the most frequent values with their counts, of `n` records that say something.

    With `several` values in a record the counts add up to more than `n`.
    """

    name: str
    role: str
    n: int
    distinct: int
    counts: Mapping[str, int]
    several: bool = False


@dataclass(frozen=True)
class Summary:
    """One upload as `report.json` keeps it. `filled` says of a field how many of how many records have it."""

    records: int
    questions: tuple[Asked, ...]
    groups: tuple[Group, ...]
    filled: Mapping[str, tuple[int, int]]
    days: Mapping[date, int]
    columns: frozenset[str]


def summary_of(report: Mapping[str, Any]) -> Summary | None:
    """The summary in an upload's report; None where the version that loaded it wrote none."""
    kept = report.get("summary")
    if not isinstance(kept, dict):
        return None
    return Summary(
        records=kept["records"],
        questions=tuple(_asked(place, each) for place, each in enumerate(kept["questions"])),
        groups=_groups(kept["groups"], report),
        filled={name: (filled, looked) for name, (filled, looked) in kept["filled"].items()},
        days={date.fromisoformat(day): n for day, n in kept["days"].items()},
        columns=frozenset(words(name) or name for name in report["columns"]),
    )


def _groups(kept: Sequence[Mapping[str, Any]], report: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups, but those of several choices in a cell that an earlier version counted by their combinations."""
    columns = (report.get("mapping") or {}).get("columns") or ()
    lists = {column.get("name") or column.get("source") for column in columns if column.get("multiple")}
    groups = (Group(**each) for each in kept)
    return tuple(group for group in groups if group.several or group.role != "segment" or group.name not in lists)


def _asked(position: int, kept: Mapping[str, Any]) -> Asked:
    return Asked(
        position=position,
        source=kept["source"],
        id=kept["id"],
        text=kept["text"],
        touchpoint=kept["touchpoint"],
        metric=kept["metric"],
        scale=(kept["low"], kept["high"]),
        direction=kept["direction"],
        n=kept["n"],
        missing=kept["missing"],
        counts={float(score): n for score, n in kept["counts"].items()},
    )
