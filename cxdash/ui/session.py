"""What one run of a page knows: the data folder, the contents, and answers kept while the data stays the same."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from cxdash.answers.context import Context, open_context
from cxdash.locale.translation import language
from cxdash.mart.derive import data_version
from cxdash.queries.catalogue import Catalogue, catalogue
from cxdash.server.place import current_home
from cxdash.vault.home import Home
from cxdash.vault.uploads import live_ids

Answer = TypeVar("Answer")
HOUR = 3600
PATIENCE_S = 1.5
"""How long a page waits for new data before it shows that of before."""


def home() -> Home:
    """The data folder this process serves."""
    return current_home()


def context() -> Context:
    """The present data, opened once per run of the script."""
    if "_context" not in st.session_state:
        st.session_state["_context"] = open_context(home(), patience_s=PATIENCE_S)
    found: Context = st.session_state["_context"]
    return found


def begin_run() -> None:
    """Forget what the last run of the script opened: a newer data version may be there."""
    st.session_state.pop("_context", None)


def refresh() -> None:
    """Derive what was just loaded or taken back now: who did that wants to see it."""
    begin_run()
    st.session_state["_context"] = open_context(home())


def is_behind() -> bool:
    """Whether newer data is still being prepared."""
    return context().mart.version != data_version(live_ids(home()))


def contents() -> Catalogue:
    """What is loaded."""
    return answer(_contents)


def _contents(seen: Context) -> Catalogue:
    return catalogue(seen.mart)


def answer(question: Callable[..., Answer], *asked: Any, **named: Any) -> Answer:
    """The answer to a question about the present data, computed once per data version, journey, language and arguments.

    Answers are immutable values shared by everybody who looks; the key holds all they depend on.
    """
    seen = context()
    # Some answers carry sentences.
    base = (seen.mart.version, seen.journey, seen.thresholds, seen.confidence_level, language())
    kept: Answer = _kept(
        f"{question.__module__}.{question.__qualname__}",
        repr((base, asked, sorted(named.items()))),
        question,
        seen,
        asked,
        named,
    )
    return kept


@st.cache_resource(max_entries=2048, ttl=HOUR, show_spinner=False)
def _kept(
    name: str,  # noqa: ARG001 - part of the key
    key: str,  # noqa: ARG001 - part of the key
    _question: Callable[..., Any],
    _context: Context,
    _asked: tuple[Any, ...],
    _named: dict[str, Any],
) -> Any:
    return _question(_context, *_asked, **_named)
