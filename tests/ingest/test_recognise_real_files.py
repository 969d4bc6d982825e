"""Recognition of the real files that lie beside the repository."""

from pathlib import Path
from typing import Any

import pytest

from cxdash.ingest.limits import Limits
from cxdash.ingest.mapping import Mapping
from cxdash.ingest.raw import connect
from cxdash.ingest.readers import read
from cxdash.ingest.recognise import recognise

Inspect = dict[str, Any]


@pytest.fixture
def inspect(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def recognised(file: str) -> Inspect:
        path = shared / "data" / file
        con = connect(tmp_path, Limits(), path.parent)
        raw = read(con, path, path.name, Limits())
        document = recognise(con, raw, path.name)
        Mapping.read(document).check(raw.header)
        return document

    return recognised


def roles(document: Inspect) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in document["mapping"]["columns"]:
        found.setdefault(entry["role"], []).append(entry["source"])
    return found


def test_the_airline_survey(inspect: Any) -> None:
    document = inspect("airline_satisfaction/airline_passenger_satisfaction.zip")
    found = roles(document)
    assert (document["kind"], document["rows"]) == ("survey", 129_880)
    ratings = [each for each in document["mapping"]["columns"] if each["role"] == "score" and "touchpoint" in each]
    assert len(ratings) == 14
    assert all((each["metric"], each["scale"], each["missing"]) == ("csat", [1, 5], [0]) for each in ratings)
    assert found["response_id"] == ["ID"]
    assert found["ignore"] == ["Flight Distance", "Departure Delay", "Arrival Delay"]
    assert found["segment"] == ["Gender", "Age", "Customer Type", "Type of Travel", "Class", "Satisfaction"]


def test_the_landing_page_experiment(inspect: Any) -> None:
    document = inspect("ab_landing_page/ab_data.csv.zip")
    assert document["kind"] == "experiment"
    assert roles(document) == {
        "unit_id": ["user_id"],
        "time": ["timestamp"],
        "variant": ["group"],
        "variant_shown": ["landing_page"],
        "metric": ["converted"],
    }
    (shown,) = (each for each in document["mapping"]["columns"] if each["role"] == "variant_shown")
    assert shown["shows"] == {"control": "old_page", "treatment": "new_page"}


def test_the_cookie_cats_experiment(inspect: Any) -> None:
    document = inspect("ab_cookie_cats/cookie_cats.csv")
    metrics = {each["name"]: (each["type"], each["goal"]) for each in document["mapping"]["columns"] if "goal" in each}
    assert metrics == {
        "sum_gamerounds": ("mean", "secondary"),
        "retention_1": ("binary", "secondary"),
        "retention_7": ("binary", "primary"),
    }
    assert any("retention_7" in warning for warning in document["warnings"])


def test_the_olist_reviews(inspect: Any) -> None:
    document = inspect("olist/olist_classified_public_dataset.csv")
    found = roles(document)
    assert document["kind"] == "survey"
    assert (found["response_id"], found["score"], found["comment"], found["time"]) == (
        ["id"],
        ["review_score"],
        ["review_comment_message"],
        ["review_answer_timestamp"],
    )
    assert {"order_status", "customer_state", "product_category_name", "most_voted_class"} <= set(found["segment"])


@pytest.mark.parametrize("log", ["bpic2012.parquet", "helpdesk.parquet", "receipt.csv", "running-example.csv"])
def test_event_logs(inspect: Any, log: str) -> None:
    document = inspect(f"process_logs/{log}")
    found = roles(document)
    assert document["kind"] == "interactions"
    assert (found["customer_id"], found["event"], found["time"], found["agent"]) == (
        ["case:concept:name"],
        ["concept:name"],
        ["time:timestamp"],
        ["org:resource"],
    )


@pytest.mark.parametrize(
    ("file", "kind", "some"),
    [
        (
            "telco_churn/Telco-Customer-Churn.csv",
            "customers",
            {"customer_id": ["customerID"], "churned": ["Churn"], "value": ["TotalCharges"]},
        ),
        (
            "call_centre/01 Call-Center-Dataset.xlsx",
            "survey",
            {"response_id": ["Call Id"], "score": ["Satisfaction rating"], "time": ["Date"]},
        ),
        (
            "support_tickets_simulated/customer_support_tickets.csv",
            "survey",
            {"response_id": ["ticket_id"], "score": ["csat_score"], "channel": ["channel"]},
        ),
        ("right_to_left/snappfood_test.csv", "survey", {"comment": ["comment"], "score": ["label"]}),
        (
            "right_to_left/persian_diji_comments_windows-1256.csv",
            "survey",
            {"comment": ["comments"], "score": ["labels"]},
        ),
        ("right_to_left/arabic_PROD_windows-1256.csv", "survey", {"comment": ["text"], "score": ["polarity"]}),
        ("right_to_left/hebrew_dev_windows-1255.tsv", "survey", {"comment": ["comment"]}),
        ("ab_landing_page/countries.csv", "customers", {"customer_id": ["user_id"], "segment": ["country"]}),
        ("export_google_forms/overwatch_survey_raw.csv", "survey", {"time": ["Timestamp"]}),
    ],
)
def test_other_files(inspect: Any, file: str, kind: str, some: dict[str, list[str]]) -> None:
    document = inspect(file)
    found = roles(document)
    assert document["kind"] == kind
    assert {role: found.get(role) for role in some} == some
