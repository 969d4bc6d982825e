"""Operational figures are of enough customers, whatever is subtracted."""

from pathlib import Path

import pytest
from scipy import stats

from cxdash.answers.context import Context
from cxdash.answers.operations import operations
from cxdash.inference.shares import wilson
from tests.answers import tiny

COLUMNS = [
    tiny.CUSTOMER,
    tiny.TIME,
    tiny.EVENT,
    {"source": "wait", "role": "wait_s"},
    {"source": "resolved", "role": "resolved"},
]
Visit = tuple[str, str, object, object]


def desk(folder: Path, visits: list[Visit]) -> Context:
    """Visits of (customer, touchpoint, wait, resolved), a minute after each other."""
    rows = [
        (customer, f"2026-01-10 {10 + n // 60}:{n % 60:02}:00", what, wait, resolved)
        for n, (customer, what, wait, resolved) in enumerate(visits)
    ]
    return tiny.load(folder, "interactions", rows, COLUMNS)


def at(touchpoint: str, customers: int, times: int = 1) -> list[Visit]:
    return [(f"c{n}", touchpoint, 60, n % 2 == 0) for n in range(customers) for _ in range(times)]


def test_it_is_customers_that_are_counted(home: Path) -> None:
    """One customer who came twelve times is one."""
    context = desk(home, [*at("Desk", 1, 12), *at("Shop", 20), *at("Phone", 6)])
    assert {row["touchpoint"]: row["n"] for row in operations(context)} == {"Shop": 20}


def test_the_rest_of_all_interactions_gives_no_touchpoint_away(home: Path) -> None:
    visits = [*at("Shop", 40), *at("Phone", 20), *at("Desk", 3)]
    assert [row["touchpoint"] for row in operations(desk(home, visits))] == ["Shop"]


def test_a_figure_that_few_have_is_not_shown(home: Path) -> None:
    visits = [
        (customer, what, wait if place < 3 else "", resolved)
        for place, (customer, what, wait, resolved) in enumerate(at("Shop", 20))
    ]
    [row] = operations(desk(home, visits))
    low, high = wilson(10, 20)
    assert row == {
        "touchpoint": "Shop",
        "n": 20,
        **dict.fromkeys(("wait_s", "wait_low", "wait_high", "wait_n")),
        "resolved": 10,
        "resolved_n": 20,
        "resolved_share": 50,
        "resolved_low": pytest.approx(100 * low),
        "resolved_high": pytest.approx(100 * high),
        **dict.fromkeys(("duration_s", "duration_low", "duration_high")),
        "duration_n": 0,
    }


def test_means_have_the_interval_of_student(home: Path) -> None:
    waits = [30, 60, 90, 45, 300, 15, 600]
    [row] = operations(desk(home, [(f"c{n}", "Shop", wait, "") for n, wait in enumerate(waits)]))
    found = stats.ttest_1samp(waits, 0).confidence_interval(0.95)
    assert (row["wait_s"], row["wait_n"]) == (pytest.approx(sum(waits) / 7), 7)
    assert (row["wait_low"], row["wait_high"]) == pytest.approx((max(0, found.low), found.high))


def test_equal_times_have_no_interval(home: Path) -> None:
    [row] = operations(desk(home, at("Shop", 9)))
    assert (row["wait_s"], row["wait_low"], row["wait_high"]) == (60, None, None)
