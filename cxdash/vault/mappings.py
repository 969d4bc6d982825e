"""Remembered mappings: how a file of a certain shape was last read, and what a person decided about each column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cxdash.vault import tables
from cxdash.vault.home import Home
from cxdash.vault.ledger import now

Entries = list[dict[str, Any]]

_rows = tables.mappings
_columns = tables.column_mappings


@dataclass(frozen=True)
class Remembered:
    """A mapping document, whether a person gave or confirmed it, and how many records the file had."""

    mapping: dict[str, Any]
    by_person: bool
    records: int


def remember(home: Home, shape: str, mapping: dict[str, Any], *, by_person: bool = False, records: int = 0) -> None:
    """Keep the mapping document of files of this shape (a hash of their column names); the last one counts."""
    row = {"shape": shape, "mapping": mapping, "by_person": by_person, "records": records, "updated_at": now()}
    with home.ledger.write() as connection:
        connection.execute(_rows.delete().where(_rows.c.shape == shape))
        connection.execute(_rows.insert().values(**row))


def find(home: Home, shape: str) -> Remembered | None:
    """What is remembered for files of this shape, or None."""
    with home.ledger.read() as connection:
        row = connection.execute(
            select(_rows.c.mapping, _rows.c.by_person, _rows.c.records).where(_rows.c.shape == shape)
        ).first()
    return Remembered(*row) if row else None


def recall(home: Home, shape: str) -> dict[str, Any] | None:
    """The mapping document last used for files of this shape, or None."""
    found = find(home, shape)
    return found.mapping if found else None


def remember_columns(home: Home, kind: str, decisions: Mapping[str, Entries]) -> None:
    """Keep the entries of columns of this kind of file, by key; the last ones count."""
    rows = [{"kind": kind, "key": key, "entries": entries, "updated_at": now()} for key, entries in decisions.items()]
    if not rows:
        return
    with home.ledger.write() as connection:
        connection.execute(_columns.delete().where(_columns.c.kind == kind, _columns.c.key.in_(list(decisions))))
        connection.execute(_columns.insert(), rows)


def recall_columns(home: Home, kind: str, keys: Iterable[str]) -> dict[str, Entries]:
    """The entries last decided for columns of this kind of file, for the keys that are known."""
    wanted = select(_columns.c.key, _columns.c.entries).where(_columns.c.kind == kind, _columns.c.key.in_(list(keys)))
    with home.ledger.read() as connection:
        return {row.key: row.entries for row in connection.execute(wanted)}
