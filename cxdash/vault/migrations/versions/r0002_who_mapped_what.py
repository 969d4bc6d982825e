"""Mappings say who decided them and on how many records; each column's decision is kept by itself, too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of mappings anew with two columns more, and add the table of column mappings."""
    old = sa.table("mappings", sa.column("shape"), sa.column("mapping", sa.JSON), sa.column("updated_at", sa.DateTime))
    kept = [dict(row) for row in op.get_bind().execute(sa.select(old)).mappings()]
    op.drop_table("mappings")
    made = op.create_table(
        "mappings",
        sa.Column("shape", sa.String, primary_key=True),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("by_person", sa.Boolean, nullable=False),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    # Nobody wrote down who decided these: what a person may have corrected must not be lost.
    if kept:
        op.bulk_insert(made, [{**row, "by_person": True, "records": 0} for row in kept])
    op.create_table(
        "column_mappings",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("entries", sa.JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
