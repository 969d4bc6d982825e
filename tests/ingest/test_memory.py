"""What is remembered of a mapping: by the file's shape, and by each column's id and text."""

from pathlib import Path
from typing import Any

import pytest

from cxdash.ingest import memory, pipeline
from cxdash.vault.home import Home

Document = dict[str, Any]
DELIVERY, FAST = "How satisfied were you with the delivery?", "How fast was the parcel?"
SCORE = {"role": "score", "metric": "csat", "scale": [1, 5], "touchpoint": "Courier"}


def mapping(*columns: tuple[str, Document], kind: str = "survey") -> Document:
    return {"kind": kind, "timezone": "UTC", "columns": [{"source": source, **entry} for source, entry in columns]}


def found(*columns: tuple[str, Document, list[str]], rows: int = 50, ids: dict[str, str] | None = None) -> Document:
    """What `inspect` answers: recognised entries, unsure of themselves, with examples."""
    entries = [
        {"source": source, **entry, "confidence": 0.6, "examples": examples} for source, entry, examples in columns
    ]
    document = {"kind": "survey", "timezone": "UTC", "columns": entries}
    return {"kind": "survey", "rows": rows, "confidence": 0.6, "mapping": document, "warnings": [], "ids": ids or {}}


SEGMENT = {"role": "segment", "name": "delivery"}
ID = ("ID", {"role": "response_id"})
WRITTEN = mapping(ID, (DELIVERY, SCORE), ("Mood", {"role": "ignore"}))


@pytest.fixture
def place(home: Path) -> Home:
    return Home.open(home)


def keep(place: Home, document: Document, **more: Any) -> str:
    shape = memory.shape_of(column["source"] for column in document["columns"])
    memory.remember(place, shape, document, **more)
    return shape


def entry(proposal: Document, source: str) -> Document:
    (column,) = [column for column in proposal["mapping"]["columns"] if column["source"] == source]
    return {key: value for key, value in column.items() if key not in ("source", "confidence", "examples")}


def test_a_decision_about_a_question_is_proposed_in_a_file_of_another_shape(place: Home) -> None:
    keep(place, WRITTEN, by_person=True)
    seen = found(("ID", ID[1], ["1"]), (DELIVERY.upper(), SEGMENT, ["4", "5"]), (FAST, SEGMENT | {"name": "f"}, ["2"]))
    proposal = memory.prefer_remembered(place, seen)
    assert entry(proposal, DELIVERY.upper()) == SCORE
    assert entry(proposal, FAST) == SEGMENT | {"name": "f"}
    assert proposal["remembered"] is True
    assert proposal["warnings"] == [f"Read as you mapped them before: “{DELIVERY.upper()}”."]
    assert [column["confidence"] for column in proposal["mapping"]["columns"]] == [0.6, 1.0, 0.6]
    assert proposal["mapping"]["columns"][1]["examples"] == ["4", "5"]


def test_the_last_decision_counts(place: Home) -> None:
    keep(place, WRITTEN, by_person=True)
    keep(place, mapping(ID, (DELIVERY, {"role": "ignore"}), ("X", SCORE)), by_person=True)
    seen = found((DELIVERY, SCORE, ["4"]), (FAST, SCORE, ["2"]))
    assert entry(memory.prefer_remembered(place, seen), DELIVERY) == {"role": "ignore"}


def test_what_recognition_said_alone_is_nobodys_decision(place: Home) -> None:
    keep(place, WRITTEN, by_person=False, records=1000)
    keep(place, mapping(ID, (DELIVERY, SCORE)))
    seen = found(("ID", ID[1], ["1"]), (DELIVERY, SEGMENT, ["4"]), (FAST, SCORE, ["2"]))
    assert memory.prefer_remembered(place, seen) == seen


