"""What the cells of a raw table look like, column by column, from one sample and two passes of SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from cxdash.ingest.mapping import column_ids

SAMPLE_ROWS = 20_000
SAMPLE_CELLS = 600_000
TOP_VALUES = 60
MOST_COUNTED = 6  # columns whose distinct values are counted in the whole file
CLIPPED = 400  # characters of a cell that are looked at: no recognition needs the rest of a long text

# Persian and Arabic-Indic digits and separators: foreign to a cast, ordinary to the people who type them.
_FOREIGN = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬"
_PLAIN = "01234567890123456789."

# What people write for "no answer". A column of numbers with these words in it is still a column of numbers.
_NOTHING = (
    "na",
    "n/a",
    "n.a.",
    "nan",
    "null",
    "none",
    "nil",
    "-",
    "--",
    "—",
    ".",
    "?",
    "unknown",
    "not applicable",
    "(null)",
)


@dataclass(frozen=True)
class ColumnProfile:
    """One column of the sample. Shares are of the cells that say something (`n`), 0 where there are none.

    `n` filled cells, `missing` empty ones, `nothing` the words for "no answer" that were seen; `distinct` counts
    values; `top` are (value, times), most frequent first. `low`/`high` are of the cells that are numbers.
    `distinct_share` is distinct values per filled cell, counted in the whole file where it could be an identity.
    `day_high`/`month_high`: highest first and second part of dates such as 25/9/2024, else None.
    """

    column: str
    source: str
    n: int
    missing: int
    nothing: tuple[str, ...]
    distinct: int
    top: tuple[tuple[str, int], ...]
    numbers: float
    integers: float
    low: float | None
    high: float | None
    iso: float
    slashed: float
    named_month: float
    zoned: float
    day_high: int | None
    month_high: int | None
    leading_numbers: float
    letters: float
    mean_length: float
    mean_words: float
    distinct_share: float

    @property
    def values(self) -> tuple[str, ...]:
        """The most frequent values."""
        return tuple(value for value, _ in self.top)

    @property
    def is_numeric(self) -> bool:
        """Nearly every filled cell is a number."""
        return self.n > 0 and self.numbers >= 0.98

    @property
    def is_integer(self) -> bool:
        """Nearly every filled cell is a whole number."""
        return self.n > 0 and self.integers >= 0.98

    @property
    def is_date(self) -> bool:
        """Nearly every filled cell is a date or a time written out (numbers of seconds are not seen here)."""
        return self.n > 0 and max(self.iso, self.slashed, self.named_month) >= 0.95


def profile(con: duckdb.DuckDBPyConnection, header: Sequence[str], nothing: Sequence[str] = ()) -> list[ColumnProfile]:
    """One profile per column of the table `raw`, in order; of long tables `SAMPLE_ROWS` rows or so, drawn from all.

    `nothing` are more words for "no answer", for a tool that has its own.
    """
    sources = column_ids(header)
    if not sources:
        return []
    read = _take_sample(con, list(sources.values()))
    rows = {row["col"]: row for row in _summaries(con, list(sources.values()), nothing)}
    con.execute("DROP TABLE sample")
    profiles = [_profile(column, source, rows.get(column), read) for source, column in sources.items()]
    return _with_exact_distinct(con, profiles, read)


def _take_sample(con: duckdb.DuckDBPyConnection, columns: list[str]) -> int:
    wanted = min(SAMPLE_ROWS, max(200, SAMPLE_CELLS // len(columns)))
    (rows,) = con.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    cells = ", ".join(f"left(nullif(trim({column}), ''), {CLIPPED}) AS {column}" for column in columns)
    # Files have rhythms: customers who answer three questions each, every second row of a branch. Each n-th row would
    # see the same part of all of them.
    con.execute(
        f'CREATE OR REPLACE TEMP TABLE sample AS SELECT {cells} FROM raw WHERE hash("row") % $step = 0',
        {"step": max(1, rows // wanted)},
    )
    (read,) = con.execute("SELECT count(*) FROM sample").fetchone() or (0,)
    return int(read)


_SUMMARY = r"""
WITH counted AS (
    SELECT col, value, count(*) AS times
    FROM (UNPIVOT sample ON {columns} INTO NAME col VALUE value)
    GROUP BY col, value
), plain AS (
    SELECT col, value, times,
        CASE WHEN strlen(value) = length(value) THEN value ELSE translate(value, $foreign, $plain) END AS typed,
        length(value) <= 14 AND list_contains($nothing, lower(value)) AS nothing
    FROM counted
), seen AS (
    SELECT *,
        CASE WHEN NOT nothing AND length(typed) <= 30 THEN TRY_CAST(CASE
            WHEN contains(typed, ',') AND regexp_full_match(typed, '[+-]?\d+,\d{{1,2}}') THEN replace(typed, ',', '.')
            ELSE typed END AS DOUBLE) END AS number,
        CASE WHEN nothing OR length(typed) NOT BETWEEN 6 AND 40 THEN 0
             WHEN regexp_matches(typed, '^\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}') THEN 1
             WHEN regexp_matches(typed, '^\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}\b') THEN 2
             WHEN regexp_matches(typed, '^(\w+, )?\d{{1,2}}[-/ .]+\p{{L}}{{3,9}}[-/ .,]+\d{{2,4}}') THEN 3
             WHEN regexp_matches(typed, '^(\w+, )?\p{{L}}{{3,9}} \d{{1,2}},? \d{{4}}') THEN 3
             ELSE 0 END AS dated
    FROM plain
)
SELECT col,
    coalesce(sum(times) FILTER (NOT nothing), 0)::BIGINT AS n,
    count(*) FILTER (NOT nothing) AS "distinct",
    coalesce(list(DISTINCT value) FILTER (nothing), []) AS nothing,
    max({{'times': times, 'value': value}}, {top}) FILTER (NOT nothing) AS top,
    sum(times) FILTER (isfinite(number)) AS numbers,
    sum(times) FILTER (number = floor(number) AND isfinite(number)) AS integers,
    min(number) FILTER (isfinite(number)) AS low,
    max(number) FILTER (isfinite(number)) AS high,
    sum(times) FILTER (dated = 1) AS iso,
    sum(times) FILTER (dated = 2) AS slashed,
    sum(times) FILTER (dated = 3) AS named_month,
    sum(times) FILTER (dated > 0 AND regexp_matches(typed, '\d{{2}}:\d{{2}}.*(Z|[+-]\d{{2}}:?(\d{{2}})?)$')) AS zoned,
    max(TRY_CAST(regexp_extract(typed, '^\d+') AS INTEGER)) FILTER (dated = 2) AS day_high,
    max(TRY_CAST(regexp_extract(typed, '^\d+[-/.](\d+)', 1) AS INTEGER)) FILTER (dated = 2) AS month_high,
    sum(times) FILTER (NOT nothing AND regexp_matches(typed, '^\d+ *[-–—:.)]? *\p{{L}}')) AS leading_numbers,
    sum(times) FILTER (NOT nothing AND regexp_matches(value, '\p{{L}}')) AS letters,
    sum(times * length(value)) FILTER (NOT nothing) AS characters,
    sum(times * (1 + length(value) - length(replace(value, ' ', '')))) FILTER (NOT nothing) AS words
