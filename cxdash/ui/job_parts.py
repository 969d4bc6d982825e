"""Work in the background as one sees it: its phase, how far it is, and a button that stops it."""

from collections.abc import Sequence

import streamlit as st

from cxdash.ingest.progress import Progress
from cxdash.locale import formats, t
from cxdash.server.jobs import Job
from cxdash.ui.text import plain
from cxdash.ui.upload_desk import Dropped

EVERY_S = 0.6
MEGABYTE = 1 << 20


def working_part(files: Sequence[Dropped]) -> None:
    """The files that are being read, drawn again by themselves until one of them is done."""
    if files:
        st.fragment(_watch, run_every=EVERY_S)(list(files))


def _watch(files: list[Dropped]) -> None:
    if any(file.job is None or file.job.ended for file in files):
        st.rerun()
    for file in files:
        if file.job:
            _row(file, file.job)


def _row(file: Dropped, job: Job) -> None:
    with st.container(border=True, key=f"card_working_{file.token}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(file.name)}**", width="stretch")
            st.button(
                t("Cancel"),
                key=f"cancel_{file.token}",
                icon=":material/close:",
                disabled=job.cancelled() or not _may_cancel(file, job),
                on_click=job.cancel,
            )
        st.progress(job.progress.whole if job.progress else 0.0, text=plain(said(job, looking=file.looking)))


def _may_cancel(file: Dropped, job: Job) -> bool:
    # Repaired records have joined their upload by then, and leave it only together with it.
    return not (file.repairs and job.progress and job.progress.phase == "preparing")


def said(job: Job, *, looking: bool = False) -> str:
    """What is being done, and how much of it there is; `looking`: the file is recognised, not loaded."""
    if job.cancelled():
        return t("Cancelling…")
    if job.state == "waiting":
        return t("Waiting: two files are read at a time.")
    return _of(job.progress, looking=looking) if job.progress else t("Beginning…")


def _of(progress: Progress, *, looking: bool) -> str:
    if progress.phase == "converting":
        return _converting(progress, looking=looking)
    if progress.done is not None and progress.total is not None:
        done, total = (formats.number(each / MEGABYTE, 1) for each in (progress.done, progress.total))
        if progress.phase == "checking":
            return t("Checking: {done} of {total} MB", done=done, total=total)
        return t("Reading: {done} of {total} MB", done=done, total=total)
    if progress.phase == "storing":
        return t("Comparing with what was loaded before, and storing…")
    if progress.phase == "preparing":
        return t("Loaded. Preparing what the pages show…")
    return t("Checking…") if progress.phase == "checking" else t("Reading…")


def _converting(progress: Progress, *, looking: bool) -> str:
    if progress.records is None:
        return t("Recognising the columns…") if looking else t("Converting…")
    n, done = formats.count(progress.records), formats.percent(100 * (progress.share or 0.0))
    if looking:
        return t("Recognising the columns of {n} records: about {done}", n=n, done=done)
    return t("Converting {n} records: about {done}", n=n, done=done)
