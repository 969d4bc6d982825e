"""The data folder: where everything lies, made ready and swept of what a crash left behind."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from cxdash.vault import tables
from cxdash.vault.durable import hold, locked, make_folder
from cxdash.vault.faults import explained
from cxdash.vault.ledger import Ledger, ledger_at

ABANDONED_SECONDS = 3600


@dataclass(frozen=True)
class Home:
    """A data folder; `Home.open` makes one ready, the properties say where things lie in it."""

    path: Path

    @classmethod
    def open(cls, path: Path | str) -> "Home":
        """The folder with its sub-folders, a current ledger, and no leftovers; CxdashError where it cannot be used."""
        from cxdash.vault import retention  # noqa: PLC0415 - what it removes is found by way of a Home

        home = cls(Path(path).expanduser().resolve())
        with explained(home.path):
            for folder in (home.uploads, home.staging, home.mart):
                make_folder(folder)
            _ = home.ledger
            _sweep(home)
            retention.sweep_daily(home)
        return home

    @property
    def ledger(self) -> Ledger:
        """The ledger that says which uploads are live."""
        return ledger_at(self.path / "ledger.sqlite")

    @property
    def vault(self) -> Path:
        """The folder of the truth."""
        return self.path / "vault"

    @property
    def uploads(self) -> Path:
        """The folder with one folder per upload: raw/, canonical/, report.json."""
        return self.vault / "uploads"

    @property
    def staging(self) -> Path:
        """The folder where uploads are prepared before they exist."""
        return self.vault / "staging"

    @property
    def mart(self) -> Path:
        """The folder of what is derived and may be thrown away."""
        return self.path / "mart"

    @property
    def commit_lock(self) -> Path:
        """Held by whoever moves folders in the vault."""
        return self.vault / "commit.lock"

    def upload(self, upload: str) -> Path:
        """The folder of one upload."""
        return self.uploads / upload

    def canonical(self, upload: str, table: str) -> Path:
        """The Parquet file of one canonical table of an upload, e.g. `records`."""
        return self.uploads / upload / "canonical" / f"{table}.parquet"


def _sweep(home: Home) -> None:
    """Remove staging folders nobody works on and upload folders without a row: nothing that was acknowledged.

    Skipped while another process is committing: its folder has no row yet, and the next opening sweeps.
    """
    with locked(home.commit_lock, wait=False) as alone:
        if not alone:
            return
        for folder in _unowned(home):
            shutil.rmtree(folder, ignore_errors=True)
        for lock in home.staging.glob("*.lock"):
            if not lock.with_suffix("").exists() and not _held(lock):
                lock.unlink(missing_ok=True)


def _unowned(home: Home) -> list[Path]:
    staged = [folder for folder in home.staging.iterdir() if folder.is_dir() and _abandoned(folder)]
    folders = {folder.name for folder in home.uploads.iterdir()}
    if not folders:
        return staged
    with home.ledger.read() as connection:
        known = set(connection.scalars(select(tables.uploads.c.id)))
    return staged + [home.uploads / name for name in folders - known]


def _abandoned(folder: Path) -> bool:
    lock = folder.with_name(f"{folder.name}.lock")
    if not lock.exists() or not _held(lock):
        return True
    try:
        newest = max(each.stat().st_mtime for each in (folder, *folder.rglob("*")))
    except FileNotFoundError:
        # What vanishes under the eyes was removed by somebody: the folder is worked on.
        return False
    return time.time() - newest > ABANDONED_SECONDS


def _held(lock: Path) -> bool:
    descriptor = hold(lock, wait=False)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