def test_a_decision_of_another_kind_of_file_says_nothing(place: Home) -> None:
    events = (("customer", {"role": "customer_id"}), ("at", {"role": "time"}), ("what", {"role": "event"}))
    keep(place, mapping(*events, (DELIVERY, {"role": "ignore"}), kind="interactions"), by_person=True)
    seen = found((DELIVERY, SCORE, ["4"]))
    assert memory.prefer_remembered(place, seen) == seen


@pytest.mark.parametrize(
    ("examples", "labels", "fits"),
    [
        (["1", "5"], {}, True),
        (["۴", "5 - very"], {}, True),
        (["9", "10"], {}, False),
        (["4", "great"], {}, False),
        (["4", "Great "], {"great": 5}, True),
        ([], {}, True),
    ],
)
def test_a_score_is_remembered_only_where_the_values_fit(
    place: Home, examples: list[str], labels: dict[str, int], fits: bool
) -> None:
    decided = {**SCORE, **({"labels": labels} if labels else {})}
    keep(place, mapping(ID, (DELIVERY, decided)), by_person=True)
    seen = found((DELIVERY, {"role": "score", "metric": "nps", "scale": [0, 10]}, examples), (FAST, SCORE, ["2"]))
    proposal = memory.prefer_remembered(place, seen)
    assert (entry(proposal, DELIVERY) == decided) is fits
    assert ("remembered" in proposal) is fits
    assert len(proposal["warnings"]) == 1
    assert ("do not fit" in proposal["warnings"][0]) is not fits


def test_short_names_and_ids_count_only_in_a_related_file(place: Home) -> None:
    keep(place, WRITTEN, by_person=True, ids={DELIVERY: "QID1", "Mood": "QID2"})
    strange = found(("Mood", SEGMENT, ["a"]), (FAST, SCORE, ["2"]), ("Why?", SCORE, ["3"]), ids={FAST: "QID1"})
    assert memory.prefer_remembered(place, strange) == strange
    reworded = "And the courier?"
    akin = found(
        ("ID", ID[1], ["1"]),
        ("Mood", SEGMENT, ["a"]),
        (reworded, {**SCORE, "touchpoint": "And"}, ["2"]),
        ids={reworded: "QID1"},
    )
    proposal = memory.prefer_remembered(place, akin)
    assert entry(proposal, "Mood") == {"role": "ignore"}
    assert entry(proposal, reworded) == SCORE


def test_a_column_that_nobody_decided_gives_its_role_up(place: Home) -> None:
    when = "When did you answer this?"
    keep(place, mapping((DELIVERY, SCORE), (when, {"role": "time", "format": "%d/%m/%Y"})), by_person=True)
    seen = found(
        (DELIVERY, SCORE, ["4"]),
        ("started", {"role": "time", "format": "%Y-%m-%d"}, ["2026-01-01"]),
        (when, {"role": "ignore"}, ["01/02/2026"]),
    )
    proposal = memory.prefer_remembered(place, seen)
    assert entry(proposal, when) == {"role": "time", "format": "%d/%m/%Y"}
    assert entry(proposal, "started") == {"role": "ignore"}


def test_date_formats_are_those_of_the_new_file(place: Home) -> None:
    when = "When did you answer this?"
    keep(place, mapping((DELIVERY, SCORE), (when, {"role": "time", "format": "%d/%m/%Y"})), by_person=True)
    seen = found((DELIVERY, SEGMENT, ["4"]), (when, {"role": "time", "format": "%m/%d/%Y"}, ["01/02/2026"]))
    assert entry(memory.prefer_remembered(place, seen), when)["format"] == "%m/%d/%Y"


def test_decisions_that_make_no_mapping_together_are_left_alone(place: Home) -> None:
    one, two = "Which number has your order?", "Which number has your ticket?"
    keep(place, mapping((one, {"role": "response_id"}), (DELIVERY, SCORE)), by_person=True)
    keep(place, mapping((two, {"role": "response_id"}), (DELIVERY, SCORE)), by_person=True)
    seen = found((one, {"role": "ignore"}, ["1"]), (two, {"role": "ignore"}, ["2"]), (DELIVERY, SCORE, ["3"]))
    assert memory.prefer_remembered(place, seen)["mapping"] == seen["mapping"]


