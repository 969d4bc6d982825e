"""How a response came about: how long it took, and what the survey tool itself holds against it."""

from cxdash.ingest.convert.source import Source
from cxdash.ingest.convert.values import YES_OR_NO
from cxdash.ingest.mapping import Column
from cxdash.mart.sql import literal
from cxdash.vocabulary.quality import TOLD

_YES = [word for word, value in YES_OR_NO.items() if value]


def duration(source: Source) -> str:
    """The seconds a response took, as SQL over `typed`: as the file says, else from its beginning to its end."""
    column = source.mapping.one("duration_s")
    measured = "took" if column else "NULL::DOUBLE"
    if source.mapping.one("started") is None or source.mapping.one("time") is None:
        return measured
    # Who comes from another clock may have ended before they began: then nothing is known.
    return f"""coalesce({measured}, CASE WHEN began <= "at" THEN epoch_us("at" - began) / 1e6 END)"""


def duration_columns(source: Source) -> str:
    """What `duration` reads, as `, … AS took, … AS began` for the SELECT that makes `typed`."""
    took = f", {source.number('duration_s')} AS took" if source.mapping.one("duration_s") else ""
    began = f", {source.time('started')} AS began" if source.mapping.one("started") else ""
    return took + began


def suspicion(source: Source) -> str:
    """The flags that the tool's own fields raise, as SQL over `raw`: "bot,duplicate" in order of gravity, else NULL."""
    columns = source.mapping.with_role("suspect")
    raised = []
    for flag in TOLD:
        fields = [_means_it(source, column, place) for place, column in enumerate(columns) if column.flag == flag]
        if fields:
            raised.append(f"CASE WHEN {' OR '.join(fields)} THEN {literal(flag)} END")
    return f"nullif(concat_ws(',', {', '.join(raised)}), '')" if raised else "NULL::VARCHAR"


def _means_it(source: Source, column: Column, place: int) -> str:
    """The condition for the cells of one field that raise its flag; every different text is judged once."""
    cell, table = source.cell(column), f"suspects_{place}"
    words = [word for word, value in column.labels.items() if value]
    if not column.labels and column.below is None and column.at_least is None:
        words = _YES
    source.con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
            SELECT text FROM (SELECT DISTINCT {cell} AS text FROM raw WHERE {cell} IS NOT NULL)
            WHERE list_contains($words, lower(plain(text)))
               OR number_in(plain(text), false) < $below OR number_in(plain(text), false) >= $at_least""",
        {
            "words": [" ".join(word.lower().split()) for word in words],
            "below": column.below,
            "at_least": column.at_least,
        },
    )
    return f"coalesce({cell} IN (SELECT text FROM {table}), false)"
