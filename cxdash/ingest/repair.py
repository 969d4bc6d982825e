"""Repaired records on their way back: read as their file was, and joined to its upload."""

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from pyarrow import parquet

from cxdash.errors import CxdashError
from cxdash.ingest import sandbox
from cxdash.ingest.counting import COUNTS, check_counts
from cxdash.ingest.entries import entry_of, said
from cxdash.ingest.intake import Intake, open_to_read, take_in
from cxdash.ingest.limits import Limits
from cxdash.ingest.progress import Listener, Progress, rising
from cxdash.ingest.raw import notice
from cxdash.ingest.repair_file import header_of
from cxdash.ingest.set_aside import set_aside
from cxdash.locale import N_, formats, t
from cxdash.locale.translation import language
from cxdash.mart.engine import connect
from cxdash.mart.known import in_sql, numbered
from cxdash.mart.repeats import Contents
from cxdash.mart.sources import sources
from cxdash.vault import repairs, settings, uploads
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.uploads import NewUpload, Upload, parent_of

REPAIRED = N_("Records repaired: {n}. Still set aside: {left}.")
REPEATED = N_("Records that repeat the id of a loaded one and stay set aside: {n}.")

Document = dict[str, Any]
# The segment that carries a record's place in its file through the conversion.
_PLACE = "row of the file, to be repaired"


@dataclass(frozen=True)
class _Joined:
    """What the repaired file gave: records that join the upload, values set aside, records whose id is known."""

    loaded: int
    values: int
    repeated: int


