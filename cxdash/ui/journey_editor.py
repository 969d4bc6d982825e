"""The journey as a table a person can correct: stages in order, touchpoints, targets, moments of truth."""

import math
from typing import Any

import pandas as pd
import streamlit as st

from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.ui import session
from cxdash.ui.failure import show_failure
from cxdash.vault import journeys
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint
from cxdash.vocabulary.metrics import HEADLINES, METRICS


def edit_button() -> None:
    """The way to the editor."""
    if st.button(t("Edit the journey"), icon=":material/edit:", type="tertiary"):
        st.dialog(t("The journey"), width="large")(_edit)()


def _edit() -> None:
    journey = session.context().journey
    st.caption(
        t(
            "Stages stand in the order in which they first appear. A touchpoint without answers stays on the map as "
            "not measured, one with answers comes back when its row is removed; targets are in the metric’s own unit."
        )
    )
    edited = st.data_editor(
        pd.DataFrame(_rows(journey)), hide_index=True, num_rows="dynamic", column_config=_columns(), key="journey_table"
    )
    if st.button(t("Save"), type="primary"):
        try:
            journeys.edit(session.home(), journey, read(journey.name, edited.to_dict("records")))
        except CxdashError as refused:
            show_failure(refused)
        else:
            st.rerun()


def _rows(journey: Journey) -> list[dict[str, Any]]:
    return [
        {
            "stage": stage.name,
            "touchpoint": point.name,
            "moment_of_truth": point.moment_of_truth,
            **{metric: _number(point.targets.get(metric)) for metric in HEADLINES},
        }
        for stage in journey.stages
        for point in stage.touchpoints
    ]


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _columns() -> dict[str, Any]:
    config = st.column_config
    targets = {
        metric: config.NumberColumn(t("Target {metric}", metric=METRICS[metric].called), width="small")
        for metric in HEADLINES
    }
    return {
        "stage": config.TextColumn(t("Stage"), required=True),
        "touchpoint": config.TextColumn(t("Touchpoint"), required=True),
        "moment_of_truth": config.CheckboxColumn(t("Moment of truth"), default=False),
        **targets,
    }


def read(name: str, rows: list[dict[Any, Any]]) -> Journey:
    """The journey that the table's rows say, stages by first appearance; rows without a word are left out.

    CxdashError for a row that has a stage or a touchpoint only, and for a touchpoint that is there twice.
    """
    stages: dict[str, list[Touchpoint]] = {}
    placed: dict[str, str] = {}
    for row in rows:
        stage, touchpoint = _text(row.get("stage")), _text(row.get("touchpoint"))
        if stage or touchpoint:
            _refuse_unclear(stage, touchpoint, placed)
            placed[touchpoint] = stage
            targets = {metric: float(row[metric]) for metric in HEADLINES if _known(row.get(metric))}
            stages.setdefault(stage, []).append(Touchpoint(touchpoint, targets, row.get("moment_of_truth") is True))
    return Journey(name, tuple(Stage(stage, tuple(points)) for stage, points in stages.items()))


def _text(cell: object) -> str:
    """What stands in a cell; a cell that nobody filled in is None or not a number."""
    return cell.strip() if isinstance(cell, str) else ""


def _refuse_unclear(stage: str, touchpoint: str, placed: dict[str, str]) -> None:
    if not touchpoint:
        raise CxdashError(
            t("A row of the stage “{stage}” has no touchpoint.", stage=stage), t("Name it, or remove the row.")
        )
    if not stage:
        raise CxdashError(
            t("The touchpoint “{touchpoint}” has no stage.", touchpoint=touchpoint),
            t("Write its stage beside it, or remove the row."),
        )
    if touchpoint in placed:
        raise CxdashError(
            t(
                "The touchpoint “{touchpoint}” is there twice, in “{first}” and in “{second}”.",
                touchpoint=touchpoint,
                first=placed[touchpoint],
                second=stage,
            ),
            t("Remove one of its rows."),
        )


def _known(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
