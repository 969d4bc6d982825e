"""Every hostile file that is small meets its manifest: what becomes of it and of each record, and what is named."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.set_aside import set_aside
from tests.fuzz.case import empty_home, load
from tests.fuzz.forks import Forks
from tests.fuzz.manifest import Answer, complaints, written

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    written(folder)
    return folder


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    found = Forks()
    yield found
    found.close()


@pytest.fixture(scope="module")
def faulty(files: Path, forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What of the manifest is not met, by file."""
    lines = json.loads((files / "manifest.json").read_text("utf-8"))
    answers = {line["name"]: answered(files / line["name"], forks, tmp_path_factory.mktemp("home")) for line in lines}
    usual = answers[lines[0]["name"]].extra_mb
    for answer in answers.values():
        answer.extra_mb -= usual
    found = {line["name"]: complaints(line, answers[line["name"]]) for line in lines}
    return {name: faults for name, faults in found.items() if faults}


def test_every_file_meets_its_manifest(faulty: dict[str, list[str]]) -> None:
    assert faulty == {}


def answered(path: Path, forks: Forks, folder: Path) -> Answer:
    home = empty_home(folder / "home")
    try:
        entry = load(home, path, forks)
    except CxdashError as error:
        return Answer(None, str(error), extra_mb=forks.peak_mb)
    listed = set_aside(home, entry["upload"])
    return Answer(entry, " ".join(entry["warnings"]), listed, extra_mb=forks.peak_mb)
