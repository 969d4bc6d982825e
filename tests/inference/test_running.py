"""Experiments while they run: looks, levels, plans, history, novelty."""

import math

import numpy as np
import pytest
from scipy import stats

from cxdash.inference.bayes import chance_of_best, normal_posterior
from cxdash.inference.experiments import compare_arms
from cxdash.inference.heterogeneity import segment_effects
from cxdash.inference.history import USUAL_SPREAD, learned_spread, lift_posterior, plausible_lift
from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.novelty import novelty
from cxdash.inference.power import detectable_over_time, minimum_detectable_effect, units_per_arm
from cxdash.inference.proportions import Share, miettinen_nurminen
from cxdash.inference.results import Difference
from cxdash.inference.sequential import SPENDING, anytime_bound, confidence_sequence, group_sequential_bounds
from cxdash.inference.stopping import level_of, look, repeated_pvalue, rule_for

LOOKS = np.arange(1, 29) / 28
WALKS = np.cumsum(np.random.default_rng(3).normal(size=(40_000, 28)), axis=1) / math.sqrt(28) / np.sqrt(LOOKS)
ERROR = 3 * math.sqrt(0.05 * 0.95 / len(WALKS))  # of a share of 5 % of so many walks


@pytest.mark.parametrize(("spending", "last"), [("obrien_fleming", 2.14), ("power", 2.24), ("pocock", 2.55)])
def test_28_looks_by_each_spending_err_as_often_as_they_say(spending: str, last: float) -> None:
    """The last bounds are those measured for the design."""
    bounds = np.array(group_sequential_bounds(LOOKS.tolist(), spending=spending))
    assert np.any(np.abs(WALKS) > bounds, axis=1).mean() == pytest.approx(0.05, abs=ERROR)
    assert bounds[-1] == pytest.approx(last, abs=0.011)


def test_peeking_with_a_plain_z_errs_five_times_as_often() -> None:
    assert np.any(np.abs(WALKS) > stats.norm.ppf(0.975), axis=1).mean() == pytest.approx(0.274, abs=0.01)


def test_looks_beyond_the_plan_cost_next_to_nothing() -> None:
    looks = np.arange(1, 57) / 28
    bounds = group_sequential_bounds(looks[:28].tolist()) + [anytime_bound(share, 1.0, 0.95) for share in looks[28:]]
    walks = np.cumsum(np.random.default_rng(4).normal(size=(40_000, 56)), axis=1) / math.sqrt(28) / np.sqrt(looks)
    alarms = np.any(np.abs(walks) > bounds, axis=1).mean()
    assert alarms == pytest.approx(0.053, abs=0.0035)  # three standard errors


def test_looks_that_nearly_coincide_are_one() -> None:
    """However many there are, and however close: neither the last bound nor the time it takes changes."""
    [first, last] = group_sequential_bounds([0.5, 1.0])
    many = group_sequential_bounds([*(0.5 + i * 1e-6 for i in range(200)), 1.0])
    assert (many[0], many[-1]) == pytest.approx((first, last), abs=2e-4)
    assert group_sequential_bounds([0.5, 0.5 + 1e-12, 1.0])[-1] == pytest.approx(last, abs=1e-6)


def test_a_confidence_sequence_errs_less_than_it_may() -> None:
    bounds = np.array([anytime_bound(1_000 * t, 1_000) for t in LOOKS])
    assert np.any(np.abs(WALKS) > bounds, axis=1).mean() < 0.02


@pytest.mark.parametrize("spending", sorted(SPENDING))
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_all_is_spent_at_the_end_and_nothing_before_the_start(spending: str, level: float) -> None:
    spend = SPENDING[spending]
    assert spend(0, level) == spend(-1, level) == 0
    assert spend(1.0, level) == spend(1.5, level) == pytest.approx((1 - level) / 2)
    fractions = np.linspace(0.05, 1, 20)
    assert np.all(np.diff([spend(t, level) for t in fractions]) > 0)


