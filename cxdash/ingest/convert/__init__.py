"""A raw table and its mapping become canonical Parquet, with every record and value accounted for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert.customers import convert_customers
from cxdash.ingest.convert.experiment import convert_experiment
from cxdash.ingest.convert.interactions import convert_interactions
from cxdash.ingest.convert.pseudonyms import PseudonymousSource
from cxdash.ingest.convert.source import Source
from cxdash.ingest.convert.survey import convert_survey
from cxdash.ingest.mapping import Mapping
from cxdash.ingest.raw import RawTable
from cxdash.ingest.roles import Kind

_CONVERTERS: dict[Kind, Callable[[Source, Path], dict[str, Any]]] = {
    "survey": convert_survey,
    "interactions": convert_interactions,
    "customers": convert_customers,
    "experiment": convert_experiment,
}


def convert(
    con: DuckDBPyConnection, raw: RawTable, mapping: Mapping | dict[str, Any], out: Path, *, salt: str | None = None
) -> dict[str, Any]:
    """Write the canonical Parquet files and rejects.parquet of a raw table into `out`; returns the report.

    Reads the tables `raw` and `raw_rejects` of `con` and leaves temporary tables there. With the data folder's `salt`,
    ids that are e-mail addresses or telephone numbers are written as hashes. Raises CxdashError where the mapping
    cannot be obeyed; then the files in `out` are not to be used.
    """
    obeyed = Mapping.read(mapping)
    source = PseudonymousSource(con, raw, obeyed, salt) if salt else Source(con, raw, obeyed)
    return _CONVERTERS[obeyed.kind](source, out)
