"""What is odd or wrong in a file is named with a count and a place, and a name that lies of the content is no trap."""

import csv
import io
import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import raw
from cxdash.ingest.readers.rejected import _SAID
from cxdash.ingest.readers.statistical import has_damaged_sets
from tests.ingest.reading import found, written

HEADER = ["id", "date", "region", "score", "why"]
ROWS = [[str(n), f"2025-01-{1 + n % 28:02d}", ("N", "S")[n % 2], str(n % 11), f"because of {n}"] for n in range(60)]


def text(rows: list[list[str]], end: str = "\n") -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator=end).writerows(rows)
    return lines.getvalue()


ODD = {
    "line ends": ("a,b\r\n1,2\n3,4\n", "a.csv", "The lines end in different ways"),
    "stray quotes": ('a,b\n1,a 5" pipe\n2,x\n', "a.csv", "a quote inside that is not doubled"),
    "unnamed columns": ("a,,b\n1,2,3\n4,5,6\n", "a.csv", "1 columns are unnamed."),
    "unreadable name": (b"a,caf\xe9\n1,2\n3,d\xc3\xa9j\xc3\xa0\n", "a.csv", "marks that cannot be read"),
    "short line": ("a,b\n1,2\n3\n4,5\n", "a.csv", "fewer cells than the header, set aside: 1. The first is row 3."),
    "repeated header": ("a,b\n1,2\na,b\n4,5\n", "a.csv", "that repeat the header, set aside: 1. The first is row 3."),
    "NUL": ("a,b\n1,2\n3,\x00\n4,5\n", "a.csv", "Records with a NUL byte, set aside: 1. The first is row 3."),
    "open quote": ('a,b\n1,2\n3,"x\n4,5\n', "a.csv", "Records that open a quote and never close it, set aside: 1."),
    "broken line": ('{"a": 1}\n{"a" oops}\n{"a": 2}\n', "a.jsonl", "as JSON, set aside: 1. The first is row 2."),
    "name of a workbook": ("a,b\n1,2\n", "a.xlsx", "ends in .xlsx, but it is not such a file; it was read as CSV."),
    "name of an archive": ("a,b\n1,2\n", "a.csv.gz", ""),
    "asterisk in the name": ("a,b\n1,2\n", "a[1]*?.csv", ""),
}  # fmt: skip


@pytest.mark.parametrize(("content", "name", "message"), ODD.values(), ids=ODD.keys())
def test_what_is_odd_is_said(tmp_path: Path, content: str | bytes, name: str, message: str) -> None:
    back = found(written(tmp_path, content, name))
    assert back.rows
    assert message in " ".join(back.said)


def test_an_honest_file_has_nothing_odd(tmp_path: Path) -> None:
    rows = [HEADER, ["1", "2025-01-01", "N", "3", 'he said "no",\nand left'], ["2", "2025-01-02", "S", "4", ""]]
    assert found(written(tmp_path, text(rows, "\r\n"))).said == []


def test_every_reason_of_the_readers_is_told() -> None:
    reasons = {raw.FEWER, raw.MORE, raw.UNCLOSED, raw.MISQUOTED, raw.NUL, raw.UNDECODED, raw.TOO_LONG, raw.HEADER_AGAIN}
    assert reasons <= _SAID.keys()


def test_records_wider_than_the_header_are_loaded_under_the_right_names(tmp_path: Path) -> None:
    rows = [*ROWS[:20], [*ROWS[20], "more", "and more"], *ROWS[21:]]
    back = found(written(tmp_path, text([HEADER, *rows])))
    assert back.table.header == [*HEADER, "", ""]
    assert back.cells == [row + [""] * (7 - len(row)) for row in rows]
    assert back.said == [
        "Lines with more cells than the header: 1. They were loaded, and what is beyond the header stands in unnamed "
        "columns. The first is row 22."
    ]


def test_a_delimiter_that_moved_the_cells_behind_it_is_no_wide_record(tmp_path: Path) -> None:
    moved = "20,2025-01-21,N, because,9,why\n"  # a comma in the region: what follows is not under its name
    lines = text([HEADER, *ROWS]).splitlines(keepends=True)
    back = found(written(tmp_path, "".join([*lines[:20], moved, *lines[20:]])))
    assert (back.table.header, len(back.rows)) == (HEADER, 60)
    assert back.rejects == [(21, raw.MORE, moved.rstrip())]


def test_blank_cells_beyond_the_header_are_nothing(tmp_path: Path) -> None:
    back = found(written(tmp_path, "".join(line + ",,\n" for line in text([HEADER, *ROWS]).splitlines()[1:]), "a.csv"))
    assert back.rejects == []


def test_columns_of_parquet_keep_the_names_they_have(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    structs = pa.array([{"x": 1, "y": [1]}, {"x": 2, "y": []}])
    table = pa.Table.from_arrays([pa.array([1, 2]), structs, pa.array([3, 4])], names=["nps", "s", "nps"])
    pq.write_table(table, path)
    back = found(path)
    assert back.table.header == ["nps", "s", "nps"]
    assert back.said == ["The column name nps stands 2 times."]
    assert back.cells[0] == ["1", '{"x":1,"y":[1]}', "3"]


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv"])
def test_paths_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("survey.csv", "a,b\n1,2\n")
        archive.writestr(name, "x")
    with pytest.raises(CxdashError, match="a path that leads out of it"):
        found(path)


def test_a_name_in_an_archive_that_is_not_in_its_encoding_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("é.csv", "a,b\n1,2\n")
    path.write_bytes(b"junk" + path.read_bytes().replace("é".encode(), b"\xe0\xe0"))
    with pytest.raises(CxdashError):
        found(path)


@pytest.mark.parametrize(
    ("sets", "damaged"), [(b"$a=C 1 x 2 v1 v2\n", False), (b"$b=D1 1 2 ab v1 v2\n\n", False), (b"$=E\n$$\n", True)]
)
def test_damaged_lists_of_multiple_response_sets_are_known(tmp_path: Path, sets: bytes, damaged: bool) -> None:
    path = written(tmp_path, b"$FL2" + b"\x00" * 172 + struct.pack("<iiii", 7, 7, 1, len(sets)) + sets, "a.sav")
    assert has_damaged_sets(path) is damaged
