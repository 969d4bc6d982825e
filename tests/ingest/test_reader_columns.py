"""The fast way into `raw` is taken for plain files only, and says what the careful way says."""

from datetime import datetime
from pathlib import Path

import pytest

from cxdash.ingest import dialect as dialects
from cxdash.ingest.convert import times, values
from cxdash.ingest.limits import Limits
from cxdash.ingest.mapping import Column
from cxdash.ingest.raw import Known
from cxdash.ingest.readers import delimited, read
from cxdash.ingest.readers.columns import BLOCK, GROUP, Written, write_columns
from cxdash.ingest.readers.plain import plainness
from tests.ingest.reading import connection, found, written
from tests.ingest.test_readers import one_by_one

HEADER = "id,region,comment\n"
utc = datetime.fromisoformat


@pytest.fixture(autouse=True)
def no_file_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "SMALL", 0)


def is_plain(path: Path) -> bool:
    return plainness(path, dialects.detect(path, Limits())) is not None


@pytest.mark.parametrize(
    ("record", "plain"),
    [
        ('1,N,"a, b"', True), ('1,"N","say ""so"""', True), ('"1","N","two\nlines"', True), ('1,"","x"', True),
        ('1,N,""""', True), ('"1",N,x', True), ('1,N,"a\r\nb"', True),
        ('1,N,"a" b', False), ('1,N,a "b" c', False), ('1,N,a""b', False), ('1,N, "a"', False), ('1,N,"a" ', False),
        ('1,N,a"', False), ("1,N,\x00", False), ("1,N,a\rb", False), ('1,"N",a\rb', False), ('1,"N"\rb,"x"', False),
        ('1,"N","a\rb"', True), ('"1"",N,x', False), ('1,N,"', False),
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
    plain = plainness(path, dialect)
    assert plain is not None
    assert (plain.records, plain.multiline) == (records, True)
    found_out = Written(records, moments=[], filled=["c1", "c2", "c3"], repeated=["c2"])
    assert write_columns(path, dialect, target, multiline=True) == found_out
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


def test_times_are_read_in_passing_and_stand_beside_their_texts(tmp_path: Path) -> None:
    records = [f"{n},2024-05-01 10:{n % 60:02}:00,{'x' * 30}\n" if n % 7 else f"{n},,y\n" for n in range(9000)]
    path = written(tmp_path, "id,when,comment\n" + "".join(records))
    with connection(path, Limits()) as con:
        read(con, path, path.name, Limits())
        assert con.table("raw").columns == ["row", "c1", "c2", "c3", "at_c2"]
        assert con.execute(
            "SELECT count(*), count(at_c2), count(*) FILTER (at_c2 IS DISTINCT FROM c2::TIMESTAMP) FROM raw"
        ).fetchone() == (9000, 7714, 0)


@pytest.mark.parametrize(
    "odd", ["2024-02-30 10:00:00", "2024-05-01 10:00", "yesterday at ten!!!", "2024-05-01 24:00:00"]
)
def test_one_text_that_is_no_such_time_leaves_the_column_to_its_texts(tmp_path: Path, odd: str) -> None:
    records = ["1,2024-05-01 10:00:00,x\n"] * (2 * GROUP * BLOCK // 24)
    path = written(tmp_path, "id,when,comment\n" + "".join([*records, f"2,{odd},y\n", *records]))
    with connection(path, Limits()) as con:
        table = read(con, path, path.name, Limits())
        assert con.table("raw").columns == ["row", "c1", "c2", "c3"]
        assert con.execute("SELECT row, c2 FROM raw WHERE c1 = '2'").fetchall() == [(len(records) + 2, odd)]
        assert table.records == 2 * len(records) + 1


def test_times_of_another_calendar_are_read_from_their_texts(tmp_path: Path) -> None:
    path = written(tmp_path, "id,when,comment\n" + f"1,1404-08-11 10:00:00,{'x' * 30}\n" * 9000)
    with connection(path, Limits()) as con:
        read(con, path, path.name, Limits())
        values.define(con)
        times.define(con, "UTC")
        jalali = times.moment(con, Column(source="when", role="time", calendar="jalali"), "c2")
        assert con.execute(f"SELECT DISTINCT {jalali} FROM raw").fetchall() == [(utc("2025-11-02 10:00"),)]


@pytest.mark.parametrize(
    ("records", "known"),
    [
        ("1,N,x\n", Known(True, frozenset("\t\r\n@"), frozenset({"c1", "c2", "c3"}))),
        ("1,N,x\r\n", Known(True, frozenset("\t\r\n@"), frozenset({"c1", "c2", "c3"}))),
        ("1,,é\n2,N,\n", Known(False, frozenset("\t\r\n@"), frozenset({"c1"}))),
        ("1,N,a\tb\n2,N@,y\n", Known(True, frozenset("\r\n"), frozenset({"c1", "c2", "c3"}))),
        ('1,N,"a\nb"\n', Known(True, frozenset("\t\r@"), frozenset({"c1", "c2", "c3"}))),
        ('1,N,"a\r\nb"\n', Known(True, frozenset("\t@"), frozenset({"c1", "c2", "c3"}))),
    ],
)
def test_what_is_known_of_all_cells_is_so(tmp_path: Path, records: str, known: Known) -> None:
    header = HEADER.replace("\n", "\r\n") if records.endswith("\r\n") and '"' not in records else HEADER
    path = written(tmp_path, header + records * 20)
    assert found(path).table.known == known


def test_nothing_is_known_of_a_file_that_is_read_record_by_record(tmp_path: Path) -> None:
    assert found(written(tmp_path, HEADER + "1,N,x\n" * 20 + "2,N\n")).table.known == Known()


@pytest.mark.parametrize("again", ["id,region,comment\n", 'id,"region","comment"\n'])
def test_a_header_is_found_again(tmp_path: Path, again: str) -> None:
    lines = [f"{n},{'N' if n % 2 else 'S'},{n % 3}\n" for n in range(40)]
    read = found(written(tmp_path, HEADER + "".join([*lines, again, "7,region,x\n", *lines])))
    assert [row for row, *_ in read.rejects] == [42]
    assert len(read.rows) == 81
