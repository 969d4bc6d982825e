"""Estimates, differences and experiments against the oracle, method by method."""

import math
from collections import Counter

import pytest

from cxdash.inference import shares
from cxdash.inference.critical import normal_pvalue, t_critical, z_critical
from cxdash.inference.differences import difference
from cxdash.inference.estimates import estimate
from cxdash.inference.means import welch, welch_spread
from cxdash.inference.moments import Moments
from cxdash.inference.multiplicity import benjamini_hochberg, benjamini_yekutieli, bonferroni, hochberg, holm
from cxdash.inference.nps import adjusted, nps_score_interval
from cxdash.inference.proportions import Share, miettinen_nurminen
from cxdash.inference.ratios import RatioMoments, compare_ratios
from cxdash.inference.results import Difference
from cxdash.inference.sample_ratio import sample_ratio, sequential_log_odds
from tests.inference.oracle import Answer, Case, agree, all_cases, arms, cases, column


def two_moments(i: Case) -> tuple[Moments, Moments]:
    return Moments(i["na"], i["ma"], i["va"] * (i["na"] - 1)), Moments(i["nb"], i["mb"], i["vb"] * (i["nb"] - 1))


def two_shares(i: Case) -> tuple[Share, Share]:
    return Share(i["xa"], i["na"]), Share(i["xb"], i["nb"])


def nps_values(counts: list[int]) -> dict[float, float]:
    return {100: counts[0], 0: counts[1], -100: counts[2]}


def ends(interval: tuple[float, float]) -> dict[str, float]:
    return {"lo": interval[0], "hi": interval[1]}


def t_of(found: Difference) -> float:
    return found.effect_size / found.std_error


def absolute(found: Difference) -> dict[str, object]:
    names = {"effect": found.effect_size, "diff": found.effect_size, "lo": found.low, "hi": found.high}
    return names | {"p": found.pvalue, "se": found.std_error, "status": found.status}


def relative(found: Difference) -> dict[str, object]:
    return {"lo": found.relative_low, "hi": found.relative_high, "status": found.relative_status}


def welch_case(i: Case) -> Answer:
    found = welch(*two_moments(i))
    return absolute(found) | {"t": t_of(found)}


def fieller_case(i: Case) -> Answer:
    a, b = two_moments(i)
    spread = welch_spread(i["va"] / a.n, a.n, i["vb"] / b.n, b.n)
    g = t_critical(0.95, spread.df) ** 2 * spread.base / a.mean**2
    return relative(welch(a, b)) | {"g": g}


def welch_of_rows(i: Case) -> Answer:
    a, b = (Moments.from_values(values) for values in arms(i, i["y"]))
    found = welch(a, b)
    df = welch_spread(a.variance / a.n, a.n, b.variance / b.n, b.n).df
    return absolute(found) | {"t": t_of(found), "df": df}


def ratio_case(i: Case) -> Answer:
    (numerators_a, numerators_b), (denominators_a, denominators_b) = arms(i, i["num"]), arms(i, i["den"])
    a = RatioMoments.from_values(numerators_a, denominators_a)
    return absolute(compare_ratios(a, RatioMoments.from_values(numerators_b, denominators_b)))


def newcombe_case(i: Case) -> Answer:
    a, b = ({100.0: share.successes, 0.0: share.n - share.successes} for share in two_shares(i))
    found = difference(a, b, "share")
    return ends((found.low / 100, found.high / 100))


def nps_score_case(i: Case) -> Answer:
    counts = i["pro"], i["pas"], i["det"]
    return {"nps": estimate(nps_values(list(counts)), "nps").value} | ends(nps_score_interval(*counts))


def nps_adjusted_case(i: Case) -> Answer:
    # The cases give the interval before it is clipped.
    centre, error = adjusted(i["pro"], i["pas"], i["det"])
    reach = z_critical(0.95) * error
    return {"centre": centre, "lo": centre - reach, "hi": centre + reach}


def nps_adjusted_difference(i: Case) -> Answer:
    (a, error_a), (b, error_b) = adjusted(*i["a"]), adjusted(*i["b"])
    z = (b - a) / math.hypot(error_a, error_b)
    return {"z": z, "p": normal_pvalue(z)}


def nps_t_case(i: Case) -> Answer:
    found = estimate(nps_values([i["pro"], i["pas"], i["det"]]), "mean")
    return {"nps": found.value, "lo": found.low, "hi": found.high}


def nps_welch_case(i: Case) -> Answer:
    a, b = (Moments.from_counts(nps_values(i[arm])) for arm in "ab")
    found = welch(a, b)
    return absolute(found) | {"t": t_of(found), "df": welch_spread(a.variance / a.n, a.n, b.variance / b.n, b.n).df}


