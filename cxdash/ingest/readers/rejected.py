"""What a person is told of records that could not be read as records: how many, why, and where the first one stands."""

from typing import Final

import duckdb

from cxdash.ingest import raw
from cxdash.ingest.raw import Notice, notice
from cxdash.ingest.readers import document
from cxdash.locale import N_

_SAID: Final = {
    raw.FEWER: N_("Lines with fewer cells than the header, set aside: {n}. The first is row {row}."),
    raw.MORE: N_("Lines with more cells than the header, set aside: {n}. The first is row {row}."),
    raw.UNCLOSED: N_("Records that open a quote and never close it, set aside: {n}. The first is row {row}."),
    raw.MISQUOTED: N_("Records with text behind a closing quote, set aside: {n}. The first is row {row}."),
    raw.NUL: N_("Records with a NUL byte, set aside: {n}. The first is row {row}."),
    raw.UNDECODED: N_("Records in another encoding than the file, set aside: {n}. The first is row {row}."),
    raw.TOO_LONG: N_("Records longer than the limit, set aside: {n}. The first is row {row}."),
    raw.HEADER_AGAIN: N_("Lines that repeat the header, set aside: {n}. The first is row {row}."),
    document.NO_JSON: N_("Records that are not readable as JSON, set aside: {n}. The first is row {row}."),
    document.NO_OBJECT: N_("Records of the JSON without named values, set aside: {n}. The first is row {row}."),
    document.TWICE: N_("Records with a key twice, set aside: {n}. The first is row {row}."),
}


def notices(con: duckdb.DuckDBPyConnection) -> list[Notice]:
    """A notice for each reason in `raw_rejects`, in the order of the rows."""
    found = con.execute(
        "SELECT reason, count(DISTINCT row), min(row) FROM raw_rejects GROUP BY reason ORDER BY min(row), reason"
    ).fetchall()
    return [notice(_SAID[reason], n=n, row=row) for reason, n, row in found if reason in _SAID]
