"""Connections that keep to their memory, and queries that end when nobody wants their answer any more."""

import time
from contextlib import closing

import duckdb
import pytest

from cxdash.errors import CxdashError
from cxdash.mart import engine
from cxdash.mart.database import open_mart
from cxdash.mart.derive import derive

ENDLESS = "SELECT SUM(a.i * b.i * c.i) FROM range(100000) a(i), range(100000) b(i), range(100000) c(i)"
MEBIBYTE = 1 << 20


def _limit(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])


def test_who_derives_has_a_memory_limit_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("CXDASH_MEMORY_LIMIT", "512MiB")
    with closing(engine.connect(tmp_path / "a.duckdb", spill_to=tmp_path / "spill", read_only=False)) as con:
        assert _limit(con) == "953.6 MiB"
    with closing(engine.connect(tmp_path / "a.duckdb", spill_to=tmp_path / "spill", read_only=True)) as con:
        assert _limit(con) == "512.0 MiB"
    monkeypatch.setenv("CXDASH_DERIVING_MEMORY_LIMIT", "256MiB")
    with closing(engine.connect(tmp_path / "b.duckdb", spill_to=tmp_path / "spill", read_only=False)) as con:
        assert _limit(con) == "256.0 MiB"


def test_a_query_nobody_waits_for_ends_soon(tmp_path):
    began = time.monotonic()
    with (
        closing(engine.connect(tmp_path / "a.duckdb", spill_to=tmp_path, read_only=False)) as con,
        pytest.raises(duckdb.InterruptException),
        engine.interruptible(con, lambda: True),
    ):
        con.execute(ENDLESS)
    assert time.monotonic() - began < 10


def test_a_query_that_is_wanted_goes_on(tmp_path):
    with (
        closing(engine.connect(tmp_path / "a.duckdb", spill_to=tmp_path, read_only=False)) as con,
        engine.interruptible(con, lambda: False),
    ):
        assert con.execute("SELECT 42").fetchall() == [(42,)]


def test_deriving_that_is_cancelled_leaves_nothing(opened):
    target = opened.mart / "target.duckdb"
    with pytest.raises(CxdashError, match="cancelled"):
        derive(opened, target, cancelled=lambda: True)
    assert list(opened.mart.glob("*.duckdb")) == []
    assert open_mart(opened, cancelled=lambda: False).ask("SELECT 1 AS one") == [{"one": 1}]
