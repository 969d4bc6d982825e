"""The table of a mapping changes what was touched in it, and nothing else."""

from typing import Any

from cxdash.ui import mapping_editor

COLUMN: dict[str, Any] = {
    "source": "How easy?",
    "role": "score",
    "metric": "ces",
    "scale": [1, 7],
    "missing": [0, "n/a"],
    "labels": {"Very easy": 7},
    "direction": "low_is_good",
    "confidence": 0.8,
    "examples": ["1", "7"],
}


def row(**changed: object) -> dict[str, Any]:
    return {**mapping_editor._row(COLUMN), **changed}


def test_an_untouched_row_leaves_the_column_as_it_was() -> None:
    assert mapping_editor._corrected(COLUMN, row()) == COLUMN


def test_only_what_was_touched_changes() -> None:
    assert mapping_editor._corrected(COLUMN, row(high=5.0)) == {**COLUMN, "scale": [1.0, 5.0]}
    assert mapping_editor._corrected(COLUMN, row(missing="9, keine Angabe")) == {
        **COLUMN,
        "missing": [9, "keine Angabe"],
    }
    assert mapping_editor._corrected(COLUMN, row(touchpoint="Support")) == {**COLUMN, "touchpoint": "Support"}


def test_a_unit_belongs_to_its_role() -> None:
    duration = {"source": "Talk time", "role": "duration_s", "unit": "min"}
    shown = mapping_editor._row(duration)
    assert mapping_editor._corrected(duration, {**shown, "unit": "h"}) == {**duration, "unit": "h"}
    assert mapping_editor._corrected(duration, {**shown, "role": "ignore"}) == {"source": "Talk time", "role": "ignore"}


def test_what_was_emptied_is_gone() -> None:
    corrected = mapping_editor._corrected(COLUMN, row(metric=None, low=float("nan"), high=None, direction=""))
    assert not {"metric", "scale", "direction"} & corrected.keys()
