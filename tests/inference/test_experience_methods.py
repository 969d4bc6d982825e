"""The laws of tables, drivers, charts, survival, journeys and words, and what they say at their edges."""

import numpy as np
import pytest
from scipy import stats

from cxdash.inference.changepoints import level_changes, share_changes
from cxdash.inference.control_charts import MOVING_RANGE_LIMIT, proportions_chart, rates_chart, xmr
from cxdash.inference.crosstab import association, compare_columns, letters
from cxdash.inference.drivers import cronbach_alpha, drivers, johnson
from cxdash.inference.heterogeneity import heterogeneity, partially_pooled
from cxdash.inference.ordinal import superiority
from cxdash.inference.paths import removal_effects, success_rate
from cxdash.inference.survival import compare_restricted_means, kaplan_meier, log_rank, restricted_mean
from cxdash.inference.trends import segmented_trend
from cxdash.inference.words import log_odds_z

RNG = np.random.default_rng(20)
BEFORE = RNG.normal(100, 20, (400, 2))
ROWS = np.column_stack([BEFORE @ [0.8, 0.3] + RNG.normal(0, 5, 400), BEFORE])


def test_association_is_that_of_scipy_and_skips_what_is_empty() -> None:
    table = [[12, 5, 0, 9], [3, 9, 0, 8], [0, 0, 0, 0]]
    expected = stats.chi2_contingency(np.array(table)[:2][:, [0, 1, 3]], correction=False)
    found = association(table)
    assert (found.chi2, found.pvalue, found.df) == pytest.approx((expected.statistic, expected.pvalue, expected.dof))
    assert found.residuals[2] == [None] * 4
    assert found.residuals[0][2] is None
    assert association([[3, 4]]).cramers_v is None
    assert association([[5, 0], [0, 5]]).cramers_v == pytest.approx(1)


def test_letters_stand_with_the_higher_column_and_dashes_where_bases_are_low() -> None:
    counts, bases = [90, 50, 10, 20], [100, 100, 20, 100]
    pairs = compare_columns(counts, bases)
    assert letters(counts, bases, pairs) == ["BD", "D", "–", ""]
    assert [pair.pvalue for pair in pairs if 2 in (pair.one, pair.two)] == [None] * 3
    assert compare_columns([40, 40], [40, 40])[0].pvalue is None


def test_importance_adds_up_and_duplicates_share_it() -> None:
    matrix = np.corrcoef(ROWS.T)
    found = drivers(matrix)
    assert sum(found.importance) == pytest.approx(found.r2)
    assert sum(johnson(matrix[1:, 1:], matrix[1:, 0])) == pytest.approx(found.r2)
    twice = drivers(np.corrcoef(np.column_stack([ROWS, ROWS[:, 2]]).T))
    assert twice.importance[1] == pytest.approx(twice.importance[2])
    assert twice.r2 == pytest.approx(found.r2)
    many = np.random.default_rng(4).normal(size=(200, 14))
    assert drivers(np.corrcoef(many.T)).method == "johnson"
    assert cronbach_alpha([[1.0]]) is None
    with pytest.raises(ValueError, match="drivers"):
        drivers([[1.0]])


def test_charts_wait_for_twelve_points_and_tell_runs() -> None:
    assert pytest.approx(3.267, abs=1e-3) == MOVING_RANGE_LIMIT
    assert (xmr([1]).status, xmr([1]).centre) == ("n_too_small", None)
    assert (xmr([1, 2] * 5).low, xmr([1, 2] * 5).centre) == (None, 1.5)
    assert xmr([1, 2] * 3 + [2.5, 2.6] * 4).runs == [13]
    assert xmr([5.0] * 12).beyond == []
    steady_climb = xmr([float(t) for t in range(20)])
    assert steady_climb.high[0] == pytest.approx(9.5 + 2.66, abs=0.01)
    assert len(steady_climb.beyond) == 14
    assert proportions_chart([0] * 12, [40] * 12).status == "zero_variance"
    assert proportions_chart([3], [40]).status == proportions_chart([3, 4], [40, 40]).status == "n_too_small"


def test_weeks_that_vary_more_than_coins_need_wider_limits() -> None:
    rng = np.random.default_rng(2)
    n = np.full(104, 5_000)
    x = rng.binomial(n, np.clip(rng.normal(0.8, 0.015, 104), 0, 1))
    assert len(proportions_chart(x.tolist(), n.tolist(), laney=False).beyond) > 15
    assert len(proportions_chart(x.tolist(), n.tolist()).beyond) <= 1
    assert all(high <= 1 for high in proportions_chart([39] * 6 + [40] * 6, [40] * 12).high)


def test_survival_says_what_it_cannot_see() -> None:
    curve = kaplan_meier([2, 3, 5, 5], [True, False, True, False])
    assert curve.at(1) == (1.0, None, None)
    assert curve.at(6) == (None, None, None)
    assert kaplan_meier([1, 2], [True, True]).at(2) == (0.0, None, None)
    assert restricted_mean(curve, 9).status == "n_too_small"
    assert restricted_mean(kaplan_meier([], []), 9).status == "no_data"
    assert restricted_mean(kaplan_meier([4, 5], [False, False]), 3).status == "zero_variance"
    assert compare_restricted_means(curve, curve, 5).pvalue == 1
    assert compare_restricted_means(curve, kaplan_meier([], []), 5).status == "no_data"
    assert compare_restricted_means(kaplan_meier([4], [False]), curve, 3).status == "zero_variance"
    with pytest.raises(ValueError, match="duration"):
        kaplan_meier([-1], [True])


