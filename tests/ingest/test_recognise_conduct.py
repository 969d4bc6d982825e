"""Which columns of a survey say how a response came about, and which only look as if they did."""

from collections.abc import Sequence

import duckdb
import pytest

from cxdash.ingest.profile import profile
from cxdash.ingest.recognition.conduct import add_conduct
from cxdash.ingest.recognition.fields import Proposal, fields

N = 60
ENDED = [f"2026-03-{1 + k % 28:02d} 10:{k:02d}:30" for k in range(N)]
BEGUN = [f"2026-03-{1 + k % 28:02d} 10:{k:02d}:00" for k in range(N)]
SECONDS = [str(30 + 7 * k) for k in range(N)]


def proposed(columns: dict[str, Sequence[str | None]], entries: dict[str, dict[str, object]] | None = None) -> Proposal:
    """What is added to the entries that are there already, for a survey with these columns."""
    con = duckdb.connect()
    names = ", ".join(f"c{place} VARCHAR" for place in range(1, len(columns) + 1))
    con.execute(f'CREATE TABLE raw("row" INTEGER, {names})')
    rows = [[place, *cells] for place, cells in enumerate(zip(*columns.values(), strict=True), start=2)]
    con.executemany(f"INSERT INTO raw VALUES (?{', ?' * len(columns)})", rows)
    found = fields(profile(con, list(columns)))
    proposal = Proposal()
    for column in found:
        entry = {**(entries or {}).get(column.source, {})}
        if entry:
            proposal.add(column, str(entry.pop("role")), 0.9, **entry)
    add_conduct(found, proposal)
    return proposal


def entry(proposal: Proposal, source: str) -> dict[str, object] | None:
    found = proposal.entries.get(source)
    return {k: v for k, v in found[0].items() if k not in ("source", "confidence")} if found else None


@pytest.mark.parametrize(
    ("name", "unit"),
    [("Duration (in seconds)", None), ("Time taken to complete (Seconds)", None), ("duration", None),
     ("Duration (minutes)", "min"), ("survey_duration_ms", "ms"), ("interviewtime. Total time", None),
     ("Total time", None), ("Dauer in Sekunden", None), ("مدت پاسخگویی", None)],
)  # fmt: skip
def test_how_long_it_took(name: str, unit: str | None) -> None:
    if name.startswith("interviewtime"):
        name = "interviewtime"
    found = entry(proposed({name: SECONDS}), name)
    assert found == ({"role": "duration_s", "unit": unit} if unit else {"role": "duration_s"})


def test_how_long_it_took_in_words() -> None:
    found = proposed({"Duration": [f"{k % 9} min {k} s" for k in range(N)]})
    assert entry(found, "Duration") == {"role": "duration_s"}


@pytest.mark.parametrize(
    ("name", "cells"),
    [("AvgTalkDuration", SECONDS), ("Duration", [f"{k} laps" for k in range(N)]), ("Total time", ["5"] * N),
     ("Flight duration", SECONDS)],
)  # fmt: skip
def test_what_took_long_was_not_the_survey(name: str, cells: list[str]) -> None:
    assert entry(proposed({name: cells}), name) is None


def test_a_bare_duration_beside_waits_is_that_of_a_call() -> None:
    assert entry(proposed({"Duration": SECONDS, "Wait time": SECONDS}), "Duration") is None
    assert entry(proposed({"Duration in seconds": SECONDS, "Wait time": SECONDS}), "Duration in seconds")


@pytest.mark.parametrize(
    "name", ["Start Date (UTC)", "Start time", "Startzeit", "Hora de inicio", "زمان شروع", "startdate"]
)
def test_the_beginning_beside_the_end(name: str) -> None:
    known = {"End": {"role": "time"}, name: {"role": "ignore"}}
    assert entry(proposed({name: BEGUN, "End": ENDED}, known), name) == {"role": "started"}


def test_a_beginning_needs_an_end_a_clock_and_no_duration() -> None:
    known = {"End": {"role": "time"}}
    assert entry(proposed({"Start time": BEGUN, "End": ENDED}), "Start time") is None
    days = [each[:10] for each in BEGUN]
    assert entry(proposed({"Start date": days, "End": ENDED}, known), "Start date") is None
    measured = {"Start time": BEGUN, "End": ENDED, "Total time": SECONDS}
    assert entry(proposed(measured, known), "Start time") is None


def test_what_has_a_role_keeps_it() -> None:
    known: dict[str, dict[str, object]] = {"Duration": {"role": "score", "scale": [1, 5]}, "spam": {"role": "segment"}}
    made = proposed({"Duration": SECONDS, "spam": ["yes", "no"] * (N // 2)}, known)
    assert [entry(made, name) for name in known] == [{"role": "score", "scale": [1, 5]}, {"role": "segment"}]


@pytest.mark.parametrize(
    ("name", "cells", "flag"),
    [("Q_RecaptchaScore", ["0.9", "0.1"], "bot"), ("is_spam", ["true", "false"], "bot"),
     ("Is Test", ["0", "0"], "test"), ("Q_BallotBoxStuffing", ["true", None], "duplicate"),
     ("Test", ["A", "B"], None), ("Preview", ["a text"] * 2, None),
     ("Q_RelevantIDFraudScore", ["low", "high"], None)],
)  # fmt: skip
def test_what_the_tool_holds_against_it(name: str, cells: list[str | None], flag: str | None) -> None:
    found = entry(proposed({name: cells * (N // 2)}), name)
    assert (found and found.get("flag")) == flag
