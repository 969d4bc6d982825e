"""The arms of an experiment, as the comparison of each kind of metric needs them, and what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from cxdash.answers.split import hidden_arms
from cxdash.inference.experiments import compare_arms
from cxdash.inference.many_arms import simultaneous_level, simultaneous_pvalue
from cxdash.inference.moments import Moments
from cxdash.inference.proportions import Share
from cxdash.inference.ratios import RatioMoments
from cxdash.inference.results import Difference
from cxdash.vocabulary.metrics import HEADLINES, METRICS, USUAL_SCALES
from cxdash.vocabulary.scales import Scale
from cxdash.vocabulary.thresholds import State, Thresholds

SCORED: dict[str, Scale] = {name: Scale(*USUAL_SCALES[name]) for name in HEADLINES}


@dataclass(frozen=True)
class Comparison:
    """One treatment against the control: by itself, and where all treatments together hold with the level.

    When `state` is "hidden" no number is there.
    """

    kind: str
    control_value: float | None
    treatment_value: float | None
    units: int | None
    difference: Difference
    simultaneous: Difference
    state: State


@dataclass(frozen=True)
class Arms:
    """The sufficient statistics of every metric and variant: rows of the mart by (metric, variant).

    `hidden` names variants that must not be read whatever the metric.
    """

    cells: Mapping[tuple[int, str], dict[str, Any]]
    histograms: Mapping[tuple[int, str], Mapping[float, int]]
    control: str
    treatments: Sequence[str]
    confidence_level: float
    thresholds: Thresholds
    hidden: frozenset[str] = frozenset()

    def compare(self, metric: Mapping[str, Any], variant: str) -> Comparison:
        """A variant against the control; `metric` is its row in the mart."""
        number = int(metric["metric"])
        kind = "ratio" if self._is_ratio(number) else str(metric["type"] or "mean")
        state = self.state(number, variant)
        if state == "hidden":
            nothing = _withheld(self.confidence_level)
            return Comparison(kind, None, None, None, nothing, nothing, state)
        pair = [self._arm(kind, number, each) for each in (self.control, variant)]
        found = compare_arms(kind, pair[0], pair[1], self.confidence_level)  # type: ignore[call-overload]  # the kind decides which
        return Comparison(
            kind=kind,
            control_value=_value(pair[0]),
            treatment_value=_value(pair[1]),
            units=sum(self._n(number, each) for each in (self.control, variant)),
            difference=found,
            simultaneous=self._simultaneous(kind, number, pair, found),
            state=state,
        )

    def state(self, metric: int, variant: str) -> State:
        """How a treatment's comparison on a metric may be shown, by the units of both arms that have a value."""
        pair = (self.control, variant)
        if not self._hidden(metric).isdisjoint(pair):
            return "hidden"
        return self.thresholds.state(min(self._n(metric, each) for each in pair))

    def _hidden(self, metric: int) -> frozenset[str]:
        counts = {each: self._n(metric, each) for each in (self.control, *self.treatments)}
        return self.hidden | hidden_arms(counts, self.thresholds.privacy)

    def _simultaneous(self, kind: str, metric: int, pair: Sequence[object], found: Difference) -> Difference:
        """The comparison again, at the level at which those of all treatments that may be read hold together."""
        read = [each for each in (self.control, *self.treatments) if each not in self._hidden(metric)]
        control, *others = (self._n(metric, each) for each in read)
        others = [n for n in others if n]
        if len(others) < 2 or not control or found.pvalue is None:
            return found
        level = simultaneous_level(control, others, self.confidence_level)
        wider: Difference = compare_arms(kind, pair[0], pair[1], level)  # type: ignore[call-overload]  # the kind decides which
        pvalue = simultaneous_pvalue(found.pvalue, control, others)
        return replace(wider, pvalue=pvalue, confidence_level=self.confidence_level)

    def _n(self, metric: int, variant: str) -> int:
        return int(self._cell(metric, variant)["n"])

    def _is_ratio(self, metric: int) -> bool:
        return any(row["mean_d"] is not None for (known, _), row in self.cells.items() if known == metric)

    def _cell(self, metric: int, variant: str) -> dict[str, Any]:
        nothing = dict.fromkeys(("mean", "variance", "total", "mean_d", "variance_d", "covariance"), None)
        return self.cells.get((metric, variant), {"n": 0, **nothing})

    def _arm(self, kind: str, metric: int, variant: str) -> Share | Moments | RatioMoments | Mapping[float, float]:
        cell = self._cell(metric, variant)
        if kind == "binary":
            return Share(round(cell["total"] or 0), cell["n"])
        if kind in SCORED:
            counts = self.histograms.get((metric, variant), {})
            values: dict[float, float] = {}
            for score, n in counts.items():
                weight = METRICS[kind].weight(score, SCORED[kind])
                values[weight] = values.get(weight, 0) + n
            return values
        if kind == "ratio":
            return RatioMoments(
                moments_of(cell["n"], cell["mean"], cell["variance"]),
                moments_of(cell["n"], cell["mean_d"], cell["variance_d"]),
                (cell["covariance"] or 0.0) * max(cell["n"] - 1, 0),
            )
        return moments_of(cell["n"], cell["mean"], cell["variance"])


def moments_of(n: int, mean: float | None, variance: float | None) -> Moments:
    """A cell of the mart as moments."""
    return Moments(n, mean or 0.0, (variance or 0.0) * max(n - 1, 0))


def _withheld(confidence_level: float) -> Difference:
    return Difference(None, None, None, None, None, confidence_level, "", "hidden", relative_status="hidden")


def _value(arm: object) -> float | None:
    if isinstance(arm, Share):
        return arm.value if arm.n else None
    if isinstance(arm, RatioMoments):
        return arm.ratio
    if isinstance(arm, Moments):
        return arm.mean if arm.n else None
    counts = cast("Mapping[float, float]", arm)
    n = sum(counts.values())
    return sum(weight * count for weight, count in counts.items()) / n if n else None
