"""Segments over all uploads: columns that mean the same have the same name, and so one column in the mart.

Where any of the files has several choices in a cell, the mart's column is a list: each choice once, in order of name.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb

from cxdash.mart import spellings
from cxdash.mart.sql import literal
from cxdash.vocabulary.choices import MARK
from cxdash.vocabulary.naming import key_of

FEW_VALUES = 24


@dataclass(frozen=True)
class Segments:
    """The segments of the mart by key, with the name the oldest upload gave each; positions count from one.

    `several` are the keys of those whose columns hold lists of choices.
    """

    names: dict[str, str]
    several: frozenset[str] = frozenset()

    @classmethod
    def of(cls, files: Iterable[Sequence[str]], several: Iterable[str] = ()) -> "Segments":
        """The segments of these files (each a list of segment names), the oldest file first.

        `several` names those that may have several choices in a cell.
        """
        names: dict[str, str] = {}
        for file in files:
            for name in file:
                names.setdefault(key_of(name), name)
        return cls(names, frozenset(map(key_of, several)))

    @property
    def columns(self) -> list[str]:
        """The mart's columns, seg_1 … seg_k."""
        return [f"seg_{position}" for position in range(1, len(self.names) + 1)]

    @property
    def types(self) -> list[str]:
        """The type of each of these columns."""
        return ["VARCHAR[]" if key in self.several else "VARCHAR" for key in self.names]

    def values(self, own: Sequence[str], fallback: str = "", several: Collection[int] = ()) -> list[str]:
        """An expression per mart column for a file `s` with the segments `own`.

        The file's own value, else that of the row of the table named `fallback`. `several` are the places in `own`,
        from one, of those with several choices in a cell.
        """
        return [
            self._value(
                [self._own(k, key, k in several) for k, name in enumerate(own, 1) if key_of(name) == key],
                f"{fallback}.{column}" if fallback else "",
                kind,
            )
            for key, column, kind in zip(self.names, self.columns, self.types, strict=True)
        ]

    def _own(self, place: int, key: str, several: bool) -> str:
        value = f"s.seg_{place}"
        if key not in self.several:
            return value
        # What a file without lists says is one choice, whatever marks stand in it.
        listed = spellings.tidied(f"string_split({value}, {literal(MARK)})") if several else f"[{value}]"
        return f"CASE WHEN {value} IS NOT NULL THEN {listed} END"

    @staticmethod
    def _value(own: list[str], fallback: str, kind: str) -> str:
        candidates = [*own, fallback] if fallback else own
        return f"COALESCE({', '.join(candidates)})" if candidates else f"CAST(NULL AS {kind})"


def describe(con: duckdb.DuckDBPyConnection, segments: Segments) -> None:
    """Write the tables `segments` (all still outside the cubes) and `segment_values` from what was loaded.

    The values of a segment with `several` choices in a cell are the choices, each counted in every cell that has it.
    """
    con.execute("CREATE TABLE segment_values(position INTEGER, value VARCHAR, n BIGINT)")
    con.execute(
        "CREATE TABLE segments(position INTEGER, name VARCHAR, key VARCHAR, distinct_values BIGINT, in_cube BOOLEAN, "
        "several BOOLEAN)"
    )
    for position, (key, name) in enumerate(segments.names.items(), 1):
        several = key in segments.several
        _count(con, position, several=several)
        if spellings.join(con, position, several=several):
            con.execute("DELETE FROM segment_values WHERE position = $position", {"position": position})
            _count(con, position, several=several)
        con.execute(
            "INSERT INTO segments SELECT $position, $name, $key, "
            "(SELECT COUNT(*) FROM segment_values WHERE position = $position), FALSE, $several",
            {"position": position, "name": name, "key": key, "several": several},
        )


def _count(con: duckdb.DuckDBPyConnection, position: int, *, several: bool) -> None:
    tables = " UNION ALL ".join(
        f"SELECT seg_{position} AS value, COUNT(*) AS n FROM {table} GROUP BY ALL" for table in spellings.TABLES
    )
    each = f"SELECT unnest(value) AS value, n FROM ({tables})" if several else tables
    con.execute(
        f"INSERT INTO segment_values SELECT $position, value, SUM(n) FROM ({each}) "
        "WHERE value IS NOT NULL GROUP BY value ORDER BY SUM(n) DESC, value",
        {"position": position},
    )
