"""Deriving: the whole mart from the live uploads, in a file of its own that gets its name when it is complete."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.mart import cubes, customers, experiments, interactions, known, segments, surveys
from cxdash.mart.engine import connect, interruptible, spill
from cxdash.mart.segments import Segments
from cxdash.mart.sources import Build, Source, sources
from cxdash.mart.unreadable import unreadable
from cxdash.vault import uploads
from cxdash.vault.durable import flush, put_in_place
from cxdash.vault.home import Home
from cxdash.vault.uploads import Upload

# Raised whenever the same uploads would give another mart: tables, columns, or how a number is derived.
SCHEMA_VERSION = 5


def data_version(uploads: Iterable[str]) -> str:
    """What a mart of these live uploads (ids) is called: a short hash that changes with them and the schema."""
    name = json.dumps([SCHEMA_VERSION, duckdb.__version__, *sorted(uploads)])
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def derive(
    home: Home,
    target: Path,
    live: Sequence[Upload] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Build the mart of the live uploads and give it the name `target` once it is complete and on the disk.

    `live` are the uploads of an earlier look at the ledger, where the caller has named the target after them.

    CxdashError that names an upload which cannot be read, when the disk is full or memory runs out, and soon after
    `cancelled` answers True; then there is no file.
    """
    if cancelled and cancelled():
        raise _stopped()
    unfinished = target.with_name(f"unfinished-{uuid.uuid4().hex}.duckdb")
    sought = uploads.live(home) if live is None else live
    try:
        with _blaming(home, sought):
            known.afresh(home, lambda: _build(home, unfinished, sought, cancelled))
        flush(unfinished)
        put_in_place(unfinished, target)
    except duckdb.InterruptException as error:
        raise _stopped() from error
    except duckdb.OutOfMemoryException as error:
        raise CxdashError(
            t("There is not enough memory to prepare the data."),
            t("Set CXDASH_DERIVING_MEMORY_LIMIT to a larger amount, for example 4GB."),
        ) from error
    except (duckdb.Error, OSError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]
        raise CxdashError(
            t("The data could not be prepared: {reason}.", reason=reason.rstrip(".")),
            t("Check that the disk of {path} has free space, and try again.", path=home.path),
        ) from error
    finally:
        for leftover in (unfinished, Path(f"{unfinished}.wal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


@contextmanager
def _blaming(home: Home, live: Sequence[Upload]) -> Iterator[None]:
    """Whatever fails here because an upload cannot be read fails with that upload's name."""
    try:
        yield
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except (duckdb.Error, CxdashError, OSError, ValueError) as error:
        if found := unreadable(home, live):
            raise found from error
        raise


def _stopped() -> CxdashError:
    return CxdashError(t("Preparing the data was cancelled."), t("It is prepared when a page needs it."))


def _build(home: Home, file: Path, live: Sequence[Upload], cancelled: Callable[[], bool] | None) -> None:
    file.unlink(missing_ok=True)
    found = sources(home, live)
    readable = (home.uploads, known.folder(home))
    connection = connect(file, spill_to=spill(home), read_only=False, folders=readable)
    with closing(connection) as con, interruptible(con, cancelled):
        con.execute("BEGIN")
        fill(Build(con, found, _segments(found)))
        con.execute("COMMIT")
        con.execute("CHECKPOINT")


def _segments(found: Sequence[Source]) -> Segments:
    split = [source for source in found if source.upload.kind != "experiment"]
    several = [source.segments[place - 1] for source in split for place in source.several]
    return Segments.of((source.segments for source in split), several)


def fill(build: Build) -> None:
    """Write all tables of the mart into an empty database."""
    customers.derive(build)
    surveys.derive(build)
    interactions.derive(build)
    segments.describe(build.con, build.segments)
    cubes.derive(build)
    experiments.derive(build)
    _describe(build)


def _describe(build: Build) -> None:
    con = build.con
    con.execute("CREATE TABLE meta(key VARCHAR, value VARCHAR)")
    ids = sorted(source.upload.id for source in build.sources)
    facts = {
        "data_version": data_version(ids),
        "schema_version": str(SCHEMA_VERSION),
        "derived_at": datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        "uploads": json.dumps(ids),
    }
    for key, value in facts.items():
        con.execute("INSERT INTO meta VALUES ($key, $value)", {"key": key, "value": value})
    con.execute(
        "CREATE TABLE sources(upload VARCHAR, kind VARCHAR, name VARCHAR, loaded_at TIMESTAMP, first_at TIMESTAMP, "
        'last_at TIMESTAMP, "rows" BIGINT)'
    )
    for source in build.sources:
        _source(con, source)


def _source(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    upload = source.upload
    con.execute(
        "INSERT INTO sources VALUES ($upload, $kind, $name, $loaded_at, $first_at, $last_at, "
        "CASE $kind WHEN 'survey' THEN (SELECT COUNT(*) FROM records r WHERE r.upload = $upload) "
        "WHEN 'interactions' THEN (SELECT COUNT(*) FROM interactions i WHERE i.upload = $upload) ELSE $loaded END)",
        {
            "upload": upload.id,
            "kind": upload.kind,
            "name": upload.name,
            "loaded_at": upload.loaded_at,
            "first_at": upload.first_at,
            "last_at": upload.last_at,
            "loaded": upload.loaded,
        },
    )
