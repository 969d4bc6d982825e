"""What kind of file a table is where no column says it outright."""

import pytest

from cxdash.ingest.mapping import Mapping
from tests.ingest.test_recognise import NUMBERS, Cells, cycle, entries, inspect, proposed

DAYS = cycle([f"2024-05-{day:02} 10:00:00" for day in range(1, 29)])
AMOUNTS = [round(9.9 + n * 0.37, 2) for n in NUMBERS]
REPEATED = [f"o{n // 2:04}" for n in NUMBERS]


def roles(columns: dict[str, Cells], **hints: str) -> dict[str, list[str]]:
    document = inspect(columns, **hints)
    return {name: [entry["role"] for entry in entries(document, name)] for name in columns}


def test_rows_with_a_customer_a_day_and_an_amount_are_purchases_and_that_is_said() -> None:
    document = inspect(
        {"customer_id": [n % 70 for n in NUMBERS], "date": DAYS, "qty": cycle([1, 2, 3]), "usd spent": AMOUNTS}
    )
    assert (document["kind"], document["mapping"]["constants"]) == ("interactions", {"touchpoint": "Purchase"})
    assert any("taken for a purchase" in warning for warning in document["warnings"])


def test_the_order_stands_for_the_customer_where_nobody_is_named() -> None:
    columns: dict[str, Cells] = {"order_id": REPEATED, "shipped at": DAYS, "price": AMOUNTS}
    assert roles(columns) == {"order_id": ["customer_id"], "shipped at": ["time"], "price": ["value"]}
    assert any("each “order_id” is taken for one" in warning for warning in inspect(columns)["warnings"])


def test_calls_without_customers_can_be_loaded_as_interactions() -> None:
    columns: dict[str, Cells] = {
        "Call Id": [f"ID{n}" for n in NUMBERS],
        "Date": DAYS,
        "Topic": cycle(["Payment", "Contract"]),
        "Satisfaction rating": cycle([1, 2, 3, 4, 5]),
    }
    assert inspect(columns)["kind"] == "survey"
    assert roles(columns, kind="interactions")["Call Id"] == ["interaction_id", "customer_id"]
    Mapping.read(inspect(columns, kind="interactions"))


def test_a_table_without_a_header_is_read_by_its_cells() -> None:
    cells: list[Cells] = [[f"{n % 60:05}" for n in NUMBERS], cycle(["19970101", "19980630"]), cycle([1, 2]), AMOUNTS]
    document = proposed([f"column {place}" for place in range(1, 5)], cells)
    assert document["kind"] == "interactions"
    assert [entry["role"] for entry in document["mapping"]["columns"]] == ["customer_id", "time", "segment", "value"]


@pytest.mark.parametrize("cell", ["19971301", "19970230", "12345678"])
def test_eight_digits_that_are_no_day_are_no_time(cell: str) -> None:
    cells: list[Cells] = [[f"{n % 60:05}" for n in NUMBERS], cycle(["19970101", cell]), AMOUNTS]
    document = proposed([f"column {place}" for place in range(1, 4)], cells)
    assert all(entry["role"] != "time" for entry in document["mapping"]["columns"])


@pytest.mark.parametrize("name", ["Employee Code", "Patient ID", "member no"])
def test_a_list_of_people_is_a_list_of_customers(name: str) -> None:
    document = inspect({name: NUMBERS, "Gender": cycle(["m", "f"]), "Salary": [n * 1000 for n in NUMBERS]})
    assert (document["kind"], entries(document, name)) == ("customers", [{"role": "customer_id"}])
    assert entries(document, "Salary") == [{"role": "value"}]


def test_a_catalogue_is_nobodys_list() -> None:
    columns = {"product_id": [f"p{n}" for n in NUMBERS], "width_g": NUMBERS, "category": cycle(["a", "b"])}
    document = proposed(list(columns), list(columns.values()))
    assert document["confidence"] <= 0.2


def test_one_response_with_a_sentence_is_a_comment() -> None:
    columns: dict[str, Cells] = {"Response ID": ["R_1"], "Anything you like": ["Hello World, it was fine"], "Q1": [2]}
    assert roles(columns, kind="survey")["Anything you like"] == ["comment"]


@pytest.mark.parametrize("others", [("t1", "t2"), ("new_checkout",), ("2", "3"), ("variant_b",)])
def test_a_column_with_a_control_says_the_variant(others: tuple[str, ...]) -> None:
    arms = [("control", *others)[n % (1 + len(others))] for n in range(60)]
    columns: dict[str, Cells] = {
        "user": [str(n) for n in range(60)],
        "arm": arms,
        "converted": [str(n % 2) for n in range(60)],
        "pre_revenue": [str(n * 0.37) for n in range(60)],
    }
    assert roles(columns) == {
        "user": ["unit_id"],
        "arm": ["variant"],
        "converted": ["metric"],
        "pre_revenue": ["covariate"],
    }
