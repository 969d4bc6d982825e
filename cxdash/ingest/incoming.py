"""Where uploaded files rest until they are loaded: a folder of this process alone, swept when the next one starts."""

import os
import re
import secrets
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from cxdash.errors import CxdashError
from cxdash.ingest.intake import file_name, label
from cxdash.locale import t
from cxdash.vault.durable import hold, put_in_place
from cxdash.vault.faults import explained
from cxdash.vault.home import Home

KEPT_SECONDS = 24 * 3600
"""How long a file that nobody loads is kept."""

_TOKEN = re.compile(r"[0-9a-f]{32}")
_held: dict[Path, tuple[Path, int]] = {}
_opening = threading.Lock()


@dataclass(frozen=True)
class Berth:
    """The place of one file on its way in: written as `part`, waiting as `file` for the session that may claim it."""

    token: str
    part: Path
    file: Path

    def arrived(self) -> None:
        """The flushed part is a whole file now."""
        put_in_place(self.part, self.file)

    def given_up(self) -> None:
        """Nothing of the file is to be kept."""
        self.part.unlink(missing_ok=True)


def new_token() -> str:
    """A word nobody guesses: for a file, or for a session that may claim files."""
    return secrets.token_hex(16)


def berth(home: Home, session: str) -> Berth:
    """A new place for a file of this session; what was forgotten longer than a day is removed on the way."""
    folder = resting(home)
    remove_forgotten(home, time.time() - KEPT_SECONDS)
    token = new_token()
    file = folder / _name(session, token)
    return Berth(token, file.with_name(f"{file.name}.part"), file)


def claim(home: Home, session: str, token: str, name: str) -> Path:
    """The arrived file under its owner's name, for the session that sent it; CxdashError for anybody else."""
    file = resting(home) / _name(session, token)
    with explained(home.path):
        folder = file.with_name(f"{file.name}.claimed")
        if not file.is_file():
            raise gone()
        folder.mkdir(mode=0o700)
        return file.rename(folder / file_name(label(name)))


def let_go(path: Path) -> None:
    """Remove a claimed file; nothing to do when it is gone."""
    shutil.rmtree(path.parent, ignore_errors=True)


def rests(home: Home, path: Path) -> bool:
    """Whether this is a claimed file of ours, which nobody else writes to."""
    known = _held.get(home.path)
    return known is not None and path.resolve().parent.parent == known[0]


def gone() -> CxdashError:
    """The refusal of a file that is not there (any more)."""
    return CxdashError(t("The uploaded file is not there any more."), t("Upload it again."))


def remove_forgotten(home: Home, before: float) -> None:
    """Remove what rests here since before that moment (seconds since 1970), whole or in part."""
    for entry in resting(home).iterdir():
        try:
            old = entry.stat().st_mtime < before
        except FileNotFoundError:
            continue
        if old:
            _remove(entry)


def resting(home: Home) -> Path:
    """This process's folder; making it ready removes those of processes that have ended."""
    with _opening, explained(home.path):
        known = _held.get(home.path)
        if known and known[0].is_dir():
            return known[0]
        if known:
            os.close(known[1])
        folder = home.path / "incoming"
        folder.mkdir(mode=0o700, exist_ok=True)
        _sweep(folder)
        own = folder / new_token()
        descriptor = hold(_lock_of(own))
        own.mkdir(mode=0o700)
        if descriptor is not None:
            _held[home.path] = (own, descriptor)
        return own


def _sweep(folder: Path) -> None:
    """Remove the folders of processes that have ended: the lock of one that lives is held."""
    for entry in folder.iterdir():
        lock = entry if entry.suffix == ".lock" else _lock_of(entry)
        descriptor = hold(lock, wait=False)
        if descriptor is None:
            continue
        _remove(lock.with_suffix(""))
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _name(session: str, token: str) -> str:
    """The name on the disk; what is not a word of ours never becomes a part of a path."""
    if not _TOKEN.fullmatch(session) or not _TOKEN.fullmatch(token):
        raise gone()
    return f"{session}.{token}"
