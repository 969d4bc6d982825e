"""What a mart is derived from: the live uploads with their reports, and what a newer upload replaced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from cxdash.mart import repeats
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
        return "".join(f", {column} VARCHAR" for column in self.segments.columns)

    def next_id(self, table: str, column: str) -> int:
        """A number above all numbers of a table's column, 0 for an empty table."""
        row = self.con.execute(f"SELECT COALESCE(MAX({column}) + 1, 0) FROM {table}").fetchone()
        return int(row[0]) if row else 0


def families(found: Sequence[Source]) -> list[list[Source]]:
    """The sources, each with the records repaired later, the oldest first."""
    return [list(family) for _, family in groupby(found, key=lambda source: source.order)]


def find_replaced(build: Build, kind: str) -> None:
    """Fill a temporary table replaced(upload, row): records that a newer file of the same shape brought again.

    Only files that share their shape with another live file are compared.
    """
    build.con.execute("CREATE OR REPLACE TEMP TABLE replaced(upload VARCHAR, row BIGINT)")
    shapes: dict[tuple[str, str], list[Source]] = {}
    for source in build.of(kind):
        shapes.setdefault(source.alike, []).append(source)
    for alike in map(families, shapes.values()):
        if len(alike) > 1:
            _replace(build.con, [[source.contents for source in family] for family in alike])


def _replace(con: duckdb.DuckDBPyConnection, alike: list[list[Contents]]) -> None:
    identified = [repeats.identify(con, f"ids_{age}", family) for age, family in enumerate(alike)]
    listed = " UNION ALL ".join(f"SELECT {age} AS age, * FROM ids_{age}" for age in range(len(alike)))
    con.execute(
        f"INSERT INTO replaced SELECT file, row FROM ({listed}) QUALIFY age < MAX(age) OVER (PARTITION BY key, about)"
    )
    for age in range(len(alike)):
        con.execute(f"DROP TABLE ids_{age}")
    unnamed = [family for family, has_ids in zip(alike, identified, strict=True) if not has_ids]
    if len(unnamed) > 1 and unnamed[0][0].kind in repeats.HAVE_MOMENTS:
        _replace_by_content(con, unnamed)


def _replace_by_content(con: duckdb.DuckDBPyConnection, alike: list[list[Contents]]) -> None:
    pairs = [
        (older, newer)
        for newer in range(len(alike))
        for older in range(newer)
        if repeats.may_overlap(con, alike[older], alike[newer])
    ]
    concerned = sorted({age for pair in pairs for age in pair})
    segments = Segments.of(file.segments for family in alike for file in family)
    for age in concerned:
        repeats.fill(con, f"content_{age}", alike[age], segments)
    for older, newer in pairs:
        if repeats.is_repeated(con, f"content_{older}", f"content_{newer}"):
            con.execute(
                f"INSERT INTO replaced SELECT file, row FROM {repeats.numbered(f'content_{older}')} "
                f"SEMI JOIN {repeats.numbered(f'content_{newer}')} USING (content, nth)"
            )
    for age in concerned:
        con.execute(f"DROP TABLE content_{age}")
