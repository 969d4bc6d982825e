"""Canonical uploads written by hand: what ingest would hand over, from rows in the test."""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest

from cxdash.vault import uploads
from cxdash.vault.home import Home

TABLES = {
    "survey": {
        "records": "row INTEGER, response_id VARCHAR, customer_id VARCHAR, at TIMESTAMP, channel VARCHAR, "
        "weight DOUBLE, complete BOOLEAN",
        "questions": "question INTEGER, touchpoint VARCHAR, stage VARCHAR, metric VARCHAR, scale_low DOUBLE, "
        "scale_high DOUBLE, direction VARCHAR, source VARCHAR",
        "responses": "row INTEGER, question INTEGER, score DOUBLE",
        "comments": "row INTEGER, touchpoint VARCHAR, text VARCHAR",
    },
    "interactions": {
        "interactions": "row INTEGER, interaction_id VARCHAR, customer_id VARCHAR, at TIMESTAMP, touchpoint VARCHAR, "
        "stage VARCHAR, channel VARCHAR, outcome VARCHAR, duration_s DOUBLE, wait_s DOUBLE, resolved BOOLEAN, "
        "value DOUBLE, agent VARCHAR",
    },
    "customers": {
        "customers": "row INTEGER, customer_id VARCHAR, first_seen TIMESTAMP, last_seen TIMESTAMP, churned BOOLEAN, "
        "value DOUBLE",
    },
    "experiment": {
        "units": "row INTEGER, unit_id VARCHAR, customer_id VARCHAR, variant VARCHAR, at TIMESTAMP",
    },
}
SEGMENTED = ("records", "interactions", "customers", "units")
Rows = Iterable[Mapping[str, Any]]


def write_table(path: Path, columns: str, rows: Rows) -> None:
    """A Parquet file of these typed columns; what a row does not name is NULL."""
    typed = [column.strip().split(" ") for column in columns.split(",")]
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t({', '.join(f'{chr(34)}{name}{chr(34)} {kind}' for name, kind in typed)})")
    rows = list(rows)
    assert {name for row in rows for name in row} <= {name for name, _ in typed}
    if rows:
        con.register("given", pyarrow.table({name: [row.get(name) for row in rows] for name, _ in typed}))
        con.execute("INSERT INTO t FROM given")
    con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    con.close()


class Loader:
    """Commits canonical uploads to a home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._numbers = count()

    def __call__(
        self,
        kind: str,
        *,
        segments: Iterable[str] = (),
        several: Collection[str] = (),
        metrics: Iterable[Mapping[str, Any]] = (),
        shape: str = "",
        name: str = "a file",
        **tables: Rows,
    ) -> str:
        number, segments, metrics = next(self._numbers), list(segments), list(metrics)
        staging = uploads.stage(self.home)
        canonical = staging / "canonical"
        canonical.mkdir()
        (staging / "raw").mkdir()
        (staging / "raw" / "file.csv").write_text(str(number))
        extra = "".join(f", seg_{k} VARCHAR" for k in range(1, len(segments) + 1))
        measured = "".join(f", {column} DOUBLE" for column in sorted({c for m in metrics for c in _columns(m)}))
        for table, columns in TABLES[kind].items():
            more = (extra if table in SEGMENTED else "") + (measured if table == "units" else "")
            write_table(canonical / f"{table}.parquet", columns + more, tables.get(table, ()))
        columns = [
            {"role": "segment", "name": own, **({"multiple": ";"} if own in several else {})} for own in segments
        ]
        report = {"segments": segments, "metrics": metrics, "name": name, "mapping": {"columns": columns}}
        (staging / "report.json").write_text(json.dumps(report))
        return uploads.commit(self.home, staging, described(kind, number, name, shape or f"shape {number}"))


def _columns(metric: Mapping[str, Any]) -> list[str]:
    named = (metric.get("column"), metric.get("numerator"), metric.get("denominator"))
    return [column for column in named if column and column.startswith("m_")]


def described(kind: str, number: int, name: str, shape: str) -> uploads.NewUpload:
    return uploads.NewUpload(
        name=name,
        kind=kind,
        format="csv",
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        bytes=1,
        read=3,
        loaded=3,
        set_aside=0,
        duplicates=0,
        values_set_aside=0,
        mapping={"kind": kind},
        shape=shape,
    )


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data folder whose ledger is current, to be copied and never opened again."""
    folder = tmp_path_factory.mktemp("empty") / "home"
    Home.open(folder).ledger.close()
    return folder


@pytest.fixture
def opened(home: Path, empty: Path) -> Home:
    """An open, empty data folder."""
    shutil.copytree(empty, home, dirs_exist_ok=True)
    return Home.open(home)


@pytest.fixture
def load(opened: Home) -> Loader:
    """Commits canonical uploads to the data folder."""
    return Loader(opened)


QUESTION = {"question": 0, "touchpoint": "Check-in", "metric": "csat", "scale_low": 1, "scale_high": 5}


@pytest.fixture
def survey(load: Loader) -> Callable[..., str]:
    """Loads a survey of one question from {response_id: score}."""

    def put(scores: Mapping[str, float], **more: Any) -> str:
        more.setdefault("records", [{"row": row, "response_id": key} for row, key in enumerate(scores, 2)])
        responses = [{"row": row, "question": 0, "score": score} for row, score in enumerate(scores.values(), 2)]
        more.setdefault("questions", [{**QUESTION, "direction": "high_is_good", "source": "How was check-in?"}])
        return load("survey", responses=responses, **more)

    return put


@pytest.fixture
def answers(survey: Callable[..., str]) -> str:
    """A survey whose mart has some body to damage."""
    return survey({f"r{k}": 1 + k % 5 for k in range(500)})
