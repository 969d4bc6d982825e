"""From a file to an upload: copied, read in a sandbox, counted, and made to exist by one row of the ledger."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from cxdash.errors import CxdashError
from cxdash.ingest import memory, sandbox
from cxdash.ingest.counting import COUNTS, check_counts
from cxdash.ingest.entries import already, entry_of, refuse_nothing, said
from cxdash.ingest.incoming import rests
from cxdash.ingest.intake import Intake, bare, label, open_to_read, take_in
from cxdash.ingest.limits import Limits, size_of
from cxdash.ingest.progress import Listener, Progress, rising
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import t
from cxdash.locale.translation import language
from cxdash.vault import retention, settings, uploads
from cxdash.vault.faults import explained
from cxdash.vault.home import Home
from cxdash.vault.uploads import AlreadyLoadedError, NewUpload

Document = dict[str, Any]


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
    encoding: str | None
    limits: Limits
    cancelled: Callable[[], bool] | None
    listener: Listener | None
    brings: Document | None = None

    def hints(self) -> Document:
        """What of it the sandbox is told."""
        hints = {"kind": self.kind, "timezone": self.timezone, "sheet": self.sheet, "encoding": self.encoding}
        return {**hints, "language": language()}

    def tell(self, progress: Progress) -> None:
        """Let the person know how far it is, and stop where they cancelled."""
        sandbox.refuse_cancelled(self.cancelled)
        if self.listener:
            self.listener(progress)

    def of_one_file(self) -> "_Wish":
        """The same for the next file, of which nothing is done yet."""
        return replace(self, listener=rising(self.listener)) if self.listener else self


def inspect(
    path: Path | str,
    *,
    name: str | None = None,
    kind: str | None = None,
    timezone: str | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    preview: bool = False,
    cancelled: Callable[[], bool] | None = None,
    listener: Listener | None = None,
) -> Document:
    """Recognise a file: {"format", "kind", "rows", "encoding", "confidence", "mapping", "warnings"}.

    Beside these "encoding_confidence" (0 to 1), "sheet" and "sheets" of a workbook; with `preview` also "preview"
    ({"columns", "rows"}, the first rows as text), "asks_for_zone" and "encodings" ([{"name", "confidence", "shown"}],
    what the letters may be). `name` is what its owner calls the file, `sheet` and `encoding` how to read it. Raises
    CxdashError when the file is refused; nothing is stored.
    """
    source = Path(path)
    open_to_read(source).close()
    walls = limits or Limits.from_environment()
    wish = _Wish(None, kind, name, timezone, sheet, encoding, walls, cancelled, listener)
    with tempfile.TemporaryDirectory(prefix="cxdash-") as work:
        job = {"action": "inspect", "path": str(source.resolve()), "name": label(name or source.name), "work": work}
        heard = rising(listener) if listener else None
        return sandbox.run({**job, **wish.hints(), "preview": preview}, walls, cancelled, heard)


def propose(
    home: Home,
    path: Path | str,
    *,
    name: str | None = None,
    kind: str | None = None,
    timezone: str | None = None,
    **how: Any,
) -> Document:
    """As `inspect`, with the mapping that was last used for a file of the same shape, if there is one."""
    found = inspect(path, name=name, kind=kind, timezone=timezone, **how)
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
    encoding: str | None = None,
    brings: Document | None = None,
    cancelled: Callable[[], bool] | None = None,
    listener: Listener | None = None,
) -> list[Document]:
    """Load each file as an upload of its own; one entry per file.

    An entry is {"upload", "format", "kind", "read", "loaded", "set_aside", "duplicates", "values_set_aside",
    "warnings"}; read = loaded + set_aside + duplicates. Without `mapping` the one remembered for the file's shape is
    used, else the one recognised. The very content of a live upload is not stored again: its entry has that upload's
    id, and all records are duplicates, whatever the mapping. A refused file raises CxdashError and leaves nothing, and
    the files before it are taken back; so it is when `cancelled` answers True. The `listener` is told how far a file
    is, of all of it with a share that never falls. `brings` ({"journey", "targets"}) holds while an upload that brings
    it is live and nobody says otherwise.
    """
    listed = [Path(paths)] if isinstance(paths, Path | str) else [Path(path) for path in paths]
    walls = limits or Limits.from_environment()
    document = _document(mapping, kind, timezone)
    wish = _Wish(document, kind, name, timezone, sheet, encoding, walls, cancelled, listener, brings)
    loaded: list[Document] = []
    fresh: list[str] = []
    for path in listed:
        try:
            loaded.append(_load_one(home, path, wish.of_one_file(), fresh))
        except CxdashError as error:
            if not fresh:
                raise
            raise _take_back(home, fresh, error, path) from error
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


def _take_back(home: Home, fresh: list[str], error: CxdashError, path: Path) -> CxdashError:
    """Undo what came before a refused file, so that a refusal leaves nothing; the refusal then says so."""
    for upload in fresh:
        uploads.undo(home, upload)
    refused = t("{file} was refused; the files before it were taken back.", file=label(path.name))
    return CxdashError(error.message, f"{error.hint} {refused}".strip())


def _load_one(home: Home, path: Path, wish: _Wish, fresh: list[str]) -> Document:
    """Load one file; its id goes to `fresh` unless its content was there already."""
    open_to_read(path).close()
    staging = uploads.stage(home)
    try:
        with explained(home.path):
            for folder in ("raw", "work"):
                (staging / folder).mkdir()
            intake = _taken_in(home, staging, path, wish)
            if known := uploads.find_live(home, intake.sha256):
                return already(known, wish.mapping)
            report = _read(home, staging, intake, wish)
            refuse_nothing(report, intake.name)
            wish.tell(Progress("storing"))
            report["name"] = label(wish.name) if wish.name else bare(intake.name)
            report = {**_settled(home, staging, report, wish), "brings": wish.brings}
            check_counts(report)
            upload = _describe(staging, intake, wish, report)
            warnings = said(report["warnings"])
        remember = partial(learn, home, upload, report, by_person=wish.mapping is not None)
        try:
            identity = uploads.commit(home, staging, upload, along=remember)
        except AlreadyLoadedError as known_by_now:
            return already(known_by_now.upload, wish.mapping)
    finally:
        uploads.discard(staging)
    fresh.append(identity)
    retention.remove_unkept_raw(home, identity)
    return entry_of(identity, report, warnings)


def _settled(home: Home, staging: Path, report: Document, wish: _Wish) -> Document:
    """The report with the records that earlier files of its shape have already, where there are any."""
    like_it = (report["kind"], memory.shape_of(report["columns"]))
    try:
        if like_it not in {(each.kind, each.shape) for each in uploads.live(home)}:
            return report
        # Comparing takes the database, which nothing else here does.
        from cxdash.ingest import overlap  # noqa: PLC0415

        return overlap.settle(home, staging, report, wish.cancelled)
    finally:
        # The comparison was interrupted for no other reason; and it is the last moment at which nothing is stored.
        sandbox.refuse_cancelled(wish.cancelled)


def _taken_in(home: Home, staging: Path, path: Path, wish: _Wish) -> Intake:
    def told(size: int) -> None:
        wish.tell(Progress("checking", size, whole))

    whole = size_of(path)
    taken = take_in(path, staging / "raw", wish.limits, ours=rests(home, path), told=told)
    return taken.of_sheet(wish.sheet)


def _read(home: Home, staging: Path, intake: Intake, wish: _Wish) -> Document:
    """The report of the sandbox, with the canonical files in the staging folder."""

    def read_as(mapping: Document | None, action: str = "load") -> Document:
        for folder in ("canonical", "work"):
            shutil.rmtree(staging / folder, ignore_errors=True)
            (staging / folder).mkdir()
        job = {"action": action, "path": str(intake.path), "name": intake.name, "mapping": mapping}
        places = {"work": str(staging / "work"), "out": str(staging / "canonical")}
        places["salt"] = settings.identity_salt(home)
        return sandbox.run({**job, **places, **wish.hints()}, wish.limits, wish.cancelled, wish.listener)

    report = read_as(wish.mapping) if wish.mapping else _read_unmapped(home, wish, read_as)
    check_counts(report)
    return report


def _read_unmapped(home: Home, wish: _Wish, read_as: Callable[..., Document]) -> Document:
    """Read as recognised; once more where what is remembered of this shape or of its columns says something else."""
    asked = {"kind": wish.kind, "timezone": wish.timezone}

    def look() -> Document:
        return read_as(None, "inspect")

    try:
        report = read_as(None)
    except CxdashError:
        # What cannot be recognised may have been mapped by hand before.
        found = memory.prefer_remembered(home, look(), **asked)
        if not found.get("remembered"):
            raise
        return _told(read_as(found["mapping"]), [notice(memory.READ_AS_REMEMBERED)])
    instead = memory.instead(home, report, look, **asked)
    if instead is None:
        return report
    # Looking again took the first reading's tables away.
    return _told(read_as(instead.mapping), instead.notices)


def _told(report: Document, notices: list[Notice]) -> Document:
    return {**report, "warnings": [*report["warnings"], *notices]}


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


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def learn(home: Home, upload: NewUpload, report: Document, *, by_person: bool | None = None) -> None:
    """Remember the mapping. `by_person`: a person gave or confirmed it; None: it is nobody's new decision."""
    said = {"by_person": by_person, "records": report["read"], "ids": report["ids"]}
    memory.remember(home, upload.shape, upload.mapping, **said)
