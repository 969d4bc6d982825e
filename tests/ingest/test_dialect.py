"""Delimiter and header are decided by our own rules, and what was skipped is said."""

from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.dialect import BLANKS, Dialect, detect, header_index
from cxdash.ingest.limits import Limits


def dialect(folder: Path, text: str) -> Dialect:
    path = folder / "file.csv"
    path.write_bytes(text.encode())
    return detect(path, Limits())


@pytest.mark.parametrize("delimiter", list(",;\t|^~:\x1f¦"))
def test_any_single_character_may_separate_the_cells(tmp_path: Path, delimiter: str):
    rows = [["id", "score", "comment"], ["1", "10", "fine"], ["2", "3", "two words"]]
    found = dialect(tmp_path, "\n".join(delimiter.join(row) for row in rows) + "\n")
    assert (found.delimiter, found.header) == (delimiter, rows[0])


CHOICES = {
    "decimal commas": ("id;price;score\n1;1,5;9\n2;2,5;8\n3;0,5;7\n", ";"),
    "times with colons": ("id,at\n1,10:30:00\n2,11:30:00\n", ","),
    "semicolons in cells": ("id,choices\n1,a;b;c;\n2,b;c;\n3,a;\n", ","),
    "commas in quotes": ('id\tcomment\n1\t"a, b, c"\n2\t"d, e, f"\n', "\t"),
    "prose": ("comment\nI waited, and waited\nfine\n", ","),
}


@pytest.mark.parametrize(("text", "delimiter"), CHOICES.values(), ids=CHOICES.keys())
def test_the_delimiter_is_the_one_that_makes_the_most_even_table(tmp_path: Path, text: str, delimiter: str):
    assert dialect(tmp_path, text).delimiter == delimiter


def test_excels_first_line_names_the_delimiter_and_is_no_row(tmp_path: Path):
    found = dialect(tmp_path, "sep=;\nid;a,b\n1;2,3\n")
    assert (found.delimiter, found.header, found.skip, found.row) == (";", ["id", "a,b"], 2, 2)


def test_lines_above_the_header_are_skipped_and_counted(tmp_path: Path):
    found = dialect(tmp_path, "Report: CSAT\nRun: 2025-11-01\n\nid,region,score\n1,North,4\n2,South,5\n")
    assert (found.header, found.skip, found.row) == (["id", "region", "score"], 4, 5)
    assert [(w["message"], w["values"]) for w in found.warnings] == [
        ("{n} lines above the header were skipped.", {"n": 2})
    ]


def test_a_padded_title_is_no_header(tmp_path: Path):
    assert dialect(tmp_path, "Report,,,\nid,region,score,comment\n1,N,4,x\n2,S,5,y\n").row == 3


@pytest.mark.parametrize("header", ["id,name,,", ",value", "a,b,c", "id,score,,,,,,"])
def test_an_honest_header_with_blanks_stays_the_header(tmp_path: Path, header: str):
    cells = header.count(",") + 1
    found = dialect(tmp_path, header + "\n" + ",".join("1" * cells) + "\n" + ",".join("2" * cells) + "\n")
    assert (",".join(found.header), found.row) == (header, 2)


def test_a_header_over_two_lines_is_one_row_and_two_lines(tmp_path: Path):
    found = dialect(tmp_path, 'id,"How likely\nare you?"\n1,10\n')
    assert (found.header, found.skip, found.row) == (["id", "How likely\nare you?"], 2, 2)


def test_blank_and_repeated_names_are_kept_and_reported(tmp_path: Path):
    found = dialect(tmp_path, "nps,,Email,EMAIL\n1,2,3,4\n")
    assert found.header == ["nps", "", "Email", "EMAIL"]
    assert [w["values"] for w in found.warnings] == [{"n": 1}, {"name": "email", "n": 2}]


def test_a_mark_in_front_of_the_text_is_not_part_of_the_first_name(tmp_path: Path):
    assert dialect(tmp_path, "\ufeffid,score\n1,2\n").header == ["id", "score"]


