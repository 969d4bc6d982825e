"""One metric across the values of a segment, each against the rest."""

import streamlit as st

from cxdash.locale import t
from cxdash.ui import choices, session
from cxdash.ui.empty import not_measured, nothing_found
from cxdash.ui.segment_parts import crossed_part, heat_part, values_part

measured = choices.measured()
if not measured and session.contents().answers:
    nothing_found()
elif not measured:
    not_measured(t("No scores are loaded."), t("Segments are compared by the scores of a survey file."))
else:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        metric = choices.metric(measured, shares=True)
        segment = choices.segment()
    if segment is None:
        not_measured(t("The files brought no segments."), t("Give a column the role “segment” in its mapping."))
    else:
        values_part(metric, segment)
        heat_part(metric, segment)
        crossed_part(metric, segment)
