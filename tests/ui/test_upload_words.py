"""The words of a column and their scores, and how far a load is, as the data page says them."""

from typing import Any

import pytest

from cxdash.ingest.progress import Progress
from cxdash.ui.job_parts import whole
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


def test_the_bar_moves_one_way_through_the_phases() -> None:
    steps = [
        None,
        Progress("checking", 5, 10),
        Progress("reading", 0, 10),
        Progress("reading", 10, 10),
        Progress("converting", records=3),
        Progress("storing"),
    ]
    shown = [whole(step) for step in steps]
    assert shown == sorted(shown)
    assert shown[0] == 0.0
    assert whole(Progress("reading", 20, 10)) == pytest.approx(0.5)
