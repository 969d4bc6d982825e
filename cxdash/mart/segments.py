"""Segments over all uploads: columns that mean the same have the same name, and so one column in the mart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from cxdash.mart import spellings

FEW_VALUES = 24


def segment_key(name: str) -> str:
    """How segment names are compared: case, spaces and punctuation do not count."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_") or name.casefold()


@dataclass(frozen=True)
class Segments:
    """The segments of the mart by key, with the name the oldest upload gave each; positions count from one."""

    names: dict[str, str]

    @classmethod
    def of(cls, files: Iterable[Sequence[str]]) -> "Segments":
        """The segments of these files (each a list of segment names), the oldest file first."""
        names: dict[str, str] = {}
        for file in files:
            for name in file:
                names.setdefault(segment_key(name), name)
        return cls(names)

    @property
    def columns(self) -> list[str]:
        """The mart's columns, seg_1 … seg_k."""
        return [f"seg_{position}" for position in range(1, len(self.names) + 1)]

    def values(self, own: Sequence[str], fallback: str = "") -> list[str]:
        """An expression per mart column for a file `s` with the segments `own`.

        The file's own value, else that of the row of the table named `fallback`.
        """
        return [
            self._value([f"s.seg_{k}" for k, name in enumerate(own, 1) if segment_key(name) == key], column, fallback)
            for key, column in zip(self.names, self.columns, strict=True)
        ]

    @staticmethod
    def _value(own: list[str], column: str, fallback: str) -> str:
        candidates = [*own, f"{fallback}.{column}"] if fallback else own
        return f"COALESCE({', '.join(candidates)})" if candidates else "CAST(NULL AS VARCHAR)"


def describe(con: duckdb.DuckDBPyConnection, segments: Segments) -> None:
    """Write the tables `segments` (all still outside the cubes) and `segment_values` from what was loaded."""
    con.execute("CREATE TABLE segment_values(position INTEGER, value VARCHAR, n BIGINT)")
    con.execute(
        "CREATE TABLE segments(position INTEGER, name VARCHAR, key VARCHAR, distinct_values BIGINT, in_cube BOOLEAN)"
    )
    for position, (key, name) in enumerate(segments.names.items(), 1):
        tables = " UNION ALL ".join(
            f"SELECT seg_{position} AS value, COUNT(*) AS n FROM {table} GROUP BY ALL" for table in spellings.TABLES
        )
        con.execute(
            f"INSERT INTO segment_values SELECT $position, value, SUM(n) FROM ({tables}) "
            "WHERE value IS NOT NULL GROUP BY value ORDER BY SUM(n) DESC, value",
            {"position": position},
        )
        spellings.join(con, position)
        con.execute(
            "INSERT INTO segments SELECT $position, $name, $key, "
            "(SELECT COUNT(*) FROM segment_values WHERE position = $position), FALSE",
            {"position": position, "name": name, "key": key},
        )
