"""What the question texts of known tools tell: the scale, the row of a matrix, what is chosen and what is said."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.ingest.exports.tables import cycle, exported, numbered, table

MOMENTS = cycle([f"2025-03-{day:02} 10:0{day % 10}:00" for day in range(1, 29)])
ASKED = "How satisfied were you with the following? (1 = very dissatisfied, 5 = very satisfied)"


def legacy(questions: Mapping[str, tuple[str, Sequence[object]]]) -> list[list[object]]:
    """A Qualtrics export with two header rows: codes to texts and answers."""
    meta: dict[str, tuple[str, Sequence[object]]] = {
        "V1": ("ResponseID", numbered("R_{}")),
        "V2": ("ResponseSet", cycle(["Default Response Set"])),
        "V3": ("Name", cycle(["Anonymous"])),
        "V7": ("Status", cycle([0])),
        "V8": ("StartDate", MOMENTS),
        "V9": ("EndDate", MOMENTS),
        "V10": ("Finished", cycle([1])),
    }
    columns = {**meta, **questions}
    cells = zip(*(answers for _, answers in columns.values()), strict=True)
    return [list(columns), [text for text, _ in columns.values()], *map(list, cells)]


def test_the_rows_of_a_matrix_of_the_older_qualtrics_are_touchpoints_on_the_stated_scale(tmp_path: Path) -> None:
    rows = {f"Q2_{n}": (f"{ASKED}-{item}", cycle([2, 3, 4])) for n, item in enumerate(("Web-site", "Support"), 1)}
    found = exported(tmp_path, legacy(rows))
    for item in ("Web-site", "Support"):
        (entry,) = (each for each in found.columns if each.get("touchpoint") == item)
        assert (entry["role"], entry["metric"], entry["scale"]) == ("score", "csat", [1, 5])


@pytest.mark.parametrize(
    "question", ["How did you hear of us?", "Which branch do you visit?", "Welche Filiale?", "کدام شعبه؟", "أي فرع؟"]
)
def test_the_codes_of_things_to_choose_from_are_no_ratings(tmp_path: Path, question: str) -> None:
    found = exported(
        tmp_path, legacy({"Q1": ("Satisfaction", cycle([1, 5, 3])), "Q2": (question, cycle([1, 2, 3, 4]))})
    )
    assert [entry["role"] for entry in found.columns if entry["source"] == question] == ["segment"]


def test_choices_beside_another_one_in_words_are_one_segment(tmp_path: Path) -> None:
    found = exported(
        tmp_path,
        table(
            {
                "Response ID": numbered("{}"),
                "Date submitted": MOMENTS,
                "Last page": cycle([3]),
                "Start language": cycle(["de"]),
                "Welche Kanäle nutzen Sie? [Telefon]": cycle(["Ja", "Nein"]),
                "Welche Kanäle nutzen Sie? [Chat]": cycle(["Ja", "Nein", "Nein"]),
                "Welche Kanäle nutzen Sie? [Sonstiges]": cycle(["Fax", "", ""]),
            }
        ),
    )
    assert found.entry("Welche Kanäle nutzen Sie?")["multiple"] == " | "


def test_labels_of_hubspot_s_pages_are_known(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Record ID": numbered("9{}"),
        "Survey Name": cycle(["Relationship"]),
        "Survey Type": cycle(["NPS"]),
        "Submission Date": MOMENTS,
        "Contact ID": cycle(numbered("5{}", 80)),
        "Survey Response Value": cycle([10, 9, 0, 7]),
        "Sentiment": cycle(["Promoter", "Promoter", "Detractor", "Passive"]),
        "Response Content": cycle(["It was quick and friendly", ""]),
    }
    found = exported(tmp_path, table(columns))
    assert found.raw.format == "hubspot"
    assert found.entry("Survey Response Value (NPS)")["scale"] == [0, 10]
    assert (found.role("customer_id"), found.role("comment")) == (["Contact ID"], ["Response Content"])


@pytest.mark.parametrize(
    ("question", "touchpoint"),
    [
        ("Hey {{field:01ab-2f}}, how would you rate the <b>checkout</b>?", "Checkout"),
        ("{{field:01ab-2f}}, how satisfied or dissatisfied are you with the delivery?", "Delivery"),
        ("Overall, how satisfied or dissatisfied are you with our company?", None),
    ],
)
def test_a_greeting_names_no_touchpoint(tmp_path: Path, question: str, touchpoint: str | None) -> None:
    columns: dict[str, Sequence[object]] = {
        "#": numbered("a{}"),
        question: cycle([1, 2, 3, 4, 5]),
        "Response Type": cycle(["completed"]),
        "Start Date (UTC)": MOMENTS,
        "Submit Date (UTC)": MOMENTS,
        "Network ID": numbered("n{}"),
        "Tags": cycle([""]),
    }
    (score,) = (each for each in exported(tmp_path, table(columns)).columns if each["role"] == "score")
    assert score.get("touchpoint") == touchpoint


def test_a_wait_of_few_different_lengths_splits_no_results(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "ID": numbered("{}"),
        "Satisfaction": cycle([1, 2, 3, 4, 5]),
        "First reply time": cycle([60, 120, 300]),
        "Replies": cycle([1, 2, 3]),
        "What should we do better?": cycle(["Answer the phone more quickly", "More colours in the shop, please"]),
    }
    found = exported(tmp_path, table(columns))
    assert found.role("segment") == []
    assert found.role("comment") == ["What should we do better?"]
