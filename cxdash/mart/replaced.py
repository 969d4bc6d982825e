"""Which records of older files a newer one of the same shape brought again: of those, only the newest count."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import duckdb

from cxdash.mart import known
from cxdash.mart.known import Known, in_sql, is_repeated, left
from cxdash.mart.repeats import HAVE_MOMENTS
from cxdash.mart.sources import Build, Source, families

# Whoever asks binds the upload, and DuckDB refuses values that nothing asks for.
EVERYTHING, NOTHING = "$upload IS NOT NULL", "$upload IS NULL"
_KEPT = "s.row IN (SELECT k.row FROM kept k WHERE k.upload = $upload)"
_NOT_REPLACED = "NOT EXISTS (FROM replaced r WHERE r.upload = $upload AND r.row = s.row)"


def find_counting(build: Build, kind: str) -> dict[str, str]:
    """The conditions for a record `s` of each upload ($upload) of one kind to count.

    Only files that share their shape with another live file are compared; all records of the others count. Fills the
    temporary tables that the conditions ask: of a file either the records that are kept or those that are replaced,
    whichever are fewer.
    """
    for table in ("kept", "replaced"):
        build.con.execute(f"CREATE OR REPLACE TEMP TABLE {table}(upload VARCHAR, row INTEGER)")
    conditions = {source.upload.id: EVERYTHING for source in build.of(kind)}
    for alike in _alike(build, kind):
        place = known.folder(alike[0][0].home)
        files = [known.numbered(build.con, [source.contents for source in family], place) for family in alike]
        for named in (True, False) if kind in HAVE_MOMENTS else (True,):
            of_one = [number for number, file in enumerate(files) if file.named == named]
            found = _compared(build.con, [files[number] for number in of_one])
            for number, condition in zip(of_one, found, strict=False):
                conditions |= {source.upload.id: condition for source in alike[number]}
    return conditions


def _alike(build: Build, kind: str) -> Iterator[list[list[Source]]]:
    """The families of each shape that several have, the oldest first."""
    shapes: dict[tuple[str, str], list[Source]] = {}
    for source in build.of(kind):
        shapes.setdefault(source.alike, []).append(source)
    return (alike for alike in map(families, shapes.values()) if len(alike) > 1)


def _compared(con: duckdb.DuckDBPyConnection, files: Sequence[Known]) -> list[str]:
    """The condition for each file but the newest, of which everything counts; the oldest first."""
    # What the next file does not bring again is little, where exports overlap: only that is looked for in the others.
    rest = [left(con, older, newer) for older, newer in pairwise(files)]
    _look_further(con, files, rest)
    return [_condition(con, age, *each) for age, each in enumerate(zip(files, rest, strict=False))]


def _look_further(con: duckdb.DuckDBPyConnection, files: Sequence[Known], rest: Sequence[Known]) -> None:
    """Create `again`(age, file, row): what is left of the files, and comes again in one after the next."""
    con.execute("CREATE OR REPLACE TEMP TABLE again(age INTEGER, file VARCHAR, row INTEGER)")
    if len(files) < 3:
        return
    pairs = f"FROM {_all(rest)} r JOIN {_all(files)} n USING (key, twin) WHERE n.age > r.age + 1"
    if not files[0].named:
        met = con.execute(f"SELECT DISTINCT r.age, n.age {pairs} ORDER BY ALL").fetchall()
        repeated = [pair for pair in met if is_repeated(con, files[pair[0]], files[pair[1]])]
        pairs += f" AND (r.age, n.age) IN ({', '.join(map(str, repeated))})" if repeated else " AND false"
    con.execute(f"INSERT INTO again SELECT DISTINCT r.age, r.file, r.row {pairs}")


def _all(files: Sequence[Known]) -> str:
    each = (f"SELECT {age} AS age, file, row, key, twin FROM {in_sql(file)}" for age, file in enumerate(files))
    return f"({' UNION ALL '.join(each)})"


def _condition(con: duckdb.DuckDBPyConnection, age: int, file: Known, rest: Known) -> str:
    """Fill `kept` or `replaced` with records of the file; the condition that asks it."""
    (later,) = con.execute("SELECT count(*) FROM again WHERE age = $age", {"age": age}).fetchone() or (0,)
    kept = rest.records - later
    if kept in (0, file.records):
        return EVERYTHING if kept else NOTHING
    if 2 * kept <= file.records:
        con.execute(f"INSERT INTO kept SELECT r.file, r.row FROM {in_sql(rest)} r ANTI JOIN again USING (file, row)")
        return _KEPT
    con.execute(
        f"INSERT INTO replaced SELECT f.file, f.row FROM {in_sql(file)} f ANTI JOIN {in_sql(rest)} r USING (file, row) "
        "UNION ALL SELECT file, row FROM again WHERE age = $age",
        {"age": age},
    )
    return _NOT_REPLACED
