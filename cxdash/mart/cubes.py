"""Cubes: answers and interactions counted by everything a page filters by, so that pages never read single rows."""

from collections.abc import Sequence

import duckdb

from cxdash.mart.segments import FEW_VALUES
from cxdash.mart.sources import Build

KIND = "touchpoint, stage, metric, scale_low, scale_high, direction"


def derive(build: Build) -> None:
    """Write `scores`, `visits` and `steps`, and say in `segments` which of them the cubes hold."""
    chosen = _choose(build)
    build.con.execute("UPDATE segments SET in_cube = list_contains($chosen, 'seg_' || position)", {"chosen": [*chosen]})
    _scores(build.con, chosen)
    _visits(build.con, chosen)


def _choose(build: Build) -> tuple[str, ...]:
    """The segments of few values, the fewest first, for as long as the cubes stay under half of the single rows."""
    sizes = build.con.execute("SELECT position, distinct_values, several FROM segments ORDER BY position").fetchall()
    counted = [
        (_combinations(build.con, f"seg_{position}") if several else values, position)
        for position, values, several in sizes
    ]
    chosen: tuple[str, ...] = ()
    for column in (f"seg_{position}" for size, position in sorted(counted) if size <= FEW_VALUES):
        if not _small((*chosen, column), build.con):
            break
        chosen = (*chosen, column)
    return chosen


def _combinations(con: duckdb.DuckDBPyConnection, column: str) -> int:
    """How many lists of choices there are: a cube has a row for each of them and not for each choice."""
    lists = " UNION ALL ".join(f"SELECT DISTINCT {column} FROM {table}" for table in ("records", "interactions"))
    found = con.execute(f"SELECT COUNT(DISTINCT {column}) FROM ({lists})").fetchone()
    return int(found[0]) if found else 0


def _small(segments: Sequence[str], con: duckdb.DuckDBPyConnection) -> bool:
    keys = ", ".join(["day", "channel", *segments])
    # At most every question on every score per group, at most every answer of the group: no need to build the cube.
    answers = con.execute(
        "WITH asked AS (SELECT COUNT(*) AS n FROM responses), "
        f"kinds AS (SELECT COUNT(DISTINCT ({KIND}))::DOUBLE AS n, MAX(scale_high - scale_low + 1) AS scores "
        "FROM questions), "
        f"groups AS (SELECT COUNT(*) AS n FROM records GROUP BY {keys}, flags) "
        "SELECT asked.n = 0 OR 2 * SUM(LEAST(kinds.n * COALESCE(kinds.scores, 11), "
        "groups.n * asked.n / (SELECT SUM(n) FROM groups))) <= asked.n FROM asked, kinds, groups GROUP BY asked.n"
    ).fetchone()
    contacts = con.execute(
        "SELECT 2 * COUNT(*) <= COALESCE(SUM(n), 0) FROM "
        f"(SELECT COUNT(*) AS n FROM interactions GROUP BY {keys}, touchpoint, stage, next_touchpoint)"
    ).fetchone()
    return all(row is None or bool(row[0]) for row in (answers, contacts))


def _scores(con: duckdb.DuckDBPyConnection, segments: Sequence[str]) -> None:
    # Answers are counted by two small integers, the record's group and the question's kind, and spelled out afterwards.
    keys = ["day", "channel", "flags", *segments]
    columns = ", ".join(keys)
    same = " AND ".join(f"r.{key} IS NOT DISTINCT FROM g.{key}" for key in keys)
    con.execute(
        f"CREATE TEMP TABLE groups AS SELECT CAST(row_number() OVER () AS INTEGER) AS grp, * FROM "
        f"(SELECT DISTINCT {columns} FROM records)"
    )
    con.execute(
        "CREATE TEMP TABLE grouped AS SELECT r.record, g.grp, COALESCE(r.weight, 1.0) AS w "
        f"FROM records r JOIN groups g ON {same}"
    )
    con.execute(
        "CREATE TEMP TABLE kinds AS SELECT question, "
        f"CAST(dense_rank() OVER (ORDER BY {KIND}) AS INTEGER) AS kind, {KIND} FROM questions"
    )
    weighted = con.execute("SELECT COUNT(weight) > 0 FROM records").fetchone()
    sums = "SUM(g.w) AS w, SUM(g.w * g.w) AS w2" if weighted and weighted[0] else "n::DOUBLE AS w, n::DOUBLE AS w2"
    con.execute(
        f"CREATE TEMP TABLE counted AS SELECT g.grp, k.kind, a.score, COUNT(*) AS n, {sums} FROM responses a "
        "JOIN grouped g ON g.record = a.record JOIN kinds k ON k.question = a.question GROUP BY g.grp, k.kind, a.score"
    )
    con.execute(
        f"CREATE TABLE scores AS SELECT {KIND}, score, {columns}, n, w, w2 FROM counted "
        f"JOIN (SELECT DISTINCT kind, {KIND} FROM kinds) USING (kind) JOIN groups USING (grp) "
        "ORDER BY kind, day, grp, score"
    )
    for table in ("groups", "grouped", "kinds", "counted"):
        con.execute(f"DROP TABLE {table}")


def _visits(con: duckdb.DuckDBPyConnection, segments: Sequence[str]) -> None:
    columns = "".join(f", {column}" for column in segments)
    con.execute(
        f"CREATE TABLE visits AS SELECT day, touchpoint, stage, channel{columns}, COUNT(*) AS n, "
        "COUNT(duration_s) AS duration_n, AVG(duration_s) AS duration_mean, COUNT(wait_s) AS wait_n, "
        "AVG(wait_s) AS wait_mean, COUNT(resolved) AS resolved_n, COUNT(*) FILTER (WHERE resolved) AS resolved_yes "
        "FROM interactions GROUP BY ALL ORDER BY touchpoint, day"
    )
    # No next touchpoint means the customer left; those who cannot be followed neither came nor left.
    con.execute(
        f"CREATE TABLE steps AS SELECT day, channel{columns}, touchpoint, next_touchpoint, COUNT(*) AS n, "
        "COUNT(*) FILTER (WHERE is_first) AS is_first_n FROM interactions WHERE customer_id IS NOT NULL "
        "GROUP BY ALL ORDER BY touchpoint, next_touchpoint, day"
    )
