"""What of a file was there already: records of earlier files of the same shape, unchanged or corrected.

Records stay in the file's canonical tables either way, and are resolved when the mart is derived: taking back either
file restores what the other one says. Here they are only counted, by the rule of `cxdash.mart.repeats`.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cxdash.ingest.memory import shape_of
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
from cxdash.mart import repeats
from cxdash.mart.engine import connect
from cxdash.mart.repeats import Contents
from cxdash.mart.segments import Segments
from cxdash.mart.sources import Source, families, sources
from cxdash.vault import uploads
from cxdash.vault.home import Home

KNOWN = N_("Records already loaded with earlier files, which count once: {n}.")
CORRECTED = N_("Records loaded earlier with other values, which this file corrects: {n}.")

Document = dict[str, Any]
_NEW, _OLD = "new_file", "old_file"


@dataclass(frozen=True)
class Overlap:
    """Records of a file that earlier files have: `known` with the same content, `corrected` with another one."""

    known: int = 0
    corrected: int = 0

    @property
    def notices(self) -> list[Notice]:
        """What to say of them."""
        told = ((KNOWN, self.known), (CORRECTED, self.corrected))
        return [notice(message, n=n) for message, n in told if n]


def settle(home: Home, staging: Path, report: Document) -> Document:
    """The report of a staged file with the records that were known as duplicates, and notices that say so.

    Without a live upload of its shape nothing is compared.
    """
    earlier = _alike(home, report)
    if not earlier:
        return report
    new = Contents("", report["kind"], staging / "canonical", report["segments"], report["metrics"], report["mapping"])
    folder = staging / "work"
    folder.mkdir(exist_ok=True)
    with closing(connect(folder / "compare.duckdb", spill_to=folder, read_only=False, folders=(home.vault,))) as con:
        found = compare(con, [[source.contents for source in family] for family in families(earlier)], new)
    return {
        **report,
        "loaded": report["loaded"] - found.known,
        "duplicates": report["duplicates"] + found.known,
        "warnings": [*report["warnings"], *found.notices],
    }


def _alike(home: Home, report: Document) -> list[Source]:
    kind, shape = report["kind"], shape_of(report["columns"])
    same_shape = [each for each in uploads.live(home) if (each.kind, each.shape) == (kind, shape)]
    return [source for source in sources(home, same_shape) if kind != "experiment" or _same_test(source, report)]


def _same_test(source: Source, report: Document) -> bool:
    measured = [[each["name"], each["type"]] for each in report["metrics"]]
    return source.name == report["name"] and [[each["name"], each["type"]] for each in source.metrics] == measured


def compare(con: duckdb.DuckDBPyConnection, earlier: Sequence[Sequence[Contents]], new: Contents) -> Overlap:
    """How many records of `new` are in the `earlier` files (the oldest first, each with its repaired records)."""
    segments = Segments.of(file.segments for file in (new, *(file for family in earlier for file in family)))
    con.execute("CREATE OR REPLACE TEMP TABLE met(row BIGINT, same BOOLEAN)")
    has_ids = repeats.identify(con, f"{_NEW}_ids", [new])
    for family in reversed(earlier):
        # The newest file that has a record says what it was; older ones are not asked about it again.
        if has_ids:
            _meet_by_id(con, family, new, segments)
        elif new.kind in repeats.HAVE_MOMENTS:
            _meet_by_content(con, family, new, segments)
    found = con.execute("SELECT count(*) FILTER (same), count(*) FILTER (NOT same) FROM met").fetchone() or (0, 0)
    return Overlap(*found)


def _meet_by_id(con: duckdb.DuckDBPyConnection, family: repeats.Family, new: Contents, segments: Segments) -> None:
    if not repeats.identify(con, f"{_OLD}_ids", family):
        return
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE pairs AS SELECT n.row, o.file, o.row AS old_row FROM {_NEW}_ids n "
        f"JOIN {_OLD}_ids o USING (key, about) ANTI JOIN met ON met.row = n.row"
    )
    if con.execute("SELECT 1 FROM pairs LIMIT 1").fetchone() is None:
        return
    _fill(con, family, new, segments)
    con.execute(
        f"INSERT INTO met SELECT p.row, bool_or(n.content = o.content) FROM pairs p JOIN {_NEW} n ON n.row = p.row "
        f"JOIN {_OLD} o ON o.file = p.file AND o.row = p.old_row GROUP BY p.row"
    )


def _meet_by_content(con: duckdb.DuckDBPyConnection, family: repeats.Family, new: Contents, segments: Segments) -> None:
    if repeats.identify(con, f"{_OLD}_ids", family) or not repeats.may_overlap(con, family, [new]):
        return
    _fill(con, family, new, segments)
    if repeats.is_repeated(con, _OLD, _NEW):
        con.execute(
            f"INSERT INTO met SELECT row, true FROM {repeats.numbered(_NEW)} "
            f"SEMI JOIN {repeats.numbered(_OLD)} USING (content, nth) ANTI JOIN met USING (row)"
        )


def _fill(con: duckdb.DuckDBPyConnection, family: repeats.Family, new: Contents, segments: Segments) -> None:
    repeats.fill(con, _NEW, [new], segments)
    repeats.fill(con, _OLD, family, segments)
