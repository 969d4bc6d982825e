"""The file as SQL expressions: what each role of the mapping reads from the table `raw`."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert import clocks_apart, durations, times, values
from cxdash.ingest.convert.readings import needs_scale, reading_of, scale_found
from cxdash.ingest.convert.values import Reading
from cxdash.ingest.mapping import Column, Mapping, column_ids
from cxdash.ingest.raw import Notice, RawTable, moment_of, notice
from cxdash.ingest.roles import TIME_ROLES
from cxdash.locale import N_
from cxdash.mart.sql import literal
from cxdash.vocabulary.choices import MARK

SCALE_FROM_DATA = N_("The scale of “{column}” was taken from its values: {low} to {high}.")

# Texts with about as many values as rows: looking at the different ones first would only cost.
_HARDLY_REPEATED = frozenset({"response_id", "interaction_id", "customer_id", "unit_id", "comment"})


@dataclass(frozen=True)
class Number:
    """A column of numbers: its entry of the mapping, its place among the readings, how it was read, its SQL."""

    column: Column
    place: int
    reading: Reading
    sql: str


class Source:
    """A raw table seen through a mapping: SQL expressions over `raw` for its texts, times and numbers.

    Raises CxdashError where the mapping cannot be obeyed (a calendar, a date format, a column that is not there).
    """

    def __init__(self, con: DuckDBPyConnection, raw: RawTable, mapping: Mapping) -> None:
        mapping.check(raw.header)
        self.con = con
        self.raw = raw
        self.mapping = mapping
        self.warnings: list[Notice] = []
        self._ids = column_ids(raw.header)
        self._moments: dict[str, str] = {}
        values.define(con, raw.known)
        times.define(con, mapping.timezone)
        self.numbers, self._joins = self._read_numbers()
        self._trimmed = self._already_trimmed()

    @property
    def rows(self) -> str:
        """What the expressions are selected from, as the end of a SELECT: the records in the file's order."""
        return f'raw {self._joins} ORDER BY raw."row"' if self._joins else "raw"

    def cell(self, column: Column) -> str:
        """The column of `raw` that an entry of the mapping reads."""
        return self._ids[column.source]

    def text(self, role: str) -> str:
        """The texts of the one column of a role, the file's constant where it is empty; NULL without either."""
        column = self.mapping.one(role)
        constant = self._constant(role)
        if column is None:
            return constant or "NULL::VARCHAR"
        return f"coalesce({self.text_of(column)}, {constant})" if constant else self.text_of(column)

    def text_of(self, column: Column) -> str:
        """The trimmed texts of one column, NULL where nothing or a mark for "missing" stands."""
        cell = self.cell(column)
        text = cell if cell in self._trimmed else f"trimmed({cell})"
        if column.missing:
            marks = f"missing_of_{cell}"
            self.con.execute(
                f"SET VARIABLE {marks} = $marks", {"marks": [str(mark).lower() for mark in column.missing]}
            )
            text = f"CASE WHEN NOT list_contains(getvariable('{marks}'), lower({text})) THEN {text} END"
        if column.multiple:
            text = self._choices(text, column.multiple, f"separator_of_{cell}")
        return text

    def time(self, role: str) -> str:
        """The moments of the one column of a role, naive UTC; NULL without it."""
        column = self.mapping.one(role)
        if column is None:
            return "NULL::TIMESTAMP"
        clock = self.mapping.one("time_of_day") if role == "time" else None
        if clock is not None:
            self.warnings += clocks_apart.join(self.con, (column, self.cell(column)), (clock, self.cell(clock)))
            column = clocks_apart.with_clock(column)
        self._moments[role] = times.moment(self.con, column, self.moment_cell(column))
        return self._moments[role]

    def is_full(self, role: str) -> bool:
        """Whether every record has a value of this role, as far as the reader knows; of a time, `time` comes before."""
        column = self.mapping.one(role)
        if column is None or self.cell(column) not in self.raw.known.filled:
            return False
        cell = self.cell(column)
        return moment_of(cell) in self._moments[role] if role in self._moments else self.text_of(column) == cell

    def moment_cell(self, column: Column) -> str:
        """The column of `raw` that holds the text of a moment: its own, or the one that joins a day with its time."""
        apart = column.role == "time" and self.mapping.one("time_of_day") is not None
        return clocks_apart.JOINED if apart else self.cell(column)

    def number(self, role: str) -> str:
        """The valid numbers of the one column of a role; NULL without it."""
        return next((f"{number.sql}::DOUBLE" for number in self.of(role)), "NULL::DOUBLE")

    def yes_or_no(self, role: str) -> str:
        """The one column of a role as booleans; NULL without it."""
        return next((f"({number.sql} = 1)" for number in self.of(role)), "NULL::BOOLEAN")

    def of(self, *roles: str) -> list[Number]:
        """The columns of numbers that have one of these roles, in the mapping's order."""
        return [number for number in self.numbers if number.column.role in roles]

    def segments(self) -> tuple[list[str], str]:
        """The names of the segments, and `, … AS seg_1, … AS seg_2` for a SELECT."""
        columns = self.mapping.with_role("segment")
        listed = "".join(f", {self.text_of(column)} AS seg_{place}" for place, column in enumerate(columns, start=1))
        return [column.label for column in columns], listed

    def _constant(self, role: str) -> str | None:
        if role not in self.mapping.constants:
            return None
        self.con.execute(f"SET VARIABLE constant_{role} = $value", {"value": self.mapping.constants[role]})
        return f"getvariable('constant_{role}')"

    def _choices(self, text: str, separator: str, variable: str) -> str:
        self.con.execute(f"SET VARIABLE {variable} = $separator", {"separator": separator.strip() or separator})
        # A mark inside a choice, where another separates them, would make two of it.
        part = f"replace(trimmed(part), {literal(MARK)}, {literal(MARK.replace('|', '/'))})"
        parts = f"list_transform(string_split({text}, getvariable('{variable}')), lambda part: {part})"
        kept = f"list_filter({parts}, lambda part: part IS NOT NULL)"
        return f"nullif(array_to_string({kept}, {literal(MARK)}), '')"

    def _read_numbers(self) -> tuple[list[Number], str]:
        found = [(column, reading_of(self.mapping, column, self.cell(column))) for column in self._known_columns()]
        columns = [column for column, reading in found if reading]
        readings = [reading for _, reading in found if reading]
        values.judge(self.con, readings)
        readings = self._with_scales(columns, readings)
        open_clocks = durations.read(
            self.con, {place: columns[place].unit for place, r in enumerate(readings) if r.clock}
        )
        values.settle(self.con, readings)
        for place, example in open_clocks.items():
            self.warnings.append(durations.explain(self.con, place, columns[place].source, example))
        values.bad_cells(self.con, readings, [column.source for column in columns])
        chosen, joins = values.expressions(self.con, readings)
        numbers = zip(columns, range(len(readings)), readings, chosen, strict=True)
        return [Number(*number) for number in numbers], joins

    def _known_columns(self) -> list[Column]:
        return [column for column in self.mapping.columns if column.role != "ignore"]

    def _with_scales(self, columns: list[Column], readings: list[Reading]) -> list[Reading]:
        wanting = [place for place, column in enumerate(columns) if needs_scale(self.mapping, column)]
        found = values.extremes(self.con) if wanting else {}
        for place in wanting:
            low, high = scale_found(*found.get(place, (1, 5)), metric=columns[place].metric)
            readings[place] = values.bounded(readings[place], low, high)
            self.warnings.append(
                notice(SCALE_FROM_DATA, column=columns[place].source, low=f"{low:g}", high=f"{high:g}")
            )
        return readings

    def _already_trimmed(self) -> frozenset[str]:
        """The columns whose texts all are as they should be: they are read as they stand."""
        numbers = [number.column for number in self.numbers]
        texts = [column for column in self._known_columns() if column.role not in TIME_ROLES and column not in numbers]
        rarely = {self.cell(column) for column in texts if column.role in _HARDLY_REPEATED}
        often = {self.cell(column) for column in texts} - rarely
        checks = [
            f"(SELECT {literal(cell)} AS cell WHERE NOT EXISTS (FROM raw WHERE NOT is_bare({cell})))"
            for cell in sorted(rarely)
        ]
        checks += [
            f"(SELECT {literal(cell)} AS cell FROM (SELECT DISTINCT {cell} AS text FROM raw) "
            "HAVING coalesce(bool_and(text IS NOT DISTINCT FROM trimmed(text)), true))"
            for cell in sorted(often)
        ]
        found = self.con.execute(" UNION ALL ".join(checks)).fetchall() if checks else []
        return frozenset(cell for (cell,) in found)
