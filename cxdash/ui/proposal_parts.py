"""How a dropped file was understood: what it is, its letters and sheets, its columns; to be corrected and confirmed."""

from functools import partial

import pandas as pd
import streamlit as st

from cxdash.errors import CxdashError
from cxdash.ingest.encoding import spoken
from cxdash.locale import formats, t, tn
from cxdash.ui import upload_desk
from cxdash.ui.failure import show_failure
from cxdash.ui.mapping_editor import Document, edit_mapping, kind_words
from cxdash.ui.mapping_words import edit_words
from cxdash.ui.text import heading, notes, plain
from cxdash.ui.upload_desk import Dropped
from cxdash.vocabulary.formats import format_label

CERTAIN = 0.995
OTHER = "other"
MOST_LIKELY = 4
"""Encodings that are offered with a piece of the file; nobody compares more."""

ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "windows-1252",
    "windows-1256",
    "windows-1255",
    "windows-1254",
    "windows-1253",
    "windows-1251",
    "windows-1250",
    "windows-1257",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-9",
    "iso-8859-15",
    "koi8-r",
    "koi8-u",
    "mac-roman",
    "mac-cyrillic",
    "mac-greek",
    "mac-turkish",
    "mac-latin2",
    "cp437",
    "cp850",
    "cp852",
    "cp862",
    "cp864",
    "cp866",
    "cp932",
    "euc_jp",
    "cp949",
    "gb18030",
    "big5",
)
"""The encodings a person may choose, by the names that Python knows."""


def proposal_card(file: Dropped) -> None:
    """The proposal for one file, with the errors of the last try to load it."""
    proposal = file.proposal or {}
    with st.container(border=True, key=f"card_proposal_{file.token}"):
        heading(_understood(proposal))
        st.caption(plain(" · ".join([file.name, *_facts(proposal)])))
        for error in file.errors:
            show_failure(error)
        notes(proposal["warnings"])
        _reading(file, proposal)
        mapping = edit_mapping(
            proposal["mapping"],
            key=f"mapping_{file.token}_{file.looks}",
            asks_for_zone=proposal.get("asks_for_zone", False),
        )
        mapping = edit_words(mapping, proposal.get("preview"), key=f"words_{file.token}_{file.looks}")
        _decide(file, mapping)


def _understood(proposal: Document) -> str:
    return tn(
        "{kind}: {rows} record, recognised with {confidence} confidence",
        "{kind}: {rows} records, recognised with {confidence} confidence",
        proposal["rows"],
        kind=kind_words(proposal["kind"]),
        rows=formats.count(proposal["rows"]),
        confidence=formats.percent(100 * proposal["confidence"]),
    )


def _facts(proposal: Document) -> list[str]:
    parts = [t("Format: {format}", format=format_label(proposal["format"]))]
    if proposal["encoding"]:
        parts.append(_encoding(proposal))
    if not proposal.get("asks_for_zone"):
        parts.append(t("Time zone: {zone}", zone=proposal["mapping"].get("timezone", "UTC")))
    parts.append(t("Check the roles below, correct what is wrong, then load."))
    return parts


def _encoding(proposal: Document) -> str:
    name, sure = spoken(proposal["encoding"]), proposal.get("encoding_confidence")
    if sure is None or sure >= CERTAIN:
        return t("Encoding: {encoding}", encoding=name)
    return t("Encoding: {encoding}, {sure} sure", encoding=name, sure=formats.percent(100 * sure))


def _reading(file: Dropped, proposal: Document) -> None:
    """Which sheet, which encoding, and the first rows by which a person sees whether they are right."""
    if len(proposal.get("sheets") or ()) > 1:
        _choose_sheet(file, proposal)
    doubtful = bool(proposal["encoding"]) and (proposal.get("encoding_confidence") or 1) < CERTAIN
    if doubtful:
        _choose_encoding(file, proposal)
    shown = proposal.get("preview")
    if shown:
        with st.expander(t("First rows"), icon=":material/table_rows:", expanded=doubtful):
            st.dataframe(
                pd.DataFrame(shown["rows"], columns=shown["columns"], dtype="string"), hide_index=True, height="content"
            )
            if proposal["encoding"] and not doubtful:
                _choose_encoding(file, proposal)


# What is chosen is looked at while the page is drawn: a callback may come again when its card is away for a while.
def _choose_sheet(file: Dropped, proposal: Document) -> None:
    sheets, now = list(proposal["sheets"]), proposal["sheet"]
    present = sheets.index(now) if now in sheets else 0
    chosen = st.selectbox(t("Sheet"), sheets, index=present, key=f"sheet_{file.token}_{file.looks}", width=240)
    if chosen != sheets[present]:
        _again(file, sheet=chosen)


def _choose_encoding(file: Dropped, proposal: Document) -> None:
    """The encodings that the letters may be in, each with a piece of the file as it reads then; the others behind."""
    now, key = proposal["encoding"], f"encoding_{file.token}_{file.looks}"
    found = {each["name"]: each for each in proposal.get("encodings") or ()}
    likely = list(dict.fromkeys([*list(found)[:MOST_LIKELY], now]))
    chosen = st.radio(
        t("Which of these reads right?") if len(found) > 1 else t("Encoding"),
        [*likely, OTHER],
        index=likely.index(now),
        format_func=lambda name: t("Another encoding") if name == OTHER else _sure_of(name, found.get(name)),
        captions=[*(_as_read(found.get(name)) for name in likely), ""],
        key=key,
    )
    if chosen == OTHER:
        behind = [name for name in ENCODINGS if spoken(name) not in map(spoken, likely)]
        chosen = st.selectbox(
            t("Encoding"),
            behind,
            index=None,
            format_func=spoken,
            placeholder=t("Type its name, or choose"),
            key=f"{key}_other",
            width=280,
        )
    if chosen is not None and chosen != now:
        _again(file, encoding=chosen)


def _sure_of(name: str, candidate: Document | None) -> str:
    if candidate is None or candidate["confidence"] >= CERTAIN:
        return spoken(name)
    return t("{encoding}, {sure} sure", encoding=spoken(name), sure=formats.percent(100 * candidate["confidence"]))


def _as_read(candidate: Document | None) -> str:
    """A piece of the file as it reads in an encoding, in the direction of its own letters."""
    return f"\u2068{plain(candidate['shown'])}\u2069" if candidate else ""


def _again(file: Dropped, *, sheet: str | None = None, encoding: str | None = None) -> None:
    """Look at the file again, read another way."""
    try:
        upload_desk.look(file, sheet=sheet, encoding=encoding)
    except CxdashError as error:
        show_failure(error)
    else:
        st.rerun()


def _decide(file: Dropped, mapping: Document) -> None:
    ready = bool(mapping.get("timezone"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("Load this file"),
            type="primary",
            icon=":material/check:",
            key=f"load_{file.token}",
            disabled=not ready,
            on_click=partial(_load, file, mapping),
        )
        st.button(
            t("Do not load it"), type="tertiary", key=f"leave_{file.token}", on_click=upload_desk.dismiss, args=(file,)
        )
        if not ready:
            st.caption(t("Choose the time zone first: the file does not say in which its times are."))


def _load(file: Dropped, mapping: Document) -> None:
    try:
        upload_desk.load(file, mapping)
    except CxdashError as error:
        file.errors = [error]
