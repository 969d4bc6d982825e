"""Uploads: prepared in a staging folder, made to exist by one ledger row, taken back by a mark on it."""

import json
import os
import secrets
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlalchemy.exc import IntegrityError

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.locale.formats import date as shown_date
from cxdash.vault import tables
from cxdash.vault.durable import flush_tree, hold, locked, put_in_place
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.ledger import note, now

_rows = tables.uploads
_holding: dict[Path, int] = {}


@dataclass(frozen=True, kw_only=True)
class NewUpload:
    """What the ledger keeps of a file. Counts are records; `bytes` is the size of the file as it came."""

    name: str
    kind: str
    format: str
    sha256: str
    bytes: int
    read: int
    loaded: int
    set_aside: int
    duplicates: int
    values_set_aside: int
    mapping: dict[str, Any]
    shape: str
    warnings: list[Any] = field(default_factory=list)
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Upload(NewUpload):
    """A row of the ledger; live until `undone_at` is set. Times are UTC."""

    id: str
    loaded_at: datetime
    undone_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether its records count."""
        return self.undone_at is None


class AlreadyLoadedError(CxdashError):
    """The same content is live already, as `upload`."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(
            t("This file was already loaded on {day} as {id}.", day=shown_date(upload.loaded_at.date()), id=upload.id),
            t("Undo that upload first to load the file again."),
        )
        self.upload = upload


def stage(home: Home) -> Path:
    """A new empty staging folder, this process's until `commit` or `discard`; a crash leaves it to the sweep."""
    with explained(home.path), locked(home.commit_lock):
        folder = home.staging / uuid.uuid4().hex
        descriptor = hold(_lock_of(folder))
        if descriptor is not None:
            _holding[folder] = descriptor
        folder.mkdir()
        return folder


def discard(staging: Path) -> None:
    """Remove a staging folder that will not become an upload; nothing to do when it is gone."""
    shutil.rmtree(staging, ignore_errors=True)
    _release(staging)


def commit(home: Home, staging: Path, upload: NewUpload, *, along: Callable[[], None] | None = None) -> str:
    """Make a staged folder (raw/, canonical/, report.json) an upload; returns its id.

    What `along` writes to the ledger is kept with the upload or not at all. When this returns, the upload survives a
    power cut. AlreadyLoadedError when the same content is live; then, as after any other error, the staging folder is
    gone and nothing is stored - or, where the fault came after its row was written, the whole upload.
    """
    try:
        with explained(home.path):
            flush_tree(staging)
            with locked(home.commit_lock):
                return _exist(home, staging, upload, along)
    finally:
        discard(staging)


def _exist(home: Home, staging: Path, upload: NewUpload, along: Callable[[], None] | None) -> str:
    if known := find_live(home, upload.sha256):
        raise AlreadyLoadedError(known)
    identity = _new_id(home)
    put_in_place(staging, home.upload(identity))
    try:
        with home.ledger.write() as connection:
            row = {each.name: getattr(upload, each.name) for each in fields(NewUpload)}
            connection.execute(_rows.insert().values(id=identity, loaded_at=_next_moment(connection), **row))
            note(connection, "load", identity, name=upload.name, loaded=upload.loaded)
            if along:
                along()
    except BaseException as error:
        remove_unknown(home, identity)
        if isinstance(error, IntegrityError) and (known := find_live(home, upload.sha256)):
            raise AlreadyLoadedError(known) from error
        raise
    return identity


def remove_unknown(home: Home, upload: str) -> None:
    """Remove the files of an upload without a row; where the ledger cannot say so, they are left to the sweep.

    A fault while a transaction ends does not tell whether the row was written.
    """
    with suppress(Exception):
        with home.ledger.read() as connection:
            known = _one(connection, _rows.c.id == upload)
        if known is None:
            shutil.rmtree(home.upload(upload), ignore_errors=True)


def parent_of(upload: str) -> str:
    """The id of the upload that a person knows: records repaired later are kept as "<id>-<number>"."""
    return upload.partition("-")[0]


