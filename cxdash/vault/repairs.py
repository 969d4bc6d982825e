"""Repaired records: set aside when their file was loaded, they join its upload, and live and die with it."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.vault import tables
from cxdash.vault.durable import flush_tree, locked, put_in_place
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.ledger import note
from cxdash.vault.uploads import NewUpload, Upload, _next_moment, discard, get, remove_unknown

_rows = tables.uploads


def repairs_of(home: Home, upload: str) -> list[str]:
    """The ids under which an upload's repaired records are kept, the oldest first."""
    its = _rows.c.id.startswith(f"{upload}-", autoescape=True)
    with home.ledger.read() as connection:
        return list(connection.scalars(select(_rows.c.id).where(its).order_by(_rows.c.loaded_at)))


def commit(home: Home, staging: Path, repaired: NewUpload, known: Upload) -> Upload:
    """Let a staged folder join the upload `known`, in one transaction with its new counts; returns it as it is then.

    Of `repaired`, `loaded` records are no longer set aside, and `values_set_aside` values more are. CxdashError where
    the upload changed since `known` was read; then, as after any other error, nothing is stored - or, where the fault
    came after the rows were written, all of it.
    """
    try:
        with explained(home.path):
            flush_tree(staging)
            with locked(home.commit_lock):
                _join(home, staging, repaired, known)
    finally:
        discard(staging)
    return get(home, known.id)


def _join(home: Home, staging: Path, repaired: NewUpload, known: Upload) -> None:
    number = 1
    while home.upload(f"{known.id}-{number}").exists():
        number += 1
    identity = f"{known.id}-{number}"
    put_in_place(staging, home.upload(identity))
    try:
        with home.ledger.write() as connection:
            _count(connection, repaired, known)
            row = {each.name: getattr(repaired, each.name) for each in fields(NewUpload)}
            connection.execute(_rows.insert().values(id=identity, loaded_at=_next_moment(connection), **row))
            note(connection, "repair", known.id, name=known.name, loaded=repaired.loaded)
    except BaseException:
        remove_unknown(home, identity)
        raise


def _count(connection: Connection, repaired: NewUpload, known: Upload) -> None:
    unchanged = (_rows.c.id == known.id, _rows.c.undone_at.is_(None), _rows.c.set_aside == known.set_aside)
    counts = {
        "loaded": known.loaded + repaired.loaded,
        "set_aside": known.set_aside - repaired.loaded,
        "values_set_aside": known.values_set_aside + repaired.values_set_aside,
        "first_at": min(_known(known.first_at, repaired.first_at), default=None),
        "last_at": max(_known(known.last_at, repaired.last_at), default=None),
    }
    if connection.execute(_rows.update().where(*unchanged).values(**counts)).rowcount != 1:
        raise CxdashError(
            t("Upload {id} was changed by somebody else meanwhile.", id=known.id),
            t("Download what is set aside again, and repair that."),
        )


def _known(*moments: datetime | None) -> list[datetime]:
    return [moment for moment in moments if moment]
