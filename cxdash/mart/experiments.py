"""Experiments as sufficient statistics by metric and variant; units seen in several variants are left out."""

import re
from typing import Any

import duckdb

from cxdash.mart.experiment_files import Experiment, experiments, keyed
from cxdash.mart.sources import Build, Source

FEW_DISTINCT = 101
MOMENTS = "n BIGINT, mean DOUBLE, variance DOUBLE"
Columns = tuple[str, str | None]
"""The column of a metric's values, or those of a ratio's numerator and denominator."""


def derive(build: Build) -> None:
    """Write the tables `experiments` and `experiment_*`; later files of an experiment add to it and correct it."""
    _create(build.con)
    for number, found in enumerate(experiments(build), 1):
        _add(build.con, number, found)


def _create(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "CREATE TABLE experiments(experiment INTEGER, name VARCHAR, upload VARCHAR[], first_on DATE, last_on DATE)"
    )
    con.execute(
        "CREATE TABLE experiment_metrics(experiment INTEGER, metric INTEGER, name VARCHAR, type VARCHAR, "
        "better VARCHAR, goal VARCHAR)"
    )
    con.execute(
        f"CREATE TABLE experiment_cells(experiment INTEGER, metric INTEGER, variant VARCHAR, {MOMENTS}, total DOUBLE, "
        "mean_d DOUBLE, variance_d DOUBLE, covariance DOUBLE)"
    )
    cell = "experiment INTEGER, metric INTEGER, variant VARCHAR"
    con.execute(f"CREATE TABLE experiment_histograms({cell}, value DOUBLE, n BIGINT)")
    con.execute(
        "CREATE TABLE experiment_variants(experiment INTEGER, variant VARCHAR, units BIGINT, first_week BIGINT)"
    )
    con.execute("CREATE TABLE experiment_excluded(experiment INTEGER, reason VARCHAR, n BIGINT)")
    con.execute(f"CREATE TABLE experiment_days({cell}, day DATE, {MOMENTS})")


def _add(con: duckdb.DuckDBPyConnection, experiment: int, found: Experiment) -> None:
    measured = [_gathered(number, metric) for number, metric in enumerate(found.metrics.values(), 1)]
    _gather(con, found, measured)
    _units(con, experiment)
    con.execute(
        "INSERT INTO experiments SELECT $experiment, $name, $upload, MIN(day), MAX(day) FROM units",
        {"experiment": experiment, "name": found.name, "upload": found.uploads},
    )
    for number, (metric, columns) in enumerate(zip(found.metrics.values(), measured, strict=True), 1):
        con.execute(
            "INSERT INTO experiment_metrics VALUES ($experiment, $metric, $name, $type, $better, $goal)",
            {
                "experiment": experiment,
                "metric": number,
                **{key: metric.get(key) for key in ("name", "type", "better", "goal")},
            },
        )
        _metric(con, experiment, number, *columns)


def _gathered(number: int, metric: dict[str, Any]) -> Columns:
    """The columns of `all_units` that a metric's values are gathered in."""
    return f"m_{number}", f"d_{number}" if metric.get("denominator") else None


def _gather(con: duckdb.DuckDBPyConnection, found: Experiment, measured: list[Columns]) -> None:
    """Create `all_units`: of a unit in a variant the newest record counts, among the files that have the metric."""
    columns = [name for pair in measured for name in pair if name]
    typed = "".join(f", {column} DOUBLE" for column in columns)
    con.execute(
        'CREATE OR REPLACE TEMP TABLE all_units(age INTEGER, "row" BIGINT, unit_id VARCHAR, variant VARCHAR, '
        f'"at" TIMESTAMP{typed})'
    )
    for age, source in enumerate(found.files):
        values = "".join(f", {value}" for value in _values(source, found, measured))
        con.execute(
            f"INSERT INTO all_units SELECT $age, s.row, s.unit_id, s.variant, s.at{values} FROM read_parquet($path) s",
            {"age": age, "path": source.file("units")},
        )
    if len(found.files) > 1:
        con.execute(f"CREATE OR REPLACE TEMP TABLE all_units AS {_newest(found, measured)}")


