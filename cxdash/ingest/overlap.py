"""What of a file was there already: records of earlier files of the same shape, unchanged or corrected.

Records stay in the file's canonical tables either way, and are resolved when the mart is derived: taking back either
file restores what the other one says. Here they are only counted, by the rule of `cxdash.mart.repeats`.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cxdash.ingest.memory import shape_of
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
from cxdash.mart import known
from cxdash.mart.engine import connect, interruptible
from cxdash.mart.known import Known, in_sql, is_repeated
from cxdash.mart.repeats import Contents
from cxdash.mart.sources import Source, families, sources
from cxdash.vault import uploads
from cxdash.vault.home import Home

KNOWN = N_("Records already loaded with earlier files, which count once: {n}.")
CORRECTED = N_("Records loaded earlier with other values, which this file corrects: {n}.")

Document = dict[str, Any]


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


def settle(home: Home, staging: Path, report: Document, cancelled: Callable[[], bool] | None = None) -> Document:
    """The report of a staged file with the records that were known as duplicates, and notices that say so.

    Without a live upload of its shape nothing is compared. Ends with duckdb.InterruptException soon after `cancelled`
    answers True.
    """
    earlier = _alike(home, report)
    if not earlier:
        return report
    new = Contents("", report["kind"], staging / "canonical", report["segments"], report["metrics"], report["mapping"])
    found = known.afresh(home, lambda: _found(home, staging / "work", earlier, new, cancelled))
    return {
        **report,
        "loaded": report["loaded"] - found.known,
        "duplicates": report["duplicates"] + found.known,
        "warnings": [*report["warnings"], *found.notices],
    }


def _found(
    home: Home, folder: Path, earlier: Sequence[Source], new: Contents, cancelled: Callable[[], bool] | None
) -> Overlap:
    folder.mkdir(exist_ok=True)
    noted = known.folder(home)
    readable = (home.vault, noted)
    connection = connect(folder / "compare.duckdb", spill_to=folder, read_only=False, folders=readable)
    with closing(connection) as con, interruptible(con, cancelled):
        before = [known.numbered(con, [source.contents for source in family], noted) for family in families(earlier)]
        return compare(con, before, known.numbered(con, [new], folder))


def _alike(home: Home, report: Document) -> list[Source]:
    kind, shape = report["kind"], shape_of(report["columns"])
    same_shape = [each for each in uploads.live(home) if (each.kind, each.shape) == (kind, shape)]
    return [source for source in sources(home, same_shape) if kind != "experiment" or _same_test(source, report)]


def _same_test(source: Source, report: Document) -> bool:
    measured = [[each["name"], each["type"]] for each in report["metrics"]]
    return source.name == report["name"] and [[each["name"], each["type"]] for each in source.metrics] == measured


def compare(con: duckdb.DuckDBPyConnection, earlier: Sequence[Known], new: Known) -> Overlap:
    """How many records of `new` are in the `earlier` files (the oldest first, each with its repaired records)."""
    con.execute("CREATE OR REPLACE TEMP TABLE met(row INTEGER, same BOOLEAN)")
    alike = [file for file in reversed(earlier) if file.named == new.named]
    # The newest file that has a record says what it was; older ones are not asked about it again. Nearly always that
    # is the newest of all, and little is left to ask the others for.
    for files in (alike[:1], alike[1:]):
        if files:
            _meet(con, files if new.named else _that_repeat(con, files, new), new)
    found = con.execute("SELECT count(*) FILTER (same), count(*) FILTER (NOT same) FROM met").fetchone() or (0, 0)
    return Overlap(*found)


def _meet(con: duckdb.DuckDBPyConnection, files: Sequence[Known], new: Known) -> None:
    """Add the records of `new` that one of the files has to `met`; the files come the newest first."""
    if not files:
        return
    con.execute(
        "INSERT INTO met SELECT n.row, max(2 * o.age + (n.content IS NOT DISTINCT FROM o.content)::INTEGER) % 2 = 1 "
        f"FROM {_waiting(new)} n JOIN {_all(files)} o USING (key, twin) GROUP BY n.row"
    )


def _that_repeat(con: duckdb.DuckDBPyConnection, files: Sequence[Known], new: Known) -> list[Known]:
    """Those of the files that `new` brings again, as far as they have a record that is still waited for."""
    found = con.execute(
        f"SELECT DISTINCT o.age FROM {_all(files)} o SEMI JOIN {_waiting(new)} n USING (key, twin)"
    ).fetchall()
    having = {len(files) - age for (age,) in found}
    return [file for place, file in enumerate(files) if place in having and is_repeated(con, file, new)]


def _waiting(new: Known) -> str:
    return f"(SELECT w.* FROM {in_sql(new)} w ANTI JOIN met USING (row))"


def _all(files: Sequence[Known]) -> str:
    """The numbers of several files, the newest first, with an `age` that falls."""
    each = (
        f"SELECT key, twin, content, {len(files) - place} AS age FROM {in_sql(file)}"
        for place, file in enumerate(files)
    )
    return f"({' UNION ALL '.join(each)})"
