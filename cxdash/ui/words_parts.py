"""Pains and delights in the customers' own words, beside each other, where enough people spoke."""

from typing import Any

import streamlit as st

from cxdash.answers.comments import comments
from cxdash.locale import t
from cxdash.queries.filters import Filters
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.pictures import name_of
from cxdash.ui.text import heading

MOST_SHOWN = 4


def words_part(filters: Filters | None = None, *, touchpoint: str | None = None, each: int = MOST_SHOWN) -> None:
    """What customers said under low and under high scores: of one touchpoint, or of the whole journey."""
    found = session.answer(comments, filters or looking().filters).shown
    told = [quote for quote in found if touchpoint is None or quote["touchpoint"] == touchpoint]
    if not told:
        return
    with st.container(border=True, key="card_words"):
        heading(t("In the customers’ own words"))
        for column, (tone, label) in zip(
            st.columns(2), (("pain", t("Pains")), ("delight", t("Delights"))), strict=True
        ):
            with column:
                st.caption(label)
                for quote in _spread([quote for quote in told if quote["tone"] == tone])[:each]:
                    st.text(f"“{quote['text']}” · {name_of(quote['touchpoint'])}")
        st.caption(t("Comments beside scores in the lower two fifths and the upper quarter of the scale."))


def _spread(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One quote of every touchpoint first, then the second of each."""
    seen: dict[str | None, int] = {}
    ranked = []
    for quote in told:
        seen[quote["touchpoint"]] = seen.get(quote["touchpoint"], 0) + 1
        ranked.append((seen[quote["touchpoint"]], quote))
    return [quote for _, quote in sorted(ranked, key=lambda pair: pair[0])]