def mean_case(i: Case) -> Answer:
    found = estimate(Counter(column(i, i["col"])), "mean", bounds=(1, 7))
    return {"mean": found.value, "lo": found.low, "hi": found.high}


def sample_ratio_case(i: Case) -> Answer:
    found = sample_ratio(i["observed"], i["weights"])
    return {"p": found.pvalue, "chi2": found.chi2, "df": found.df, "leak": found.leak}


def holm_family(i: Case) -> Answer:
    found = []
    for metric in i["metrics"]:
        control = Moments.from_values(column(i, metric, arm="control"))
        found += [welch(control, Moments.from_values(column(i, metric, arm=arm))).pvalue for arm in i["treatments"]]
    known = [p for p in found if p is not None]
    return {"p": known, "p_adj": holm(known)}


ANSWERS = {
    "wilson": lambda i: ends(shares.wilson(i["x"], i["n"])),
    "jeffreys": lambda i: ends(shares.jeffreys(i["x"], i["n"])),
    "clopper_pearson": lambda i: ends(shares.clopper_pearson(i["x"], i["n"])),
    "agresti_coull": lambda i: ends(shares.agresti_coull(i["x"], i["n"])),
    "mean_t_ci": mean_case,
    "nps_score": nps_score_case,
    "nps_adjusted_wald": nps_adjusted_case,
    "nps_trinomial_t": nps_t_case,
    "nps_diff_welch": nps_welch_case,
    "nps_diff_adjusted_wald": nps_adjusted_difference,
    "newcombe_diff": newcombe_case,
    "mn_score_absolute": lambda i: absolute(miettinen_nurminen(*two_shares(i))),
    "mn_score_relative": lambda i: relative(miettinen_nurminen(*two_shares(i))),
    "welch": welch_case,
    "welch_ci": welch_case,
    "welch_raw": welch_of_rows,
    "fieller_relative": fieller_case,
    "ratio_delta_absolute": ratio_case,
    "srm_chi2": sample_ratio_case,
    "srm_sequential": lambda i: {"log_odds": sequential_log_odds(i["observed"], i["weights"], i["k"])},
    "adjust_holm": lambda i: {"p_adj": holm(i["p"])},
    "adjust_simes-hochberg": lambda i: {"p_adj": hochberg(i["p"])},
    "adjust_bonferroni": lambda i: {"p_adj": bonferroni(i["p"])},
    "adjust_fdr_bh": lambda i: {"p_adj": benjamini_hochberg(i["p"])},
    "adjust_fdr_by": lambda i: {"p_adj": benjamini_yekutieli(i["p"])},
    "holm_family": holm_family,
}


@cases(ANSWERS)
def test_agrees(case: Case) -> None:
    agree(case, ANSWERS[case["method"]](case["inputs"]))


PEERS = [case for case in all_cases() if case["method"] == "peer_behaviour" and "xa" in case["inputs"]]


@pytest.mark.parametrize("case", PEERS, ids=lambda case: case["id"])
def test_edges_where_a_peer_gives_up_have_an_answer(case: Case) -> None:
    """gbstats says effect 0, interval (0, 0), p 1; the answer is the observed effect, a wide interval, a true p."""
    a, b = two_shares(case["inputs"])
    found = miettinen_nurminen(a, b)
    assert found.status == "ok"
    assert found.effect_size == b.value - a.value
    assert found.high - found.low > 0.01
    assert (found.pvalue == 1) == (a.value == b.value)
    if a.value == b.value == 0:
        assert (found.relative, found.relative_status) == (None, "zero_events")
    elif a.value == 0:
        assert (found.relative, found.relative_high, found.relative_status) == (None, None, "unbounded")
        assert found.relative_low > 0
    elif b.value == 0:
        assert (found.relative_low, found.relative_status) == (-1.0, "zero_events")
        assert found.relative_high < 0


def test_zero_weight_arm_counts_no_degree_of_freedom() -> None:
    """gbstats gives 0.646 for this split, because it counts the arm that was meant to stay empty."""
    found = sample_ratio([500, 530, 0], [0.5, 0.5, 0])
    assert found.pvalue == pytest.approx(0.350, abs=5e-4)
    assert (found.df, found.leak, found.state) == (1, False, "ok")


@pytest.mark.parametrize(("x", "n"), [(20, 20), (1, 1)])
def test_jeffreys_ends_at_the_edge(x: int, n: int) -> None:
    assert shares.jeffreys(x, n)[1] == 1.0
    assert shares.jeffreys(n - x, n)[0] == 0.0
