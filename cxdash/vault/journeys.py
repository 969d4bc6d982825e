"""The journey in use: what a person made of it, kept in the ledger, with what live uploads bring beside that."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from cxdash.errors import CxdashError
from cxdash.locale import N_, t
from cxdash.vault import tables
from cxdash.vault.brought import brought, extended, joined
from cxdash.vault.home import Home
from cxdash.vault.ledger import note
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint

UNNAMED = N_("Customer journey")


def default_journey(home: Home) -> Journey:
    """The journey in use; one without stages while there is none.

    Touchpoints that a person placed or declared stand where they put them, measured or not; those that only live
    uploads know stand after them, and leave with their uploads.
    """
    return extended(_edited(home), brought(home)) or Journey(UNNAMED)


def edit(home: Home, opened: Journey, edited: Journey) -> None:
    """Keep what a person made of the journey in use, which was `opened` for it; nothing where nothing was changed.

    Touchpoints that others declared meanwhile stay, at the end of their stages. CxdashError where something else of
    what was opened is not as it was; then nothing is kept.
    """
    if edited.stages == opened.stages:
        return
    with home.ledger.write() as connection:
        seen = {touchpoint.name for touchpoint in opened.touchpoints}
        if _only(default_journey(home), seen) != _only(opened, seen):
            raise CxdashError(
                t("The journey was changed by somebody else meanwhile."),
                t("Close it, open it again, and make your changes to what is there now."),
            )
        before = _edited(home)
        others = {touchpoint.name for touchpoint in before.touchpoints} - seen if before else set()
        kept = joined(edited, Journey(edited.name, _only(before, others))) if before else edited
        _store(connection, kept)
        note(connection, "save journey", kept.name, touchpoints=len(kept.touchpoints))


def _only(journey: Journey, names: Iterable[str]) -> tuple[Stage, ...]:
    """The stages with no other touchpoints than these, without those that have none of them."""
    wanted = set(names)
    stages = (
        Stage(stage.name, tuple(each for each in stage.touchpoints if each.name in wanted)) for stage in journey.stages
    )
    return tuple(stage for stage in stages if stage.touchpoints)


def _edited(home: Home) -> Journey | None:
    """The journey that a person made, None while nobody did."""
    with home.ledger.read() as connection:
        found = connection.execute(select(tables.journeys).where(tables.journeys.c.is_default)).first()
        return _load(connection, found.id, found.name) if found else None


def _load(connection: Connection, journey: int, name: str) -> Journey:
    points, stages = tables.touchpoints, tables.stages
    members: dict[str, list[Touchpoint]] = defaultdict(list)
    for row in connection.execute(select(points).where(points.c.journey == journey).order_by(points.c.position)):
        members[row.stage].append(Touchpoint(row.name, row.targets, row.moment_of_truth))
    order = select(stages.c.name).where(stages.c.journey == journey).order_by(stages.c.position)
    return Journey(name, tuple(Stage(stage, tuple(members[stage])) for stage in connection.scalars(order)))


def _store(connection: Connection, journey: Journey) -> None:
    """Put a journey in the place of the one in use, and of the one of its name."""
    journeys = tables.journeys
    connection.execute(journeys.delete().where(or_(journeys.c.is_default, journeys.c.name == journey.name)))
    made = connection.execute(journeys.insert().values(name=journey.name, is_default=True)).inserted_primary_key
    identity = made[0] if made else None
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
