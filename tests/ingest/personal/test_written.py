"""What is written of a file holds no personal data in its comments, and no address where a customer is meant."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxdash.ingest.convert import convert
from cxdash.ingest.personal.identities import PREFIX, pseudonym
from cxdash.ingest.raw import RawTable
from tests.ingest.converting import Converted, converted
from tests.ingest.personal.verbatims import CLEAN, LABELLED

IDS = [
    "Sara@Example.com",
    "sara@example.com ",
    "+98 912 345 6789",
    "0098-9123456789",
    "۰۹۱۲۳۴۵۶۷۸۹",
    "C-1024",
    "100045",
    "000123",
]


def salted(folder: Path, ids: list[str], salt: str | None, kind: str, columns: list[dict[str, Any]]) -> Converted:
    con = duckdb.connect(config={"threads": 1})
    con.execute('CREATE TABLE raw ("row" INTEGER, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR)')
    con.execute(
        'CREATE TABLE raw_rejects ("row" INTEGER, "column" VARCHAR, value VARCHAR, reason VARCHAR, text VARCHAR)'
    )
    con.executemany("INSERT INTO raw VALUES (?, ?, ?, ?)", [[at, each, "5", "b"] for at, each in enumerate(ids, 2)])
    folder.mkdir()
    raw = RawTable("csv", "utf-8", ["id", "score", "group"], len(ids))
    report = convert(con, raw, {"kind": kind, "columns": columns}, folder, salt=salt)
    con.close()
    return Converted(report, folder)


def test_comments_are_masked_and_counted(tmp_path: Path) -> None:
    told = ["call 0912 345 6789", "call 0912 345 6789", "all good", "a@b.co or c@d.org", None]
    rows = [(str(at), "9", text, "again a@b.co") for at, text in enumerate(told)]
    columns = [
        {"source": "id", "role": "response_id"},
        {"source": "q", "role": "score", "scale": [0, 10]},
        {"source": "why", "role": "comment"},
        {"source": "more", "role": "comment"},
    ]
    found = converted(tmp_path / "out", ["id", "q", "why", "more"], rows, columns)
    assert found.report["masked"] == {"email": 7, "phone": 2}
    assert found.column("comments", "text") == [
        "call [phone]", "call [phone]", "all good", "[e-mail] or [e-mail]", *["again [e-mail]"] * 5,
    ]  # fmt: skip
    (said,) = (each for each in found.report["warnings"] if "masked" in each["message"])
    assert said["values"] == {"n": 9, "kinds": "[e-mail], [phone]"}
    assert found.counts == (5, 5, 0, 0, 0)


def test_no_labelled_value_reaches_the_canonical_file(tmp_path: Path) -> None:
    texts = [*LABELLED, *CLEAN]
    columns = [{"source": "why", "role": "comment"}]
    found = converted(tmp_path / "out", ["why"], [(text,) for text in texts], columns)
    written = found.column("comments", "text")
    assert len(written) == len(texts)
    left = [value for text, values in LABELLED.items() for value in values if any(value in each for each in written)]
    assert len(left) <= 0.05 * len(LABELLED), left
    assert set(CLEAN) <= set(written)


def test_without_personal_data_nothing_is_said(tmp_path: Path) -> None:
    found = converted(tmp_path / "out", ["why"], [("fine",)], [{"source": "why", "role": "comment"}])
    assert found.report["masked"] == {}
    assert found.report["warnings"] == []


@pytest.mark.parametrize("kind", ["survey", "experiment"])
def test_ids_that_are_addresses_are_hashed(tmp_path: Path, kind: str) -> None:
    if kind == "survey":
        table, role = "records", "customer_id"
        columns = [{"source": "score", "role": "score", "scale": [1, 5]}]
    else:
        table, role = "units", "unit_id"
        columns = [{"source": "score", "role": "metric"}, {"source": "group", "role": "variant"}]
    ids = IDS if kind == "survey" else IDS[1:3] + IDS[4:]
    columns = [{"source": "id", "role": role}, {"source": "id", "role": "segment"}, *columns]
    found = salted(tmp_path / "out", ids, "s1", kind, columns)
    written = [row[role] for row in found.rows(table)]
    assert written == [pseudonym(each, "s1") for each in ids] == [row["seg_1"] for row in found.rows(table)]
    assert [each for each in written if not each.startswith(PREFIX)] == ["C-1024", "100045", "000123"]
    assert any("hashes" in each["message"] for each in found.report["warnings"])


def test_one_person_written_in_two_ways_is_one() -> None:
    hashed = [pseudonym(each, "s1") for each in IDS]
    assert hashed[0] == hashed[1]
    assert hashed[2] == hashed[3]
    assert pseudonym(IDS[0], "s2") != hashed[0]
    assert len(hashed[0]) == len(PREFIX) + 20


def test_without_a_salt_and_without_addresses_ids_stay(tmp_path: Path) -> None:
    columns = [{"source": "id", "role": "customer_id"}, {"source": "score", "role": "score", "scale": [1, 5]}]
    plain = salted(tmp_path / "a", IDS, None, "survey", columns)
    assert plain.column("records", "customer_id") == [each.strip() for each in IDS]
    usual = salted(tmp_path / "b", IDS[5:], "s1", "survey", columns)
    assert usual.column("records", "customer_id") == IDS[5:]
    assert usual.report["warnings"] == []
