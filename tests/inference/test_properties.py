"""Laws that hold for any numbers: totals from parts, order, swapped arms, intervals and p-values that agree."""

import math
from collections.abc import Iterable
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cxdash.inference.differences import difference
from cxdash.inference.estimates import estimate
from cxdash.inference.experiments import compare_arms
from cxdash.inference.histogram import Histogram
from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.nps import nps_adjusted_wald, nps_score_interval, nps_score_intervals
from cxdash.inference.proportions import Share, miettinen_nurminen
from cxdash.inference.ratios import RatioMoments, compare_ratios
from cxdash.inference.results import Difference
from cxdash.inference.shares import agresti_coull, clopper_pearson, jeffreys, wilson

LAW = settings(deadline=None, max_examples=120)

VALUES = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
SAMPLES = st.lists(VALUES, min_size=0, max_size=30)
COUNT = st.one_of(st.integers(0, 60), st.floats(0, 500), st.just(0))
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.999])
NPS = st.fixed_dictionaries({100: COUNT, 0: COUNT, -100: COUNT})
SHARES = st.fixed_dictionaries({100: COUNT, 0: COUNT})
SCORES = st.dictionaries(st.integers(1, 7), COUNT)
BY_FAMILY = st.one_of(
    st.tuples(st.just("nps"), NPS, NPS),
    st.tuples(st.just("share"), SHARES, SHARES),
    st.tuples(st.just("mean"), SCORES, SCORES),
)
SHARE = st.one_of(
    st.integers(1, 400).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n))),
    st.floats(1, 400).flatmap(lambda n: st.builds(Share, st.floats(0, n), st.just(n))),
)


def close(one: Moments, two: Moments) -> bool:
    scale = max(1.0, abs(one.mean), math.sqrt(one.m2))
    return (
        one.n == two.n
        and abs(one.mean - two.mean) <= 1e-10 * scale
        and abs(one.m2 - two.m2) <= 1e-10 * max(1.0, one.m2, one.n * one.mean * one.mean * 1e-6)
    )


def numbers(result: object) -> Iterable[float]:
    return (x for x in astuple(result) if isinstance(x, float | int))


@LAW
@given(SAMPLES, SAMPLES)
@example([], [1.0])
@example([1.0], [])
def test_merged_moments_are_those_of_all_values(one: list[float], two: list[float]) -> None:
    assert close(Moments.from_values(one) + Moments.from_values(two), Moments.from_values(one + two))


@LAW
@given(st.lists(SAMPLES, max_size=6), st.randoms())
def test_order_of_merging_is_irrelevant(parts: list[list[float]], random: object) -> None:
    moments = [Moments.from_values(part) for part in parts]
    shuffled = list(moments)
    random.shuffle(shuffled)
    assert close(sum(moments, Moments()), sum(shuffled, Moments()))


def test_large_values_keep_their_variance() -> None:
    """Sums of squares give 2.62 here, or 0; the variance of these values is 1 whatever they are added to."""
    values = np.random.default_rng(1).normal(1e9, 1, 2_000)
    halves = Moments.from_values(values[:700].tolist()) + Moments.from_values(values[700:].tolist())
    assert halves.variance == pytest.approx(np.var(values - 1e9, ddof=1), rel=1e-8)


@LAW
@given(st.dictionaries(st.integers(0, 10), st.integers(0, 50)), st.dictionaries(st.integers(0, 10), st.integers(0, 50)))
def test_histograms_merge_into_the_moments_of_the_whole(one: dict[int, int], two: dict[int, int]) -> None:
    weights = {score: 100 if score >= 9 else -100 if score <= 6 else 0 for score in range(11)}
    whole = Histogram.unweighted(one) + Histogram.unweighted(two)
    parts = Histogram.unweighted(one).moments(weights) + Histogram.unweighted(two).moments(weights)
    assert whole.n == sum(one.values()) + sum(two.values())
    assert close(whole.moments(weights), parts)


@LAW
@given(st.lists(st.tuples(st.integers(0, 10), st.floats(0.01, 20)), min_size=1, max_size=40), st.floats(0.01, 100))
def test_scale_of_survey_weights_is_irrelevant(answers: list[tuple[int, float]], factor: float) -> None:
    def histogram(scale: float) -> Histogram:
        parts = (Histogram({score: 1}, {score: w * scale}, (w * scale) ** 2) for score, w in answers)
        return sum(parts, Histogram())

    weights = {score: float(score) for score in range(11)}
    plain, scaled = histogram(1).moments(weights), histogram(factor).moments(weights)
    total = sum(w for _, w in answers)
    assert plain.mean == pytest.approx(sum(score * w for score, w in answers) / total)
    assert (scaled.n, scaled.mean, scaled.m2) == pytest.approx((plain.n, plain.mean, plain.m2), abs=1e-9)
    assert plain.n <= len(answers) * (1 + 1e-12)


@LAW
@given(BY_FAMILY, LEVELS)
def test_interval_contains_estimate_and_grows_with_level(case: tuple, level: float) -> None:
    family, values, _ = case
    found, wider = (estimate(values, family, confidence_level=at) for at in (level, 0.9999))
    assert all(math.isfinite(x) for x in numbers(found))
    assert (found.status == "no_data") == (found.value is None)
    if found.low is not None:
        assert wider.low <= found.low <= found.value <= found.high <= wider.high
        assert found.low < found.high


