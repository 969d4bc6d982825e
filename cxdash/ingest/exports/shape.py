"""What every known export is made of: a look at the table as it was read, a plan for its columns, and the rewriting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import duckdb

from cxdash.ingest.dialect import DUPLICATE, UNNAMED
from cxdash.ingest.mapping import source_names
from cxdash.ingest.raw import Known, Notice, RawTable, count_records, moment_of, names
from cxdash.ingest.roles import Kind
from cxdash.vocabulary.synonyms import words

ROWS_SEEN = 6
"""Records at the top of the table that a look shows: no tool writes more header rows than half of these."""

Entry = dict[str, Any]
"""An entry of the mapping document without its source."""

IGNORE: tuple[Entry, ...] = ({"role": "ignore"},)
SAMPLE = 20_000
"""Rows from which is told how a tool writes lists."""

BLANK = "nullif(trim({cell}), '')"


@dataclass(frozen=True)
class Look:
    """The table before anything is done to it: `header` as in the file, `rows` the first records, blank cells "".

    `numbers` are the row numbers of these records in the file.
    """

    con: duckdb.DuckDBPyConnection
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]

    @cached_property
    def names(self) -> list[str]:
        """The header in words: "Start Date (UTC)" is "start date utc"."""
        return [words(name) for name in self.header]

    def has(self, *wanted: str) -> int:
        """How many of these names (in words) stand in the header."""
        return len(set(wanted) & set(self.names))

    def place(self, *wanted: str) -> int | None:
        """The place of the first of these names that stands in the header, the earlier name first."""
        return next((self.names.index(name) for name in wanted if name in self.names), None)

    def filled(self, place: int, *, without_rows: int = 0) -> int:
        """How many records say something in the column at a place, apart from the first `without_rows`."""
        (found,) = self.ask(f"SELECT count({blank(place)}) FROM raw WHERE {self.below(without_rows)}")
        return int(found)

    def below(self, header_rows: int) -> str:
        """The condition for the records under so many more header rows."""
        return f'"row" > {self.numbers[header_rows - 1]}' if header_rows else "true"

    def sample(self, header_rows: int) -> str:
        """The condition for the first records under so many more header rows, enough to see how they are written."""
        last = self.numbers[0] + SAMPLE if self.numbers else 0
        return f'{self.below(header_rows)} AND "row" <= {last}'

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> tuple[Any, ...]:
        """The first record of a query over `raw`."""
        found = self.con.execute(query, dict(parameters or {})).fetchone()
        return tuple(found) if found else ()


@dataclass(frozen=True)
class Planned:
    """A column as it will be: its name, the SQL over `raw` that fills it, and what is known of its meaning.

    `entries` are mapping entries with a role; those of roles that the file's kind does not have are passed over.
    `given` holds keys that are true whatever role is found (touchpoint, metric, name, …). `rated` says that the tool
    asks a closed question here, so that numbers and ordered words are answers even where the name says nothing.
    """

    name: str
    sql: str
    entries: tuple[Entry, ...] = ()
    given: Entry = field(default_factory=dict)
    rated: bool = False


@dataclass(frozen=True)
class Plan:
    """What an export makes of a table. `header_rows` records at the top and the rows in `footers` are no records.

    `nothing` are words that stand for "no answer" in this tool; `timezone` is that of times without an offset; `ids`
    are what the tool calls the question of a column, by its place in the file as it came.
    """

    columns: Sequence[Planned]
    kind: Kind | None = None
    header_rows: int = 0
    footers: tuple[int, ...] = ()
    timezone: str | None = None
    constants: dict[str, str] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    ids: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Export:
    """A known export: how surely a table is one (0 to 1, by its structure alone), and the plan for it."""

    name: str
    evidence: Callable[[Look], float]
    plan: Callable[[Look], Plan]


@dataclass(frozen=True)
class Hints:
    """What an export knows of the columns, by source name; recognition prefers it to its own guesses."""

    kind: Kind | None = None
    timezone: str | None = None
    constants: dict[str, str] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    given: dict[str, Entry] = field(default_factory=dict)
    rated: frozenset[str] = frozenset()


def look(con: duckdb.DuckDBPyConnection, raw: RawTable) -> Look:
    """A look at the table `raw`."""
    columns = ", ".join(f"coalesce(trim({name}), '')" for name in names(len(raw.header)))
    # Ordering all of a long table to see its beginning would cost more than reading it.
    (first,) = con.execute('SELECT min("row") FROM raw').fetchone() or (None,)
    found = con.execute(
        f'SELECT "row", {columns} FROM raw WHERE "row" < $end ORDER BY "row" LIMIT {ROWS_SEEN}',
        {"end": (first or 0) + SAMPLE},
    ).fetchall()
    return Look(con, list(raw.header), [list(cells) for _, *cells in found], [int(row) for row, *_ in found])


def rewrite(seen: Look, raw: RawTable, name: str, plan: Plan) -> tuple[RawTable, Hints]:
    """Make `raw` what the plan says, and describe it; the table as it was read stays as `raw_as_read`."""
    con = seen.con
    if _changes(plan, raw):
        _take_out_footers(con, plan)
        where = _records(seen, plan)
        _put_aside(con)
        listed = ", ".join([*_listed(plan), *_moments(con, plan)])
        con.execute(f'CREATE VIEW raw AS SELECT "row", {listed} FROM raw_as_read WHERE {where}')
    header = [column.name for column in plan.columns]
    # The plan has named every column: what the reader said of names is no longer true.
    kept = [each for each in raw.warnings if each["message"] not in (UNNAMED, DUPLICATE)]
    found = replace(raw, format=name, header=header, records=count_records(con), warnings=[*kept, *plan.notices])
    return replace(found, ids=_ids(plan, header), known=Known()), _hints(plan, header)


def _listed(plan: Plan) -> list[str]:
    return [f"{column.sql} AS {cell(place)}" for place, column in enumerate(plan.columns)]


def _moments(con: duckdb.DuckDBPyConnection, plan: Plan) -> list[str]:
    """The moments that a reader left beside columns that stand as they came."""
    there = set(con.table("raw_as_read").columns)
    known = [(moment_of(column.sql), place) for place, column in enumerate(plan.columns)]
    return [f"{moment} AS {moment_of(cell(place))}" for moment, place in known if moment in there]


def _ids(plan: Plan, header: list[str]) -> dict[str, str]:
    """The ids of the columns that stand as they came, by source name."""
    known = {cell(place): identity for place, identity in plan.ids.items()}
    planned = zip(source_names(header), plan.columns, strict=True)
    return {source: known[column.sql] for source, column in planned if column.sql in known}


def cell(place: int) -> str:
    """The raw column at a place that counts from 0."""
    return f"c{place + 1}"


def blank(place: int) -> str:
    """The raw column at a place, NULL where it is blank."""
    return BLANK.format(cell=cell(place))


def as_is(look: Look) -> list[Planned]:
    """Every column as it stands."""
    return [Planned(name, cell(place)) for place, name in enumerate(look.header)]


def by_name(look: Look, known: Mapping[str, tuple[Entry, ...]]) -> list[Planned]:
    """Every column as it stands, with the entries known for its name (in words)."""
    return [Planned(name, cell(place), known.get(look.names[place], ())) for place, name in enumerate(look.header)]


def in_seconds(place: int, seconds: int) -> str:
    """The SQL of a column of minutes (60) or hours (3600) as seconds; what is no number stays as it is."""
    number = f"TRY_CAST(replace(trim({cell(place)}), ',', '.') AS DOUBLE)"
    return f"coalesce(({number} * {seconds})::VARCHAR, {cell(place)})"


def typical(look: Look, needed: Sequence[str], usual: Sequence[str] = ()) -> float:
    """Evidence by names in words: 0 unless all of `needed` are there, 0.7 then, up to 1 with those that are usual."""
    if look.has(*needed) < len(set(needed)):
        return 0.0
    return 0.7 + (0.3 * look.has(*usual) / len(set(usual)) if usual else 0.0)


def _changes(plan: Plan, raw: RawTable) -> bool:
    same = [column.sql for column in plan.columns] == names(len(raw.header))
    return bool(plan.header_rows or plan.footers or not same)


def _take_out_footers(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    if plan.footers:
        con.execute('DELETE FROM raw_rejects WHERE "row" IN (SELECT unnest($rows))', {"rows": list(plan.footers)})


def _records(seen: Look, plan: Plan) -> str:
    """The condition for the rows of `raw` that are records."""
    conditions = [seen.below(plan.header_rows)]
    if plan.footers:
        conditions.append(f'"row" NOT IN ({", ".join(str(int(row)) for row in plan.footers)})')
    return " AND ".join(conditions)


def _put_aside(con: duckdb.DuckDBPyConnection) -> None:
    """Rename `raw`, which is a table or a view, depending on who read it."""
    found = con.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = 'raw'").fetchone()
    con.execute(f"ALTER {'VIEW' if found and found[0] else 'TABLE'} raw RENAME TO raw_as_read")


def _hints(plan: Plan, header: list[str]) -> Hints:
    sources = source_names(header)
    planned = list(zip(sources, plan.columns, strict=True))
    return Hints(
        kind=plan.kind,
        timezone=plan.timezone,
        constants=dict(plan.constants),
        nothing=plan.nothing,
        entries={source: column.entries for source, column in planned if column.entries},
        given={source: column.given for source, column in planned if column.given},
        rated=frozenset(source for source, column in planned if column.rated),
    )
