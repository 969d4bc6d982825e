"""The laws of the rarer methods for experiments, and what they say at their edges."""

import math

import numpy as np
import pytest
from scipy import stats

from cxdash.inference.adjustment import adjusted_means, adjusted_ratios, post_stratified
from cxdash.inference.bayes import beta_chance_to_win, log_ratio_posterior, normal_posterior
from cxdash.inference.guardrails import non_inferiority
from cxdash.inference.joint import JointMoments
from cxdash.inference.many_arms import dunnett, simultaneous_level
from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.power import days_left, minimum_detectable_effect, units_per_arm
from cxdash.inference.proportions import Share
from cxdash.inference.quantiles import clustered_quantile, compare_quantiles, quantile_interval
from cxdash.inference.sequential import confidence_sequence, group_sequential_bounds
from cxdash.inference.weights import finite_population, weighted_mean

RNG = np.random.default_rng(20)
BEFORE = RNG.normal(100, 20, (400, 2))
ROWS = np.column_stack([BEFORE @ [0.8, 0.3] + RNG.normal(0, 5, 400), BEFORE])
CONTROL, TREATMENT = JointMoments.from_rows(ROWS[:300]), JointMoments.from_rows(np.add(ROWS[300:], [2, 0, 0]))


def test_joint_moments_merge_like_those_of_one_quantity() -> None:
    whole, parts = JointMoments.from_rows(ROWS), JointMoments.from_rows(ROWS[:7]) + JointMoments.from_rows(ROWS[7:])
    assert parts.means == pytest.approx(whole.means)
    assert np.allclose(parts.products, whole.products, rtol=1e-10)
    assert np.allclose(whole.covariance, np.cov(ROWS.T))
    for wrong in ([], [[1.0, math.nan]]):
        with pytest.raises(ValueError, match="finite"):
            JointMoments.from_rows(wrong)
    difference = Moments.from_values((ROWS[:, 0] - 2 * ROWS[:, 1]).tolist())
    assert whole.combined([1, -2, 0]).m2 == pytest.approx(difference.m2)


def test_adjustment_for_several_covariates_is_the_interacted_regression() -> None:
    rows = np.vstack([ROWS[:300], np.add(ROWS[300:], [2, 0, 0])])
    treated = np.repeat([0.0, 1.0], [300, 100])[:, None]
    centred = rows[:, 1:] - rows[:, 1:].mean(axis=0)
    design = np.hstack([np.ones_like(treated), treated, centred, treated * centred])
    expected = np.linalg.lstsq(design, rows[:, 0], rcond=None)[0][1]
    found = adjusted_means(CONTROL, TREATMENT)
    plain = welch(CONTROL.combined([1, 0, 0]), TREATMENT.combined([1, 0, 0]))
    assert found.effect_size == pytest.approx(expected)
    assert found.std_error < plain.std_error / 2


def test_a_covariate_that_never_varies_changes_nothing() -> None:
    arms = [JointMoments.from_rows([[y, 7] for y in values]) for values in ([1, 2, 4, 8], [2, 3, 7, 9])]
    plain = welch(*(arm.combined([1, 0]) for arm in arms))
    found = adjusted_means(*arms, slopes="pooled")
    assert (found.effect_size, found.pvalue) == pytest.approx((plain.effect_size, plain.pvalue))
    assert adjusted_means(JointMoments.from_rows([[1, 1], [2, 3]]), arms[1]).status == "n_too_small"
    assert adjusted_means(*[JointMoments.from_rows([[x, x] for x in range(5)])] * 2).status == "zero_variance"
    assert adjusted_ratios(*[JointMoments.from_rows([[1, 0, 1, 1], [2, 0, 1, 1]])] * 2).status == "no_data"
    alone, both = JointMoments.from_rows([[1, 2, 3, 4]]), JointMoments.from_rows([[1, 2, 3, 4], [2, 3, 4, 5]])
    found = adjusted_ratios(alone, both)
    assert (found.status, found.effect_size) == ("n_too_small", pytest.approx(3 / 5 - 1 / 2))


def test_strata_without_units_say_so() -> None:
    pair = Moments.from_values([1, 2]), Moments.from_values([3, 4])
    constant = Moments.from_values([2, 2]), Moments.from_values([3, 3])
    assert post_stratified([]).status == "no_data"
    assert post_stratified([constant, constant]).status == "zero_variance"
    assert post_stratified([pair, (Moments(), Moments())]).status == "ok"
    assert post_stratified([pair, (Moments(), pair[0])]).status == "n_too_small"


