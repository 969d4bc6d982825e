"""Event logs and purchases: numbers that were computed without this program."""

import pytest

from cxdash.answers.paths import paths
from cxdash.queries.catalogue import catalogue
from tests.facts.conftest import Load, Open

pytestmark = pytest.mark.slow
BPIC2012 = "process_logs/bpic2012.parquet"
HELPDESK = "process_logs/helpdesk.parquet"

STEPS = {
    BPIC2012: {
        ("W_Completeren aanvraag", "W_Completeren aanvraag"): 38004,
        ("W_Nabellen offertes", "W_Nabellen offertes"): 36084,
        ("W_Nabellen incomplete dossiers", "W_Nabellen incomplete dossiers"): 18475,
        ("A_SUBMITTED", "A_PARTLYSUBMITTED"): 13087,
    },
    HELPDESK: {
        ("Resolve ticket", "Closed"): 4558,
        ("Assign seriousness", "Take in charge ticket"): 4160,
        ("Take in charge ticket", "Resolve ticket"): 3563,
        ("Take in charge ticket", "Wait"): 1265,
    },
}
FIRST = {
    BPIC2012: {"A_SUBMITTED": 13087},
    HELPDESK: {"Assign seriousness": 4384, "Insert ticket": 118, "Take in charge ticket": 74},
}
SIZES = {BPIC2012: (262200, 13087, 24), HELPDESK: (21348, 4580, 14)}


@pytest.mark.parametrize("log", SIZES)
def test_logs_events_cases_and_activities(opened: Open, log: str) -> None:
    context = opened(log)
    [cases] = context.mart.ask("SELECT COUNT(DISTINCT customer_id) AS n FROM interactions")
    found = catalogue(context.mart)
    assert (found.interactions, cases["n"], len(found.touchpoints)) == SIZES[log]


@pytest.mark.parametrize("log", STEPS)
def test_logs_top_directly_follows(opened: Open, log: str) -> None:
    top = paths(opened(log)).steps[:4]
    assert {(row["from"], row["to"]): row["n"] for row in top} == STEPS[log]
    assert [row["n"] for row in top] == sorted(STEPS[log].values(), reverse=True)


@pytest.mark.parametrize("log", FIRST)
def test_logs_first_activities(opened: Open, log: str) -> None:
    assert {row["place"]: row["n"] for row in paths(opened(log)).entries[:3]} == FIRST[log]


def test_purchases_of_a_file_without_events(loaded: Load) -> None:
    entry, context = loaded("cdnow/CDNOW_master.txt")
    assert (entry["kind"], entry["read"], entry["loaded"]) == ("interactions", 69659, 69659)
    [found] = context.mart.ask(
        """SELECT COUNT(*) AS n, COUNT(DISTINCT customer_id) AS customers, ROUND(SUM(value), 2) AS usd,
                  MIN("at")::DATE::VARCHAR AS first_on, MAX("at")::DATE::VARCHAR AS last_on FROM interactions"""
    )
    assert found == {
        "n": 69659, "customers": 23570, "usd": 2500315.63, "first_on": "1997-01-01", "last_on": "1998-06-30",
    }  # fmt: skip
    [once] = context.mart.ask(
        "SELECT COUNT(*) AS n FROM (FROM interactions SELECT customer_id GROUP BY customer_id HAVING COUNT(*) = 1)"
    )
    assert once["n"] == 11908
    months = context.mart.ask(
        """SELECT STRFTIME("at", '%Y-%m') AS month, COUNT(*) AS n, ROUND(SUM(value), 2) AS usd FROM interactions
           GROUP BY month ORDER BY month LIMIT 3"""
    )
    assert [tuple(row.values()) for row in months] == [
        ("1997-01", 8928, 299060.17), ("1997-02", 11272, 379590.03), ("1997-03", 11598, 393155.27),
    ]  # fmt: skip


def test_purchases_of_a_file_without_a_header(loaded: Load) -> None:
    entry, context = loaded("cdnow/CDNOW_sample.txt")
    assert (entry["kind"], entry["read"], entry["loaded"]) == ("interactions", 6919, 6919)
    [found] = context.mart.ask(
        'SELECT COUNT(DISTINCT customer_id) AS customers, MIN("at")::VARCHAR AS first_at FROM interactions'
    )
    assert found == {"customers": 2357, "first_at": "1997-01-01 00:00:00"}


def test_orders_and_what_became_of_them(loaded: Load) -> None:
    entry, context = loaded("olist/subset2017_orders.csv")
    assert (entry["kind"], entry["read"], entry["loaded"]) == ("interactions", 10000, 10000)
    found = context.mart.ask("SELECT outcome, COUNT(*) AS n FROM interactions GROUP BY outcome ORDER BY n DESC")
    assert {row["outcome"]: row["n"] for row in found} == {
        "delivered": 9649, "shipped": 104, "unavailable": 98, "canceled": 57, "processing": 47, "invoiced": 43,
        "created": 2,
    }  # fmt: skip


def test_items_whose_order_stands_for_the_customer(loaded: Load) -> None:
    entry, context = loaded("olist/subset2017_order_items.csv")
    assert (entry["kind"], entry["read"], entry["loaded"]) == ("interactions", 11252, 11252)
    assert any("order_id" in warning for warning in entry["warnings"])
    [found] = context.mart.ask(
        "SELECT COUNT(*) AS n, COUNT(DISTINCT customer_id) AS orders, ROUND(SUM(value), 2) AS price FROM interactions"
    )
    assert found == {"n": 11252, "orders": 9889, "price": 1381936.76}
