"""HubSpot, Delighted, GA4, Formbricks, GrowthBook, Medallia, event logs."""

from pathlib import Path

import pytest

from tests.ingest.exports.tables import cycle, exported, numbered, seen, table

HUBSPOT = {
    "hs_object_id": numbered("{}"),
    "hs_survey_id": cycle([1, 2]),
    "hs_survey_name": cycle(["Onboarding", "Support"]),
    "hs_survey_type": cycle(["NPS", "CSAT", "CES"]),
    "hs_value": cycle([10, 2, 7, 0, 0, 1]),
    "hs_content": numbered("because of reason number {} and one more"),
    "hs_sentiment": cycle(["PROMOTER", "HAPPY", "EASY"]),
    "hs_submission_timestamp": cycle(["2024-05-01T10:00:00Z"]),
    "hs_contact_id": numbered("{}01"),
}


def test_hubspot_types_have_scales_of_their_own(tmp_path: Path) -> None:
    found = exported(tmp_path, table(HUBSPOT))
    assert (found.raw.format, found.document["kind"]) == ("hubspot", "survey")
    scales = {e["source"]: (e["metric"], e["scale"]) for e in found.columns if e["role"] == "score"}
    assert scales == {
        "hs_value (NPS)": ("nps", [0, 10]),
        "hs_value (CSAT)": ("csat", [0, 2]),
        "hs_value (CES)": ("ces", [1, 7]),
    }
    loaded = found.load()
    assert loaded.counts == (120, 120, 0, 0, 0)
    assert {(row["touchpoint"], row["metric"]) for row in loaded.rows("questions")} == {
        (touchpoint, metric) for touchpoint in ("Onboarding", "Support") for metric in ("nps", "csat", "ces")
    }


def test_delighted(tmp_path: Path) -> None:
    columns = {
        "id": numbered("{}"),
        "person.id": numbered("9{}"),
        "person.email": numbered("p{}@example.org"),
        "survey_type": cycle(["nps"]),
        "score": cycle([10, 9, 0]),
        "comment": numbered("it took {} very long days"),
        "permalink": numbered("https://example.org/{}"),
        "created_at": cycle([1727226000, 1727312400]),
        "person_properties.Delighted Source": cycle(["Email", "Web"]),
        "person_properties.Plan": cycle(["free", "paid"]),
    }
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.role("metric")) == ("delighted", ["survey_type"])
    assert found.role("channel") == ["Delighted Source"]
    assert found.entry("Plan") == {"role": "segment", "name": "plan"}
    loaded = found.load()
    assert loaded.counts == (120, 120, 0, 0, 0)
    assert [(row["metric"], row["scale_low"], row["scale_high"]) for row in loaded.rows("questions")] == [
        ("nps", 0, 10)
    ]
    assert str(loaded.column("records", "at")[0]) == "2024-09-25 01:00:00"


@pytest.mark.parametrize("flat", [True, False])
def test_ga4(tmp_path: Path, flat: bool) -> None:
    nested = (
        {"device.category": cycle(["mobile", "desktop"]), "geo.country": cycle(["Iran", "France"]),
         "event_params.0.key": cycle(["page"])}
        if flat
        else {"device": cycle(['{"category": "mobile"}', '{"category":"desktop"}']),
              "geo": cycle(['{"country":"Iran"}', '{"country":"France"}']), "event_params": cycle(["[]"])}
    )  # fmt: skip
    columns = {
        "event_date": cycle(["20240925"]),
        "event_timestamp": cycle(["1727226000123456", "1727312400123456"]),
        "event_name": cycle(["page_view", "purchase"]),
        "user_pseudo_id": [f"{n % 30}.17" for n in range(120)],
        "platform": cycle(["WEB", "IOS"]),
        **nested,
    }
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.document["kind"]) == ("ga4", "interactions")
    loaded = found.load()
    assert loaded.counts == (120, 120, 0, 0, 0)
    assert loaded.report["segments"] == ["device", "country"]
    assert set(loaded.column("interactions", "seg_1")) == {"mobile", "desktop"}
    assert str(loaded.column("interactions", "at")[0])[:19] == "2024-09-25 01:00:00"


