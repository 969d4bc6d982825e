"""Zendesk, Jira, Salesforce, Intercom: tickets that are interactions, or a survey where somebody rated them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.exports.tables import cycle, exported, numbered, seen, table, written

ZENDESK = {
    "Summation column": cycle([1]),
    "Id": numbered("{}"),
    "Requester": numbered("Person {}"),
    "Requester id": [f"90{n % 40}" for n in range(120)],
    "Requester email": numbered("p{}@example.org"),
    "Assignee": cycle(["Ann", "Bo"]),
    "Group": cycle(["Billing", "Tech"]),
    "Status": cycle(["Closed", "Open"]),
    "Via": cycle(["Mail", "Web form", "Chat"]),
    "Created at": cycle(["2024-05-01 10:00", "2024-05-02 11:30"]),
    "Satisfaction Score": cycle(["good", "bad", "offered", "unoffered", "good_with_comment"]),
    "First reply time in minutes": cycle([10, 2.5, ""]),
    "First reply time in minutes within business hours": cycle([5]),
    "Full resolution time in minutes": cycle([60, 90]),
}


def test_zendesk_ratings_are_answers_and_offers_are_none(tmp_path: Path) -> None:
    found = exported(tmp_path, table(ZENDESK))
    assert (found.raw.format, found.document["kind"]) == ("zendesk", "survey")
    assert found.role("response_id") == ["Id"]
    assert found.role("channel") == ["Via"]
    assert found.role("customer_id") == ["Requester id"]
    loaded = found.load()
    assert loaded.counts == (120, 72, 48, 0, 0)
    assert [row["score"] for row in loaded.rows("responses")][:3] == [1, 0, 1]
    assert loaded.column("questions", "touchpoint") == ["Support ticket"]


def test_zendesk_tickets_as_interactions_count_seconds(tmp_path: Path) -> None:
    unrated = {**ZENDESK, "Satisfaction Score": cycle(["offered", "unoffered"])}
    for number, found in enumerate(
        [exported(tmp_path / "a", table(unrated)), exported(tmp_path / "b", table(ZENDESK), kind="interactions")]
    ):
        assert found.document["kind"] == "interactions", number
        loaded = found.load()
        assert loaded.counts == (120, 120, 0, 0, 0)
        first = loaded.rows("interactions")[1]
        assert (first["wait_s"], first["duration_s"], first["agent"], first["touchpoint"]) == (
            150, 5400, "Bo", "Support ticket",
        )  # fmt: skip
        assert "First reply time in seconds within business hours" in found.role("ignore")


def jira(extra: int = 3) -> list[list[object]]:
    header = ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project name", "Priority", "Assignee",
              "Reporter", "Created", "Resolved", "Watchers", "Watchers", "Custom field (Request Type)",
              "Custom field (Satisfaction)", "Custom field (Time to resolution)", "Comment", "Comment"]  # fmt: skip
    rows = [
        ["It broke", f"SD-{n}", 1000 + n, "Service Request", ["Done", "Open"][n % 2], "Desk", "High", "Ann",
         f"person{n % 30}", f"{n % 27 + 1:02}/May/24 03:26 PM", "", "ann", "", ["Login", "Printer"][n % 2],
         [5, 4, "", 1][n % 4], ["2:55", "1/1/1970 0:27", ""][n % 3], "01/May/24 03:26 PM;ann;hello", ""]
        for n in range(1, 121)
    ]  # fmt: skip
    wider = [[*row, *["more"] * extra] for row in rows[-2:]] if extra else rows[-2:]
    return [header, *rows[:-2], *wider]


def test_jira_ratings(tmp_path: Path) -> None:
    found = exported(tmp_path, jira())
    assert (found.raw.format, found.document["kind"], found.raw.records) == ("jira", "survey", 120)
    assert found.entry("Satisfaction", "score") == {"role": "score", "metric": "csat", "scale": [1, 5]}
    assert found.entry("Created") == {"role": "time", "format": "%d/%b/%y %I:%M %p"}
    assert found.role("touchpoint") == ["Request Type"]
    assert {"Comment", "Comment (2)", "Watchers (2)"} <= set(found.role("ignore"))
    loaded = found.load()
    assert loaded.counts[0] == 120
    assert str(loaded.column("records", "at")[0]).endswith("15:26:00")


def test_jira_requests(tmp_path: Path) -> None:
    loaded = exported(tmp_path, jira(extra=0), kind="interactions").load()
    assert loaded.counts == (120, 120, 0, 0, 0)
    durations = loaded.column("interactions", "duration_s")
    assert durations[:3] == [27 * 60, None, (2 * 60 + 55) * 60]
    assert set(loaded.column("interactions", "touchpoint")) == {"Login", "Printer"}


SALESFORCE = {
    "Case Number": numbered("{:08}"),
    "Case Owner": cycle(["Ann", "Bo"]),
    "Account Name": [f"Company {n % 30}" for n in range(120)],
    "Subject": numbered("subject {}"),
    "Status": cycle(["New", "Closed"]),
    "Case Origin": cycle(["Phone", "Web"]),
    "Date/Time Opened": cycle(["25/01/2024 10:00", "03/02/2024 11:00"]),
}
FOOTER = (
    '\r\n"Grand Totals (120 records)"\r\n\r\n"Confidential Information - Do Not Distribute"\r\n'
    '"Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved."\r\n'
)


@pytest.mark.parametrize("below", [FOOTER, FOOTER.replace("\r\n", "," * 6 + "\r\n"), ""])
def test_salesforce_footers_are_no_records(tmp_path: Path, below: str) -> None:
    found = exported(tmp_path, table(SALESFORCE), below=below)
    assert (found.raw.format, found.raw.records) == ("salesforce", 120)
    assert found.role("customer_id") == ["Account Name"]
    assert any("footer" in message for message in found.messages) == bool(below)
    loaded = found.load()
    assert loaded.counts == (120, 120, 0, 0, 0)
    assert set(loaded.column("interactions", "channel")) == {"Phone", "Web"}


def test_a_total_below_another_table_is_no_salesforce(tmp_path: Path) -> None:
    columns = {"Region": cycle(["North", "South"]), "Score": cycle([1, 2, 3, 4, 5]), "n": numbered("{}")}
    found = exported(tmp_path, table(columns), below="Grand Total,12,3\r\n")
    assert (found.raw.format, found.raw.records) == ("csv", 121)


INTERCOM = {
    "message_id": numbered("m{}"),
    "message_body": numbered("<p>hello {}</p>"),
    "message_type": cycle(["comment", "note"]),
    "message_created_at": cycle(["2017-11-14 21:45:08"]),
    "message_author_type": cycle(["user", "admin"]),
    "conversation_tags": cycle(["billing", "bug,billing", "bug"]),
    "conversation_id": [f"c{n % 30}" for n in range(120)],
    "conversation_state": cycle(["open", "closed"]),
    "conversation_created_at": cycle(["2017-11-14 21:40:08"]),
    "app_id": cycle(["x"]),
}


def test_intercom_messages(tmp_path: Path) -> None:
    found = exported(tmp_path, table(INTERCOM))
    assert (found.raw.format, found.document["kind"]) == ("intercom", "interactions")
    assert found.load().counts == (120, 120, 0, 0, 0)


def test_intercom_rated_conversations(tmp_path: Path) -> None:
    conversations = {
        **{name: cells for name, cells in INTERCOM.items() if not name.startswith("message")},
        "conversation_id": numbered("c{}"),
        "conversation_rating": cycle([5, 4, "", 1]),
    }
    found = exported(tmp_path, table(conversations))
    assert (found.raw.format, found.document["kind"]) == ("intercom", "survey")
    assert found.role("response_id") == ["conversation_id"]


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(["zendesk", "salesforce", "intercom"]),
    st.randoms(use_true_random=False),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_columns_in_any_order(name: str, random: object, delimiter: str, bom: bool) -> None:
    columns = {"zendesk": ZENDESK, "salesforce": SALESFORCE, "intercom": INTERCOM}[name]
    names = [*columns, "Some field"]
    random.shuffle(names)  # type: ignore[attr-defined]
    shuffled = {each: columns.get(each, cycle(["a", "b"])) for each in names}
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), table(shuffled), delimiter=delimiter, bom=bom)
        found = seen(path, Path(folder) / "work")
        assert (found.raw.format, found.raw.records) == (name, 120)
        assert found.load().counts[0] == 120
