"""Files that bring known records again: what is counted, what is corrected, and that undo restores what was there."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.ingest import overlap, pipeline
from cxdash.mart import known
from cxdash.mart.database import open_mart
from cxdash.vault import tables, uploads
from cxdash.vault.home import Home

Cells = Sequence[object]
FEW = settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])

SCORE = {"source": "Q", "role": "score", "touchpoint": "Desk", "metric": "csat", "scale": [1, 5]}
TIMED = {
    "kind": "survey",
    "columns": [SCORE, {"source": "When", "role": "time"}, {"source": "Why", "role": "comment"}],
}
NAMED = {**TIMED, "columns": [{"source": "ID", "role": "response_id"}, *TIMED["columns"]]}
LONG = {
    "kind": "survey",
    "columns": [
        {"source": "ID", "role": "response_id"},
        {"source": "Where", "role": "touchpoint"},
        {"source": "Q", "role": "score", "metric": "csat", "scale": [1, 5]},
    ],
}
VISITS = {
    "kind": "interactions",
    "columns": [
        {"source": "ID", "role": "customer_id"},
        {"source": "When", "role": "time"},
        {"source": "What", "role": "event"},
    ],
}
TRIAL = {
    "kind": "experiment",
    "columns": [
        {"source": "ID", "role": "unit_id"},
        {"source": "Arm", "role": "variant"},
        {"source": "Bought", "role": "metric", "type": "binary"},
    ],
}


class Folder:
    """A data folder that tables are loaded into."""

    def __init__(self, path: Path) -> None:
        self.home = Home.open(path / "home")
        self.path = path
        self._files = 0

    def load(self, mapping: dict[str, Any], header: str, rows: Sequence[Cells], name: str = "") -> dict[str, Any]:
        self._files += 1
        path = self.path / f"{self._files}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header.split(","), *rows])
        (entry,) = pipeline.load(self.home, path, mapping=mapping, name=name or None)
        assert entry["read"] == entry["loaded"] + entry["set_aside"] + entry["duplicates"] == len(rows)
        return entry

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in open_mart(self.home).ask(sql)]

    def numbers(self) -> str:
        """Everything the mart says that does not carry the id of an upload."""
        questions = [
            "SELECT touchpoint, metric, score, day, n FROM scores ORDER BY ALL",
            'SELECT response_id, "at" FROM records ORDER BY ALL',
            "SELECT touchpoint, text FROM comments ORDER BY ALL",
            'SELECT customer_id, "at", touchpoint, next_touchpoint FROM interactions ORDER BY ALL',
            "SELECT * FROM experiment_variants ORDER BY ALL",
            "SELECT name, * FROM experiment_cells JOIN experiments USING (experiment) ORDER BY ALL",
        ]
        dropped = "SELECT * EXCLUDE (upload) FROM ({})"
        asked = [dropped.format(q) if "experiment_cells" in q else q for q in questions]
        return json.dumps([self.ask(question) for question in asked], default=str)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def counts(entry: dict[str, Any]) -> tuple[int, int]:
    return entry["loaded"], entry["duplicates"]


def moment(n: int) -> str:
    return f"2026-03-{1 + n // 24:02}T{n % 24:02}:00:00"


def test_a_longer_export_adds_only_what_is_new_and_what_changed(folder: Folder) -> None:
    header = "ID,Q,When,Why"
    folder.load(NAMED, header, [[n, 1 + n % 5, moment(n), f"say {n}"] for n in range(10)])
    later = [[n, 1 + n % 5, moment(n), f"say {n}"] for n in range(15)]
    later[3][1], later[4][3], later[5][3] = 5, "said more", ""
    entry = folder.load(NAMED, header, later)
    assert counts(entry) == (8, 7)
    assert [warning.rsplit(" ", 1)[-1] for warning in entry["warnings"]] == ["7.", "3."]
    assert folder.ask("SELECT count(*), count(DISTINCT response_id) FROM records") == [(15, 15)]
    assert folder.ask("SELECT a.score FROM answers a WHERE response_id = '3'") == [(5.0,)]
    assert folder.ask("SELECT count(*) FROM comments") == [(14,)]
    assert uploads.history(folder.home)[0].loaded == 8


def test_nothing_is_compared_with_files_of_another_shape(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.load(NAMED, "ID,Q,When,Why", [[1, 1, moment(1), "a"]])
    asked: list[object] = []
    monkeypatch.setattr(overlap, "compare", lambda *table: asked.append(table))
    entry = folder.load(NAMED, "ID,Q,When,Why,More", [[1, 1, moment(1), "a", ""]])
    assert (counts(entry), asked) == ((1, 0), [])


def test_a_long_survey_repeats_responses_question_by_question(folder: Folder) -> None:
    folder.load(LONG, "ID,Where,Q", [["a", "Desk", 1], ["a", "Gate", 2], ["b", "Desk", 3]])
    entry = folder.load(LONG, "ID,Where,Q", [["a", "Desk", 5], ["a", "Lounge", 4], ["b", "Desk", 3]])
    assert counts(entry) == (2, 1)
    found = folder.ask("SELECT response_id, touchpoint, score FROM answers ORDER BY ALL")
    assert found == [("a", "Desk", 5.0), ("a", "Gate", 2.0), ("a", "Lounge", 4.0), ("b", "Desk", 3.0)]


def test_without_ids_a_longer_export_is_known_by_its_content(folder: Folder) -> None:
    rows = [[1 + n % 5, moment(n), f"say {n}"] for n in range(20)]
    folder.load(TIMED, "Q,When,Why", [*rows[:12], rows[0]])
    # The first record stands twice in both files, and a third time here: that one is another answer.
    entry = folder.load(TIMED, "Q,When,Why", [*rows[6:], rows[0], *rows[:6], rows[0], rows[0]])
    assert counts(entry) == (10, 13)
    assert folder.ask("SELECT count(*) FROM records") == [(23,)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([[5, moment(40 + n), f"say {n}"] for n in range(12)], id="a later period"),
        pytest.param([[5, moment(n), f"otherwise {n}"] for n in range(12)], id="other answers"),
        pytest.param([[1, moment(n % 2), f"say {n % 2}"] for n in range(12)], id="few contents, often"),
    ],
)
def test_without_ids_repeated_answers_are_real(folder: Folder, second: list[Cells]) -> None:
    folder.load(TIMED, "Q,When,Why", [[1, moment(n), f"say {n}"] for n in range(12)])
    assert counts(folder.load(TIMED, "Q,When,Why", second)) == (12, 0)
    assert folder.ask("SELECT count(*) FROM records") == [(24,)]


def test_many_alike_answers_of_one_day_are_never_taken_for_copies(folder: Folder) -> None:
    folder.load(TIMED, "Q,When,Why", [[5, "2026-03-01", ""]] * 30)
    assert counts(folder.load(TIMED, "Q,When,Why", [[5, "2026-03-01", ""]] * 20)) == (20, 0)
    assert folder.ask("SELECT count(*) FROM records") == [(50,)]


def test_interactions_without_ids(folder: Folder) -> None:
    rows = [[f"c{n % 3}", moment(n), "Desk"] for n in range(10)]
    folder.load(VISITS, "ID,When,What", rows[:8])
    assert counts(folder.load(VISITS, "ID,When,What", rows)) == (2, 8)
    assert folder.ask("SELECT count(*) FROM interactions") == [(10,)]


def test_a_later_file_of_an_experiment_adds_to_it_and_corrects_it(folder: Folder) -> None:
    header, arms = "ID,Arm,Bought", ("a", "b")
    folder.load(TRIAL, header, [[n, arms[n % 2], 0] for n in range(10)], name="Button")
    entry = folder.load(TRIAL, header, [[n, arms[n % 2], int(n == 3)] for n in range(14)], name="Button")
    assert counts(entry) == (5, 9)
    assert folder.ask("SELECT variant, units FROM experiment_variants ORDER BY ALL") == [("a", 7), ("b", 7)]
    assert folder.ask("SELECT sum(total) FROM experiment_cells") == [(1.0,)]
    other = folder.load(TRIAL, header, [[n, arms[n % 2], 0] for n in range(11)], name="Banner")
    assert counts(other) == (11, 0)
    assert folder.ask("SELECT count(*) FROM experiments") == [(2,)]


@pytest.mark.parametrize("named", [True, False], ids=["by id", "by content"])
def test_many_overlapping_exports_give_what_one_of_all_would(folder: Folder, named: bool) -> None:
    """Each export shares most with the one before; the fourth brings back what only the first had."""
    mapping, header = (NAMED, "ID,Q,When,Why") if named else (TIMED, "Q,When,Why")

    def row(n: int) -> Cells:
        told = [1 + n % 5, moment(n), f"say {n}"]
        return [n, *told] if named else told

    files = [range(20), range(4, 24), range(8, 28), [*range(4), *range(12, 32)], range(16, 36)]
    new = [20, 4, 4, 4, 4]
    entries = [folder.load(mapping, header, [row(n) for n in file]) for file in files]
    assert [entry["loaded"] for entry in entries] == new
    assert folder.ask('SELECT count(*), count(DISTINCT "at") FROM records') == [(36, 36)]
    # Without the third, the second has records again that no other file has.
    uploads.undo(folder.home, entries[2]["upload"])
    assert folder.ask('SELECT count(*), count(DISTINCT "at") FROM records') == [(36, 36)]
    uploads.undo(folder.home, entries[3]["upload"])
    assert folder.ask('SELECT count(*), min("at")::VARCHAR FROM records') == [(36, "2026-03-01 00:00:00")]
    uploads.undo(folder.home, entries[0]["upload"])
    assert folder.ask('SELECT count(*), min("at")::VARCHAR FROM records') == [(32, "2026-03-01 04:00:00")]


def test_the_tables_of_earlier_files_are_not_read_for_a_further_one(folder: Folder) -> None:
    """What a file has is noted once: the tenth file costs what the second did."""
    header = "ID,Q,When,Why"
    first = folder.load(NAMED, header, [[n, 3, moment(n), f"say {n}"] for n in range(30)])["upload"]
    folder.load(NAMED, header, [[n, 3, moment(n), f"say {n}"] for n in range(10, 40)])
    for table in folder.home.canonical(first, "records").parent.iterdir():
        table.unlink()
    entry = folder.load(NAMED, header, [[n, 3, moment(n), f"say {n}"] for n in [5, *range(20, 50)]])
    assert counts(entry) == (10, 21)


def test_damaged_notes_of_earlier_files_are_written_again(folder: Folder) -> None:
    header = "ID,Q,When,Why"
    for start in (0, 10):
        folder.load(NAMED, header, [[n, 3, moment(n), f"say {n}"] for n in range(start, start + 20)])
    assert folder.ask("SELECT count(*) FROM records") == [(30,)]
    for path in known.folder(folder.home).iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert counts(folder.load(NAMED, header, [[n, 3, moment(n), f"say {n}"] for n in range(20, 40)])) == (10, 10)
    for path in known.folder(folder.home).iterdir():
        path.write_bytes(b"no table")
    assert folder.ask("SELECT count(*) FROM records") == [(40,)]


def test_comparing_with_earlier_files_can_be_cancelled(folder: Folder) -> None:
    header, rows = "ID,Q,When,Why", [[n, 3, moment(n), f"say {n}"] for n in range(10)]
    folder.load(NAMED, header, rows)
    path = folder.path / "more.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header.split(","), *rows, [11, 4, moment(11), "new"]])
    phases: list[str] = []
    with pytest.raises(CxdashError, match="cancelled"):
        pipeline.load(
            folder.home,
            path,
            mapping=NAMED,
            listener=lambda progress: phases.append(progress.phase),
            cancelled=lambda: "storing" in phases,
        )
    assert (len(uploads.history(folder.home)), list(folder.home.staging.iterdir())) == (1, [])


KINDS = {
    "named survey": (NAMED, "ID,Q,When,Why", lambda n, v: [n, 1 + v, moment(n), f"say {n}"]),
    "survey": (TIMED, "Q,When,Why", lambda n, v: [1 + v, moment(n), f"say {n}"]),
    "interactions": (VISITS, "ID,When,What", lambda n, v: [f"c{n % 3}", moment(n), f"Desk {v}"]),
    "experiment": (TRIAL, "ID,Arm,Bought", lambda n, v: [n, "ab"[n % 2], v % 2]),
}


def bring_back(home: Home, upload: str) -> None:
    """What undo did, undone, without reading the file again."""
    with home.ledger.write() as connection:
        connection.execute(tables.uploads.update().where(tables.uploads.c.id == upload).values(undone_at=None))


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), min_size=1, max_size=14), st.integers(0, 7))
def test_undo_restores_what_the_other_file_says(
    kind: str, tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, int]], start: int
) -> None:
    """Taking back either of two overlapping files leaves the numbers of the other one as if it were alone."""
    mapping, header, row = KINDS[kind]
    older = [row(n, n % 5) for n in range(10)]
    newer = [*(row(n, n % 5) for n in range(start, 14)), *(row(n, v) for n, v in drawn)]
    folder = Folder(tmp_path_factory.mktemp("overlap"))
    first = folder.load(mapping, header, older, name="x")["upload"]
    first_alone = folder.numbers()
    second = folder.load(mapping, header, newer, name="x")["upload"]
    uploads.undo(folder.home, second)
    assert folder.numbers() == first_alone
    bring_back(folder.home, second)
    uploads.undo(folder.home, first)
    second_left = folder.numbers()
    elsewhere = Folder(tmp_path_factory.mktemp("alone"))
    elsewhere.load(mapping, header, newer, name="x")
    assert second_left == elsewhere.numbers()
