"""A day in one column and a time of day in another make one moment."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.convert import reasons
from cxdash.ingest.convert.clocks_apart import AT_MIDNIGHT
from cxdash.ingest.mapping import Mapping
from tests.ingest.converting import Cell, Converted, converted

utc = datetime.fromisoformat
BASE = [{"source": "who", "role": "customer_id"}, {"source": "what", "role": "event"}]


def joined(folder: Path, cells: Sequence[tuple[Cell, Cell]], timezone: str = "UTC", **day: Any) -> Converted:
    rows = [("c1", "call", *pair) for pair in cells]
    columns = [*BASE, {"source": "day", "role": "time", **day}, {"source": "clock", "role": "time_of_day"}]
    return converted(folder, ["who", "what", "day", "clock"], rows, columns, kind="interactions", timezone=timezone)


@pytest.mark.parametrize(
    ("day", "clock", "keys", "expected"),
    [
        ("2024-05-11", "14:30", {}, "2024-05-11 14:30"),
        ("2024-05-11", "14:30:05.250", {}, "2024-05-11 14:30:05.250"),
        ("2024-05-11 00:00:00", "2:30 PM", {}, "2024-05-11 14:30"),
        ("5/21/2024 12:00:00 AM", "12:05 am", {}, "2024-05-21 00:05"),
        ("21/05/2024", "9.05 Uhr", {"format": "%d/%m/%Y"}, "2024-05-21 09:05"),
        ("21/05/2024", "0930", {"format": "%d/%m/%Y %H:%M"}, "2024-05-21 09:30"),
        ("20240511", "14h30", {"format": "%Y%m%d"}, "2024-05-11 14:30"),
        ("45423", "0.604166666666667", {}, "2024-05-11 14:30"),
        ("11 May 2024", "1899-12-31 14:30:00", {}, "2024-05-11 14:30"),
        ("۱۴۰۴/۰۸/۱۱", "۲:۳۰ ب.ظ", {"calendar": "jalali"}, "2025-11-02 14:30"),
        ("1446/09/15", "٠٩:٣٠", {"calendar": "hijri"}, "2025-03-15 09:30"),
        ("כ״ה בכסלו תשפ״ה", "09:30", {"calendar": "hebrew"}, "2024-12-26 09:30"),
        ("2024-05-11", "14:30+02:00", {}, "2024-05-11 12:30"),
    ],
)  # fmt: skip
def test_all_writings(tmp_path: Path, day: str, clock: str, keys: dict[str, str], expected: str) -> None:
    found = joined(tmp_path, [(day, clock)], **keys)
    assert found.column("interactions", "at") == [utc(expected)]
    assert found.report["warnings"] == []


def test_the_joined_time_is_local(tmp_path: Path) -> None:
    found = joined(tmp_path, [("2024-03-30", "23:30"), ("2024-03-31", "02:30")], "Europe/Berlin")
    assert found.column("interactions", "at") == [utc("2024-03-30 22:30"), utc("2024-03-31 01:30")]
    assert [each["values"]["n"] for each in found.report["warnings"]] == [1]


def test_a_day_without_a_time_is_at_midnight_and_counted(tmp_path: Path) -> None:
    found = joined(tmp_path, [("2024-05-11", None), ("2024-05-11", "lunch"), ("2024-05-11", "25:10"), (None, "10:00")])
    assert found.column("interactions", "at") == [utc("2024-05-11")] * 3
    assert found.counts == (4, 3, 1, 0, 2)
    assert [(row, value, reason) for row, _, value, reason, level in found.rejects() if level == "value"] == [
        (3, "lunch", reasons.NO_TIME_OF_DAY), (4, "25:10", reasons.NO_TIME_OF_DAY)
    ]  # fmt: skip
    assert found.report["warnings"] == [{"message": AT_MIDNIGHT, "values": {"n": 3, "column": "clock"}}]


def test_a_bad_day_is_shown_as_it_stands(tmp_path: Path) -> None:
    found = joined(tmp_path, [("soon", "10:00"), ("2024-05-11", "10:00")])
    assert [(row, column, value) for row, column, value, *_ in found.rejects()] == [(2, "day", "soon")]


def test_a_time_of_day_needs_a_day() -> None:
    columns = [*BASE, {"source": "clock", "role": "time_of_day"}]
    with pytest.raises(CxdashError, match="of which day"):
        Mapping.read({"kind": "interactions", "constants": {}, "columns": columns})
