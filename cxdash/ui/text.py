"""User text on a page: shown as it is, never read as Markdown, HTML or a link."""

import re
from collections.abc import Sequence

import streamlit as st

# Everything Markdown, and Streamlit's additions to it (:icons:, :color[…], $math$), give a meaning to.
_MEANING = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def plain(text: object) -> str:
    """The text with every character that Markdown gives a meaning to escaped, on one line."""
    return _MEANING.sub(r"\\\1", " ".join(str(text).split()))


def heading(text: str, how: str = "") -> None:
    """A card's heading: user text shown as it is, `how` one click away."""
    st.markdown(f"#### {plain(text)}", help=how or None)


def notes(sentences: Sequence[str]) -> None:
    """What a person should know, in one box; nothing where there is nothing to say."""
    if sentences:
        st.info("  \n".join(map(plain, sentences)), icon=":material/info:")
