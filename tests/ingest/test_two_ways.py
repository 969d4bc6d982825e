"""A plain file is read at once, and loads as it does when one broken line sends it the careful way."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxdash.ingest import pipeline
from cxdash.ingest.readers.delimited import SMALL
from cxdash.vault.home import Home

Document = dict[str, Any]

RECORDS = 6_000
TIMES = ("2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-07-01 12:00:00", "2023-12-31 23:59:59")


def logged(chance: random.Random, clean: bool) -> list[str]:
    """A record of a log; where it is not `clean`, anything may be missing, marked, blank or of another form."""
    cells = [
        f"i{chance.randrange(RECORDS)}",
        chance.choice([f"c{chance.randrange(900)}", "c7@"]),
        chance.choice(TIMES),
        chance.choice(["Website", "Store", "Chat"]),
        str(chance.randrange(5000)),
        chance.choice(["yes", "no"]),
    ]
    if not clean and chance.random() < 0.2:
        odd = ["", " ", "-", " Store ", "é", "3.5", "-4", "2024-02-30 10:00:00", "\t", "x\u200b"]
        cells[chance.randrange(len(cells))] = chance.choice(odd)
    return cells


LOG = {
    "kind": "interactions",
    "timezone": "Europe/Berlin",
    "columns": [
        {"source": "id", "role": "interaction_id"},
        {"source": "who", "role": "customer_id"},
        {"source": "when", "role": "time"},
        {"source": "where", "role": "touchpoint", "missing": ["-"]},
        {"source": "seconds", "role": "duration_s"},
        {"source": "solved", "role": "resolved"},
    ],
}


def answered(chance: random.Random, clean: bool) -> list[str]:
    """A response, with a quoted comment that may have line ends."""
    comment = chance.choice(["", '"good, and quick"', '"two\nlines"', '"say ""so"""', "plain"])
    cells = [f"r{chance.randrange(RECORDS)}", chance.choice(TIMES), *(str(chance.randint(1, 5)) for _ in range(3))]
    if not clean and chance.random() < 0.2:
        cells[chance.randrange(len(cells))] = chance.choice(["", "9", "n/a", "five", "2024-05-01", "۴"])
    return [*cells, chance.choice(["North", " South", "Ost"]) if not clean else "North", comment]


SURVEY = {
    "kind": "survey",
    "timezone": "Europe/Berlin",
    "columns": [
        {"source": "id", "role": "response_id"},
        {"source": "when", "role": "time"},
        *({"source": f"q{n}", "role": "score", "metric": "csat", "scale": [1, 5]} for n in (1, 2, 3)),
        {"source": "region", "role": "segment", "name": "region"},
        {"source": "said", "role": "comment"},
    ],
}


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize(("record", "mapping"), [(logged, LOG), (answered, SURVEY)])
def test_both_ways_load_the_same(
    tmp_path: Path, record: Callable[[random.Random, bool], list[str]], mapping: Document, clean: bool
) -> None:
    chance = random.Random(7)
    header = ",".join(column["source"] for column in mapping["columns"])
    lines = [",".join(record(chance, clean)) for _ in range(RECORDS)]
    while sum(map(len, lines)) < SMALL:
        lines += lines
    plain, broken = tmp_path / "plain.csv", tmp_path / "broken.csv"
    plain.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    broken.write_text("\n".join([header, *lines, "one cell", ""]), encoding="utf-8")
    at_once, one_by_one = (loaded(tmp_path / path.stem, path, mapping) for path in (plain, broken))
    assert one_by_one[0]["set_aside"] == at_once[0]["set_aside"] + 1
    same = ("loaded", "duplicates", "values_set_aside")
    assert {name: at_once[0][name] for name in same} == {name: one_by_one[0][name] for name in same}
    assert one_by_one[0]["warnings"][0].startswith("Lines with fewer cells")
    assert at_once[0]["warnings"] == one_by_one[0]["warnings"][1:]
    assert at_once[1] == one_by_one[1]


def loaded(folder: Path, path: Path, mapping: Document) -> tuple[Document, dict[str, list[Any]]]:
    """The entry of the upload and all rows of its canonical tables but what was set aside by the reader."""
    home = Home.open(folder)
    (entry,) = pipeline.load(home, path, mapping=mapping)
    tables = sorted((home.uploads / str(entry["upload"]) / "canonical").glob("*.parquet"))
    with duckdb.connect() as con:
        rows = {
            table.stem: [
                row
                for row in con.execute(
                    "SELECT * FROM read_parquet($path) ORDER BY ALL", {"path": str(table)}
                ).fetchall()
                if "one cell" not in row
            ]
            for table in tables
        }
    return entry, rows
