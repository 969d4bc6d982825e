"""Customers: one row per person with what is known about them."""

from pathlib import Path
from typing import Any

from cxdash.ingest.convert import reasons
from cxdash.ingest.convert.report import finish, leave_out, list_faults, note_bad_times, write_table
from cxdash.ingest.convert.source import Source


def convert_customers(source: Source, out: Path) -> dict[str, Any]:
    """Write customers and rejects; returns the report. Of several rows of a customer the last one counts."""
    segments, segment_columns = source.segments()
    source.con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT raw."row", {source.text("customer_id")} AS customer_id, {source.time("first_seen")} AS first_seen,
               {source.time("last_seen")} AS last_seen, {source.yes_or_no("churned")} AS churned,
               {source.number("value")} AS value{segment_columns}
        FROM {source.rows}
        """
    )
    note_bad_times(source, {"first_seen": "first_seen", "last_seen": "last_seen"})
    faults = list_faults(source, [("customer_id", "customer_id", reasons.EMPTY)])
    leave_out(source.con, faults, ("customer_id",), keep="max")
    write_table(source.con, "SELECT * FROM typed", out / "customers.parquet")
    return finish(source, out, {"segments": segments})
