"""Laws that hold for every chart of the house."""

import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from cxdash.charts.drawn import Drawn
from cxdash.locale import translation
from tests.charts.cases import SECRET, Draw

GOLDEN = Path(__file__).parent / "golden"


def _text(drawn: Drawn) -> str:
    return json.dumps(drawn.standalone(), ensure_ascii=False)


def test_the_spec_is_the_golden_one(name: str, draw: Draw, renew: bool) -> None:
    golden = GOLDEN / f"{name}.json"
    spec = json.dumps(draw(False, False).spec, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if renew:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(spec, encoding="utf-8")
    assert spec == golden.read_text(encoding="utf-8"), "if this change is wanted: pytest tests/charts --renew"


def test_the_spec_holds_no_data_and_no_words_of_the_data(draw: Draw) -> None:
    drawn = draw(False, False)
    spec = json.dumps(drawn.spec)
    assert '"data"' not in spec
    assert '"datasets"' not in spec
    for word in ("Boarding", "Economy", "Search engine", "Conversion", "VIP desk"):
        assert word not in spec


def test_a_spec_is_the_caller_s_own(draw: Draw) -> None:
    before = json.dumps(draw(False, False).spec)
    draw(False, False).spec["layer"][0]["mark"] = "ruined"
    assert json.dumps(draw(False, False).spec) == before


def test_vega_lite_knows_every_word_of_it(draw: Draw) -> None:
    alt.LayerChart.from_dict({**draw(False, False).spec, "data": {"values": []}}, validate=True)


def test_every_field_that_is_drawn_is_in_the_frame(draw: Draw) -> None:
    drawn = draw(False, False)
    made = _made(drawn.spec)
    used = _fields(drawn.spec)
    assert used
    assert used - made <= set(drawn.data.columns)


def _fields(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["field"]} if isinstance(part.get("field"), str) else set()
        return own.union(*(_fields(value) for value in part.values()))
    return set().union(*(_fields(value) for value in part)) if isinstance(part, list) else set()


def _made(part: Any) -> set[str]:
    """Fields a transform makes."""
    if isinstance(part, dict):
        own = {part["as"]} if isinstance(part.get("as"), str) else set()
        return own.union(*(_made(value) for value in part.values()))
    return set().union(*(_made(value) for value in part)) if isinstance(part, list) else set()


def test_nothing_hidden_is_in_the_chart_its_frame_or_its_words(draw: Draw) -> None:
    drawn = draw(False, False)
    assert str(SECRET) not in _text(drawn)
    shown = [column for column in drawn.data.columns if column.startswith("shown_")]
    for text in ("77", "77%", "+77 pp", "+77.1 pp", "77.1%"):
        assert not (drawn.data[shown] == text).any(axis=None)
        assert f"({text})" not in drawn.alt


def test_no_rows_still_draw(draw: Draw) -> None:
    empty, full = draw(False, True), draw(False, False)
    assert list(empty.data.columns) == list(full.data.columns)
    assert [str(t) for t in empty.data.dtypes] == [str(t) for t in full.data.dtypes]
    json.dumps(empty.standalone(), allow_nan=False)


def test_what_is_said_instead_of_the_picture_is_a_sentence(draw: Draw) -> None:
    for none in (False, True):
        words = draw(False, none).alt
        assert words.endswith(".")
        assert "nan" not in words.lower()
        assert "None" not in words


def test_a_standalone_spec_is_json_without_nan(draw: Draw) -> None:
    text = json.dumps(draw(True, False).standalone(), allow_nan=False)
    assert len(json.loads(text)["data"]["values"]) == len(draw(True, False).data)


def test_light_and_dark_differ_in_colours_only(draw: Draw) -> None:
    light, dark = draw(False, False), draw(True, False)
    assert light.spec != dark.spec
    assert light.alt == dark.alt
    colours = [column for column in ("fill", "ink") if column in light.data]
    pd.testing.assert_frame_equal(light.data.drop(columns=colours), dark.data.drop(columns=colours))


@pytest.mark.parametrize("language", ["fa", "xx-nowhere"])
def test_other_languages_draw_too(draw: Draw, language: str) -> None:
    translation.set_language(language)
    words = draw(False, False).spec["config"]["locale"]
    assert len(words["time"]["months"]) == 12
    assert len(words["time"]["shortDays"]) == 7
    assert words["number"]["minus"] == "−"


def test_user_text_is_never_part_of_an_expression(draw: Draw) -> None:
    drawn = draw(False, False)
    expressions = [value for value in _strings(drawn.spec) if "datum." in value]
    columns = [column for column in ("label", "row", "source") if column in drawn.data]
    words = {str(word) for column in columns for word in drawn.data[column].dropna() if len(str(word)) > 3}
    assert words
    assert not [text for text in expressions for word in words if word in text]


def _strings(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in _strings(value)]
    if isinstance(part, list):
        return [text for value in part for text in _strings(value)]
    return [part] if isinstance(part, str) else []