def test_formbricks(tmp_path: Path) -> None:
    columns = {
        "submission_id": [f"s{n // 4}" for n in range(120)],
        "collected_at": cycle(["2024-05-01T10:00:00Z"]),
        "source_type": cycle(["survey"]),
        "field_id": cycle(["f1", "f2", "f3", "f4"]),
        "field_type": cycle(["nps", "csat", "text", "categorical"]),
        "field_label": cycle(["Recommend", "Delivery", "Why", "Plan"]),
        "value_text": cycle(["", "", "it was late and wet", "free"]),
        "value_number": [value for n in range(30) for value in (n % 11, 1 + n % 5, "", "")],
        "language": cycle(["en", "en", "en", "en", "fa", "fa", "fa", "fa"]),
    }
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.document["kind"]) == ("formbricks", "survey")
    loaded = found.load()
    # A choice is neither a score nor a comment, and stands in no other column of its record.
    assert loaded.counts == (120, 90, 30, 0, 0)
    assert {(row["touchpoint"], row["metric"]) for row in loaded.rows("questions")} == {
        ("Recommend", "nps"), ("Delivery", "csat"),
    }  # fmt: skip
    assert set(loaded.column("comments", "text")) == {"it was late and wet"}


def test_growthbook(tmp_path: Path) -> None:
    columns = {
        "timestamp": cycle(["2024-05-01 10:00:00"]),
        "experiment_id": cycle(["new-checkout"]),
        "variation_id": cycle([0, 1]),
        "anonymous_id": numbered("a{}"),
        "purchased": cycle([0, 1, 0]),
        "revenue": cycle([0, 12.5, 0, 3]),
    }
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.document["kind"]) == ("growthbook", "experiment")
    assert (found.role("variant"), found.role("unit_id")) == (["variation_id"], ["anonymous_id"])
    assert found.load().counts == (120, 120, 0, 0, 0)


def test_medallia(tmp_path: Path) -> None:
    columns = {
        "request_id": numbered("q{}"),
        "request_sent_at": cycle(["2024-05-01 10:00:00"]),
        "response_received_at": cycle(["2024-05-01 12:00:00"]),
        "star_rating": cycle([5, 4, 1]),
        "comments": numbered("it was {} too often"),
        "channel": cycle(["sms", "email"]),
        "brand": cycle(["a", "b"]),
        "customer_name": numbered("Person {}"),
        "employee_email": cycle(["a@example.org"]),
    }
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.role("score")) == ("medallia", ["star_rating"])
    assert {"customer_name", "employee_email"} <= set(found.role("ignore"))
    assert found.load().counts == (120, 120, 0, 0, 0)


@pytest.mark.parametrize(
    ("file", "events"), [("receipt.csv", 8577), ("helpdesk.parquet", 21348), ("bpic2012.parquet", 262200)]
)
def test_event_logs(shared: Path, tmp_path: Path, file: str, events: int) -> None:
    found = seen(shared / "data/process_logs" / file, tmp_path)
    assert (found.raw.format, found.document["kind"], found.raw.records) == ("event_log", "interactions", events)


@pytest.mark.parametrize(
    "file",
    [
        "airline_satisfaction/airline_passenger_satisfaction.zip",
        "telco_churn/Telco-Customer-Churn.csv",
        "ab_cookie_cats/cookie_cats.csv",
        "support_tickets_simulated/customer_support_tickets.csv",
        "olist/olist_classified_public_dataset.csv",
        "right_to_left/taaghche_val.csv",
    ],
)
def test_files_of_no_tool_stay_what_they_are(shared: Path, tmp_path: Path, file: str) -> None:
    found = seen(shared / "data" / file, tmp_path)
    assert (found.raw.format, found.hints) == ("csv", None)
