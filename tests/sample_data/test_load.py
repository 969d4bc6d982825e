"""The sample company loads through the pipeline as its README says."""

import json
import re
from pathlib import Path

import pytest

from cxdash.answers.context import open_context
from cxdash.answers.quality import flag_counts
from cxdash.ingest import pipeline
from cxdash.ingest.sample import load_sample
from cxdash.vault import journeys, settings, uploads
from cxdash.vault.home import Home
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint
from sample_data import FILES, SampleFile

README = FILES[0].path.parents[1] / "README.md"
COUNTS = ("read", "loaded", "set_aside", "duplicates", "values_set_aside")


def told(file: SampleFile) -> dict[str, int]:
    """The counts in the README's first table."""
    row = re.search(
        rf"^\| `{file.path.name}` \| {file.kind} \|(.*)\|$", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert row, f"the README has no counts of {file.path.name}"
    return dict(zip(COUNTS, map(int, row[1].split("|")), strict=True))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem)
def test_a_file_loads_as_the_readme_says(file: SampleFile, home: Path) -> None:
    mapping = json.loads(file.mapping.read_text(encoding="utf-8"))
    [upload] = pipeline.load(Home.open(home), [file.path], mapping=mapping, name=file.name)
    assert {count: upload[count] for count in COUNTS} == told(file)
    assert upload["kind"] == file.kind
    assert upload["warnings"] == []


def test_the_responses_that_should_not_count_are_found(sample_home: Path) -> None:
    found = {each.flag.name: each.n for each in flag_counts(open_context(Home.open(sample_home)))}
    rows = re.findall(r"^\| ([a-z-]+) \| (\d+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert found == {flag: int(n) for flag, n in rows}


def test_the_sample_leaves_nothing_behind(home: Path) -> None:
    place = Home.open(home)
    own = home.parent / "own.csv"
    own.write_text("id,Boarding\n" + "".join(f"{n},{n % 5 + 1}\n" for n in range(30)))
    columns = [
        {"source": "id", "role": "response_id"},
        {"source": "Boarding", "role": "score", "touchpoint": "Boarding"},
    ]
    for entry in load_sample(place):
        declared = {point.name: point for point in journeys.default_journey(place).touchpoints}
        assert declared["Checkout"].moment_of_truth
        assert settings.get(place, "targets") == {"nps": 30, "csat": 80, "ces": 75}
        uploads.undo(place, entry["upload"])
    pipeline.load(place, own, mapping={"kind": "survey", "columns": columns})
    assert [point.name for point in journeys.default_journey(place).touchpoints] == ["Boarding"]
    assert settings.get(place, "targets") == {}


def test_the_sample_beside_ones_own_files(home: Path) -> None:
    """What a person edited stays when the sample comes and goes."""
    place = Home.open(home)
    mine = Journey("Mine", (Stage("Pay", (Touchpoint("Checkout", {"csat": 90}), Touchpoint("Till"))),))
    journeys.edit(place, journeys.default_journey(place), mine)
    settings.put(place, "targets", {"nps": 10})
    loaded = load_sample(place)
    assert load_sample(place)[0]["loaded"] == 0
    during = journeys.default_journey(place)
    assert during.stages[0] == mine.stages[0]
    assert "Delivery" in [point.name for point in during.touchpoints]
    assert settings.get(place, "targets") == {"nps": 10}
    for entry in loaded:
        uploads.undo(place, entry["upload"])
    assert journeys.default_journey(place) == mine