def test_the_rule_follows_the_plan() -> None:
    assert look(0).rule == look(100, planned=100, events=9).rule == "not_yet"
    assert look(100, planned=100, events=10).rule == rule_for(100, 100) == "group_sequential"
    assert look(101, planned=100).rule == look(100).rule == "anytime"
    assert look(99, planned=100, rule="fixed").level is None
    assert look(100, planned=100, rule="fixed").level == look(5, rule="fixed").level == 0.95
    running, ended = look(50, planned=100, rule="hybrid"), look(100, planned=100, rule="hybrid")
    assert ended.level == 0.975
    assert running.level == level_of(anytime_bound(50, 100, 0.975))
    assert look(50, run_rate_total=100).level == level_of(anytime_bound(50, 100))
    assert look(1e-9, planned=1).level == 1 - 1e-12
    with pytest.raises(ValueError, match="planned"):
        look(10, rule="group_sequential")


def test_a_level_makes_every_method_sequential() -> None:
    """An interval at the level of the look excludes zero exactly when z passes the look's bound."""
    bound = group_sequential_bounds([0.25, 0.5])[-1]
    level = look(500, planned=1_000, earlier=[250]).level
    assert level == pytest.approx(2 * stats.norm.cdf(bound) - 1)
    for successes in range(60, 130):
        found = compare_arms("binary", Share(60, 250), Share(successes, 250), level)
        z = stats.norm.isf(found.pvalue / 2)
        assert (z > bound) == (found.low > 0 or found.high < 0)


@pytest.mark.parametrize("spending", sorted(SPENDING))
def test_a_repeated_pvalue_is_compared_with_alpha_itself(spending: str) -> None:
    looks = [0.3, 0.6, 0.9]
    bound = group_sequential_bounds(looks, 0.9, spending=spending)[-1]
    assert repeated_pvalue(2 * stats.norm.sf(bound), looks, spending=spending) == pytest.approx(0.1, rel=1e-6)
    pvalues = [repeated_pvalue(p, looks, spending=spending) for p in (1e-30, 1e-4, 0.01, 0.4, 1.0)]
    assert pvalues == sorted(pvalues)
    assert 0 < pvalues[0] < 1e-10
    assert pvalues[-1] == 1
    assert repeated_pvalue(1e-3, [1.0], spending=spending) == pytest.approx(1e-3, rel=1e-6)


def test_an_interval_at_the_level_of_a_sequence_is_the_sequence() -> None:
    found = confidence_sequence(0.05, 0.02, 4_000, 5_000)
    assert found.high - 0.05 == pytest.approx(0.02 * anytime_bound(4_000, 5_000))


def test_the_spread_of_effects_is_learned_where_there_are_enough_of_them() -> None:
    rng = np.random.default_rng(6)
    errors = rng.uniform(0.005, 0.03, 400)
    effects = rng.normal(0, 0.02, 400) + rng.normal(0, errors)
    found = learned_spread(effects.tolist(), errors.tolist())
    assert (found.n, found.learned) == (400, True)
    assert found.std == pytest.approx(0.02, rel=0.15)
    nothing = learned_spread((rng.normal(0, errors) / 2).tolist(), errors.tolist())
    assert nothing.std == 0
    assert learned_spread([0.0] * 30, [0.1] * 30).std == 0
    few = learned_spread(effects[:19].tolist(), errors[:19].tolist())
    assert (few.std, few.learned) == (USUAL_SPREAD, False)
    with pytest.raises(ValueError, match="error"):
        learned_spread([1.0], [0.0])


def test_likelihood_is_highest_at_the_learned_spread() -> None:
    rng = np.random.default_rng(8)
    errors = np.concatenate([np.full(30, 0.001), np.full(30, 0.2)])
    effects = rng.normal(0, np.concatenate([np.full(30, 0.002), np.full(30, 0.5)]))
    found = learned_spread(effects.tolist(), errors.tolist()).std
    density = [
        stats.norm.logpdf(effects, scale=np.hypot(errors, spread)).sum() for spread in np.geomspace(1e-4, 1, 3_000)
    ]
    at = stats.norm.logpdf(effects, scale=np.hypot(errors, found)).sum()
    assert at >= max(density) - 1e-6


def test_a_plausible_lift_lies_between_nothing_and_what_was_seen() -> None:
    found = miettinen_nurminen(Share(500, 10_000), Share(600, 10_000))
    plausible = plausible_lift(found)
    assert 0 < plausible.value < found.relative
    assert plausible.low < plausible.value < plausible.high
    assert plausible_lift(found, 10.0).value == pytest.approx(found.relative, abs=0.01)
    assert plausible_lift(found, 1e-6).value == pytest.approx(0, abs=1e-6)
    assert lift_posterior(found, 0.0) is None
    assert plausible_lift(found, 0.0).status == "undefined"


