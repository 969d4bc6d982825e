"""From a file to an upload: copied, read in a sandbox, counted, and made to exist by one row of the ledger."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from cxdash.errors import CxdashError
from cxdash.ingest import memory, overlap, sandbox
from cxdash.ingest.counting import COUNTS, check_counts
from cxdash.ingest.intake import Intake, label, open_to_read, take_in
from cxdash.ingest.limits import Limits
from cxdash.locale import N_, formats, t
from cxdash.locale.translation import language
from cxdash.vault import journeys, retention, settings, uploads
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.uploads import AlreadyLoadedError, NewUpload, Upload
from cxdash.vocabulary.journeys import assign

Document = dict[str, Any]

ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".sav", ".zip", ".gz"}
READ_AS_REMEMBERED = N_("The columns were read as in the last file of this shape.")


class Documented(Protocol):
    """A mapping as an object that can be written as its document."""

    def to_document(self) -> Document:
        """The mapping document."""


@dataclass(frozen=True)
class _Wish:
    """What a person said about how to read a file, and how much that may cost."""

    mapping: Document | None
    kind: str | None
    name: str | None
    timezone: str | None
    sheet: str | None
    limits: Limits
    cancelled: Callable[[], bool] | None


def inspect(
    path: Path | str,
    *,
    name: str | None = None,
    kind: str | None = None,
    timezone: str | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
) -> Document:
    """Recognise a file: {"format", "kind", "rows", "encoding", "confidence", "mapping", "warnings"}.

    `name` is what its owner calls the file. Raises CxdashError when the file is refused; nothing is stored.
    """
    source = Path(path)
    open_to_read(source).close()
    with tempfile.TemporaryDirectory(prefix="cxdash-") as work:
        job = {"action": "inspect", "path": str(source.resolve()), "name": label(name or source.name), "work": work}
        hints = {"kind": kind, "timezone": timezone, "sheet": sheet, "language": language()}
        return sandbox.run({**job, **hints}, limits or Limits.from_environment())


def propose(
    home: Home,
    path: Path | str,
    *,
    name: str | None = None,
    kind: str | None = None,
    timezone: str | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
) -> Document:
    """As `inspect`, with the mapping that was last used for a file of the same shape, if there is one."""
    found = inspect(path, name=name, kind=kind, timezone=timezone, limits=limits, sheet=sheet)
    return memory.prefer_remembered(home, found, kind=kind, timezone=timezone)


def load(
    home: Home,
    paths: Iterable[Path | str] | Path | str,
    *,
    mapping: Document | Documented | None = None,
    kind: str | None = None,
    name: str | None = None,
    timezone: str | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Document]:
    """Load each file as an upload of its own; one entry per file.

    An entry is {"upload", "format", "kind", "read", "loaded", "set_aside", "duplicates", "values_set_aside",
    "warnings"}; read = loaded + set_aside + duplicates. Without `mapping` the one remembered for the file's shape is
    used, else the one recognised. The very content of a live upload is not stored again: its entry has that upload's
    id, and all records are duplicates, whatever the mapping. A refused file raises CxdashError and leaves nothing;
    the files before it stay loaded, and the hint names them.
    """
    listed = [Path(paths)] if isinstance(paths, Path | str) else [Path(path) for path in paths]
    walls = limits or Limits.from_environment()
    wish = _Wish(_document(mapping, kind, timezone), kind, name, timezone, sheet, walls, cancelled)
    loaded: list[Document] = []
    for path in listed:
        try:
            loaded.append(_load_one(home, path, wish))
        except CxdashError as error:
            if not loaded:
                raise
            raise _after_others(error, path, loaded) from error
    return loaded


def _document(mapping: Document | Documented | None, kind: str | None, timezone: str | None) -> Document | None:
    """The mapping as its document, completed by what was said beside it."""
    if mapping is None:
        return None
    given: Any = mapping if isinstance(mapping, dict) else mapping.to_document()
    if "columns" not in given and isinstance(given.get("mapping"), dict):
        given = given["mapping"]
    document = {"kind": kind, **given} if kind else dict(given)
    return {**document, "timezone": timezone} if timezone else document


def _after_others(error: CxdashError, path: Path, loaded: list[Document]) -> CxdashError:
    before = ", ".join(str(entry["upload"]) for entry in loaded)
    refused = t("{file} was refused; loaded before it: {uploads}.", file=label(path.name), uploads=before)
    return CxdashError(error.message, f"{error.hint} {refused}".strip())


def _load_one(home: Home, path: Path, wish: _Wish) -> Document:
    open_to_read(path).close()
    staging = uploads.stage(home)
    try:
        with explained(home.path):
            for folder in ("raw", "work"):
                (staging / folder).mkdir()
            intake = take_in(path, staging / "raw", wish.limits)
            if known := uploads.find_live(home, intake.sha256):
                return _already(known, wish)
            report = _read(home, staging, intake, wish)
            _refuse_nothing(report, intake)
            report["name"] = label(wish.name) if wish.name else _bare(intake.name)
            report = overlap.settle(home, staging, report)
            check_counts(report)
            upload = _describe(staging, intake, wish, report)
        try:
            identity = uploads.commit(home, staging, upload)
        except AlreadyLoadedError as known_by_now:
            return _already(known_by_now.upload, wish)
    finally:
        uploads.discard(staging)
    retention.remove_unkept_raw(home, identity)
    learn(home, upload, report)
    return entry_of(identity, report, said(report["warnings"]))


def _read(home: Home, staging: Path, intake: Intake, wish: _Wish) -> Document:
    """The report of the sandbox, with the canonical files in the staging folder."""

    def read_as(mapping: Document | None, action: str = "load") -> Document:
        for folder in ("canonical", "work"):
            shutil.rmtree(staging / folder, ignore_errors=True)
            (staging / folder).mkdir()
        job = {"action": action, "path": str(intake.path), "name": intake.name, "mapping": mapping}
        places = {"work": str(staging / "work"), "out": str(staging / "canonical")}
        hints = {"kind": wish.kind, "timezone": wish.timezone, "sheet": wish.sheet, "language": language()}
        places["salt"] = settings.identity_salt(home)
        return sandbox.run({**job, **places, **hints}, wish.limits, wish.cancelled)

    report = read_as(wish.mapping) if wish.mapping else _read_unmapped(home, wish, read_as)
    check_counts(report)
    return report


def _read_unmapped(home: Home, wish: _Wish, read_as: Callable[..., Document]) -> Document:
    """Read as recognised; once more where the mapping remembered for this shape says something else."""
    try:
        report = read_as(None)
        used, shape = report["mapping"], memory.shape_of(report["columns"])
    except CxdashError:
        # What cannot be recognised may have been mapped by hand before.
        found = memory.prefer_remembered(home, read_as(None, "inspect"), kind=wish.kind, timezone=wish.timezone)
        if not found.get("remembered"):
            raise
        return _as_remembered(read_as(found["mapping"]))
    remembered = memory.recall(home, shape, kind=wish.kind, timezone=wish.timezone)
    document = remembered and memory.refreshed(remembered, used["columns"])
    if document is None or document == used:
        return report
    return _as_remembered(read_as(document))


def _as_remembered(report: Document) -> Document:
    return {**report, "warnings": [*report["warnings"], {"message": READ_AS_REMEMBERED, "values": {}}]}


def _refuse_nothing(report: Document, intake: Intake) -> None:
    """Refuse a file of which nothing can be loaded, with the most common reason."""
    if report["loaded"] or report["duplicates"]:
        return
    if not report["read"]:
        raise CxdashError(t("{file} has no records.", file=intake.name), t("Check that it was exported with its rows."))
    reasons = report.get("reasons") or [{"column": None, "reason": ""}]
    column, reason = reasons[0]["column"], t(reasons[0]["reason"]) if reasons[0]["reason"] else ""
    hint = t("Check the mapping: which column has which role, and its scale, labels and formats.")
    n = formats.count(report["read"])
    if column is None:
        raise CxdashError(t("None of the {n} records can be loaded: {reason}.", n=n, reason=reason), hint)
    raise CxdashError(
        t("None of the {n} records can be loaded: in “{column}”, {reason}.", n=n, column=column, reason=reason), hint
    )


def _describe(staging: Path, intake: Intake, wish: _Wish, report: Document) -> NewUpload:
    """Leave nothing but the upload in the staging folder, and say what the ledger keeps of it."""
    shutil.rmtree(staging / "work", ignore_errors=True)
    (staging / "report.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    return NewUpload(
        name=label(wish.name) if wish.name else intake.name,
        kind=report["kind"],
        format=report["format"],
        sha256=intake.sha256,
        bytes=intake.bytes,
        mapping=report["mapping"],
        shape=memory.shape_of(report["columns"]),
        warnings=report["warnings"],
        first_at=_moment(report["first_at"]),
        last_at=_moment(report["last_at"]),
        **{name: report[name] for name in COUNTS},
    )


def _bare(name: str) -> str:
    """A file's name without its endings: "ab_data.csv.zip" is about ab_data."""
    path = Path(name)
    while path.suffix.casefold() in ENDINGS:
        path = path.with_suffix("")
    return path.name


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def learn(home: Home, upload: NewUpload, report: Document) -> None:
    """Remember the mapping and place new touchpoints; done again with the next file, should a crash come between."""
    memory.remember(home, upload.shape, upload.mapping)
    stage_of = {each["touchpoint"]: each["stage"] for each in report["touchpoints"]}
    known = [touchpoint.name for touchpoint in journeys.default_journey(home).touchpoints]
    if set(stage_of) <= set(known):
        return
    # Known touchpoints take part in choosing the template, so that a second file speaks of the same stages.
    template = assign([*known, *(name for name in stage_of if name not in known)])
    placed = {name: stage or template.stage_of(name) or "" for name, stage in stage_of.items()}
    order = [touchpoint.name for touchpoint in template.touchpoints]
    journeys.add_touchpoints(home, {name: placed[name] for name in sorted(placed, key=order.index)}, name=template.name)


