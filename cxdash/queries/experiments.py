"""Experiments as sufficient statistics: units, moments and histograms by variant."""

from datetime import date
from typing import Any

from cxdash.mart.database import Mart


def experiments(mart: Mart) -> list[dict[str, Any]]:
    """All experiments: rows (experiment, name, upload, uploads, first_on, last_on), `upload` the first of `uploads`.

    The days are those of the first and the last exposure of a unit; None where no unit has a time.
    """
    return mart.ask(
        "SELECT experiment, name, upload[1] AS upload, upload AS uploads, first_on, last_on FROM experiments "
        "ORDER BY name"
    )


def last_day(mart: Mart) -> date | None:
    """The last day that any data is of."""
    found = mart.ask(
        "SELECT MAX(day) AS day FROM (SELECT day FROM scores UNION ALL SELECT day FROM visits "
        "UNION ALL SELECT last_on FROM experiments)"
    )[0]["day"]
    return found if isinstance(found, date) else None


def variants(mart: Mart, experiment: int) -> list[dict[str, Any]]:
    """Units of each variant after exclusions: rows (variant, units, first_week).

    `first_week` counts those of the experiment's first seven days.
    """
    return mart.ask(
        "SELECT variant, units, first_week FROM experiment_variants WHERE experiment = $experiment ORDER BY variant",
        experiment=experiment,
    )


def excluded(mart: Mart, experiment: int) -> dict[str, int]:
    """How many units were left out, by reason."""
    rows = mart.ask(
        "SELECT reason, n FROM experiment_excluded WHERE experiment = $experiment ORDER BY reason",
        experiment=experiment,
    )
    return {str(row["reason"]): int(str(row["n"])) for row in rows}


def metrics(mart: Mart, experiment: int) -> list[dict[str, Any]]:
    """Rows (metric, name, type, better, goal) in the file's order."""
    return mart.ask(
        "SELECT metric, name, type, better, goal FROM experiment_metrics "
        "WHERE experiment = $experiment ORDER BY metric",
        experiment=experiment,
    )


def cells(mart: Mart, experiment: int) -> list[dict[str, Any]]:
    """Moments by metric and variant; `_d` belongs to the denominator of a ratio."""
    return mart.ask(
        "SELECT metric, variant, n, mean, variance, total, mean_d, variance_d, covariance "
        "FROM experiment_cells WHERE experiment = $experiment ORDER BY metric, variant",
        experiment=experiment,
    )


def histograms(mart: Mart, experiment: int) -> dict[tuple[int, str], dict[float, int]]:
    """Counts of each value by (metric, variant), for metrics of few distinct values."""
    found: dict[tuple[int, str], dict[float, int]] = {}
    rows: list[dict[str, Any]] = mart.ask(
        "SELECT metric, variant, value, n FROM experiment_histograms WHERE experiment = $experiment "
        "ORDER BY metric, variant, value",
        experiment=experiment,
    )
    for row in rows:
        found.setdefault((row["metric"], row["variant"]), {})[row["value"]] = row["n"]
    return found


def days(mart: Mart, experiment: int, metric: int) -> list[dict[str, Any]]:
    """Moments by day of a unit's exposure: rows (variant, day, n, mean, variance)."""
    return mart.ask(
        "SELECT variant, day, n, mean, variance FROM experiment_days "
        "WHERE experiment = $experiment AND metric = $metric AND day IS NOT NULL ORDER BY day, variant",
        experiment=experiment,
        metric=metric,
    )