def test_a_lift_without_an_interval_has_no_plausible_one() -> None:
    assert plausible_lift(miettinen_nurminen(Share(0, 300), Share(5, 300))).status == "unbounded"
    assert plausible_lift(welch(Moments(), Moments())).status == "no_data"
    loss = Difference(-1.0, -2.0, -0.1, 0.5, 0.03, 0.95, "welch", "ok", -0.9, -1.2, -0.1, "ok")
    assert plausible_lift(loss).status == "undefined"


def test_winners_overstate_and_their_plausible_lift_does_not() -> None:
    """Effects as they usually spread, those that come out significant: the mean of their truth is the plausible one."""
    rng = np.random.default_rng(4)
    truth = rng.normal(0, 0.05, 4_000)
    seen = truth + rng.normal(0, 0.04, 4_000)
    won = np.flatnonzero(seen > 1.96 * 0.04)
    plausible = []
    for lift in seen[won]:
        low, high = np.expm1([lift - 1.959964 * 0.04, lift + 1.959964 * 0.04])
        found = Difference(1.0, 0.1, 2.0, 0.5, 0.03, 0.95, "welch", "ok", math.expm1(lift), low, high, "ok")
        plausible.append(math.log1p(plausible_lift(found, 0.05).value))
    assert np.mean(plausible) == pytest.approx(truth[won].mean(), rel=0.05)
    assert seen[won].mean() > 1.3 * truth[won].mean()


def test_an_effect_that_wears_off_has_a_slope() -> None:
    days = list(range(14))
    rng = np.random.default_rng(1)
    fading = novelty(days, (3 - 0.2 * np.arange(14) + rng.normal(0, 0.3, 14)).tolist(), [0.3] * 14)
    assert fading.high < 0
    assert fading.pvalue < 0.001
    assert fading.first > fading.last
    assert novelty(days, [2.0] * 14, [0.3] * 14).pvalue == pytest.approx(1)
    effects, errors = rng.normal(size=14), np.linspace(0.2, 1, 14)
    expected = np.polyfit(days, effects, 1, w=1 / errors)
    found = novelty(days, effects.tolist(), errors.tolist())
    assert (found.slope, found.first) == pytest.approx((expected[0], expected[1]))
    assert novelty([], [], []).status == "no_data"
    assert novelty([0, 1, 1], [1, 2, 3], [1, 1, 1]).status == "n_too_small"
    with pytest.raises(ValueError, match="day"):
        novelty([0, 1], [1, 2], [1, 0])


def test_detectable_effects_shrink_as_units_come_in() -> None:
    units = [0, 100, 1_000, 4_000]
    found = detectable_over_time(units, 9.0, share_of_base=0.9)
    assert found[0] is None
    assert found[1:] == sorted(found[1:], reverse=True)
    assert found[3] == pytest.approx(minimum_detectable_effect(3_600, 400, 9.0))
    n = units_per_arm(0.5, 9.0, inflation=1.05)
    assert detectable_over_time([2 * n], 9.0, inflation=1.05)[0] == pytest.approx(0.5)


def test_the_best_of_several_is_known_by_quadrature() -> None:
    posteriors = [normal_posterior(mean, error) for mean, error in ((0.0, 1.0), (0.5, 0.5), (1.0, 2.0))]
    draws = np.random.default_rng(2).normal([0, 0.5, 1], [1, 0.5, 2], (400_000, 3)).argmax(axis=1)
    assert chance_of_best(posteriors) == pytest.approx(np.bincount(draws) / len(draws), abs=0.004)
    assert sum(chance_of_best(posteriors)) == pytest.approx(1)
    assert chance_of_best(posteriors[:1]) == [1.0]


def test_a_segment_stands_out_only_if_segments_differ() -> None:
    rng = np.random.default_rng(12)
    flagged = [
        any(s.stands_out for s in segment_effects(rng.normal(0, 1, 12).tolist(), [1.0] * 12)) for _ in range(400)
    ]
    assert np.mean(flagged) < 0.05
    assert segment_effects([3.0], [1.0])[0].stands_out is False
    # One of 31 by luck: surprising by itself, and no surprise that one of so many is.
    assert not any(s.stands_out for s in segment_effects([0.0] * 30 + [3.3], [1.0] * 31))
    assert [s.stands_out for s in segment_effects([0.0] * 5 + [9.0], [1.0] * 6)] == [False] * 5 + [True]
