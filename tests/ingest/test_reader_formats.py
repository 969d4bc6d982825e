"""Workbooks, Parquet and archives become the same table of text that a delimited file does."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import connect
from cxdash.ingest.readers import read


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path, Limits()) as connection:
        yield connection


def rows(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT * FROM raw ORDER BY row").fetchall()


def rejects(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT row, reason, text FROM raw_rejects ORDER BY row").fetchall()


def test_a_workbook_is_read_as_a_person_would_type_it(con, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day, moment, span = (
            book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "[h]:mm:ss")
        )
        book.add_worksheet("Cover").write_string(0, 0, "Confidential")
        sheet = book.add_worksheet("Answers")
        sheet.write_string(0, 0, "All answers")
        sheet.write_row(2, 0, ["id", "score", "on", "at", "took", "done", "share", "why"])
        sheet.write_row(3, 0, [12345678901, 9])
        sheet.write_datetime(3, 2, dt.date(2025, 1, 31), day)
        sheet.write_datetime(3, 3, dt.datetime.fromisoformat("2025-01-31 14:05"), moment)
        sheet.write_number(3, 4, 90 / 86400, span)
        sheet.write_boolean(3, 5, True)
        sheet.write_number(3, 6, 0.1)
        sheet.write_string(3, 7, "=1+1 said «خوب»")
        sheet.write_row(5, 0, ["00042"])
        sheet.write_formula(5, 1, "=1/0", None, "#DIV/0!")
    table = read(con, path, "book.xlsx", Limits())
    assert (table.format, table.sheet, table.records) == ("xlsx", "Answers", 2)
    assert rows(con) == [
        (4, "12345678901", "9", "2025-01-31", "2025-01-31 14:05:00", "90", "TRUE", "0.1", "=1+1 said «خوب»"),
        (6, "00042", None, None, None, None, None, None, None),
    ]
    assert [w["message"] for w in table.warnings] == ["{n} lines above the header were skipped."]
    assert table.sheets == ["Answers"]


def test_a_sheet_can_be_chosen_and_an_unknown_one_is_named(con, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("One", "Two"):
            book.add_worksheet(name).write_column(0, 0, ["id", name])
    table = read(con, path, "book.xlsx", Limits(), sheet="Two")
    assert rows(con) == [(2, "Two")]
    assert [w["values"] for w in table.warnings] == [{"n": 2, "names": "One, Two", "sheet": "Two"}]
    with pytest.raises(CxdashError, match="no sheet “Three”") as refusal:
        read(con, path, "book.xlsx", Limits(), sheet="Three")
    assert "One, Two" in refusal.value.hint


def test_formulas_without_a_stored_result_are_reported(con, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "score"])
        sheet.write_row(1, 0, [1, 2])
        sheet.write_formula(2, 1, "=B2", None, 2)
        sheet.write_formula(3, 1, "=B2*2", None, "")
        sheet.write_number(3, 0, 3)
    table = read(con, path, "book.xlsx", Limits())
    assert [(w["message"], w["values"]) for w in table.warnings] == [
        ("{n} formulas have no stored result and were read as empty cells.", {"n": 1})
    ]
    assert rows(con) == [(2, "1", "2"), (3, None, "2"), (4, "3", None)]


def test_hidden_sheets_and_empty_columns_at_the_end_are_left_out(con, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        hidden, shown = book.add_worksheet("Hidden"), book.add_worksheet("Shown")
        shown.activate()
        hidden.hide()
        hidden.write_column(0, 0, ["secret", "x"])
        shown.write_row(0, 0, ["id", "", "score"])
        shown.write_row(1, 0, [1, 2, 3])
        shown.write_string(5, 4, " ")
    table = read(con, path, "book.xlsx", Limits())
    assert (table.sheet, table.header[:3]) == ("Shown", ["id", "", "score"])


def test_parquet_values_become_the_text_a_person_would_type(con, tmp_path: Path):
    path = tmp_path / "file.parquet"
    con.execute(f"""COPY (SELECT * FROM (VALUES
        (1::DOUBLE, 0.1::DOUBLE, '00042',
         TIMESTAMPTZ '2025-01-31 14:05:00+03:30', [1, 2], {{'a': 'x'}}, 18446744073709551615::UBIGINT),
        ('nan'::DOUBLE, 1e300, '', NULL, NULL, NULL, NULL))
        AS t("whole", "a""b", "id", "at", "list", "struct", "large")) TO '{path}'""")
    table = read(con, path, "file.parquet", Limits())
    assert table.header == ["whole", 'a"b', "id", "at", "list", "struct", "large"]
    assert rows(con) == [
        (2, "1", "0.1", "00042", "2025-01-31 10:35:00+00", "[1,2]", '{"a":"x"}', "18446744073709551615"),
        (3, None, "1e+300", None, None, None, None, None),
    ]


def test_a_damaged_or_too_long_parquet_file_is_refused(con, tmp_path: Path):
    path = tmp_path / "file.parquet"
    con.execute(f"COPY (SELECT range AS n FROM range(1000)) TO '{path}'")
    with pytest.raises(CxdashError, match="more than 999 rows"):
        read(con, path, "file.parquet", Limits(max_rows=999))
    content = path.read_bytes()
    path.write_bytes(content[:40] + bytes(200) + content[240:])
    with pytest.raises(CxdashError, match="damaged"):
        read(con, path, "file.parquet", Limits())


def test_the_table_in_an_archive_is_read_and_an_archive_in_it_is_not(con, tmp_path: Path):
    inner = tmp_path / "inner.zip"
    for path, name, content in (
        (inner, "a.csv", "id,region,score,comment\n1,N,9,x\n"),
        (tmp_path / "outer.zip", "inner.zip", None),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, inner.read_bytes() if content is None else content)
    assert read(con, inner, "inner.zip", Limits()).records == 1
    with pytest.raises(CxdashError, match="archive inside the archive"):
        read(con, tmp_path / "outer.zip", "outer.zip", Limits())


def test_the_connection_reaches_no_other_file(con):
    for statement in ("SELECT * FROM read_text('/etc/hostname')", "COPY (SELECT 1) TO '/tmp/elsewhere.csv'"):
        with pytest.raises(duckdb.Error, match="disabled"):
            con.execute(statement)


REAL = {
    "ab_cookie_cats/cookie_cats.csv": 90189,
    "ab_landing_page/countries.csv": 290584,
    "airline_satisfaction/airline_passenger_satisfaction.zip": 129880,
    "call_centre/01 Call-Center-Dataset.xlsx": 5000,
    "process_logs/helpdesk.parquet": 21348,
    "right_to_left/RES2.csv": 2642,
    "right_to_left/arabic_PROD_windows-1256.csv": 4272,
    "telco_churn/Telco-Customer-Churn.csv": 7043,
}


def test_real_files_are_read_whole(shared: Path, tmp_path: Path):
    for name, records in REAL.items():
        path = shared / "data" / name
        with connect(tmp_path, Limits(), path.parent) as con:
            assert (read(con, path, path.name, Limits()).records, rejects(con)) == (records, [])
