"""SurveyMonkey: two header rows or one, choices, grids, rankings, fields for others."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.exports.tables import Seen, cycle, exported, numbered, seen, table, written

META = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
N = 60
# question, labels, cells of each label
Question = tuple[str, list[str], list[list[object]]]
QUESTIONS: list[Question] = [
    ("How likely is it that you would recommend us?", ["Response"], [cycle([10, 9, 8, 0, 3], N)]),
    ("Which do you use? (all that apply)", ["Web", "App, mobile", "Other (please specify)"],
     [cycle(["Web", ""], N), cycle(["App, mobile", "App, mobile", ""], N), [*cycle([""], N - 1), "by post"]]),
    ("How satisfied are you with each?", ["Delivery", "Price"],
     [cycle(["Very satisfied", "Satisfied", "Neither satisfied nor dissatisfied", "Very dissatisfied"], N),
      cycle(["Dissatisfied", "Satisfied", "N/A"], N)]),
    ("Rank these", ["Speed", "Cost", "Care"], [cycle([1, 2, 3], N), cycle([2, 3, 1], N), cycle([3, 1, 2], N)]),
    ("What could we do better?", ["Open-Ended Response"], [numbered("please answer the phone within {} minutes", N)]),
    ("Where do you live?", ["Response", "Other (please specify)"],
     [cycle(["North", "South", ""], N), [*cycle(["", "", "on a boat"], N)]]),
]  # fmt: skip


def two_rows(questions: list[Question] = QUESTIONS, meta: int = len(META)) -> list[list[object]]:
    first: list[object] = list(META[:meta])
    second: list[object] = [""] * meta
    columns: list[list[object]] = [
        numbered("118{:08}", N), cycle([7001, 7002], N), cycle(["01/25/2025 10:00:00 AM"], N),
        cycle(["01/25/2025 10:10:00 AM", "02/03/2025 01:00:00 PM"], N), numbered("10.0.0.{}", N), cycle([""], N),
        cycle([""], N),
    ][:meta]  # type: ignore[list-item]  # fmt: skip
    for text, labels, cells in questions:
        first += [text, *[""] * (len(labels) - 1)]
        second += labels
        columns += cells
    return [first, second, *[list(row) for row in zip(*columns, strict=True)]]


def check(found: Seen) -> None:
    assert (found.raw.format, found.document["kind"], found.raw.records) == ("surveymonkey", "survey", N)
    assert found.role("response_id") == ["Respondent ID"]
    scores = {entry.get("touchpoint"): entry for entry in found.columns if entry["role"] == "score"}
    assert set(scores) == {None, "Delivery", "Price"}
    assert (scores[None]["metric"], scores[None]["scale"]) == ("nps", [0, 10])
    # Nobody is "Very satisfied" with the price, and yet it is the same scale.
    assert scores["Delivery"]["labels"]["Very satisfied"] == 5
    assert (scores["Price"]["scale"], scores["Price"]["missing"]) == ([1, 5], ["N/A"])
    choices = found.entry("Which do you use? (all that apply)")
    assert (choices["role"], choices["multiple"]) == ("segment", " | ")
    assert {"Rank these - Speed", "Rank these - Cost", "Rank these - Care"} <= set(found.role("ignore"))
    assert found.role("comment") == ["What could we do better?"]
    assert found.entry("Where do you live?")["role"] == "segment"


def test_two_header_rows(tmp_path: Path) -> None:
    found = exported(tmp_path, two_rows())
    check(found)
    assert found.role("time") == ["End Date"]
    assert not {"IP Address", "First Name"} - set(found.role("ignore"))
    loaded = found.load()
    assert loaded.counts == (N, N, 0, 0, 0)
    used = loaded.report["segments"].index("which do you use? (all that apply)") + 1
    said = loaded.column("records", f"seg_{used}")
    assert said[:3] == ["Web | App, mobile", "App, mobile", "Web"]
    assert "Which do you use? (all that apply) - Other (please specify)" in found.raw.header
    assert not any("no name" in message for message in found.messages)


def test_only_the_respondent_before_the_questions(tmp_path: Path) -> None:
    check(exported(tmp_path, two_rows(meta=1)))


def test_one_header_row(tmp_path: Path) -> None:
    columns = {
        "RespondentID": numbered("34{:08}"),
        "How satisfied are you with the price?": cycle(["Satisfied", "Very satisfied", "Dissatisfied"]),
        "Do you ever recline your seat?": cycle(["Never", "Once in a while", "Always"]),
        "Have you flown?": cycle(["Yes", "No"]),
        "Gender": cycle(["Male", "Female"]),
    }
    found = exported(tmp_path, table(columns))
    assert found.raw.format == "surveymonkey"
    assert found.entry("Do you ever recline your seat?", "score")["metric"] == "mean"
    assert found.entry("Have you flown?", "score")["metric"] == "conversion"
    assert found.entry("Gender") == {"role": "segment", "name": "gender"}


def test_ids_alone_are_no_survey_monkey(tmp_path: Path) -> None:
    found = exported(tmp_path, table({"Respondent ID": numbered("r{}"), "Score": cycle([1, 2, 3, 4, 5])}))
    assert found.raw.format == "csv"


@settings(max_examples=5, deadline=None)
@given(st.permutations(QUESTIONS), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_questions_in_any_order(questions: list[Question], delimiter: str, bom: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), two_rows(questions), delimiter=delimiter, bom=bom)
        found = seen(path, Path(folder) / "work")
        check(found)
        assert found.load().counts == (N, N, 0, 0, 0)


@pytest.mark.parametrize(
    ("file", "records"),
    [("StarWars", 1186), ("flying-etiquette", 1040), ("comma-survey", 1129), ("food-world-cup-data", 1373)],
)
def test_the_real_files(shared: Path, tmp_path: Path, file: str, records: int) -> None:
    found = seen(shared / "data/export_surveymonkey" / f"{file}.csv", tmp_path)
    assert (found.raw.format, found.document["kind"], found.raw.records) == ("surveymonkey", "survey", records)
    read, loaded, aside, duplicates, values = found.load().counts
    assert (read, duplicates, values) == (records, 0, 0)
    assert loaded + aside == records
    assert loaded > 0.8 * records


def test_star_wars_answers(shared: Path, tmp_path: Path) -> None:
    loaded = seen(shared / "data/export_surveymonkey/StarWars.csv", tmp_path).load()
    assert loaded.counts[:3] == (1186, 1186, 0)
    questions = {row["question"]: row["touchpoint"] for row in loaded.rows("questions")}
    answers: dict[str, list[float]] = {}
    for row in loaded.rows("responses"):
        answers.setdefault(str(questions[row["question"]]), []).append(row["score"])
    seen_any = next(scores for name, scores in answers.items() if name.startswith("Have you seen any"))
    fan = next(scores for name, scores in answers.items() if "fan of the Star Wars film" in name)
    assert (seen_any.count(1), seen_any.count(0)) == (936, 250)
    assert (fan.count(1), fan.count(0)) == (552, 284)
    assert {"Han Solo", "Yoda", "Jar Jar Binks"} <= set(answers)


def test_who_reclines(shared: Path, tmp_path: Path) -> None:
    loaded = seen(shared / "data/export_surveymonkey/flying-etiquette.csv", tmp_path).load()
    question = next(q["question"] for q in loaded.rows("questions") if "ever recline" in str(q["touchpoint"]))
    scores = [row["score"] for row in loaded.rows("responses") if row["question"] == question]
    assert [scores.count(step) for step in (1, 2, 3, 4, 5)] == [171, 257, 118, 175, 137]
