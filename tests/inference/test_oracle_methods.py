"""The rest of the room against the oracle: adjustment, sequences, weights, tables, drivers, charts, survival, words."""

import numpy as np
import pytest

from cxdash.inference.adjustment import adjusted_means, adjusted_ratios, post_stratified
from cxdash.inference.bayes import beta_chance_to_win, beta_interval, normal_posterior
from cxdash.inference.control_charts import proportions_chart, xmr
from cxdash.inference.crosstab import association, compare_columns
from cxdash.inference.drivers import cronbach_alpha, drivers, johnson
from cxdash.inference.histogram import Histogram
from cxdash.inference.joint import JointMoments
from cxdash.inference.many_arms import dunnett
from cxdash.inference.moments import Moments
from cxdash.inference.paths import removal_effects
from cxdash.inference.power import units_per_arm
from cxdash.inference.proportions import Share
from cxdash.inference.quantiles import Quantile, compare_quantiles, quantile_interval
from cxdash.inference.results import Difference
from cxdash.inference.sequential import confidence_sequence, group_sequential_bounds, one_sided_confidence_sequence
from cxdash.inference.survival import kaplan_meier, log_rank, restricted_mean
from cxdash.inference.trends import segmented_trend
from cxdash.inference.weights import design_effect, korn_graubard, weighted_mean
from cxdash.inference.words import log_odds_z
from tests.inference.oracle import Answer, Case, agree, arms, cases, column, rows


def absolute(found: Difference) -> Answer:
    names = {"effect": found.effect_size, "lo": found.low, "hi": found.high}
    return names | {"p": found.pvalue, "se": found.std_error}


def joint(i: Case, *names: str) -> list[JointMoments]:
    columns = [arms(i, name) for name in names]
    return [JointMoments.from_rows(list(zip(*arm, strict=True))) for arm in zip(*columns, strict=True)]


def stratified(i: Case) -> Answer:
    strata = sorted({row[i["strata"]] for row in rows(i["data"])})
    both = i["control"], i["treatment"]
    pairs = [
        tuple(Moments.from_values(column(i, i["y"], arm=arm, **{i["strata"]: stratum})) for arm in both)
        for stratum in strata
    ]
    return absolute(post_stratified(pairs))


def sequence(i: Case) -> tuple[float, float, float, float, float]:
    return i["est"], i["se"], i["n_total"], i["n_star"], 1 - i["alpha"]


def anytime(i: Case) -> Answer:
    found = confidence_sequence(*sequence(i))
    return {"lo": found.low, "hi": found.high, "p": found.pvalue}


def posterior(i: Case) -> Answer:
    sign = -1 if i["inverse"] else 1
    found = normal_posterior(sign * i["est"], i["se"], prior_mean=i["prior_mean"], prior_std=i["prior_sd"])
    low, high = sorted((sign * found.low, sign * found.high))
    answer = {"mean": sign * found.mean, "lo": low, "hi": high}
    risks = {"risk_keep": found.risk_keep, "risk_ship": found.risk_ship}
    return answer | risks | {"chance_to_win": found.chance_to_win}


def beta(i: Case) -> Answer:
    base, other = Share(i["xa"], i["na"]), Share(i["xb"], i["nb"])
    return {"p": beta_chance_to_win(base, other), "interval_b": list(beta_interval(other))}


def simultaneous(i: Case) -> Answer:
    control, *treatments = (Moments.from_values(column(i, i["y"], arm=arm)) for arm in (i["control"], *i["treatments"]))
    found = dunnett(control, treatments)
    return {"lo": [d.low for d in found], "hi": [d.high for d in found], "p": [d.pvalue for d in found]}


def quantile(i: Case) -> Answer:
    found = quantile_interval(column(i, i["y"], arm=i["arm"]), i["p"])
    return {"lo": found.low, "hi": found.high}


def quantile_pair(i: Case) -> Answer:
    return absolute(compare_quantiles(*(Quantile(i[k]["q"], i[k]["lo"], i[k]["hi"], i[k]["n"], "ok") for k in "ab")))


def kish(i: Case) -> Answer:
    weights = np.array(column(i, i["weight"]))
    histogram = Histogram({1: len(weights)}, {1: float(weights.sum())}, float(weights @ weights))
    return {"n_eff": histogram.n_effective, "deff": design_effect(histogram.n, histogram.n_effective)}


def taylor(i: Case) -> Answer:
    points = [1 if score >= 9 else -1 if score <= 6 else 0 for score in column(i, "nps")]
    found = weighted_mean(points, column(i, i["weight"]), population=i["N"])
    return {"mean": found.value, "se": found.std_error}


def weighted_share(i: Case) -> Answer:
    found = weighted_mean([score >= 4 for score in column(i, "csat")], column(i, i["weight"]))
    low, high = korn_graubard(found.value, found.std_error)
    return {"p": found.value, "lo": low, "hi": high}


def table(i: Case) -> Answer:
    found = association(i["table"])
    names = {"chi2": found.chi2, "df": found.df, "p": found.pvalue}
    return names | {"cramers_v": found.cramers_v, "adj_resid": found.residuals}


