"""Counts of customers and interactions: one source per data version, and nothing of a few people."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cxdash.answers.context import Context
from cxdash.answers.volumes import Count, Volumes, volumes, volumes_over_time
from cxdash.queries.filters import Filters
from cxdash.vocabulary.thresholds import Thresholds
from tests.answers import tiny

JANUARY, FEBRUARY = (Filters(date(2026, month, 1), date(2026, month, 28)) for month in (1, 2))
CONTACTS = [tiny.CUSTOMER, tiny.TIME, tiny.EVENT]
SURVEY = [tiny.IDENTITY, tiny.CUSTOMER, tiny.TIME, tiny.score("happy", "csat", 1, 5)]


def contacts(folder: Path, customers: int, *, month: int = 1, name: str = "contacts") -> Context:
    """Two interactions of each customer in a month."""
    rows = [(f"c{n}", f"2026-{month:02}-{day:02} 10:00:00", "Visit") for n in range(customers) for day in (3, 17)]
    return tiny.load(folder, "interactions", rows, CONTACTS, name=name)


def answers(folder: Path, customers: int) -> Context:
    rows = [(f"r{n}", f"c{n}", f"2026-{1 + n % 2:02}-10 10:00:00", 1 + n % 5) for n in range(customers)]
    return tiny.load(folder, "survey", rows, SURVEY, name="answers")


def people(folder: Path, customers: int) -> Context:
    return tiny.load(folder, "customers", [(f"c{n}",) for n in range(customers)], [tiny.CUSTOMER], name="people")


def test_customers_are_counted_in_the_same_files_whatever_the_filters(home: Path) -> None:
    """Interactions in January, answers in both months: February has no customers, not those who answered then."""
    contacts(home, 20)
    context = answers(home, 30)
    assert volumes(context, JANUARY) == Volumes(Count(40), Count(20), "interactions")
    assert volumes(context, FEBRUARY) == Volumes(Count(0), Count(0), "interactions")


def test_without_interactions_those_who_answered_count(home: Path) -> None:
    people(home, 500)
    context = answers(home, 30)
    assert volumes(context) == Volumes(Count(0), Count(30), "survey")
    assert volumes(context, JANUARY) == Volumes(Count(0), Count(15), "survey")


def test_the_customer_files_tell_of_no_period(home: Path) -> None:
    context = people(home, 50)
    assert volumes(context) == Volumes(Count(0), Count(50), "customers")
    assert volumes(context, JANUARY) == Volumes(Count(0), Count(None), "customers")
    assert volumes(context, Filters().but("channel", ["Shop"])).customers == Count(None)


@pytest.mark.parametrize("customers", range(1, 8))
def test_a_few_customers_are_hidden_with_their_interactions(home: Path, customers: int) -> None:
    found = volumes(contacts(home, customers))
    if customers < 5:
        assert (found.interactions, found.customers) == (Count(None, hidden=True), Count(None, hidden=True))
    else:
        assert (found.interactions, found.customers) == (Count(2 * customers), Count(customers))


def test_a_month_of_few_is_not_what_the_others_leave_of_the_total(home: Path) -> None:
    for month, customers in ((1, 40), (2, 3), (3, 20)):
        context = contacts(home, customers, month=month, name=f"month {month}")
    assert volumes_over_time(context, "month", Filters()) == [
        {"bucket": "2026-01", "interactions": 80, "customers": 40}
    ]
    open_to_all = replace(context, thresholds=Thresholds(privacy=1))
    assert [row["interactions"] for row in volumes_over_time(open_to_all, "month", Filters())] == [80, 6, 40]
