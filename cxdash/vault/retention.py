"""How long the files stay as they came: after that, what was read from them is kept and they are removed.

With a file go the lines of it that could not be told into cells: nobody can say what personal data they hold.
"""

import json
import shutil
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select

from cxdash.vault import settings, tables
from cxdash.vault.durable import flush, put_in_place
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.ledger import note, now
from cxdash.vault.uploads import rejects_path

SETTING = "raw_retention_days"
EVERY = timedelta(days=1)


def remove_expired_raw(home: Home, moment: datetime) -> list[str]:
    """Remove the raw files of uploads, live or not, loaded longer than the setting's days before `moment` (UTC).

    Returns their ids, the oldest first; each has a line in the audit. The setting 0 removes all that there are.
    """
    days = settings.get(home, SETTING)
    rows = tables.uploads.c
    with home.ledger.read() as connection:
        old = select(rows.id).where(rows.loaded_at <= moment - timedelta(days=days)).order_by(rows.loaded_at)
        expired = list(connection.scalars(old))
    return [upload for upload in expired if _remove_raw(home, upload, days)]


def remove_unkept_raw(home: Home, upload: str) -> bool:
    """Where the setting is 0, remove an upload's raw file as soon as it is loaded; says whether it did."""
    days = settings.get(home, SETTING)
    return days == 0 and _remove_raw(home, upload, days)


def sweep_daily(home: Home) -> None:
    """`remove_expired_raw` if that was not done for a day; otherwise it costs one look at a file's time."""
    marker = home.vault / "retention.marker"
    moment = now()
    # No marker, or half of one: swept now.
    with suppress(FileNotFoundError, ValueError):
        last = datetime.fromisoformat(marker.read_text("utf-8"))
        # A clock that was ahead must not stop the sweep for as long.
        if timedelta(0) <= moment - last < EVERY:
            return
    remove_expired_raw(home, moment)
    marker.write_text(moment.isoformat(), "utf-8")


def _remove_raw(home: Home, upload: str, days: int) -> bool:
    raw = home.upload(upload) / "raw"
    if not raw.is_dir():
        return False
    with explained(home.path):
        # The line comes first: a crash may leave a line too many, never a removal without one.
        with home.ledger.write() as connection:
            note(connection, "remove_raw", upload, days=days)
        _forget_lines(home, upload)
        shutil.rmtree(raw)
        flush(raw.parent)
    return True


def _forget_lines(home: Home, upload: str) -> None:
    """Blank the original text of set-aside lines; cells that were told apart hold only what the mapping reads."""
    # Every start of the program passes here; few have anything to remove.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    path = rejects_path(home, upload)
    rejects = parquet.read_table(path)
    texts = [text if _is_cells(text) else None for text in rejects["text"].to_pylist()]
    if texts == rejects["text"].to_pylist():
        return
    place = rejects.schema.get_field_index("text")
    fresh = path.with_suffix(".new")
    parquet.write_table(rejects.set_column(place, rejects.schema.field("text"), pa.array(texts, pa.string())), fresh)
    flush(fresh)
    put_in_place(fresh, path)


def _is_cells(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), list)
    except ValueError:
        return False
