"""How many interactions and customers there are, and over time: counts without an interval, hidden where few."""

from dataclasses import dataclass
from typing import Any

from cxdash.answers.change import Bucket
from cxdash.answers.context import Context
from cxdash.inference.privacy import suppress
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import (
    CustomerFile,
    customer_file,
    customers_on_file,
    respondents,
)
from cxdash.queries.interactions import volumes as counted
from cxdash.queries.interactions import volumes_over_time as counted_over_time
from cxdash.vocabulary.thresholds import Thresholds


@dataclass(frozen=True)
class Count:
    """A count; None where it may not be shown (`hidden`) or cannot be known."""

    n: int | None
    hidden: bool = False


@dataclass(frozen=True)
class Volumes:
    """Interactions and different customers in sight, and which kind of file the customers are counted in."""

    interactions: Count
    customers: Count
    counted_in: CustomerFile


def volumes(context: Context, filters: Filters | None = None) -> Volumes:
    """The counts within the filters.

    Customers are counted in the same files whatever the filters, so that two periods count the same thing. Where only
    customer files name any, nothing tells which of them a filter means: their number is known only without one.
    """
    asked = filters or Filters()
    seen, source = counted(context.mart, context.dimensions, asked), customer_file(context.mart)
    known: int | None = seen["customers"]
    if source == "survey":
        known = respondents(context.mart, context.dimensions, asked)
    elif source == "customers":
        known = None if asked.where or asked.since or asked.until else customers_on_file(context.mart)
    return Volumes(
        _count(context.thresholds, seen["interactions"], seen["customers"]),
        _count(context.thresholds, known, known or 0),
        source,
    )


def _count(thresholds: Thresholds, n: int | None, customers: int) -> Count:
    hidden = thresholds.state(customers) == "hidden"
    return Count(None if hidden else n, hidden)


def volumes_over_time(context: Context, bucket: Bucket, filters: Filters) -> list[dict[str, Any]]:
    """Interactions and their customers per calendar bucket, in order: rows (bucket, interactions, customers).

    Buckets that may not be shown are left out, with those that would give them away as the rest of the total.
    """
    rows = counted_over_time(context.mart, context.dimensions, bucket, filters)
    hidden = suppress({(row["bucket"],): row["customers"] for row in rows}, context.thresholds.privacy)
    kept = ("bucket", "interactions", "customers")
    return [{name: row[name] for name in kept} for row in rows if (row["bucket"],) not in hidden]
