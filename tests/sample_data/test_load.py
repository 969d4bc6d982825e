"""The sample company loads through the pipeline as its README says."""

import json
import re
from pathlib import Path

import pytest

from cxdash.answers.context import open_context
from cxdash.answers.quality import flag_counts
from cxdash.ingest import pipeline
from cxdash.vault.home import Home
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
