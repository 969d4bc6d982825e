"""Nothing disappears: every record is in `raw` with its spreadsheet row, or in `raw_rejects` with its reason."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.ingest import dialect as dialects
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import RawTable, RawWriter, connect
from cxdash.ingest.readers import delimited, read
from cxdash.ingest.readers.plain import plainness
from cxdash.ingest.readers.records import read_records

HEADER = "id,region,score,comment\n"


@pytest.fixture(autouse=True, scope="module")
def no_file_is_small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "SMALL", 0)
        yield


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path, Limits()) as connection:
        yield connection


def rows(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT * FROM raw ORDER BY row").fetchall()


def rejects(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT row, reason, text FROM raw_rejects ORDER BY row").fetchall()


def loaded(con: duckdb.DuckDBPyConnection, folder: Path, content: str | bytes, name: str = "file.csv") -> RawTable:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    table = read(con, path, name, Limits())
    assert table.records == len(rows(con)) + len({row for row, *_ in rejects(con)})
    return table


def test_a_plain_file_keeps_its_text_as_it_stands(con, tmp_path: Path):
    table = loaded(con, tmp_path, HEADER + '1,North , 007 ,"a ""b"", c"\n2,,"",é 😀\n')
    assert (table.format, table.encoding, table.header) == ("csv", "utf-8", ["id", "region", "score", "comment"])
    assert rows(con) == [(2, "1", "North ", " 007 ", 'a "b", c'), (3, "2", None, None, "é 😀")]
    assert rejects(con) == []


def test_records_over_several_lines_are_one_spreadsheet_row(con, tmp_path: Path):
    loaded(con, tmp_path, HEADER + '1,N,9,"two\nlines"\n2,S,8,"three\r\nmore\nlines"\n3,W,1,x\n')
    assert rows(con) == [
        (2, "1", "N", "9", "two\nlines"),
        (3, "2", "S", "8", "three\r\nmore\nlines"),
        (4, "3", "W", "1", "x"),
    ]


def test_ragged_rows_are_set_aside_with_their_row_text_and_reason(con, tmp_path: Path):
    table = loaded(con, tmp_path, HEADER + "1,N,9,x\n2,S\n3,W,1,x,y\n4,E,2,x,,\n5,N,3,\n")
    assert rows(con) == [(2, "1", "N", "9", "x"), (5, "4", "E", "2", "x"), (6, "5", "N", "3", None)]
    assert rejects(con) == [(3, "fewer cells than the header", "2,S"), (4, "more cells than the header", "3,W,1,x,y")]
    assert table.records == 5


def test_blank_lines_are_skipped_and_still_counted_as_rows(con, tmp_path: Path):
    table = loaded(con, tmp_path, "\n" + HEADER + "1,N,9,x\n\n\n2,S,8,y\n\n")
    assert rows(con) == [(3, "1", "N", "9", "x"), (6, "2", "S", "8", "y")]
    assert table.records == 2


def test_an_unclosed_quotation_mark_swallows_only_its_own_line(con, tmp_path: Path):
    after = "".join(f"{n},S,8,fine\n" for n in range(3, 60))
    loaded(con, tmp_path, HEADER + '1,N,9,x\n2,N,9,"never closed\n' + after)
    assert rejects(con) == [(3, "a quotation mark is never closed", '2,N,9,"never closed')]
    assert [row[:2] for row in rows(con)] == [(2, "1"), *((n + 1, str(n)) for n in range(3, 60))]


def test_an_unclosed_mark_that_a_later_one_closes_does_not_swallow_the_rows_between(con, tmp_path: Path):
    loaded(con, tmp_path, HEADER + '1,N,9,"never closed\n2,S,8,x\n3,S,8,y\n4,S,8,5"\n5,W,7,z\n')
    assert rejects(con) == [(2, "a quotation mark is never closed", '1,N,9,"never closed')]
    assert [row[:2] for row in rows(con)] == [(3, "2"), (4, "3"), (5, "4"), (6, "5")]


def test_prose_with_commas_over_many_lines_is_one_comment(con, tmp_path: Path):
    comment = "first, second\nthird, fourth\nfifth, sixth\nseventh"
    loaded(con, tmp_path, f'id,comment\n1,"{comment}"\n2,x\n')
    assert rows(con) == [(2, "1", comment), (3, "2", "x")]


def test_stray_quotation_marks_inside_a_cell_are_text(con, tmp_path: Path):
    loaded(con, tmp_path, HEADER + '1,N,9,the 5" screen\n2,S,8,a "good" one\n3,W,7,"said "yes" twice"\n')
    assert rows(con)[:2] == [(2, "1", "N", "9", 'the 5" screen'), (3, "2", "S", "8", 'a "good" one')]
    assert rejects(con) == [(4, "text after a closing quotation mark", '3,W,7,"said "yes" twice"')]


def test_a_nul_byte_sets_its_record_aside(con, tmp_path: Path):
    loaded(con, tmp_path, HEADER + "1,N,9,x\n2,S,8,a\x00b\n3,W,7,z\n")
    assert rejects(con) == [(3, "a NUL byte in the record", "2,S,8,a␀b")]
    assert [row[0] for row in rows(con)] == [2, 4]


def test_a_line_that_is_not_in_the_files_encoding_is_set_aside_with_its_bytes_shown(con, tmp_path: Path):
    good = "".join(f"{n},N,9,déçu\n" for n in range(20))
    table = loaded(con, tmp_path, (HEADER + good).encode() + b"20,S,8,caf\xe9\n21,W,7,x\n")
    assert table.encoding == "utf-8"
    assert rejects(con) == [(22, "not readable in the file's encoding", "20,S,8,caf\\xe9")]
    assert rows(con)[-1] == (23, "21", "W", "7", "x")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "windows-1256"])
def test_the_same_text_is_read_from_any_encoding(con, tmp_path: Path, encoding: str):
    text = "شماره,نظر\n1,خیلی خوب بود و پرسنل برخورد گرمی داشتند\n2,کیفیت پایین چای و قهوه\n"
    loaded(con, tmp_path, text.encode(encoding, "ignore"))
    assert len(rows(con)) == 2
    assert rows(con)[0][2].startswith("خ")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "mixed"])
def test_any_line_end_ends_a_line(con, tmp_path: Path, ends: str):
    lines = ["id,score", *(f"{n},{n % 11}" for n in range(30))]
    text = "".join(
        line + ("\n", "\r\n", "\r")[n % 3] if ends == "mixed" else line + ends for n, line in enumerate(lines)
    )
    loaded(con, tmp_path, text)
    assert rows(con) == [(n + 2, str(n), str(n % 11)) for n in range(30)]


def test_rows_below_a_title_keep_their_spreadsheet_numbers(con, tmp_path: Path):
    loaded(con, tmp_path, "Report: CSAT\n\n" + HEADER + "1,N,9,x\n2,S,8,y\n")
    assert [row[0] for row in rows(con)] == [4, 5]


def test_column_names_that_are_sql_stay_names(con, tmp_path: Path):
    evil = ['a"b', "x'; DROP TABLE raw; --", "rowid", "select", "", "n" * 300]
    text = io.StringIO()
    csv.writer(text).writerows([evil, ["1"] * 6, ["2"] * 6])
    assert loaded(con, tmp_path, text.getvalue()).header == evil
    assert len(rows(con)) == 2


def test_a_header_alone_is_refused(con, tmp_path: Path):
    with pytest.raises(CxdashError, match="a header and no rows"):
        loaded(con, tmp_path, HEADER)


def test_the_database_spills_no_more_than_it_may(tmp_path: Path):
    limits = Limits(memory_mb=320, max_spill_mb=1)
    with connect(tmp_path, limits) as con, pytest.raises(duckdb.OutOfMemoryException):
        con.execute(
            "CREATE TABLE t AS SELECT md5(i::VARCHAR) AS a, md5((i + 1)::VARCHAR) AS b FROM range(3_000_000) r(i)"
        )


def test_too_many_rows_are_refused_by_either_way_of_reading(con, tmp_path: Path):
    for text in ("id,n\n" + "1,2\n" * 11, "id,n\n" + "1,2\n" * 11 + "\n3\n"):
        (tmp_path / "file.csv").write_text(text)
        with pytest.raises(CxdashError, match="more than 10 rows"):
            read(con, tmp_path / "file.csv", "file.csv", Limits(max_rows=10))


@pytest.mark.parametrize(("blank", "row"), [("", 3), ("\n", 4)], ids=["at once", "one by one"])
def test_repeated_headers_are_set_aside_by_either_way_of_reading(con, tmp_path: Path, blank: str, row: int):
    table = loaded(con, tmp_path, f"{HEADER}{blank}1,N,9,x\n{HEADER}2,S,8,\n")
    assert rejects(con) == [(row, "the header, repeated", "id,region,score,comment")]
    assert rows(con) == [(row - 1, "1", "N", "9", "x"), (row + 1, "2", "S", "8", None)]
    assert table.records == 3


def test_a_repeated_header_with_blank_and_quoted_names_is_found(con, tmp_path: Path):
    header = 'id,,"why, then"\n'
    loaded(con, tmp_path, header + "1,2,3\n" + header)
    assert rejects(con) == [(3, "the header, repeated", 'id,,"why, then"')]


def test_columns_kept_apart_by_blanks_are_read_line_by_line(con, tmp_path: Path):
    good = " 8 19980101 1 14.96\n" * 200_000 + " 00004  19970101 2   29.33\n 00004  19970118  2   29.73\r\n\n"
    table = loaded(con, tmp_path, good + " 5 19970101 1\n 6 19970101 1 2 3\n 7 1997\x000101 1 2\n")
    assert table.header == ["column 1", "column 2", "column 3", "column 4"]
    assert rows(con)[0] == (1, "8", "19980101", "1", "14.96")
    assert rows(con)[-1] == (200_002, "00004", "19970118", "2", "29.73")
    assert [reject[:2] for reject in rejects(con)] == [
        (200_004, "fewer cells than the header"),
        (200_005, "more cells than the header"),
        (200_006, "a NUL byte in the record"),
    ]


def test_rows_below_comments_keep_their_spreadsheet_numbers(con, tmp_path: Path):
    loaded(con, tmp_path, "# Events, by name\n# 2024\n\n" + HEADER + "1,N,9,x\n# Totals\n2,S,8,y\n")
    assert [row[:2] for row in rows(con)] == [(5, "1"), (7, "2")]
    assert rejects(con) == [(6, "fewer cells than the header", "# Totals")]


CELL = st.text(
    st.characters(exclude_characters="\ufeff", exclude_categories=("Cs", "Cc"), include_characters="\n\r\t"),
    max_size=12,
)
TABLE = st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=8))


def one_by_one(path: Path, folder: Path) -> list[tuple[Any, ...]]:
    with connect(folder, Limits()) as con:
        dialect = dialects.detect(path, Limits())
        with RawWriter(len(dialect.header), Limits(), folder) as writer:
            read_records(path, dialect, writer, Limits())
            writer.load(con)
        return rows(con) + rejects(con)


@settings(max_examples=20, deadline=None)
@given(TABLE)
def test_a_well_written_table_is_read_back_exactly(table: list[list[str]]):
    header = [f"name {n}" for n in range(len(table[0]))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([header, *table])
        with connect(Path(folder), Limits()) as con:
            read(con, path, "file.csv", Limits())
            found = rows(con)
        assert found == [(n, *(cell or None for cell in cells)) for n, cells in enumerate(table, start=2)]
        assert one_by_one(path, Path(folder)) == found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*'ab1,,"";\n\r\n', "x,y\n", '"z"', "é", "\x00"]), max_size=60).map("".join))
def test_of_any_text_no_record_is_lost_and_both_ways_of_reading_agree(text: str):
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder), Limits()) as con:
        path = Path(folder) / "file.csv"
        path.write_bytes(("one,two\n" + "7,8\n" * 40 + text).encode())
        table = read(con, path, "file.csv", Limits())
        found = rows(con) + rejects(con)
        assert table.records == len(found)
        # Every letter of the file is somewhere in what was read.
        kept = "".join(str(cell) for row in found for cell in row[1:])
        assert all(kept.count(letter) >= text.count(letter) for letter in "ab1é")
        if plainness(path, dialects.detect(path, Limits())) is not None:
            assert found == one_by_one(path, Path(folder))
