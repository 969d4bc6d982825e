"""What a score counts in every metric, on every scale it fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.vocabulary.metrics import METRICS, metric_named, top_box_from
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


@given(scales.filter(METRICS["nps"].fits))
def test_promoters_passives_and_detractors_are_everybody(scale: Scale) -> None:
    promoters, passives, detractors = (weights(name, scale) for name in ("promoters", "passives", "detractors"))
    assert [sum(each) for each in zip(promoters, passives, detractors, strict=True)] == [100] * scale.points
    assert [p - d for p, d in zip(promoters, detractors, strict=True)] == weights("nps", scale)


@given(scales, st.sampled_from([("csat", "dissatisfied"), ("ces", "difficult")]))
def test_the_bad_side_is_as_wide_as_the_good_one(scale: Scale, pair: tuple[str, str]) -> None:
    good, bad = (weights(name, scale) for name in pair)
    assert bad == good[::-1]
    assert all(a + b <= 100 for a, b in zip(good, bad, strict=True))


@given(st.integers(-5, 100), st.integers(0, 10), st.sampled_from(["share:{}-{}", " Share:{}–{} "]))
def test_any_band_of_scores_is_a_metric(low: int, length: int, written: str) -> None:
    high = low + length
    metric = metric_named(written.format(low, high))
    assert metric.weights(dict.fromkeys([low - 1, low, high, high + 1], 1), Scale(-6, 200)) == {
        low - 1: 0,
        low: 100,
        high: 100,
        high + 1: 0,
    }
    assert metric.fits(Scale(low - 1, high + 1))
    assert not metric.fits(Scale(low + 1, high + 2))
    assert metric_named(metric.name).name == metric.name


@pytest.mark.parametrize("name", ["happiness", "", "share", "share:", "share:8-7", "share:a-b", "share:1-2-3"])
def test_what_is_no_metric_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(CxdashError, match="share:LOW-HIGH"):
        metric_named(name)


@pytest.mark.parametrize(
    ("name", "scale", "better"),
    [
        ("nps", Scale(0, 10), "high"),
        ("mean", Scale(1, 7), "high"),
        ("mean", Scale(1, 7, "low_is_good"), "low"),
        ("passives", Scale(0, 10), None),
        ("detractors", Scale(0, 10), "low"),
        ("share:9-10", Scale(0, 10), "high"),
        ("share:1-2", Scale(1, 5), "low"),
        ("share:1-2", Scale(1, 5, "low_is_good"), "high"),
        ("share:3", Scale(1, 5), None),
    ],
)
def test_which_values_are_good(name: str, scale: Scale, better: str | None) -> None:
    assert metric_named(name).better(scale) == better


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
