"""The laws of the options: exact and normal tests of shares, parity with other tools, margins, caps, corrections."""

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from cxdash.inference.balance import balance
from cxdash.inference.capping import cap_of_counts, cap_of_values, capped, capped_moments, capping_matters
from cxdash.inference.exact_shares import boschloo_pvalue, exact_test, fisher_pvalue, smallest_expected
from cxdash.inference.guardrails import (
    equivalence_pvalue,
    non_inferiority,
    non_inferiority_by_margin,
    non_inferiority_of_shares,
)
from cxdash.inference.joint import JointMoments
from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.multiplicity import hochberg, hommel, weighted_bonferroni
from cxdash.inference.normal_shares import agresti_caffo, z_test
from cxdash.inference.parity import (
    delta_relative,
    delta_relative_adjusted,
    delta_relative_ratios,
    delta_relative_shares,
    log_relative,
)
from cxdash.inference.proportions import Share, miettinen_nurminen, score_pvalue
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference
from cxdash.inference.sample_ratio import sample_ratio_by_part

LAW = settings(deadline=None, max_examples=40)
SMALL = st.integers(1, 12).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))


@settings(deadline=None, max_examples=12)
@given(SMALL, SMALL)
def test_exact_tests_swap_and_boschloo_is_never_weaker(base: Share, other: Share) -> None:
    assert fisher_pvalue(base, other) == pytest.approx(fisher_pvalue(other, base))
    boschloo = boschloo_pvalue(base, other)
    assert boschloo == pytest.approx(boschloo_pvalue(other, base), abs=1e-3)
    table = [[base.successes, other.successes], [base.n - base.successes, other.n - other.successes]]
    sides = [stats.fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    assert 0 <= boschloo <= 2 * min(sides) + 1e-3


def test_the_exact_test_is_the_one_that_can_be_afforded() -> None:
    assert exact_test(Share(3, 8), Share(6, 9)).method == "boschloo"
    large = Share(1, 5_000), Share(6, 5_000)
    assert exact_test(*large).method == "fisher"
    assert exact_test(*large).pvalue == fisher_pvalue(*large)
    assert smallest_expected(Share(0, 8), Share(0, 9)) == 0
    assert exact_test(Share(0, 8), Share(0, 9)).pvalue == 1
    fractional = Share(0.5, 8.2), Share(6, 9)
    assert exact_test(*fractional).pvalue == score_pvalue(*fractional)
    with pytest.raises(ValueError, match="whole"):
        fisher_pvalue(*fractional)


def test_normal_shares_say_when_there_is_nothing_to_say() -> None:
    assert z_test(Share(0, 0), Share(1, 2)).status == z_test(Share(1, 2), Share(0, 0)).status == "no_data"
    assert z_test(Share(0, 9), Share(0, 4), variance="pooled").status == "zero_variance"
    turned = z_test(Share(25, 500), Share(12, 500))
    plain = z_test(Share(12, 500), Share(25, 500))
    assert (turned.low, turned.high, turned.pvalue) == pytest.approx((-plain.high, -plain.low, plain.pvalue))
    assert agresti_caffo(Share(0, 1), Share(1, 1))[1] == 1.0


RICH, POOR = Moments(40, 12.0, 900.0), Moments(50, 10.0, 1000.0)


def test_relative_effects_of_other_tools_say_why_they_are_absent() -> None:
    constant, centred = Moments(9, 3.0, 0.0), Moments(9, 0.0, 8.0)
    for method in (delta_relative, log_relative):
        assert method(Moments(), RICH).status == "no_data"
        assert method(constant, constant).status == "zero_variance"
    assert delta_relative(centred, RICH).relative_status == "baseline_zero"
    assert log_relative(centred, RICH).relative_status == "undefined"
    assert delta_relative_shares(Share(0, 0), Share(1, 2)).status == "no_data"
    assert (
        delta_relative_ratios(RatioMoments.from_values([1], [0]), RatioMoments.from_values([1], [1])).status
        == "no_data"
    )


def test_relative_effects_of_other_tools_swap_their_sign_with_the_base() -> None:
    up, down = delta_relative(POOR, RICH), delta_relative(*(replace(m, mean=-m.mean) for m in (POOR, RICH)))
    assert (up.relative, up.relative_low) == pytest.approx((-down.relative, -down.relative_high))
    assert log_relative(POOR, RICH).relative == pytest.approx(0.2)


def test_adjusted_relative_effects_need_units_spread_and_a_base() -> None:
    rows = [[2.0, 1], [4, 2], [5, 3], [9, 5]]
    arm, one = JointMoments.from_rows(rows), JointMoments.from_rows(rows[:1])
    assert delta_relative_adjusted(one, arm).status == "n_too_small"
    line = JointMoments.from_rows([[x, x] for x in range(1, 6)])
    constant = JointMoments.from_rows([[3, 1]] * 3)
    assert delta_relative_adjusted(constant, constant).status == "zero_variance"
    assert delta_relative_adjusted(JointMoments.from_rows([[-1, 1], [1, 2]]), line).relative_status == "baseline_zero"


@pytest.mark.parametrize("better", ["high", "low"])
def test_margins_fixed_beforehand_agree_with_the_interval(better: str) -> None:
    base, other = Share(300, 3_000), Share(285, 2_900)
    for margin in (0.0, 0.01, 0.02, 0.03):
        found = non_inferiority_of_shares(base, other, margin, better=better)
        plain = z_test(base, other)
        low = plain.low if better == "high" else -plain.high
        assert found.low == pytest.approx(low + margin)
        assert (found.low > 0) == (found.pvalue < 0.025)
        same = non_inferiority_by_margin(plain, margin, better=better)
        assert (same.low, same.pvalue) == pytest.approx((found.low, found.pvalue))


def test_margins_without_an_error_say_why() -> None:
    nobody = Share(0, 9)
    assert non_inferiority_of_shares(nobody, nobody, 0.1).status == "zero_variance"
    assert non_inferiority_of_shares(Share(0, 0), nobody, 0.1).status == "no_data"
    assert non_inferiority_by_margin(welch(Moments(), RICH), 1.0).status == "no_data"
    alone = miettinen_nurminen(nobody, nobody)
    assert (non_inferiority_by_margin(alone, 0.1).status, equivalence_pvalue(alone, 0.1)) == ("zero_variance", None)
    assert equivalence_pvalue(welch(Moments(), RICH), 1.0) is None
    assert non_inferiority(Moments(), RICH, 0.1).status == "no_data"
    assert non_inferiority(Moments(1, 2.0, 0.0), RICH, 0.1).status == "n_too_small"
    assert non_inferiority(Moments(3, 2.0, 0.0), Moments(3, 2.0, 0.0), 0.1).status == "zero_variance"
    # All the noise is the control's, and a margin of everything counts none of it.
    assert non_inferiority(RICH, Moments(9, 1.0, 0.0), 1.0).status == "zero_variance"


def test_equivalence_is_two_one_sided_tests() -> None:
    found = Difference(0.4, -0.6, 1.4, 0.5, 0.42, 0.95, "welch", "ok")
    sides = stats.norm.sf([(0.4 + 1.5) / 0.5, (1.5 - 0.4) / 0.5])
    assert equivalence_pvalue(found, 1.5) == pytest.approx(max(sides))


VALUES = st.lists(st.integers(0, 30), max_size=60)


@LAW
@given(VALUES, st.sampled_from([0.5, 0.9, 0.99, 0.999]), st.booleans())
@example([], 0.5, True)
@example([0, 0], 0.5, True)
@example([0, 3, 9], 0.5, False)
def test_caps_of_values_and_of_counts_are_one(values: list[int], probability: float, nonzero: bool) -> None:
    counts = {value: values.count(value) for value in values}
    cap = cap_of_values(values, probability, nonzero=nonzero)
    assert cap == cap_of_counts(counts, probability, nonzero=nonzero)
    if cap is None:
        assert not [value for value in values if value or not nonzero]
        return
    with pytest.raises(ValueError, match="probability"):
        cap_of_counts(counts, 1.5)
    under = Moments.from_values(capped(values, high=cap))
    assert capped_moments(counts, high=cap).mean == pytest.approx(under.mean)
    assert capped_moments(counts, high=cap).m2 == pytest.approx(under.m2, abs=1e-9)
    assert under.mean <= np.mean(values) + 1e-12


def test_caps_must_leave_room_and_matter_when_they_change_the_answer() -> None:
    with pytest.raises(ValueError, match="lower cap"):
        capped([1], low=2, high=1)
    unknown = welch(Moments(), RICH)
    significant = welch(POOR, Moments(50, 20.0, 1000.0))
    assert capping_matters(unknown, significant)
    assert not capping_matters(unknown, welch(POOR, POOR))


def hommel_by_subsets(pvalues: list[float]) -> list[float]:
    """The closed test itself: a hypothesis falls when Simes rejects every subset that holds it."""
    m = len(pvalues)
    simes = {
        subset: min(len(subset) * p / rank for rank, p in enumerate(sorted(pvalues[i] for i in subset), start=1))
        for size in range(1, m + 1)
        for subset in combinations(range(m), size)
    }
    return [max(p for subset, p in simes.items() if i in subset) for i in range(m)]


@LAW
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_hommel_is_the_closed_test_of_simes(pvalues: list[float]) -> None:
    assert hommel(pvalues) == pytest.approx(hommel_by_subsets(pvalues), abs=1e-12)
    assert all(a <= b + 1e-12 for a, b in zip(hommel(pvalues), hochberg(pvalues), strict=True))


def test_preferences_of_any_scale_share_out_the_error() -> None:
    assert weighted_bonferroni([0.01, 0.02], [8, 2]) == pytest.approx([0.0125, 0.1])
    assert weighted_bonferroni([0.01, 0.02], [80, 20]) == pytest.approx([0.0125, 0.1])
    for weights in ([1], [1, 0], [1, math.inf]):
        with pytest.raises(ValueError, match="weight"):
            weighted_bonferroni([0.1, 0.2], weights)


def test_covariates_that_cannot_be_tested_do_not_unbalance() -> None:
    assert balance([]).ok
    found = balance([(Moments(1, 3.0, 0.0), RICH), (RICH, RICH)])
    assert (found.pvalues, found.ok) == ([None, 1.0], True)


def test_splits_of_many_days_are_corrected_and_leaks_fail_their_day() -> None:
    days = [[500, 520, 0]] * 30 + [[500, 620, 0], [500, 500, 1], [0, 0, 0]]
    found = sample_ratio_by_part(days, [1, 1, 0])
    alone = sample_ratio_by_part([[500, 620, 0]], [1, 1, 0])[0]
    assert (alone.ok, found[30].ok, found[31].ok, found[32].ok) == (False, True, False, True)
    assert found[30].ratio.state == "fail"
