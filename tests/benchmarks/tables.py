"""Two large files that DuckDB writes in seconds and always alike: a log of interactions and a wide survey."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

TIMEZONE = "Europe/Berlin"
RATED = tuple(f"How satisfied are you with item {n}?" for n in range(1, 21))
RECOMMEND = "How likely are you to recommend us?"
SEGMENTS = ("region", "customer_type", "age_group", "language")
_PLACES = ("Website", "App", "Call centre", "Store", "E-mail", "Checkout", "Delivery", "Returns", "Chat", "Invoice")
_WORDS = (
    "the service",
    "was good",
    "waiting",
    "too long",
    "friendly staff",
    "the app",
    "slow",
    "a fair price",
    "again",
)


def interactions_file(path: Path, records: int) -> Path:
    """A log of interactions; of 10,000 records one has an impossible duration, one no customer, one is there twice."""
    return _written(
        path,
        f"""SELECT 'i' || (i - (i % 10000 = 9999)::INTEGER) AS interaction_id,
            CASE WHEN i % 10000 <> 77 THEN 'c' || {_below(1, 2_000_000)} END AS customer_id,
            {_moment(5)} AS started_at, {_one_of(3, _PLACES)} AS touchpoint,
            {_one_of(4, ("web", "mobile", "phone", "in person"))} AS channel,
            {_one_of(5, ("done", "abandoned", "transferred", "failed"))} AS outcome,
            CASE WHEN i % 10000 = 5 THEN 'n/a yet' ELSE {_below(6, 3600)}::VARCHAR END AS duration_s,
            {_below(7, 600)} AS wait_s, {_one_of(8, ("yes", "no", "yes"))} AS resolved,
            CASE WHEN {_below(9, 3)} = 0 THEN ({_below(10, 20000)} / 100)::DECIMAL(9, 2) END AS value,
            'agent ' || {_below(11, 400)} AS agent, {_one_of(12, ("North", "South", "East", "West"))} AS region
            FROM range({records}) t(i)""",
    )


def survey_file(path: Path, records: int) -> Path:
    """A survey of 21 ratings, segments, three times and a quoted comment on every second record."""
    rated = ", ".join(
        f'CASE WHEN {_below(20 + n, 10)} < 9 THEN 1 + {_below(60 + n, 5)} END AS "{question}"'
        for n, question in enumerate(RATED)
    )
    said = " || ', ' || ".join(_one_of(200 + n, _WORDS) for n in range(8))
    return _written(
        path,
        f"""SELECT 'r' || i AS response_id, 'c' || {_below(1, 400_000)} AS customer_id, {_moment(50)} AS started_at,
            {_moment(50, "+ INTERVAL 7 MINUTE")} AS submitted_at, {_moment(50, "+ INTERVAL 8 MINUTE")} AS recorded_at,
            {_one_of(4, ("web", "mobile", "phone", "mail"))} AS channel,
            {_one_of(12, ("North", "South", "East", "West"))} AS region,
            {_one_of(13, ("new", "returning", "lost"))} AS customer_type,
            {_one_of(14, ("18-29", "30-44", "45-59", "60+"))} AS age_group,
            {_one_of(15, ("en", "de", "fa", "ar", "he"))} AS language, {rated}, {_below(90, 11)} AS "{RECOMMEND}",
            CASE WHEN {_below(91, 2)} = 0 THEN {said} END AS comment FROM range({records}) t(i)""",
    )


def mapping(kind: str) -> dict[str, object]:
    """How the file of a kind is read, so that every loader reads it the same way."""
    return {"kind": kind, "timezone": TIMEZONE, "columns": _LOGGED if kind == "interactions" else _ASKED}


_ROLES = ("interaction_id", "customer_id", "time", "touchpoint", "channel", "outcome", "duration_s", "wait_s",
          "resolved", "value", "agent", "segment")  # fmt: skip
_HEADER = ("interaction_id", "customer_id", "started_at", "touchpoint", "channel", "outcome", "duration_s", "wait_s",
           "resolved", "value", "agent", "region")  # fmt: skip
_LOGGED: list[dict[str, object]] = [
    {"source": source, "role": role, **({"name": source} if role == "segment" else {})}
    for source, role in zip(_HEADER, _ROLES, strict=True)
]
_ASKED: list[dict[str, object]] = [
    {"source": "response_id", "role": "response_id"},
    {"source": "customer_id", "role": "customer_id"},
    {"source": "started_at", "role": "ignore"},
    {"source": "submitted_at", "role": "time"},
    {"source": "recorded_at", "role": "ignore"},
    {"source": "channel", "role": "channel"},
    *(dict[str, object](source=name, role="segment", name=name) for name in SEGMENTS),
    *(dict[str, object](source=name, role="score", touchpoint=name, metric="csat", scale=[1, 5]) for name in RATED),
    {"source": RECOMMEND, "role": "score", "metric": "nps", "scale": [0, 10]},
    {"source": "comment", "role": "comment"},
]


def _written(path: Path, query: str) -> Path:
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute(f"COPY ({query}) TO '{path}' (HEADER)")
    return path


def _below(seed: int, limit: int) -> str:
    """A whole number below `limit` that follows from the record's number."""
    return f"(hash(i, {seed}) % {limit})::INTEGER"


def _one_of(seed: int, words: Sequence[str]) -> str:
    return f"([{', '.join(repr(word) for word in words)}])[1 + {_below(seed, len(words))}]"


def _moment(apart_s: int, later: str = "") -> str:
    moment = f"TIMESTAMP '2024-01-01' + to_seconds(i * {apart_s} + {_below(2, 5)}) {later}"
    return f"strftime({moment}, '%Y-%m-%d %H:%M:%S')"
