"""A spreadsheet gets text as text and numbers as numbers, and nothing it would run."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.report.tables import FORMULA_STARTS, as_csv, as_xlsx, inert

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://example.org?x="&A1)',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
]
PLAIN = ["Delivery", "a=b", "1–5", "سلام", "שלום", "é", "'quoted'", "", " =x"]
# XML has no place for control characters, and XlsxWriter's own escapes begin with _x.
letters = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cn"], blacklist_characters="\ufffe\uffff"), max_size=20
).filter(lambda text: "_x" not in text)
numbers = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False)
cells = letters | numbers | st.booleans() | st.none()


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def sheet(file: bytes, at: int = 0) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(file))
    return [[cell.value for cell in row] for row in book.worksheets[at].iter_rows()]


@pytest.mark.parametrize("text", ATTACKS)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert read_csv(as_csv([{"comment": text}]))[1] == [f"'{text}"]
    assert read_csv(as_csv([{text: 1}]))[0] == [f"'{text}"]


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("number", [0, -5, -1.5, 3.25, 10**12, True, None])
def test_what_is_no_text_stays_what_it_is(number: object) -> None:
    assert inert(number) is number


def test_a_csv_begins_with_a_byte_order_mark_and_keeps_every_script() -> None:
    file = as_csv([{"دسته": "سلام", "n": -1.5}, {"دسته": 'a, "b"\nc', "n": None}])
    assert file.startswith(b"\xef\xbb\xbf")
    assert read_csv(file) == [["دسته", "n"], ["سلام", "-1.5"], ['a, "b"\nc', ""]]


def test_a_table_without_rows_is_a_file_without_rows() -> None:
    assert as_csv([]) == b"\xef\xbb\xbf"
    assert sheet(as_xlsx([])) == []


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_no_cell_of_a_csv_begins_like_a_formula(texts: list[str]) -> None:
    rows = read_csv(as_csv([{"n": 1, "comment": text} for text in texts]))[1:]
    assert not any(row[1].startswith(FORMULA_STARTS) for row in rows)
    assert [row[1].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=20))
def test_a_workbook_gives_back_what_went_in(pairs: list[tuple[object, object]]) -> None:
    found = sheet(as_xlsx([{"a": a, "b": b, "end": 1} for a, b in pairs]))
    assert found[0] == ["a", "b", "end"]
    for (a, b, end), pair in zip(found[1:], pairs, strict=True):
        assert end == 1
        for there, here in zip((a, b), pair, strict=True):
            assert there == (pytest.approx(here) if isinstance(here, float) else here)
            assert isinstance(there, str) == isinstance(here, str)


def test_a_cell_stands_under_its_name_whatever_the_order_of_its_row() -> None:
    rows = [{"a": 1, "b": 2}, {"b": 4, "a": 3}, {"b": 6}]
    assert read_csv(as_csv(rows)) == [["a", "b"], ["1", "2"], ["3", "4"], ["", "6"]]
    assert sheet(as_xlsx(rows)) == [["a", "b"], [1, 2], [3, 4], [None, 6]]


def test_a_workbook_has_no_formulas_and_no_links() -> None:
    attacks = [*ATTACKS, "http://example.org", "mailto:a@example.org", "{=1+1}", "internal:Sheet1!A1"]
    file = as_xlsx([{text: text, "n": 1} for text in attacks[:1]] + [{attacks[0]: text, "n": -1} for text in attacks])
    book = openpyxl.load_workbook(io.BytesIO(file))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in found)
    texts = [row[0].value for row in book.worksheets[0].iter_rows(min_row=3)]
    # A carriage return is written as its number, as Excel does.
    assert texts == [text.replace("\r", "_x000D_") for text in attacks]
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in parts.read(name)
                assert b"hyperlink" not in parts.read(name)


def test_numbers_booleans_and_dates_of_a_workbook() -> None:
    [_, row] = sheet(as_xlsx([{"n": 5, "value": -61.25, "ok": True, "on": date(2026, 7, 20), "none": None}]))
    assert [*row, None][:5] == [5, -61.25, True, "2026-07-20", None]
    assert type(row[2]) is bool


def test_the_notes_stand_on_a_sheet_of_their_own() -> None:
    file = as_xlsx([{"n": 1}], notes=["all dates", "=1+1"])
    assert sheet(file, 1) == [["all dates"], ["=1+1"]]
    assert openpyxl.load_workbook(io.BytesIO(file)).worksheets[1]["A2"].data_type != "f"
    assert sheet(file) == [["n"], [1]]


def test_a_long_comment_is_not_lost() -> None:
    text = "long " * 8000
    assert read_csv(as_csv([{"comment": text}]))[1] == [text]
    [_, [cell]] = sheet(as_xlsx([{"comment": text}]))
    assert isinstance(cell, str)
    assert text.startswith(cell.rstrip("…"))
    assert len(cell) > 32_000
