"""What a score counts in every metric, on every scale it fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.vocabulary.metrics import METRICS, top_box_from
from cxdash.vocabulary.scales import Direction, Scale

FAMILY_WEIGHTS = {"nps": {-100.0, 0.0, 100.0}, "share": {0.0, 100.0}}

scales = st.builds(
    lambda low, length, direction: Scale(low, low + length, direction),
    st.integers(0, 1),
    st.integers(1, 10),
    st.sampled_from(["high_is_good", "low_is_good"]),
)


def weights(metric: str, scale: Scale) -> list[float]:
    scores = [float(score) for score in range(int(scale.low), int(scale.high) + 1)]
    return [*METRICS[metric].weights(dict.fromkeys(scores, 1.0), scale).values()]


def test_nps_is_promoters_minus_detractors() -> None:
    assert weights("nps", Scale(0, 10)) == [-100] * 7 + [0, 0, 100, 100]


@pytest.mark.parametrize(
    ("low", "high", "satisfied"),
    [(1, 5, 2), (1, 7, 2), (0, 10, 2), (1, 10, 2), (1, 4, 1), (1, 3, 1), (0, 1, 1), (1, 2, 1)],
)
def test_csat_is_the_top_box(low: int, high: int, satisfied: int) -> None:
    found = weights("csat", Scale(low, high))
    assert found == [0] * (high - low + 1 - satisfied) + [100] * satisfied


@pytest.mark.parametrize(("low", "high", "easy"), [(1, 7, 3), (1, 5, 2), (1, 6, 3), (1, 10, 5), (0, 10, 5), (0, 1, 1)])
def test_ces_is_the_easy_side_of_the_middle(low: int, high: int, easy: int) -> None:
    assert weights("ces", Scale(low, high)).count(100) == easy
    assert sorted(weights("ces", Scale(low, high))) == weights("ces", Scale(low, high))


@given(scales, st.sampled_from(["csat", "ces"]))
def test_where_low_is_good_the_scale_is_turned_round(scale: Scale, metric: str) -> None:
    other: Direction = "low_is_good" if scale.direction == "high_is_good" else "high_is_good"
    turned = Scale(scale.low, scale.high, other)
    assert weights(metric, turned) == weights(metric, scale)[::-1]


@given(scales, st.sampled_from(sorted(METRICS)))
def test_weights_are_those_its_family_knows(scale: Scale, name: str) -> None:
    metric = METRICS[name]
    if metric.fits(scale) and metric.family in FAMILY_WEIGHTS:
        assert set(weights(name, scale)) <= FAMILY_WEIGHTS[metric.family]


@given(scales, st.sampled_from(["csat", "ces"]))
def test_the_best_answer_counts_and_the_worst_does_not(scale: Scale, metric: str) -> None:
    found = weights(metric, scale)
    assert {found[0], found[-1]} == {0, 100}


@given(scales)
def test_the_mean_takes_scores_as_they_are(scale: Scale) -> None:
    assert weights("mean", scale) == [float(score) for score in range(int(scale.low), int(scale.high) + 1)]


def test_conversion_is_for_zero_and_one_only() -> None:
    assert weights("conversion", Scale(0, 1)) == [0, 100]
    assert METRICS["conversion"].fits(Scale(0, 1))
    assert not METRICS["conversion"].fits(Scale(1, 5))


def test_which_scales_a_metric_fits() -> None:
    nps = [METRICS["nps"].fits(Scale(low, high)) for low, high in ((0, 10), (1, 10), (1, 5), (0, 100))]
    assert nps == [True, True, False, False]
    assert METRICS["csat"].fits(Scale(1, 10))
    assert not METRICS["csat"].fits(Scale(0, 100))
    assert not METRICS["ces"].fits(Scale(0, 100))
    assert METRICS["mean"].fits(Scale(0, 100))


def test_the_top_box_is_two_of_five() -> None:
    assert (top_box_from(Scale(1, 5)), top_box_from(Scale(1, 4)), top_box_from(Scale(0, 1))) == (4, 4, 1)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_what_it_is(name: str) -> None:
    metric = METRICS[name]
    assert metric.name == name
    assert metric.definition.endswith(".")
    assert metric.unit == {"nps": "points", "share": "percent", "mean": "score"}[metric.family]
