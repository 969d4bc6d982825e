"""Remembered mappings: how a file of a certain shape was last read."""

from typing import Any

from sqlalchemy import select

from cxdash.vault import tables
from cxdash.vault.home import Home
from cxdash.vault.ledger import now

_rows = tables.mappings


def remember(home: Home, shape: str, mapping: dict[str, Any]) -> None:
    """Keep the mapping document of files of this shape (a hash of their column names); the last one counts."""
    with home.ledger.write() as connection:
        connection.execute(_rows.delete().where(_rows.c.shape == shape))
        connection.execute(_rows.insert().values(shape=shape, mapping=mapping, updated_at=now()))


def recall(home: Home, shape: str) -> dict[str, Any] | None:
    """The mapping document last used for files of this shape, or None."""
    with home.ledger.read() as connection:
        found: dict[str, Any] | None = connection.execute(
            select(_rows.c.mapping).where(_rows.c.shape == shape)
        ).scalar()
    return found
