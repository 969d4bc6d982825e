"""Experiments: units, the variant each was given, and the metrics measured on them."""

from pathlib import Path
from typing import Any

from cxdash.ingest.convert import reasons
from cxdash.ingest.convert.report import finish, leave_out, list_faults, note_bad_times, nothing_valid, write_table
from cxdash.ingest.convert.source import Number, Source


def convert_experiment(source: Source, out: Path) -> dict[str, Any]:
    """Write units and rejects; returns the report.

    A record needs a unit, a variant that is the one shown, and at least one metric. A unit seen again in its variant
    is a duplicate; one seen in several variants stays in all of them, for the analysis to exclude and count.
    """
    segments, segment_columns = source.segments()
    measured = source.of("metric", "numerator", "denominator", "covariate")
    columns = "".join(f", ({number.sql})::DOUBLE AS m_{place}" for place, number in enumerate(measured, start=1))
    source.con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT raw."row", {source.text("unit_id")} AS unit_id, {source.text("customer_id")} AS customer_id,
               {source.text("variant")} AS variant, {source.time("time")} AS "at"{segment_columns}{columns}
        FROM {source.rows}
        """
    )
    note_bad_times(source, {"time": '"at"'})
    faults = _faults(source, measured)
    leave_out(source.con, faults, ("unit_id", "variant"))
    write_table(source.con, "SELECT * FROM typed", out / "units.parquet")
    return finish(source, out, {"segments": segments, **_described(measured)})


def _faults(source: Source, measured: list[Number]) -> str:
    """The query for everything that keeps records from being loaded."""
    required = list_faults(source, [("unit_id", "unit_id", reasons.EMPTY), ("variant", "variant", reasons.EMPTY)])
    outcomes = {f"m_{at}": number.place for at, number in enumerate(measured, 1) if number.column.role != "covariate"}
    return f"{required} UNION ALL {nothing_valid(outcomes, reasons.NO_METRIC)} UNION ALL {_shown_another(source)}"


def _shown_another(source: Source) -> str:
    """Records whose unit was shown something else than its variant."""
    shown = source.mapping.one("variant_shown")
    variant = source.mapping.one("variant")
    if shown is None or variant is None:
        return 'SELECT NULL::INTEGER AS "row", NULL AS "column", NULL AS value, NULL AS reason WHERE false'
    source.con.execute("SET VARIABLE shown_source = $source", {"source": shown.source})
    source.con.execute("SET VARIABLE shown_for = $variants", {"variants": [key.lower() for key in shown.shows] or [""]})
    source.con.execute(
        "SET VARIABLE shows = $shows", {"shows": [each.lower() for each in shown.shows.values()] or [""]}
    )
    given, seen = f"lower({source.text_of(variant)})", f"lower({source.text_of(shown)})"
    expected = f"getvariable('shows')[list_position(getvariable('shown_for'), {given})]" if shown.shows else given
    return f"""SELECT "row", getvariable('shown_source') AS "column", {source.text_of(shown)} AS value,
        '{reasons.VARIANTS_DIFFER}' AS reason FROM raw WHERE {seen} <> {expected}"""


def _described(measured: list[Number]) -> dict[str, Any]:
    """What the m_ columns are: metrics (a ratio names both of its columns) and covariates."""
    below = {
        number.column.label: f"m_{place}"
        for place, number in enumerate(measured, 1)
        if number.column.role == "denominator"
    }
    metrics, covariates = [], []
    for place, number in enumerate(measured, start=1):
        column, name = number.column, f"m_{place}"
        entry: dict[str, Any] = {"name": column.label, "column": name}
        if column.role == "covariate":
            covariates.append(entry)
        elif column.role != "denominator":
            ratio = column.role == "numerator"
            entry |= {
                "type": "ratio" if ratio else column.type or "mean",
                "better": column.better or "high",
                "goal": column.goal or "secondary",
                "numerator": name if ratio else None,
                "denominator": below.get(column.label) if ratio else None,
            }
            metrics.append(entry)
    return {"metrics": metrics, "covariates": covariates}
