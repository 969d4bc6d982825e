"""What a person checks before loading: the first rows as text, in the encoding they say, and the zone of times."""

import codecs
import shutil
from pathlib import Path
from typing import Any

import duckdb

from cxdash.ingest import encoding as encodings
from cxdash.ingest.encoding import Encoding
from cxdash.ingest.limits import Limits
from cxdash.ingest.mapping import column_ids, source_names
from cxdash.ingest.raw import RawTable
from cxdash.ingest.readers import archive
from cxdash.ingest.readers.formats import TEXT, find
from cxdash.ingest.roles import TIME_ROLES

ROWS = 12
CLIPPED = 120
_SEEN = 500
# A letter or an offset behind a time of day; numbers are seconds since 1970, which have no zone to ask for.
_ZONED = r"\d{1,2}:\d{2}.*(Z|UTC|GMT|[+-]\d{2}:?(\d{2})?)\s*$|^\s*\d{9,}(\.\d+)?\s*$"
_TIMED = r"\d{1,2}:\d{2}"


def preview(con: duckdb.DuckDBPyConnection, raw: RawTable) -> dict[str, Any]:
    """The first rows of `raw`, cells cut to `CLIPPED` characters: {"columns", "rows"}."""
    cells = ", ".join(f"left({column}, {CLIPPED})" for column in column_ids(raw.header).values())
    (first,) = con.execute('SELECT min("row") FROM raw').fetchone() or (None,)
    found = con.execute(
        f'SELECT {cells} FROM raw WHERE "row" < $end ORDER BY "row" LIMIT {ROWS}', {"end": (first or 0) + _SEEN}
    ).fetchall()
    return {"columns": source_names(raw.header), "rows": [list(row) for row in found]}


def asks_for_zone(con: duckdb.DuckDBPyConnection, raw: RawTable, mapping: dict[str, Any]) -> bool:
    """Whether the file has times of day that do not say in which zone they are."""
    ids = column_ids(raw.header)
    times = {column["source"] for column in mapping["columns"] if column["role"] in TIME_ROLES}
    return any(_unzoned(con, ids[source]) for source in sorted(times & ids.keys()))


def _unzoned(con: duckdb.DuckDBPyConnection, column: str) -> bool:
    found = con.execute(
        f"""SELECT count(*) FILTER (regexp_matches(value, $timed) AND NOT regexp_matches(value, $zoned))
        FROM (SELECT {column} AS value FROM raw WHERE {column} IS NOT NULL LIMIT {_SEEN})""",
        {"timed": _TIMED, "zoned": _ZONED},
    ).fetchone()
    return bool(found and found[0])


def in_utf8(path: Path, name: str, encoding: str, limits: Limits, folder: Path) -> tuple[Path, str]:
    """A text file as a person says it is encoded, as a copy in UTF-8 in `folder`; also from inside an archive.

    What is no text file comes back as it is. Lines that are not in the encoding become the reader's to set aside.
    """
    form = find(path, name, limits)
    if form.read is None:
        path, name = archive.unpack(path, name, limits, folder)
        form = find(path, name, limits)
    if form is not TEXT:
        return path, name
    text, copy = encodings.to_utf8(path, Encoding(encoding, 1.0), folder), folder / "as_told.csv"
    with text.open("rb") as file, copy.open("wb") as written:
        # The mark keeps the reader from guessing again.
        written.write(codecs.BOM_UTF8)
        shutil.copyfileobj(file, written, encodings.CHUNK)
    return copy, name
