"""Recognition: kind and roles of made-up tables, one per rule."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.ingest.mapping import Mapping, source_names
from cxdash.ingest.raw import RawTable
from cxdash.ingest.recognise import recognise

Cells = Sequence[object]


def inspect(table: Dictionary[str, Cells], name: str = "file.csv", **hints: Any) -> dict[str, Any]:
    document = proposed(list(table), list(table.values()), name, **hints)
    Mapping.read(document).check(list(table))
    return document


def proposed(header: list[str], columns: Sequence[Cells], name: str = "file.csv", **hints: Any) -> dict[str, Any]:
    texts = {
        f"c{place}": [None if cell is None else str(cell) for cell in cells]
        for place, cells in enumerate(columns, start=1)
    }
    rows = len(columns[0])
    with duckdb.connect() as con:
        unnested = ", ".join(f"unnest(${each}::VARCHAR[]) AS {each}" for each in texts)
        con.execute(
            f'CREATE TABLE raw AS SELECT unnest(range(2, $end))::INTEGER AS "row", {unnested}',
            {**texts, "end": rows + 2},
        )
        return recognise(con, RawTable("csv", "utf-8", header, rows), name, **hints)


def entries(document: dict[str, Any], source: str) -> list[dict[str, Any]]:
    """What is proposed for a column, without how sure and by which examples."""
    kept = [entry for entry in document["mapping"]["columns"] if entry["source"] == source]
    return [
        {key: value for key, value in entry.items() if key not in ("source", "confidence", "examples")}
        for entry in kept
    ]


def cycle(values: Cells, n: int = 120) -> list[object]:
    return [values[place % len(values)] for place in range(n)]


NUMBERS = list(range(1, 121))
FIVES = cycle([5, 4, 3, 2, 1, 4, 5])
RATED = {"Satisfaction": FIVES}


def test_ratings_with_rare_zeros_are_one_to_five_and_zero_is_not_applicable() -> None:
    document = inspect({"ID": NUMBERS, "Seat": cycle([5, 4, 3, 0, 2, 1]), "Food": FIVES, "Crew": FIVES[::-1]})
    assert document["kind"] == "survey"
    for name in ("Seat", "Food", "Crew"):
        expected = {"role": "score", "touchpoint": name, "metric": "csat", "scale": [1, 5], "missing": [0]}
        assert entries(document, name) == [expected]
    assert any("not applicable" in warning and "Seat" in warning for warning in document["warnings"])


def test_satisfaction_in_two_words_is_a_score_and_a_segment() -> None:
    document = inspect(
        {"Satisfaction": cycle(["Satisfied", "Neutral or Dissatisfied"]), "Class": cycle(["Eco", "Business"])}
    )
    labels = {"Neutral or Dissatisfied": 0, "Satisfied": 1}
    assert entries(document, "Satisfaction") == [
        {"role": "score", "metric": "csat", "scale": [0, 1], "labels": labels},
        {"role": "segment", "name": "satisfaction"},
    ]
    assert entries(document, "Class") == [{"role": "segment", "name": "class"}]


@pytest.mark.parametrize(
    ("name", "values", "metric", "scale", "touchpoint"),
    [
        ("How likely are you to recommend us?", [10, 9, 8, 0, 6, 3], "nps", [0, 10], None),
        ("review_score", [1, 2, 3, 4, 5], "csat", [1, 5], None),
        ("csat_score", ["1.0", "5.0", "3.0", "4.0"], "csat", [1, 5], None),
        ("How easy was it to get help?", [7, 6, 5, 1], "ces", [1, 7], "Get help"),
        ("How satisfied were you with the delivery?", [5, 4, 3, 1], "csat", [1, 5], "Delivery"),
        ("رضایت", ["۱", "۵", "۴", "۳"], "csat", [1, 5], None),
        ("polarity", [1, -1, 0], "csat", [-1, 1], None),
    ],
)
def test_a_single_score_by_its_name_and_values(
    name: str, values: Cells, metric: str, scale: list[int], touchpoint: str | None
) -> None:
    (entry,) = entries(inspect({"ID": NUMBERS, name: cycle(values)}), name)
    assert (entry["role"], entry["metric"], entry["scale"], entry.get("touchpoint")) == (
        "score",
        metric,
        scale,
        touchpoint,
    )


def test_words_beside_numbers_become_labels_and_not_applicable_is_missing() -> None:
    table = {"Would you recommend us?": cycle(["10 - Extremely likely", "9", "8", "0 - Not at all likely", "N/A"])}
    (entry,) = entries(inspect(table), "Would you recommend us?")
    assert entry["labels"] == {"10 - Extremely likely": 10, "0 - Not at all likely": 0}
    assert entry["missing"] == ["N/A"]


def test_a_slip_does_not_change_the_scale() -> None:
    (entry,) = entries(inspect({"ID": range(1000), "Satisfaction": [*cycle([1, 2, 3, 4, 5], 999), 9]}), "Satisfaction")
    assert entry["scale"] == [1, 5]


def test_a_long_survey_names_touchpoint_and_metric_in_columns() -> None:
    document = inspect(
        {
            "Respondent ID": cycle([f"r{n}" for n in range(40)]),
            "Touchpoint": cycle(["Delivery", "Support", "Shop"]),
            "Metric": cycle(["csat", "csat", "nps"]),
            "Score": FIVES,
        }
    )
    assert [entries(document, name)[0]["role"] for name in ("Touchpoint", "Metric", "Score")] == [
        "touchpoint",
        "metric",
        "score",
    ]
    assert "metric" not in entries(document, "Score")[0]


def test_who_answered_stays_out_unless_it_is_an_identity() -> None:
    document = inspect(
        {
            **RATED,
            "Response ID": NUMBERS,
            "Customer": [f"C{n % 90:04}" for n in NUMBERS],
            "E-mail": [f"p{n}@example.org" for n in NUMBERS],
            "IP Address": [f"10.0.0.{n}" for n in NUMBERS],
            "Phone service": cycle(["Yes", "No"]),
        }
    )
    roles = {entry["source"]: entry["role"] for entry in document["mapping"]["columns"]}
    assert roles == {
        "Satisfaction": "score",
        "Response ID": "response_id",
        "Customer": "customer_id",
        "E-mail": "ignore",
        "IP Address": "ignore",
        "Phone service": "segment",
    }
    assert [entry["examples"] for entry in document["mapping"]["columns"] if entry["source"] == "E-mail"] == [[]]


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["2024-05-01 10:00:00", "2024-05-13 09:30:00"], None),
        (["25/9/2024 1:17", "1/10/2024 8:00"], "%d/%m/%Y %H:%M"),
        (["9/25/2024 1:17:26 PM", "10/1/2024 8:00:00 AM"], "%m/%d/%Y %I:%M:%S %p"),
        (["25.09.24", "01.10.24"], "%d.%m.%y"),
        (["۲۵/۰۹/۲۰۲۴", "۰۱/۱۰/۲۰۲۴"], "%d/%m/%Y"),
        (["11/May/24 03:26 PM", "12/May/24 04:26 PM"], "%d/%b/%y %I:%M %p"),
        (["20240925", "20241001"], "%Y%m%d"),
        (["1727226000", "1727312400"], None),
    ],
)
def test_dates_are_recognised_as_they_are_written(cells: Cells, form: str | None) -> None:
    document = inspect({**RATED, "Response date": cycle(cells)})
    (entry,) = entries(document, "Response date")
    assert (entry["role"], entry.get("format")) == ("time", form)


def test_day_or_month_first_is_decided_by_the_whole_column_or_asked() -> None:
    undecided = inspect({**RATED, "Date": cycle(["1/2/2024", "3/4/2024"])})
    assert any("day or the month first" in warning for warning in undecided["warnings"])
    decided = inspect({**RATED, "Date": [*cycle(["1/2/2024"], 119), "1/13/2024"]})
    assert entries(decided, "Date")[0]["format"] == "%m/%d/%Y"
    assert not any("day or the month first" in warning for warning in decided["warnings"])


def test_years_of_the_solar_calendar_are_not_taken_for_the_middle_ages() -> None:
    (entry,) = entries(inspect({**RATED, "تاریخ": cycle(["1402/05/12", "1402/06/30"])}), "تاریخ")
    assert (entry["calendar"], entry["format"]) == ("jalali", "%Y/%m/%d")


def test_the_moment_of_the_answer_is_taken_and_the_zone_is_said() -> None:
    table = {
        **RATED,
        "Created": cycle(["2024-05-01 10:00:00"]),
        "Submitted": cycle(["2024-05-02 10:00:00", "2024-05-03 10:00:00"]),
    }
    document = inspect(table)
    assert entries(document, "Submitted")[0]["role"] == "time"
    assert entries(document, "Created")[0]["role"] == "ignore"
    assert document["mapping"]["timezone"] == "UTC"
    assert any("no time zone" in warning for warning in document["warnings"])
    told = inspect(table, timezone="Asia/Tehran")
    assert told["mapping"]["timezone"] == "Asia/Tehran"
    assert not any("no time zone" in warning for warning in told["warnings"])


def test_comments_choices_and_weights() -> None:
    document = inspect(
        {
            **RATED,
            "Why?": [f"I waited {n} long days for it" for n in NUMBERS],
            "Channels used": cycle(["Shop;Phone;", "Shop;", "Phone;", "Web;Shop;", "Web;"]),
            "Weight": [1 + n / 100 for n in NUMBERS],
            "Flight Distance": [n * 37 for n in NUMBERS],
            "Age": cycle(range(18, 78)),
        }
    )
    assert entries(document, "Why?") == [{"role": "comment"}]
    assert entries(document, "Channels used") == [{"role": "segment", "name": "channels used", "multiple": ";"}]
    assert entries(document, "Weight") == [{"role": "weight"}]
    assert entries(document, "Flight Distance") == [{"role": "ignore"}]
    assert entries(document, "Age") == [{"role": "segment", "name": "age"}]


def test_an_experiment_with_what_was_shown() -> None:
    groups, pages = cycle(["control", "treatment"]), cycle(["old_page", "new_page"])
    pages[0] = "new_page"
    document = inspect(
        {
            "user_id": NUMBERS,
            "group": groups,
            "landing_page": pages,
            "converted": cycle([0, 1, 0]),
            "refunds": cycle([0, 0, 1]),
        }
    )
    assert document["kind"] == "experiment"
    assert entries(document, "landing_page") == [
        {"role": "variant_shown", "shows": {"control": "old_page", "treatment": "new_page"}}
    ]
    metric = {"role": "metric", "type": "binary"}
    assert entries(document, "converted") == [{**metric, "name": "converted", "better": "high", "goal": "primary"}]
    assert entries(document, "refunds") == [{**metric, "name": "refunds", "better": "low", "goal": "guardrail"}]


def test_an_event_log_by_its_usual_names() -> None:
    document = inspect(
        {
            "Case ID": cycle([f"case {n}" for n in range(30)]),
            "Activity": cycle(["Open", "Work", "Close"]),
            "Complete Timestamp": cycle(["2024-05-01T10:00:00Z", "2024-05-02T10:00:00Z"]),
            "Resource": cycle(["Ann", "Bo"]),
            "Step": cycle(["Open", "Work", "Close"]),
        }
    )
    roles = {entry["source"]: entry["role"] for entry in document["mapping"]["columns"]}
    assert document["kind"] == "interactions"
    assert roles == {
        "Case ID": "customer_id",
        "Activity": "event",
        "Complete Timestamp": "time",
        "Resource": "agent",
        "Step": "ignore",
    }


def test_orders_are_a_touchpoint_with_an_outcome() -> None:
    document = inspect(
        {
            "order_id": [f"o{n}" for n in NUMBERS],
            "customer_id": [f"c{n}" for n in NUMBERS],
            "order_status": cycle(["delivered", "canceled"]),
            "order_purchase_timestamp": cycle(["2024-05-01 10:00:00", "2024-06-01 10:00:00"]),
        }
    )
    assert document["mapping"]["constants"] == {"touchpoint": "Order"}
    assert entries(document, "order_status") == [{"role": "outcome"}]


def test_customers_who_left() -> None:
    document = inspect(
        {
            "customerID": [f"{n:04}-X" for n in NUMBERS],
            "Contract": cycle(["Month", "Year"]),
            "MonthlyCharges": [n * 1.37 for n in NUMBERS],
            "TotalCharges": [n * 13.1 for n in NUMBERS],
            "Churn": cycle(["Yes", "No"]),
        }
    )
    assert document["kind"] == "customers"
    assert entries(document, "Churn") == [{"role": "churned"}]
    assert entries(document, "TotalCharges") == [{"role": "value"}]
    assert entries(document, "MonthlyCharges") == [{"role": "ignore"}]


def test_a_kind_that_a_person_gave_is_obeyed() -> None:
    table = {"customer_id": NUMBERS, "Satisfaction": FIVES}
    assert inspect(table)["kind"] == "survey"
    assert inspect(table, kind="customers")["kind"] == "customers"


def test_segments_never_take_the_name_of_a_dimension() -> None:
    document = inspect(
        {**RATED, "case:Group": cycle(["a", "b"]), "Group": cycle(["x", "y"]), "Week": cycle(["w1", "w2"])}
    )
    names = [entry["name"] for entry in document["mapping"]["columns"] if entry["role"] == "segment"]
    assert names == ["group", "group (column 3)", "week (column 4)"]


def test_the_same_file_gives_the_same_proposal() -> None:
    table = {"ID": NUMBERS, **RATED, "City": [f"city {n}" for n in NUMBERS]}
    assert inspect(table) == inspect(table)


NAMES = st.sampled_from(
    ["", "ID", "ID", "Group", "Score", "Date", "Comment", "customer_id", "Event", 'a"b', "{x}", "case:group"]
)
CELLS = st.sampled_from(
    [
        ["1", "5", "3", "0", "2"],
        ["control", "treatment"],
        ["inf", "nan", "-1", "1e400"],
        ["2024-01-02", "2024-13-45", "1402/01/01", "99/99/9999"],
        ["۱۲", "٣", "۴٫۵"],
        ["Satisfied", "Dissatisfied", "offered"],
        ["a;b;", ";", "{0}", "%s", "'"],
        ["so many words in one cell", "and again quite as many", None],
        [None, "", "  "],
    ]
)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(NAMES, CELLS), min_size=1, max_size=6),
    st.sampled_from([0, 1, 7, 120]),
    st.sampled_from([None, "survey", "interactions", "customers", "experiment"]),
)
def test_whatever_the_table_every_column_is_proposed_and_only_what_it_lacks_is_refused(
    columns: list[tuple[str, list[str | None]]], rows: int, kind: str | None
) -> None:
    header = [name for name, _ in columns]
    document = proposed(header, [cycle(cells, rows) for _, cells in columns], kind=kind)
    assert {entry["source"] for entry in document["mapping"]["columns"]} == set(source_names(header))
    assert 0 <= document["confidence"] <= 1
    refusal = None
    try:
        Mapping.read(document).check(header)
    except CxdashError as error:
        refusal = error.message
    assert refusal is None or ("need" in refusal and document["confidence"] <= 0.2)