def test_looking_often_with_spending_errs_as_often_as_it_says() -> None:
    looks = np.arange(1, 29) / 28
    bounds = np.array(group_sequential_bounds(looks.tolist()))
    walks = np.cumsum(np.random.default_rng(3).normal(size=(40_000, 28)), axis=1) / math.sqrt(28)
    stopped = np.any(np.abs(walks) / np.sqrt(looks) > bounds, axis=1).mean()
    assert stopped == pytest.approx(0.05, abs=0.004)
    assert np.all(np.diff(bounds) < 0)
    assert bounds[-1] == pytest.approx(2.14, abs=0.005)


def test_one_look_at_the_end_is_a_plain_test() -> None:
    assert group_sequential_bounds([1.0], 0.9) == pytest.approx([stats.norm.ppf(0.95)])
    assert group_sequential_bounds([1e-6, 1.0])[0] == math.inf
    with pytest.raises(ValueError, match="looks"):
        group_sequential_bounds([0.5, 0.5])
    with pytest.raises(ValueError, match="end"):
        group_sequential_bounds([0.5, 1.2])


@pytest.mark.parametrize("z", [-4.0, 2.5, 3.0, 3.3, 6.0])
def test_anytime_pvalue_and_interval_agree(z: float) -> None:
    found = confidence_sequence(0.01 * z, 0.01, 8_000, 10_000)
    assert (found.pvalue < 0.05) == (found.low > 0 or found.high < 0)


def test_a_whole_population_leaves_no_error() -> None:
    assert weighted_mean([1, 2, 3], [1, 1, 1], population=3).std_error == 0
    equal = weighted_mean([1, 2, 6], [5, 5, 5])
    assert equal.std_error == pytest.approx(stats.sem([1, 2, 6]))
    assert weighted_mean([], []).status == "no_data"
    assert weighted_mean([2], [1]).status == "n_too_small"
    assert weighted_mean([2, 2], [1, 3]).status == "zero_variance"
    with pytest.raises(ValueError, match="asked"):
        finite_population(4, 3)
    with pytest.raises(ValueError, match="weight"):
        weighted_mean([1, 2], [1, 0])