def test_what_a_person_decided_is_not_replaced_by_what_is_recognised(place: Home) -> None:
    shape = keep(place, WRITTEN, by_person=True)
    guessed = mapping(ID, (DELIVERY, SEGMENT), ("Mood", {"role": "ignore"}))
    keep(place, guessed, by_person=False, records=9)
    assert memory.recall(place, shape, records=10_000) == WRITTEN
    keep(place, guessed, by_person=True)
    assert memory.recall(place, shape) == guessed


def test_what_was_recognised_in_fewer_records_gives_way(place: Home) -> None:
    shape = keep(place, WRITTEN, by_person=False, records=100)
    assert memory.recall(place, shape, records=100) == WRITTEN
    assert memory.recall(place, shape, records=101) is None
    keep(place, mapping(ID, (DELIVERY, SEGMENT), ("Mood", {"role": "ignore"})), by_person=False, records=99)
    assert memory.recall(place, shape) == WRITTEN
    keep(place, mapping(ID, (DELIVERY, SEGMENT), ("Mood", {"role": "ignore"})))
    assert memory.recall(place, shape, records=101) is None


def test_the_shape_comes_before_single_columns(place: Home) -> None:
    keep(place, WRITTEN, by_person=True)
    keep(place, mapping(ID, (DELIVERY, {"role": "ignore"}), ("X", SCORE)), by_person=True)
    seen = found(("ID", ID[1], ["1"]), (DELIVERY, SEGMENT, ["4"]), ("Mood", SEGMENT, ["a"]))
    proposal = memory.prefer_remembered(place, seen)
    assert entry(proposal, DELIVERY) == SCORE
    assert proposal["warnings"] == ["This is the mapping of the last file of this shape."]


def test_a_file_that_was_read_is_read_again_only_where_something_is_known(place: Home) -> None:
    columns = ["ID", DELIVERY, FAST]
    used = mapping(ID, (DELIVERY, SEGMENT), (FAST, SCORE))
    report = {"columns": columns, "mapping": used, "read": 20, "ids": {}}

    def never() -> Document:
        raise AssertionError("nothing is known of this file")

    assert memory.instead(place, report, never) is None
    keep(place, WRITTEN, by_person=True)
    seen = found(("ID", ID[1], ["1"]), (DELIVERY, SEGMENT, ["4"]), (FAST, SCORE, ["2"]))
    better = memory.instead(place, report, lambda: seen)
    assert better is not None
    assert better.mapping is not None
    assert better.mapping["columns"][1]["role"] == "score"
    assert [each["values"] for each in better.notices] == [{"columns": f"“{DELIVERY}”"}]
    misfit = found(("ID", ID[1], ["1"]), (DELIVERY, SEGMENT, ["north"]), (FAST, SCORE, ["2"]))
    left = memory.instead(place, report, lambda: misfit)
    assert left is not None
    assert left.mapping is None
    assert len(left.notices) == 1
    keep(place, mapping(ID, (DELIVERY, {"role": "ignore"}), (FAST, SCORE)), by_person=True)
    by_shape = memory.instead(place, report, never)
    assert by_shape is not None
    assert by_shape.notices[0]["message"] == memory.READ_AS_REMEMBERED


def test_a_real_file_is_proposed_as_its_questions_were_mapped(place: Home, tmp_path: Path) -> None:
    keep(place, WRITTEN, by_person=True)
    path = tmp_path / "summer.csv"
    lines = [f"r{n},{1 + n % 5},{('north', 'south')[n % 2]}" for n in range(40)]
    path.write_text(f"ID,{DELIVERY},Region\n" + "\n".join(lines) + "\n", "utf-8")
    proposal = pipeline.propose(place, path)
    assert entry(proposal, DELIVERY)["touchpoint"] == "Courier"
    (loaded,) = pipeline.load(place, path, mapping=proposal)
    assert loaded["loaded"] == 40
