"""Choices that several pages offer: the metric, a share of scores, the segment."""

from collections.abc import Sequence

import streamlit as st

from cxdash.answers.journey import map_metric, metrics_measured, upper_half
from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.queries.dimensions import label_of
from cxdash.ui import session, url
from cxdash.ui.filter_bar import looking, offered_segments
from cxdash.vocabulary.metrics import ASKED, metric_named

SHARE = "share"


def measured() -> list[str]:
    """The metrics that have answers in sight."""
    return session.answer(metrics_measured, looking().filters)


def metric(names: Sequence[str], *, shares: bool = False) -> str:
    """The metric a page shows, of those `names` that are measured; with `shares` any share of scores, too."""
    chosen = url.select(
        t("Metric"),
        "metric",
        [*(name for name in ASKED if name in names), *((SHARE,) if shares else ())],
        session.answer(map_metric, looking().filters),
        shown=lambda name: t("Share of …") if name == SHARE else metric_named(name).called,
        widget=st.segmented_control,
        required=True,
    )
    return _share([name for name in names if name not in ASKED]) if chosen == SHARE else chosen


def _share(named: Sequence[str]) -> str:
    """A share that has a name, or of the scores a person typed."""
    typed = _band(str(st.session_state.get(f"{url.PREFIX}of") or next(iter(url.values("of")), "")))
    if typed is not None:
        st.session_state[f"{url.PREFIX}of"] = typed
    offered = list(dict.fromkeys([*named, *filter(None, [typed])])) or [session.answer(upper_half, looking().filters)]
    return url.select(
        t("Share of"),
        "of",
        offered,
        offered[0],
        shown=lambda name: metric_named(name).called,
        width=240,
        accept_new_options=True,
        help=t("Choose one, or type scores: 9, or 3–4."),
    )


def _band(text: str) -> str | None:
    """The name of the share of the scores in a text such as 3–4; None where it names no scores."""
    scores = text.casefold().replace(" ", "").removeprefix(f"{SHARE}:")
    try:
        return metric_named(f"{SHARE}:{scores}").name
    except CxdashError:
        return None


def segment_names() -> list[str]:
    """What can be compared: the channel where there are several, and the segments of few values."""
    channel = ["channel"] if len(session.contents().channels) > 1 else []
    return [*channel, *(each.name for each in offered_segments())]


def segment() -> str | None:
    """The segment a page compares; None where the data has none."""
    names = segment_names()
    return url.select(t("Segment"), "by", names, names[0], shown=label_of, width=240) if names else None


def crossing(others: Sequence[str]) -> str:
    """The segment to cross with."""
    return url.select(t("Crossed with"), "with", others, others[0], shown=label_of, width=240)
