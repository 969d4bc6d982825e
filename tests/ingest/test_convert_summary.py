"""What a conversion leaves behind to be compared: every answer counted, groups and empty cells from a spread sample."""

from pathlib import Path
from typing import Any

import pytest

from cxdash.ingest.convert import summary
from tests.ingest.converting import converted

SCORES = {"role": "score", "metric": "csat", "scale": [1, 5]}


def kept(folder: Path, header: list[str], rows: list[list[str | None]], *columns: dict[str, Any], **more: Any) -> Any:
    return converted(folder, header, rows, [*columns], **more).report["summary"]


def test_answers_are_counted_by_score_and_the_missing_with_them(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [["5", "a"], ["۵", "b"], ["9", "c"], [None, "d"], ["1", "e"]]
    found = kept(tmp_path, ["q", "why"], rows, {"source": "q", **SCORES}, {"source": "why", "role": "comment"})
    (question,) = found["questions"]
    assert (question["counts"], question["n"], question["missing"]) == ({"1": 1, "5": 2}, 3, 2)
    assert (question["source"], question["text"], question["id"]) == ("q", "q", None)
    assert (question["low"], question["high"], question["direction"]) == (1, 5, "high_is_good")
    assert found["records"] == 5
    assert found["filled"] == {"comment: why": [5, 5]}


@pytest.mark.parametrize(
    ("scale", "scores", "counts"),
    [
        ([1, 5], ["4.5", "4.5", "1.25"], {"1.26": 1, "4.5": 2}),
        ([0, 100], ["33", "34"], {"33": 1, "34": 1}),
        ([0, 1000], ["501", "502"], {"500": 2}),
    ],
)
def test_fine_scores_are_counted_in_steps(
    tmp_path: Path, scale: list[int], scores: list[str], counts: dict[str, int]
) -> None:
    found = kept(tmp_path, ["q"], [[score] for score in scores], {"source": "q", **SCORES, "scale": scale})
    assert found["questions"][0]["counts"] == counts


def test_groups_keep_their_most_frequent_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_VALUES", 2)
    rows: list[list[str | None]] = [["5", town] for town in ("Ulm", "Ulm", "Ulm", "Köln", "Köln", "Jena", None)]
    town = {"source": "town", "role": "segment", "name": "home"}
    found = kept(tmp_path, ["q", "town"], rows, {"source": "q", **SCORES}, town)
    assert found["groups"] == [
        {"name": "home", "role": "segment", "n": 6, "distinct": 3, "counts": {"Ulm": 3, "Köln": 2}}
    ]
    assert found["filled"] == {"segment: home": [6, 7]}


def test_long_files_are_looked_at_here_and_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "LOOKED_AT", 10)
    rows: list[list[str | None]] = [[str(1 + n % 5), "a"] for n in range(95)]
    found = kept(tmp_path, ["q", "g"], rows, {"source": "q", **SCORES}, {"source": "g", "role": "segment"})
    assert sum(found["questions"][0]["counts"].values()) == 95
    assert found["groups"][0]["n"] == found["filled"]["segment: g"][1] <= 10


def test_the_latest_days_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_DAYS", 2)
    rows: list[list[str | None]] = [["5", f"2026-01-0{day} 23:30"] for day in (1, 2, 2, 3)]
    found = kept(
        tmp_path, ["q", "at"], rows, {"source": "q", **SCORES}, {"source": "at", "role": "time"}, timezone="UTC"
    )
    assert found["days"] == {"2026-01-02": 2, "2026-01-03": 1}


def test_questions_of_a_long_file_are_told_by_what_stands_beside_them(tmp_path: Path) -> None:
    columns = [
        {"source": "q", "role": "score"},
        {"source": "t", "role": "touchpoint"},
        {"source": "m", "role": "metric"},
    ]
    rows: list[list[str | None]] = [["5", "Shop", "csat"], ["9", "Shop", "nps"], ["4", None, "csat"]]
    found = kept(tmp_path, ["q", "t", "m"], rows, *columns)
    assert [(each["text"], each["missing"]) for each in found["questions"]] == [
        ("Shop · csat", None),
        ("Shop · nps", None),
        ("csat", None),
    ]


def test_roles_that_a_kind_does_not_keep_are_passed_over(tmp_path: Path) -> None:
    columns = [{"source": "customer", "role": "customer_id"}, {"source": "via", "role": "channel"}]
    found = kept(tmp_path, ["customer", "via"], [["c1", "web"]], *columns, kind="customers")
    assert (found["groups"], found["days"], found["questions"]) == ([], {}, [])
    assert found["filled"] == {"customer_id": [1, 1]}
