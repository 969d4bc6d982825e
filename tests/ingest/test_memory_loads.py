"""Files are read as a person mapped their questions before, and as recognition reads them where nobody did."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cxdash.answers.drift import drift
from cxdash.ingest import pipeline
from cxdash.vault import mappings, uploads
from cxdash.vault.home import Home

DELIVERY, SUPPORT = "How satisfied were you with the delivery?", "How satisfied were you with our support?"


@pytest.fixture
def place(home: Path) -> Home:
    return Home.open(home)


def survey(path: Path, header: Sequence[str], n: int = 40, top: int = 5) -> Path:
    lines = [
        ",".join([f"{path.stem}{at}", *(str(1 + (at + column) % top) for column in range(len(header)))])
        for at in range(n)
    ]
    path.write_text("\n".join([",".join(["ID", *header]), *lines]) + "\n", "utf-8")
    return path


def entry(place: Home, source: str) -> dict[str, Any]:
    """What the last upload's mapping says of a column."""
    (found,) = [column for column in uploads.live(place)[-1].mapping["columns"] if column["source"] == source]
    return found


def corrected(place: Home, path: Path, source: str, **keys: Any) -> None:
    """Load a file as a person does who looks at the proposal and corrects one column of it."""
    proposal = pipeline.propose(place, path)
    columns = [
        {**column, **keys} if column["source"] == source else column for column in proposal["mapping"]["columns"]
    ]
    pipeline.load(place, path, mapping={**proposal["mapping"], "columns": columns})


def test_one_question_more_does_not_forget_what_was_corrected(place: Home, tmp_path: Path) -> None:
    corrected(place, survey(tmp_path / "a.csv", [DELIVERY]), DELIVERY, touchpoint="Courier")
    (loaded,) = pipeline.load(place, survey(tmp_path / "b.csv", [DELIVERY, SUPPORT], 50))
    assert entry(place, DELIVERY)["touchpoint"] == "Courier"
    assert loaded["warnings"][-1] == f"Read as you mapped them before: “{DELIVERY}”."
    (again,) = pipeline.load(place, survey(tmp_path / "c.csv", [DELIVERY, SUPPORT], 60))
    assert entry(place, DELIVERY)["touchpoint"] == "Courier"
    assert again["warnings"] == loaded["warnings"]


def test_a_score_that_no_longer_fits_is_loaded_as_recognised_and_said(place: Home, tmp_path: Path) -> None:
    corrected(place, survey(tmp_path / "a.csv", [DELIVERY]), DELIVERY, touchpoint="Courier", scale=[1, 5])
    (loaded,) = pipeline.load(place, survey(tmp_path / "b.csv", [DELIVERY, SUPPORT], 50, top=10))
    assert entry(place, DELIVERY).get("touchpoint") != "Courier"
    assert loaded["loaded"] == 50
    assert any("do not fit" in warning for warning in loaded["warnings"])


def test_what_was_only_recognised_does_not_set_a_longer_files_answers_aside(place: Home, tmp_path: Path) -> None:
    pipeline.load(place, survey(tmp_path / "a.csv", [DELIVERY, SUPPORT], 20, top=5))
    (loaded,) = pipeline.load(place, survey(tmp_path / "b.csv", [DELIVERY, SUPPORT], 200, top=10))
    assert (loaded["loaded"], loaded["values_set_aside"]) == (200, 0)
    assert mappings.recall_columns(place, "survey", ["text:id", "text:how satisfied were you with our support"]) == {}


def qualtrics(path: Path, texts: Sequence[str], n: int = 60) -> Path:
    codes = ["StartDate", "EndDate", "Finished", "RecordedDate", "ResponseId", *(f"Q{at}" for at in range(len(texts)))]
    ids = ["startDate", "endDate", "finished", "recordedDate", "_recordId", *(f"QID{at}" for at in range(len(texts)))]
    rows = [codes, [*codes[:5], *texts], [json.dumps({"ImportId": each}) for each in ids]]
    moment = "2026-01-05 10:00:00"
    for at in range(n):
        rows.append(
            [moment, moment, "True", moment, f"R_{path.stem}{at}", *(str(1 + (at + q) % 5) for q in range(len(texts)))]
        )
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_reworded_question_is_known_by_its_id(place: Home, tmp_path: Path) -> None:
    texts = [DELIVERY, SUPPORT, "How satisfied were you with the price?"]
    corrected(place, qualtrics(tmp_path / "a.csv", texts), DELIVERY, touchpoint="Courier")
    reworded = "And what about the courier who came?"
    (loaded,) = pipeline.load(place, qualtrics(tmp_path / "b.csv", [reworded, *texts[1:]]))
    assert entry(place, reworded)["touchpoint"] == "Courier"
    found = drift(place, loaded["upload"])
    assert [(finding.kind, finding.about) for finding in found.findings] == [("renamed", reworded)]
    assert found.findings[0].numbers == {"text_before": DELIVERY, "text_now": reworded, "id": "QID0"}
