"""Interactions as counts: who reached what, how they moved on, and how it went."""

from dataclasses import dataclass
from typing import Any, Literal

from cxdash.mart.database import Mart
from cxdash.queries.dimensions import CALENDAR, STAGE, Dimension, Dimensions
from cxdash.queries.filters import Filters

Grain = Literal["stage", "touchpoint"]
NEXT_STAGE = STAGE.replace("touchpoint)]", "next_touchpoint)]").replace("stage)", "NULL)")


@dataclass(frozen=True)
class Place:
    """Where something happened, at one grain: the SQL for here and for the next interaction."""

    here: str
    there: str

    @classmethod
    def at(cls, grain: Grain) -> "Place":
        """The expressions of a grain."""
        return cls(STAGE, NEXT_STAGE) if grain == "stage" else cls("touchpoint", "next_touchpoint")


def _bound(dimensions: Dimensions, place: Place, values: dict[str, Any]) -> dict[str, Any]:
    needed = dimensions.bound([Dimension("", STAGE)]) if place.here == STAGE else {}
    return {**needed, **values}


def steps(mart: Mart, dimensions: Dimensions, grain: Grain, filters: Filters) -> list[dict[str, Any]]:
    """Moves from one interaction of a customer to the next: rows (from, to, n, customers, median_seconds)."""
    place, clause = Place.at(grain), filters.of_interactions().clause(dimensions)
    return mart.ask(
        f'SELECT {place.here} AS "from", {place.there} AS "to", COUNT(*) AS n, '
        "COUNT(DISTINCT customer_id) AS customers, MEDIAN(seconds_to_next) AS median_seconds "
        f"FROM interactions WHERE {clause.sql} AND next_touchpoint IS NOT NULL GROUP BY ALL ORDER BY n DESC, 1, 2",
        **_bound(dimensions, place, clause.values),
    )


def edges(
    mart: Mart, dimensions: Dimensions, grain: Grain, edge: Literal["is_first", "is_last"], filters: Filters
) -> list[dict[str, Any]]:
    """Where customers' journeys begin or end: rows (place, n, customers), the most frequent first."""
    place, clause = Place.at(grain), filters.of_interactions().clause(dimensions)
    return mart.ask(
        f"SELECT {place.here} AS place, COUNT(*) AS n, COUNT(DISTINCT customer_id) AS customers "
        f"FROM interactions WHERE {clause.sql} AND {edge} GROUP BY ALL ORDER BY n DESC, 1",
        **_bound(dimensions, place, clause.values),
    )


def reach(mart: Mart, dimensions: Dimensions, grain: Grain, filters: Filters) -> list[dict[str, Any]]:
    """How many customers and interactions each place saw: rows (place, customers, n)."""
    place, clause = Place.at(grain), filters.of_interactions().clause(dimensions)
    return mart.ask(
        f"SELECT {place.here} AS place, COUNT(DISTINCT customer_id) AS customers, COUNT(*) AS n "
        f"FROM interactions WHERE {clause.sql} GROUP BY ALL ORDER BY ALL",
        **_bound(dimensions, place, clause.values),
    )


def progress(mart: Mart, dimensions: Dimensions, stages: list[str], filters: Filters) -> list[dict[str, Any]]:
    """Of the customers who reached a stage, how many reached the next one at the same time or later.

    Rows (stage, customers, moved_on, median_seconds): the median is the time from the first interaction in a
    stage to the first one in the next stage.
    """
    clause = filters.of_interactions().clause(dimensions)
    return mart.ask(
        f'WITH firsts AS (SELECT customer_id, {STAGE} AS stage, MIN("at") AS first_at FROM interactions '
        f"WHERE {clause.sql} AND customer_id IS NOT NULL GROUP BY ALL) "
        "SELECT a.stage, COUNT(*) AS customers, COUNT(b.first_at) AS moved_on, "
        "MEDIAN(date_diff('millisecond', a.first_at, b.first_at) / 1000.0) AS median_seconds "
        "FROM firsts a LEFT JOIN firsts b ON a.customer_id = b.customer_id AND b.first_at >= a.first_at "
        "AND b.stage = $order[list_position($order, a.stage) + 1] "
        "WHERE a.stage IS NOT NULL GROUP BY a.stage",
        **{**clause.values, **dimensions.journey_values, "order": stages},
    )


def operations(mart: Mart, dimensions: Dimensions, filters: Filters) -> list[dict[str, Any]]:
    """Operational figures by touchpoint: rows (touchpoint, n, duration_s, wait_s, resolved_n, resolved)."""
    clause = filters.of_interactions().clause(dimensions)
    return mart.ask(
        "SELECT touchpoint, COUNT(*) AS n, AVG(duration_s) AS duration_s, AVG(wait_s) AS wait_s, "
        "COUNT(resolved) AS resolved_n, COUNT(*) FILTER (WHERE resolved) AS resolved "
        f"FROM interactions WHERE {clause.sql} GROUP BY ALL ORDER BY ALL",
        **clause.values,
    )


def volumes_over_time(
    mart: Mart, dimensions: Dimensions, bucket: Literal["day", "week", "month", "quarter"], filters: Filters
) -> list[dict[str, Any]]:
    """Interactions and customers per calendar bucket, in order: rows (bucket, interactions, customers)."""
    clause = filters.of_interactions().clause(dimensions)
    return mart.ask(
        f"SELECT {CALENDAR[bucket]} AS bucket, COUNT(*) AS interactions, COUNT(DISTINCT customer_id) AS customers "
        f"FROM interactions WHERE {clause.sql} AND day IS NOT NULL GROUP BY ALL ORDER BY 1",
        **clause.values,
    )


def volumes(mart: Mart, dimensions: Dimensions, filters: Filters) -> dict[str, int]:
    """Interactions and customers in sight: {"interactions": …, "customers": …}.

    Customers are those of the interactions; where there are none, those who answered; where neither carries
    an id, the customers of the customer files.
    """
    clause = filters.of_interactions().clause(dimensions)
    contacts = mart.ask(
        f"SELECT COUNT(*) AS n, COUNT(DISTINCT customer_id) AS customers FROM interactions WHERE {clause.sql}",
        **clause.values,
    )[0]
    if contacts["customers"]:
        return {"interactions": int(contacts["n"]), "customers": int(contacts["customers"])}
    clause = filters.clause(dimensions)
    asked = mart.ask(
        f"SELECT COUNT(DISTINCT customer_id) AS customers FROM answers WHERE {clause.sql}", **clause.values
    )[0]
    known = int(asked["customers"])
    if not known and not filters.where and not filters.since and not filters.until:
        known = int(mart.ask("SELECT COUNT(*) AS customers FROM customers")[0]["customers"])
    return {"interactions": int(contacts["n"]), "customers": known}
