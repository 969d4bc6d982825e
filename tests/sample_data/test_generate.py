"""The sample company's files are what its generator writes, and its mappings and journey fit them."""

import csv
import json
from pathlib import Path

import pytest

from cxdash.ingest.mapping import Mapping, source_names
from sample_data import FILES, JOURNEY, SampleFile
from sample_data.generate import generate

MEGABYTE = 1_000_000


def header(file: SampleFile) -> list[str]:
    with file.path.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines))


def mapping(file: SampleFile) -> Mapping:
    return Mapping.read(file.mapping.read_text(encoding="utf-8"))


def stages() -> dict[str, str]:
    """Touchpoint → stage, of the journey."""
    journey = json.loads(JOURNEY.read_text(encoding="utf-8"))
    return {point["name"]: stage["name"] for stage in journey["stages"] for point in stage["touchpoints"]}


def test_the_generator_writes_the_same_bytes(tmp_path: Path) -> None:
    written = {path.name: path.read_bytes() for path in generate(tmp_path)}
    assert written == {file.path.name: file.path.read_bytes() for file in FILES}


def test_the_files_stay_small() -> None:
    assert sum(file.path.stat().st_size for file in FILES) < 3 * MEGABYTE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem)
def test_a_mapping_speaks_of_every_column(file: SampleFile) -> None:
    assert mapping(file).kind == file.kind
    assert [column.source for column in mapping(file).columns] == source_names(header(file))


def test_the_journey_and_the_survey_agree_on_stages() -> None:
    asked = [column for column in mapping(FILES[0]).columns if column.touchpoint and column.role == "score"]
    assert {column.touchpoint: column.stage for column in asked}.items() <= stages().items()


def test_two_touchpoints_are_declared_and_have_no_score() -> None:
    asked = {column.touchpoint for column in mapping(FILES[0]).columns}
    assert set(stages()) - asked == {"Advertising", "Referral"}


def test_every_event_has_its_place_in_the_journey() -> None:
    with FILES[1].path.open(encoding="utf-8", newline="") as lines:
        events = {row["Event"] for row in csv.DictReader(lines)}
    assert set(stages()) - events == {"Advertising"}
    assert events <= set(stages())


def test_comments_come_in_four_scripts() -> None:
    with FILES[0].path.open(encoding="utf-8", newline="") as lines:
        said: dict[str, str] = {}
        for row in csv.DictReader(lines):
            said[row["Answer language"]] = said.get(row["Answer language"], "") + row[header(FILES[0])[-2]]
    assert said["English"].isascii()
    for language, letter in {"Persian": "پ", "Arabic": "ة", "Hebrew": "ש"}.items():
        assert letter in said[language]