FROM seen GROUP BY col
"""


def _summaries(con: duckdb.DuckDBPyConnection, columns: list[str], nothing: Sequence[str]) -> list[dict[str, Any]]:
    statement = _SUMMARY.format(columns=", ".join(columns), top=TOP_VALUES)
    result = con.execute(statement, {"foreign": _FOREIGN, "plain": _PLAIN, "nothing": [*_NOTHING, *nothing]})
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _profile(column: str, source: str, row: dict[str, Any] | None, read: int) -> ColumnProfile:
    if row is None or not row["n"]:
        words = tuple(row["nothing"]) if row else ()
        return ColumnProfile(
            column, source, 0, read, words, 0, (), 0, 0, None, None, 0, 0, 0, 0, None, None, 0, 0, 0, 0, 0
        )
    n = int(row["n"])

    def share(key: str) -> float:
        return float(row[key] or 0) / n

    return ColumnProfile(
        column=column,
        source=source,
        n=n,
        missing=read - n,
        nothing=tuple(sorted(row["nothing"])),
        distinct=int(row["distinct"]),
        top=tuple((entry["value"], int(entry["times"])) for entry in row["top"]),
        numbers=share("numbers"),
        integers=share("integers"),
        low=row["low"],
        high=row["high"],
        iso=share("iso"),
        slashed=share("slashed"),
        named_month=share("named_month"),
        zoned=share("zoned"),
        day_high=row["day_high"],
        month_high=row["month_high"],
        leading_numbers=share("leading_numbers"),
        letters=share("letters"),
        mean_length=share("characters"),
        mean_words=share("words"),
        distinct_share=int(row["distinct"]) / n,
    )


def _with_exact_distinct(
    con: duckdb.DuckDBPyConnection, profiles: list[ColumnProfile], read: int
) -> list[ColumnProfile]:
    """Where the sample is not the file, columns that could identify something are counted in the whole file."""
    (rows,) = con.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    likely = [each for each in profiles if _could_identify(each)][:MOST_COUNTED]
    if rows <= read or not likely:
        return profiles
    counts = ", ".join(f"count(DISTINCT {each.column}) / greatest(count({each.column}), 1)" for each in likely)
    exact = con.execute(f"SELECT {counts} FROM raw").fetchone() or ()
    shares = {each.column: float(share) for each, share in zip(likely, exact, strict=True)}
    return [replace(each, distinct_share=shares.get(each.column, each.distinct_share)) for each in profiles]


def _could_identify(each: ColumnProfile) -> bool:
    return each.distinct_share > 0.2 and each.mean_length <= 48 and not each.is_date