def columns(i: Case) -> Answer:
    holm, hochberg = (compare_columns(i["count"], i["n"], correction=c) for c in ("holm", "benjamini_hochberg"))
    return {
        "pairs": [[pair.one, pair.two] for pair in holm],
        "p": [pair.pvalue for pair in holm],
        "p_holm": [pair.adjusted for pair in holm],
        "p_bh": [pair.adjusted for pair in hochberg],
    }


def correlations(i: Case) -> np.ndarray:
    return np.corrcoef([column(i, name) for name in (i["y"], *i["X"])])


def importance(i: Case) -> Answer:
    found = drivers(correlations(i))
    return {"r2": found.r2, "raw": found.importance, "beta": found.slope}


def relative_weights(i: Case) -> Answer:
    matrix = correlations(i)
    raw = johnson(matrix[1:, 1:], matrix[1:, 0])
    return {"raw": raw, "r2": sum(raw)}


def chart_of_values(i: Case) -> Answer:
    found = xmr(i["x"], least=10)
    return {"centre": found.centre, "lcl": found.low[0], "ucl": found.high[0], "mr": found.moving_range}


def chart_of_shares(i: Case) -> Answer:
    found = proportions_chart(i["x"], i["n"], laney=False)
    return {"centre": found.centre, "lcl": found.low[0], "ucl": found.high[0]}


def series(i: Case) -> Answer:
    values = [x / n for x, n in zip(column(i, "satisfied"), column(i, "n"), strict=True)]
    found = segmented_trend(values, i["start"])
    parts = found.level, found.slope, found.level_change, found.slope_change
    return {"params": [part.value for part in parts], "se": [part.std_error for part in parts]}


def customers(i: Case, plan: str) -> tuple[list[float], list[bool]]:
    return column(i, "months", plan=plan), [bool(left) for left in column(i, "churned", plan=plan)]


def curve(i: Case) -> Answer:
    found = kaplan_meier(*customers(i, i["plan"]))
    share, low, high = zip(*(found.at(time) for time in i["at"]), strict=True)
    return {"S": share, "lo": low, "hi": high, "median": found.median}


def mean_time(i: Case) -> Answer:
    return {"rmst": restricted_mean(kaplan_meier(*customers(i, i["plan"])), i["tau"]).value}


def rank_test(i: Case) -> Answer:
    return dict(zip(("chi2", "p"), log_rank([customers(i, group) for group in i["groups"]]), strict=True))


ANSWERS = {
    "cuped_pooled_absolute": lambda i: absolute(adjusted_means(*joint(i, i["y"], i["x"]), slopes="pooled")),
    "cuped_ratio_absolute": lambda i: absolute(
        adjusted_ratios(*joint(i, i["num"], i["den"], i["pre_num"], i["pre_den"]))
    ),
    "post_strat_absolute": stratified,
    "group_sequential_obf": lambda i: {"z": group_sequential_bounds(i["t"], 1 - i["alpha"])},
    "asymp_cs": anytime,
    "asymp_cs_one_sided_upper": lambda i: {"hi": one_sided_confidence_sequence(*sequence(i)).high},
    "n_per_arm_mean": lambda i: {"n_a": units_per_arm(i["effect"], i["sd"] ** 2, power=i["power"])},
    "sample_size_binomial": lambda i: {"total": 2 * units_per_arm(i["mde_abs"], i["p"] * (1 - i["p"]))},
    "normal_normal": posterior,
    "beta_prob_b_beats_a": beta,
    "dunnett": simultaneous,
    "quantile_order_stat_ci": quantile,
    "quantile_order_stat": quantile_pair,
    "kish_neff": kish,
    "weighted_mean_taylor_fpc": taylor,
    "korn_graubard_ci": weighted_share,
    "chi2_cramers_v": table,
    "column_proportions_pairwise": columns,
    "lmg": importance,
    "standardised_betas": importance,
    "johnson_rw": relative_weights,
    "cronbach_alpha": lambda i: {"alpha": cronbach_alpha(np.cov([column(i, name) for name in i["X"]]))},
    "xmr": chart_of_values,
    "p_chart": chart_of_shares,
    "interrupted_time_series": series,
    "kaplan_meier": curve,
    "rmst": mean_time,
    "logrank": rank_test,
    "markov_removal_effect": lambda i: {"removal": removal_effects(i["paths"])},
    "fightin_words": lambda i: {"z": log_odds_z(i["detractors"], i["promoters"])},
}


@cases(ANSWERS)
def test_agrees(case: Case) -> None:
    agree(case, ANSWERS[case["method"]](case["inputs"]))


@cases({"cuped_lin": absolute})
def test_lin_agrees_with_the_interacted_regression(case: Case) -> None:
    """The point estimate is the same; the regression's HC2 error needs the rows and may differ by 3 %."""
    found = adjusted_means(*joint(case["inputs"], case["inputs"]["y"], case["inputs"]["x"]))
    assert found.effect_size == pytest.approx(case["expected"]["effect"], rel=1e-8)
    assert found.std_error == pytest.approx(case["expected"]["se"], rel=0.03)


@cases({"cuped_pooled_absolute": absolute})
def test_own_slopes_are_never_much_wider_than_a_common_one(case: Case) -> None:
    pair = joint(case["inputs"], case["inputs"]["y"], case["inputs"]["x"])
    own, common = (adjusted_means(*pair, slopes=slopes).std_error for slopes in ("per_arm", "pooled"))
    assert own <= common * 1.001
