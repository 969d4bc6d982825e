"""What an estimate says when there is little to say, and what it costs to ask."""

import math
import time

import pytest
from scipy import stats

from cxdash.inference.differences import difference
from cxdash.inference.estimates import estimate
from cxdash.inference.histogram import Histogram
from cxdash.inference.moments import Moments


@pytest.mark.parametrize("family", ["nps", "share", "mean"])
@pytest.mark.parametrize("values", [{}, {0: 0.0}])
def test_nothing_is_known_of_nobody(family: str, values: dict) -> None:
    found = estimate(values, family)
    assert (found.status, found.n, found.n_effective) == ("no_data", 0, 0.0)
    assert found.value is found.low is found.high is found.std_error is None
    assert difference(values, {100: 4}, family).status == difference({100: 4}, values, family).status == "no_data"


@pytest.mark.parametrize(
    ("values", "status"), [({4: 1}, "n_too_small"), ({0.1: 7}, "zero_variance"), ({4: 1, 5: 1}, "ok")]
)
def test_a_mean_needs_variation_for_an_interval(values: dict, status: str) -> None:
    found = estimate(values, "mean")
    assert found.status == status
    assert (found.low is None) == (found.high is None) == (found.std_error is None) == (status != "ok")


def test_shares_and_nps_have_an_interval_from_one_answer_on() -> None:
    share = estimate({100: 1}, "share")
    assert (share.value, share.high, share.std_error) == (100.0, 100.0, None)
    assert share.low == pytest.approx(20.65, abs=0.005)
    nps = estimate({-100: 1}, "nps")
    assert (nps.value, nps.low) == (-100.0, -100.0)
    assert nps.high == pytest.approx(58.69, abs=0.005)


def test_a_mean_stays_on_its_scale() -> None:
    found = estimate({5: 30, 4: 1}, "mean", bounds=(1, 5))
    assert found.high == 5.0
    assert found.low < found.value < 5
    assert estimate({5: 30, 4: 1}, "mean").high > 5


def test_weights_change_what_answers_are_worth_and_not_how_many_there_are() -> None:
    histogram = Histogram({10: 30, 5: 30}, {10: 60.0, 5: 30.0}, 30 * 4.0 + 30 * 1.0)
    values = histogram.weighed({10: 100, 5: -100})
    found = estimate(values, "nps", n=histogram.n)
    assert (found.n, found.n_effective) == (60, pytest.approx(54.0))
    assert found.value == pytest.approx(100 / 3)
    unweighted = estimate({100: 40, -100: 20}, "nps")
    assert found.high - found.low > unweighted.high - unweighted.low


def test_two_equally_weighted_answers_are_enough_for_a_mean() -> None:
    histogram = Histogram({4: 1, 5: 1}, {4: 0.3, 5: 0.3}, 2 * 0.3**2)
    assert estimate(histogram.weighed({4: 4, 5: 5}), "mean", n=2).status == "ok"


@pytest.mark.parametrize(
    ("values", "family"),
    [({50: 1}, "nps"), ({101: 1}, "share"), ({-1: 1}, "share"), ({100: -1}, "nps"), ({100: math.nan}, "mean")],
)
def test_what_is_no_metric_is_refused(values: dict, family: str) -> None:
    with pytest.raises(ValueError):
        estimate(values, family)


@pytest.mark.parametrize("level", [0, 1, 1.5, math.nan])
def test_an_impossible_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="confidence_level"):
        estimate({100: 3}, "share", confidence_level=level)


def test_t_interval_is_that_of_scipy() -> None:
    values = {1: 3, 2: 5, 5: 2}
    listed = [value for value, count in values.items() for _ in range(count)]
    expected = stats.ttest_1samp(listed, 0).confidence_interval(0.9)
    found = estimate(values, "mean", confidence_level=0.9)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.std_error == pytest.approx(stats.sem(listed))


def test_moments_refuse_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="finite"):
        Moments.from_values([1.0, math.nan])
    with pytest.raises(ValueError, match="finite"):
        Moments.from_counts({math.inf: 2})


def test_a_page_can_ask_hundreds_of_times() -> None:
    """A tenth of a millisecond each where it was measured; the limit only catches another order of magnitude."""
    base, other = {100: 90, 0: 70, -100: 60}, {100: 120, 0: 60, -100: 40}
    best = min(_seconds(base, other) for _ in range(5))
    assert best < 0.05


def _seconds(base: dict, other: dict) -> float:
    start = time.process_time()
    for _ in range(20):
        estimate(base, "nps")
        difference(base, other, "nps")
    return time.process_time() - start
