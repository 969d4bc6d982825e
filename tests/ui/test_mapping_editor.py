"""The table of a mapping changes what was touched in it, and nothing else; it shows words and keeps codes."""

import json
from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.ingest.roles import KINDS, ROLES, roles_of
from cxdash.ui import mapping_editor, mapping_labels
from cxdash.vocabulary.durations import UNIT_SECONDS
from cxdash.vocabulary.scales import Direction

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


def test_every_code_has_its_words() -> None:
    assert set(mapping_labels.ROLES) == ROLES
    assert set(mapping_labels.DIRECTIONS) == set(get_args(Direction))
    assert set(mapping_labels.UNITS) == set(UNIT_SECONDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_roles_of_a_file_have_the_same_words(kind: Any) -> None:
    words = [mapping_labels.role_words(role, kind) for role in roles_of(kind)]
    assert len(set(words)) == len(words)


def _editor() -> None:
    import json  # noqa: PLC0415 - a script of its own

    import streamlit as st  # noqa: PLC0415

    from cxdash.ui.mapping_editor import edit_mapping  # noqa: PLC0415

    mapping = {"kind": "survey", "timezone": "UTC", "columns": [st.session_state["column"]]}
    st.code(json.dumps(edit_mapping(mapping, key="m")))


def _edited(**cells: object) -> AppTest:
    at = AppTest.from_function(_editor)
    at.session_state["column"] = {**COLUMN, "flag": "test", "unit": "s"}
    at.session_state["m_columns_survey"] = {"edited_rows": {0: cells}, "added_rows": [], "deleted_rows": []}
    return at.run(timeout=60)


def options(at: AppTest, column: str) -> dict[str, str]:
    """What a column of the editor offers: the words by the codes they stand for."""
    [editor] = at.data_editor
    found = json.loads(editor.proto.columns)[column]["type_config"]["options"]
    return {each["value"]: each["label"] for each in found}


def test_the_editor_offers_words_for_codes() -> None:
    at = _edited()
    assert not at.exception
    assert options(at, "role")["duration_s"] == "Duration"
    assert set(options(at, "role")) == set(roles_of("survey"))
    assert options(at, "direction") == {
        "high_is_good": "High scores are good",
        "low_is_good": "Low scores are good",
    }
    assert options(at, "metric")["mean"] == "Mean score"
    assert options(at, "flag")["bot"] == "bots"
    assert options(at, "unit")["min"] == "Minutes"


def test_what_was_chosen_is_stored_as_its_code() -> None:
    at = _edited(direction="high_is_good", metric="csat", role="score")
    [column] = json.loads(at.code[0].value)["columns"]
    assert (column["direction"], column["metric"], column["role"]) == ("high_is_good", "csat", "score")
