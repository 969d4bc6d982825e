"""Interactions as counts: who reached what, how they moved on, and how it went."""

from dataclasses import dataclass
from typing import Any, Literal

from cxdash.mart.database import Mart
from cxdash.queries.dimensions import CALENDAR, Dimensions
from cxdash.queries.filters import Filters
from cxdash.queries.stages import stage_of

Grain = Literal["stage", "touchpoint"]
CustomerFile = Literal["interactions", "survey", "customers"]

STAGE, NEXT_STAGE = stage_of("touchpoint", "stage"), stage_of("next_touchpoint", "next_stage")
_FOLLOWED = (
    '(SELECT *, lead(stage) OVER (PARTITION BY customer_id ORDER BY "at" NULLS LAST, interaction) AS next_stage '
    "FROM interactions)"
)


@dataclass(frozen=True)
class Place:
    """Where something happened, at one grain: the SQL for here, for the next interaction, and for the table of both."""

    here: str
    there: str
    moves: str

    @classmethod
    def at(cls, grain: Grain) -> "Place":
        """The expressions of a grain."""
        if grain == "stage":
            return cls(STAGE, NEXT_STAGE, _FOLLOWED)
        return cls("touchpoint", "next_touchpoint", "interactions")


def _bound(dimensions: Dimensions, place: Place, values: dict[str, Any]) -> dict[str, Any]:
    needed = dimensions.journey_values if place.here == STAGE else {}
    return {**needed, **values}


def steps(mart: Mart, dimensions: Dimensions, grain: Grain, filters: Filters) -> list[dict[str, Any]]:
    """Moves from one interaction of a customer to the next: rows (from, to, n, customers, median_seconds)."""
    place, clause = Place.at(grain), filters.of_interactions().clause(dimensions)
    return mart.ask(
        f'SELECT {place.here} AS "from", {place.there} AS "to", COUNT(*) AS n, '
        "COUNT(DISTINCT customer_id) AS customers, MEDIAN(seconds_to_next) AS median_seconds "
        f"FROM {place.moves} WHERE {clause.sql} AND next_touchpoint IS NOT NULL GROUP BY ALL ORDER BY n DESC, 1, 2",
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
    """Operational figures by touchpoint, in seconds and counts.

    Rows (touchpoint, n, customers, duration_s, duration_variance, duration_n, duration_customers, wait_s,
    wait_variance, wait_n, wait_customers, resolved, resolved_n, resolved_customers): means over the interactions that
    record a figure, `_n` how many they are and `_customers` of how many customers.
    """
    clause = filters.of_interactions().clause(dimensions)
    told = "".join(
        f", COUNT({column}) AS {name}_n, "
        f"COUNT(DISTINCT customer_id) FILTER (WHERE {column} IS NOT NULL) AS {name}_customers"
        for name, column in (("duration", "duration_s"), ("wait", "wait_s"), ("resolved", "resolved"))
    )
    return mart.ask(
        "SELECT touchpoint, COUNT(*) AS n, COUNT(DISTINCT customer_id) AS customers, AVG(duration_s) AS duration_s, "
        "VAR_SAMP(duration_s) AS duration_variance, AVG(wait_s) AS wait_s, VAR_SAMP(wait_s) AS wait_variance, "
        f"COUNT(*) FILTER (WHERE resolved) AS resolved{told} "
        f"FROM interactions WHERE {clause.sql} GROUP BY touchpoint ORDER BY touchpoint",
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
    """The interactions in sight and the different customers they are of: {"interactions": …, "customers": …}."""
    clause = filters.of_interactions().clause(dimensions)
    row = mart.ask(
        "SELECT COUNT(*) AS interactions, COUNT(DISTINCT customer_id) AS customers "
        f"FROM interactions WHERE {clause.sql}",
        **clause.values,
    )[0]
    return {name: int(n) for name, n in row.items()}


def customer_file(mart: Mart) -> CustomerFile:
    """Which kind of file tells how many customers there are, whatever the filters.

    The interactions where one of them has a customer; else the survey where a response has; else the customer files.
    """
    found = mart.ask(
        "SELECT EXISTS(SELECT 1 FROM interactions WHERE customer_id IS NOT NULL) AS interactions, "
        "EXISTS(SELECT 1 FROM records WHERE customer_id IS NOT NULL) AS survey"
    )[0]
    return "interactions" if found["interactions"] else "survey" if found["survey"] else "customers"


def respondents(mart: Mart, dimensions: Dimensions, filters: Filters) -> int:
    """How many different customers answered."""
    clause = filters.clause(dimensions)
    sql = f"SELECT COUNT(DISTINCT customer_id) AS customers FROM answers WHERE {clause.sql}"
    return int(mart.ask(sql, **clause.values)[0]["customers"])


def customers_on_file(mart: Mart) -> int:
    """How many customers the customer files name; they tell of no days, so no filters."""
    return int(mart.ask("SELECT COUNT(*) AS customers FROM customers")[0]["customers"])
