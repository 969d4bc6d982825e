"""The mart does nothing but answer: no file, no setting, no second statement."""

import duckdb
import pytest

from cxdash.errors import CxdashError
from cxdash.mart.database import open_mart
from cxdash.mart.sql import identifier

TOTAL = "SELECT SUM(score) AS total, COUNT(*) AS n FROM answers"


@pytest.mark.parametrize("name", ["plain", 'a"b', '"; DROP TABLE x; --', "", "שם"])
def test_a_quoted_name_is_that_name(name):
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t({identifier('x' + name)} INTEGER)")
    assert con.execute("FROM t").description[0][0] == "x" + name


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{home}/ledger.sqlite')",
        "SELECT * FROM '{home}/vault/uploads/{upload}/canonical/records.parquet'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM sqlite_scan('{home}/ledger.sqlite', 'uploads')",
        "COPY records TO '{home}/out.csv'",
        "COPY (SELECT 1) TO '/tmp/out.parquet'",
        "EXPORT DATABASE '{home}/out'",
        "ATTACH ':memory:' AS other",
        "ATTACH '{home}/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "RESET memory_limit",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "INSERT INTO records(record) VALUES (1)",
        "DROP TABLE records",
        "DELETE FROM records",
        "CREATE TABLE evil AS SELECT 1",
        "CREATE TEMP TABLE evil AS SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE records",
        "",
        "SELECT nothing FROM nowhere",
        "SELEC 1",
    ],
)
def test_the_mart_does_nothing_but_answer(opened, answers, sql):
    mart, before = open_mart(opened), sorted(opened.path.rglob("*.*"))
    with pytest.raises(CxdashError):
        mart.ask(sql.format(home=opened.path, upload=answers))
    assert sorted(opened.path.rglob("*.*")) == before
    assert mart.ask(TOTAL) == [{"total": 1500, "n": 500}]


def test_no_python_variable_is_read(opened, answers):
    secret = duckdb.sql("SELECT 42 AS answer").df()
    with pytest.raises(CxdashError):
        open_mart(opened).ask("SELECT * FROM secret")
    assert secret.answer[0] == 42
