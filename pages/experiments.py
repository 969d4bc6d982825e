"""Experiments: the list with its state, then one of them."""

from cxdash.answers.experiments import experiments
from cxdash.locale import t
from cxdash.ui import session
from cxdash.ui.empty import not_measured
from cxdash.ui.experiment_parts import chosen, details_part, effects_part, list_part, over_time_part, verdict_part

listed = session.answer(experiments)
if not listed:
    not_measured(t("No experiment is loaded."), t("A file of units with their variant and metrics fills this page."))
else:
    list_part(listed)
    results = chosen(listed)
    verdict_part(results)
    details_part(results)
    effects_part(results)
    over_time_part(results)
