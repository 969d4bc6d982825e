"""Empty says why: nothing loaded yet, filtered away, or not measured."""

import streamlit as st

from cxdash.locale import t
from cxdash.ui.filter_bar import clear_filters, looking
from cxdash.ui.upload_parts import sample


def no_data() -> None:
    """The first page of an empty data folder: the sample company in one click, or the way to one's own file."""
    with st.container(border=True, key="welcome"):
        st.subheader(t("Nothing is loaded yet"))
        st.write(
            t(
                "Look around with a sample company that never existed, or load a file as your survey or ticket tool "
                "exported it. What you upload stays in the data folder on this machine."
            )
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(t("Load the sample company"), type="primary", icon=":material/storefront:", on_click=sample)
            st.page_link(st.session_state["_pages"]["data"], label=t("Load a file"), icon=":material/upload_file:")


def nothing_found() -> None:
    """The filters leave nothing: say so, and offer to take them off."""
    with st.container(border=True):
        st.subheader(t("Nothing matches these filters"))
        st.write(looking().in_words)
        st.button(t("Clear the filters"), icon=":material/filter_alt_off:", on_click=clear_filters)


def not_measured(what: str, hint: str) -> None:
    """Data is there, but none of the kind this part needs."""
    st.info(f"**{what}**  \n{hint}", icon=":material/info:")
