"""The quality of responses on a page: how many are flagged and why, and a number with and without them."""

import streamlit as st

from cxdash.answers.context import Context
from cxdash.answers.quality import FlagCount, WithAndWithout, flag_counts, headlines
from cxdash.locale import formats, t
from cxdash.queries.filters import Filters
from cxdash.queries.quality import responses_by_flags
from cxdash.report.columns import COUNT, Column, table, value_in
from cxdash.ui import session
from cxdash.ui.frame import headed, numbers
from cxdash.ui.how_quality import flag_offers
from cxdash.ui.text import heading, plain


def quality_part() -> None:
    """A card about all responses: what is flagged, how often, by which rule, and the headline numbers without it."""
    if not session.contents().responses:
        return
    found: list[FlagCount] = session.answer(flag_counts)
    with st.container(border=True, key="card_quality"):
        if not found:
            heading(_finding(found))
            st.caption(plain(t("Tests, bots, duplicates, speeders and straight-liners are looked for.")))
            return
        headed(_finding(found), "quality", lambda: flag_offers(found), kinds=())
        st.caption(plain(t("Nothing is left out unless you choose so, in the filter bar of the other pages.")))
        numbers(
            table(
                Column(t("Responses"), [t(each.flag.label) for each in found]),
                Column(t("Count"), [each.n for each in found], COUNT),
                Column(t("Share"), [each.share for each in found], value_in("percent")),
            )
        )
        meanings = (f"**{plain(t(each.flag.label))}**: {plain(t(each.flag.definition))}" for each in found)
        st.caption("  \n".join(meanings))
        for line in _headlines():
            st.caption(plain(line))


def _finding(found: list[FlagCount]) -> str:
    responses = sum(session.answer(_counted).values())
    if not found:
        return t("Nothing speaks against any of {n} responses", n=formats.count(responses))
    clean = session.answer(_counted)[0]
    return t("{n} of {total} responses are flagged", n=formats.count(responses - clean), total=formats.count(responses))


def _counted(seen: Context) -> dict[int, int]:
    counted = responses_by_flags(seen.mart, seen.dimensions, Filters())
    return {0: 0, **counted}


def _headlines() -> list[str]:
    found: list[WithAndWithout] = session.answer(headlines)
    return [
        t(
            "{metric}: {value}. {without}",
            metric=_named(each, found),
            value=_all_of_them(each),
            without=without_line(each),
        )
        for each in found
    ]


def _all_of_them(found: WithAndWithout) -> str:
    every, unit = found.everything, found.metric.unit
    return t(
        "{value} ({interval}), n = {n}",
        value=_value(found, with_them=True),
        interval=formats.interval(every.low, every.high, unit),
        n=formats.count(every.n),
    )


def _named(each: WithAndWithout, among: list[WithAndWithout]) -> str:
    """The metric, with the scale where it was asked on several."""
    several = sum(other.metric.name == each.metric.name for other in among) > 1
    return each.metric.called + (f" · {each.basis.scale}" if several else "")


def _value(found: WithAndWithout, *, with_them: bool) -> str:
    """With one digit more than a tile shows: what bad responses move is small."""
    estimate = found.everything if with_them else found.without
    return formats.value(estimate.value, found.metric.unit, 2 if found.metric.unit == "score" else 1)


def without_line(found: WithAndWithout) -> str:
    """What the number would be without suspicious responses, for under the number itself."""
    if found.hidden:
        return t("Few responses are suspicious: too few to show the number without them.")
    words = {
        "value": _value(found, with_them=False),
        "interval": formats.interval(found.without.low, found.without.high, found.metric.unit),
        "n": formats.count(found.without.n),
        "flagged": formats.count(found.flagged),
    }
    if found.matters:
        return t("{value} ({interval}) without {flagged} suspicious answers, n = {n}: look at them first.", **words)
    return t("{value} ({interval}) without {flagged} suspicious answers, n = {n}.", **words)
