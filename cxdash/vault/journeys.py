"""Journeys in the ledger: which touchpoints belong to which stage, their targets, and the one journey in use."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, select

from cxdash.locale import N_
from cxdash.vault import tables
from cxdash.vault.home import Home
from cxdash.vault.ledger import note
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint

UNNAMED = N_("Customer journey")


def save(home: Home, journey: Journey, *, default: bool = True) -> None:
    """Store a whole journey in place of the one of that name; `default` makes it the one in use."""
    with home.ledger.write() as connection:
        _store(connection, journey, default=default)
        note(connection, "save journey", journey.name, touchpoints=len(journey.touchpoints))


def read(home: Home, name: str) -> Journey | None:
    """The journey of that name, or None."""
    with home.ledger.read() as connection:
        found = connection.execute(select(tables.journeys).where(tables.journeys.c.name == name)).first()
        return _load(connection, found.id, found.name) if found else None


def names(home: Home) -> list[str]:
    """The names of all journeys, the one in use first."""
    with home.ledger.read() as connection:
        order = (tables.journeys.c.is_default.desc(), tables.journeys.c.name)
        return list(connection.scalars(select(tables.journeys.c.name).order_by(*order)))


def default_journey(home: Home) -> Journey:
    """The journey in use; one without stages while there is none."""
    with home.ledger.read() as connection:
        return _default(connection) or Journey(UNNAMED)


def add_touchpoints(home: Home, stage_of: Mapping[str, str], *, name: str = UNNAMED) -> Journey:
    """The journey in use with these touchpoints ({touchpoint: stage}) in it; idempotent.

    A touchpoint that stands in a stage stays there. New touchpoints and stages go to the end. Where no journey is
    in use, one called `name` is begun.
    """
    with home.ledger.write() as connection:
        journey = _default(connection) or Journey(name)
        known = {touchpoint.name for touchpoint in journey.touchpoints}
        added = {touchpoint: stage for touchpoint, stage in stage_of.items() if touchpoint not in known}
        if added:
            journey = _extended(journey, added)
            _store(connection, journey, default=True)
            note(connection, "add touchpoints", journey.name, touchpoints=sorted(added))
        return journey


def _extended(journey: Journey, added: Mapping[str, str]) -> Journey:
    placed: dict[str, tuple[Touchpoint, ...]] = {stage.name: stage.touchpoints for stage in journey.stages}
    for touchpoint, stage in added.items():
        placed[stage] = (*placed.get(stage, ()), Touchpoint(touchpoint))
    return Journey(journey.name, tuple(Stage(stage, touchpoints) for stage, touchpoints in placed.items()))


def _default(connection: Connection) -> Journey | None:
    found = connection.execute(select(tables.journeys).where(tables.journeys.c.is_default)).first()
    return _load(connection, found.id, found.name) if found else None


def _load(connection: Connection, journey: int, name: str) -> Journey:
    points, stages = tables.touchpoints, tables.stages
    members: dict[str, list[Touchpoint]] = defaultdict(list)
    for row in connection.execute(select(points).where(points.c.journey == journey).order_by(points.c.position)):
        members[row.stage].append(Touchpoint(row.name, row.targets, row.moment_of_truth))
    order = select(stages.c.name).where(stages.c.journey == journey).order_by(stages.c.position)
    return Journey(name, tuple(Stage(stage, tuple(members[stage])) for stage in connection.scalars(order)))


def _store(connection: Connection, journey: Journey, *, default: bool) -> None:
    identity = _identity(connection, journey.name, default=default)
    connection.execute(tables.touchpoints.delete().where(tables.touchpoints.c.journey == identity))
    connection.execute(tables.stages.delete().where(tables.stages.c.journey == identity))
    stages = [
        {"journey": identity, "name": stage.name, "position": position} for position, stage in enumerate(journey.stages)
    ]
    points = [
        {
            "journey": identity,
            "name": touchpoint.name,
            "stage": stage.name,
            "position": position,
            "targets": dict(touchpoint.targets),
            "moment_of_truth": touchpoint.moment_of_truth,
        }
        for stage in journey.stages
        for position, touchpoint in enumerate(stage.touchpoints)
    ]
    if stages:
        connection.execute(tables.stages.insert(), stages)
    if points:
        connection.execute(tables.touchpoints.insert(), points)


def _identity(connection: Connection, name: str, *, default: bool) -> int:
    journeys = tables.journeys
    if default:
        connection.execute(journeys.update().where(journeys.c.is_default).values(is_default=False))
    found = connection.execute(select(journeys.c.id).where(journeys.c.name == name)).scalar()
    if found is None:
        made = connection.execute(journeys.insert().values(name=name, is_default=default)).inserted_primary_key
        return int(made[0]) if made else 0
    if default:
        connection.execute(journeys.update().where(journeys.c.id == found).values(is_default=True))
    return int(found)
