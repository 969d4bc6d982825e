"""Settings of the data folder: the two thresholds that are never mixed, and the targets of the whole journey."""

import streamlit as st

from cxdash.locale import t
from cxdash.ui import session
from cxdash.vault import settings
from cxdash.vocabulary.metrics import METRICS

TARGETS = {"nps": (-100.0, 100.0), "csat": (0.0, 100.0), "ces": (0.0, 100.0)}


def settings_part() -> None:
    """Thresholds and targets, kept when they are saved; they hold for everybody who uses this data folder."""
    box = st.expander(t("Settings"), icon=":material/tune:", on_change="rerun", key="settings")
    if not box.open:
        return
    with box, st.form("settings_form", border=False):
        now, targets = settings.thresholds(session.home()), settings.get(session.home(), "targets")
        with st.container(horizontal=True):
            privacy = st.number_input(
                t("Hide groups of fewer than"),
                1,
                1000,
                now.privacy,
                help=t("Privacy: nobody is shown through small numbers."),
            )
            reliability = st.number_input(
                t("Mark groups of fewer than"), 1, 10000, now.reliability, help=t("Reliability: shown, with a mark.")
            )
        with st.container(horizontal=True):
            chosen = {
                name: st.number_input(
                    t("Target {metric}", metric=METRICS[name].called), low, high, _decimal(targets.get(name))
                )
                for name, (low, high) in TARGETS.items()
            }
        if st.form_submit_button(t("Save")):
            settings.put(session.home(), "privacy", int(privacy))
            settings.put(session.home(), "reliability", int(reliability))
            settings.put(
                session.home(), "targets", {name: value for name, value in chosen.items() if value is not None}
            )
            st.toast(t("Saved"), icon=":material/check:")
            st.rerun()


def _decimal(target: float | None) -> float | None:
    return None if target is None else float(target)
