"""Which upload it is that a mart cannot be derived from, looked for only when deriving has failed."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.mart.damage import is_of_surroundings
from cxdash.mart.engine import connect, spill
from cxdash.mart.repeats import TABLE_OF_KIND
from cxdash.vault import uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import Upload, parent_of

_OF_A_SURVEY = ("questions", "responses", "comments")


def unreadable(home: Home, live: Iterable[Upload]) -> CxdashError | None:
    """What to say of the first upload whose files are missing or damaged; None where all can be read."""
    scratch = home.mart / f"unfinished-{uuid.uuid4().hex}.duckdb"
    try:
        with closing(connect(scratch, spill_to=spill(home), read_only=False, folders=(home.uploads,))) as con:
            for upload in live:
                if reason := next(_faults(con, home, upload), None):
                    return _named(upload, reason)
    except (duckdb.Error, OSError):
        # Who cannot look blames nobody.
        return None
    finally:
        scratch.unlink(missing_ok=True)
    return None


def _faults(con: duckdb.DuckDBPyConnection, home: Home, upload: Upload) -> Iterator[str]:
    try:
        uploads.report(home, upload.id)
    except (CxdashError, ValueError):
        yield t("its report is missing or damaged")
    main = TABLE_OF_KIND[upload.kind]
    for table in (main, *(_OF_A_SURVEY if upload.kind == "survey" else ())):
        path = home.canonical(upload.id, table)
        if not path.exists():
            yield t("{file} is missing", file=path.name)
        elif _is_damaged(con, path):
            yield t("{file} is damaged", file=path.name)


def _is_damaged(con: duckdb.DuckDBPyConnection, path: Path) -> bool:
    try:
        con.execute("SELECT bit_xor(hash(s)) FROM read_parquet($path) s", {"path": str(path)}).fetchall()
    except duckdb.Error as error:
        if is_of_surroundings(error):
            raise
        return True
    return False


def _named(upload: Upload, reason: str) -> CxdashError:
    return CxdashError(
        t("Upload {id} (“{name}”) cannot be read: {reason}.", id=upload.id, name=upload.name, reason=reason),
        t(
            "Take it back on the data page or with “python -m cxdash undo {id}”, and load its file again.",
            id=parent_of(upload.id),
        ),
    )
