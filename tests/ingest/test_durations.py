"""How long something took, in any writing: found, read, and never guessed where hours and minutes look alike."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.ingest.convert import reasons
from cxdash.ingest.convert.durations import OPEN_CLOCK
from cxdash.ingest.recognition.durations import ASSUMED
from tests.ingest.converting import Cell, Converted, converted
from tests.ingest.exports.tables import Seen, cycle, exported, numbered, seen, table, text

N = 60
CALLS: dict[str, Sequence[object]] = {
    "customer_id": cycle(numbered("C{:03}", 20), N),
    "event": cycle(["call", "visit", "chat"], N),
    "time": [f"2024-05-{1 + k % 28:02} 10:00" for k in range(N)],
}


def took(folder: Path, cells: Sequence[Cell], role: str = "duration_s", **keys: Any) -> Converted:
    columns = [
        {"source": "who", "role": "customer_id"}, {"source": "what", "role": "event"}, {"source": "at", "role": "time"},
        {"source": "took", "role": role, **keys},
    ]  # fmt: skip
    rows = [("c1", "call", "2024-05-11", cell) for cell in cells]
    return converted(folder, ["who", "what", "at", "took"], rows, columns, kind="interactions")


@pytest.mark.parametrize(
    ("cells", "keys", "seconds"),
    [
        pytest.param(["5 minutes", "1h 20m", "2 days 3 hours"], {}, [300, 4800, 183600], id="words"),
        pytest.param(["1/1/1970 0:27", "0:01:30", "90"], {}, [1620, 90, 90], id="programs"),
        pytest.param(["2:55", "75:10"], {}, [175, 4510], id="more than a day of hours"),
        pytest.param(["2:55", "1:02:03"], {}, [175, 3723], id="hours where there are some"),
        pytest.param(["2:55", "0:27"], {"unit": "h"}, [10500, 1620], id="told hours"),
        pytest.param(["2:55", "1.5", "0:00:10"], {"unit": "min"}, [175, 90, 10], id="told minutes"),
        pytest.param(["2", "0.5", "3 h"], {"unit": "d"}, [172800, 43200, 10800], id="days"),
        pytest.param(["90", "0", "7"], {"unit": "min", "missing": [0]}, [5400, None, 420], id="a mark in its unit"),
        pytest.param(["۲ ساعت", "٥ دقائق"], {}, [7200, 300], id="other digits"),
    ],
)
def test_durations_are_seconds(
    tmp_path: Path, cells: list[str], keys: dict[str, Any], seconds: list[float | None]
) -> None:
    for role in ("duration_s", "wait_s"):
        found = took(tmp_path / role, cells, role, **keys)
        assert found.column("interactions", role) == seconds
        assert (found.report["warnings"], found.rejects()) == ([], [])


def test_two_parts_that_nothing_explains_are_set_aside(tmp_path: Path) -> None:
    found = took(tmp_path, ["2:55", "10:30", "5 min", "soon", "-0:10:00"])
    assert found.column("interactions", "duration_s") == [None, None, 300, None, None]
    assert [(row, value, reason) for row, _, value, reason, _ in found.rejects()] == [
        (2, "2:55", reasons.EITHER_CLOCK), (3, "10:30", reasons.EITHER_CLOCK), (5, "soon", reasons.NOT_A_NUMBER),
        (6, "-0:10:00", reasons.NEGATIVE),
    ]  # fmt: skip
    [said] = found.report["warnings"]
    assert (said["message"], said["values"]["column"]) == (OPEN_CLOCK, "took")


def proposed(folder: Path, name: str, cells: Sequence[object]) -> Seen:
    return exported(folder, table({**CALLS, name: cells}))


@pytest.mark.parametrize(
    ("name", "cells", "entry"),
    [
        ("Duration (min)", [str(k) for k in range(N)], {"role": "duration_s", "unit": "min"}),
        ("Wait time in hours", [f"0:{k:02}" for k in range(N)], {"role": "wait_s", "unit": "h"}),
        ("Resolution time (days)", [f"{k / 4}" for k in range(N)], {"role": "duration_s", "unit": "d"}),
        ("Call duration", [f"{k}:05" for k in range(N)], {"role": "duration_s"}),
        ("Call duration", [f"{k % 9}:05" for k in range(N)], {"role": "duration_s", "unit": "min"}),
        ("Time to resolution", [f"1/1/1970 {k % 24}:05" for k in range(N)], {"role": "duration_s"}),
        ("مدت تماس", [f"{k} دقیقه" for k in range(N)], {"role": "duration_s"}),
        ("Wartezeit", [f"{k} Min. 10 Sek." for k in range(N)], {"role": "wait_s"}),
        ("Duration", [f"{k} days 00:10:00" for k in range(N)], {"role": "duration_s"}),
    ],
)  # fmt: skip
def test_the_column_and_its_unit_are_proposed(
    tmp_path: Path, name: str, cells: Sequence[object], entry: dict[str, str]
) -> None:
    found = proposed(tmp_path, name, cells)
    assert found.entry(name) == entry
    open_to_doubt = entry.get("unit") == "min" and ":" in str(cells[0])
    assert (ASSUMED in found.messages) == open_to_doubt
    assert None not in found.load().column("interactions", entry["role"])


WRITINGS: dict[str, tuple[Callable[[int], str], str]] = {
    "seconds": (lambda s: f"{s}", "Duration"),
    "minutes": (lambda s: f"{s / 60!r}", "Duration (minutes)"),
    "h:mm:ss": (lambda s: f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}", "Duration"),
    "m:ss": (lambda s: f"{s // 60}:{s % 60:02}", "Duration"),
    "words": (lambda s: f"{s // 3600} h {s // 60 % 60} min {s % 60} s", "Duration"),
    "German": (lambda s: f"{s // 60} Minuten und {s % 60} Sekunden", "Dauer"),
    "Persian": (lambda s: f"{s // 60} دقیقه و {s % 60} ثانیه", "مدت"),
    "Arabic": (lambda s: f"{s // 60} دقيقة و {s % 60} ثانية", "المدة"),
    "Hebrew": (lambda s: f"{s // 60} דקות ו-{s % 60} שניות", "משך"),
    "ISO": (lambda s: f"PT{s // 60}M{s % 60}S", "Duration"),
}
PERSIAN, ARABIC = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))


@pytest.mark.parametrize("writing", WRITINGS)
@settings(max_examples=2, deadline=None)
@given(
    drawn=st.lists(st.integers(0, 90_000), min_size=12, max_size=20), order=st.permutations(range(4)),
    delimiter=st.sampled_from(";\t|"), digits=st.sampled_from([{}, PERSIAN, ARABIC]),
)  # fmt: skip
def test_any_writing_reads_back_equal(
    writing: str, drawn: list[int], order: list[int], delimiter: str, digits: dict[int, int]
) -> None:
    write, name = WRITINGS[writing]
    # An hour and a half tells minutes from hours, and everything from years.
    durations = [*drawn, 5400, 61]
    columns = [(key, cells[: len(durations)]) for key, cells in CALLS.items()]
    columns.append((name, [write(each).translate(digits) for each in durations]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_text(text(table(dict(columns[place] for place in order)), delimiter), "utf-8")
        found = seen(path, Path(folder) / "work").load().column("interactions", "duration_s")
    assert found == pytest.approx(durations)