def repair(
    home: Home,
    upload: str,
    path: Path | str,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
    listener: Listener | None = None,
) -> Document:
    """Load the repaired records of an upload from a file that `repair_file` wrote and a person edited.

    They join the upload and are taken back with it. Returns its entry as `load` gives it, with the counts it has then:
    `read` stays, `set_aside` falls, `loaded` rises. Records of the file that still cannot be loaded, and those left out
    of it, stay set aside. CxdashError for an upload that is not live, and for a file of other records; nothing changes.
    """
    known, source = _upload(home, upload), Path(path)
    open_to_read(source).close()
    waiting = {int(each["row"]) for each in set_aside(home, upload) if each["level"] == "record"}
    walls = limits or Limits.from_environment()
    heard = rising(listener) if listener else None
    staging = uploads.stage(home)
    try:
        with explained(home.path):
            for folder in ("raw", "work", "canonical"):
                (staging / folder).mkdir()
            intake = take_in(source, staging / "raw", walls)
            report = sandbox.run(_job(home, staging, intake, known), walls, cancelled, heard)
            check_counts(report)
            if heard:
                heard(Progress("storing"))
            joined = _join(home, staging, known, report, waiting)
            _refuse_nothing(joined, report)
            report = _report(home, known, report, joined)
            shutil.rmtree(staging / "work", ignore_errors=True)
            (staging / "report.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
        repaired = _describe(intake, known, report)
        after = repairs.commit(home, staging, repaired, known)
    finally:
        uploads.discard(staging)
    told = [notice(REPAIRED, n=joined.loaded, left=after.set_aside)]
    told += [notice(REPEATED, n=joined.repeated)] if joined.repeated else []
    return entry_of(after.id, vars(after), said(told))


def _upload(home: Home, upload: str) -> Upload:
    known = uploads.get(home, parent_of(upload))
    if not known.live:
        raise CxdashError(t("Upload {id} was taken back.", id=known.id), t("Load its file again, then repair that."))
    if not known.set_aside:
        raise CxdashError(t("Nothing of upload {id} is set aside.", id=known.id), t("There is nothing to repair."))
    return known


def _job(home: Home, staging: Path, intake: Intake, known: Upload) -> Document:
    """What the sandbox is to do: load the repaired file, whose records carry their place in the last segment."""
    columns = uploads.report(home, known.id)["columns"]
    place = {"source": header_of(columns)[-2], "role": "segment", "name": _PLACE}
    mapping = {**known.mapping, "columns": [*_with_scales(home, known), place]}
    job = {"action": "load", "path": str(intake.path), "name": intake.name, "mapping": mapping, "plain": True}
    places = {"work": str(staging / "work"), "out": str(staging / "canonical"), "language": language()}
    return {**job, **places, "salt": settings.identity_salt(home)}


def _with_scales(home: Home, known: Upload) -> list[Document]:
    """The mapping's columns with the scales that the whole file showed: a few repaired records would show another."""
    columns: list[Document] = known.mapping["columns"]
    if known.kind != "survey" or any(column["role"] == "metric" for column in columns):
        return columns
    with parquet.ParquetFile(home.canonical(known.id, "questions")) as file:
        found = file.read(columns=["source", "scale_low", "scale_high"]).to_pylist()
    scales = {each["source"]: [each["scale_low"], each["scale_high"]] for each in found}
    return [
        {"scale": scales[column["source"]], **column}
        if column["role"] == "score" and column["source"] in scales
        else column
        for column in columns
    ]


def _join(home: Home, staging: Path, known: Upload, report: Document, waiting: set[int]) -> _Joined:
    """Give the records in the staging folder their rows of the upload's file; those that cannot join it leave."""
    folder, canonical = staging / "work", staging / "canonical"
    file = Contents("", known.kind, canonical, report["segments"], report["metrics"], known.mapping)
    with closing(connect(folder / "join.duckdb", spill_to=folder, read_only=False, folders=(home.vault,))) as con:
        _place(con, file, waiting)
        repeated = _leave_known(con, home, known, file, folder)
        for table in sorted(canonical.glob("*.parquet")):
            if table.stem != "questions":
                _rewrite(con, table, file, folder)
        loaded, values = (
            con.execute(
                f"SELECT count(*) FROM {what}", {"path": file.path("rejects")} if "$" in what else {}
            ).fetchone()
            for what in ("places", "read_parquet($path)")
        )
    return _Joined((loaded or (0,))[0], (values or (0,))[0], repeated)


def _place(con: duckdb.DuckDBPyConnection, file: Contents, waiting: set[int]) -> None:
    """Create `places`(row, original): where each record of the repaired file stands in the upload's file."""
    con.execute(
        f"CREATE TEMP TABLE places AS SELECT s.row, TRY_CAST(s.seg_{len(file.segments)} AS INTEGER) AS original "
        "FROM read_parquet($path) s",
        {"path": file.records},
    )
    wrong = con.execute(
        "SELECT row FROM places WHERE original IS NULL OR NOT list_contains($waiting, original) "
        "OR original IN (SELECT original FROM places GROUP BY original HAVING count(*) > 1) ORDER BY row LIMIT 1",
        {"waiting": sorted(waiting)},
    ).fetchone()
    if wrong:
        raise CxdashError(
            t("Row {row} of the file is none of the records that are set aside.", row=formats.count(wrong[0])),
            t("Leave the column “row” as it was downloaded, each number once; load new records by themselves."),
        )


def _leave_known(con: duckdb.DuckDBPyConnection, home: Home, known: Upload, file: Contents, folder: Path) -> int:
    """Take the records out of `places` whose id the upload has already; how many those are."""
    family = [each for each in uploads.live(home) if parent_of(each.id) == known.id]
    own = numbered(con, [source.contents for source in sources(home, family)], folder)
    new = numbered(con, [file], folder)
    if not (own.named and new.named):
        return 0
    repeated = f"(SELECT n.row FROM {in_sql(new)} n SEMI JOIN {in_sql(own)} o USING (key, twin))"
    found = con.execute(f"DELETE FROM places WHERE row IN {repeated}").fetchone()
    return int(found[0]) if found else 0


def _rewrite(con: duckdb.DuckDBPyConnection, table: Path, file: Contents, folder: Path) -> None:
    columns = con.execute("SELECT * FROM read_parquet($path) LIMIT 0", {"path": str(table)}).description or []
    last = f"seg_{len(file.segments)}"
    kept = ", ".join(f't."{name}"' for name, *_ in columns if name not in ("row", last))
    only = "WHERE level = 'value'" if table.stem == "rejects" else ""
    con.sql(
        f"SELECT p.original AS row, {kept} FROM read_parquet($path) t JOIN places p ON p.row = t.row {only} "
        "ORDER BY ALL",
        params={"path": str(table)},
    ).write_parquet(str(folder / table.name), compression="lz4_raw")
    (folder / table.name).replace(table)


def _refuse_nothing(joined: _Joined, report: Document) -> None:
    if joined.loaded:
        return
    if joined.repeated:
        reason = t("their ids are loaded already")
    else:
        reason = next((t(each["reason"]) for each in report.get("reasons") or ()), t("the file has no records"))
    raise CxdashError(
        t("None of the repaired records can be loaded: {reason}.", reason=reason),
        t("Correct the cells that the column “reason” names, and load the file again."),
    )


def _report(home: Home, known: Upload, report: Document, joined: _Joined) -> Document:
    first = uploads.report(home, known.id)
    counts = {"read": joined.loaded, "loaded": joined.loaded, "set_aside": 0, "duplicates": 0}
    return {
        **report,
        **counts,
        "values_set_aside": joined.values,
        "segments": report["segments"][:-1],
        "mapping": known.mapping,
        **{key: first[key] for key in ("name", "columns")},
    }


def _describe(intake: Intake, known: Upload, report: Document) -> NewUpload:
    first, last = (report[key] and datetime.fromisoformat(report[key]) for key in ("first_at", "last_at"))
    return NewUpload(
        name=known.name,
        kind=known.kind,
        format=report["format"],
        # Not the file's own: the same content may be loaded by itself, or repair another upload.
        sha256=hashlib.sha256(f"{known.id} {intake.sha256}".encode()).hexdigest(),
        bytes=intake.bytes,
        mapping=known.mapping,
        shape=known.shape,
        first_at=first,
        last_at=last,
        **{name: report[name] for name in COUNTS},
    )
