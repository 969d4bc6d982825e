"""Workbooks of other programs: .ods and .xls, their sheets, their bombs and their passwords."""

from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from tests.ingest.old_workbook import container, written_xls
from tests.ingest.reading import found, ods_cell, ods_rows, written_ods

TABLE = [["id", "score"], ["a", "9"], ["b", "10"]]


def value(kind: str, **attributes: str) -> str:
    said = "".join(f' office:{name}-value="{each}"' for name, each in attributes.items())
    return f'<table:table-cell office:value-type="{kind}"{said}><text:p>shown</text:p></table:table-cell>'


def many(times: int, text: str = "") -> str:
    cell = f'<table:table-cell table:number-columns-repeated="{times}"'
    return f'{cell} office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else cell + "/>"


def test_an_opendocument_sheet_is_read_as_a_person_would_type_it(tmp_path: Path):
    far = f'<table:table-row table:number-rows-repeated="1048000">{many(16384)}</table:table-row>'
    cells = [
        ods_cell("00042"),
        value("date", date="2025-01-31"),
        value("date", date="2025-01-31T14:05:00"),
        '<table:table-cell office:value-type="float" office:value="12345678901"/>',
        '<table:table-cell office:value-type="float" office:value="0.1"/>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        many(2, "same"),
    ]
    rows = ods_rows([["All answers"], [], list("abcdefgh")]) + f"<table:table-row>{''.join(cells)}</table:table-row>"
    back = found(written_ods(tmp_path / "a.ods", {"Answers": rows + far}))
    assert (back.table.format, back.table.sheet, back.table.header) == ("ods", "Answers", list("abcdefgh"))
    assert back.rows == [
        (4, "00042", "2025-01-31", "2025-01-31 14:05:00", "12345678901", "0.1", "TRUE", "same", "same"),
    ]
    assert back.said == ["1 lines above the header were skipped."]


@pytest.mark.parametrize("form", ["ods", "xls"])
def test_a_sheet_can_be_chosen_and_those_with_a_table_are_named(tmp_path: Path, form: str):
    path = tmp_path / f"a.{form}"
    sheets = {"Cover": [["Confidential"]], "Jan": TABLE, "Feb": [["id", "x"], ["c", "1"]]}
    if form == "ods":
        written_ods(path, {name: ods_rows(rows) for name, rows in sheets.items()})
    else:
        written_xls(path, sheets)
    back = found(path)
    assert (back.table.sheet, back.cells, back.table.sheets) == ("Jan", TABLE[1:], ["Jan", "Feb"])
    assert back.said == ["2 sheets of the workbook look like tables (Jan, Feb); Jan was read."]
    assert found(path, sheet="Feb").cells == [["c", "1"]]
    with pytest.raises(CxdashError, match="no sheet “March”"):
        found(path, sheet="March")


def test_the_name_does_not_decide_which_workbook_it_is(tmp_path: Path):
    path = written_ods(tmp_path / "a.xls", {"Sheet": ods_rows(TABLE)})
    assert found(path).table.format == "ods"
    path = written_xls(tmp_path / "a.xlsx", {"Sheet": TABLE})
    assert found(path).table.format == "xls"


def test_numbers_of_an_old_workbook(tmp_path: Path):
    rows = [["id", "score", "why"], [12345678901.0, 0.5, None], ["00042", -3.0, "خوب «بود»"]]
    back = found(written_xls(tmp_path / "a.xls", {"Sheet": rows}))
    assert back.cells == [["12345678901", "0.5", ""], ["00042", "-3", "خوب «بود»"]]


def test_a_repeated_header_inside_a_sheet_is_set_aside(tmp_path: Path):
    back = found(written_xls(tmp_path / "a.xls", {"Sheet": [*TABLE, *TABLE]}))
    assert [row[0] for row in back.rows] == [2, 3, 5, 6]
    assert back.rejects == [(4, "the header, repeated", "id,score")]


BOMBS = {
    "many rows": '<table:table-row table:number-rows-repeated="1000000">' + ods_cell("x") * 100 + "</table:table-row>",
    "many columns": f"<table:table-row>{many(9000, 'x')}</table:table-row>",
    "a far cell": '<table:table-row table:number-rows-repeated="1048575"/><table:table-row>'
    + f"{many(16383)}{ods_cell('x')}</table:table-row>",
    "a far row": '<table:table-row table:number-rows-repeated="3000000"/>' + ods_rows([["x"]]),
}


@pytest.mark.parametrize("rows", BOMBS.values(), ids=BOMBS.keys())
def test_an_opendocument_sheet_that_reaches_far_is_refused_before_it_is_built(tmp_path: Path, rows: str):
    with pytest.raises(CxdashError, match=r"too large|reaches to column|more than 1,048,576 rows"):
        found(written_ods(tmp_path / "a.ods", {"Sheet": ods_rows(TABLE) + rows}))


def test_sheets_that_are_too_large_together_are_refused(tmp_path: Path):
    rows = '<table:table-row table:number-rows-repeated="900">' + ods_cell("x") * 10 + "</table:table-row>"
    path = written_ods(tmp_path / "a.ods", {"One": rows, "Two": rows})
    assert found(path, limits=Limits(max_cells=18_000)).table.sheets == ["One", "Two"]
    with pytest.raises(CxdashError, match="too large"):
        found(path, limits=Limits(max_cells=17_000))


REFUSED = {
    "entities": ({"head": '<!DOCTYPE x [<!ENTITY a "b">]>'}, "DTD with entities"),
    "a password": ({"manifest": "<encryption-data/>"}, "protected by a password"),
    "a count that is none": ({"sheets": {"S": '<table:table-row table:number-rows-repeated="-5"/>'}}, "damaged"),
    "broken XML": ({"sheets": {"S": "<table:table-row>"}}, "damaged"),
}


@pytest.mark.parametrize(("parts", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_dangerous_or_broken_is_refused(tmp_path: Path, parts: dict, said: str):
    with pytest.raises(CxdashError, match=said):
        found(written_ods(tmp_path / "a.ods", **{"sheets": {"S": ods_rows(TABLE)}, **parts}))


def test_a_locked_old_workbook_and_other_old_documents_say_what_they_are(tmp_path: Path):
    with pytest.raises(CxdashError, match="protected by a password"):
        found(written_xls(tmp_path / "a.xls", {"Sheet": TABLE}, locked=True))
    path = tmp_path / "b.xls"
    path.write_bytes(container("EncryptedPackage", b"x" * 9000))
    with pytest.raises(CxdashError, match="protected by a password"):
        found(path)
    path.write_bytes(container("WordDocument", b"x" * 9000))
    with pytest.raises(CxdashError, match="old Microsoft Office file"):
        found(path)


# Some of these lengths make the reader panic instead of saying what is wrong.
@pytest.mark.parametrize("length", [514, 700, 1027, 1500, 2000, 2001, 3441, 4000])
def test_a_cut_old_workbook_is_damaged(tmp_path: Path, length: int):
    path = written_xls(tmp_path / "a.xls", {"Sheet": TABLE})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(CxdashError, match=r"damaged|old Microsoft Office file"):
        found(path)
