"""What is refused at the door, each with one sentence that names the thing and a hint."""

import gzip
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from cxdash.errors import CxdashError
from cxdash.ingest.checks import long_line
from cxdash.ingest.intake import take_in
from cxdash.ingest.limits import Limits
from cxdash.ingest.readers.archive import unpack
from cxdash.ingest.readers.formats import find
from cxdash.ingest.sheets import column_number
from cxdash.locale.translation import set_language

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def written(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(path: Path, sheet: bytes | None = None, extra: dict[str, bytes] | None = None) -> Path:
    """A good workbook, whose first sheet may be replaced and that may hold more parts."""
    good = path.with_suffix(".good")
    with xlsxwriter.Workbook(str(good)) as book:
        book.add_worksheet().write_row(0, 0, ["id", "score"])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, sheet if sheet is not None and part == SHEET else old.read(part))
        for part, content in (extra or {}).items():
            new.writestr(part, content)
    return path


REFUSED = {
    "empty": (b"", "empty"),
    "web page": (b"\n<!DOCTYPE html><html><body>sign in</body></html>", "web page"),
    "git lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n", "Git LFS"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "image": (b"\x89PNG\r\n\x1a\n", "image"),
    "program": (b"\x7fELF\x02\x01\x01", "program"),
    "sqlite": (b"SQLite format 3\x00" + b"\x00" * 80, "SQLite"),
    "duckdb": (b"\x01" * 8 + b"DUCK" + b"\x00" * 80, "DuckDB"),
    "old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\x01\x02", "old Microsoft Office file"),
    "locked workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "junk": (bytes(range(256)) * 40, "not a text file"),
    "cut parquet": (b"PAR1" + b"\0" * 400, "Parquet file is damaged"),
    "cut zip": (b"PK\x03\x04" + b"\0" * 400, "damaged"),
    "columns in a long line": (b",".join(b"column %d" % n for n in range(200_000)) + b"\n", "2,000 are allowed"),
    "long line": (b"id,score\n1," + b"x" * (1 << 21) + b"\n", "Line 2 is longer than 1 MB"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_is_refused_in_one_sentence_that_says_what_it_is(tmp_path: Path, content: bytes, said: str):
    with pytest.raises(CxdashError) as refusal:
        find(written(tmp_path, content), "answers.csv", Limits())
    assert said in refusal.value.message
    assert refusal.value.hint


LOOKS = {
    "csv": b"id,score\n1,2\n",
    "json": b'\n [{"id": 1, "score": 9}]',
    "sav": b"$FL2@(#) SPSS DATA FILE",
    "por": b"x" * 40 + b"ASCII SPSS PORT FILE".ljust(40),
    "dta": b"<stata_dta><header><release>118</release>",
    "xes": b'<?xml version="1.0"?>\n<log xes.version="1.0"><trace/></log>',
    "gzip": gzip.compress(b"a,b\n1,2\n", mtime=0),
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "Workbook".encode("utf-16-le"),
}


@pytest.mark.parametrize(("kind", "content"), LOOKS.items())
def test_the_content_decides_and_not_the_name(tmp_path: Path, kind: str, content: bytes):
    assert find(written(tmp_path, content), "really.xlsx", Limits()).name == kind


def test_a_workbook_and_json_in_utf_16_are_known_by_their_content_too(tmp_path: Path):
    assert find(workbook(tmp_path / "book"), "book.csv", Limits()).name == "xlsx"
    assert find(written(tmp_path, '[{"id": 1}]'.encode("utf-16")), "a.csv", Limits()).name == "json"
    assert find(written(tmp_path, '{"id": 1}'.encode("utf-16-le")), "a.csv", Limits()).name == "json"


@pytest.mark.parametrize("header", ["[id],[score]", "{id},{score}", '"id","score"', "{{id}},b", "#,b", "[1],[2]"])
def test_a_header_in_brackets_is_still_a_table(tmp_path: Path, header: str):
    assert find(written(tmp_path, f"{header}\n1,2\n".encode()), "a.json", Limits()).name == "csv"


def test_a_file_above_the_limit_of_size_names_the_limit(tmp_path: Path):
    with pytest.raises(CxdashError, match="larger than 1 MB"):
        find(written(tmp_path, b"a,b\n" * (1 << 19)), "big.csv", Limits(max_file_mb=1))


def test_the_door_and_the_reader_refuse_what_is_too_large_in_the_same_words(tmp_path: Path):
    path, limits = written(tmp_path, b"a,b\n" * (1 << 19)), Limits(max_file_mb=1)
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(CxdashError) as at_the_reader:
        find(path, "big.csv", limits)
    with pytest.raises(CxdashError) as at_the_door:
        take_in(path, folder, limits)
    assert str(at_the_reader.value) == str(at_the_door.value)


def test_a_file_that_the_disk_has_no_room_for_is_not_begun(tmp_path: Path):
    path, folder = tmp_path / "sparse.csv", tmp_path / "in"
    folder.mkdir()
    with path.open("wb") as file:
        file.truncate(shutil.disk_usage(tmp_path).free // 2)
    with pytest.raises(CxdashError, match=r"needs about [0-9,]+ MB on the disk of the data folder, and [0-9,]+ MB"):
        take_in(path, folder, Limits(max_file_mb=1 << 30))
    assert list(folder.iterdir()) == []


def test_numbers_in_refusals_are_in_the_persons_own_digits(tmp_path: Path):
    content = b"id,score\n1," + b"x" * (1 << 19) + b"\n"
    set_language("fa")
    try:
        with pytest.raises(CxdashError, match=r"۲.*۰٫۲۵"):
            find(written(tmp_path, content), "a.csv", Limits(max_line_mb=0.25))
    finally:
        set_language("en")


@pytest.mark.parametrize("position", [0, 100_000, 5_000_000])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_the_first_line_that_is_too_long_is_found_wherever_it_stands(tmp_path: Path, position: int, end: bytes):
    line = b"1,2,3,4" + end
    before = position // len(line)
    path = written(tmp_path, line * before + b"x" * 1001 + end + line * 10)
    assert long_line(path, 1000) == before + 1
    assert long_line(path, 1100) == 0


def test_column_numbers_are_those_of_a_spreadsheet():
    assert [column_number(c) for c in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16384]


def sheet(*cells: str) -> bytes:
    return f"<worksheet {NAMESPACE}><sheetData>{''.join(cells)}</sheetData></worksheet>".encode()


FAR = {
    "far cell": ['<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'],
    "single quotes": ["<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>"],
    "tab before the reference": ['<row r="1"><c\tr="XFD1"><v>2</v></c></row>'],
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
def test_a_sheet_that_reaches_far_is_refused_before_anything_is_built(tmp_path: Path, rows: list[str]):
    path = workbook(tmp_path / "far.xlsx", sheet(*rows))
    with pytest.raises(CxdashError, match="reaches to column 16,384; 2,000 columns are allowed"):
        find(path, "far.xlsx", Limits())


def test_a_sheet_whose_rectangle_is_too_large_is_refused(tmp_path: Path):
    rows = '<row r="1"><c r="ALL1"><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>2</v></c></row>'
    with pytest.raises(CxdashError, match="too large: 1,000,000 rows and 1,000 columns"):
        find(workbook(tmp_path / "far.xlsx", sheet(rows)), "far.xlsx", Limits())


def test_a_lying_dimension_is_not_believed(tmp_path: Path):
    content = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    content = content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert find(workbook(tmp_path / "lies.xlsx", content), "lies.xlsx", Limits()).name == "xlsx"


def test_a_workbook_that_unpacks_to_a_hundred_times_its_size_is_refused(tmp_path: Path):
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * (60 << 20) + b"</t></is></c></row>"
    path = workbook(tmp_path / "bomb.xlsx", b"<worksheet><sheetData>" + cell + b"</sheetData></worksheet>")
    with pytest.raises(CxdashError, match="unpacks to more than 100 times its size"):
        find(path, "bomb.xlsx", Limits())


def test_a_bomb_that_lies_about_its_size_is_counted_while_it_unpacks(tmp_path: Path):
    path = workbook(tmp_path / "liar.xlsx", b"<worksheet>" + b" " * (3 << 20) + b"</worksheet>")
    with pytest.raises(CxdashError, match="unpacks to more than 1 MB"):
        find(path, "liar.xlsx", Limits(max_sheet_mb=1))
    content = bytearray(path.read_bytes())
    size = (11 + 12 + (3 << 20)).to_bytes(4, "little")
    assert content.count(size) >= 1
    path.write_bytes(bytes(content).replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(CxdashError, match=r"unpacks to more than 1 MB|damaged"):
        find(path, "liar.xlsx", Limits(max_sheet_mb=1))


def test_entities_in_a_workbook_are_refused(tmp_path: Path):
    content = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + sheet()
    with pytest.raises(CxdashError, match="DTD"):
        find(workbook(tmp_path / "xxe.xlsx", content), "xxe.xlsx", Limits())


def test_a_workbook_of_many_parts_is_refused(tmp_path: Path):
    path = workbook(tmp_path / "parts.xlsx", extra={f"xl/media/{n}.bin": b"" for n in range(2100)})
    with pytest.raises(CxdashError, match="2,000 are allowed"):
        find(path, "parts.xlsx", Limits())


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_the_one_table_of_an_archive_is_unpacked_and_the_rest_ignored(tmp_path: Path):
    rest = {"__MACOSX/._a.csv": b"x", ".DS_Store": b"x", "README.md": b"x"}
    path, name = unpack(
        zipped(tmp_path / "a.zip", **{"folder/a.csv": b"a,b\n1,2\n"}, **rest), "a.zip", Limits(), tmp_path
    )
    assert (path.read_bytes(), name) == (b"a,b\n1,2\n", "a.csv")


def test_several_tables_in_an_archive_are_named_and_refused(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", **{"one.csv": b"a\n", "two.csv": b"b\n"})
    with pytest.raises(CxdashError, match=r"2 files: one\.csv, two\.csv") as refusal:
        unpack(path, "a.zip", Limits(), tmp_path)
    assert "one at a time" in refusal.value.hint


def test_gzip_is_unpacked_and_its_bombs_are_not(tmp_path: Path):
    path, name = unpack(written(tmp_path, gzip.compress(b"a,b\n1,2\n", mtime=0)), "a.csv.gz", Limits(), tmp_path)
    assert (path.read_bytes(), name) == (b"a,b\n1,2\n", "a.csv")
    bomb = written(tmp_path, gzip.compress(b"1,2\n" * (15 << 20)), "bomb.csv.gz")
    with pytest.raises(CxdashError, match="unpacks to more than 100 times its size"):
        unpack(bomb, "bomb.csv.gz", Limits(), tmp_path)
    with pytest.raises(CxdashError, match="unpacks to more than 1 MB"):
        unpack(bomb, "bomb.csv.gz", Limits(max_unpacked_mb=1), tmp_path)


def test_an_archive_that_points_before_its_beginning_is_damaged(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", **{"a.csv": b"a,b\n1,2\n"})
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    # The end says that the directory lies further on than it does, so that everything lies before the beginning.
    content[-6:-2] = (directory + 900).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(CxdashError, match="damaged"):
        unpack(path, "a.zip", Limits(), tmp_path)


@pytest.mark.parametrize("cut", [30, -20])
def test_a_cut_archive_is_damaged(tmp_path: Path, cut: int):
    content = gzip.compress(bytes(range(256)) * 400)
    with pytest.raises(CxdashError, match="damaged"):
        unpack(written(tmp_path, content[:cut]), "a.csv.gz", Limits(), tmp_path)
