"""What every answer stands on: the mart, the journey it is read by, the thresholds and the confidence level."""

from dataclasses import dataclass

from cxdash.mart.database import Mart, open_mart
from cxdash.queries.dimensions import Dimensions, dimensions
from cxdash.vault.home import Home
from cxdash.vault.journeys import default_journey
from cxdash.vault.settings import thresholds as saved_thresholds
from cxdash.vocabulary.journeys import Journey
from cxdash.vocabulary.thresholds import DEFAULT_THRESHOLDS, Thresholds


@dataclass(frozen=True)
class Context:
    """One data version, seen through one journey."""

    mart: Mart
    dimensions: Dimensions
    journey: Journey
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    confidence_level: float = 0.95


def open_context(home: Home, confidence_level: float = 0.95, *, patience_s: float | None = None) -> Context:
    """The present state of a data folder; the mart is derived first where it is missing or stale.

    After `patience_s` seconds of that, the state of before.
    """
    mart, journey = open_mart(home, patience_s=patience_s), default_journey(home)
    return Context(mart, dimensions(mart, journey), journey, saved_thresholds(home), confidence_level)