@LAW
@given(NPS, LEVELS)
def test_nps_stays_within_its_scale_and_mirrors(values: dict[int, float], level: float) -> None:
    assume(sum(values.values()) > 0)
    p, s, d = values[100], values[0], values[-100]
    low, high = nps_score_interval(p, s, d, level)
    assert -100 <= low < high <= 100
    assert nps_score_interval(d, s, p, level) == pytest.approx((-high, -low), abs=1e-9)
    assert -100 <= nps_adjusted_wald(p, s, d, level)[0] < nps_adjusted_wald(p, s, d, level)[1] <= 100
    arrays = nps_score_intervals(*(np.array([[x, 1.0]]) for x in (p, s, d)), level)
    assert (arrays[0][0, 0], arrays[1][0, 0]) == pytest.approx((low, high), abs=1e-9)


@LAW
@given(SHARE, LEVELS, st.sampled_from([wilson, jeffreys, clopper_pearson, agresti_coull]))
def test_share_intervals_mirror_and_end_at_the_edge(share: Share, level: float, method: object) -> None:
    low, high = method(share.successes, share.n, level)
    assert 0 <= low <= share.value <= high <= 1
    mirrored = method(share.n - share.successes, share.n, level)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)
    if share.successes in (0, share.n):
        assert low == 0.0 or high == 1.0


@LAW
@given(BY_FAMILY, LEVELS)
@example(("nps", {100: 12, 0: 0, -100: 0}, {100: 0, 0: 0, -100: 12}), 0.95)
@example(("share", {100: 0, 0: 7}, {100: 9, 0: 0}), 0.95)
def test_differences_agree_with_themselves_and_swap(case: tuple, level: float) -> None:
    family, base, other = case
    found, swapped = (difference(a, b, family, confidence_level=level) for a, b in ((base, other), (other, base)))
    coherent(found, level)
    mirror(found, swapped)
    if family != "mean" and found.low is not None:
        reach = 200 if family == "nps" else 100
        assert -reach - 1e-9 <= found.low
        assert found.high <= reach + 1e-9


@LAW
@given(SHARE, SHARE, LEVELS)
@example(Share(0, 1), Share(1, 1), 0.95)
@example(Share(0, 400), Share(5, 400), 0.95)
def test_shares_agree_with_themselves_and_swap(base: Share, other: Share, level: float) -> None:
    found = compare_arms("binary", base, other, level)
    coherent(found, level)
    swapped = miettinen_nurminen(other, base, level)
    mirror(found, swapped)
    if found.relative_status == "ok" and min(base.successes, other.successes) > 0.01:
        # A ratio turned around: what was the upper limit is one over the lower one.
        assert (1 + found.relative_low) * (1 + swapped.relative_high) == pytest.approx(1, rel=1e-6)
    # Failures are as good as successes for a difference.
    failed = miettinen_nurminen(
        Share(base.n - base.successes, base.n), Share(other.n - other.successes, other.n), level
    )
    mirror(found, failed)


@LAW
@given(SAMPLES, SAMPLES, LEVELS)
@example([0.0, 0.0], [1.0, 1.0], 0.95)
@example([1.0, 1.0], [1.0, 2.0], 0.95)
def test_means_agree_with_themselves_and_swap(base: list[float], other: list[float], level: float) -> None:
    one, two = Moments.from_values(base), Moments.from_values(other)
    found = compare_arms("mean", one, two, level)
    coherent(found, level)
    mirror(found, welch(two, one, level))


PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), max_size=20)


@LAW
@given(PAIRS, PAIRS, LEVELS)
def test_ratios_agree_with_themselves_merge_and_swap(base: list, other: list, level: float) -> None:
    one, two = (RatioMoments.from_values([x for x, _ in pairs], [y for _, y in pairs]) for pairs in (base, other))
    found = compare_ratios(one, two, level)
    coherent(found, level)
    mirror(found, compare_ratios(two, one, level))
    whole = RatioMoments.from_values([x for x, _ in base + other], [y for _, y in base + other])
    assert close((one + two).numerator, whole.numerator)
    assert (one + two).cross == pytest.approx(whole.cross, rel=1e-10, abs=1e-8)


def coherent(found: Difference, level: float) -> None:
    """No NaN; the interval holds the effect; p, interval and relative interval say the same about zero."""
    assert all(math.isfinite(x) for x in numbers(found))
    if found.status != "ok":
        assert found.low is found.high is found.pvalue is None
        return
    assert found.low <= found.effect_size <= found.high
    alpha = 1 - level
    if abs(found.pvalue - alpha) < 1e-9 * alpha:
        return  # on the very edge only rounding decides
    significant = found.pvalue < alpha
    assert significant == (found.low > 0 or found.high < 0)
    if found.relative_status == "ok":
        assert found.relative_low <= found.relative <= found.relative_high
        assert significant == (found.relative_low > 0 or found.relative_high < 0)
    elif found.relative_status == "unbounded" and found.relative_low is not None:
        assert significant == (found.relative_low > 0)
    elif found.relative_status == "zero_events" and found.relative_high is not None:
        assert significant == (found.relative_high < 0)


def mirror(found: Difference, swapped: Difference) -> None:
    assert found.status == swapped.status
    if found.status == "ok":
        scale = max(1.0, abs(found.effect_size), found.std_error or 0.0)
        assert swapped.effect_size == pytest.approx(-found.effect_size, abs=1e-9 * scale)
        assert (swapped.low, swapped.high) == pytest.approx((-found.high, -found.low), rel=1e-6, abs=1e-7 * scale)
        assert swapped.pvalue == pytest.approx(found.pvalue, rel=1e-6, abs=1e-300)
