"""The one filter bar of every page: period, comparison, places, segments, response quality; chips show what is on."""

from dataclasses import dataclass
from datetime import date
from typing import cast

import streamlit as st

from cxdash.answers.change import Comparison
from cxdash.answers.context import Context
from cxdash.locale import formats, t
from cxdash.queries.catalogue import Catalogue
from cxdash.queries.dimensions import Segment, label_of, segment_values
from cxdash.queries.filters import Filters, where_words
from cxdash.queries.quality import flags_present
from cxdash.ui import period, session, url
from cxdash.ui.text import plain
from cxdash.vocabulary.naming import key_of
from cxdash.vocabulary.quality import FLAGS, quality_label

COMPARISONS = ("previous", "year", "none")
SEGMENT, LEAVE = "seg.", "leave"
PLACES = ("stage", "touchpoint", "channel")
MOST_SEGMENTS, MOST_VALUES = 12, 30


@dataclass(frozen=True)
class Looking:
    """What a page looks at: the filters, the period to compare with, whether a bar is there to change them."""

    filters: Filters
    comparison: Comparison
    changeable: bool = True

    @property
    def in_words(self) -> str:
        """The filters as a person would say them."""
        return self.filters.describe(session.context().dimensions)


def looking() -> Looking:
    """What the filter bar says in this run."""
    found: Looking = st.session_state["_looking"]
    return found


def look_at_everything() -> None:
    """What a page without a filter bar looks at."""
    st.session_state["_looking"] = Looking(Filters(), "none", changeable=False)


def filter_bar() -> None:
    """Draw the bar and keep what it says for the page."""
    contents = session.contents()
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = _period(contents)
        comparison = _comparison(chosen)
        where = [*_places(contents), *_segments()]
        leave = _left_out()
    passing = tuple((name, tuple(picked)) for name, picked in where if picked)
    filters = Filters(chosen.since, chosen.until, passing).leaving(leave)
    st.session_state["_looking"] = Looking(filters, comparison)
    _chips(filters, chosen, contents)


def _period(contents: Catalogue) -> period.Period:
    codes = period.PRESETS if contents.last_on else ("all",)
    undated = contents.undated * 20 > contents.answers
    default = period.default_code(contents.first_on, contents.last_on, undated=undated)
    code = url.select(t("Period"), "period", codes, default, shown=period.shown, width=150)
    if code != "custom":
        url.clear("days")
        return period.days(code, contents.last_on)
    return period.days(code, contents.last_on, _custom(contents))


def _custom(contents: Catalogue) -> tuple[date, date]:
    first, last = contents.first_on or date.today(), contents.last_on or date.today()  # noqa: DTZ011 - days have no zone
    return url.select_days(t("Dates"), "days", (first, last), read=period.read_days, width=240)


def _comparison(chosen: period.Period) -> Comparison:
    if chosen.since is None:
        return "none"
    words = {"previous": t("Previous period"), "year": t("Same period last year"), "none": t("No comparison")}
    code = url.select(t("Compare with"), "compare", COMPARISONS, "previous", shown=words.__getitem__, width=175)
    return cast("Comparison", code)


def _places(contents: Catalogue) -> list[tuple[str, list[str]]]:
    stages = [stage.name for stage in session.context().journey.stages]
    offered = zip(PLACES, (stages, list(contents.touchpoints), list(contents.channels)), strict=True)
    return [
        (name, url.select_many(label_of(name), name, options, placeholder=t("All"), width=145))
        for name, options in offered
        if len(options) > 1
    ]


def offered_segments() -> list[Segment]:
    """The segments of few values: those a person can choose from a list."""
    segments = session.context().dimensions.segments
    return [each for each in segments if 1 < each.distinct_values <= MOST_VALUES][:MOST_SEGMENTS]


def _values(seen: Context) -> dict[int, list[str]]:
    return segment_values(seen.mart)


def _segments() -> list[tuple[str, list[str]]]:
    segments = offered_segments()
    if not segments:
        return []
    values = session.answer(_values)
    active = sum(bool(url.values(SEGMENT + segment.key)) for segment in segments)
    label = t("Segments ({n})", n=formats.count(active)) if active else t("Segments")
    with st.popover(label, icon=":material/group:"):
        return [
            (
                segment.name,
                url.select_many(
                    plain(segment.name), SEGMENT + segment.key, values.get(segment.position, []), placeholder=t("All")
                ),
            )
            for segment in segments
        ]


def _present(seen: Context) -> set[str]:
    return flags_present(seen.mart)


def _left_out() -> list[str]:
    """The flags whose responses a person wants to leave out, offered where any response has one."""
    there = session.answer(_present)
    offered = [flag for flag in FLAGS if flag.name in there]
    if not offered:
        return []
    return url.select_many(
        t("Leave out"),
        LEAVE,
        [flag.name for flag in offered],
        shown=quality_label,
        placeholder=t("No response"),
        width=150,
        help="\n\n".join(f"**{plain(t(flag.label))}**: {plain(t(flag.definition))}" for flag in offered),
    )


def _chips(filters: Filters, chosen: period.Period, contents: Catalogue) -> None:
    """One line: what is on (a click takes it off), and what a period leaves out."""
    if filters.where or filters.leave:
        with st.container(key="chips", horizontal=True, gap="small"):
            for name, picked in filters.where:
                words = where_words(name, picked, several=session.context().dimensions.find(name).several)
                st.button(plain(words), icon=":material/close:", key=f"chip_{name}", on_click=_drop, args=(name,))
            if filters.leave:
                words = t("without {flags}", flags=", ".join(map(quality_label, filters.leave)))
                st.button(plain(words), icon=":material/close:", key="chip_leave", on_click=_drop, args=(LEAVE,))
            dropped = [*(name for name, _ in filters.where), LEAVE]
            st.button(t("Clear all"), type="tertiary", on_click=_drop, args=dropped)
    if chosen.since and contents.undated:
        st.caption(
            t(
                "{n} answers carry no date and belong to no period; choose “All dates” to see them.",
                n=formats.count(contents.undated),
            )
        )


def clear_filters() -> None:
    """Take every filter off, the period too."""
    url.clear("period", "days", LEAVE, *(name for name in url.names() if name in PLACES or name.startswith(SEGMENT)))


def _drop(*dropped: str) -> None:
    url.clear(*dropped, *(SEGMENT + key_of(name) for name in dropped))
