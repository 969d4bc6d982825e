"""One row per touchpoint; one of them opened."""

from cxdash.locale import t
from cxdash.ui import choices, session
from cxdash.ui.empty import not_measured, nothing_found
from cxdash.ui.touchpoint_parts import operations_part, scores_part, shares_part, table_part, trend_part

measured = choices.measured()
if measured:
    metric = choices.metric(measured, shares=True)
    opened = scores_part(metric)
    table_part(metric)
    shares_part(metric)
    if opened:
        trend_part(metric, opened)
elif session.contents().answers:
    nothing_found()
else:
    not_measured(
        t("No scores are loaded."), t("A survey file with ratings fills this page; the interactions are below.")
    )
operations_part()