def _already(known: Upload, wish: _Wish) -> Document:
    said = [
        t(
            "This file was already loaded on {day} as {id}; nothing was loaded again.",
            day=formats.date(known.loaded_at.date()),
            id=known.id,
        )
    ]
    if wish.mapping is not None and memory.plain(wish.mapping) != memory.plain(known.mapping):
        said.append(t("To load it with another mapping, take {id} back first.", id=known.id))
    counts = {"loaded": 0, "set_aside": 0, "duplicates": known.read, "values_set_aside": 0}
    return entry_of(known.id, {"format": known.format, "kind": known.kind, "read": known.read, **counts}, said)


def entry_of(identity: str, report: Mapping[str, Any], warnings: list[str]) -> Document:
    """What `load` answers for one file; `report` has its format, kind and counts."""
    return {"upload": identity, **{key: report[key] for key in ("format", "kind", *COUNTS)}, "warnings": warnings}


def said(notices: Iterable[Mapping[str, Any]]) -> list[str]:
    """Notices as sentences."""
    return [t(each["message"], **{key: _shown(value) for key, value in each["values"].items()}) for each in notices]


def _shown(value: object) -> str:
    if isinstance(value, int):
        return formats.count(value)
    if isinstance(value, float):
        return formats.number(value, 0 if value.is_integer() else 2)
    return str(value)