def test_log_rank_is_that_of_scipy() -> None:
    rng = np.random.default_rng(5)
    groups = [(np.ceil(rng.exponential(scale, 60)), rng.random(60) < 0.7) for scale in (8, 12)]
    censored = [stats.CensoredData.right_censored(time, ~gone) for time, gone in groups]
    chi2, pvalue = log_rank(groups)
    assert pvalue == pytest.approx(stats.logrank(*censored).pvalue)
    assert log_rank(groups[:1]) == (None, None)
    assert log_rank([([1, 2], [False, False])] * 2) == (None, None)
    assert chi2 == pytest.approx(log_rank(groups[::-1])[0])


def test_removal_of_the_only_way_loses_everything_and_loops_end() -> None:
    paths = [(["mail", "shop", "mail", "shop"], 5, 5), (["shop"], 0, 10)]
    assert removal_effects(paths)["shop"] == pytest.approx(1)
    assert success_rate(paths) == pytest.approx(0.25)
    assert success_rate([]) is None
    assert removal_effects([(["mail"], 0, 4)]) == {}


def test_words_mirror_between_the_groups() -> None:
    one, two = [5, 0, 9, 100], [1, 0, 30, 90]
    assert log_odds_z(one, two)[1] is None
    assert [-z for z in log_odds_z(one, two) if z is not None] == [z for z in log_odds_z(two, one) if z is not None]
    assert log_odds_z([0, 0], [0, 0]) == [None, None]
    assert log_odds_z([4], [2]) == [0.0]


def test_a_series_needs_eight_points_on_each_side() -> None:
    assert segmented_trend(list(range(20)), 7).status == "n_too_small"
    flat = segmented_trend([3.0] * 20, 10)
    assert flat.level.value == pytest.approx(3)
    assert flat.level_change.value == pytest.approx(0, abs=1e-9)


def test_segments_that_differ_by_luck_are_one() -> None:
    rng = np.random.default_rng(8)
    effects, errors = rng.normal(2, 1, 30), np.ones(30)
    alike = heterogeneity(effects.tolist(), errors.tolist())
    assert alike.pvalue > 0.05
    pooled = partially_pooled(effects.tolist(), errors.tolist())
    assert np.ptp([p.value for p in pooled]) < np.ptp(effects) / 2
    apart = partially_pooled((effects + np.repeat([-20, 20], 15)).tolist(), errors.tolist())
    assert all(p.trust > 0.99 for p in apart)
    assert all(p.low < p.value < p.high for p in pooled + apart)


def test_a_noisy_segment_gives_up_more_of_its_own() -> None:
    noisy, steady, _, _ = partially_pooled([5.0, 5.0, 1.0, 0.0], [2.0, 0.1, 0.1, 0.1])
    assert noisy.trust < steady.trust
    assert noisy.value < steady.value
    assert partially_pooled([3.0], [1.0])[0].value == 3.0
    assert heterogeneity([3.0], [1.0]).pvalue is None
    with pytest.raises(ValueError, match="error"):
        heterogeneity([1.0, 2.0], [1.0, 0.0])


def test_superiority_is_mann_whitney() -> None:
    one, two = [1, 1, 2, 3, 3, 3, 5], [2, 3, 4, 4, 5]
    expected = stats.mannwhitneyu(two, one, method="asymptotic", use_continuity=False)
    found, turned = (superiority(*({x: a.count(x) for x in a} for a in pair)) for pair in ((one, two), (two, one)))
    assert found.chance == pytest.approx(expected.statistic / 35)
    assert found.pvalue == pytest.approx(expected.pvalue) == pytest.approx(turned.pvalue)
    assert found.chance + turned.chance == pytest.approx(1)
    assert superiority({3: 4}, {3: 2}).status == "zero_variance"
    assert superiority({}, {3: 2}).status == "no_data"


def test_changes_are_found_where_they_are_and_only_there() -> None:
    rng = np.random.default_rng(9)
    noise = rng.normal(size=60)
    assert level_changes(noise.tolist()) == []
    assert level_changes((noise + np.repeat([0, 4, -2], 20)).tolist()) == pytest.approx([20, 40], abs=1)
    assert level_changes([3.0] * 30) == level_changes([1, 2]) == share_changes([1], [2]) == []
    sizes = np.full(40, 300)
    x = rng.binomial(sizes, np.repeat([0.7, 0.8], 20))
    assert share_changes(x.tolist(), sizes.tolist()) == pytest.approx([20], abs=2)
    assert share_changes([0] * 20, [50] * 20) == share_changes([50] * 20, [50] * 20) == []


@pytest.mark.parametrize("points", [0.1, 84.1, 3.3, 1 / 3])
def test_points_that_are_all_equal_are_never_signals(points: float) -> None:
    """Their mean may be a rounding away from each of them."""
    for n in range(12, 20):
        charts = (
            xmr([points] * n),
            proportions_chart([points * (k % 5 + 1) for k in range(n)], [100 * (k % 5 + 1) for k in range(n)]),
            rates_chart([points * (k % 5 + 1) for k in range(n)], [7 * (k % 5 + 1) for k in range(n)], laney=False),
        )
        assert [(chart.beyond, chart.runs) for chart in charts] == [([], [])] * 3
