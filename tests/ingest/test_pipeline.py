"""Files become uploads or nothing: counts, the same file again, remembered mappings, refusals, the journey."""

from pathlib import Path
from typing import Any

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.intake import label
from cxdash.vault import journeys, mappings, retention, settings, uploads
from cxdash.vault.home import Home

SURVEY = {
    "kind": "survey",
    "columns": [
        {"source": "ID", "role": "response_id"},
        {"source": "Check-in", "role": "score", "touchpoint": "Check-in", "metric": "csat", "scale": [1, 5]},
        {"source": "Class", "role": "segment", "name": "class"},
        {"source": "When", "role": "time"},
    ],
}


def survey(path: Path, *rows: str) -> Path:
    path.write_text("ID,Check-in,Class,When\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return survey(
        tmp_path / "answers.csv",
        "1,5,Economy,2024-01-02",
        "2,9,Business,2024-01-03",
        "3,4,Business,soon",
        "1,5,Economy,2024-01-02",
        "5,x,y",
    )


@pytest.fixture
def place(home: Path) -> Home:
    return Home.open(home)


def leftovers(place: Home) -> list[Path]:
    return [*place.staging.iterdir(), *place.uploads.iterdir()]


def test_a_file_becomes_an_upload_with_everything_it_needs(place: Home, file: Path) -> None:
    (entry,) = pipeline.load(place, [file], mapping=SURVEY, name="Spring")
    assert {key: entry[key] for key in ("read", "loaded", "set_aside", "duplicates", "values_set_aside")} == {
        "read": 5, "loaded": 2, "set_aside": 2, "duplicates": 1, "values_set_aside": 1
    }  # fmt: skip
    assert (entry["format"], entry["kind"]) == ("csv", "survey")
    assert entry["warnings"] == ["Lines with fewer cells than the header, set aside: 1. The first is row 6."]
    (upload,) = uploads.live(place)
    assert (upload.id, upload.name, upload.bytes) == (entry["upload"], "Spring", file.stat().st_size)
    assert str(upload.first_at) == str(upload.last_at) == "2024-01-02 00:00:00"
    folder = place.upload(upload.id)
    assert (folder / "raw" / "answers.csv").read_bytes() == file.read_bytes()
    assert sorted(each.name for each in folder.iterdir()) == ["canonical", "raw", "report.json"]
    assert uploads.report(place, upload.id)["segments"] == ["class"]
    assert list(place.staging.iterdir()) == []


