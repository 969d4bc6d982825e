"""Experiments as sufficient statistics by metric and variant; units seen in several variants are left out."""

import re
from typing import Any

import duckdb

from cxdash.mart.repeats import metric_columns
from cxdash.mart.sources import Build, Source

FEW_DISTINCT = 101
MOMENTS = "n BIGINT, mean DOUBLE, variance DOUBLE"


def derive(build: Build) -> None:
    """Write the tables `experiments` and `experiment_*`; later files of an experiment add to it and correct it."""
    _create(build.con)
    files: dict[tuple[str, str], list[Source]] = {}
    for source in build.of("experiment"):
        files.setdefault(source.alike, []).append(source)
    for number, of_one in enumerate(files.values(), 1):
        _add(build.con, number, of_one)


def _create(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE experiments(experiment INTEGER, name VARCHAR, upload VARCHAR)")
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
    con.execute("CREATE TABLE experiment_variants(experiment INTEGER, variant VARCHAR, units BIGINT)")
    con.execute("CREATE TABLE experiment_excluded(experiment INTEGER, reason VARCHAR, n BIGINT)")
    con.execute(f"CREATE TABLE experiment_days({cell}, day DATE, {MOMENTS})")


def _add(con: duckdb.DuckDBPyConnection, experiment: int, files: list[Source]) -> None:
    source = files[0]
    con.execute(
        "INSERT INTO experiments VALUES ($experiment, $name, $upload)",
        {"experiment": experiment, "name": source.name, "upload": source.upload.id},
    )
    _gather(con, files)
    _units(con, experiment)
    for number, metric in enumerate(source.metrics, 1):
        con.execute(
            "INSERT INTO experiment_metrics VALUES ($experiment, $metric, $name, $type, $better, $goal)",
            {
                "experiment": experiment,
                "metric": number,
                **{key: metric.get(key) for key in ("name", "type", "better", "goal")},
            },
        )
        _metric(con, experiment, number, *_columns(metric, source.metrics))


def _gather(con: duckdb.DuckDBPyConnection, files: list[Source]) -> None:
    """Create `all_units` from the files of one experiment: of a unit in a variant, the newest record counts."""
    columns = metric_columns(files[0].metrics)
    typed = "".join(f", {column} DOUBLE" for column in columns)
    con.execute(
        'CREATE OR REPLACE TEMP TABLE all_units(age INTEGER, "row" BIGINT, unit_id VARCHAR, variant VARCHAR, '
        f'"at" TIMESTAMP{typed})'
    )
    values = "".join(f", s.{column}" for column in columns)
    for age, source in enumerate(files):
        con.execute(
            f"INSERT INTO all_units SELECT $age, s.row, s.unit_id, s.variant, s.at{values} FROM read_parquet($path) s",
            {"age": age, "path": source.file("units")},
        )
    if len(files) > 1:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE all_units AS FROM all_units QUALIFY unit_id IS NULL OR "
            'row_number() OVER (PARTITION BY unit_id, variant ORDER BY age DESC, "row" DESC) = 1'
        )


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
        "INSERT INTO experiment_variants SELECT $experiment, variant, COUNT(*) FROM units GROUP BY ALL ORDER BY ALL",
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


def _columns(metric: dict[str, Any], metrics: list[dict[str, Any]]) -> tuple[str, str | None]:
    """The column of a metric's values, or those of a ratio's numerator and denominator."""
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
