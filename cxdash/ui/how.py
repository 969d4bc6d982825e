"""“How computed”: a quiet button beside every number that opens formula, inputs, what was left out, and sources."""

from collections.abc import Sequence

import streamlit as st

from cxdash.locale import formats, t
from cxdash.ui.how_explained import Explanation, How, LeftOut, Offer, Row
from cxdash.ui.how_origin import Origin, origin
from cxdash.ui.text import plain


def panel(key: str, how: How, *, kinds: Sequence[str] = ("survey",), uploads: Sequence[str] = ()) -> None:
    """The button; what it opens is made only while it is open.

    Where `how` offers several numbers a person picks one. `kinds` are the kinds of files the numbers come from (none:
    the explanation says it all), `uploads` their ids where only some of them count.
    """
    box = st.popover(
        t("How computed"), icon=":material/function:", type="tertiary", key=f"how_{key}", on_change="rerun"
    )
    if box.open:
        with box, st.container(key=f"explained_{key}"):
            offered = how()
            if not offered:
                st.caption(t("There is no number here to explain."))
                return
            explained = _picked(offered, key).explain()
            _show(explained, origin(kinds, uploads) if kinds else Origin((), ()))


def _picked(offered: Sequence[Offer], key: str) -> Offer:
    if len(offered) == 1:
        return offered[0]
    place = st.selectbox(
        t("Explain"), range(len(offered)), format_func=lambda place: offered[place].title, key=f"explain_{key}"
    )
    return offered[place]


def _show(explained: Explanation, came_from: Origin) -> None:
    st.markdown(f"**{plain(explained.title)}**  \n{plain(explained.in_words)}")
    for formula in explained.formulas:
        st.latex(formula)
    _table(t("Inputs"), explained.inputs, explained.headings)
    _table(t("Result"), explained.results, ())
    said = (
        [t("n = {n} {counted}", n=formats.count(explained.n), counted=explained.counted)] if explained.counted else []
    )
    for line in (explained.method, explained.source and t("Source: {source}", source=explained.source)):
        said += [line] if line else []
    if said:
        st.caption("  \n".join(map(plain, said)))
    _left_out((*explained.left_out, *came_from.left_out))
    if came_from.lines:
        st.caption("  \n".join(map(plain, came_from.lines)))


def _table(title: str, rows: Sequence[Row], headings: Sequence[str]) -> None:
    """A table in Markdown: it takes the theme, the text size and the direction of the page."""
    if not rows:
        return
    columns = max(len(each.texts) for each in rows)
    lines = [[f"**{plain(title)}**", "", *(map(plain, headings) if headings else [""] * columns)]]
    lines.append([":---", ":---:", *["---:"] * columns])
    for each in rows:
        cells = [plain(text) for text in each.texts]
        symbol = f"${each.symbol}$" if each.symbol else ""
        lines.append([plain(each.name), symbol, *cells, *[""] * (columns - len(cells))])
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _left_out(reasons: Sequence[LeftOut]) -> None:
    said = [
        each.reason if each.n is None else t("{n}: {reason}", n=formats.count(each.n), reason=each.reason)
        for each in reasons
    ]
    title = t("Left out")
    st.markdown(f"**{plain(title)}**")
    st.markdown("\n".join(f"- {plain(line)}" for line in said or [t("nothing")]))
