import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.charts.journey_map import journey_map
from cxdash.charts.journey_placing import BOTTOM, TOP, Spot, _box, axis_over, place
from cxdash.charts.rows import StageColumn, TouchpointDot
from tests.charts.cases import STAGES, TOUCHPOINTS

MAP = journey_map(STAGES, TOUCHPOINTS, "points", "NPS")


def test_a_click_selects_the_stage() -> None:
    params = MAP.spec["params"]
    assert [param["name"] for param in params] == ["stage"]
    assert params[0]["select"]["fields"] == ["stage"]
    marks = MAP.data[MAP.data["kind"].isin(["column", "dot", "silent"])]
    assert set(marks["stage"]) == {"find", "buy", "use", "leave"}


def test_every_touchpoint_of_a_stage_is_on_the_map_once() -> None:
    dots = MAP.data[MAP.data["kind"].isin(["dot", "silent"])]
    assert sorted(dots["label"]) == ["Bus", "Search engine", "Shop", "VIP desk"]


def test_touchpoints_stand_in_their_own_column() -> None:
    columns = MAP.data[MAP.data["kind"] == "column"].set_index("stage")
    for dot in MAP.data[MAP.data["kind"].isin(["dot", "silent"])].itertuples():
        assert columns.loc[dot.stage, "x"] < dot.x < columns.loc[dot.stage, "x2"]


def test_what_has_no_score_says_why() -> None:
    dots = MAP.data[MAP.data["kind"] == "silent"].set_index("label")
    assert dots.loc["Bus", "shown_value"] == "not measured"
    assert dots.loc["VIP desk", "shown_value"] == "hidden for privacy"


def test_a_moment_of_truth_is_a_diamond() -> None:
    dots = MAP.data[MAP.data["kind"] == "dot"].set_index("label")
    assert dots.loc["Shop", "shape"] == "diamond"
    assert dots.loc["Search engine", "shape"] == "circle"


def test_lanes_without_any_number_are_left_out() -> None:
    bare = journey_map([StageColumn("a", "A", 1, 0, 2, 50)], [], "points", "NPS")
    assert "lane" not in set(bare.data["kind"])
    assert "Effort" not in json.dumps(bare.spec)
    assert "Effort" in json.dumps(MAP.spec)


def test_the_spec_does_not_depend_on_the_rows() -> None:
    other = [StageColumn(str(k), f"Stage {k}", k, k - 1, k + 1, 99, "shown", 5, 5, 5) for k in range(8)]
    dots = [TouchpointDot("x", "X", "1", None, None, None, 0)]
    assert journey_map(other, dots, "percent", "NPS").spec == MAP.spec


@given(st.lists(st.floats(-100, 100), max_size=30), st.sampled_from([0.8, 20.0, 30.0]))
def test_the_axis_covers_all_values_with_few_round_ticks(values: list[float], least: float) -> None:
    axis = axis_over(values, least)
    assert 3 <= len(axis.ticks) <= 9
    assert axis.high - axis.low >= least * 0.999
    for value in values:
        assert TOP - 1e-6 <= (axis.y(value) or 0) <= BOTTOM + 1e-6
        assert axis.low - 1e-9 <= value <= axis.high + 1e-9


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(TOP, BOTTOM), st.integers(1, 18)), max_size=25))
def test_labels_never_lie_on_each_other(places: list[tuple[float, float, int]]) -> None:
    spots = [Spot(x, y, "m" * length, weight=0.0) for x, y, length in places]
    labels = place(spots, [(0.0, 200.0), (1.0, 100.0)])
    for least in {label.least for label in labels}:
        boxes = [
            _box(Spot(label.x, label.y, label.text, 0.0), label.side, least) for label in labels if label.least == least
        ]
        assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_the_most_important_label_wins() -> None:
    crowd = [Spot(0.5, 200.0 + k / 10, f"spot {k} of the crowd", weight=float(k)) for k in range(30)]
    texts = [label.text for label in place(crowd, [])]
    assert texts == [] or texts[0] == "spot 29 of the crowd"


def test_a_lonely_label_stands_above_its_dot() -> None:
    assert [label.side for label in place([Spot(0.5, 200.0, "Shop", 1.0)], [])] == ["above"] * 3
    below = place([Spot(0.5, 200.0, "Shop", 1.0)], [(0.4, 180.0), (0.6, 180.0)])
    assert below[0].side == "below"


@pytest.mark.parametrize("unit", ["points", "percent", "score"])
def test_nothing_known_still_draws_a_map(unit: str) -> None:
    drawn = journey_map([StageColumn("a", "A", None, None, None, 0)], [], unit, "NPS")  # type: ignore[arg-type]  # a parameter, not a literal
    assert drawn.alt.endswith("No value can be shown.")


def test_the_line_breaks_where_a_stage_has_no_value() -> None:
    """Only a scale makes Vega-Lite leave out what is null; without one it would draw zero."""
    line = next(layer for layer in MAP.spec["layer"] if layer["mark"]["type"] == "line")
    assert line["encoding"]["y"]["scale"]["domain"] == line["encoding"]["y"]["scale"]["range"]
    unknown = MAP.data[(MAP.data["kind"] == "column") & MAP.data["y"].isna()]
    assert set(unknown["stage"]) == {"use", "leave"}
