"""Choices that several pages offer: the metric, the segment, a touchpoint."""

from collections.abc import Sequence

import streamlit as st

from cxdash.answers.journey import metrics_measured
from cxdash.locale import t
from cxdash.queries.dimensions import label_of
from cxdash.ui import session, url
from cxdash.ui.filter_bar import looking, offered_segments
from cxdash.vocabulary.metrics import METRICS


def measured() -> list[str]:
    """The metrics that have answers in sight."""
    return session.answer(metrics_measured, looking().filters)


def metric(default: str, options: Sequence[str]) -> str:
    """The metric a page shows."""
    return url.select(
        t("Metric"),
        "metric",
        options,
        default,
        shown=lambda name: t(METRICS[name].label),
        widget=st.segmented_control,
        required=True,
    )


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
