"""The codes of a mapping document in words: what its table shows where the document holds a code."""

from collections.abc import Mapping

from cxdash.locale import N_, t
from cxdash.vocabulary.metrics import metric_named

ROLES: Mapping[str, str] = {
    "agent": N_("Who served the customer"),
    "channel": N_("Channel"),
    "churned": N_("Whether the customer left"),
    "comment": N_("Comment"),
    "complete": N_("Whether the response was finished"),
    "covariate": N_("What was known before the experiment"),
    "customer_id": N_("Customer id"),
    "denominator": N_("Ratio: divided by"),
    "duration_s": N_("Duration"),
    "event": N_("What happened"),
    "first_seen": N_("First seen"),
    "ignore": N_("Leave out"),
    "interaction_id": N_("Interaction id"),
    "last_seen": N_("Last seen"),
    "metric": N_("Metric"),
    "numerator": N_("Ratio: what is divided"),
    "outcome": N_("How it ended"),
    "resolved": N_("Whether it was resolved"),
    "response_id": N_("Response id"),
    "score": N_("Score"),
    "segment": N_("Segment"),
    "stage": N_("Stage"),
    "started": N_("Time it began"),
    "suspect": N_("Mark of a doubtful response"),
    "time": N_("Time"),
    "time_of_day": N_("Time of day, beside a date"),
    "touchpoint": N_("Touchpoint"),
    "unit_id": N_("Unit of the experiment"),
    "value": N_("Amount of money"),
    "variant": N_("Variant"),
    "variant_shown": N_("Variant that was shown"),
    "wait_s": N_("Waiting time"),
    "weight": N_("Weight of the response"),
}
METRIC_OF_SURVEY = N_("Kind of question")
DIRECTIONS: Mapping[str, str] = {
    "high_is_good": N_("High scores are good"),
    "low_is_good": N_("Low scores are good"),
}
UNITS: Mapping[str, str] = {
    "ms": N_("Milliseconds"),
    "s": N_("Seconds"),
    "min": N_("Minutes"),
    "h": N_("Hours"),
    "d": N_("Days"),
}


def role_words(role: str, kind: str) -> str:
    """A column's role in a file of this kind; of a survey a metric is what the other columns' scores answer."""
    if (role, kind) == ("metric", "survey"):
        return t(METRIC_OF_SURVEY)
    return t(ROLES[role])


def direction_words(direction: str) -> str:
    """Which end of a scale is good."""
    return t(DIRECTIONS[direction])


def unit_words(unit: str) -> str:
    """A unit of time."""
    return t(UNITS[unit])


def asked_words(metric: str) -> str:
    """The kind of question a score answers, by its metric."""
    return metric_named(metric).called
