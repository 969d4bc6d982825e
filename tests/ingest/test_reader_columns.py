"""The fast way into `raw` is taken for plain files only, and says what the careful way says."""

from pathlib import Path

import pytest

from cxdash.ingest import dialect as dialects
from cxdash.ingest.limits import Limits
from cxdash.ingest.readers.columns import BLOCK, GROUP, write_columns
from cxdash.ingest.readers.delimited import plain_records
from tests.ingest.reading import found, written
from tests.ingest.test_readers import one_by_one

HEADER = "id,region,comment\n"


def is_plain(path: Path) -> bool:
    return plain_records(path, dialects.detect(path, Limits())) is not None


@pytest.mark.parametrize(
    ("record", "plain"),
    [
        ('1,N,"a, b"', True), ('1,"N","say ""so"""', True), ('"1","N","two\nlines"', True), ('1,"","x"', True),
        ('1,N,""""', True), ('"1",N,x', True), ('1,N,"a\r\nb"', True),
        ('1,N,"a" b', False), ('1,N,a "b" c', False), ('1,N,a""b', False), ('1,N, "a"', False), ('1,N,"a" ', False),
        ('1,N,a"', False), ("1,N,\x00", False), ("1,N,a\rb", False),
    ],
)  # fmt: skip
def test_a_file_is_plain_when_its_quotes_enclose_cells(tmp_path: Path, record: str, plain: bool) -> None:
    path = written(tmp_path, HEADER + "7,S,x\n" * 30 + record + "\n" + "8,W,y\n" * 30)
    assert is_plain(path) == plain
    read = found(path)
    assert read.rows + read.rejects == one_by_one(path, tmp_path)


def test_quoted_cells_across_blocks_stay_whole(tmp_path: Path) -> None:
    long = "line\n" * 2000
    records = 3 * GROUP * BLOCK // len(long)
    path = written(tmp_path, HEADER + "".join(f'{n},N,"{long}{n}"\n' for n in range(records)))
    target = tmp_path / "target.parquet"
    dialect = dialects.detect(path, Limits())
    assert plain_records(path, dialect) == records
    assert write_columns(path, dialect, target, multiline=True) == records
    read = found(path)
    assert [(row[0], row[1], row[3] == f"{long}{n}") for n, row in enumerate(read.rows)] == [
        (n + 2, str(n), True) for n in range(records)
    ]


@pytest.mark.parametrize("record", ["9,N", "9,N,x,y", ""])
def test_a_record_that_does_not_fit_sends_the_file_the_careful_way(tmp_path: Path, record: str) -> None:
    path = written(tmp_path, HEADER + "7,S,x\n" * 30 + record + "\n" + "8,W,y\n" * 30)
    read = found(path)
    assert len(read.rows) == 60
    assert [row for row, *_ in read.rejects] == ([32] if record else [])
    assert read.rows[-1][0] == 62


def test_a_delimiter_of_two_bytes_is_read_too(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER.replace(",", "¦") + "1¦N¦x\n" * 20)
    assert found(path).rows == [(row, "1", "N", "x") for row in range(2, 22)]


def test_a_repeated_header_is_set_aside(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,N,x\n" * 3 + HEADER + "2,S,y\n")
    read = found(path)
    assert [row[:2] for row in read.rows] == [(2, "1"), (3, "1"), (4, "1"), (6, "2")]
    assert [reject[:2] for reject in read.rejects] == [(5, "the header, repeated")]