def test_a_file_without_text_has_no_header(tmp_path: Path):
    with pytest.raises(CxdashError, match="no header and no rows"):
        dialect(tmp_path, "\r\n" * 50)


def test_too_many_columns_are_refused_by_number(tmp_path: Path):
    with pytest.raises(CxdashError, match="3,000 columns; 2,000 are allowed"):
        dialect(tmp_path, ",".join(f"c{n}" for n in range(3000)) + "\n")


def test_a_table_that_begins_below_a_title_is_found_in_rows_too():
    assert header_index([["Survey", "", ""], ["", "", ""], ["id", "score", "why"], ["1", "9", "x"]]) == 2
    assert header_index([["", ""], ["", ""]]) is None


GA4 = """# ----------------------------------------
# Events: Event name
# Account: Shop, Berlin
# ----------------------------------------
#
# Start date: 20240101

Event name,Event count,Total users
page_view,1200,300
purchase,12,9
"""


def test_comment_lines_above_the_header_are_skipped_whatever_is_in_them(tmp_path: Path):
    found = dialect(tmp_path, GA4)
    assert (found.delimiter, found.header) == (",", ["Event name", "Event count", "Total users"])
    assert (found.skip, found.row) == (8, 9)
    assert [w["values"] for w in found.warnings] == [{"n": 6}]


@pytest.mark.parametrize("first", ["#,question,why", "#id,question,why", "# response,question,why"])
def test_a_header_that_begins_with_a_hash_is_the_header(tmp_path: Path, first: str):
    found = dialect(tmp_path, f"{first}\n1,9,x\n2,8,y\n")
    assert (found.header, found.row) == (first.split(","), 2)


def test_columns_kept_apart_by_blanks_are_recognised(tmp_path: Path):
    text = " id  date      spent\n 00001 19970101   11.77\n 00002 19970112 9\n"
    found = dialect(tmp_path, text)
    assert (found.delimiter, found.header, found.skip, found.row) == (BLANKS, ["id", "date", "spent"], 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "comment\nvery good\nnot good\n",
        "full name\nJohn Smith\nJane Doe\nAnna Weiss\n",
        "a  b  c\nred  old  dear\nnew  big  cheap\n",
        "room number\nroom 1\nroom 2\nroom 3\n",
        "id name  x\n1 a  2\n2 b\n",
        'id  name  x\n1  "a  b"  2\n2  c  3\n',
    ],
)
def test_words_are_no_columns(tmp_path: Path, text: str):
    assert dialect(tmp_path, text).delimiter != BLANKS


@pytest.mark.parametrize("text", ["id; at\n1; 10 00 5\n2; 11 30 6\n", "a, b  c, d\n1, 2  3, 4\n5, 6  7, 8\n"])
def test_a_real_delimiter_comes_before_blanks(tmp_path: Path, text: str):
    assert dialect(tmp_path, text).delimiter in ";,"


def test_a_table_without_a_header_gets_names_and_keeps_its_first_record(tmp_path: Path):
    found = dialect(tmp_path, "4,19970101,29.33\n4,19970118,29.73\n")
    assert (found.header, found.skip, found.row, found.named) == (["column 1", "column 2", "column 3"], 0, 1, False)
    assert [w["values"] for w in found.warnings] == [{"n": 3}]


@pytest.mark.parametrize("header", ["0,1,2,3", "2019,2020,2021,2022", "id,2019,2020,7"])
def test_a_header_that_counts_is_a_header(tmp_path: Path, header: str):
    assert dialect(tmp_path, f"{header}\n5,6,7,8\n1,9,7,8\n").header == header.split(",")


def test_names_that_hide_something_are_reported(tmp_path: Path):
    found = dialect(tmp_path, f"id,\u202egnp.exe,{'n' * 300},a b,حسنا\u200c\n1,2,3,4,5\n")
    assert [(w["message"][:16], w["values"]) for w in found.warnings] == [("{n} column names", {"n": 2})]
