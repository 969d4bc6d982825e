"""Work in the background as one sees it: its phase, how far it is, and a button that stops it."""

from collections.abc import Sequence

import streamlit as st

from cxdash.ingest.progress import Phase, Progress
from cxdash.locale import formats, t
from cxdash.server.jobs import Job
from cxdash.ui.text import plain
from cxdash.ui.upload_desk import Dropped

EVERY_S = 0.6
MEGABYTE = 1 << 20
# How much of the whole each phase usually takes; the bar moves one way and never claims more.
_SHARES: dict[Phase, tuple[float, float]] = {
    "checking": (0.0, 0.1),
    "reading": (0.1, 0.5),
    "converting": (0.5, 0.9),
    "storing": (0.9, 1.0),
}


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
                disabled=job.cancelled(),
                on_click=job.cancel,
            )
        st.progress(whole(job.progress), text=plain(said(job)))


def whole(progress: Progress | None) -> float:
    """How much of all phases together is done, 0 to 1."""
    if progress is None:
        return 0.0
    start, end = _SHARES[progress.phase]
    return start + (end - start) * (progress.share or 0.0)


def said(job: Job) -> str:
    """What is being done, and how much of it there is."""
    if job.cancelled():
        return t("Cancelling…")
    if job.state == "waiting":
        return t("Waiting: two files are read at a time.")
    return _of(job.progress) if job.progress else t("Beginning…")


def _of(progress: Progress) -> str:
    if progress.phase == "converting" and progress.records is not None:
        return t("Converting {n} records…", n=formats.count(progress.records))
    if progress.done is not None and progress.total is not None:
        done, total = (formats.number(each / MEGABYTE, 1) for each in (progress.done, progress.total))
        if progress.phase == "checking":
            return t("Checking: {done} of {total} MB", done=done, total=total)
        return t("Reading: {done} of {total} MB", done=done, total=total)
    return {
        "checking": t("Checking…"),
        "reading": t("Reading…"),
        "converting": t("Converting…"),
        "storing": t("Storing…"),
    }[progress.phase]
