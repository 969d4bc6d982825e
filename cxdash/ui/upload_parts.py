"""Uploading: drop files, see how each was understood, load them, see what became of every row."""

import streamlit as st

from cxdash.ingest.sample import load_sample
from cxdash.locale import formats, t
from cxdash.ui import session, upload_desk
from cxdash.ui.failure import show_failure
from cxdash.ui.how import panel
from cxdash.ui.how_counts import count_offers
from cxdash.ui.job_parts import working_part
from cxdash.ui.mapping_editor import Document
from cxdash.ui.proposal_parts import proposal_card
from cxdash.ui.text import heading, notes, plain
from cxdash.ui.undo_parts import undo, undone_part
from cxdash.ui.upload_desk import Dropped
from cxdash.ui.uploader import Arrival, upload_hint, uploader
from cxdash.vault import uploads

_CHANGED = "_desk_changed"


def upload_part() -> None:
    """The uploader, and every file of this session under it: being read, proposed, loaded or refused."""
    upload_desk.settle()
    undone_part()
    upload_zone("upload", t("Drop files as your tools exported them"), upload_hint())
    working_part([file for file in upload_desk.busy() if not file.repairs])
    for file in [each for each in upload_desk.desk() if not each.repairs]:
        show_dropped(file)


@st.fragment
def upload_zone(key: str, title: str, hint: str, repairs: str | None = None) -> None:
    """An uploader by itself: a ticket costs no run of the whole page, only a file that has arrived does."""

    def arrived(arrival: Arrival) -> None:
        upload_desk.take(arrival, repairs)
        st.session_state[_CHANGED] = True

    uploader(key, title, hint, arrived, multiple=repairs is None)
    if st.session_state.pop(_CHANGED, False):
        st.rerun()


def show_dropped(file: Dropped) -> None:
    """What there is to see of a file that is not being read."""
    match file.stage:
        case "proposed":
            proposal_card(file)
        case "loaded":
            _result_card(file)
        case "refused":
            _refusal(file)


def _refusal(file: Dropped) -> None:
    with st.container(border=True, key=f"card_refused_{file.token}"):
        heading(file.name)
        for error in file.errors:
            show_failure(error)
        st.button(t("Done"), type="tertiary", key=f"done_{file.token}", on_click=upload_desk.dismiss, args=(file,))


def _result_card(file: Dropped) -> None:
    """What became of the records of an upload, with its way back."""
    entry = file.result or {}
    with st.container(border=True, key=f"card_result_{file.token}"):
        heading(_sentence(entry))
        st.caption(plain(file.name))
        with st.grid(min_column_width=160):
            for label, name in counts():
                st.metric(label, formats.count(entry[name]), border=True)
        panel(f"counts_{file.token}", lambda: count_offers([uploads.get(session.home(), entry["upload"])]), kinds=())
        notes(entry["warnings"])
        if not file.repairs:
            _why_set_aside(entry)
        with st.container(horizontal=True):
            if entry["loaded"] and not file.repairs:
                st.button(
                    t("Undo this upload"),
                    icon=":material/undo:",
                    key=f"undo_result_{file.token}",
                    on_click=undo,
                    args=(entry["upload"],),
                )
            st.button(t("Done"), type="tertiary", key=f"done_{file.token}", on_click=upload_desk.dismiss, args=(file,))


def _why_set_aside(entry: Document) -> None:
    """The common reasons for what was set aside, and where all of it is shown, downloaded and repaired."""
    if not entry["set_aside"] and not entry["values_set_aside"]:
        return
    reasons = uploads.report(session.home(), entry["upload"]).get("reasons") or ()
    lines = [_reason(each) for each in reasons]
    below = t("Select the file under “What was loaded” to see each of them, to download them, and to repair them.")
    st.markdown("\n".join([*(f"- {plain(line)}" for line in lines), "", plain(below)]))


def _reason(each: Document) -> str:
    n, reason = formats.count(each["n"]), t(each["reason"])
    if each["column"] is None:
        return t("{n} set aside: {reason}", n=n, reason=reason)
    return t("{n} set aside in “{column}”: {reason}", n=n, column=each["column"], reason=reason)


def counts() -> list[tuple[str, str]]:
    """The counts of an upload: label and key."""
    return [
        (t("Read"), "read"),
        (t("Loaded"), "loaded"),
        (t("Set aside"), "set_aside"),
        (t("Duplicates"), "duplicates"),
        (t("Values set aside"), "values_set_aside"),
    ]


def _sentence(entry: Document) -> str:
    return t(
        "{read} read = {loaded} loaded + {aside} set aside + {twice} duplicates",
        read=formats.count(entry["read"]),
        loaded=formats.count(entry["loaded"]),
        aside=formats.count(entry["set_aside"]),
        twice=formats.count(entry["duplicates"]),
    )


def sample_part() -> None:
    """The sample company, offered while nothing is loaded."""
    if uploads.live_ids(session.home()):
        return
    st.caption(t("Nothing is loaded yet. To look around first, load the files of a small company that never existed."))
    st.button(t("Load the sample company"), icon=":material/storefront:", on_click=sample)


def sample() -> None:
    """Load the sample company (a button's callback)."""
    with st.spinner(t("Loading the sample company…")):
        load_sample(session.home())
        session.refresh()
