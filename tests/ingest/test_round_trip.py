"""Any table, written in any supported format, dialect or encoding, reads back equal."""

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.old_workbook import written_xls
from tests.ingest.reading import as_json_lines, as_records, found, ods_rows, written_ods

Rows = list[list[str]]
Writer = Callable[[Path, list[str], Rows], None]

LETTERS = "abzAZ019é߯نظرخوب۵٣שלוםя中😀,;|'\"&<>=+-@#.:/_()"
WORD = st.text(LETTERS, min_size=1, max_size=6)
CELL = st.lists(WORD, max_size=3).map(" ".join)
# The first cell is never empty: a row without anything in it is no record.
ROW = st.builds(lambda first, rest: [f"r {first}", *rest], WORD, st.lists(CELL, min_size=3, max_size=3))
TABLE = st.lists(ROW, min_size=2, max_size=6)
HEADER = ["name one", "score", "نظر", "why, then?"]


def delimited(delimiter: str, encoding: str, end: str) -> Writer:
    def write(path: Path, header: list[str], rows: Rows) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
            writer.writerows([header, *rows])

    return write


def xlsx(path: Path, header: list[str], rows: Rows) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)


def xls(path: Path, header: list[str], rows: Rows) -> None:
    written_xls(path, {"Sheet": [header, *rows]})


def ods(path: Path, header: list[str], rows: Rows) -> None:
    written_ods(path, {"Sheet": ods_rows([header, *rows])})


def parquet(path: Path, header: list[str], rows: Rows) -> None:
    pq.write_table(pa.table(dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))), path)


def json_list(path: Path, header: list[str], rows: Rows) -> None:
    path.write_text(json.dumps({"page": 1, "data": as_records(header, rows)}), "utf-8")


def json_lines(path: Path, header: list[str], rows: Rows) -> None:
    path.write_text(as_json_lines(header, rows), "utf-8")


def json_lines_gz(path: Path, header: list[str], rows: Rows) -> None:
    path.write_bytes(gzip.compress(as_json_lines(header, rows).encode()))


def csv_zip(path: Path, header: list[str], rows: Rows) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/table.csv", text.getvalue())


def statistics(write: Callable[..., None]) -> Writer:
    def written(path: Path, header: list[str], rows: Rows) -> None:
        names = [f"v{place}" for place in range(len(header))]
        write(pd.DataFrame(rows, columns=names), path, column_labels=header)

    return written


FORMATS: dict[str, Writer] = {
    **{f"csv {d!r}": delimited(d, "utf-8", "\n") for d in ",;\t|"},
    **{f"csv {e}": delimited(",", e, "\r\n") for e in ("utf-8-sig", "utf-16", "utf-16-be")},
    "file.xlsx": xlsx,
    "file.xls": xls,
    "file.ods": ods,
    "file.parquet": parquet,
    "file.json": json_list,
    "file.jsonl": json_lines,
    "file.jsonl.gz": json_lines_gz,
    "file.zip": csv_zip,
    "file.sav": statistics(pyreadstat.write_sav),
    "file.zsav": statistics(lambda *given, **more: pyreadstat.write_sav(*given, compress=True, **more)),
    "file.dta": statistics(pyreadstat.write_dta),
}


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=8, deadline=None)
@given(rows=TABLE)
def test_a_table_reads_back_equal_from_every_format(form: str, rows: Rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (form if form.startswith("file") else "file.csv")
        FORMATS[form](path, HEADER, rows)
        back = found(path)
    assert (back.table.header, back.cells, back.rejects) == (HEADER, rows, [])


SENTENCES = {
    "windows-1252": "déçu par le café, très mauvais accueil à l’hôtel – 5 € “nul”",
    "iso-8859-15": "déçu par le café, très mauvais accueil à cet hôtel, 5 € de trop",
    "mac-roman": "déçu par le café, très mauvais accueil à l’hôtel – 5 $ “nul”",
    "cp850": "Schön, aber für die Größe zu teuer und übermäßig lange gewartet",
    "windows-1250": "Bardzo miła obsługa, dziękuję, źle że nie było żadnej zniżki",
    "iso-8859-2": "Příliš žluťoučký kůň úpěl, děkuji za výborné služby, špatně",
    "windows-1251": "Очень понравилось обслуживание в магазине, долго ждали доставку",
    "iso-8859-5": "Очень понравилось обслуживание в магазине, долго ждали доставку",
    "koi8-r": "Очень понравилось обслуживание в магазине, долго ждали доставку",
    "windows-1253": "Η εξυπηρέτηση ήταν πολύ καλή και γρήγορη, ευχαριστώ πολύ",
    "windows-1254": "Müşteri hizmetleri çok ilgisizdi, ığdır şubesi kapalıydı, şaşkınım",
    "windows-1255": "השירות היה גרוע מאוד והמתנתי שעה, הכל היה בסדר גמור",
    "iso-8859-8": "השירות היה גרוע מאוד והמתנתי שעה, הכל היה בסדר גמור",
    "windows-1256": "خیلی خوب بود و پرسنل برخورد گرمی داشتند کیفیت پایین چای و قهوه",
    "iso-8859-6": "الخدمة كانت ممتازة والموظفون لطفاء جدا وتأخر الطلب كثيرا",
    "cp932": "サービスがとても良かったです。また利用したいです。待ち時間が長すぎて残念でした",
    "euc_jp": "サービスがとても良かったです。また利用したいです。待ち時間が長すぎて残念でした",
    "cp949": "서비스가 정말 좋았습니다. 다음에도 이용하고 싶어요. 기다리는 시간이 길었습니다",
    "gb18030": "服务非常好，下次还会再来，谢谢你们的帮助。等待时间太长了，希望改进一下",
    "big5": "服務非常好，下次還會再來，謝謝你們的幫助。等待時間太長了，希望改進一下",
}


@pytest.mark.parametrize("encoding", SENTENCES)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_table_reads_back_equal_from_every_encoding(encoding: str, data: st.DataObject):
    sentence = SENTENCES[encoding]
    part = st.sampled_from([word for word in sentence.split() if len(word) > 2])
    rows = [["0", sentence.encode(encoding, "ignore").decode(encoding)]]
    rows += data.draw(st.lists(st.tuples(st.just("1"), st.lists(part, max_size=4).map(" ".join)).map(list), max_size=6))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        delimited(";", encoding, "\n")(
            path, ["score", "why"], [[a, b.encode(encoding, "ignore").decode(encoding)] for a, b in rows]
        )
        back = found(path)
    assert (back.table.header, back.rejects) == (["score", "why"], [])
    assert back.cells == [[a, b.encode(encoding, "ignore").decode(encoding)] for a, b in rows]
    assert back.said
