"""How an experiment's effect was computed: what each arm counted, and the test that suits the kind of metric."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cxdash.answers.arms import SCORED
from cxdash.answers.context import Context
from cxdash.answers.effects import sums_by_day
from cxdash.answers.experiments import number_of
from cxdash.answers.metric_rows import MetricRow
from cxdash.inference.critical import z_critical
from cxdash.inference.estimates import estimate
from cxdash.inference.moments import Moments
from cxdash.inference.results import Difference
from cxdash.locale import t
from cxdash.queries import experiments as queries
from cxdash.ui.how_explained import Row, chance, precise, row
from cxdash.ui.how_formulas import (
    CHANGE,
    DEGREES,
    DELTA,
    FIELLER,
    MOVER,
    NPS_INTERVAL,
    NPS_ONLY,
    NPS_SHARE,
    SCORE_DIFFERENCE,
    SCORE_RATIO,
    SHARES_APART,
    WELCH,
)
from cxdash.vocabulary.metrics import METRICS

FORMULAS: dict[str, tuple[str, ...]] = {
    "miettinen_nurminen": (SHARES_APART, SCORE_DIFFERENCE, SCORE_RATIO),
    "welch": (WELCH, DEGREES, FIELLER),
    "ratio_delta": (DELTA, WELCH, DEGREES, FIELLER),
    "mover": (NPS_ONLY, CHANGE, MOVER, NPS_INTERVAL, NPS_SHARE),
}


def method_words(method: str) -> str:
    """What a method does, for people; empty for one that is not known here."""
    return {
        "miettinen_nurminen": t(
            "Miettinen and Nurminen’s score statistic: one number gives p, the absolute and the relative interval. "
            "The shares with a tilde are the most likely ones under the effect that is tried."
        ),
        "welch": t("Welch’s t; the relative interval by Fieller with the same degrees of freedom."),
        "ratio_delta": t(
            "A ratio of sums over units: its variance by the delta method, then Welch’s t and Fieller as for means."
        ),
        "mover": t("Difference by MOVER from the score intervals of both arms."),
    }.get(method, "")


def method_source(method: str) -> str:
    """Who described it."""
    return {
        "miettinen_nurminen": t("Miettinen and Nurminen 1985"),
        "welch": t("Welch 1947; Fieller 1954"),
        "ratio_delta": t("Deng, Knoblich and Lu 2018; Welch 1947; Fieller 1954"),
        "mover": t("Zou and Donner 2008; Tango 1998"),
    }.get(method, "")


@dataclass(frozen=True)
class Counted:
    """What every arm of an experiment counted: the mart's cells and histograms by metric and variant."""

    numbers: Mapping[str, int]
    cells: Mapping[tuple[int, str], Mapping[str, Any]]
    histograms: Mapping[tuple[int, str], Mapping[float, int]]

    def pair(self, found: MetricRow, control: str) -> tuple[Row, ...]:
        """The inputs of a metric's comparison, control first."""
        number = self.numbers[found.metric]
        if found.type in SCORED:
            histograms = [self.histograms.get((number, arm), {}) for arm in (control, found.variant)]
            return _scored(found.type, histograms, found.difference.confidence_level)
        arms = [self.cells.get((number, arm), {}) for arm in (control, found.variant)]
        return {"binary": _binary, "ratio": _ratio}.get(found.type, _mean)(arms)


def counted(seen: Context, name: str) -> Counted:
    """The sufficient statistics behind an experiment's results."""
    number = number_of(seen, name)
    return Counted(
        {str(row["name"]): int(row["metric"]) for row in queries.metrics(seen.mart, number)},
        {(row["metric"], str(row["variant"])): row for row in queries.cells(seen.mart, number)},
        queries.histograms(seen.mart, number),
    )


def sums_until(seen: Context, name: str, metric: str, arms: tuple[str, str], on: date) -> tuple[Moments, ...]:
    """The moments of each arm, control first, over the units exposed up to and including a day that may be shown."""
    control, variant = arms
    days = sums_by_day(seen, name, metric, variant, control)
    return next((each.control, each.treatment) for each in days if each.on == on)


def means_of(sums: Sequence[Moments]) -> tuple[Row, ...]:
    """The inputs of a mean's comparison from the moments of the arms."""
    return _mean([{"n": arm.n, "mean": arm.mean, "variance": arm.variance} for arm in sums])


Arms = list[Mapping[str, Any]]


def _texts(arms: Arms, key: str) -> tuple[str, ...]:
    return tuple(precise(arm.get(key)) for arm in arms)


def _units(arms: Arms) -> Row:
    return Row(t("Units"), r"n_1,\, n_2", tuple(precise(arm.get("n", 0)) for arm in arms))


def _binary(arms: Arms) -> tuple[Row, ...]:
    events = tuple(precise(round(arm.get("total") or 0)) for arm in arms)
    return (_units(arms), Row(t("Units with the event"), r"x_1,\, x_2", events))


def _mean(arms: Arms) -> tuple[Row, ...]:
    return (
        _units(arms),
        Row(t("Mean"), r"\bar x_1,\, \bar x_2", _texts(arms, "mean")),
        Row(t("Variance"), "s_1^2,\\, s_2^2", _texts(arms, "variance")),
    )


