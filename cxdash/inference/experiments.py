"""One metric of an experiment, control against treatment, by the method that suits the kind of metric."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, overload

from cxdash.inference.differences import difference
from cxdash.inference.estimates import successes_of
from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.proportions import Share, miettinen_nurminen
from cxdash.inference.ratios import RatioMoments, compare_ratios
from cxdash.inference.results import Difference

Counts = Mapping[float, float]
ShareKind = Literal["binary"]
MeanKind = Literal["mean", "revenue"]
RatioKind = Literal["ratio"]
ScoreKind = Literal["nps", "csat", "ces", "share"]
Kind = ShareKind | MeanKind | RatioKind | ScoreKind
Arm = Share | Moments | RatioMoments | Counts


@overload
def compare_arms(kind: ShareKind, control: Share, treatment: Share, confidence_level: float = ...) -> Difference: ...
@overload
def compare_arms(kind: MeanKind, control: Moments, treatment: Moments, confidence_level: float = ...) -> Difference: ...
@overload
def compare_arms(
    kind: RatioKind, control: RatioMoments, treatment: RatioMoments, confidence_level: float = ...
) -> Difference: ...
@overload
def compare_arms(kind: ScoreKind, control: Counts, treatment: Counts, confidence_level: float = ...) -> Difference: ...


def compare_arms(kind: str, control: object, treatment: object, confidence_level: float = 0.95) -> Difference:
    """treatment − control with interval, p-value and relative effect, all three from one test.

    What an arm is and how it is compared depends on the `kind`: binary a `Share` by `miettinen_nurminen` (effects in
    −1…1), mean and revenue `Moments` by `welch`, ratio `RatioMoments` by `compare_ratios`, nps {100: P, 0: S, −100: D}
    by `difference` (points, no relative effect), csat, ces and share {100: x, 0: n − x} by `miettinen_nurminen`
    (percentage points). Relative effects are fractions. ValueError if kind and arms do not fit.

    Source: as for these functions.

    >>> round(compare_arms("binary", Share(500, 10_000), Share(560, 10_000)).relative, 4)
    0.12
    >>> compare_arms("nps", {100: 90, 0: 70, -100: 60}, {100: 120, 0: 60, -100: 40}).relative_status
    'undefined'
    """
    match kind, control, treatment:
        case "binary", Share(), Share():
            return miettinen_nurminen(control, treatment, confidence_level)
        case "mean" | "revenue", Moments(), Moments():
            return welch(control, treatment, confidence_level)
        case "ratio", RatioMoments(), RatioMoments():
            return compare_ratios(control, treatment, confidence_level)
        case "nps", Mapping(), Mapping():
            return difference(control, treatment, "nps", confidence_level=confidence_level)
        case "csat" | "ces" | "share", Mapping(), Mapping():
            return in_percent(miettinen_nurminen(_share(control), _share(treatment), confidence_level))
    raise ValueError(f"no comparison of kind {kind!r} for {type(control).__name__} and {type(treatment).__name__}")


def in_percent(shares: Difference) -> Difference:
    """A difference of shares in 0…1 as percentage points: effect, interval and error × 100; p-value and relative stay.

    >>> found = in_percent(miettinen_nurminen(Share(1, 4), Share(3, 4)))
    >>> found.effect_size, found.relative
    (50.0, 2.0)
    """
    return replace(
        shares,
        effect_size=_times_100(shares.effect_size),
        low=_times_100(shares.low),
        high=_times_100(shares.high),
        std_error=_times_100(shares.std_error),
    )


def _times_100(number: float | None) -> float | None:
    return None if number is None else 100 * number


def _share(counts: Counts) -> Share:
    n = sum(counts.values())
    return Share(min(successes_of(counts), n), n)
