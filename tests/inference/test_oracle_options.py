"""The options that exist to compare with other tools, against the oracle: their numbers, not our defaults."""

from cxdash.inference.exact_shares import boschloo_pvalue, fisher_pvalue
from cxdash.inference.guardrails import NonInferiority, non_inferiority_of_shares
from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.multiplicity import holm
from cxdash.inference.normal_shares import agresti_caffo, z_test
from cxdash.inference.parity import (
    delta_relative,
    delta_relative_adjusted,
    delta_relative_ratios,
    delta_relative_shares,
    log_relative,
)
from cxdash.inference.proportions import Share
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference
from cxdash.inference.slopes import robust_slope
from tests.inference.oracle import Answer, Case, agree, arms, cases, column
from tests.inference.test_oracle import absolute, ends, two_moments, two_shares
from tests.inference.test_oracle_methods import joint


def relative(found: Difference) -> Answer:
    names = {"effect": found.relative, "lo": found.relative_low, "hi": found.relative_high}
    return names | {"p": found.pvalue, "se": found.std_error}


def delta_relative_case(i: Case) -> Answer:
    return relative(delta_relative(*two_moments(i)) if "ma" in i else delta_relative_shares(*two_shares(i)))


def delta_absolute_case(i: Case) -> Answer:
    if "ma" in i:
        return absolute(welch(*two_moments(i)))
    # Welch on moments whose sample variance is p (1 − p).
    return absolute(welch(*(Moments(s.n, s.value, s.value * (1 - s.value) * (s.n - 1)) for s in two_shares(i))))


def log_case(i: Case) -> Answer:
    found = log_relative(*two_moments(i))
    names = {"rel": found.relative, "rel_lo": found.relative_low, "rel_hi": found.relative_high}
    return absolute(found) | names | {"t": found.effect_size / found.std_error}


def ratio_case(i: Case) -> Answer:
    (numerators_a, numerators_b), (denominators_a, denominators_b) = arms(i, i["num"]), arms(i, i["den"])
    base = RatioMoments.from_values(numerators_a, denominators_a)
    return relative(delta_relative_ratios(base, RatioMoments.from_values(numerators_b, denominators_b)))


def pooled_z(i: Case) -> Answer:
    found = z_test(*two_shares(i), variance="pooled")
    return {"z": found.effect_size / found.std_error, "p": found.pvalue}


def holm_of_z(i: Case) -> Answer:
    shares = []
    for arm in (i["control"], *i["treatments"]):
        values = column(i, i["y"], arm=arm)
        shares.append(Share(sum(values), len(values)))
    found = [z_test(shares[0], arm).pvalue for arm in shares[1:]]
    return {"p": found, "p_adj": holm(found)}


def one_sided(found: NonInferiority, margin: float) -> Answer:
    # Ours is the improvement beyond the margin; theirs is the difference, to be compared with minus the margin.
    return {"p": found.pvalue, "lo": found.low - margin, "null": -margin}


def spotify_margin(i: Case) -> Answer:
    base, other = two_shares(i)
    margin = i["margin_rel"] * base.value
    # A one-sided test at α is the one at the two-sided level 1 − 2 α.
    return one_sided(non_inferiority_of_shares(base, other, margin, confidence_level=1 - 2 * i["alpha"]), margin)


def pooled_margin(i: Case) -> Answer:
    found = non_inferiority_of_shares(*two_shares(i), i["margin_abs"], variance="pooled")
    plain = z_test(*two_shares(i), variance="pooled")
    return {"p": found.pvalue, "z": (plain.effect_size + i["margin_abs"]) / plain.std_error}


def slope(i: Case) -> Answer:
    values = [x / n for x, n in zip(column(i, "satisfied"), column(i, "n"), strict=True)][: i["first"]]
    found = robust_slope(values)
    return {"slope": found.slope, "lo": found.low, "hi": found.high, "tau": found.tau, "p": found.pvalue}


ANSWERS = {
    "delta_welch_relative": delta_relative_case,
    "delta_welch_absolute": delta_absolute_case,
    "ratio_delta_relative": ratio_case,
    "cuped_pooled_relative": lambda i: relative(delta_relative_adjusted(*joint(i, i["y"], i["x"]))),
    "welch_log_relative": log_case,
    "z_pooled": pooled_z,
    "z_unpooled_absolute": lambda i: absolute(z_test(*two_shares(i))),
    "z_unpooled_holm": holm_of_z,
    "agresti_caffo_diff": lambda i: ends(agresti_caffo(*two_shares(i))),
    "fisher_exact": lambda i: {"p": fisher_pvalue(*two_shares(i))},
    "boschloo_exact": lambda i: {"p": boschloo_pvalue(*two_shares(i))},
    "non_inferiority_relative_margin": spotify_margin,
    "non_inferiority_z_pooled": pooled_margin,
    "theil_sen_mann_kendall": slope,
}


@cases(ANSWERS)
def test_agrees(case: Case) -> None:
    agree(case, ANSWERS[case["method"]](case["inputs"]))
