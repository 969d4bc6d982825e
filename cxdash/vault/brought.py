"""What live uploads bring beside their records: touchpoints, a journey, targets. With the upload it comes and goes."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from cxdash.errors import CxdashError
from cxdash.vault import tables, uploads
from cxdash.vault.home import Home
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint, assign

# More reports than this are not kept in memory; the rest is read again.
KEPT = 4096

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Brought:
    """Of one upload: {touchpoint: the stage its file names for it}, a journey, {metric: the company's target}."""

    stage_of: Mapping[str, str | None]
    journey: Journey | None
    targets: Mapping[str, float]


def brought(home: Home) -> list[Brought]:
    """What each live upload brings, the oldest first; nothing of one whose report cannot be read."""
    rows = tables.uploads.c
    with home.ledger.read() as connection:
        live = list(connection.scalars(select(rows.id).where(rows.undone_at.is_(None)).order_by(rows.loaded_at)))
    found = []
    for upload in live:
        try:
            found.append(_of(home, upload))
        except CxdashError as error:
            # A mart that was derived before answers all the same.
            log.warning("the journey does without upload %s: %s", upload, error)
    return found


def targets(home: Home) -> dict[str, float]:
    """The company's targets of the oldest live upload that brings some, {} without one."""
    return next((dict(each.targets) for each in brought(home) if each.targets), {})


def extended(journey: Journey | None, uploads: Iterable[Brought]) -> Journey | None:
    """The journey with what uploads bring, begun by the first that brings anything where there is none.

    A touchpoint that stands in a stage stays there. Others go to the end of the stage that an upload's journey or its
    file names for them, else of the one in which the template stands that places most of all.
    """
    known = [touchpoint.name for touchpoint in journey.touchpoints] if journey else []
    for each in uploads:
        if each.journey:
            journey = joined(journey, each.journey)
            known = [touchpoint.name for touchpoint in journey.touchpoints]
        there = set(known)
        new = tuple((name, stage) for name, stage in each.stage_of.items() if name not in there)
        if new:
            # Known touchpoints take part in choosing the template, so that a second file speaks of the same stages.
            journey = joined(journey, _placed(tuple(known), new))
            known += [name for name, _ in new]
    return journey


def joined(journey: Journey | None, more: Journey) -> Journey:
    """The journey with the touchpoints of another that it has not; new ones stand at the end of their stage."""
    if journey is None:
        return more
    known = {touchpoint.name for touchpoint in journey.touchpoints}
    stages = {stage.name: stage.touchpoints for stage in journey.stages}
    for stage in more.stages:
        new = tuple(touchpoint for touchpoint in stage.touchpoints if touchpoint.name not in known)
        if new:
            stages[stage.name] = (*stages.get(stage.name, ()), *new)
    return Journey(journey.name, tuple(Stage(name, touchpoints) for name, touchpoints in stages.items()))


@lru_cache(maxsize=KEPT)
def _placed(known: tuple[str, ...], new: tuple[tuple[str, str | None], ...]) -> Journey:
    """The new touchpoints in the order of the template that fits them and the known ones, each in its stage."""
    named = dict(new)
    template = assign([*known, *named])
    stages: dict[str, list[Touchpoint]] = {}
    for stage in template.stages:
        for touchpoint in stage.touchpoints:
            if touchpoint.name in named:
                stages.setdefault(named[touchpoint.name] or stage.name, []).append(touchpoint)
    return Journey(template.name, tuple(Stage(name, tuple(found)) for name, found in stages.items()))


@lru_cache(maxsize=KEPT)
def _of(home: Home, upload: str) -> Brought:
    report = uploads.report(home, upload)
    more = report.get("brings") or {}
    stage_of = {each["touchpoint"]: each["stage"] for each in report.get("touchpoints") or ()}
    return Brought(stage_of, _journey(more.get("journey")), more.get("targets") or {})


def _journey(document: Mapping[str, Any] | None) -> Journey | None:
    if document is None:
        return None
    stages = (
        Stage(stage["name"], tuple(Touchpoint(**touchpoint) for touchpoint in stage["touchpoints"]))
        for stage in document["stages"]
    )
    return Journey(document["name"], tuple(stages))
