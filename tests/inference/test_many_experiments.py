"""Thousands of comparisons at once say what each would say alone, at any edge, and take little time."""

import math
import time
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxdash.inference.constrained import base_by_difference, base_by_ratio, bases_by_difference, bases_by_ratio
from cxdash.inference.experiments import compare_arms, in_percent
from cxdash.inference.many_arms import simultaneous_level, simultaneous_pvalue
from cxdash.inference.many_experiments import compare_many
from cxdash.inference.moments import Moments
from cxdash.inference.proportions import Share, miettinen_nurminen
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference

LAW = settings(deadline=None, max_examples=60)
LEVELS = st.sampled_from([0.5, 0.8, 0.95, 0.999])


def settled(count: float) -> float:
    """Less than what rounding leaves of nobody is nobody."""
    return count if count > 1e-3 else 0.0


N = st.one_of(st.integers(0, 4), st.integers(0, 400), st.integers(0, 10**6), st.floats(0, 500))
SHARE = N.flatmap(lambda n: st.tuples(st.one_of(st.sampled_from([0, n]), st.floats(0, n).map(settled)), st.just(n)))
SHARES = st.lists(SHARE, min_size=1, max_size=6)
EDGES = [(0, 0), (0, 400), (5, 400), (400, 400), (1, 1), (0, 1), (2, 3), (387_965, 387_965), (0.01, 7)]
NAMES = ("effect_size", "low", "high", "std_error", "pvalue", "relative", "relative_low", "relative_high")


def same(found: Difference, alone: Difference, unit: float = 1.0) -> None:
    assert (found.status, found.relative_status) == (alone.status, alone.relative_status)
    assert (found.method, found.confidence_level) == (alone.method, alone.confidence_level)
    for name in NAMES:
        one, two = getattr(found, name), getattr(alone, name)
        assert (one is None) == (two is None), name
        # A ratio of a million is known to fewer digits than one of one.
        reach = 1e-10 * max(1.0, min(abs(two or 0.0), 1e6))
        assert one is None or math.isclose(one, two, rel_tol=reach, abs_tol=1e-10 * unit), (name, one, two)


@LAW
@given(SHARES, SHARES, LEVELS)
@example(EDGES, EDGES[::-1], 0.95)
@example(EDGES, EDGES[3:] + EDGES[:3], 0.5)
@example([], [], 0.95)
def test_shares(base: list, other: list, level: float) -> None:
    pairs = list(zip(base, other, strict=False))
    ones, twos = ([pair[side] for pair in pairs] for side in (0, 1))
    many = compare_many("binary", ones, twos, confidence_level=level)
    points = compare_many("csat", ones, twos, confidence_level=level)
    assert len(many) == len(pairs)
    for (one, two), found, in_points in zip(pairs, many, points, strict=True):
        alone = compare_arms("binary", Share(*one), Share(*two), level)
        same(found, alone)
        same(in_points, in_percent(alone), unit=100)


SAMPLES = st.lists(
    st.one_of(st.sampled_from([[], [4.0], [3.0, 3.0], [0.0, 0.0]]), st.lists(st.floats(-50, 50), max_size=9)),
    max_size=6,
)


@LAW
@given(SAMPLES, LEVELS)
@example([[], [1.0], [2.0, 2.0], [0.0, 0.0], [-3.0, -2.0], [1.0, 2.0, 30.0], [-1.0, 1.0]], 0.95)
def test_means(samples: list, level: float) -> None:
    base = [Moments.from_values(sample) for sample in samples]
    rows = [(m.n, m.mean, m.m2) for m in base]
    for i in range(len(base)):
        turned = rows[i:] + rows[:i]
        many = compare_many("mean", rows, turned, confidence_level=level)
        for one, two, found in zip(base, base[i:] + base[:i], many, strict=True):
            same(found, compare_arms("mean", one, two, level))


PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), max_size=8)


@LAW
@given(st.lists(PAIRS, min_size=1, max_size=5), LEVELS)
@example([[], [(1, 2)], [(1, 0), (2, 0)], [(1, 2), (2, 4)], [(0, 3), (0, 2)], [(1, 2), (4, 3), (9, 5)]], 0.95)
def test_ratios(samples: list, level: float) -> None:
    arms = [RatioMoments.from_values([x for x, _ in pairs], [y for _, y in pairs]) for pairs in samples]
    rows = [(a.n, a.numerator.mean, a.numerator.m2, a.denominator.mean, a.denominator.m2, a.cross) for a in arms]
    many = compare_many("ratio", rows, rows[::-1], confidence_level=level)
    for one, two, found in zip(arms, arms[::-1], many, strict=True):
        same(found, compare_arms("ratio", one, two, level))


def test_nps_is_the_difference_of_scores() -> None:
    found = compare_many("nps", [[90, 70, 60]], [[120, 60, 40]])[0]
    assert found == compare_many("nps", [[90, 70, 60]], [[120, 60, 40]])[0]
    alone = compare_arms("nps", {100: 90, 0: 70, -100: 60}, {100: 120, 0: 60, -100: 40})
    assert (found.low, found.high, found.pvalue) == pytest.approx((alone.low, alone.high, alone.pvalue))
    assert found.relative_status == "undefined"


