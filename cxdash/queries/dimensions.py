"""What answers and interactions can be grouped and filtered by: journey, channel, calendar and segments."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.mart.database import Mart
from cxdash.mart.sql import literal
from cxdash.queries.stages import stage_of
from cxdash.vocabulary.journeys import Journey
from cxdash.vocabulary.naming import key_of
from cxdash.vocabulary.quality import CLEAN, FLAGS

CALENDAR = {
    "day": "strftime(day, '%Y-%m-%d')",
    "week": "strftime(day, '%G-W%V')",
    "month": "strftime(day, '%Y-%m')",
    "quarter": "strftime(day, '%Y-Q') || quarter(day)",
}
BUILT_IN = ("touchpoint", "stage", "channel", "quality", *CALENDAR)
# A touchpoint's stage is the journey's word for it; else what the file said; the journey can change without a
# new derivation because it is bound to the question and not stored with the answers.
STAGE = stage_of("touchpoint", "stage")

# The gravest of a response's flags.
_GRAVEST = " ".join(f"WHEN flags & {flag.bit} <> 0 THEN {literal(flag.name)}" for flag in FLAGS)
QUALITY = f"CASE {_GRAVEST} ELSE {literal(CLEAN)} END"


def label_of(name: str) -> str:
    """A dimension's name for people: the product's own translated, a segment's as the file has it."""
    words = {
        "stage": t("Stage"),
        "touchpoint": t("Touchpoint"),
        "channel": t("Channel"),
        "quality": t("Response quality"),
    }
    return words.get(key_of(name), name)


@dataclass(frozen=True)
class Dimension:
    """Something to group by: the name as it was asked for, its SQL expression, whether the cubes hold it.

    With `several` the expression is a list of choices, and a row belongs to the group of each of them.
    """

    name: str
    sql: str
    in_cube: bool = True
    label: str = ""
    several: bool = False

    @property
    def values_bound(self) -> bool:
        """Whether the expression needs the journey's values (see `Dimensions.journey_values`)."""
        return self.sql == STAGE


@dataclass(frozen=True)
class Segment:
    """A segment the files brought: a column of the mart with a name a person gave it, `several`: of lists."""

    position: int
    name: str
    key: str
    distinct_values: int
    in_cube: bool
    several: bool = False


@dataclass(frozen=True)
class Dimensions:
    """All dimensions of one mart under one journey."""

    segments: tuple[Segment, ...] = ()
    stage_of: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Dimension:
        """The dimension of that name; CxdashError with the nearest names where there is none."""
        key = key_of(name)
        if key in CALENDAR:
            return Dimension(name, CALENDAR[key])
        if key == "stage":
            return Dimension(name, STAGE)
        if key == "quality":
            return Dimension(name, QUALITY)
        if key in ("touchpoint", "channel"):
            return Dimension(name, key)
        for segment in self.segments:
            if segment.key == key:
                return Dimension(name, f"seg_{segment.position}", segment.in_cube, segment.name, segment.several)
        raise CxdashError(t("There is no dimension called “{name}”.", name=name), self._hint(key))

    def _hint(self, key: str) -> str:
        names = [*BUILT_IN, *(segment.name for segment in self.segments)]
        near = difflib.get_close_matches(key, [key_of(known) for known in names], n=1, cutoff=0.6)
        if near:
            return t("Did you mean “{name}”?", name=next(known for known in names if key_of(known) == near[0]))
        return t("There are: {names}.", names=", ".join(names))

    @property
    def journey_values(self) -> dict[str, list[str]]:
        """The values that stage expressions bind."""
        return {"stage_touchpoints": list(self.stage_of), "stage_names": list(self.stage_of.values())}

    def bound(self, dimensions: Iterable[Dimension]) -> dict[str, Any]:
        """The journey's values when one of the dimensions needs them."""
        return dict(self.journey_values) if any(dimension.values_bound for dimension in dimensions) else {}


def dimensions(mart: Mart, journey: Journey | None = None) -> Dimensions:
    """What this mart can be asked by, under this journey."""
    rows = mart.ask("SELECT position, name, key, distinct_values, in_cube, several FROM segments ORDER BY position")
    stages = journey.stages if journey else ()
    stage_of = {touchpoint.name: stage.name for stage in stages for touchpoint in stage.touchpoints}
    return Dimensions(tuple(_reachable(Segment(**row)) for row in rows), stage_of)


def _reachable(segment: Segment) -> Segment:
    """The segment under a name of its own, where the file gave it the name of one of our dimensions."""
    if segment.key not in BUILT_IN:
        return segment
    # A name that addresses and mappings hold must be the same in every language.
    name = f"{segment.name} (segment)"
    return replace(segment, name=name, key=key_of(name))


def segment_values(mart: Mart) -> dict[int, list[str]]:
    """The values of each segment by its position, the most frequent first; of lists they are the choices."""
    found: dict[int, list[str]] = {}
    for row in mart.ask("SELECT position, value FROM segment_values WHERE value IS NOT NULL ORDER BY position, n DESC"):
        found.setdefault(int(str(row["position"])), []).append(str(row["value"]))
    return found