def _values(source: Source, found: Experiment, measured: list[Columns]) -> list[str]:
    """What a file has for each column of `all_units`; NULL where it lacks the metric."""
    own = keyed(source.metrics)
    values = []
    for key, names in zip(found.metrics, measured, strict=True):
        here = _columns(own[key], source.metrics) if key in own else (None, None)
        values += [f"s.{column}" if column else "NULL" for name, column in zip(names, here, strict=True) if name]
    return values


def _newest(found: Experiment, measured: list[Columns]) -> str:
    """The query for the newest of each unit: its newest known time, each metric as its newest file has it."""
    place = '(age::BIGINT << 40) + "row"'
    values = [f'arg_max("at", {place}) AS "at"']
    for key, names in zip(found.metrics, measured, strict=True):
        having = ", ".join(str(age) for age, file in enumerate(found.files) if key in keyed(file.metrics))
        # In a struct, what the newest file says counts even where it says that nothing is known.
        newest = "(arg_max({{'value': {0}}}, {1}) FILTER (age IN ({2}))).value AS {0}"
        values += [newest.format(name, place, having) for name in names if name]
    alone = 'CASE WHEN unit_id IS NULL THEN "row" END'
    return f"SELECT unit_id, variant, {', '.join(values)} FROM all_units GROUP BY unit_id, variant, {alone}"


def _units(con: duckdb.DuckDBPyConnection, experiment: int) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE several AS SELECT unit_id FROM all_units WHERE unit_id IS NOT NULL "
        "GROUP BY unit_id HAVING MIN(variant) <> MAX(variant)"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE units AS SELECT s.*, CAST(s.at AS DATE) AS day "
        "FROM all_units s ANTI JOIN several USING (unit_id)"
    )
    con.execute(
        "INSERT INTO experiment_variants SELECT $experiment, variant, COUNT(*), "
        "COUNT(*) FILTER (day < (SELECT MIN(day) + 7 FROM units)) FROM units GROUP BY variant ORDER BY variant",
        {"experiment": experiment},
    )
    con.execute(
        "INSERT INTO experiment_excluded SELECT $experiment, 'multiple_variants', COUNT(*) FROM several "
        "HAVING COUNT(*) > 0",
        {"experiment": experiment},
    )


def _metric(con: duckdb.DuckDBPyConnection, experiment: int, number: int, above: str, below: str | None) -> None:
    bound = {"experiment": experiment, "metric": number}
    ratio = f"AVG({below}), VAR_SAMP({below}), COVAR_SAMP({above}, {below})" if below else "NULL, NULL, NULL"
    known = f"{above} IS NOT NULL AND {below} IS NOT NULL" if below else f"{above} IS NOT NULL"
    moments = f"COUNT({above}), AVG({above}), VAR_SAMP({above})"
    con.execute(
        f"INSERT INTO experiment_cells SELECT $experiment, $metric, variant, {moments}, SUM({above}), {ratio} "
        f"FROM units WHERE {known} GROUP BY variant ORDER BY variant",
        bound,
    )
    con.execute(
        f"INSERT INTO experiment_days SELECT $experiment, $metric, variant, day, {moments} FROM units "
        f"WHERE {known} AND day IS NOT NULL GROUP BY variant, day ORDER BY variant, day",
        bound,
    )
    distinct = con.execute(f"SELECT COUNT(DISTINCT {above}) FROM units").fetchone()
    if not below and distinct and distinct[0] <= FEW_DISTINCT:
        con.execute(
            f"INSERT INTO experiment_histograms SELECT $experiment, $metric, variant, {above}, COUNT(*) FROM units "
            f"WHERE {known} GROUP BY ALL ORDER BY ALL",
            bound,
        )


def _columns(metric: dict[str, Any], metrics: list[dict[str, Any]]) -> Columns:
    """The columns of a file that a metric's values are in."""
    below = _column(metric.get("denominator"), metrics)
    return (below and _column(metric.get("numerator"), metrics)) or _checked(metric["column"]), below


def _column(name: str | None, metrics: list[dict[str, Any]]) -> str | None:
    # A report names a part of a ratio by its column, or by the metric that is that column.
    if name is None or re.fullmatch(r"m_\d+", name):
        return name
    return next((_checked(metric["column"]) for metric in metrics if metric["name"] == name), None)


def _checked(column: str) -> str:
    if not re.fullmatch(r"m_\d+", column):
        raise ValueError(f"a report names a metric column {column!r}")
    return column
