"""The home page: where the journey hurts, what changed, how customers travel."""

import streamlit as st

from cxdash.ui import choices, session
from cxdash.ui.empty import nothing_found
from cxdash.ui.filter_bar import looking
from cxdash.ui.journey_parts import changed_part, furthest_part, map_part, travel_part
from cxdash.ui.tiles import score_tiles, volume_tiles
from cxdash.ui.words_parts import words_part
from cxdash.vault.settings import get

measured = choices.measured()
with st.grid(min_column_width=210, gap="small", key="tiles"):
    score_tiles(measured, get(session.home(), "targets"))
    travelled = volume_tiles()
if not measured and not travelled:
    nothing_found()
else:
    if measured:
        metric = map_part(looking().filters)
        left, right = st.columns(2)
        with left:
            furthest_part(metric)
        with right:
            changed_part(metric)
        words_part()
    travel_part()
