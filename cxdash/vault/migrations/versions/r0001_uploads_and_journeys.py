"""The first schema: uploads, mappings, journeys, settings, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    _uploads()
    _journeys()
    op.create_table(
        "mappings",
        sa.Column("shape", sa.String, primary_key=True),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("object", sa.String, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
    )


def _uploads() -> None:
    counts = ("bytes", "read", "loaded", "set_aside", "duplicates", "values_set_aside")
    op.create_table(
        "uploads",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in counts),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("shape", sa.String, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("first_at", sa.DateTime),
        sa.Column("last_at", sa.DateTime),
        sa.Column("loaded_at", sa.DateTime, nullable=False, unique=True),
        sa.Column("undone_at", sa.DateTime),
    )
    _unique_where("uploads_live_content", "uploads", "sha256", "undone_at IS NULL")


def _journeys() -> None:
    op.create_table(
        "journeys",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("is_default", sa.Boolean, nullable=False),
    )
    _unique_where("journeys_one_default", "journeys", "is_default", "is_default")
    op.create_table(
        "stages",
        sa.Column("journey", sa.Integer, sa.ForeignKey("journeys.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("journey", "position"),
    )
    op.create_table(
        "touchpoints",
        sa.Column("journey", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("targets", sa.JSON, nullable=False),
        sa.Column("moment_of_truth", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["journey", "stage"], ["stages.journey", "stages.name"], ondelete="CASCADE"),
    )


def _unique_where(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)
