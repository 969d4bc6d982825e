"""The mart's files: one per data version, found, derived once over all processes, and the old ones removed."""

import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from cxdash.mart import known
from cxdash.mart.derive import data_version, derive
from cxdash.mart.engine import spill
from cxdash.vault import uploads
from cxdash.vault.durable import locked, make_folder
from cxdash.vault.faults import explained
from cxdash.vault.home import ABANDONED_SECONDS, Home

KEPT_VERSIONS = 2


def present(home: Home, version: str) -> Path | None:
    """The complete file of a data version, or None. A file that was not closed cleanly does not count."""
    return next((path for path in _files(home, version) if not write_ahead(path).exists()), None)


def write_ahead(path: Path) -> Path:
    """Where DuckDB would keep what it has not written into a file yet; beside a finished mart there is none."""
    return Path(f"{path}.wal")


def provide(home: Home, cancelled: Callable[[], bool] | None = None) -> tuple[str, Path]:
    """The version and the file of what is live now, derived unless there is one; other processes wait and find it.

    CxdashError where it cannot be derived, and soon after `cancelled` answers True.
    """
    with explained(home.path):
        make_folder(home.mart)
    with explained(home.path), locked(home.mart / "derive.lock"):
        live = uploads.live(home)
        version = data_version(upload.id for upload in live)
        found = present(home, version)
        if found is None:
            for damaged in _files(home, version):
                remove(damaged)
            # A name of its own: DuckDB takes a path it has open for the same database, even when the file is a new one.
            found = home.mart / f"{version}-{uuid.uuid4().hex[:8]}.duckdb"
            derive(home, found, live, cancelled)
        _clear(home, found)
        return version, found


def remove(path: Path) -> None:
    """Remove a mart's file; processes that have it open keep what they have."""
    path.unlink(missing_ok=True)
    write_ahead(path).unlink(missing_ok=True)


def _files(home: Home, version: str = "") -> Iterator[Path]:
    return (path for path in home.mart.glob(f"{version or '*'}-*.duckdb") if not path.name.startswith("unfinished-"))


def _clear(home: Home, newest: Path) -> None:
    newest.touch()
    ages = sorted(_files(home), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in ages[KEPT_VERSIONS:]:
        remove(old)
    # The lock is held: whoever was deriving into another unfinished file is gone.
    for path in home.mart.glob("unfinished-*"):
        path.unlink(missing_ok=True)
    for path in home.mart.glob("*.wal"):
        if not Path(str(path).removesuffix(".wal")).exists():
            path.unlink(missing_ok=True)
    known.sweep(home)
    for folder in spill(home).glob("*-*"):
        if _left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _left_behind(folder: Path) -> bool:
    # A process of another machine or container has no number here; its folder is spared while it is being used.
    owner = folder.name.partition("-")[0]
    return not Path("/proc", owner).exists() and time.time() - folder.stat().st_mtime > ABANDONED_SECONDS
