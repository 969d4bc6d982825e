"""Small tables through the conversion, without a file: rows of text in, canonical tables out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cxdash.ingest.convert import convert
from cxdash.ingest.raw import RawTable

Cell = str | None


@dataclass(frozen=True)
class Converted:
    """A report, and the canonical tables as lists of dicts by column."""

    report: dict[str, Any]
    folder: Path

    def rows(self, table: str) -> list[dict[str, Any]]:
        with duckdb.connect() as con:
            found = con.execute("SELECT * FROM read_parquet($path)", {"path": str(self.folder / f"{table}.parquet")})
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def column(self, table: str, name: str) -> list[Any]:
        return [row[name] for row in self.rows(table)]

    def rejects(self) -> list[tuple[Any, ...]]:
        """(row, column, value, reason, level) of everything set aside, in order."""
        keys = ("row", "column", "value", "reason", "level")
        return [tuple(row[key] for key in keys) for row in self.rows("rejects")]

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        return tuple(self.report[key] for key in ("read", "loaded", "set_aside", "duplicates", "values_set_aside"))


def converted(
    folder: Path,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    columns: Sequence[dict[str, Any]],
    *,
    kind: str = "survey",
    unreadable: Sequence[int] = (),
    **mapping: Any,
) -> Converted:
    """Convert records that stand in rows 2, 3, … of a file; `unreadable` are rows that were no records at all."""
    con = duckdb.connect(config={"threads": 1})
    places = ", ".join(f"c{place} VARCHAR" for place in range(1, len(header) + 1))
    con.execute(f'CREATE TABLE raw ("row" INTEGER, {places})')
    con.execute(
        'CREATE TABLE raw_rejects ("row" INTEGER, "column" VARCHAR, value VARCHAR, reason VARCHAR, text VARCHAR)'
    )
    if rows:
        marks = ", ".join("?" for _ in range(len(header) + 1))
        con.executemany(f"INSERT INTO raw VALUES ({marks})", [[at, *row] for at, row in enumerate(rows, start=2)])
    for row in unreadable:
        con.execute("INSERT INTO raw_rejects VALUES (?, NULL, NULL, 'fewer cells than the header', 'a')", [row])
    raw = RawTable("csv", "utf-8", list(header), len(rows) + len(set(unreadable)))
    folder.mkdir(parents=True, exist_ok=True)
    report = convert(con, raw, {"kind": kind, "columns": list(columns), **mapping}, folder)
    con.close()
    return Converted(report, folder)


def scores(folder: Path, cells: Sequence[Cell], **column: Any) -> Converted:
    """One column of scores, one record per cell, with an id that keeps every record."""
    rows = [(f"r{place}", cell, "said") for place, cell in enumerate(cells)]
    columns = [
        {"source": "id", "role": "response_id"},
        {"source": "q", "role": "score", **({"scale": [0, 10]} | column)},
        {"source": "why", "role": "comment"},
    ]
    return converted(folder, ["id", "q", "why"], rows, columns)
