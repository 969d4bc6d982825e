"""Records set aside, downloaded, repaired and loaded again under their upload: counts, numbers, undo, refusals."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.repair import repair
from cxdash.ingest.repair_file import repair_file, save_repair_file
from cxdash.ingest.set_aside import set_aside
from cxdash.mart.database import open_mart
from cxdash.vault import uploads
from cxdash.vault.home import Home

MAPPING = {
    "kind": "survey",
    "columns": [
        {"source": "ID", "role": "response_id"},
        {"source": "Score", "role": "score", "metric": "csat", "touchpoint": "Desk"},
        {"source": "Second", "role": "score", "metric": "csat", "touchpoint": "Gate", "scale": [1, 5]},
        {"source": "Class, seat", "role": "segment", "name": "class"},
        {"source": "When", "role": "time"},
        {"source": "E-mail", "role": "ignore"},
    ],
}
HEADER = 'ID,Score,Second,"Class, seat",When,E-mail\n'
ROWS = [
    "1,5,5,Economy,2026-01-02,a@example.org",
    '2,"fi,ve",,"  =1+1 ""x"" ",2026-01-03,b@example.org',
    "3,4,9,Business,2026-01-04,c@example.org",
    "4,nine,,Business,2026-01-05,d@example.org",
    "5,4,3,Business, first row,2026-01-06,e@example.org",
    "6,2",
    "7,x,,ش‌ن,2026-01-07,",
    "1,y,,Economy,2026-01-02,",
]
COUNTS = ("read", "loaded", "set_aside", "duplicates", "values_set_aside")


@pytest.fixture
def place(home: Path) -> Home:
    return Home.open(home)


@pytest.fixture
def upload(place: Home, tmp_path: Path) -> str:
    path = tmp_path / "answers.csv"
    path.write_text(HEADER + "\n".join(ROWS) + "\n", "utf-8")
    (entry,) = pipeline.load(place, path, mapping=MAPPING, name="Spring")
    assert [entry[name] for name in COUNTS] == [8, 2, 6, 0, 1]
    identity: str = entry["upload"]
    return identity


Edit = Callable[[list[dict[str, str]]], object]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def edited(place: Home, upload: str, target: Path, edit: Edit) -> Path:
    rows = table(repair_file(place, upload))
    names = list(rows[0])
    edit(rows)
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return target


def set_score(rows: list[dict[str, str]], **score_of: str) -> None:
    for row in rows:
        row["Score"] = score_of.get(f"r{row['row']}", row["Score"])


def ask(place: Home, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in open_mart(place).ask(sql)]


SCORES = "SELECT response_id, touchpoint, score, seg_1 FROM answers ORDER BY ALL"


def test_the_file_has_the_records_as_they_stand_and_why(place: Home, upload: str) -> None:
    rows = table(repair_file(place, upload))
    assert list(rows[0]) == ["ID", "Score", "Second", "Class, seat", "When", "E-mail", "row", "reason"]
    found = {row["row"]: row for row in rows}
    assert {row: each["Score"] for row, each in found.items()} == {
        "3": "fi,ve", "5": "nine", "6": "4", "7": "2", "8": "x", "9": "y"
    }  # fmt: skip
    assert found["3"]["Class, seat"] == '  =1+1 "x" '
    assert found["8"]["Class, seat"] == "ش\u200cن"
    assert found["3"]["reason"] == "Score: not a number"
    assert found["6"]["reason"] == "more cells than the header"
    # What is too much stays in the last column, what is missing is empty.
    assert (found["6"]["When"], found["6"]["E-mail"]) == (" first row", "2026-01-06,e@example.org")
    assert (found["7"]["ID"], found["7"]["When"]) == ("6", "")


def test_columns_that_the_mapping_leaves_out_are_not_kept(place: Home, upload: str) -> None:
    rows = [each for each in set_aside(place, upload) if each["level"] == "record" and each["column"] == "Score"]
    assert len(rows) == 4
    assert not any("example.org" in each["text"] for each in rows)


def test_repaired_records_join_their_upload_and_leave_with_it(place: Home, upload: str, tmp_path: Path) -> None:
    before = ask(place, SCORES)

    def correct(rows: list[dict[str, str]]) -> None:
        set_score(rows, r3="5", r5="1", r8="still not")
        rows[1]["Second"] = "7"

    entry = repair(place, upload, edited(place, upload, tmp_path / "repaired.csv", correct))
    assert entry["upload"] == upload
    # Of the six, "x" and "y" are no scores; the record of the short line was complete enough once it had its cells.
    assert [entry[name] for name in COUNTS] == [8, 6, 2, 0, 3]
    added = ask(place, SCORES)
    assert [row for row in added if row not in before] == [
        ("2", "Desk", 5.0, '=1+1 "x"'),
        ("4", "Desk", 1.0, "Business"),
        ("5", "Desk", 4.0, "Business"),
        ("5", "Gate", 3.0, "Business"),
        ("6", "Desk", 2.0, None),
    ]
    assert [row for row in before if row not in added] == []
    left = set_aside(place, upload)
    assert [(row["row"], row["column"], row["level"]) for row in left] == [
        (4, "Second", "value"),
        (5, "Second", "value"),
        (6, "When", "value"),
        (8, "Score", "record"),
        (9, "Score", "record"),
    ]
    (known,) = uploads.history(place)
    assert [getattr(known, name) for name in COUNTS] == [entry[name] for name in COUNTS]
    uploads.undo(place, upload)
    assert uploads.live(place) == []
    assert ask(place, "SELECT count(*) FROM records") == [(0,)]


def test_what_is_left_can_be_repaired_later(place: Home, upload: str, tmp_path: Path) -> None:
    def only_first(rows: list[dict[str, str]]) -> None:
        set_score(rows, r3="5")
        del rows[1:]

    first = edited(place, upload, tmp_path / "first.csv", only_first)
    entry = repair(place, upload, first)
    assert [entry[name] for name in COUNTS] == [8, 3, 5, 0, 1]
    with pytest.raises(CxdashError, match="none of the records"):
        repair(place, upload, first)
    second = edited(place, upload, tmp_path / "second.csv", lambda rows: set_score(rows, r5="2"))
    assert repair(place, upload, second)["set_aside"] == 2
    assert ask(place, "SELECT count(*), count(DISTINCT record) FROM records") == [(6, 6)]


def test_a_repaired_record_does_not_replace_the_one_that_has_its_id(place: Home, upload: str, tmp_path: Path) -> None:
    path = edited(place, upload, tmp_path / "twice.csv", lambda rows: set_score(rows, r3="5", r9="1"))
    entry = repair(place, upload, path)
    assert entry["set_aside"] == 3
    assert entry["warnings"][1].endswith("1.")
    assert ask(place, "SELECT score FROM answers WHERE response_id = '1' AND touchpoint = 'Desk'") == [(5.0,)]


def test_a_newer_file_still_wins_over_a_record_repaired_later(place: Home, upload: str, tmp_path: Path) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text(HEADER + "4,2,,Business,2026-01-05,d@example.org\n", "utf-8")
    pipeline.load(place, newer, mapping=MAPPING)
    repair(place, upload, edited(place, upload, tmp_path / "late.csv", lambda rows: set_score(rows, r5="1")))
    assert ask(place, "SELECT score FROM answers WHERE response_id = '4'") == [(2.0,)]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        pytest.param(lambda rows: [row.update(row="2") for row in rows], "none of the records", id="another row"),
        pytest.param(lambda rows: [row.update(row="7") for row in rows], "none of the records", id="one row twice"),
        pytest.param(lambda rows: [row.update(row="") for row in rows], "none of the records", id="no row"),
        pytest.param(lambda rows: [row.update(Score="?", Second="") for row in rows], "not a number", id="nothing"),
    ],
)
def test_a_file_of_other_records_changes_nothing(
    place: Home, upload: str, tmp_path: Path, edit: Edit, said: str
) -> None:
    before = uploads.history(place)
    with pytest.raises(CxdashError, match=said):
        repair(place, upload, edited(place, upload, tmp_path / "wrong.csv", edit))
    assert uploads.history(place) == before
    assert len(uploads.live_ids(place)) == len([*place.uploads.iterdir()]) == 1
    assert [*place.staging.iterdir()] == []


def test_only_a_live_upload_with_something_aside_can_be_repaired(place: Home, upload: str, tmp_path: Path) -> None:
    path = tmp_path / "saved.csv"
    assert save_repair_file(place, upload, path) == 6
    with pytest.raises(CxdashError, match="no upload"):
        repair(place, "nothing", path)
    uploads.undo(place, upload)
    with pytest.raises(CxdashError, match="taken back"):
        repair(place, upload, path)
    clean = tmp_path / "clean.csv"
    clean.write_text(HEADER + "1,5,5,Economy,2026-01-02,\n", "utf-8")
    (entry,) = pipeline.load(place, clean, mapping=MAPPING)
    with pytest.raises(CxdashError, match="set aside"):
        repair(place, entry["upload"], path)
    with pytest.raises(CxdashError, match="cannot be written"):
        save_repair_file(place, upload, tmp_path)


def test_interactions_and_experiments_are_repaired_alike(place: Home, tmp_path: Path) -> None:
    visits, trial = tmp_path / "visits.csv", tmp_path / "trial.csv"
    visits.write_text("who,when,what\nc1,2026-01-01,Desk\nc1,soon,Gate\n,2026-01-03,Gate\n", "utf-8")
    trial.write_text("unit,arm,bought,row\nu1,a,1,9\nu2,b,maybe,8\nu3,b,1,7\n", "utf-8")
    mappings = {
        visits: ("interactions", {"who": "customer_id", "when": "time", "what": "event"}),
        trial: ("experiment", {"unit": "unit_id", "arm": "variant", "bought": "metric", "row": "segment"}),
    }
    for path, (kind, roles) in mappings.items():
        columns = [{"source": source, "role": role} for source, role in roles.items()]
        (entry,) = pipeline.load(place, path, mapping={"kind": kind, "columns": columns})
        fixed = tmp_path / f"fixed-{path.name}"
        fixed.write_bytes(
            repair_file(place, entry["upload"]).replace(b'"soon"', b'"2026-01-02"').replace(b'"maybe"', b'"0"')
        )
        assert repair(place, entry["upload"], fixed)["loaded"] == entry["loaded"] + 1
    assert ask(place, "SELECT touchpoint, next_touchpoint FROM interactions ORDER BY 2 NULLS LAST") == [
        ("Desk", "Gate"),
        ("Gate", None),
    ]
    assert ask(place, "SELECT variant, units FROM experiment_variants ORDER BY ALL") == [("a", 1), ("b", 2)]
    assert ask(place, "SELECT count(*) FROM experiments") == [(1,)]
