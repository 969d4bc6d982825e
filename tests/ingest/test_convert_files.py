"""Real files through recognition and conversion: the canonical Parquet gives the numbers known of them."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxdash.ingest.convert import convert
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import connect
from cxdash.ingest.readers import read
from cxdash.ingest.recognise import recognise

Asked = Callable[[str], list[tuple[Any, ...]]]
Convert = Callable[[str], tuple[dict[str, Any], Asked]]


@pytest.fixture
def load(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Convert:
    """Convert a file of the reference data as it is recognised; the report, and a way to ask its Parquet files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def loaded(name: str) -> tuple[dict[str, Any], Asked]:
        path = _unpacked(shared / "data" / name, tmp_path)
        out = tmp_path / "canonical"
        out.mkdir()
        con = connect(tmp_path, Limits(), path.parent, out)
        raw = read(con, path, path.name, Limits())
        report = convert(con, raw, recognise(con, raw, path.name)["mapping"], out)
        con.close()

        def ask(sql: str) -> list[tuple[Any, ...]]:
            with duckdb.connect() as asking:
                for table in out.glob("*.parquet"):
                    asking.execute(f"CREATE VIEW {table.stem} AS FROM read_parquet('{table}')")
                return asking.execute(sql).fetchall()

        return report, ask

    return loaded


def _unpacked(path: Path, folder: Path) -> Path:
    if path.suffix != ".zip":
        return path
    with zipfile.ZipFile(path) as archive:
        return Path(
            archive.extract(next(n for n in archive.namelist() if n.endswith(".csv") and "MACOSX" not in n), folder)
        )


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[key] for key in ("read", "loaded", "set_aside", "duplicates"))


def segment(report: dict[str, Any], name: str) -> str:
    return f"seg_{report['segments'].index(name) + 1}"


def test_airline(load: Convert) -> None:
    report, ask = load("airline_satisfaction/airline_passenger_satisfaction.zip")
    assert counts(report) == (129880, 129880, 0, 0)
    rated = ask(
        """SELECT q.source, count(*), round(avg(score), 6), round(100 * avg((score >= 4)::INT), 4)
           FROM responses r JOIN questions q USING (question) WHERE q.scale_high = 5 GROUP BY ALL ORDER BY 3"""
    )
    assert len(rated) == 14
    assert rated[0] == ("In-flight Wifi Service", 129880 - 3916, 2.813526, 31.0652)
    assert rated[-1] == ("In-flight Service", 129880 - 5, 3.642333, 62.6672)
    by_class = ask(
        f"""SELECT {segment(report, "class")}, count(*), sum(score)::INT FROM responses JOIN records USING ("row")
            JOIN questions USING (question) WHERE scale_high = 1 GROUP BY ALL ORDER BY 1"""
    )
    assert by_class == [("Business", 62160, 43166), ("Economy", 58309, 10943), ("Economy Plus", 9411, 2319)]
    assert ask(
        'SELECT bool_and("row" = place + 1) FROM (SELECT "row", row_number() OVER () AS place FROM records)'
    ) == [(True,)]


def test_landing_page(load: Convert) -> None:
    report, ask = load("ab_landing_page/ab_data.csv.zip")
    assert counts(report) == (294478, 290584, 3893, 1)
    assert ask("SELECT variant, sum(m_1)::INT, count(*) FROM units GROUP BY ALL ORDER BY 1") == [
        ("control", 17489, 145274),
        ("treatment", 17264, 145310),
    ]
    ((first, last),) = ask('SELECT min("at")::VARCHAR, max("at")::VARCHAR FROM units')
    assert (first, last) == ("2017-01-02 13:42:05.378582", "2017-01-24 13:41:54.460509")


def test_cookie_cats(load: Convert) -> None:
    report, ask = load("ab_cookie_cats/cookie_cats.csv")
    assert counts(report) == (90189, 90189, 0, 0)
    column = {metric["name"]: metric["column"] for metric in report["metrics"]}
    asked = ", ".join(f"sum({column[name]})::INT" for name in ("retention_1", "retention_7"))
    assert ask(f"SELECT variant, count(*), {asked} FROM units GROUP BY ALL ORDER BY 1") == [
        ("gate_30", 44700, 20034, 8502),
        ("gate_40", 45489, 20119, 8279),
    ]


def test_olist(load: Convert) -> None:
    report, ask = load("olist/olist_classified_public_dataset.csv")
    assert counts(report) == (3584, 3584, 0, 0)
    status = segment(report, "order_status")
    assert ask("SELECT score::INT, count(*) FROM responses GROUP BY ALL ORDER BY 1") == [
        (1, 867), (2, 216), (3, 332), (4, 514), (5, 1655)
    ]  # fmt: skip
    by_status = f'SELECT {status}, round(avg(score), 6) FROM responses JOIN records USING ("row") GROUP BY 1 ORDER BY 1'
    assert ask(by_status) == [
        ("canceled", 1.32), ("delivered", 3.592155), ("invoiced", 1.416667), ("processing", 1.15), ("shipped", 1.708333)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "events", "customers", "touchpoints", "first", "last"),
    [
        ("bpic2012", 262200, 13087, 24, "2011-09-30 22:38:44.546", "2012-03-14 15:04:54.681"),
        ("helpdesk", 21348, 4580, 14, None, None),
    ],
)
def test_process_logs(
    load: Convert, name: str, events: int, customers: int, touchpoints: int, first: str | None, last: str | None
) -> None:
    report, ask = load(f"process_logs/{name}.parquet")
    assert counts(report) == (events, events, 0, 0)
    (found,) = ask(
        """SELECT count(*), count(DISTINCT customer_id), count(DISTINCT touchpoint),
                  min("at")::VARCHAR, max("at")::VARCHAR FROM interactions"""
    )
    assert found[:3] == (events, customers, touchpoints)
    assert first is None or found[3:] == (first, last)
