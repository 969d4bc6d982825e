"""The ledger: a SQLite database in which one row makes an upload exist and one takes it back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.vault.durable import flush, locked
from cxdash.vault.faults import explained
from cxdash.vault.tables import audit

# The steps of migrations/versions in order. Named here so that a current ledger opens without importing Alembic.
REVISIONS = ("0001", "0002", "0003")
BUSY_SECONDS = 30
# More data folders than this are not kept open at a time by one process.
KEPT_OPEN = 8

_open: dict[Path, tuple[int, "Ledger"]] = {}
_opening = threading.Lock()


class Ledger:
    """Transactions on one ledger file; safe for any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        self._writing = self._engine.execution_options(cxdash_writes=True)
        self._mine = threading.local()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state; within a transaction of the same thread, that one's."""
        begun = self._begun
        if begun is not None:
            yield begun
            return
        with explained(self.path.parent), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that waits for other writers, commits when the block ends and rolls back when it fails.

        Begun within another of the same thread it is a part of that: both are kept, or neither.
        """
        begun = self._begun
        if begun is not None:
            yield begun
            return
        with explained(self.path.parent), self._writing.begin() as connection:
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    @property
    def _begun(self) -> Connection | None:
        """The transaction in which this thread is writing."""
        found: Connection | None = getattr(self._mine, "connection", None)
        return found

    def close(self) -> None:
        """Let go of the file; the next transaction opens it again."""
        self._engine.dispose()

    def migrate(self) -> None:
        """Bring the schema up to the newest step; nothing to do for a current ledger, refused for a newer one."""
        revision = self._revision()
        if revision == REVISIONS[-1]:
            return
        if revision is not None and revision not in REVISIONS:
            raise CxdashError(
                t("The data folder {path} was written by a newer cxdash.", path=self.path.parent),
                t("Update cxdash, or choose another folder with --home or CXDASH_HOME."),
            )
        with explained(self.path.parent), locked(self.path.with_suffix(".lock")):
            self._upgrade()

    def _revision(self) -> str | None:
        if not self.path.exists():
            return None
        with self.read() as connection:
            try:
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            except OperationalError as error:
                if "no such table" in str(error.orig):
                    return None
                raise

    def _upgrade(self) -> None:
        from alembic import command  # noqa: PLC0415 - slow to import, and needed once per schema
        from alembic.config import Config  # noqa: PLC0415

        # Write-ahead logging is a property of the file and cannot be chosen inside a transaction.
        with self._engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
        steps = Config(attributes={})
        steps.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        with self.write() as connection:
            steps.attributes["connection"] = connection
            command.upgrade(steps, "head")
        flush(self.path.parent)


def ledger_at(path: Path) -> Ledger:
    """The process's one ledger for that file, opened again when the file was replaced, its schema current."""
    with _opening:
        known = _open.get(path)
        if known and path.exists() and known[0] == path.stat().st_ino:
            return known[1]
        if known:
            known[1].close()
        ledger = Ledger(path)
        ledger.migrate()
        _open.pop(path, None)
        _open[path] = (path.stat().st_ino, ledger)
        for oldest in list(_open)[:-KEPT_OPEN]:
            _open.pop(oldest)[1].close()
        return ledger


def now() -> datetime:
    """This moment in UTC, without a zone, as the ledger keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def note(connection: Connection, action: str, subject: str, **details: object) -> None:
    """Write a line of the audit within the transaction of what it tells about."""
    connection.execute(audit.insert().values(at=now(), action=action, object=subject, details=details))


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off: it would begin late, and never for a reader.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A writer takes the write lock at once; one that had read first could not wait for it.
    writes = connection.get_execution_options().get("cxdash_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
