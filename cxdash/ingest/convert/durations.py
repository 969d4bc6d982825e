"""Durations that are no numbers: every different text of a column read once, "2:55" as the whole column says."""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert import reasons
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
from cxdash.vocabulary.durations import LONGEST, UNIT_SECONDS, are_minutes, is_two_part, seconds_in

OPEN_CLOCK = N_(
    "In “{column}” texts such as “{example}” may be hours and minutes, or minutes and seconds, so none of them is "
    "read. Give the column the “unit” of the first number: “h” or “min”."
)


def read(con: DuckDBPyConnection, units: Mapping[int, str | None]) -> dict[int, str]:
    """Complete `numbers` for the readings of durations, given by place with the mapping's unit.

    Returns those in which nothing tells what the two parts of a text such as "2:55" are, with such a text.
    """
    undecided = {}
    for place, unit in units.items():
        texts = _unread(con, place)
        if not texts:
            continue
        first = _first(con, place, unit, texts)
        found = {text: seconds for text in texts if (seconds := seconds_in(text, first)) is not None}
        _keep(con, place, found)
        example = next((text for text in texts if first is None and is_two_part(text)), None)
        if example is not None:
            undecided[place] = example
    return undecided


def explain(con: DuckDBPyConnection, place: int, source: str, example: str) -> Notice:
    """Give the unread texts of two parts their own reason, after `values.settle`; the notice for a column of them."""
    con.execute(
        r"""UPDATE cells SET reason = $reason WHERE reading = $place AND reason IS NOT NULL
            AND regexp_full_match(plain(text), '-?\d+:[0-5]\d')""",
        {"reason": reasons.EITHER_CLOCK, "place": place},
    )
    return notice(OPEN_CLOCK, column=source, example=example)


def _unread(con: DuckDBPyConnection, place: int) -> list[str]:
    """The different texts of a reading that are neither numbers nor h:mm:ss."""
    rows = con.execute(
        """SELECT text FROM numbers WHERE reading = $place AND value IS NULL AND NOT vacant AND length(text) <= $longest
           ORDER BY text""",
        {"place": place, "longest": 2 * LONGEST},
    ).fetchall()
    return [text for (text,) in rows]


def _first(con: DuckDBPyConnection, place: int, unit: str | None, texts: list[str]) -> float | None:
    """The seconds of the first of two numbers: as the mapping says, else what the whole column proves, else None."""
    if unit in ("min", "h"):
        return UNIT_SECONDS[unit]
    (whole,) = con.execute(
        r"""SELECT count(*) FROM numbers WHERE reading = $place AND value IS NOT NULL
            AND regexp_full_match(plain(text), '\d+:[0-5]\d:[0-5]\d(\.\d+)?')""",
        {"place": place},
    ).fetchone() or (0,)
    return UNIT_SECONDS["min"] if are_minutes(texts, beside_whole=bool(whole)) else None


def _keep(con: DuckDBPyConnection, place: int, found: Mapping[str, float]) -> None:
    if found:
        con.execute(
            """UPDATE numbers SET value = seconds FROM (
                   SELECT unnest($texts::VARCHAR[]) AS told, unnest($seconds::DOUBLE[]) AS seconds)
               WHERE reading = $place AND text = told""",
            {"texts": list(found), "seconds": list(found.values()), "place": place},
        )
