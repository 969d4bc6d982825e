"""Days and times of day in two columns, in any language, order, dialect and digits: found, joined, read back equal."""

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.exports.tables import Seen, cycle, exported, numbered, seen, table, text

utc = datetime.fromisoformat
N = 60
MOMENTS = [utc("2024-03-01 08:00") + timedelta(hours=7 * k, minutes=13 * k) for k in range(N)]
DAYS = [f"{each:%Y-%m-%d}" for each in MOMENTS]
CLOCKS = [f"{each:%H:%M}" for each in MOMENTS]
CALLS = {"customer_id": cycle(numbered("C{:03}", 20), N), "event": cycle(["call", "visit", "chat"], N)}


def found(folder: Path, more: dict[str, Sequence[object]]) -> Seen:
    return exported(folder, table({**CALLS, **more}))


NAMES = [
    ("Date", "Time"), ("تاریخ", "ساعت"), ("Datum", "Uhrzeit"), ("Fecha", "Hora"), ("التاريخ", "الوقت"),
    ("תאריך", "שעה"), ("Call Date", "Call Time"), ("start_date", "start_time"), ("Event date", "Time of day"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "clock"), NAMES)
def test_the_two_columns_are_one_time(tmp_path: Path, day: str, clock: str) -> None:
    proposal = found(tmp_path, {clock: CLOCKS, day: DAYS})
    assert (proposal.role("time"), proposal.role("time_of_day")) == ([day], [clock])
    assert proposal.load().column("interactions", "at") == MOMENTS


@pytest.mark.parametrize(
    ("more", "clock"),
    [
        pytest.param({"Date": DAYS, "Talk time": CLOCKS}, [], id="how long it took"),
        pytest.param({"Date": DAYS, "Wait time": CLOCKS}, [], id="a wait"),
        pytest.param({"Timestamp": [str(each) for each in MOMENTS], "Time": CLOCKS}, [], id="a whole moment"),
        pytest.param({"Date": DAYS, "Time": cycle(["early", "late"], N)}, [], id="words"),
        pytest.param({"Date": DAYS, "Time": [f"{k}:30" for k in range(N)]}, [], id="too many hours"),
        pytest.param({"Start date": DAYS, "End time": CLOCKS}, [], id="of something else"),
        pytest.param({"Start date": DAYS, "End time": CLOCKS, "Start time": CLOCKS}, ["Start time"], id="its own"),
        pytest.param({"Date": [f"{day} 00:00:00" for day in DAYS], "Time": CLOCKS}, ["Time"], id="midnights"),
    ],
)
def test_only_what_completes_the_day(tmp_path: Path, more: dict[str, Sequence[object]], clock: list[str]) -> None:
    assert found(tmp_path, more).role("time_of_day") == clock


def test_a_survey_and_an_experiment_have_them_too(tmp_path: Path) -> None:
    scores: dict[str, Sequence[object]] = {
        "Response ID": numbered("R{}", N),
        "How satisfied are you?": cycle([1, 2, 3, 4, 5], N),
    }
    survey = exported(tmp_path / "survey", table({**scores, "Date": DAYS, "Time": CLOCKS}))
    assert survey.load().column("records", "at") == MOMENTS
    # A table may be converted again: the joined column is made anew.
    assert survey.load().column("records", "at") == MOMENTS
    trial: dict[str, Sequence[object]] = {
        "user_id": numbered("u{}", N),
        "group": cycle(["control", "treatment"], N),
        "converted": cycle([0, 1], N),
    }
    units = exported(tmp_path / "trial", table({**trial, "Date": DAYS, "Time": CLOCKS}))
    assert units.load().column("units", "at") == MOMENTS


PERSIAN, ARABIC = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))
DAY = st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d %b %Y", "%Y-%m-%d 00:00:00"])
CLOCK = st.sampled_from(["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%H.%M"])
MOMENT = st.datetimes(utc("2021-01-01"), utc("2025-12-31")).map(lambda each: each.replace(second=0, microsecond=0))


@settings(max_examples=10, deadline=None)
@given(
    drawn=st.lists(MOMENT, min_size=12, max_size=30), day=DAY, clock=CLOCK, names=st.sampled_from(NAMES),
    order=st.permutations(range(4)), delimiter=st.sampled_from(",;\t|"), digits=st.sampled_from([{}, PERSIAN, ARABIC]),
)  # fmt: skip
def test_any_writing_reads_back_equal(
    drawn: list[datetime], day: str, clock: str, names: tuple[str, str], order: list[int], delimiter: str,
    digits: dict[int, int],
) -> None:  # fmt: skip
    # The 25th of a month settles whether the day or the month stands first.
    moments = [*drawn, utc("2024-11-25 23:05"), utc("2024-11-26")]
    columns: list[tuple[str, list[object]]] = [
        ("customer_id", cycle(numbered("C{:03}", 6), len(moments))),
        ("event", cycle(["call", "visit", "chat"], len(moments))),
        (names[0], [f"{each:{day}}".translate(digits) for each in moments]),
        (names[1], [f"{each:{clock}}".translate(digits) for each in moments]),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_text(text(table(dict(columns[place] for place in order)), delimiter), "utf-8")
        converted = seen(path, Path(folder) / "work").load()
        assert converted.column("interactions", "at") == moments