def test_dunnett_with_one_treatment_is_the_pooled_t_test() -> None:
    one, two = [3.0, 5, 4, 8, 6], [6.0, 9, 8, 7]
    expected = stats.ttest_ind(two, one)
    (found,) = dunnett(Moments.from_values(one), [Moments.from_values(two)])
    interval = expected.confidence_interval()
    assert found.pvalue == pytest.approx(expected.pvalue, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_dunnett_with_several_treatments_is_that_of_scipy() -> None:
    rng = np.random.default_rng(2)
    control, *treatments = (rng.normal(mean, 2, n) for mean, n in ((10, 60), (10.5, 40), (11, 50), (9.4, 45)))
    expected = stats.dunnett(*treatments, control=control, rng=np.random.default_rng(0))
    interval = expected.confidence_interval()
    found = dunnett(Moments.from_values(control.tolist()), [Moments.from_values(arm.tolist()) for arm in treatments])
    assert [f.pvalue for f in found] == pytest.approx(expected.pvalue, abs=2e-3)
    assert [f.low for f in found] == pytest.approx(interval.low, abs=5e-3)
    assert [f.high for f in found] == pytest.approx(interval.high, abs=5e-3)


def test_dunnett_keeps_small_pvalues_and_says_when_it_cannot_judge() -> None:
    far = dunnett(Moments(100, 0, 99), [Moments(100, 3, 99), Moments(100, 0, 99)])
    assert 0 < far[0].pvalue < 1e-30
    assert far[1].pvalue == pytest.approx(1)
    assert dunnett(Moments(1, 2, 0), [Moments(5, 3, 4)])[0].status == "n_too_small"
    assert dunnett(Moments(5, 2, 0), [Moments(5, 3, 0)])[0].status == "zero_variance"


@pytest.mark.parametrize("n", [6, 9, 40, 101])
@pytest.mark.parametrize("probability", [0.5, 0.75])
def test_quantile_intervals_are_those_of_scipy(n: int, probability: float) -> None:
    values = np.random.default_rng(n).exponential(size=n)
    expected = stats.quantile_test(values, p=probability).confidence_interval()
    found = quantile_interval(values.tolist(), probability)
    if math.isnan(expected.low) or math.isnan(expected.high):
        assert (found.low, found.status) == (None, "n_too_small")
    else:
        assert (found.low, found.high) == (expected.low, expected.high)


def test_quantiles_of_too_few_values_are_not_compared() -> None:
    few, enough = quantile_interval([1, 2, 3]), quantile_interval(list(range(20)))
    assert quantile_interval([]).status == "no_data"
    assert compare_quantiles(few, enough).status == "n_too_small"
    assert compare_quantiles(enough, enough).pvalue == 1
    constant = quantile_interval([4] * 20)
    assert compare_quantiles(constant, constant).status == "zero_variance"


def test_quantiles_of_values_that_customers_repeat_are_as_wide_as_customers_differ() -> None:
    rng = np.random.default_rng(2)
    held, held_as_if_alone = 0, 0
    for _ in range(400):
        of = np.repeat(np.arange(60), rng.integers(1, 12, 60))
        values = 1.5 * rng.normal(size=60)[of] + rng.normal(size=len(of))
        found, alone = clustered_quantile(values, of.tolist()), quantile_interval(values)
        held += found.low <= 0 <= found.high
        held_as_if_alone += alone.low <= 0 <= alone.high
    assert held > 0.91 * 400
    assert held_as_if_alone < 0.75 * 400


def test_clustered_quantiles_say_where_they_cannot_be_known() -> None:
    assert clustered_quantile([], []).status == "no_data"
    assert clustered_quantile([1, 2, 3], "aaa").status == clustered_quantile([1, 2], "ab", 0.9).status == "n_too_small"
    assert clustered_quantile([4] * 20, range(20)).low == 4
    with pytest.raises(ValueError, match="unit"):
        clustered_quantile([1, 2], "a")


@pytest.mark.parametrize("margin", [0.0, 0.02, 0.05, 0.2])
@pytest.mark.parametrize("sign", [1, -1])
def test_non_inferiority_agrees_with_the_relative_interval(margin: float, sign: int) -> None:
    base, other = Moments(400, sign * 50.0, 39_900.0), Moments(380, sign * 50.0 - 1.2, 37_900.0)
    found = non_inferiority(base, other, margin)
    relative = welch(base, other)
    assert (found.low > 0) == (relative.relative_low > -margin) == (found.pvalue < 0.025)
    assert non_inferiority(base, other, margin, better="low").pvalue < found.pvalue


def test_expected_losses_are_integrals_over_the_belief() -> None:
    found = normal_posterior(0.3, 0.5)
    belief = stats.norm(0.3, 0.5)
    assert found.risk_ship == pytest.approx(belief.expect(lambda x: -x, ub=0.0))
    assert found.risk_keep == pytest.approx(belief.expect(lambda x: x, lb=0.0))


def test_bayesian_views_treat_winners_and_losers_alike() -> None:
    up, down = log_ratio_posterior(0.05, 0.002, 0.06, 0.003), log_ratio_posterior(0.06, 0.003, 0.05, 0.002)
    assert up.chance_to_win == pytest.approx(1 - down.chance_to_win)
    assert 0 < up.mean < math.log(1.2)
    one, two = Share(3, 40), Share(9, 50)
    assert beta_chance_to_win(one, two) + beta_chance_to_win(two, one) == pytest.approx(1)
    expected = stats.beta(9.5, 41.5).expect(lambda x: stats.beta(3.5, 37.5).cdf(x))
    assert beta_chance_to_win(one, two) == pytest.approx(expected, rel=1e-8)
    with pytest.raises(ValueError, match="positive"):
        log_ratio_posterior(0, 1, 1, 1)


def test_power_and_detectable_effect_are_inverse() -> None:
    n = units_per_arm(1.5, 80.0, power=0.9)
    assert minimum_detectable_effect(n, n, 80.0, power=0.9) == pytest.approx(1.5)
    assert days_left(700, 0, 100) == 7
    assert days_left(701, 0, 100) == 14


def test_treatments_that_share_a_control_pay_less_than_strangers() -> None:
    level = simultaneous_level(500, [500, 500])
    c = stats.norm.ppf((1 + level) / 2)
    together = stats.multivariate_normal(cov=[[1, 0.5], [0.5, 1]]).cdf([c, c], lower_limit=[-c, -c])
    assert together == pytest.approx(0.95, abs=1e-5)
    assert level < 0.95**0.5
