"""The words of a column and their scores, and how far a load is, as the data page says them."""

from typing import Any

import pytest

from cxdash.ingest.progress import Progress
from cxdash.server.jobs import Job
from cxdash.ui.job_parts import said
from cxdash.ui.mapping_editor import zone_words
from cxdash.ui.mapping_words import read_words, seen_words, with_words

COLUMN: dict[str, Any] = {"source": "How easy?", "role": "score", "labels": {"easy": 7}}
PREVIEW: dict[str, Any] = {
    "columns": ["id", "How easy?"],
    "rows": [["1", "easy"], ["2", " hard "], ["3", "5"], ["4", None]],
}


def test_words_are_offered_once_and_numbers_are_none() -> None:
    assert seen_words("How easy?", PREVIEW) == ["easy", "hard"]
    assert seen_words("Another", PREVIEW) == []
    assert seen_words("How easy?", None) == []


def test_only_words_with_a_score_are_kept() -> None:
    rows = [{"word": " hard ", "score": 1.0}, {"word": "so-so", "score": 3.5}, {"word": "?", "score": float("nan")}]
    assert read_words([*rows, {"word": None, "score": 2.0}]) == {"hard": 1, "so-so": 3.5}


def test_a_column_nobody_looked_at_keeps_its_words() -> None:
    assert with_words(COLUMN, {}) == COLUMN
    assert with_words(COLUMN, {"How easy?": {"hard": 1}})["labels"] == {"hard": 1}
    assert "labels" not in with_words(COLUMN, {"How easy?": {}})
    assert with_words({**COLUMN, "role": "segment"}, {"How easy?": {}})["labels"] == {"easy": 7}


@pytest.mark.parametrize(
    ("progress", "looking", "words"),
    [
        (Progress("reading", 1 << 20, 1 << 21), False, "Reading: 1.0 of 2.0 MB"),
        (Progress("converting", records=1200, part=0.25), False, "Converting 1,200 records: about 25%"),
        (Progress("converting", records=1200, part=0.25), True, "Recognising the columns of 1,200 records: about 25%"),
        (Progress("storing"), False, "Comparing with what was loaded before, and storing…"),
        (Progress("preparing"), False, "Loaded. Preparing what the pages show…"),
    ],
    ids=["reading", "converting", "looking", "storing", "preparing"],
)
def test_what_is_happening_is_said(progress: Progress, looking: bool, words: str) -> None:
    job = Job(lambda _: None)
    job.state, job.progress = "running", progress
    assert said(job, looking=looking) == words


def test_a_time_zone_is_found_by_its_city_and_its_distance() -> None:
    assert zone_words("Asia/Tehran") == "Asia/Tehran (+03:30)"
    assert zone_words("America/Port_of_Spain") == "America/Port of Spain (−04:00)"
    assert zone_words("Nowhere/At_all") == "Nowhere/At all"
