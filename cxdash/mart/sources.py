"""What a mart is derived from: the live uploads with their reports, and what a newer upload replaced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cxdash.mart.segments import Segments
from cxdash.vault import uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import Upload


@dataclass(frozen=True)
class Source:
    """One live upload; `order` rises with the time of loading."""

    home: Home
    upload: Upload
    order: int
    report: dict[str, Any]

    @property
    def segments(self) -> list[str]:
        """The names behind the file's columns seg_1 … seg_k."""
        return list(self.report.get("segments") or [])

    def file(self, table: str) -> str:
        """The path of a canonical table."""
        path: Path = self.home.canonical(self.upload.id, table)
        return str(path)


def sources(home: Home, live: Sequence[Upload]) -> list[Source]:
    """Live uploads (the oldest first) with their reports."""
    return [Source(home, upload, order, uploads.report(home, upload.id)) for order, upload in enumerate(live, 1)]


@dataclass(frozen=True)
class Build:
    """A mart being derived: the connection, its sources and its segments."""

    con: duckdb.DuckDBPyConnection
    sources: list[Source]
    segments: Segments

    def of(self, kind: str) -> Iterator[Source]:
        """The sources of one kind, the oldest first."""
        return (source for source in self.sources if source.upload.kind == kind)

    def segment_columns(self) -> str:
        """The segments' part of a CREATE TABLE, with a comma before each."""
        return "".join(f", {column} VARCHAR" for column in self.segments.columns)

    def next_id(self, table: str, column: str) -> int:
        """A number above all numbers of a table's column, 0 for an empty table."""
        row = self.con.execute(f"SELECT COALESCE(MAX({column}) + 1, 0) FROM {table}").fetchone()
        return int(row[0]) if row else 0


def find_replaced(build: Build, kind: str, table: str, key: str) -> None:
    """Fill a temporary table replaced(upload, row): records that a newer file of the same shape brought again.

    Only files that share their shape with another live file are compared; records without a `key` are never replaced.
    """
    build.con.execute("CREATE OR REPLACE TEMP TABLE replaced(upload VARCHAR, row BIGINT)")
    shapes: dict[str, list[Source]] = {}
    for source in build.of(kind):
        shapes.setdefault(source.upload.shape, []).append(source)
    for alike in shapes.values():
        if len(alike) > 1:
            _replace(build.con, alike, table, key)


def _replace(con: duckdb.DuckDBPyConnection, alike: list[Source], table: str, key: str) -> None:
    values: dict[str, object] = {}
    parts = []
    for number, source in enumerate(alike):
        values |= {f"upload_{number}": source.upload.id, f"path_{number}": source.file(table)}
        parts.append(
            f'SELECT {number} AS age, $upload_{number} AS upload, "row", {key} AS key FROM read_parquet($path_{number})'
        )
    con.execute(
        f'INSERT INTO replaced SELECT upload, "row" FROM ({" UNION ALL ".join(parts)}) WHERE key IS NOT NULL '
        "QUALIFY age < MAX(age) OVER (PARTITION BY key)",
        values,
    )
