"""Drivers from answers and intervals by drawing again: the same every time, and about as wide as they should be."""

import math

import numpy as np
import pytest
from scipy import stats

from cxdash.inference.correlations import correlations, nearest_correlations
from cxdash.inference.driver_study import driver_study
from cxdash.inference.drivers import drivers
from cxdash.inference.resampling import bootstrap_t, quantile_bootstrap, removal_intervals

RNG = np.random.default_rng(5)
ASKED = RNG.normal(size=(240, 3))
ROWS = np.column_stack([ASKED @ [1.0, 0.5, 0.0] + RNG.normal(size=240), ASKED])
NAN = math.nan


def with_gaps(share: float) -> np.ndarray:
    gaps = np.random.default_rng(1).random(ROWS.shape) < share
    return np.where(gaps, NAN, ROWS)


def test_complete_answers_are_used_while_they_are_most() -> None:
    full = correlations(ROWS)
    assert full.matrix == pytest.approx(np.corrcoef(ROWS.T))
    few = correlations(with_gaps(0.03))
    assert (few.method, few.n) == ("listwise", int((~np.isnan(with_gaps(0.03))).all(axis=1).sum()))
    many = correlations(with_gaps(0.3))
    assert many.method == "pairwise"
    both = ~np.isnan(with_gaps(0.3)[:, [0, 1]]).any(axis=1)
    assert many.matrix[0, 1] == pytest.approx(np.corrcoef(with_gaps(0.3)[both][:, [0, 1]].T)[0, 1], abs=1e-6)
    assert many.n < few.n


def test_pairs_that_nobody_answered_together_are_taken_as_unrelated() -> None:
    halves = [[x, x, NAN] if i % 2 else [x, NAN, -x] for i, x in enumerate(np.linspace(0, 1, 20))]
    found = correlations(halves)
    assert found.n == 0
    assert found.matrix[1, 2] == pytest.approx(found.matrix[0, 1] * found.matrix[0, 2], abs=1)
    assert np.linalg.eigvalsh(found.matrix).min() >= -1e-9


def test_matrices_that_can_be_stay_as_they_are() -> None:
    matrix = np.corrcoef(ROWS.T)
    assert nearest_correlations(matrix) is matrix
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    near = nearest_correlations(impossible)
    assert np.diag(near) == pytest.approx(1)
    assert np.linalg.eigvalsh(near).min() >= -1e-12


def test_what_cannot_be_becomes_the_nearest_that_can() -> None:
    matrix = np.array([[1, 0.9, -0.9, 0.1], [0.9, 1, 0.9, 0.5], [-0.9, 0.9, 1, 0.3], [0.1, 0.5, 0.3, 1]])
    near = nearest_correlations(matrix)
    apart = np.linalg.norm(near - matrix)
    # One cut of the eigenvalues, scaled back, is 0.9863 away.
    assert apart == pytest.approx(0.9818, abs=1e-4)
    rng = np.random.default_rng(5)
    for _ in range(300):
        factors = np.linalg.cholesky(near + 1e-9 * np.eye(4)) + rng.normal(scale=0.05, size=(4, 4))
        other = factors @ factors.T
        scale = np.sqrt(np.diag(other))
        assert np.linalg.norm(other / np.outer(scale, scale) - matrix) >= apart - 1e-7


def test_however_few_turns_are_taken_the_result_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxdash.inference.correlations._MOST_TURNS", 2)
    near = nearest_correlations(
        np.array([[1, 0.9, -0.9, 0.1], [0.9, 1, 0.9, 0.5], [-0.9, 0.9, 1, 0.3], [0.1, 0.5, 0.3, 1]])
    )
    assert np.diag(near) == pytest.approx(1)
    assert np.linalg.eigvalsh(near).min() >= -1e-12


def test_quantities_that_do_not_vary_are_left_out() -> None:
    assert correlations([[1.0, 3], [1, 4], [1, 5]]).kept == [1]
    assert correlations([[1.0, 3], [1, 3]]).kept == []
    # It varies only where others did not answer.
    assert correlations([[x, 1.0] for x in range(9)] + [[NAN, 2.0]]).kept == [0]
    with pytest.raises(ValueError, match="finite"):
        correlations([[math.inf, 1.0]])


