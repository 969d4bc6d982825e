"""The ledger keeps journeys that a person made; those that only loads had written come from live uploads."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Remove the journeys that nobody ever saved.

    The sample's was saved by the program in the same words as a person's, and what a person made of it must not be
    lost: it stays as if somebody had edited it.
    """
    name = sa.column("name", sa.String)
    journeys = sa.table("journeys", sa.column("id", sa.Integer), name)
    audit = sa.table("audit", sa.column("action", sa.String), sa.column("object", sa.String))
    saved = sa.select(audit.c.object).where(audit.c.action == "save journey")
    op.execute(journeys.delete().where(name.not_in(saved)))
