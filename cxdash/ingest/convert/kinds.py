"""Which function converts which kind of table."""

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


def convert_as_mapped(
    con: DuckDBPyConnection, raw: RawTable, mapping: Mapping, out: Path, salt: str | None
) -> dict[str, Any]:
    """As `cxdash.ingest.convert.convert`, with a mapping that was read."""
    source = PseudonymousSource(con, raw, mapping, salt) if salt else Source(con, raw, mapping)
    return _CONVERTERS[mapping.kind](source, out)
