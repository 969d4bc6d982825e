"""Interactions: what a customer did or met, where and when."""

from pathlib import Path
from typing import Any

from cxdash.ingest.convert import reasons, typed
from cxdash.ingest.convert.report import finish, leave_out, list_faults, touchpoints_of, write_table
from cxdash.ingest.convert.source import Source
from cxdash.ingest.convert.times import forget_impossible


def convert_interactions(source: Source, out: Path) -> dict[str, Any]:
    """Write interactions and rejects; returns the report. A record needs a customer, a time and a touchpoint."""
    segments, segment_columns = source.segments()
    typed.define(
        source.con,
        f"""
        SELECT raw."row", {source.text("interaction_id")} AS interaction_id,
               {source.text("customer_id")} AS customer_id,
               {source.time("time")} AS "at",
               coalesce({source.text("touchpoint")}, {source.text("event")}) AS touchpoint,
               {source.text("stage")} AS stage, {source.text("channel")} AS channel,
               {source.text("outcome")} AS outcome,
               {source.number("duration_s")} AS duration_s, {source.number("wait_s")} AS wait_s,
               {source.yes_or_no("resolved")} AS resolved, {source.number("value")} AS value,
               {source.text("agent")} AS agent{segment_columns}
        FROM {source.rows}
        """,
    )
    place = "touchpoint" if source.mapping.one("touchpoint") else "event"
    required = [
        ("customer_id", "customer_id", reasons.EMPTY),
        ("time", '"at"', reasons.NO_DATE),
        (place, "touchpoint", reasons.EMPTY),
    ]
    faults = list_faults(source, required, _lacking(source, {value: role for role, value, _ in required}))
    leave_out(source.con, faults, ("interaction_id",) if source.mapping.one("interaction_id") else ())
    write_table(source.con, "SELECT * FROM typed", out / "interactions.parquet")
    typed.written(source.con, out / "interactions.parquet")
    return finish(source, out, {"segments": segments, "touchpoints": touchpoints_of(source.con, "typed")})


def _lacking(source: Source, required: dict[str, str]) -> set[str]:
    """The columns of `typed` ({column: role}) that may be empty in some record; no moment is impossible afterwards."""
    unsure = {value for value, role in required.items() if not source.is_full(role)}
    # Times that were read in passing are all of believable years.
    return forget_impossible(source.con, '"at"', sorted(unsure - {'"at"'})) if '"at"' in unsure else unsure
