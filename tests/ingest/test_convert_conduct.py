"""How long responses took and what the tool says of them, from a raw table into the records."""

from pathlib import Path
from typing import Any

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.mapping import Mapping
from tests.ingest.converting import Cell, Converted, converted

BASE: list[dict[str, Any]] = [
    {"source": "id", "role": "response_id"},
    {"source": "q", "role": "score", "scale": [1, 5]},
]


def conduct(folder: Path, cells: list[tuple[Cell, ...]], *columns: dict[str, Any]) -> Converted:
    rows = [(f"r{place}", "4", *each) for place, each in enumerate(cells)]
    sources = list(dict.fromkeys(column["source"] for column in columns))
    return converted(folder, ["id", "q", *sources], rows, [*BASE, *columns])


def column(source: str, role: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "role": role, **more}


@pytest.mark.parametrize(
    ("unit", "cell", "seconds"),
    [(None, "90", 90), ("min", "1.5", 90), ("h", "2", 7200), ("ms", "1500", 1.5), (None, "0:01:30", 90),
     (None, None, None), (None, "۹۰", 90)],
)  # fmt: skip
def test_durations_are_seconds(tmp_path: Path, unit: str | None, cell: Cell, seconds: float | None) -> None:
    found = conduct(tmp_path, [(cell,)], column("took", "duration_s", **({"unit": unit} if unit else {})))
    assert found.column("records", "duration_s") == [seconds]


def test_a_duration_below_zero_is_set_aside(tmp_path: Path) -> None:
    found = conduct(tmp_path, [("-3",), ("12",)], column("took", "duration_s"))
    assert found.column("records", "duration_s") == [None, 12]
    assert found.counts == (2, 2, 0, 0, 1)


def test_the_time_between_beginning_and_end_is_the_duration(tmp_path: Path) -> None:
    times = [("2026-03-01 10:00:00", "2026-03-01 10:01:30"), ("2026-03-01 10:05", "2026-03-01 10:00"),
             (None, "2026-03-01"), ("soon", "2026-03-01 10:00")]  # fmt: skip
    found = conduct(tmp_path, times, column("began", "started"), column("sent", "time"))
    assert found.column("records", "duration_s") == [90, None, None, None]
    assert [(row[1], row[2]) for row in found.rejects()] == [("began", "soon")]


def test_what_the_tool_measured_comes_first(tmp_path: Path) -> None:
    cells = [("2026-03-01 10:00", "2026-03-01 10:05", "20"), ("2026-03-01 10:00", "2026-03-01 10:05", None)]
    found = conduct(tmp_path, cells, column("began", "started"), column("sent", "time"), column("took", "duration_s"))
    assert found.column("records", "duration_s") == [20, 300]


def test_words_that_mean_it_are_labelled(tmp_path: Path) -> None:
    cells = [("Preview",), (" preview ",), ("Answered",), (None,), ("never seen",)]
    found = conduct(tmp_path, cells, column("kind", "suspect", flag="test", labels={"Preview": 1, "Answered": 0}))
    assert found.column("records", "suspect") == ["test", "test", None, None, None]
    assert found.counts == (5, 5, 0, 0, 0)


def test_numbers_beyond_a_bound_mean_it(tmp_path: Path) -> None:
    cells = [("0.49", "30"), ("0.5", "29.9"), ("", "100"), ("n/a", None), ("۰٫۲", "0")]
    found = conduct(
        tmp_path,
        cells,
        column("captcha", "suspect", flag="bot", below=0.5),
        column("fraud", "suspect", flag="bot", at_least=30),
    )
    assert found.column("records", "suspect") == ["bot", None, "bot", None, "bot"]


def test_without_a_bound_a_yes_means_it(tmp_path: Path) -> None:
    cells = [("TRUE",), ("1",), ("بله",), ("false",), ("0",), (None,)]
    found = conduct(tmp_path, cells, column("again", "suspect", flag="duplicate"))
    assert found.column("records", "suspect") == ["duplicate"] * 3 + [None] * 3


def test_several_fields_are_told_in_the_order_of_gravity(tmp_path: Path) -> None:
    cells = [("yes", "yes", "yes"), ("yes", "no", "no"), ("no", "no", "yes")]
    columns = [column(name, "suspect", flag=flag) for name, flag in (("a", "duplicate"), ("b", "bot"), ("c", "test"))]
    assert conduct(tmp_path, cells, *columns).column("records", "suspect") == [
        "test,bot,duplicate",
        "duplicate",
        "test",
    ]


def test_files_that_say_nothing_have_the_columns(tmp_path: Path) -> None:
    found = conduct(tmp_path, [()])
    assert (found.column("records", "suspect"), found.column("records", "duration_s")) == ([None], [None])


@pytest.mark.parametrize(
    ("kind", "entry", "said"),
    [
        ("survey", {"role": "suspect"}, "suspect"),
        ("survey", {"role": "suspect", "flag": "lazy"}, "flag"),
        ("survey", {"role": "segment", "below": 0}, "below"),
        ("survey", {"role": "weight", "unit": "min"}, "unit"),
        ("interactions", {"role": "agent", "unit": "min"}, "unit"),
        ("interactions", {"role": "suspect", "flag": "bot"}, "suspect"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: str, entry: dict[str, Any], said: str) -> None:
    needed = BASE if kind == "survey" else [column("c", "customer_id"), column("t", "time"), column("e", "event")]
    with pytest.raises(CxdashError) as refused:
        Mapping.read({"kind": kind, "columns": [*needed, {"source": "x", **entry}]})
    assert "“x”" in refused.value.message
    assert said in refused.value.message


def test_a_mapping_is_written_as_it_was_read() -> None:
    fields = [column("a", "suspect", flag="bot", below=0), column("b", "suspect", flag="bot", at_least=30)]
    document = {"kind": "survey", "timezone": "UTC", "columns": [*BASE, *fields, column("t", "duration_s", unit="ms")]}
    assert Mapping.read(document).to_document() == document
