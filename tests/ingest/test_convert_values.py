"""Cells as numbers and as moments: scripts, separators, words, missing marks, scales, formats and zones."""

from datetime import datetime
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from tests.ingest.converting import Cell, converted, scores


def read(folder: Path, cell: Cell, **column: object) -> float | None:
    """The score of one cell, None where it has none."""
    found = scores(folder, [cell], **column).column("responses", "score")
    return found[0] if found else None


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("7", 7), (" 7 ", 7), ("\u00a07\u200c", 7), ("7.0", 7), ("+7", 7), ("۷", 7), ("٧", 7), ("７", 7),
        ("۱۰", 10), ("۴٫۵", 4.5), ("4.5", 4.5), ("4,5", 4.5), ("7e0", 7), ("\u200f۹\u200f", 9),
        ("10 - Extremely likely", 10), ("0 – not at all", 0), ("۱۰ - عالی", 10),
        ("5 - 7", None), ("2024-01-02", None), ("nan", None), ("inf", None), ("seven", None), ("1_0", None),
        ("0x5", None), ("11", None), ("-1", None), ("−1", None), ("10.1", None), (None, None), ("  ", None), ("", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_the_number_it_says(tmp_path: Path, cell: Cell, score: float | None) -> None:
    assert read(tmp_path, cell) == score


def test_what_is_not_valid_is_set_aside_with_its_reason_and_never_clipped(tmp_path: Path) -> None:
    found = scores(tmp_path, ["11", "seven", "nan", "5", None])
    assert found.rejects() == [
        (2, "q", "11", "outside the scale", "value"),
        (3, "q", "seven", "not a number", "value"),
        (4, "q", "nan", "not a number", "value"),
    ]
    assert found.counts == (5, 5, 0, 0, 3)
    assert found.column("responses", "score") == [5]


def test_a_comma_is_what_the_column_says_it_is(tmp_path: Path) -> None:
    header, columns = ["id", "eur"], [{"source": "id", "role": "customer_id"}, {"source": "eur", "role": "value"}]

    def amounts(name: str, *cells: str) -> list[float]:
        rows = [(str(place), cell) for place, cell in enumerate(cells)]
        return converted(tmp_path / name, header, rows, columns, kind="customers").column("customers", "value")

    assert amounts("point", "1,234", "5.5", "1,234,567.25") == [1234, 5.5, 1234567.25]
    assert amounts("comma", "1.234", "5,5", "1.234.567,25") == [1234, 5.5, 1234567.25]
    assert amounts("neither", "1,234", "12") == [1234, 12]
    assert amounts("spaces", "1 234,5", "1\u00a0234\u00a0567") == [1234.5, 1234567]
    assert amounts("persian", "۱٬۲۳۴٫۵") == [1234.5]


def test_on_a_small_scale_a_comma_cannot_be_thousands(tmp_path: Path) -> None:
    assert scores(tmp_path, ["4,125", "3"], scale=[1, 5]).column("responses", "score") == [4.125, 3]


def test_labels_come_before_missing_and_both_before_numbers(tmp_path: Path) -> None:
    labels = {"Very good": 5, "9": 1, "خیلی خوب": 4, "Not asked": 2}
    found = scores(
        tmp_path,
        ["very GOOD ", "9", "خیلی خوب", "not asked", "N/A", "n/a", "0", "۰", "0.0", "3"],
        scale=[1, 5], labels=labels, missing=["n/a", "not asked", 0],
    )  # fmt: skip
    assert found.column("responses", "score") == [5, 1, 4, 2, 3]
    assert found.rejects() == []


def test_a_scale_that_nobody_gave_is_taken_from_the_values_and_said(tmp_path: Path) -> None:
    found = scores(tmp_path, ["2", "6", "7"], scale=None)
    assert [(row["scale_low"], row["scale_high"]) for row in found.rows("questions")] == [(1, 7)]
    assert [warning["values"] for warning in found.report["warnings"]] == [{"column": "q", "low": "1", "high": "7"}]


def moment(folder: Path, cell: Cell, timezone: str = "UTC", **column: object) -> datetime | None:
    columns = [{"source": "at", "role": "time", **column}, {"source": "q", "role": "score", "scale": [1, 5]}]
    found = converted(folder, ["at", "q"], [(cell, "3")], columns, timezone=timezone)
    (read,) = found.column("records", "at")
    unread = [reject[3] for reject in found.rejects()]
    assert bool(unread) == (read is None and bool((cell or "").strip()))
    assert set(unread) <= {"no date can be read here", "the day or the month could come first"}
    return read


utc = datetime.fromisoformat
AFTERNOON = utc("2024-02-03 13:41:05")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-02-03 13:41:05", AFTERNOON),
        ("2024-02-03T13:41:05Z", AFTERNOON),
        ("2024-02-03T17:11:05+03:30", AFTERNOON),
        ("2024-02-03 08:41:05.250000-0500", AFTERNOON.replace(microsecond=250000)),
        ("2024/2/3 13:41:05", AFTERNOON),
        (" ۲۰۲۴-۰۲-۰۳ ۱۳:۴۱:۰۵", AFTERNOON),
        ("2024-02-03", utc("2024-02-03")),
        ("20240203", utc("2024-02-03")),
        ("1706967665", AFTERNOON),
        ("1706967665000", AFTERNOON),
        ("1706967665000000", AFTERNOON),
        ("45325.570196759", AFTERNOON),
        ("45325", utc("2024-02-03")),
        ("1402-11-14", None),
        ("9999-12-31", None),
        ("infinity", None),
        ("epoch", None),
        ("2024-13-01", None),
        ("yesterday", None),
        ("3/2/2024", None),
        (None, None),
    ],
)
def test_a_moment_is_read_as_utc(tmp_path: Path, cell: Cell, expected: datetime | None) -> None:
    assert moment(tmp_path, cell) == expected


