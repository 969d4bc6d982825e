"""Files come in, are counted, and can be taken back: inspect, load, uploads, set-aside, undo, sample."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import RECOMMEND, Run, Said, write_csv

ENTRY = ["upload", "format", "kind", "read", "loaded", "set_aside", "duplicates", "values_set_aside", "warnings"]


def load_survey(run: Run, files: Path, home: Path) -> Said:
    return run("load", files / "survey.csv", "--mapping", files / "survey.json", "--json", home=home)


def test_load_counts_the_records_of_the_file(run: Run, files: Path, home: Path) -> None:
    said = load_survey(run, files, home)
    assert said.status == 0
    assert list(said.document) == ["uploads"]
    (entry,) = said.document["uploads"]
    assert list(entry) == ENTRY
    assert (entry["read"], entry["loaded"], entry["set_aside"], entry["duplicates"]) == (201, 200, 1, 0)
    assert entry["kind"] == "survey"


def test_a_second_load_of_a_file_counts_as_duplicates(run: Run, files: Path, home: Path) -> None:
    first, second = load_survey(run, files, home), load_survey(run, files, home)
    (entry,) = second.document["uploads"]
    assert second.status == 0
    assert entry["upload"] == first.document["uploads"][0]["upload"]
    assert entry["read"] == entry["loaded"] + entry["set_aside"] + entry["duplicates"] == 201
    assert entry["loaded"] == 0
    assert len(run("uploads", "--json", home=home).document) == 1


def test_set_aside_names_row_column_value_and_reason(run: Run, files: Path, home: Path) -> None:
    upload = load_survey(run, files, home).document["uploads"][0]["upload"]
    said = run("set-aside", upload, "--json", home=home)
    assert said.status == 0
    assert {"row", "column", "value", "reason"} <= set(said.document[0])
    assert (RECOMMEND, "11") in {(each["column"], each["value"]) for each in said.document}
    assert {each["row"] for each in said.document} == {202}
    assert RECOMMEND in run("set-aside", upload, home=home).out


def test_undo_takes_back_and_the_file_can_come_again(run: Run, files: Path, home: Path) -> None:
    upload = load_survey(run, files, home).document["uploads"][0]["upload"]
    (undone,) = run("undo", upload, "--json", home=home).document
    assert (undone["upload"], undone["live"]) == (upload, False)
    assert run("scores", "--metric", "nps", home=home).status == 1
    again = load_survey(run, files, home).document["uploads"][0]
    assert again["loaded"] == 200
    assert again["upload"] != upload
    assert [each["live"] for each in run("uploads", "--json", home=home).document] == [True, False]
    twice = run("undo", upload, home=home)
    assert (twice.status, twice.out) == (2, "")


def test_undo_of_what_there_is_not(run: Run, home: Path) -> None:
    said = run("undo", "nothing", "--json", home=home)
    assert (said.status, said.out) == (2, "")
    assert "nothing" in said.err


def test_history_of_an_empty_folder_is_an_answer(run: Run, home: Path) -> None:
    said = run("uploads", "--json", home=home)
    assert (said.status, said.document) == (0, [])


def test_inspect_proposes_what_load_takes(run: Run, files: Path, home: Path, tmp_path: Path) -> None:
    said = run("inspect", files / "survey.csv", "--json", home=home)
    assert said.status == 0
    assert {"format", "kind", "rows", "encoding", "confidence", "mapping", "warnings"} <= set(said.document)
    assert (said.document["kind"], said.document["rows"]) == ("survey", 201)
    whole, inner = tmp_path / "whole.json", tmp_path / "inner.json"
    whole.write_text(said.out, encoding="utf-8")
    inner.write_text(json.dumps(said.document["mapping"]), encoding="utf-8")
    for answer in (whole, inner):
        loaded = run("load", files / "survey.csv", "--mapping", answer, "--json", home=tmp_path / answer.stem)
        assert loaded.status == 0, loaded.err
        assert loaded.document["uploads"][0]["loaded"] >= 200


def test_inspect_remembers_a_mapping_by_the_shape_of_the_file(
    run: Run, files: Path, home: Path, tmp_path: Path
) -> None:
    load_survey(run, files, home)
    header = (files / "survey.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    other = write_csv(tmp_path / "later.csv", header, [["n1", "c1", "2026-05-01", "A", "web", 9, 5, 4]])
    columns = run("inspect", other, "--json", home=home).document["mapping"]["columns"]
    assert {"Checkout", "Delivery"} <= {column.get("touchpoint") for column in columns}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[1, 2]", "holds no mapping"),
        ('{"kind": "survey", "columns": [{"source": "nowhere", "role": "score", "metric": "nps"}]}', "nowhere"),
        ('{"kind": "survey", "columns": [{"source": "recommend", "role": "scores"}]}', "recommend"),
    ],
)
def test_a_wrong_mapping_is_refused(run: Run, files: Path, home: Path, tmp_path: Path, text: str, says: str) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(text, encoding="utf-8")
    said = run("load", files / "survey.csv", "--mapping", mapping, "--json", home=home)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert "Traceback" not in said.err
    assert run("uploads", "--json", home=home).document == []


def test_a_missing_file_or_mapping_is_refused(run: Run, files: Path, home: Path, tmp_path: Path) -> None:
    for words in (
        ["load", tmp_path / "none.csv"],
        ["inspect", tmp_path / "none.csv"],
        ["load", files / "survey.csv", "--mapping", tmp_path / "none.json"],
    ):
        said = run(*words, home=home)
        assert (said.status, said.out) == (2, "")
        assert "none." in said.err
        assert said.err.count("\n") == 1


def test_a_refused_file_stores_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    page = tmp_path / "export.csv"
    page.write_text("<!DOCTYPE html><html><body>Sign in</body></html>", encoding="utf-8")
    said = run("load", page, home=home)
    assert (said.status, said.out) == (2, "")
    assert run("uploads", "--json", home=home).document == []


def test_what_was_set_aside_is_repaired_under_its_upload(run: Run, files: Path, home: Path, tmp_path: Path) -> None:
    upload = load_survey(run, files, home).document["uploads"][0]["upload"]
    target = tmp_path / "aside.csv"
    said = run("set-aside", upload, "--to", target, "--json", home=home)
    assert said.document == {"path": str(target), "records": 1}
    assert target.name in run("set-aside", upload, "--to", target, home=home).out
    target.write_text(target.read_text("utf-8-sig").replace('"11"', '"10"'), "utf-8")
    (entry,) = run("load", "--repair", upload, target, "--json", home=home).document["uploads"]
    assert list(entry) == ENTRY
    assert (entry["upload"], entry["read"], entry["loaded"], entry["set_aside"]) == (upload, 201, 201, 0)
    (listed,) = run("uploads", "--json", home=home).document
    assert (listed["loaded"], listed["set_aside"]) == (201, 0)
    refused = run("load", "--repair", upload, target, "--kind", "survey", home=home)
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert run("undo", upload, home=home).status == 0
    assert run("scores", "--metric", "nps", home=home).status == 1


def test_a_longer_export_counts_what_was_known(run: Run, files: Path, home: Path, tmp_path: Path) -> None:
    load_survey(run, files, home)
    longer = tmp_path / "longer.csv"
    more = "new,cN,2026-04-01 12:00:00,A,web,9,5,4\n"
    longer.write_text((files / "survey.csv").read_text("utf-8") + more, "utf-8")
    (entry,) = run("load", longer, "--json", home=home).document["uploads"]
    assert (entry["read"], entry["loaded"], entry["set_aside"], entry["duplicates"]) == (202, 1, 1, 200)


@pytest.mark.slow
def test_the_sample_company_loads_once(run: Run, home: Path) -> None:
    first, second = run("sample", "--json", home=home), run("sample", "--json", home=home)
    for entry in (*first.document["uploads"], *second.document["uploads"]):
        assert entry["read"] == entry["loaded"] + entry["set_aside"] + entry["duplicates"]
    assert len(first.document["uploads"]) == 5
    assert [entry["loaded"] for entry in second.document["uploads"]] == [0] * 5
    assert len(run("uploads", "--json", home=home).document) == 5
    journey = run("journey", "--json", home=home)
    assert journey.status == 0
    assert len(run("experiment", "--json", home=home).document) == 2
