"""A raw table and its mapping become canonical Parquet, with every record and value accounted for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxdash.ingest.mapping import Mapping
from cxdash.ingest.raw import RawTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def convert(
    con: "DuckDBPyConnection", raw: RawTable, mapping: Mapping | dict[str, Any], out: Path, *, salt: str | None = None
) -> dict[str, Any]:
    """Write the canonical Parquet files and rejects.parquet of a raw table into `out`; returns the report.

    Reads the tables `raw` and `raw_rejects` of `con` and leaves temporary tables there. With the data folder's `salt`,
    ids that are e-mail addresses or telephone numbers are written as hashes. Raises CxdashError where the mapping
    cannot be obeyed; then the files in `out` are not to be used.
    """
    # Who reads a scale or a date of this package does not wait for the rest of it.
    from cxdash.ingest.convert.kinds import convert_as_mapped  # noqa: PLC0415 - see above

    return convert_as_mapped(con, raw, Mapping.read(mapping), out, salt)