def test_shares_of_drivers_have_intervals_that_hold_them() -> None:
    found, again = driver_study(ROWS), driver_study(ROWS)
    assert found == again
    assert (found.status, found.kept, found.n) == ("ok", [1, 2, 3], 240)
    plain = drivers(np.corrcoef(ROWS.T))
    shares = np.array(plain.importance) / plain.r2
    assert np.all((np.array(found.share_low) <= shares) & (shares <= np.array(found.share_high)))
    assert found.r2_low < plain.r2 < found.r2_high
    assert driver_study(ROWS, seed=1).share_low != found.share_low


def test_a_study_that_says_nothing_says_so() -> None:
    assert driver_study(np.zeros((0, 3))).status == "no_data"
    assert driver_study(ROWS[:99]).status == "n_too_small"
    assert driver_study(np.column_stack([np.ones(240), ASKED])).status == "zero_variance"
    assert driver_study(ROWS[:, :1]).status == "zero_variance"
    assert driver_study(RNG.normal(size=(150, 3))).status == "undefined"


def test_drivers_that_explain_nothing_at_all_say_so() -> None:
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 25, float)
    assert {driver_study(corners, seed=seed).status for seed in range(10)} == {"undefined"}


def test_resamples_without_variation_are_left_out() -> None:
    rare = np.zeros(120)
    rare[0] = 1.0
    found = driver_study(np.column_stack([ROWS[:120], rare]), resamples=60)
    assert len(found.share_low) == 4
    assert found.status == "ok"


def test_bootstrap_t_is_near_welch_where_welch_is_right() -> None:
    one, two = RNG.normal(10, 2, 200), RNG.normal(11, 3, 150)
    found = bootstrap_t(one.tolist(), two.tolist())
    welch = stats.ttest_ind(two, one, equal_var=False)
    interval = welch.confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=0.1)
    assert found == bootstrap_t(one.tolist(), two.tolist())


@pytest.mark.parametrize("shift", np.linspace(0.0, 3.0, 13))
@pytest.mark.parametrize("method", [bootstrap_t, quantile_bootstrap])
def test_resampled_intervals_and_pvalues_agree(shift: float, method: object) -> None:
    rng = np.random.default_rng(3)
    one, two = rng.lognormal(1, 0.7, 60), rng.lognormal(1, 0.7, 50) + shift
    found = method(one.tolist(), two.tolist())
    assert found.low <= found.effect_size <= found.high
    assert (found.pvalue < 0.05) == (found.low > 0 or found.high < 0)


def test_resampling_says_when_there_is_nothing_to_draw() -> None:
    assert bootstrap_t([], [1.0]).status == bootstrap_t([1.0], []).status == "no_data"
    assert bootstrap_t([2.0, 2.0], [3.0, 3.0]).status == "zero_variance"
    assert bootstrap_t([1.0, 2.0], [1.0, 3.0]).status == "ok"
    assert quantile_bootstrap([], [1.0]).status == "no_data"
    assert quantile_bootstrap([2.0, 2.0], [3.0]).status == "zero_variance"
    for method in (bootstrap_t, quantile_bootstrap):
        with pytest.raises(ValueError, match="resamples"):
            method([1.0, 2.0, 4.0], [2.0, 5.0, 6.0], resamples=100)


def test_quantiles_drawn_by_index_are_those_of_whole_resamples() -> None:
    rng = np.random.default_rng(7)
    one, two = rng.exponential(size=301), rng.exponential(size=301) + 0.4
    found = quantile_bootstrap(one.tolist(), two.tolist(), 0.75)
    drawn = [np.quantile(v[rng.integers(0, 301, (4_000, 301))], 0.75, axis=1) for v in (one, two)]
    low, high = np.quantile(drawn[1] - drawn[0], [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.05)


def test_removal_effects_vary_with_the_customers_behind_them() -> None:
    paths = [(["mail", "shop"], 3, 1), (["shop"], 1, 3)]
    many = [(path, 100 * yes, 100 * no) for path, yes, no in paths]
    narrow, wide = removal_intervals(many)["mail"], removal_intervals(paths)["mail"]
    assert wide[0] < narrow[0] < 0.5 < narrow[1] < wide[1]
    assert removal_intervals(paths) == removal_intervals(paths)
    assert removal_intervals(paths)["shop"] == (pytest.approx(0, abs=1), 1.0)
    assert removal_intervals([(["mail"], 0, 3)]) == {}
    with pytest.raises(ValueError, match="whole"):
        removal_intervals([(["mail"], 1.5, 3)])
