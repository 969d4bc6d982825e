"""Comments masked before they are written: every different text once, and only those that could hold personal data."""

from collections import Counter
from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from cxdash.ingest.personal.masking import PLACEHOLDERS, SUSPICION, masked
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
from cxdash.mart.sql import literal

MASKED = N_(
    "Personal data in the comments was masked in {n} places: {kinds}. The uploaded file itself was not changed."
)
TEXTS_AT_ONCE = 5_000


def mask_comments(con: DuckDBPyConnection, columns: Sequence[str]) -> dict[str, int]:
    """Replace the personal data in these text columns of the table `typed`; returns {kind: how many were replaced}."""
    if not columns:
        return {}
    _mask_texts(con, columns)
    counts: Counter[str] = Counter()
    for column in columns:
        told = f"SELECT unnest(kinds) AS kind FROM typed JOIN masked ON said = {column}"
        found = dict(con.execute(f"SELECT kind, count(*) FROM ({told}) GROUP BY kind").fetchall())
        counts.update(found)
        if found:
            con.execute(f"UPDATE typed SET {column} = shown FROM masked WHERE said = {column}")
    con.execute("DROP TABLE masked")
    return {kind: counts[kind] for kind in PLACEHOLDERS if counts[kind]}


def notices(counts: dict[str, int]) -> list[Notice]:
    """What to tell a person of the masking, nothing where there was none."""
    shown = ", ".join(PLACEHOLDERS[kind] for kind in counts)
    return [notice(MASKED, n=sum(counts.values()), kinds=shown)] if counts else []


def _mask_texts(con: DuckDBPyConnection, columns: Sequence[str]) -> None:
    """Create `masked(said, shown, kinds)`: every different text in which personal data was found."""
    suspicious = " UNION ".join(
        f"SELECT {column} AS said FROM typed WHERE regexp_matches({column}, {literal(SUSPICION)})" for column in columns
    )
    con.execute(f"CREATE TEMP TABLE suspicious AS SELECT said, row_number() OVER () AS place FROM ({suspicious})")
    con.execute("CREATE TEMP TABLE masked (said VARCHAR, shown VARCHAR, kinds VARCHAR[])")
    (texts,) = con.execute("SELECT count(*) FROM suspicious").fetchone() or (0,)
    for first in range(1, texts + 1, TEXTS_AT_ONCE):
        batch = con.execute(
            "SELECT said FROM suspicious WHERE place BETWEEN $first AND $last",
            {"first": first, "last": first + TEXTS_AT_ONCE - 1},
        ).fetchall()
        _keep(con, [(said, *masked(said)) for (said,) in batch])
    con.execute("DROP TABLE suspicious")


def _keep(con: DuckDBPyConnection, texts: list[tuple[str, str, list[str]]]) -> None:
    changed = [text for text in texts if text[2]]
    if changed:
        said, shown, kinds = zip(*changed, strict=True)
        con.execute(
            """INSERT INTO masked SELECT unnest($said::VARCHAR[]), unnest($shown::VARCHAR[]),
               unnest($kinds::VARCHAR[][])""",
            {"said": list(said), "shown": list(shown), "kinds": list(kinds)},
        )
