"""How long the files stay as they came: after that, what was read from them is kept and they are removed.

With a file go the lines of it that could not be told into cells: nobody can say what personal data they hold.
"""

import json
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from cxdash.vault import settings, tables
from cxdash.vault.durable import flush, locked, put_in_place
from cxdash.vault.home import Home
from cxdash.vault.ledger import note, now
from cxdash.vault.uploads import rejects_path

if TYPE_CHECKING:
    import pyarrow as pa

SETTING = "raw_retention_days"
EVERY = timedelta(days=1)

log = logging.getLogger(__name__)


def remove_expired_raw(home: Home, moment: datetime) -> list[str]:
    """Remove the raw files of uploads, live or not, loaded longer than the setting's days before `moment` (UTC).

    Returns their ids, the oldest first; each has a line in the audit. The setting 0 removes all that there are. An
    upload whose files are damaged is left as it is, with a line in the log.
    """
    days = settings.get(home, SETTING)
    rows = tables.uploads.c
    with home.ledger.read() as connection:
        old = select(rows.id).where(rows.loaded_at <= moment - timedelta(days=days)).order_by(rows.loaded_at)
        expired = list(connection.scalars(old))
    return [upload for upload in expired if _or_later(upload, partial(_remove_raw, home, upload, days))]


def remove_unkept_raw(home: Home, upload: str) -> bool:
    """Where the setting is 0, remove an upload's raw file as soon as it is loaded; says whether it did.

    What fails has a line in the log and is left to the daily sweep: the upload is loaded all the same.
    """

    def remove() -> bool:
        days = settings.get(home, SETTING)
        return days == 0 and _remove_raw(home, upload, days)

    return _or_later(upload, remove)


def sweep_daily(home: Home) -> None:
    """`remove_expired_raw` if that was not done for a day; otherwise it costs one look at a file's time.

    Called whenever a folder is opened, and now and then by whoever keeps it open.
    """
    marker = home.vault / "retention.marker"
    moment = now()
    # No marker, or half of one: swept now.
    with suppress(OSError, ValueError):
        last = datetime.fromisoformat(marker.read_text("utf-8"))
        # A clock that was ahead must not stop the sweep for as long.
        if timedelta(0) <= moment - last < EVERY:
            return
    remove_expired_raw(home, moment)
    try:
        marker.write_text(moment.isoformat(), "utf-8")
    except OSError:
        # On a full disk, what was loaded can still be looked at and taken back.
        log.exception("the sweep could not be marked as done, and is done again")


def _or_later(upload: str, remove: Callable[[], bool]) -> bool:
    """Let a fault with one upload hold up neither the start of the program, nor its load, nor the other uploads."""
    try:
        return remove()
    except Exception:
        log.exception("the raw file of upload %s was not removed; the next sweep tries again", upload)
        return False


def _remove_raw(home: Home, upload: str, days: int) -> bool:
    raw = home.upload(upload) / "raw"
    if not raw.is_dir():
        return False
    with locked(home.commit_lock):
        # Another process may have been first.
        if not raw.is_dir():
            return False
        rejects = rejects_path(home, upload)
        blanked = _without_lines(rejects)
        # The line comes first: a crash may leave a line too many, never a removal without one.
        with home.ledger.write() as connection:
            note(connection, "remove_raw", upload, days=days)
        if blanked is not None:
            _replace(rejects, blanked)
        shutil.rmtree(raw)
        flush(raw.parent)
    return True


def _without_lines(path: Path) -> "pa.Table | None":
    """The rejects without the original text of set-aside lines; None where they have none.

    Cells that were told apart stay: they hold only what the mapping reads.
    """
    # Every start of the program passes here; few have anything to remove.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    rejects = parquet.read_table(path)
    texts = [text if _is_cells(text) else None for text in rejects["text"].to_pylist()]
    if texts == rejects["text"].to_pylist():
        return None
    place = rejects.schema.get_field_index("text")
    return rejects.set_column(place, rejects.schema.field("text"), pa.array(texts, pa.string()))


def _replace(path: Path, rejects: "pa.Table") -> None:
    from pyarrow import parquet  # noqa: PLC0415

    fresh = path.with_suffix(".new")
    parquet.write_table(rejects, fresh)
    flush(fresh)
    put_in_place(fresh, path)


def _is_cells(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), list)
    except ValueError:
        return False
