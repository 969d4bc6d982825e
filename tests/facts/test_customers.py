"""Lists of people: numbers that were computed without this program."""

import pytest

from tests.facts.conftest import Load, Open

pytestmark = pytest.mark.slow


def test_telco_customers_who_left(opened: Open) -> None:
    context = opened("telco_churn/Telco-Customer-Churn.csv")
    contract = context.dimensions.find("Contract").sql
    found = context.mart.ask(
        f"SELECT {contract} AS contract, COUNT(*) AS n, COUNT(*) FILTER (WHERE churned) AS left_us FROM customers "
        "GROUP BY ROLLUP (contract)"
    )
    counts = {row["contract"]: (row["n"], row["left_us"]) for row in found}
    assert {contract: (n, left, f"{100 * left / n:.4f}") for contract, (n, left) in counts.items()} == {
        "Month-to-month": (3875, 1655, "42.7097"),
        "One year": (1473, 166, "11.2695"),
        "Two year": (1695, 48, "2.8319"),
        None: (7043, 1869, "26.5370"),
    }


def test_people_in_a_statistics_file(loaded: Load) -> None:
    entry, context = loaded("spss_sav/srw_Employee data.sav")
    assert (entry["format"], entry["kind"], entry["read"], entry["loaded"]) == ("sav", "customers", 474, 474)
    group = context.dimensions.find("employment category").sql
    found = context.mart.ask(
        f"SELECT {group} AS job, COUNT(*) AS n, ROUND(AVG(value), 6) AS salary FROM customers GROUP BY job ORDER BY job"
    )
    assert [tuple(row.values()) for row in found] == [
        ("Clerical", 363, 27838.539945), ("Custodial", 27, 30938.888889), ("Manager", 84, 63977.797619),
    ]  # fmt: skip
