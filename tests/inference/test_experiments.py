"""Experiments: arms of every kind, the split, many metrics, the verdict."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cxdash.inference.experiments import compare_arms
from cxdash.inference.means import Spread, fieller
from cxdash.inference.moments import Moments
from cxdash.inference.multiplicity import CORRECTIONS, adjusted_where_known, fcr_level
from cxdash.inference.proportions import Share, miettinen_nurminen, score_pvalue
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference
from cxdash.inference.sample_ratio import sample_ratio
from cxdash.inference.verdict import Evidence, verdict

PVALUES = st.lists(st.floats(0, 1), max_size=20)


def effect(value: float, low: float, high: float, pvalue: float) -> Difference:
    return Difference(value, low, high, 0.5, pvalue, 0.95, "welch", "ok", value / 10, low / 10, high / 10, "ok")


UP, DOWN, FLAT = effect(2, 1, 3, 0.001), effect(-2, -3, -1, 0.001), effect(0.1, -0.5, 0.6, 0.7)


def test_score_pvalue_is_the_pooled_z_with_its_correction() -> None:
    base, other = Share(12, 5000), Share(25, 5000)
    z = 2.1411516363368066 * math.sqrt(9999 / 10000)
    assert score_pvalue(base, other) == pytest.approx(2 * stats.norm.sf(z), rel=1e-12)


def test_an_effect_of_the_smallest_and_the_largest_experiments_is_known() -> None:
    assert miettinen_nurminen(Share(0.3, 0.5), Share(0.2, 0.5)).status == "n_too_small"
    tiny = miettinen_nurminen(Share(0, 1), Share(1, 1))
    assert (tiny.effect_size, tiny.high) == (1.0, 1.0)
    assert tiny.low < 0
    huge = miettinen_nurminen(Share(5_000_000, 10**9), Share(5_100_000, 10**9))
    z = (huge.high - huge.low) / 2 / stats.norm.ppf(0.975)
    assert z == pytest.approx(huge.std_error, rel=1e-3)
    assert huge.relative_low < 0.02 < huge.relative_high


@pytest.mark.parametrize(("base", "other"), [(Share(0, 0), Share(1, 2)), (Share(1, 2), Share(0, 0))])
def test_an_empty_arm_has_no_answer(base: Share, other: Share) -> None:
    found = miettinen_nurminen(base, other)
    assert (found.status, found.effect_size, found.pvalue) == ("no_data", None, None)


@pytest.mark.parametrize("wrong", [(-1, 4), (5, 4), (math.nan, 4), (1, math.inf)])
def test_an_impossible_share_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="successes"):
        Share(*wrong)


def test_fieller_is_what_a_t_test_of_each_ratio_does_not_reject() -> None:
    spread = Spread(0.09, 0.04, 57.0)
    _, low, high, status = fieller(3.0, 4.0, spread)
    assert status == "ok"
    for ratio in (1 + low, 1 + high):
        t = (4.0 - ratio * 3.0) / math.sqrt(spread.other + ratio**2 * spread.base)
        assert 2 * stats.t.sf(abs(t), 57) == pytest.approx(0.05, rel=1e-9)


def test_relative_effects_that_do_not_exist_say_why() -> None:
    values = Moments.from_values([-1, 0, 1])
    assert compare_arms("mean", values, Moments.from_values([1, 2, 4])).relative_status == "baseline_zero"
    noisy = compare_arms("revenue", Moments.from_values([-5, 0, 6]), Moments.from_values([1, 2, 4]))
    assert (noisy.relative_status, noisy.relative_low, noisy.relative_high) == ("unbounded", None, None)
    assert noisy.relative == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("control", "treatment", "status"),
    [
        ([], [1, 2], "no_data"),
        ([1], [1, 2], "n_too_small"),
        ([0.1] * 3, [0.2] * 3, "zero_variance"),
        ([5.0] * 50, [5.0, 6.0], "ok"),
    ],
)
def test_means_that_cannot_be_judged_keep_their_difference(control: list, treatment: list, status: str) -> None:
    found = compare_arms("mean", Moments.from_values(control), Moments.from_values(treatment))
    assert found.status == status
    assert (found.effect_size is None) == (status == "no_data")
    assert (found.pvalue is None) == (status != "ok")


def test_ratio_without_denominators_has_no_answer() -> None:
    empty = RatioMoments.from_values([1, 2], [0, 0])
    some = RatioMoments.from_values([1, 2], [1, 3])
    assert compare_arms("ratio", empty, some).status == "no_data"
    assert compare_arms("ratio", some, RatioMoments.from_values([1], [1])).status == "n_too_small"
    exact = RatioMoments.from_values([2, 4], [1, 2])
    assert compare_arms("ratio", exact, exact).status == "zero_variance"


def test_clustered_ratios_are_wider_than_their_events_suggest() -> None:
    """Customers who differ: treating each session as independent would claim far too much."""
    rng = np.random.default_rng(7)
    sessions = rng.integers(1, 30, 600).astype(float)
    orders = rng.binomial(sessions.astype(int), rng.beta(0.5, 2, 600)).astype(float)
    halves = [
        RatioMoments.from_values(orders[part].tolist(), sessions[part].tolist())
        for part in (slice(300), slice(300, 600))
    ]
    found = compare_arms("ratio", *halves)
    naive = math.sqrt(sum(h.ratio * (1 - h.ratio) / (h.denominator.mean * h.n) for h in halves))
    assert found.std_error > 2 * naive


def test_score_metrics_come_in_their_own_unit() -> None:
    csat = compare_arms("csat", {100: 60, 0: 40}, {100: 75, 0: 25})
    share = compare_arms("binary", Share(60, 100), Share(75, 100))
    assert csat.effect_size == pytest.approx(100 * share.effect_size)
    assert (csat.pvalue, csat.relative) == (share.pvalue, share.relative)
    nps = compare_arms("nps", {100: 60, -100: 40}, {100: 75, -100: 25})
    assert (nps.effect_size, nps.relative) == (30.0, None)


def test_kind_and_arms_must_fit() -> None:
    with pytest.raises(ValueError, match="revenue"):
        compare_arms("revenue", Share(1, 2), Share(1, 2))


@pytest.mark.parametrize("observed", [[8, 1], [4, 0], [3, 3, 1]])
def test_small_splits_are_tested_exactly(observed: list[int]) -> None:
    weights = [0.5, 0.5] if len(observed) == 2 else [0.4, 0.4, 0.2]
    found = sample_ratio(observed, weights)
    assert found.method.startswith("exact")
    every = stats.multinomial(sum(observed), weights)
    splits = [s for s in np.ndindex(*[sum(observed) + 1] * len(observed)) if sum(s) == sum(observed)]
    expected = sum(every.pmf(s) for s in splits if every.pmf(s) <= every.pmf(observed) * (1 + 1e-9))
    assert found.pvalue == pytest.approx(expected)


def test_splits_that_cannot_be_tested_say_so() -> None:
    assert sample_ratio([40], [1]).state == "one_arm"
    assert sample_ratio([40, 0], [1, 0]).state == "one_arm"
    assert sample_ratio([0, 0], [1, 1]).state == "no_data"
    assert sample_ratio([40, 2], [1, 0]).state == "fail"
    with pytest.raises(ValueError, match="weight"):
        sample_ratio([1, 2], [1])


@pytest.mark.parametrize(("observed", "state"), [([5000, 5100], "ok"), ([5000, 5280], "watch"), ([5000, 5400], "fail")])
def test_states_of_a_split(observed: list[int], state: str) -> None:
    found = sample_ratio(observed, [3, 3])
    assert (found.state, found.ok) == (state, state != "fail")


@settings(deadline=None, max_examples=100)
@given(PVALUES, st.sampled_from(sorted(CORRECTIONS)), st.randoms())
def test_adjusted_values_are_never_smaller_keep_their_order_and_follow_their_question(
    pvalues: list[float], correction: str, random: object
) -> None:
    adjusted = CORRECTIONS[correction](pvalues)
    assert all(p <= a * (1 + 1e-12) and a <= 1 for p, a in zip(pvalues, adjusted, strict=True))
    order = sorted(range(len(pvalues)), key=lambda i: pvalues[i])
    assert [adjusted[i] for i in order] == sorted(adjusted)
    random.shuffle(order)
    assert CORRECTIONS[correction]([pvalues[i] for i in order]) == [adjusted[i] for i in order]


def test_unknown_pvalues_stay_unknown_and_count_for_nothing() -> None:
    assert adjusted_where_known([None, 0.02, None], "bonferroni") == [None, 0.02, None]
    with pytest.raises(ValueError, match="p-values"):
        CORRECTIONS["holm"]([0.1, math.nan])


def test_level_for_intervals_of_selected_finds() -> None:
    assert fcr_level(0, 4) == fcr_level(1, 4) == pytest.approx(1 - 0.05 / 4)
    assert fcr_level(4, 4, 0.9) == pytest.approx(0.9)
    with pytest.raises(ValueError, match="asked"):
        fcr_level(3, 2)


@pytest.mark.parametrize(
    ("arguments", "code", "because"),
    [
        ({"sample_ratio_ok": False}, "invalid", ("sample_ratio",)),
        ({"excluded_share": 0.02}, "invalid", ("excluded",)),
        ({"excluded_share": 0.02, "excluded": 9}, "ship", ("orders",)),
        ({"balanced": False}, "invalid", ("balance",)),
        ({"guardrails": [Evidence("wait", UP, better="low")]}, "harm", ("wait",)),
        ({"guardrails": [Evidence("wait", UP, better="low", margin=0.35)]}, "ship", ("orders",)),
        ({"guardrails": [Evidence("wait", UP, better="low", margin=0.2)]}, "keep_running", ()),
        ({"guardrails": [Evidence("wait", UP, better="low", margin=0.05)]}, "harm", ("wait",)),
        ({"guardrails": [Evidence("nps", FLAT, relative=False, margin=1.0)]}, "ship", ("orders",)),
        ({"primary": [Evidence("orders", DOWN)]}, "harm", ("orders",)),
        ({"primary": [Evidence("wait", DOWN, better="low")]}, "ship", ("wait",)),
        ({"primary": [Evidence("orders", UP), Evidence("csat", DOWN)]}, "harm", ("csat",)),
        ({"primary": [Evidence("orders", FLAT, equivalence=0.1)]}, "no_difference", ("orders",)),
        ({"primary": [Evidence("orders", FLAT, equivalence=0.05)]}, "keep_running", ()),
        ({"primary": [Evidence("orders", FLAT)], "ended": True}, "inconclusive", ()),
        ({"primary": []}, "keep_running", ()),
    ],
)
def test_the_first_rule_that_holds_decides(arguments: dict, code: str, because: tuple[str, ...]) -> None:
    found = verdict(**{"primary": [Evidence("orders", UP)]} | arguments)
    assert (found.code, found.because) == (code, because)


def test_several_primary_metrics_are_corrected() -> None:
    barely = Evidence("orders", replace(UP, pvalue=0.04))
    assert verdict([barely]).code == "ship"
    assert verdict([barely, Evidence("csat", FLAT)]).code == "keep_running"


def test_a_guardrail_without_an_interval_holds_the_release_back() -> None:
    unknown = Difference(None, None, None, None, None, 0.95, "welch", "no_data")
    assert verdict([Evidence("orders", UP)], [Evidence("wait", unknown, margin=0.1)]).code == "keep_running"
    assert verdict([Evidence("orders", UP)], [Evidence("wait", unknown)]).code == "ship"
