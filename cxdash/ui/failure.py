"""What a person sees when something went wrong: one sentence and a hint, never a traceback."""

import logging

import streamlit as st

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.ui.text import plain

log = logging.getLogger(__name__)


def report_failure(error: Exception) -> bool:
    """What no page caught: its traceback goes to the log, a sentence to the page; true: nothing else is shown."""
    log.error("a page failed", exc_info=error)
    show_failure(error)
    return True


def show_failure(error: Exception) -> None:
    """The error's own words when it was written for people, else that the page failed and what to try."""
    if isinstance(error, CxdashError):
        st.error(f"**{plain(error.message)}**  \n{plain(error.hint)}", icon=":material/error:")
    else:
        st.error(
            t("This page could not be shown. Nothing was lost; reload the page, and if it stays, look into the log."),
            icon=":material/error:",
        )
