"""The records that repeat another's keys are the same, however many there are and however they are looked for."""

import random

import duckdb
import pytest

from cxdash.ingest.convert import repeated


@pytest.mark.parametrize("at_once", [1 << 24, 50], ids=["whole", "in parts"])
@pytest.mark.parametrize("few", [100_000, 0], ids=["looked up", "grouped"])
@pytest.mark.parametrize("keep", ["min", "max"])
def test_all_but_one_of_every_repeated_key(monkeypatch: pytest.MonkeyPatch, at_once: int, few: int, keep: str) -> None:
    monkeypatch.setattr(repeated, "AT_ONCE", at_once)
    monkeypatch.setattr(repeated, "FEW", few)
    chance = random.Random(7)
    rows = [(row, chance.choice([None, *"abcdefgh"]), chance.choice([None, *"xyz"])) for row in range(2, 300)]
    rows += [(row, str(row), None) for row in range(300, 600)]
    order = rows if keep == "min" else rows[::-1]
    kept = {(key, about): row for row, key, about in reversed(order)}
    expected = sorted(row for row, key, about in rows if key is not None and kept[key, about] != row)
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute('CREATE TABLE typed ("row" INTEGER, key VARCHAR, about VARCHAR)')
        con.executemany("INSERT INTO typed VALUES (?, ?, ?)", rows)
        found = con.execute(repeated.repeated(con, ("key", "about"), keep)).fetchall()
    assert sorted(row for (row,) in found) == expected
    assert len(expected) > 200


def test_nothing_is_repeated_without_keys_or_where_all_differ() -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute('CREATE TABLE typed AS SELECT 2 AS "row", NULL::VARCHAR AS key UNION ALL SELECT 3, NULL')
        assert con.execute(repeated.repeated(con, (), "min")).fetchall() == []
        assert con.execute(repeated.repeated(con, ("key",), "min")).fetchall() == []
