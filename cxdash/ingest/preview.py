"""What a person checks before loading: the first rows as text, what the letters may be, and the zone of times."""

import codecs
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb

from cxdash.ingest import encoding
from cxdash.ingest.encoding import Encoding
from cxdash.ingest.limits import Limits
from cxdash.ingest.mapping import column_ids, source_names
from cxdash.ingest.raw import RawTable
from cxdash.ingest.readers import archive
from cxdash.ingest.readers.formats import TEXT, find
from cxdash.ingest.recognise import READ_AS_UTC
from cxdash.ingest.roles import TIME_ROLES
from cxdash.locale import t

ROWS = 12
CLIPPED = 120
LOOKED_THROUGH = 1 << 26
"""Bytes of a text file in which letters beyond ASCII are looked for."""

_SEEN = 500
_EXCERPT = 140
_BETWEEN_CELLS = re.compile(rb"[,;\t\"|\r\n]+")
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


def unless_asked(warnings: list[str]) -> list[str]:
    """The warnings without the one that times are read as UTC, for a page that asks for the zone."""
    before, after = t(READ_AS_UTC, columns="\0").split("\0")
    return [said for said in warnings if not (said.startswith(before) and said.endswith(after))]


def encodings(path: Path, name: str, limits: Limits, folder: Path) -> list[dict[str, Any]]:
    """What a text file may be encoded in, the likeliest first: [{"name", "confidence", "shown"}]; "shown" is a piece of
    it in that encoding, by which a person decides.

    Empty for what is no text file, and for plain ASCII, which reads alike in all.
    """
    text = _text_file(path, name, limits, folder)
    sample = _beyond_ascii(text) if text else b""
    told = _telling(sample)
    return [
        {"name": found, "confidence": sure, "shown": encoding.shown(told, found, _EXCERPT)}
        for found, sure in (encoding.candidates(sample) if sample else ())
    ]


def _beyond_ascii(path: Path) -> bytes:
    """The first lines of a file that are not ASCII; the beginning of one whose encoding is marked or is UTF-16."""
    with path.open("rb") as file:
        head = file.read(encoding.SAMPLE)
    if head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or encoding.without_mark(head):
        return head
    sample, looked = b"", 0
    for block in encoding.blocks(path):
        lines = () if block.isascii() else block.splitlines(keepends=True)
        sample += b"".join(line for line in lines if not line.isascii())
        looked += len(block)
        if len(sample) >= encoding.SAMPLE or looked >= LOOKED_THROUGH:
            break
    return sample[: encoding.SAMPLE]


def _telling(sample: bytes) -> bytes:
    """The cells with letters beyond ASCII, a few of them; the sample itself where its letters have several bytes."""
    if encoding.candidates(sample)[0][0].startswith("utf-16"):
        return sample
    cells = (cell.strip() for cell in _BETWEEN_CELLS.split(sample) if not cell.isascii())
    return b" | ".join(list(dict.fromkeys(cells))[:8])


def in_utf8(path: Path, name: str, told: str, limits: Limits, folder: Path) -> tuple[Path, str]:
    """A text file as a person says it is encoded, as a copy in UTF-8 in `folder`; also from inside an archive.

    What is no text file comes back as it is. Lines that are not in the encoding become the reader's to set aside.
    """
    found = _text_file(path, name, limits, folder)
    if found is None:
        return path, name
    text, copy = encoding.to_utf8(found, Encoding(told, 1.0), folder), folder / "as_told.csv"
    with text.open("rb") as file, copy.open("wb") as written:
        # The mark keeps the reader from guessing again.
        written.write(codecs.BOM_UTF8)
        shutil.copyfileobj(file, written, encoding.CHUNK)
    return copy, name


def _text_file(path: Path, name: str, limits: Limits, folder: Path) -> Path | None:
    """The file, or the one inside it where it is an archive; None where that is no text file."""
    form = find(path, name, limits)
    if form.read is None:
        path, name = archive.unpack(path, name, limits, folder)
        form = find(path, name, limits)
    return path if form is TEXT else None
