"""What recognition says when a scale or its direction is doubtful."""

from pathlib import Path

import pytest

from cxdash.ingest.recognition.doubts import AGAINST, AGAINST_NAME, OUTSIDE
from tests.ingest.exports.tables import Seen, cycle, exported, numbered, table

OVERALL = cycle([10, 9, 8, 7, 3, 0, 10, 2])
ALONG = cycle([7, 6, 6, 5, 2, 1, 7, 1])
AGAINST_IT = cycle([1, 2, 2, 3, 6, 7, 1, 7])


def asked(folder: Path, name: str, cells: list[object]) -> Seen:
    columns = {"ID": numbered("{}"), "How likely are you to recommend us?": OVERALL, name: cells}
    return exported(folder, table(columns))


@pytest.mark.parametrize(
    ("name", "cells", "direction", "said"),
    [
        ("How easy was it to get help?", ALONG, None, []),
        ("How easy was it to get help?", AGAINST_IT, None, [AGAINST]),
        ("Customer effort score", AGAINST_IT, None, [AGAINST]),
        ("How difficult was it to get help?", AGAINST_IT, "low_is_good", []),
        ("How difficult was it to get help?", ALONG, "low_is_good", [AGAINST_NAME]),
    ],
)
def test_effort_is_held_against_the_overall_score(
    tmp_path: Path, name: str, cells: list[object], direction: str | None, said: list[str]
) -> None:
    found = asked(tmp_path, name, cells)
    assert found.entry(name)["metric"] == "ces"
    assert found.entry(name).get("direction") == direction
    assert [message for message in found.messages if message in (AGAINST, AGAINST_NAME)] == said


def test_the_correlation_is_told_in_numbers(tmp_path: Path) -> None:
    doubtful = asked(tmp_path, "How easy was it?", AGAINST_IT)
    (notice,) = (each for each in doubtful.notices if each["message"] == AGAINST)
    assert notice["values"]["column"] == "How easy was it?"
    assert float(notice["values"]["r"]) < -0.9


def test_values_that_are_not_on_the_scale_are_shown(tmp_path: Path) -> None:
    cells = [*cycle([5, 4, 3, 2, 1], 3000), 9, "later", "۵", "N/A"]
    found = exported(tmp_path, table({"ID": numbered("{}", 3004), "Satisfaction": cells}))
    (notice,) = (each for each in found.notices if each["message"] == OUTSIDE)
    assert notice["values"] == {"column": "Satisfaction", "scale": "1–5", "examples": "“later”, “9”"}
    assert found.load().counts == (3004, 3001, 3, 0, 0)


def test_a_clean_column_raises_no_doubt(tmp_path: Path) -> None:
    found = exported(tmp_path, table({"ID": numbered("{}"), "Satisfaction": cycle([5, 4, 3, 2, 1])}))
    assert found.messages == []
