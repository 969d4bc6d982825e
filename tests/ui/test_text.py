"""User text on a page is text: no Markdown, HTML, link, icon or formula comes out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.ui.text import plain

HOSTILE = [
    "![x](http://example.invalid/x.png)",
    "<img src=x onerror=alert(1)>",
    "[link](javascript:alert(1))",
    ":material/delete: :red[loud] $x^2$ `code` **bold** _it_ ~~gone~~",
    "# heading\n- list\n> quote",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_with_a_meaning_is_escaped(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    for position, letter in enumerate(shown):
        if letter in "`*_{}[]()#!|~<>$:":
            assert shown[position - 1] == "\\"


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"])))
def test_nothing_is_lost(text: str) -> None:
    shown, position, read = plain(text), 0, []
    while position < len(shown):
        position += shown[position] == "\\"
        read.append(shown[position])
        position += 1
    assert "".join(read) == text
