"""What to do about an experiment: the first rule that applies, as a code and the evidence that triggered it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cxdash.inference.multiplicity import holm
from cxdash.inference.results import Difference

Code = Literal["invalid", "harm", "ship", "no_difference", "inconclusive", "keep_running"]
Side = Literal["better", "worse", "unclear"]

EXCLUDED_SHARE, EXCLUDED_UNITS = 0.01, 10
"""An experiment is invalid when more than this share, and at least so many units, were seen in several arms."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One metric's effect and how to judge it.

    `better` says which direction is good. `margin` and `equivalence` are how much worse is still acceptable and how
    much either way makes no practical difference (half the effect worth finding): fractions of the control if
    `relative`, else in the metric's unit. None: not judged that way.
    """

    name: str
    difference: Difference
    better: Literal["high", "low"] = "high"
    relative: bool = True
    margin: float | None = None
    equivalence: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The interval of the improvement, on the scale of the margins; a side that is not known has no end (±∞).

        `low, high` of the effect where high is good, `−high, −low` where low is.

        >>> drop = Difference(-2.0, -3.0, -1.0, 0.5, 0.001, 0.95, "welch", "ok", -0.2, -0.3, -0.1, "ok")
        >>> Evidence("wait", drop, better="low").ends
        (0.1, 0.3)
        """
        found = self.difference
        low, high = (found.relative_low, found.relative_high) if self.relative else (found.low, found.high)
        low, high = -math.inf if low is None else low, math.inf if high is None else high
        return (low, high) if self.better == "high" else (-high, -low)

    def side(self, pvalue: float | None) -> Side:
        """Which way the effect goes, if `pvalue` (of this metric, corrected or not) is below 1 − its level.

        >>> rise = Difference(2.0, 1.0, 3.0, 0.5, 0.001, 0.95, "welch", "ok")
        >>> Evidence("wait", rise, better="low").side(0.001), Evidence("wait", rise).side(0.2)
        ('worse', 'unclear')
        """
        effect, alpha = self.difference.effect_size, 1 - self.difference.confidence_level
        if pvalue is None or effect is None or not effect or pvalue >= alpha:
            return "unclear"
        return "better" if (effect > 0) == (self.better == "high") else "worse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` and the names of what triggered it: metrics, or the checks `sample_ratio`, `excluded`, `balance`."""

    code: Code
    because: tuple[str, ...] = ()


def verdict(
    primary: Sequence[Evidence],
    guardrails: Sequence[Evidence] = (),
    *,
    sample_ratio_ok: bool = True,
    excluded_share: float = 0.0,
    excluded: int = EXCLUDED_UNITS,
    balanced: bool = True,
    ended: bool = False,
) -> Verdict:
    """What to do about an experiment: the first that holds of six rules, with what triggered it.

    `invalid`: the split, the units seen in several arms (`excluded_share`, `excluded` units) or the time before the
    experiment (`balanced`) give it away. `harm`: a guardrail lies wholly beyond its margin, or a primary metric got
    worse. `ship`: a primary metric got better and every guardrail with a margin stays within it. `no_difference`: every
    primary interval lies within ± its `equivalence` (two one-sided tests at half of α each, so that the interval which
    is shown tells it). `inconclusive`: the planned end was reached (`ended`). Else
    `keep_running`. Primary p-values are Holm-corrected among themselves; intervals and p-values of an experiment that
    is looked at while it runs must already be those of a sequential plan.

    Source: success and guardrails, Schultzberg, Ankargren and Frånberg (2024); equivalence by two one-sided tests,
    Schuirmann (1987); the order of the rules is this product's own.

    >>> rise = Difference(2.0, 1.0, 3.0, 0.5, 0.001, 0.95, "welch", "ok", 0.2, 0.1, 0.3, "ok")
    >>> verdict([Evidence("orders", rise)])
    Verdict(code='ship', because=('orders',))
    >>> verdict([Evidence("orders", rise)], sample_ratio_ok=False)
    Verdict(code='invalid', because=('sample_ratio',))
    """
    sides = _sides(primary)
    invalid = _invalid(sample_ratio_ok, excluded_share > EXCLUDED_SHARE and excluded >= EXCLUDED_UNITS, balanced)
    harmed = [*(e.name for e in guardrails if _harmed(e)), *_named(primary, sides, "worse")]
    gained = _named(primary, sides, "better")
    rules: tuple[tuple[Code, bool, Sequence[str]], ...] = (
        ("invalid", bool(invalid), invalid),
        ("harm", bool(harmed), harmed),
        ("ship", bool(gained) and all(_kept(e) for e in guardrails), gained),
        ("no_difference", bool(primary) and all(_equivalent(e) for e in primary), [e.name for e in primary]),
        ("inconclusive", ended, ()),
    )
    return next((Verdict(code, tuple(because)) for code, holds, because in rules if holds), Verdict("keep_running"))


def _invalid(sample_ratio_ok: bool, many_excluded: bool, balanced: bool) -> list[str]:
    checks = {"sample_ratio": sample_ratio_ok, "excluded": not many_excluded, "balance": balanced}
    return [name for name, passed in checks.items() if not passed]


def _sides(primary: Sequence[Evidence]) -> list[Side]:
    # Unknown p-values count as tests that found nothing, so that dropping a metric never helps another.
    adjusted = holm([1.0 if e.difference.pvalue is None else e.difference.pvalue for e in primary])
    return [e.side(p) for e, p in zip(primary, adjusted, strict=True)]


def _named(primary: Sequence[Evidence], sides: Sequence[Side], side: Side) -> list[str]:
    return [e.name for e, found in zip(primary, sides, strict=True) if found == side]


def _harmed(guardrail: Evidence) -> bool:
    if guardrail.margin is None:
        return guardrail.side(guardrail.difference.pvalue) == "worse"
    return guardrail.ends[1] < -guardrail.margin


def _kept(guardrail: Evidence) -> bool:
    """Whether it is shown to be no worse than its margin; without one, not being harmed is enough."""
    return guardrail.margin is None or guardrail.ends[0] > -guardrail.margin


def _equivalent(metric: Evidence) -> bool:
    low, high = metric.ends
    return metric.equivalence is not None and -metric.equivalence < low and high < metric.equivalence