def _ratio(arms: Arms) -> tuple[Row, ...]:
    return (
        _units(arms),
        Row(t("Mean of the numerator"), r"\bar a", _texts(arms, "mean")),
        Row(t("Variance of the numerator"), "s_a^2", _texts(arms, "variance")),
        Row(t("Mean of the denominator"), r"\bar b", _texts(arms, "mean_d")),
        Row(t("Variance of the denominator"), "s_b^2", _texts(arms, "variance_d")),
        Row(t("Covariance of both"), "s_{ab}", _texts(arms, "covariance")),
    )


def _scored(kind: str, histograms: Sequence[Mapping[float, int]], confidence_level: float) -> tuple[Row, ...]:
    arms = [_weighed(kind, histogram) for histogram in histograms]
    n = Row(t("Units with an answer"), r"n_1,\, n_2", tuple(precise(sum(arm.values())) for arm in arms))
    if kind != "nps":
        return (Row(t("Answers that count"), r"x_1,\, x_2", tuple(precise(arm.get(100, 0)) for arm in arms)), n)
    named = ((t("Promoters (9–10)"), "P", 100), (t("Passives (7–8)"), "S", 0), (t("Detractors (0–6)"), "D", -100))
    found = [estimate(arm, "nps", confidence_level=confidence_level) for arm in arms]
    return (
        *(Row(name, symbol, tuple(precise(arm.get(weight, 0)) for arm in arms)) for name, symbol, weight in named),
        n,
        Row(t("Value"), r"v_1,\, v_2", tuple(precise(each.value) for each in found)),
        Row(t("Lower end of the interval"), r"l_1,\, l_2", tuple(precise(each.low) for each in found)),
        Row(t("Upper end of the interval"), r"u_1,\, u_2", tuple(precise(each.high) for each in found)),
    )


def _weighed(kind: str, histogram: Mapping[float, int]) -> dict[float, int]:
    values: dict[float, int] = {}
    for score, n in histogram.items():
        weight = METRICS[kind].weight(score, SCORED[kind])
        values[weight] = values.get(weight, 0) + n
    return values


def critical_row(found: Difference) -> tuple[Row, ...]:
    """The critical value that the interval was made with."""
    if found.method in ("miettinen_nurminen", "mover"):
        return (row(t("Critical value of the normal distribution"), "z", precise(z_critical(found.confidence_level))),)
    if found.std_error and found.low is not None and found.high is not None:
        reach = (found.high - found.low) / 2 / found.std_error
        return (row(t("Critical value of Student’s t"), r"t_\nu", precise(reach)),)
    return ()


def effect_rows(found: Difference, *, binary: bool = False) -> tuple[Row, ...]:
    """The effect with interval and p-value: shares in percentage points, else the metric's own unit; then relative."""
    share = found.method == "miettinen_nurminen"
    factor = 100.0 if binary and share else 1.0
    effect, low, high, error = (
        precise(None if x is None else factor * x) for x in (found.effect_size, found.low, found.high, found.std_error)
    )
    return (
        row(t("Effect in percentage points") if share else t("Effect"), r"100\,\Delta" if share else r"\Delta", effect),
        row(t("Lower end of the interval"), "", low),
        row(t("Upper end of the interval"), "", high),
        row(t("Standard error"), r"100\,\mathrm{SE}" if share else r"\mathrm{SE}", error),
        *critical_row(found),
        row(t("p"), "p", chance(found.pvalue)),
        *_relative(found),
    )


def _relative(found: Difference) -> tuple[Row, ...]:
    ends = (found.relative, found.relative_low, found.relative_high)
    if all(end is None for end in ends):
        return ()
    shown = [precise(None if end is None else 100 * end) for end in ends]
    return (
        row(t("Relative effect in percent of the control"), r"100\,\rho", shown[0]),
        row(t("Its lower end"), "", shown[1]),
        row(t("Its upper end"), "", shown[2]),
    )


def together_rows(found: MetricRow) -> tuple[Row, ...]:
    """What corrections make of an effect: Holm over the goals, Dunnett over several treatments; none where alone."""
    rows = []
    if found.pvalue_adjusted is not None:
        rows.append(row(t("p, corrected by Holm for all goals and treatments"), "", chance(found.pvalue_adjusted)))
    if found.simultaneous != found.difference:
        factor = 100.0 if found.type == "binary" else 1.0
        low, high = (None if x is None else factor * x for x in (found.simultaneous.low, found.simultaneous.high))
        rows += [
            row(t("Lower end that holds for all treatments together"), "", precise(low)),
            row(t("Upper end that holds for all treatments together"), "", precise(high)),
            row(t("p that holds for all treatments together"), "", chance(found.simultaneous.pvalue)),
        ]
    return tuple(rows)


def anytime_rows(found: Difference) -> tuple[Row, ...]:
    """The interval that holds however often somebody looks."""
    return (
        row(t("Always-valid lower end"), "", precise(found.low)),
        row(t("Always-valid upper end"), "", precise(found.high)),
        row(t("Always-valid p"), "", chance(found.pvalue)),
    )
