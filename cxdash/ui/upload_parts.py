"""Uploading: drop a file, see how it was understood, correct it, load it, see what became of every row."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.sample import load_sample
from cxdash.locale import formats, t
from cxdash.ui import session
from cxdash.ui.failure import show_failure
from cxdash.ui.mapping_editor import Document, edit_mapping, kind_words
from cxdash.ui.text import heading, plain
from cxdash.vault import uploads

ROUND, PROPOSED, RESULT = "_upload_round", "_upload_proposed", "_upload_result"


@contextmanager
def _as_file(name: str, content: memoryview | bytes) -> Iterator[Path]:
    """The uploaded bytes as a file under its own name, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="cxdash-") as folder:
        path = Path(folder) / (os.path.basename(name.replace("\\", "/")).strip(". ") or "file")
        path.write_bytes(content)
        yield path


def upload_part() -> None:
    """The uploader, the proposal for what was dropped, and the result of the last load."""
    _result()
    dropped = st.file_uploader(
        t("Drop a file as your tool exported it"),
        key=f"upload_{st.session_state.setdefault(ROUND, 0)}",
        help=t("CSV, TSV, Excel, Parquet; also inside .zip or .gz. It stays in the data folder."),
    )
    if dropped is None:
        st.session_state.pop(PROPOSED, None)
        return
    proposal = _proposal(dropped)
    if proposal is not None:
        _confirm(dropped, proposal)


def _proposal(dropped: Any) -> Document | None:
    """How the file was understood, once per dropped file; a refusal is shown and nothing is kept."""
    kept = st.session_state.get(PROPOSED)
    if kept and kept[0] == dropped.file_id:
        found: Document = kept[1]
        return found
    try:
        with st.spinner(t("Reading the file…")), _as_file(dropped.name, dropped.getbuffer()) as path:
            proposal = pipeline.propose(session.home(), path)
    except CxdashError as error:
        show_failure(error)
        return None
    st.session_state[PROPOSED] = (dropped.file_id, proposal)
    return proposal


def _confirm(dropped: Any, proposal: Document) -> None:
    with st.container(border=True, key="card_proposal"):
        heading(_understood(proposal))
        st.caption(plain(_facts(proposal)))
        for warning in proposal["warnings"]:
            st.info(plain(warning), icon=":material/info:")
        mapping = edit_mapping(proposal["mapping"], key=f"mapping_{dropped.file_id}")
        if st.button(t("Load this file"), type="primary", icon=":material/check:"):
            _load(dropped, mapping)


def _understood(proposal: Document) -> str:
    return t(
        "{kind}: {rows} records, recognised with {confidence} confidence",
        kind=kind_words(proposal["kind"]),
        rows=formats.count(proposal["rows"]),
        confidence=formats.percent(100 * proposal["confidence"]),
    )


def _facts(proposal: Document) -> str:
    parts = [t("Format: {format}", format=proposal["format"])]
    if proposal["encoding"]:
        parts.append(t("Encoding: {encoding}", encoding=proposal["encoding"]))
    parts.append(t("Check the roles below, correct what is wrong, then load."))
    return " · ".join(parts)


def _load(dropped: Any, mapping: Document) -> None:
    try:
        with st.spinner(t("Loading…")), _as_file(dropped.name, dropped.getbuffer()) as path:
            loaded = pipeline.load(session.home(), [path], mapping=mapping)
            session.refresh()
    except CxdashError as error:
        show_failure(error)
        return
    st.session_state[RESULT] = loaded[0]
    # A new uploader lets go of the bytes of the old one.
    st.session_state[ROUND] += 1
    st.session_state.pop(PROPOSED, None)
    st.rerun()


def _result() -> None:
    """What became of the records of the last upload, with its way back."""
    entry = st.session_state.get(RESULT)
    if entry is None:
        return
    with st.container(border=True, key="card_result"):
        heading(_sentence(entry))
        with st.grid(min_column_width=140):
            for label, name in counts():
                st.metric(label, formats.count(entry[name]), border=True)
        for warning in entry["warnings"]:
            st.info(plain(warning), icon=":material/info:")
        with st.container(horizontal=True):
            if entry["loaded"]:
                st.button(t("Undo this upload"), icon=":material/undo:", on_click=undo, args=(entry["upload"],))
            st.button(t("Done"), type="tertiary", on_click=lambda: st.session_state.pop(RESULT, None))


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


def undo(upload: str) -> None:
    """Take an upload back (a button's callback)."""
    try:
        taken = uploads.undo(session.home(), upload)
    except CxdashError as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.session_state.pop(RESULT, None)
    st.toast(t("“{name}” was taken back.", name=plain(taken.name)), icon=":material/undo:")


def sample_part() -> None:
    """The sample company, offered while nothing is loaded."""
    if uploads.live_ids(session.home()):
        return
    st.button(t("Load the sample company"), icon=":material/storefront:", on_click=sample)


def sample() -> None:
    """Load the sample company (a button's callback)."""
    with st.spinner(t("Loading the sample company…")):
        load_sample(session.home())
