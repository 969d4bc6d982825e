"""The open mart: one read-only database per data folder and process, asked from any thread."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.locale.formats import duration
from cxdash.mart import files
from cxdash.mart.derive import data_version
from cxdash.mart.engine import connect, spill
from cxdash.mart.sql import identifier, question
from cxdash.vault.home import Home
from cxdash.vault.uploads import live_ids

TIMEOUT_SECONDS = 20.0
_TRIES = 5
# More data folders than this are not kept open at a time by one process.
KEPT_OPEN = 8
_log = logging.getLogger(__name__)
_marts: dict[Path, "Mart"] = {}
_gates: dict[Path, threading.Lock] = {}
_preparing: dict[Path, threading.Thread] = {}
_registry = threading.Lock()


class Mart:
    """One data version, open for questions. It goes on answering from that version when a newer one exists."""

    def __init__(self, home: Home, version: str, cancelled: Callable[[], bool] | None = None) -> None:
        self._home = home
        self._gate = threading.Lock()
        self._columns: dict[str, tuple[str, ...]] = {}
        self.version, self._path, self._root = _opened(home, version, cancelled)
        self._inode = self._path.stat().st_ino

    def ask(self, sql: str, /, *, timeout_seconds: float = TIMEOUT_SECONDS, **values: Any) -> list[dict[str, Any]]:
        """The rows of one SELECT; `$name` in it is the value of that name (others are not looked at).

        CxdashError when it takes too long or too much memory. A damaged file is derived again by itself, once.
        """
        root = self._root
        try:
            return _rows(root, sql, values, timeout_seconds)
        except duckdb.Error as error:
            if not _damaged(error):
                raise _explained(error, timeout_seconds) from error
            _log.warning("the mart %s is damaged and is derived again: %s", self._path.name, error)
            self._renew(root)
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

    @property
    def intact(self) -> bool:
        """Whether the file that is open is still the one on the disk, and nobody tried to write to it."""
        try:
            return self._path.stat().st_ino == self._inode and not files.write_ahead(self._path).exists()
        except FileNotFoundError:
            return False

    def _renew(self, damaged: duckdb.DuckDBPyConnection) -> None:
        with self._gate:
            # Of several threads that met the damage, the first renews.
            if self._root is not damaged:
                return
            files.remove(self._path)
            self.version, self._path, self._root = _opened(self._home, self.version)
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


def _older(home: Home, patience_s: float) -> Mart | None:
    """What can be answered from while the mart is derived, waiting no longer; None where nothing can."""
    mart = _marts.get(home.path)
    if mart is None or not mart.intact:
        return None
    with _registry:
        work = _preparing.get(home.path)
        if work is None or not work.is_alive():
            work = threading.Thread(target=_prepare, args=(home,), name="cxdash mart", daemon=True)
            _preparing[home.path] = work
            work.start()
    work.join(patience_s)
    # When it has ended and there still is none, whoever asks derives it and is told why it fails.
    return mart if work.is_alive() else _current(home)


def _prepare(home: Home) -> None:
    try:
        open_mart(home)
    except CxdashError as error:
        _log.warning("the data could not be prepared: %s", error)


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
        except duckdb.Error as error:
            # Damaged, or removed by a newer version between being found and being opened.
            _log.warning("the mart %s cannot be opened and is derived again: %s", path.name, error)
        files.remove(path)
    raise CxdashError(
        t("The data could not be prepared."), t("Check that the disk of {path} is in order.", path=home.path)
    )


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


def _damaged(error: duckdb.Error) -> bool:
    # A refused file access is an IOException's cousin and stays a refusal; these are complaints about the file itself.
    return isinstance(
        error, duckdb.IOException | duckdb.FatalException | duckdb.SerializationException | duckdb.InternalException
    )


def _explained(error: duckdb.Error, timeout_seconds: float) -> CxdashError:
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
    return CxdashError(
        t("The data cannot be asked this: {reason}", reason=str(error).splitlines()[0]),
        t("There may be a mistake in the question, or it needs a newer cxdash."),
    )
