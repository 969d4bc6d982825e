"""Whatever finite numbers come in, numbers or a reason come out: no NaN, no warning, no search without end."""

import math
from dataclasses import astuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxdash.inference.differences import difference
from cxdash.inference.estimates import estimate
from cxdash.inference.guardrails import non_inferiority
from cxdash.inference.many_groups import difference_many, estimate_many
from cxdash.inference.means import welch
from cxdash.inference.moments import LARGEST_COUNT, LARGEST_VALUE, Moments, check_counts
from cxdash.inference.proportions import Share, miettinen_nurminen
from cxdash.inference.ratios import RatioMoments, compare_ratios

LAW = settings(deadline=None, max_examples=80)
VALUE = st.floats(-LARGEST_VALUE, LARGEST_VALUE)
COUNT = st.one_of(st.just(0.0), st.floats(0, LARGEST_COUNT / 4), st.integers(0, 10**6))
VALUES = st.lists(VALUE, max_size=5)
THREE = st.tuples(COUNT, COUNT, COUNT)


def all_finite(*results: object) -> bool:
    return all(
        math.isfinite(number) for result in results for number in astuple(result) if isinstance(number, float | int)
    )


@LAW
@given(VALUES, VALUES)
@example([0.0, 1.9e77], [])
@example([0.0, 0.0], [1.5e99, 1.6e99])
@example([0.0, 3e-162, 0.0], [0.0, 0.0])
def test_means_of_any_size(base: list[float], other: list[float]) -> None:
    one, two = Moments.from_values(base), Moments.from_values(other)
    many = difference_many([(one.n, one.mean, one.m2)], [(two.n, two.mean, two.m2)], "mean")
    assert all_finite(one + two, welch(one, two), many[0], non_inferiority(one, two, 0.05))


NUMERATOR = st.floats(-1e40, 1e40)
DENOMINATOR = st.one_of(st.just(0.0), st.floats(1e-40, 1e40))
PAIRS = st.lists(st.tuples(NUMERATOR, DENOMINATOR), max_size=5)


@LAW
@given(PAIRS, PAIRS)
@example([(0.0, 0.0), (1.2e39, 1.0)], [(0.0, 2.3e35), (1.0, 0.0)])
def test_ratios_of_any_size(base: list, other: list) -> None:
    one, two = (RatioMoments.from_values([x for x, _ in pairs], [y for _, y in pairs]) for pairs in (base, other))
    assert all_finite(compare_ratios(one, two))


@LAW
@given(st.dictionaries(VALUE, COUNT, max_size=4), st.dictionaries(VALUE, COUNT, max_size=4))
def test_mean_scores_of_any_size(base: dict, other: dict) -> None:
    assert all_finite(estimate(base, "mean"), difference(base, other, "mean"))


@LAW
@given(THREE, THREE)
@example((0.5, 8.2e10, 0), (1.0, 0.0, 0.0))
@example((0.0, 2.0, 0.0), (0.0, 2.2e-311, 0.0))
@example((1.192092896e-07, 2135039622.0, 0.0), (1.0, 0.0, 0.0))
def test_counts_of_any_size(base: tuple, other: tuple) -> None:
    one, two = ({100: p, 0: s, -100: d} for p, s, d in (base, other))
    assert all_finite(estimate(one, "nps"), difference(one, two, "nps"))
    assert all_finite(estimate_many([base], "nps")[0], difference_many([base], [other], "nps")[0])
    yes, no = ({100: p, 0: s} for p, s, _ in (base, other))
    assert all_finite(estimate(yes, "share"), difference(yes, no, "share"))
    rows = [[(p, p + s)] for p, s, _ in (base, other)]
    assert all_finite(estimate_many(rows[0], "share")[0], difference_many(*rows, "share")[0])
    assert all_finite(miettinen_nurminen(*(Share(*row[0]) for row in rows)))


def test_what_is_no_amount_and_no_count_is_refused() -> None:
    for wrong in ([1e101], [-1e101], [math.nan]):
        with pytest.raises(ValueError, match="finite"):
            Moments.from_values(wrong)
    for wrong in ((1, 1e101, 0.0), (math.inf, 1.0, 0.0), (2, 1.0, math.nan)):
        with pytest.raises(ValueError, match="finite"):
            Moments(*wrong)
    with pytest.raises(ValueError, match="counts"):
        check_counts({1.0: 1e13})
    with pytest.raises(ValueError, match="counts"):
        estimate_many([[1e13, 0, 0]], "nps")
