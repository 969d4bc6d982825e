"""The open mart: one read-only database per data folder and process, asked from any thread."""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.locale.formats import duration
from cxdash.mart import files
from cxdash.mart.background import Attempt, attempt
from cxdash.mart.damage import damage_of, is_of_surroundings, may_be_damage
from cxdash.mart.derive import data_version
from cxdash.mart.engine import connect, spill
from cxdash.mart.sql import identifier, question
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.uploads import live_ids

TIMEOUT_SECONDS, CHECK_SECONDS = 20.0, 1.0
_TRIES = 5
SOUND_SECONDS = 60.0
"""How long a file that was read from end to end is taken to be in order."""

_GIVEN_UP = (duckdb.FatalException, duckdb.InternalException)
# More data folders than this are not kept open at a time by one process.
KEPT_OPEN = 8
_log = logging.getLogger(__name__)
_marts: dict[Path, "Mart"] = {}
_gates: dict[Path, threading.Lock] = {}
_registry = threading.Lock()


class Mart:
    """One data version, open for questions. It goes on answering from that version when a newer one exists."""

    def __init__(self, home: Home, version: str, cancelled: Callable[[], bool] | None = None) -> None:
        self._home = home
        self._gate = threading.Lock()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._sound_until = 0.0
        self._take(_opened(home, version, cancelled))

    def ask(self, sql: str, /, *, timeout_seconds: float = TIMEOUT_SECONDS, **values: Any) -> list[dict[str, Any]]:
        """The rows of one SELECT; `$name` in it is the value of that name (others are not looked at).

        CxdashError when it takes too long or too much memory. A damaged file is derived again by itself, once.
        """
        root = self._root
        try:
            return _rows(root, sql, values, timeout_seconds)
        except duckdb.Error as error:
            if not may_be_damage(error) or not self._renew(root, error):
                raise _explained(error, timeout_seconds) from error
        try:
            return _rows(self._root, sql, values, timeout_seconds)
        except duckdb.Error as error:
            raise _explained(error, timeout_seconds) from error

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table or view in order; CxdashError when there is none of that name."""
        if table not in self._columns:
            described = self.ask(f"DESCRIBE {identifier(table)}")
            self._columns[table] = tuple(str(row["column_name"]) for row in described)
        return self._columns[table]

    def check(self) -> None:
        """Raise CxdashError where a table of it cannot be read."""
        self.ask("SELECT value FROM meta", timeout_seconds=CHECK_SECONDS)

    @property
    def intact(self) -> bool:
        """Whether the file that is open is still the one on the disk, and nobody tried to write to it."""
        try:
            return self._path.stat().st_ino == self._inode and not files.write_ahead(self._path).exists()
        except FileNotFoundError:
            return False

    def _renew(self, failed: duckdb.DuckDBPyConnection, error: duckdb.Error) -> bool:
        """Whether asking once more may help: the file is open anew, derived again where it was damaged."""
        with self._gate, explained(self._home.path):
            # Of several threads that met the failure, the first renews.
            if self._root is not failed:
                return True
            if self._is_damaged(error):
                files.remove(self._path)
            elif isinstance(error, _GIVEN_UP):
                _renamed(self._path)
            else:
                return False
            self._take(_opened(self._home, self.version))
            return True

    def _is_damaged(self, error: duckdb.Error) -> bool:
        # A question that makes DuckDB give up is asked again and again; reading the whole file each time is too much.
        if isinstance(error, _GIVEN_UP) and time.monotonic() < self._sound_until:
            return False
        try:
            damage = damage_of(self._path, spill(self._home))
        except (duckdb.Error, OSError) as other:
            _log.warning("the mart %s could not be looked at: %s", self._path.name, other)
            return False
        if damage is None:
            self._sound_until = time.monotonic() + SOUND_SECONDS
            _log.warning("the mart %s is in order; a question failed: %s", self._path.name, error)
        else:
            _log.warning("the mart %s is damaged and is derived again: %s", self._path.name, damage)
        return damage is not None

    def _take(self, opened: tuple[str, Path, duckdb.DuckDBPyConnection]) -> None:
        self.version, self._path, self._root = opened
        self._inode = self._path.stat().st_ino
        self._columns.clear()


def open_mart(home: Home, *, patience_s: float | None = None, cancelled: Callable[[], bool] | None = None) -> Mart:
    """The mart of the uploads that are live now, derived first where it is missing, stale or damaged.

    One per data folder and process; asking again costs one small query to the ledger. Who has no more than `patience_s`
    seconds gets the mart of before while the new one is derived; it has the data version of then. CxdashError where it
    cannot be derived, and where `cancelled` answers True while it is.
    """
    mart = _current(home)
    if mart is not None:
        return mart
    if patience_s is not None:
        older = _older(home, patience_s)
        if older is not None:
            return older
    with _gate(home.path):
        # Uploads may have come while another thread derived.
        version = data_version(live_ids(home))
        mart = _marts.get(home.path)
        if mart is None or mart.version != version or not mart.intact:
            # The former mart is not closed: others may be asking it. It goes when the last of them lets go.
            mart = Mart(home, version, cancelled)
            _keep(home.path, mart)
        return mart


def _current(home: Home) -> Mart | None:
    mart = _marts.get(home.path)
    return mart if mart is not None and mart.version == data_version(live_ids(home)) and mart.intact else None


def at_hand(home: Home, patience_s: float) -> tuple[Mart | None, bool]:
    """What can be asked within `patience_s` seconds, and whether newer data is still being derived in the background.

    The mart is that of before while it is, and None where there is none yet. CxdashError with what deriving failed of.
    """
    mart = _current(home)
    if mart is not None:
        return mart, False
    work = _in_background(home)
    work.join(patience_s)
    if work.error:
        raise work.error
    mart = _marts.get(home.path)
    return (mart if mart is not None and mart.intact else None), work.is_alive()


def _older(home: Home, patience_s: float) -> Mart | None:
    """What can be answered from while the mart is derived, waiting no longer; None where nothing can."""
    mart = _marts.get(home.path)
    if mart is None or not mart.intact:
        return None
    work = _in_background(home)
    work.join(patience_s)
    # When it has ended and there still is none, whoever asks derives it and is told why it fails.
    return mart if work.is_alive() else _current(home)


def _in_background(home: Home) -> Attempt:
    return attempt(home.path, data_version(live_ids(home)), lambda: open_mart(home))


def _keep(path: Path, mart: Mart) -> None:
    with _registry:
        _marts.pop(path, None)
        _marts[path] = mart
        for oldest in list(_marts)[:-KEPT_OPEN]:
            del _marts[oldest]


def _gate(path: Path) -> threading.Lock:
    with _registry:
        return _gates.setdefault(path, threading.Lock())


def _opened(
    home: Home, version: str, cancelled: Callable[[], bool] | None = None
) -> tuple[str, Path, duckdb.DuckDBPyConnection]:
    for _ in range(_TRIES):
        path = files.present(home, version)
        if path is None:
            version, path = files.provide(home, cancelled)
        try:
            root = connect(path, spill_to=spill(home), read_only=True)
            found = root.cursor().execute("SELECT value FROM meta WHERE key = 'data_version'").fetchall()
            if found == [(version,)]:
                return version, path, root
            _log.warning("the mart %s is not what its name says and is derived again", path.name)
        except duckdb.FatalException:
            _renamed(path)
            continue
        except duckdb.Error as error:
            if is_of_surroundings(error):
                raise _explained(error) from error
            # Damaged, or removed by a newer version between being found and being opened.
            _log.warning("the mart %s cannot be opened and is derived again: %s", path.name, error)
        files.remove(path)
    raise CxdashError(
        t("The data could not be prepared."), t("Check that the disk of {path} is in order.", path=home.path)
    )


def _renamed(path: Path) -> None:
    """Give a good file another name: for this path DuckDB hands out the database that it has given up."""
    with suppress(FileNotFoundError):
        path.rename(path.with_name(f"{path.stem.partition('-')[0]}-{uuid.uuid4().hex[:8]}.duckdb"))


def _rows(
    root: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any], timeout_seconds: float
) -> list[dict[str, Any]]:
    cursor = root.cursor()
    watch = threading.Timer(timeout_seconds, _interrupt, (cursor,))
    watch.daemon = True
    try:
        statement = question(cursor, sql)
        named = {name: value for name, value in values.items() if name in statement.named_parameters}
        watch.start()
        answer = cursor.execute(statement, named)
        names = [str(column[0]) for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    finally:
        watch.cancel()
        cursor.close()


def _interrupt(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):
        cursor.interrupt()


def _explained(error: duckdb.Error, timeout_seconds: float = TIMEOUT_SECONDS) -> CxdashError:
    if isinstance(error, duckdb.InterruptException):
        return CxdashError(
            t("The answer took longer than {limit} and was given up.", limit=duration(timeout_seconds)),
            t("Choose a shorter period or fewer groups."),
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return CxdashError(
            t("There is not enough memory for this answer."),
            t("Choose a shorter period, or set CXDASH_MEMORY_LIMIT to a larger amount, for example 4GB."),
        )
    reason = str(error).splitlines()[0]
    if isinstance(error, duckdb.IOException | duckdb.ConnectionException):
        return CxdashError(
            t("The data cannot be read now: {reason}.", reason=reason.rstrip(".")),
            t("Check that the disk of the data folder has free space and is in order, and try again."),
        )
    return CxdashError(
        t("The data cannot be asked this: {reason}", reason=reason),
        t("There may be a mistake in the question, or it needs a newer cxdash."),
    )