def undo(home: Home, upload: str) -> Upload:
    """Take an upload back, with what was repaired of it: its records no longer count, its files stay.

    CxdashError when unknown or already undone.
    """
    with home.ledger.write() as connection:
        found = _one(connection, _rows.c.id == upload)
        if found is None or parent_of(upload) != upload:
            raise _unknown(upload)
        if found.undone_at is not None:
            raise CxdashError(
                t("Upload {id} was already taken back on {day}.", id=upload, day=shown_date(found.undone_at.date())),
                t("Load the file again to have it back."),
            )
        repaired = _rows.c.id.startswith(f"{upload}-", autoescape=True)
        connection.execute(_rows.update().where(or_(_rows.c.id == upload, repaired)).values(undone_at=now()))
        note(connection, "undo", upload, name=found.name)
    return get(home, upload)


def get(home: Home, upload: str) -> Upload:
    """One upload, live or not; CxdashError when there is none of that id."""
    with home.ledger.read() as connection:
        found = _one(connection, _rows.c.id == upload)
    if found is None:
        raise _unknown(upload)
    return found


def live(home: Home) -> list[Upload]:
    """The uploads that count, the oldest first; records repaired later are uploads of their own here."""
    return _many(home, _rows.c.undone_at.is_(None))


def history(home: Home) -> list[Upload]:
    """Every upload there ever was, the newest first; its counts include what was repaired of it."""
    return [upload for upload in reversed(_many(home)) if parent_of(upload.id) == upload.id]


def live_ids(home: Home) -> tuple[str, ...]:
    """The ids of the uploads that count, sorted: what a data version is made of."""
    with home.ledger.read() as connection:
        return tuple(connection.scalars(select(_rows.c.id).where(_rows.c.undone_at.is_(None)).order_by(_rows.c.id)))


def find_live(home: Home, sha256: str) -> Upload | None:
    """The live upload of exactly this content (SHA-256 of the file, hexadecimal), or None."""
    with home.ledger.read() as connection:
        return _one(connection, _rows.c.sha256 == sha256, _rows.c.undone_at.is_(None))


def report(home: Home, upload: str) -> dict[str, Any]:
    """The report that was written when the file was read; CxdashError where it is gone or damaged."""
    known = get(home, upload)
    try:
        document: dict[str, Any] = json.loads((home.upload(known.id) / "report.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(home, known) from error
    return document


def unreadable(home: Home, upload: Upload) -> CxdashError:
    """What to say where the files of an upload are gone or damaged."""
    return CxdashError(
        t("The files of “{name}”, upload {id}, cannot be read.", name=upload.name, id=upload.id),
        t(
            "Put the folder {path} back from a backup, or take the upload back and load the file again.",
            path=home.upload(upload.id),
        ),
    )


def rejects_path(home: Home, upload: str) -> Path:
    """The Parquet file of an upload's rejected rows and values."""
    return home.canonical(get(home, upload).id, "rejects")


def _many(home: Home, *conditions: ColumnElement[bool]) -> list[Upload]:
    with home.ledger.read() as connection:
        rows = connection.execute(select(_rows).where(*conditions).order_by(_rows.c.loaded_at)).mappings()
        return [Upload(**row) for row in rows]


def _one(connection: Connection, *conditions: ColumnElement[bool]) -> Upload | None:
    row = connection.execute(select(_rows).where(*conditions)).mappings().first()
    return Upload(**row) if row else None


def _unknown(upload: str) -> CxdashError:
    return CxdashError(
        t("There is no upload “{id}”.", id=upload), t("“python -m cxdash uploads” lists the ids of all uploads.")
    )


def _new_id(home: Home) -> str:
    while True:
        identity = f"u{secrets.token_hex(4)}"
        if not home.upload(identity).exists():
            return identity


def _next_moment(connection: Connection) -> datetime:
    """The moment of a new row, later than that of every other."""
    # "The newest wins" must not depend on a clock that was set back.
    last: datetime | None = connection.execute(select(func.max(_rows.c.loaded_at))).scalar()
    moment = now()
    return moment if last is None or moment > last else last + timedelta(microseconds=1)


def _lock_of(staging: Path) -> Path:
    return staging.with_name(f"{staging.name}.lock")


def _release(staging: Path) -> None:
    descriptor = _holding.pop(staging, None)
    if descriptor is not None:
        # A lock file that stays is removed by the sweep, and no reason to call what was done a failure.
        with suppress(OSError):
            _lock_of(staging).unlink(missing_ok=True)
        os.close(descriptor)
