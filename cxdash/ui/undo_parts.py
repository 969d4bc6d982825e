"""Taking an upload back: done at once by one row; what the pages show is prepared in the background, and watched."""

import streamlit as st

from cxdash.errors import CxdashError
from cxdash.ingest.progress import Progress
from cxdash.locale import t
from cxdash.mart.database import open_mart
from cxdash.server import jobs
from cxdash.server.jobs import Job
from cxdash.ui import session, upload_desk
from cxdash.ui.failure import show_failure
from cxdash.ui.job_parts import EVERY_S
from cxdash.ui.text import plain
from cxdash.vault import uploads
from cxdash.vault.home import Home

_PREPARING = "_preparing_after_undo"


def undo(upload: str) -> None:
    """Take an upload back (a button's callback)."""
    home = session.home()
    try:
        taken = uploads.undo(home, upload)
    except CxdashError as error:
        st.toast(str(error), icon=":material/error:")
        return
    upload_desk.forget_upload(upload)
    session.begin_run()
    st.session_state[_PREPARING] = jobs.start(lambda job: prepare(home, job))
    st.toast(t("“{name}” was taken back.", name=plain(taken.name)), icon=":material/undo:")


def prepare(home: Home, job: Job) -> None:
    """Derive what the pages ask; the upload stays taken back where that fails."""
    job.heard(Progress("preparing"))
    open_mart(home)


def undone_part() -> None:
    """How far the pages are prepared after an upload was taken back, and why they could not be."""
    job: Job | None = st.session_state.get(_PREPARING)
    if job is None:
        return
    if not job.ended:
        st.fragment(_watch, run_every=EVERY_S)(job)
        return
    del st.session_state[_PREPARING]
    if job.error:
        st.info(t("The upload was taken back, but what the pages show could not be prepared:"))
        show_failure(job.error)


def _watch(job: Job) -> None:
    if job.ended:
        st.rerun()
    st.progress(job.progress.whole if job.progress else 0.0, text=t("Taken back. Preparing what the pages show…"))