def test_a_time_without_a_zone_is_local_to_the_mapping(tmp_path: Path) -> None:
    assert moment(tmp_path / "1", "2024-02-03 17:11:05", "Asia/Tehran") == AFTERNOON
    assert moment(tmp_path / "2", "2024-02-03 17:11:05+03:30", "Europe/Berlin") == AFTERNOON
    by_format = moment(tmp_path / "3", "03/02/2024 17:11", "Asia/Tehran", format="%d/%m/%Y %H:%M")
    assert by_format == utc("2024-02-03 13:41")
    assert moment(tmp_path / "4", "1706967665", "Asia/Tehran") == AFTERNOON


def test_a_format_is_obeyed_and_cannot_carry_sql(tmp_path: Path) -> None:
    assert moment(tmp_path / "1", "2/3/24 1:41 PM", format="%m/%d/%y %I:%M %p") == utc("2024-02-03 13:41")
    assert moment(tmp_path / "2", "2024-02-03", format="%d'); DROP TABLE raw; --") == utc("2024-02-03")
    with pytest.raises(CxdashError, match="date format"):
        moment(tmp_path / "3", "2024", format="%Q")


def test_an_unknown_calendar_is_refused_and_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(CxdashError, match="mayan"):
        moment(tmp_path, "1402-11-14", calendar="mayan")


@pytest.mark.parametrize(
    ("cell", "seconds"), [("90", 90), ("0:01:30", 90), ("01:00:00", 3600), ("-5", None), ("soon", None)]
)
def test_durations_are_seconds_or_clock_times(tmp_path: Path, cell: str, seconds: float | None) -> None:
    columns = [
        {"source": "who", "role": "customer_id"}, {"source": "at", "role": "time"},
        {"source": "what", "role": "event"}, {"source": "took", "role": "duration_s"},
    ]  # fmt: skip
    found = converted(
        tmp_path, ["who", "at", "what", "took"], [("a", "2024-01-01", "call", cell)], columns, kind="interactions"
    )
    assert found.column("interactions", "duration_s") == [seconds]
    assert found.report["values_set_aside"] == (seconds is None)


@pytest.mark.parametrize(
    ("cell", "said"), [("Yes", True), ("no", False), ("TRUE", True), ("0", False), ("بله", True), ("maybe", None)]
)
def test_yes_and_no_in_words(tmp_path: Path, cell: str, said: bool | None) -> None:
    columns = [{"source": "id", "role": "customer_id"}, {"source": "gone", "role": "churned"}]
    found = converted(tmp_path, ["id", "gone"], [("a", cell)], columns, kind="customers")
    assert found.column("customers", "churned") == [said]
    assert [reject[3] for reject in found.rejects()] == ([] if said is not None else ["neither yes nor no"])


def test_nps_has_one_scale_whatever_strays_into_its_column(tmp_path: Path) -> None:
    found = scores(tmp_path, ["0", "9", "11", "99"], metric="nps", scale=None)
    assert found.column("questions", "scale_high") == [10]
    assert [(row, value, reason) for row, _, value, reason, _ in found.rejects()] == [
        (4, "11", "outside the scale"),
        (5, "99", "outside the scale"),
    ]
