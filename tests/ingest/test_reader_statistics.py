"""Files of statistics programs: words of their labels, missing values, dates, and what is damaged."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.sandbox import run
from tests.ingest.reading import found


def sav(path: Path, columns: dict[str, list[Any]], **about: Any) -> Path:
    pyreadstat.write_sav(pd.DataFrame(columns), path, **about)
    return path


def test_labels_become_words_and_the_question_names_the_column(tmp_path: Path):
    path = sav(
        tmp_path / "a.sav",
        {"sex": [1.0, 2.0, None], "plan": ["a", "b", ""], "n": [12345678901.0, 0.5, -3.0]},
        column_labels=["Are you …?", "", None],
        variable_value_labels={"sex": {1: "Male", 2: "Female"}, "plan": {"a": "Basic"}},
    )
    back = found(path)
    assert back.table.header == ["Are you …?", "plan", "n"]
    assert back.cells == [["Male", "Basic", "12345678901"], ["Female", "b", "0.5"], ["", "", "-3"]]
    assert back.table.codes == {"Are you …?": {"Male": 1.0, "Female": 2.0}}


def test_the_labelled_ends_of_a_scale_keep_their_numbers(tmp_path: Path):
    path = sav(
        tmp_path / "a.sav",
        {"q": [0.0, 4.0, 10.0, 98.0], "age": [18.0, 70.0, 98.0, 98.0]},
        variable_value_labels={
            "q": {0: "Not at all likely", 10: "Extremely likely", 98: "Don't know"},
            "age": {98: "Refused", 99: "Don't know"},
        },
    )
    assert found(path).cells == [
        ["0 - Not at all likely", "18"],
        ["4", "70"],
        ["10 - Extremely likely", "Refused"],
        ["Don't know", "Refused"],
    ]


def test_values_declared_missing_are_missing(tmp_path: Path):
    path = sav(
        tmp_path / "a.sav",
        {"q": [1.0, 92.0, 99.0, 5.0], "c": ["x", "n/a", "y", "z"]},
        missing_ranges={"q": [99, {"lo": 90, "hi": 95}], "c": ["n/a"]},
    )
    assert found(path).cells == [["1", "x"], ["", ""], ["", "y"], ["5", "z"]]


def test_two_questions_with_the_same_words_are_told_apart_by_their_names(tmp_path: Path):
    path = sav(tmp_path / "a.sav", {"Q1": [1.0], "Q2": [2.0], "Q3": [3.0]}, column_labels=["How?", "How?", "Why?"])
    assert found(path).table.header == ["How? (Q1)", "How? (Q2)", "Why?"]


def test_dates_are_iso_and_those_in_no_calendar_stay_numbers(tmp_path: Path):
    path = sav(
        tmp_path / "a.sav",
        {
            "on": [dt.date(2025, 1, 31), dt.date(1700, 2, 28)],
            "at": [dt.datetime.fromisoformat("2025-01-31 14:05:09"), None],
            "took": [90.0, 86400.5],
            "far": [6306150067200.0, 13630867160.0],
        },
        variable_format={"took": "TIME11.2", "far": "DATETIME20"},
    )
    back = found(path)
    assert back.cells == [
        ["2025-01-31", "2025-01-31 14:05:09", "0:01:30", "6306150067200"],
        ["1700-02-28", "", "24:00:00.50", "2014-09-23 15:59:20"],
    ]
    assert back.said == ["1 dates in “far” are in no calendar and were left as numbers."]


def test_stata_files_have_labels_missing_values_and_dates(tmp_path: Path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame(
        {
            "sex": [1, 2, 2],
            "score": [9.5, None, 3.0],
            "on": [dt.date(2025, 1, 31), None, dt.date(1950, 1, 1)],
            "at": [dt.datetime.fromisoformat("2025-01-31 14:05:09"), None, None],
            "month": [780, 781, -1],
        }
    )
    labels = {"sex": {1: "Male", 2: "Female"}}
    pyreadstat.write_dta(
        frame,
        path,
        column_labels=["Sex", "", "", "", ""],
        variable_value_labels=labels,
        variable_format={"month": "%tm"},
    )
    back = found(path)
    assert (back.table.format, back.table.header) == ("dta", ["Sex", "score", "on", "at", "month"])
    assert back.cells == [
        ["Male", "9.5", "2025-01-31", "2025-01-31 14:05:09", "2025-01-01"],
        ["Female", "", "", "", "2025-02-01"],
        ["Female", "3", "1950-01-01", "", "1959-12-01"],
    ]


def test_portable_files_are_read(tmp_path: Path):
    path = tmp_path / "a.por"
    pyreadstat.write_por(pd.DataFrame({"ID": ["a", "b"], "NPS": [9.0, 10.0]}), path, column_labels=["Who", "Likely?"])
    back = found(path)
    assert (back.table.format, back.table.header, back.cells) == ("por", ["Who", "Likely?"], [["a", "9"], ["b", "10"]])


def test_a_large_file_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cxdash.ingest.readers.statistical.CELLS_AT_ONCE", 2000)
    path = sav(tmp_path / "a.sav", {"n": [float(n) for n in range(2500)], "t": [f"text {n}" for n in range(2500)]})
    assert found(path).cells == [[str(n), f"text {n}"] for n in range(2500)]


def test_text_in_another_encoding_than_the_file_says_is_found_by_its_letters(tmp_path: Path):
    words = "الخدمة كانت ممتازة والموظفون لطفاء جدا "
    path = sav(tmp_path / "a.sav", {"why": ["x" * len(words), "ok"]})
    original = path.read_bytes().replace(b"UTF-8", b"ASCII")
    # The letters of a text are stored eight by eight, with other bytes between.
    pieces = words.encode("windows-1256")
    for start in range(0, len(pieces), 8):
        piece = pieces[start : start + 8]
        original = original.replace(b"x" * len(piece), piece, 1)
    path.write_bytes(original)
    back = found(path)
    assert back.cells == [[words.strip()], ["ok"]]
    assert back.said == [
        "The file's text is not in the encoding it names; it was read as Windows-1256. Check the preview."
    ]


@pytest.mark.parametrize("name", ["a.sav", "a.zsav"])
@pytest.mark.parametrize("keep", [0.05, 0.5, 0.97])
def test_a_cut_file_is_refused(tmp_path: Path, name: str, keep: float):
    path = sav(tmp_path / name, {"t": [f"answer number {n}" for n in range(500)]}, compress=name == "a.zsav")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(CxdashError, match="The SPSS file is damaged"):
        found(path)


def test_columns_and_rows_have_their_limits(tmp_path: Path):
    path = sav(tmp_path / "a.sav", {f"v{n}": [1.0, 2.0, 3.0] for n in range(12)})
    with pytest.raises(CxdashError, match="12 columns; 10 are allowed"):
        found(path, limits=Limits(max_columns=10))
    with pytest.raises(CxdashError, match="more than 2 rows"):
        found(path, limits=Limits(max_rows=2))


def test_a_text_table_that_calls_itself_spss_is_refused(tmp_path: Path):
    path = tmp_path / "a.sav"
    path.write_text("id,score\n1,2\n")
    with pytest.raises(CxdashError, match="not an SPSS or Stata file") as refusal:
        found(path)
    assert ".csv" in refusal.value.hint
    assert found(path, "a.csv").table.format == "csv"


def test_a_file_that_kills_its_reader_is_a_sentence(tmp_path: Path):
    path = sav(tmp_path / "a.sav", {"q": [1.0, 2.0]}, variable_value_labels={"q": {1: "no", 2: "yes"}})
    content = bytearray(path.read_bytes())
    at = content.index((4).to_bytes(4, "little") + (1).to_bytes(4, "little"), 176) + 8
    content[at : at + 4] = (9999).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    job = {"action": "inspect", "path": str(path), "name": path.name, "work": str(tmp_path / "work")}
    with pytest.raises(CxdashError, match="damaged or too complex"):
        run(job, Limits())


REAL = {
    "srw_Employee data.sav": (474, "Employment Category", {"Clerical": 363, "Custodial": 27, "Manager": 84}),
    "haven_iris.sav": (150, "Species", {"setosa": 50, "versicolor": 50, "virginica": 50}),
    "haven_labelled-str.sav": (2, "gender", {"Female": 1, "Male": 1}),
    "pyreadstat_sample.por": (5, "labeled", {"Male": 3, "Female": 2}),
    "srw_chinese_chars.sav.zip": (10, "v1", {str(n): 1 for n in range(10)}),
}


def test_real_files_have_the_numbers_they_are_known_for(shared: Path):
    folder = shared / "data" / "spss_sav"
    for name, (records, column, counts) in REAL.items():
        back = found(folder / name)
        place = back.table.header.index(column)
        cells = [row[place] for row in back.cells]
        assert (len(cells), {value: cells.count(value) for value in counts}) == (records, counts)
    greetings = found(folder / "srw_greetings.sav")
    assert greetings.cells[11][1:] == ["Telugu", "ఏమండీ"]


def test_every_real_file_is_read(shared: Path):
    files = [path for path in (shared / "data" / "spss_sav").iterdir() if "LICENSE" not in path.name]
    assert len(files) > 20
    for path in files:
        assert found(path).rejects == []
