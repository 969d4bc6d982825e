"""What is doubtful about proposed scores: values that are not on the scale, and effort asked the other way round."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from cxdash.ingest.recognition.fields import Field, Proposal
from cxdash.locale import N_
from cxdash.vocabulary.answer_words import no_answer
from cxdash.vocabulary.numbers import as_number

OUTSIDE = N_("In “{column}” these values are no answers on the scale {scale}: {examples}.")
AGAINST = N_(
    "“{column}” runs against “{overall}” (correlation {r}): its lowest number seems to be the best answer. "
    "If so, give it the direction “low_is_good”."
)
AGAINST_NAME = N_(
    "“{column}” is read with its lowest number as the best answer, and runs with “{overall}” (correlation {r}): "
    "its highest number seems to be the best. If so, remove its direction."
)
EXAMPLES = 3
LEAST_PAIRS = 30
LEAST_CORRELATION = 0.1

Entry = Mapping[str, Any]


def add_doubts(columns: Sequence[Field], proposal: Proposal, con: duckdb.DuckDBPyConnection) -> None:
    """Add a notice for each column of scores that needs a second look; the mapping stays as it is."""
    scores = [
        (column, entry)
        for column in columns
        for entry in proposal.entries.get(column.source, ())
        if entry["role"] == "score"
    ]
    for column, entry in scores:
        _warn_of_strangers(column, entry, proposal)
    overall = _overall(scores)
    for column, entry in scores:
        if overall and entry.get("metric") == "ces" and column is not overall[0]:
            _warn_of_direction((column, entry), overall, proposal, con)


def _warn_of_strangers(column: Field, entry: Entry, proposal: Proposal) -> None:
    if "scale" not in entry:
        return
    low, high = entry["scale"]
    strange = [value for value in column.profile.values if not _belongs(value, entry)]
    if strange:
        examples = ", ".join(f"“{value[:40]}”" for value in strange[:EXAMPLES])
        proposal.warn(OUTSIDE, column=column.source, scale=f"{low:g}–{high:g}", examples=examples)


def _belongs(value: str, entry: Entry) -> bool:
    known = {str(each).casefold() for each in (*entry.get("labels", ()), *entry.get("missing", ()))}
    if value.casefold() in known or no_answer(value):
        return True
    number = as_number(value.split(" ", 1)[0] if " - " in value or " – " in value else value)
    if number is None:
        return any(mark.isdigit() and not mark.isascii() for mark in value)  # other digits are read when loading
    low, high = entry["scale"]
    return bool(low <= number <= high) or str(number) in {str(as_number(each)) for each in known}


def _overall(scores: Sequence[tuple[Field, Entry]]) -> tuple[Field, Entry] | None:
    """The score that speaks of the whole: the recommendation, else satisfaction with no touchpoint, else any of it."""
    ranks = {"nps": 0, "csat": 1}

    def rank(entry: Entry) -> float:
        return ranks[entry["metric"]] + 0.5 * ("touchpoint" in entry)

    fitting = [each for each in scores if each[1].get("metric") in ranks]
    return min(fitting, key=lambda each: rank(each[1]), default=None)


def _warn_of_direction(
    effort: tuple[Field, Entry], overall: tuple[Field, Entry], proposal: Proposal, con: duckdb.DuckDBPyConnection
) -> None:
    found = con.execute(
        f"""SELECT corr(x, y), count(*) FROM (
            SELECT {_numbers(effort[0], "effort")} AS x, {_numbers(overall[0], "overall")} AS y FROM raw)
            WHERE x BETWEEN $low AND $high AND y BETWEEN $lowest AND $highest""",
        {
            **_labels(effort[1], "effort"),
            **_labels(overall[1], "overall"),
            **dict(zip(("low", "high"), effort[1]["scale"], strict=True)),
            **dict(zip(("lowest", "highest"), overall[1]["scale"], strict=True)),
        },
    ).fetchone()
    r, pairs = found or (None, 0)
    if r is None or pairs < LEAST_PAIRS:
        return
    turned = effort[1].get("direction") == "low_is_good"
    if overall[1].get("direction") == "low_is_good":
        r = -r
    values = {"column": effort[0].source, "overall": overall[0].source, "r": f"{r:+.2f}"}
    if not turned and r < -LEAST_CORRELATION:
        proposal.warn(AGAINST, **values)
    elif turned and r > LEAST_CORRELATION:
        proposal.warn(AGAINST_NAME, **values)


def _numbers(column: Field, name: str) -> str:
    cell = f"trim({column.profile.column})"
    digits = f"translate({cell}, '۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩', '01234567890123456789')"
    said = f"list_position(${name}_words::VARCHAR[], lower({cell}))"
    return (
        f"coalesce((${name}_scores::DOUBLE[])[{said}], TRY_CAST({digits} AS DOUBLE), "
        rf"TRY_CAST(regexp_extract({digits}, '^(\d+) *[-–]', 1) AS DOUBLE))"
    )


def _labels(entry: Entry, name: str) -> dict[str, list[str] | list[float]]:
    labels: dict[str, float] = entry.get("labels", {})
    return {f"{name}_words": [word.lower() for word in labels], f"{name}_scores": [float(x) for x in labels.values()]}
