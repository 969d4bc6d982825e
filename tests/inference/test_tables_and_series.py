"""The laws of orders, overlapping columns, rates, robust slopes, differences in differences, cohorts and words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cxdash.inference.control_charts import rates_chart
from cxdash.inference.crosstab import compare_columns, compare_overlapping, compare_with_rest, letters
from cxdash.inference.ordinal import compare_orders, superiority
from cxdash.inference.results import Estimate
from cxdash.inference.retention import retained_overall, retention
from cxdash.inference.shares import wilson
from cxdash.inference.slopes import robust_slope
from cxdash.inference.trends import difference_in_differences
from cxdash.inference.words import log_odds_z, typical_words

GROUPS = st.lists(
    st.dictionaries(st.integers(1, 7), st.integers(1, 20), min_size=1, max_size=5), min_size=2, max_size=4
)


@settings(deadline=None, max_examples=40)
@given(GROUPS)
def test_orders_of_several_groups_are_kruskal_and_wallis(groups: list[dict[int, int]]) -> None:
    listed = [[score for score, n in group.items() for _ in range(n)] for group in groups]
    found = compare_orders(groups)
    if len({score for sample in listed for score in sample}) < 2:
        assert (found.status, found.pvalue) == ("zero_variance", None)
        return
    h = max(0.0, stats.kruskal(*listed).statistic)  # scipy's falls below 0, to a p-value of NaN, for equal groups
    assert found.h == pytest.approx(h, rel=1e-9, abs=1e-9)
    # Near h = 0 the p-value moves by the root of what h does.
    assert found.pvalue == pytest.approx(stats.chi2.sf(h, len(groups) - 1), rel=1e-5)
    rest = [score for sample in listed[1:] for score in sample]
    assert found.chances[0] == pytest.approx(
        stats.mannwhitneyu(listed[0], rest).statistic / (len(listed[0]) * len(rest))
    )


def test_two_groups_are_compared_alike_by_both_tests() -> None:
    one, two = {1: 5, 2: 9, 5: 2}, {2: 4, 4: 7, 5: 6}
    assert compare_orders([one, two]).pvalue == pytest.approx(superiority(one, two).pvalue)
    assert compare_orders([one, {}, two]).df == 1
    assert compare_orders([one, {}]).status == "no_data"
    assert compare_orders([{3: 0.4}, {3: 0.4}]).status == "zero_variance"


def test_overlap_makes_differences_surer_and_none_leaves_them() -> None:
    counts, bases = [60, 45], [100, 100]
    alone = compare_columns(counts, bases)[0].pvalue
    assert compare_overlapping(counts, bases, [[100, 0], [0, 100]])[0].pvalue == alone
    assert compare_overlapping(counts, bases, [[100, 40], [40, 100]])[0].pvalue < alone
    assert compare_overlapping(counts, bases, [[100, 100], [100, 100]])[0].pvalue is None


def test_overlap_keeps_the_error_of_the_test() -> None:
    """Two questions of the same people, no difference: about 5 % are called different, and far fewer without it."""
    rng = np.random.default_rng(2)
    both, alone = 0, 0
    for _ in range(1_500):
        shared = rng.random(150) < 0.4
        one = np.concatenate([shared, rng.random(50) < 0.4]).sum()
        two = np.concatenate([shared, rng.random(50) < 0.4]).sum()
        both += compare_overlapping([one, two], [200, 200], [[200, 150], [150, 200]])[0].pvalue < 0.05
        alone += compare_columns([one, two], [200, 200])[0].pvalue < 0.05
    assert both / 1_500 == pytest.approx(0.05, abs=0.018)
    assert alone / 1_500 < 0.01


def test_a_column_is_compared_with_the_others_and_not_with_itself() -> None:
    found = compare_with_rest([90, 40, 50, 3], [100, 100, 100, 10])
    assert found[3].pvalue is found[3].higher is None
    rest = compare_columns([93, 90], [210, 100])[0].pvalue
    assert found[0].pvalue == pytest.approx(rest)
    assert compare_with_rest([30], [100])[0].pvalue is None


def test_more_columns_than_letters_are_numbered() -> None:
    counts = [95] + [50] * 26
    pairs = compare_columns(counts, [100] * 27)
    assert letters(counts, [100] * 27, pairs)[0].endswith("XYZ(27)")
    assert letters([5, 5], [9, 9], compare_columns([5, 5], [9, 9])) == ["–", "–"]


def test_rates_have_no_upper_end_and_wait_for_twelve_points() -> None:
    assert rates_chart([3], [10]).status == "n_too_small"
    assert rates_chart([3, 4], [10, 10]).low is None
    assert rates_chart([0] * 12, [10] * 12).status == "zero_variance"
    chart = rates_chart([30, 25] * 6, [10] * 12)
    assert min(chart.low) >= 0
    assert max(chart.high) > 1
    rng = np.random.default_rng(3)
    wild = rng.poisson(rng.normal(400, 60, 60))
    plain, laney = (rates_chart(wild.tolist(), [100] * 60, laney=on) for on in (False, True))
    assert len(plain.beyond) > 8
    assert len(laney.beyond) <= 1


def test_a_wild_week_does_not_bend_the_trend() -> None:
    series = [10 + 0.5 * t for t in range(20)]
    series[7] = 900.0
    found = robust_slope(series)
    assert found.slope == pytest.approx(0.5)
    assert found.low <= found.slope <= found.high
    assert robust_slope([]).status == "no_data"
    assert robust_slope([1.0] * 7).status == "n_too_small"
    assert (robust_slope([1.0] * 9).slope, robust_slope([1.0] * 9).status) == (0.0, "zero_variance")


def test_what_moves_both_series_is_no_effect() -> None:
    rng = np.random.default_rng(4)
    season = 50 + 10 * np.sin(np.arange(40) / 3) + np.where(np.arange(40) >= 20, 8, 0)
    touched = season + rng.normal(0, 1, 40) + np.where(np.arange(40) >= 20, 3, 0)
    found = difference_in_differences(touched.tolist(), (season + rng.normal(0, 1, 40)).tolist(), 20).effect
    assert found.low < 3 < found.high
    assert found.value == pytest.approx(3, abs=1)
    none = difference_in_differences(season.tolist(), season.tolist(), 20).effect
    assert (none.value, none.pvalue) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    assert difference_in_differences(season[:15].tolist(), season[:15].tolist(), 8).status == "n_too_small"


def test_errors_of_differences_in_differences_are_newey_and_west() -> None:
    """Against the same sums written out over pairs of points."""
    rng = np.random.default_rng(9)
    gap = rng.normal(size=30).cumsum()
    found = difference_in_differences(gap.tolist(), [0.0] * 30, 14, lags=3).effect
    after = np.arange(30) >= 14
    residual = gap - np.where(after, gap[after].mean(), gap[~after].mean())
    total = 0.0
    for i in range(30):
        for j in range(30):
            weight = max(0.0, 1 - abs(i - j) / 4)
            ways = [1 / 16 if a else -1 / 14 for a in (after[i], after[j])]
            total += weight * ways[0] * ways[1] * residual[i] * residual[j]
    assert found.value == pytest.approx(gap[after].mean() - gap[~after].mean())
    assert found.std_error == pytest.approx(np.sqrt(total * 30 / 28))


def test_cohorts_are_blank_where_it_is_too_early() -> None:
    cohorts = retention({0: 40, 1: 50, 3: 10}, {(0, 1): 22, (1, 1): 3}, last_full=2)
    assert [[share is None for share in cohort.shares] for cohort in cohorts] == [
        [False, False, False],
        [False, False, True],
        [True, True, True],
    ]
    assert (cohorts[0].shares[1].low / 100, cohorts[0].shares[1].high / 100) == pytest.approx(wilson(22, 40))
    assert cohorts[0].shares[2].value == 0
    assert retained_overall(cohorts, 1).value == pytest.approx(100 * 25 / 90)
    assert retained_overall(cohorts, 2).n == 40
    assert retained_overall(cohorts, 9).status == "no_data"
    assert [len(cohort.shares) for cohort in retention({0: 4}, {}, 5, periods=2)] == [2]
    assert retention({}, {}, 3) == []
    for active in ({(0, 0): 41}, {(7, 0): 1}, {(0, 0): -1}):
        with pytest.raises(ValueError, match="cohort"):
            retention({0: 40}, active, 2)


def test_rare_words_are_not_tested_and_count_as_words() -> None:
    one, two = [40, 3, 300, 1], [4, 1, 420, 0]
    found = typical_words(one, two)
    assert [word.z for word in found] == [log_odds_z(one, two)[0], None, log_odds_z(one, two)[2], None]
    assert found[0].adjusted < 0.01
    assert found[1].adjusted is None


def test_a_margin_of_error_is_half_of_what_is_shown() -> None:
    assert Estimate(None, None, None, None, 0, 0.0, 0.95, "wilson", "no_data").margin_of_error is None
