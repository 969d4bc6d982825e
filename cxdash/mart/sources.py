"""What a mart is derived from: the live uploads with their reports, and the segments they have together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from cxdash.mart.repeats import Contents
from cxdash.mart.segments import Segments
from cxdash.vault import uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import Upload, parent_of


@dataclass(frozen=True)
class Source:
    """One live upload; `order` rises with the time of loading, and is that of the file for its repaired records."""

    home: Home
    upload: Upload
    order: int
    report: dict[str, Any]

    @property
    def segments(self) -> list[str]:
        """The names behind the file's columns seg_1 … seg_k."""
        return list(self.report.get("segments") or [])

    @property
    def several(self) -> frozenset[int]:
        """The places among `segments`, from one, of those with several choices in a cell."""
        columns = (self.report.get("mapping") or {}).get("columns") or ()
        own = (column for column in columns if column.get("role") == "segment")
        return frozenset(place for place, column in enumerate(own, 1) if column.get("multiple"))

    @property
    def metrics(self) -> list[dict[str, Any]]:
        """The metrics behind an experiment's columns m_1 … m_k."""
        return list(self.report.get("metrics") or [])

    @property
    def name(self) -> str:
        """What an experiment is called."""
        return str(self.report.get("name") or self.upload.name)

    @property
    def alike(self) -> tuple[str, str]:
        """Two sources for which this is equal may hold the same records."""
        told = [self.name, *(f"{each.get('name')}:{each.get('type')}" for each in self.metrics)]
        return self.upload.shape, "\n".join(told) if self.upload.kind == "experiment" else ""

    @property
    def contents(self) -> Contents:
        """The canonical tables as they are compared with those of other files."""
        folder = Path(self.file("records")).parent
        return Contents(
            self.upload.id, self.upload.kind, folder, self.segments, self.metrics, dict(self.upload.mapping)
        )

    def file(self, table: str) -> str:
        """The path of a canonical table."""
        path: Path = self.home.canonical(self.upload.id, table)
        return str(path)


def sources(home: Home, live: Sequence[Upload]) -> list[Source]:
    """Live uploads with their reports, the oldest first; repaired records stand with the file they are from."""
    age = {upload.id: order for order, upload in enumerate(live, 1)}
    found = [Source(home, each, age[parent_of(each.id)], uploads.report(home, each.id)) for each in live]
    return sorted(found, key=lambda source: source.order)


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
        columns = zip(self.segments.columns, self.segments.types, strict=True)
        return "".join(f", {column} {kind}" for column, kind in columns)

    def segment_values(self, source: Source, fallback: str = "") -> str:
        """The segments' part of a SELECT from the file `s` of a source (see `Segments.values`), with a comma each."""
        return "".join(f", {value}" for value in self.segments.values(source.segments, fallback, source.several))

    def next_id(self, table: str, column: str) -> int:
        """A number above all numbers of a table's column, 0 for an empty table."""
        row = self.con.execute(f"SELECT COALESCE(MAX({column}) + 1, 0) FROM {table}").fetchone()
        return int(row[0]) if row else 0


def families(found: Sequence[Source]) -> list[list[Source]]:
    """The sources, each with the records repaired later, the oldest first."""
    return [list(family) for _, family in groupby(found, key=lambda source: source.order)]
