"""The desk of one session: the files it dropped, what is being done with each, and what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from cxdash.errors import CxdashError
from cxdash.ingest import incoming, pipeline
from cxdash.ingest.progress import Progress
from cxdash.ingest.repair import repair
from cxdash.mart.database import open_mart
from cxdash.server import jobs
from cxdash.server.jobs import Job
from cxdash.ui import session
from cxdash.ui.uploader import Arrival, upload_session
from cxdash.vault import uploads
from cxdash.vault.home import Home

log = logging.getLogger(__name__)

Document = dict[str, Any]
Stage = Literal["working", "proposed", "loaded", "refused"]
_DESK = "_desk"


@dataclass(eq=False)
class Dropped:
    """A file on the desk; `repairs` is the upload whose records it repairs, `sheet` and `encoding` how it is read."""

    token: str
    name: str
    path: Path | None = None
    repairs: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    job: Job | None = None
    looking: bool = False
    looks: int = 0
    proposal: Document | None = None
    result: Document | None = None
    errors: list[CxdashError] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """What is to be shown of it."""
        if self.job:
            return "working"
        if self.result:
            return "loaded"
        return "proposed" if self.proposal else "refused"


def desk() -> list[Dropped]:
    """The files of this session, in the order in which they were dropped."""
    dropped: list[Dropped] = st.session_state.setdefault(_DESK, [])
    return dropped


def busy() -> list[Dropped]:
    """Those that are being read."""
    return [file for file in desk() if file.job]


def take(arrival: Arrival, repairs: str | None = None) -> None:
    """Take over a file that has arrived, and begin to read it (an uploader's callback)."""
    file = Dropped(arrival.token, arrival.name, repairs=repairs)
    desk().append(file)
    try:
        file.path = incoming.claim(session.home(), upload_session(), arrival.token, arrival.name)
    except CxdashError as error:
        file.errors = [error]
        return
    file.name = file.path.name
    if repairs:
        _begin(file, _repairing(session.home(), file.path, repairs))
    else:
        look(file)


def look(file: Dropped, *, sheet: str | None = None, encoding: str | None = None) -> None:
    """Find out what the file is, read as this sheet and in this encoding."""
    home, path = session.home(), _path(file)
    how = {"sheet": _other_than_first(file, sheet) if sheet else file.sheet, "encoding": encoding or file.encoding}

    def work(job: Job) -> Document:
        found = pipeline.propose(home, path, preview=True, cancelled=job.cancelled, listener=job.heard, **how)
        return {**found, "read_as": how}

    _begin(file, work, looking=True)


def _other_than_first(file: Dropped, sheet: str) -> str | None:
    """The sheet, None for the one that is read when nobody asks for any: that makes the same upload either way."""
    sheets = (file.proposal or {}).get("sheets") or [None]
    return None if sheet == sheets[0] else sheet


def load(file: Dropped, mapping: Document) -> None:
    """Load the file as the mapping says (a button's callback)."""
    home, path, sheet, encoding = session.home(), _path(file), file.sheet, file.encoding

    def work(job: Job) -> Document:
        (entry,) = pipeline.load(
            home,
            path,
            mapping=mapping,
            sheet=sheet,
            encoding=encoding,
            cancelled=job.cancelled,
            listener=job.heard,
        )
        _derive(home, job, takes_back=entry["upload"] if entry["loaded"] else None)
        return entry

    _begin(file, work)


def _repairing(home: Home, path: Path, upload: str) -> jobs.Work:
    def work(job: Job) -> Document:
        entry = repair(home, upload, path, cancelled=job.cancelled, listener=job.heard)
        _derive(home, job)
        return entry

    return work


def _derive(home: Home, job: Job, takes_back: str | None = None) -> None:
    """Prepare what the pages ask, here and now. What was loaded stays loaded if that fails: a page will say why.

    Who cancels at this point wants the file not to be loaded: the upload that `takes_back` names is undone.
    """
    job.heard(Progress("preparing"))
    try:
        open_mart(home, cancelled=job.cancelled if takes_back else None)
    except CxdashError as error:
        if takes_back and job.cancelled():
            uploads.undo(home, takes_back)
            raise
        log.warning("loaded, and not yet prepared: %s", error)


def _begin(file: Dropped, work: Callable[[Job], Document], *, looking: bool = False) -> None:
    file.errors, file.looking = [], looking
    file.job = jobs.start(work)


def settle() -> None:
    """Take over what the jobs that have ended came to."""
    for file in busy():
        job = file.job
        if job is None or not job.ended:
            continue
        # New keys for the widgets of its card: a choice that came to nothing goes back to what is true.
        file.job, file.looks = None, file.looks + file.looking
        if job.state == "done":
            _came_to(file, job.result)
        elif job.state == "cancelled":
            _stopped(file)
        elif job.error:
            file.errors = [job.error]
            if not file.proposal:
                _let_go(file)


def _came_to(file: Dropped, answer: Document) -> None:
    if file.looking:
        file.proposal = answer
        file.sheet, file.encoding = answer["read_as"]["sheet"], answer["read_as"]["encoding"]
    else:
        file.result = answer
        _let_go(file)
        session.begin_run()


def _stopped(file: Dropped) -> None:
    """What was cancelled while it was looked at for the first time, or repaired, is gone; else as it was before."""
    if not file.proposal:
        dismiss(file)


def dismiss(file: Dropped) -> None:
    """Take a file off the desk, and off the disk unless it was loaded (a button's callback)."""
    if file.job:
        file.job.cancel()
    _let_go(file)
    if file in desk():
        desk().remove(file)


def forget_upload(upload: str) -> None:
    """Take the results of an upload that was taken back off the desk."""
    for file in [each for each in desk() if each.result and each.result["upload"] == upload]:
        dismiss(file)


def _let_go(file: Dropped) -> None:
    if file.path:
        incoming.let_go(file.path)
        file.path = None


def _path(file: Dropped) -> Path:
    if file.path is None or not file.path.is_file():
        raise incoming.gone()
    return file.path
