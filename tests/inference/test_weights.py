"""Weighted answers: what merging and scaling leave alone, and intervals for shares and NPS."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxdash.inference.estimates import estimate
from cxdash.inference.shares import clopper_pearson
from cxdash.inference.weighted_moments import WeightedMoments
from cxdash.inference.weights import mean_of, weighted_mean, weighted_nps, weighted_share

LAW = settings(deadline=None, max_examples=80)
ANSWERS = st.lists(st.tuples(st.integers(0, 10), st.floats(0.01, 20)), max_size=30)


def moments(answers: list[tuple[float, float]], scale: float = 1.0) -> WeightedMoments:
    return WeightedMoments.from_values([x for x, _ in answers], [w * scale for _, w in answers])


@LAW
@given(ANSWERS, ANSWERS)
@example([], [(3, 1.0)])
@example([(3, 1.0)], [])
def test_merged_weighted_moments_are_those_of_all_answers(one: list, two: list) -> None:
    parts, whole = moments(one) + moments(two), moments(one + two)
    assert parts.n == whole.n
    for name in ("weight", "squared_weights", "mean", "n_effective", "spread"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name), rel=1e-9, abs=1e-7), name
    if whole.n > 1:
        assert parts.std_error == pytest.approx(whole.std_error, rel=1e-6, abs=1e-6)


@LAW
@given(ANSWERS, st.floats(0.001, 1000))
def test_the_scale_of_weights_changes_nothing(answers: list, scale: float) -> None:
    one, two = mean_of(moments(answers)), mean_of(moments(answers, scale))
    assert one.status == two.status
    for name in ("value", "low", "high", "std_error", "n_effective"):
        assert (getattr(one, name) is None) == (getattr(two, name) is None)
        assert getattr(one, name) is None or getattr(one, name) == pytest.approx(getattr(two, name), abs=1e-7)


def test_equal_weights_are_no_weights() -> None:
    values = [1.0, 4, 4, 7, 2]
    assert weighted_mean(values, [3.0] * 5).low == pytest.approx(estimate({1: 1, 4: 2, 7: 1, 2: 1}, "mean").low)
    nps = WeightedMoments.from_values([100] * 30 + [0] * 20 + [-100] * 10, [2.0] * 60)
    found, plain = weighted_nps(nps, 30 / 60, 10 / 60), estimate({100: 30, 0: 20, -100: 10}, "nps")
    # The error is that of a sample, the plain one that of a plug-in: n − 1 against n.
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=0.3)


def test_unequal_weights_widen_intervals() -> None:
    values = [100.0] * 40 + [0.0] * 60
    equal = WeightedMoments.from_values(values, [1.0] * 100)
    unequal = WeightedMoments.from_values(values, [1.0, 4.0] * 50)
    one, two = weighted_share(equal), weighted_share(unequal)
    assert two.value == pytest.approx(40)
    assert two.margin_of_error > 1.1 * one.margin_of_error
    assert weighted_nps(unequal, 0.4, 0.0).margin_of_error > weighted_nps(equal, 0.4, 0.0).margin_of_error


def test_shares_at_the_edge_have_an_interval_at_the_effective_number() -> None:
    for value, end in ((100.0, 1), (0.0, 0)):
        all_alike = weighted_share(WeightedMoments.from_values([value] * 3, [1, 1, 2]))
        n = 16 / 6
        expected = clopper_pearson(n * value / 100, n)
        assert (all_alike.low / 100, all_alike.high / 100) == pytest.approx(expected)
        assert all_alike.std_error is None
        assert (all_alike.low, all_alike.high)[end] == value
    one = weighted_share(WeightedMoments.from_values([100.0], [3.0]))
    assert (one.low, one.high) == pytest.approx((2.5, 100.0))
    assert weighted_nps(WeightedMoments.from_values([100.0], [3.0]), 1.0, 0.0).high == 100.0


def test_nobody_and_everybody() -> None:
    nobody = WeightedMoments()
    assert weighted_share(nobody).status == weighted_nps(nobody, 0, 0).status == mean_of(nobody).status == "no_data"
    asked = WeightedMoments.from_values([100.0, 0, 0, 100], [1, 2, 1, 1])
    found = weighted_share(asked, population=4)
    assert found.low == found.value == found.high
    assert found.std_error == 0
    assert weighted_share(asked, population=8).margin_of_error < weighted_share(asked).margin_of_error


@pytest.mark.parametrize("wrong", [(0.7, 0.4), (-0.1, 0.2), (math.nan, 0.2)])
def test_promoters_and_detractors_are_parts_of_one_whole(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="shares"):
        weighted_nps(WeightedMoments.from_values([100.0, 0], [1, 1]), *wrong)


@pytest.mark.parametrize(("values", "weights"), [([1.0], []), ([math.inf], [1.0]), ([1.0], [0.0]), ([1.0], [math.nan])])
def test_every_answer_needs_a_weight(values: list, weights: list) -> None:
    with pytest.raises(ValueError, match="weight"):
        WeightedMoments.from_values(values, weights)


def test_weighted_shares_cover_the_truth_as_often_as_they_say() -> None:
    """Answers whose weights have nothing to do with them: at least 93 % of the intervals hold the share."""
    rng = np.random.default_rng(5)
    covered = []
    for _ in range(1_000):
        found = weighted_share(
            WeightedMoments.from_values((100.0 * (rng.random(60) < 0.3)).tolist(), rng.uniform(0.3, 3, 60).tolist())
        )
        covered.append(found.low <= 30 <= found.high)
    assert np.mean(covered) > 0.93