@pytest.mark.parametrize(
    ("kind", "control", "treatment"),
    [
        ("binary", [[1, 2]], [[1, 2], [1, 2]]),
        ("binary", [[3, 2]], [[1, 2]]),
        ("binary", [[-1, 2]], [[1, 2]]),
        ("mean", [[2, 1.0, 1.0]], [[2, 1e101, 1.0]]),
        ("ratio", [[1, 2]], [[1, 2]]),
        ("ratio", [[-1, 2, 0, 1, 0, 0]], [[1, 2, 0, 1, 0, 0]]),
        ("ratio", [[2, 2, 0, 1, 0, 0]], [[1, 2, 0, 1, 0, 0]] * 2),
    ],
)
def test_what_are_no_arms_is_refused(kind: str, control: list, treatment: list) -> None:
    with pytest.raises(ValueError):
        compare_many(kind, control, treatment)


def test_nobody_failing_in_arms_of_very_different_size_leaves_the_interval_its_width() -> None:
    """Of 1 and of 387,965 all succeeded: the limit is what the large arm leaves open, z² / (n + z²)."""
    found = miettinen_nurminen(Share(1, 1), Share(387_965, 387_965), 0.5)
    z2 = 0.6744897501960817**2
    correction = 387_966 / 387_965
    assert found.low == pytest.approx(-z2 * correction / (387_965 + z2 * correction), rel=1e-8)


ARM = st.integers(1, 10**6).flatmap(
    lambda n: st.tuples(st.one_of(st.sampled_from([0, n, 1, n - 1]), st.integers(0, n)), st.just(n))
)
NEAR = st.floats(-7, -0.01).map(lambda x: 10**x)


@settings(deadline=None, max_examples=40)
@given(ARM, ARM, NEAR, st.sampled_from([-1, 1]))
@example((333, 333), (6, 6), 1.02e-7, -1)
@example((772_872, 772_872), (857_785, 857_786), 2.28e-7, -1)
@example((0, 10), (0, 10), 1e-7, 1)
@example((0, 4), (4, 4), 0.5, 1)
def test_constrained_shares_are_the_most_likely_ones(one: tuple, two: tuple, apart: float, sign: int) -> None:
    """Against the place where the derivative of the log likelihood changes its sign, found with sixty digits."""
    shift, ratio = sign * apart, 1 + sign * apart
    arrays = [np.array([float(number)]) for number in (*one, *two)]
    by_difference = base_by_difference(*one, *two, shift)
    assert by_difference == pytest.approx(_most_likely(one, two, shift), abs=3e-13)
    assert bases_by_difference(*arrays, np.array([shift]))[0] == pytest.approx(by_difference, abs=1e-13)
    if one[0] or two[0]:
        by_ratio = base_by_ratio(*one, *two, ratio)
        assert by_ratio == pytest.approx(_most_likely(one, two, ratio, times=True), abs=3e-13)
        assert bases_by_ratio(*arrays, np.array([ratio]))[0] == pytest.approx(by_ratio, abs=1e-13)


def _most_likely(one: tuple, two: tuple, by: float, *, times: bool = False) -> float:
    with localcontext(prec=60):
        step = Decimal(by)
        slope = step if times else Decimal(1)
        start = Decimal(0) if times else step
        low, high = max(Decimal(0), -start), min(Decimal(1), (1 - start) / slope)
        for _ in range(150):
            share = (low + high) / 2
            other = start + slope * share
            terms = [one[0] / share, -(one[1] - one[0]) / (1 - share)] if 0 < share < 1 else []
            terms += [slope * two[0] / other, -slope * (two[1] - two[0]) / (1 - other)]
            low, high = (share, high) if sum(terms) > 0 else (low, share)
        return float(low)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("treatments", [[500], [500, 500], [20, 3000, 500], [100] * 8])
def test_several_comparisons_with_one_control(treatments: list[float], level: float) -> None:
    """The level of each is that of one, or between it and Bonferroni's; its p-value is α where the interval ends."""
    each = simultaneous_level(500, treatments, level)
    assert level - 1e-9 <= each <= 1 - (1 - level) / len(treatments) + 1e-9
    assert simultaneous_pvalue(1 - each, 500, treatments) == pytest.approx(1 - level, rel=1e-6)
    assert simultaneous_pvalue(0.0, 500, treatments) == 0.0
    tiny = simultaneous_pvalue(1e-30, 500, treatments)
    assert tiny == pytest.approx(len(treatments) * 1e-30, rel=1e-6)


def test_ten_thousand_comparisons_take_well_under_a_second() -> None:
    """A tenth of a second where it was measured; the limit leaves room."""
    rng = np.random.default_rng(0)
    arms = [np.column_stack([rng.binomial(n, p, 10_000), np.full(10_000, n)]) for n, p in ((200, 0.3), (150, 0.35))]
    assert min(_cpu_s(arms) for _ in range(3)) < 0.5


def _cpu_s(arms: list) -> float:
    start = time.process_time()
    compare_many("binary", *arms)
    return time.process_time() - start