def test_the_same_content_is_not_stored_twice_whatever_its_name_and_mapping(place: Home, file: Path) -> None:
    (first,) = pipeline.load(place, file, mapping=SURVEY)
    copy = file.with_name("copy.csv")
    copy.write_bytes(file.read_bytes())
    other = {**SURVEY, "columns": SURVEY["columns"][:2]}
    (again,) = pipeline.load(place, copy, mapping=SURVEY)
    (differently,) = pipeline.load(place, copy, mapping=other)
    for entry in (again, differently):
        assert entry["upload"] == first["upload"]
        assert (entry["read"], entry["loaded"], entry["set_aside"], entry["duplicates"]) == (5, 0, 0, 5)
    assert len(again["warnings"]) == 1
    assert "already loaded" in again["warnings"][0]
    assert "another mapping" in differently["warnings"][1]
    assert len(uploads.live(place)) == 1
    uploads.undo(place, first["upload"])
    (anew,) = pipeline.load(place, copy, mapping=other)
    assert (anew["loaded"], anew["upload"] != first["upload"]) == (2, True)


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        ("ID,Check-in,Class,When\n1,9,a,2024-01-01\n2,8,b,2024-01-01\n", SURVEY, "outside the scale"),
        ("ID,Check-in,Class,When\n", SURVEY, "record"),
        ("ID,Check-in\n1,3\n", SURVEY, "Class"),
        ("ID,Check-in,Class,When\n1,3,a,2024-01-01\n", {**SURVEY, "kind": "party"}, "kind"),
        ("", SURVEY, "empty"),
        ("<!DOCTYPE html><html><body>no</body></html>", SURVEY, "web page"),
    ],
)
def test_a_refused_file_leaves_nothing(
    place: Home, tmp_path: Path, content: str, mapping: dict[str, Any], said: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(CxdashError) as refused:
        pipeline.load(place, [path], mapping=mapping)
    assert said.casefold() in refused.value.message.casefold()
    assert refused.value.hint
    assert leftovers(place) == []
    assert uploads.history(place) == []


def test_a_file_that_is_not_there_is_named(place: Home, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(CxdashError, match=path.name):
            pipeline.load(place, [path])
    assert leftovers(place) == []


def test_a_refused_file_among_several_leaves_none_of_them(place: Home, file: Path) -> None:
    known = survey(file.with_name("known.csv"), "21,3,a,2024-01-01")
    (entry,) = pipeline.load(place, known, mapping=SURVEY)
    bad = survey(file.with_name("bad.csv"), "1,9,a,2024-01-01")
    third = survey(file.with_name("third.csv"), "7,3,a,2024-01-01")
    with pytest.raises(CxdashError) as refused:
        pipeline.load(place, [file, known, bad, third], mapping=SURVEY)
    assert uploads.live_ids(place) == (entry["upload"],)
    assert "bad.csv" in refused.value.hint
    assert "taken back" in refused.value.hint


def test_a_corrected_mapping_is_remembered_for_the_next_file_of_the_shape(place: Home, file: Path) -> None:
    pipeline.load(place, file, mapping=SURVEY)
    april = survey(file.with_name("april.csv"), "11,5,Economy,2024-04-02", "12,2,Business,2024-04-03")
    found = pipeline.propose(place, april)
    assert found["confidence"] == 1.0
    assert [column["role"] for column in found["mapping"]["columns"]] == ["response_id", "score", "segment", "time"]
    assert "last file" in found["warnings"][0]
    assert found["mapping"]["columns"][1]["examples"]
    (entry,) = pipeline.load(place, april)
    assert entry["loaded"] == 2
    assert uploads.live(place)[1].mapping["columns"] == uploads.live(place)[0].mapping["columns"]
    assert pipeline.propose(place, april, kind="customers")["kind"] == "customers"


def test_a_file_is_loaded_as_inspect_proposes(place: Home, tmp_path: Path) -> None:
    rows = [f"{n},{n % 5 + 1},{('Economy', 'Business')[n % 2]},2024-01-{n % 28 + 1:02}" for n in range(60)]
    path = survey(tmp_path / "regular.csv", *rows)
    proposed = pipeline.inspect(path)
    assert {"format", "kind", "rows", "encoding", "confidence", "mapping", "warnings"} <= set(proposed)
    (entry,) = pipeline.load(place, path, mapping=proposed)
    assert entry["kind"] == proposed["kind"]
    assert entry["read"] == entry["loaded"] == proposed["rows"] == 60


def test_new_touchpoints_join_the_journey_once_and_the_files_stage_wins(place: Home, file: Path) -> None:
    staged = {**SURVEY["columns"][1], "stage": "At the airport"}
    (staging,) = pipeline.load(place, file, mapping={**SURVEY, "columns": [SURVEY["columns"][0], staged]})
    first = journeys.default_journey(place)
    assert first.stage_of("Check-in") == "At the airport"
    (plain,) = pipeline.load(place, survey(file.with_name("b.csv"), "8,1,a,2024-01-01"), mapping=SURVEY)
    assert journeys.default_journey(place) == first
    uploads.undo(place, staging["upload"])
    assert journeys.default_journey(place).stage_of("Check-in") == "Airport"
    uploads.undo(place, plain["upload"])
    assert journeys.default_journey(place).touchpoints == ()


def test_a_mapping_is_remembered_with_its_upload_or_neither_is_kept(
    place: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        # The last thing that a load writes.
        patched.setattr(mappings, "remember", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pipeline.load(place, file, mapping=SURVEY)
    assert leftovers(place) == uploads.history(place) == []
    assert mappings.recall_columns(place, "survey", ["text:check in"]) == {}
    (entry,) = pipeline.load(place, file, mapping=SURVEY)
    assert mappings.recall_columns(place, "survey", ["text:check in"]) != {}
    assert mappings.find(place, uploads.get(place, entry["upload"]).shape) is not None


def test_a_raw_file_that_cannot_be_removed_at_once_does_not_refuse_a_load(
    place: Home, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    settings.put(place, "raw_retention_days", 0)
    monkeypatch.setattr(retention, "note", refused)
    (entry,) = pipeline.load(place, file, mapping=SURVEY)
    assert entry["loaded"] == 2
    assert uploads.live_ids(place) == (entry["upload"],)
    assert entry["upload"] in caplog.text


def test_names_are_shown_and_stored_without_tricks(place: Home, tmp_path: Path) -> None:
    path = survey(tmp_path / ("\u202egpj.\n" + "ش" * 90 + ".csv"), "1,5,a,2024-01-01")
    pipeline.load(place, path, mapping=SURVEY)
    (upload,) = uploads.live(place)
    assert upload.name == "gpj." + "ش" * 90 + ".csv"
    assert len([*(place.upload(upload.id) / "raw").iterdir()]) == 1
    assert len(label("é" * 300 + ".csv")) == 120
    assert label("\u2066\x00") != ""
