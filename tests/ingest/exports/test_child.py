"""Known exports through the door that people use: inspect, correct, load."""

from pathlib import Path

from cxdash.ingest import pipeline
from cxdash.vault.home import Home
from tests.ingest.exports.tables import cycle, numbered, table, written
from tests.ingest.exports.test_qualtrics import N, three_rows


def test_the_mapping_that_inspect_gives_is_the_one_that_load_takes(tmp_path: Path) -> None:
    path = written(tmp_path, three_rows(), bom=True)
    found = pipeline.inspect(path)
    assert (found["format"], found["rows"], found["kind"]) == ("qualtrics", N, "survey")
    assert any("unfinished" in warning for warning in found["warnings"])
    with_home = Home.open(tmp_path / "home")
    (entry,) = pipeline.load(with_home, path, mapping=found["mapping"])
    assert (entry["format"], entry["read"], entry["loaded"]) == ("qualtrics", N, N)


def test_what_recognition_found_doubtful_is_said_when_loading(tmp_path: Path) -> None:
    columns = {"Timestamp": cycle(["9/25/2024 1:17:26"]), "How satisfied are you with us?": cycle([5, 4, 2]),
               "Anything else?": numbered("it rained for {} days on my way")}  # fmt: skip
    path = written(tmp_path, table(columns))
    (entry,) = pipeline.load(Home.open(tmp_path / "home"), path)
    assert (entry["format"], entry["loaded"]) == ("google_forms", 120)
    assert any("time zone" in warning for warning in entry["warnings"])
