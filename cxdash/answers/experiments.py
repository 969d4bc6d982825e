"""An experiment's results: sample ratio and exclusions first, then every metric's effect, then a verdict."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxdash.answers.arms import SCORED, Arms, Comparison, moments_of
from cxdash.answers.context import Context
from cxdash.answers.verdicts import Reason, verdict_words
from cxdash.errors import CxdashError, NoAnswerError
from cxdash.inference.multiplicity import holm
from cxdash.inference.results import Difference
from cxdash.inference.sample_ratio import SampleRatio, sample_ratio
from cxdash.inference.verdict import Evidence, Verdict, verdict
from cxdash.locale import formats, t
from cxdash.queries import experiments as queries

__all__ = [
    "SCORED",
    "MetricRow",
    "Results",
    "experiment",
    "experiments",
    "improved",
    "moments_of",
    "number_of",
]

CONTROL_NAMES = ("control", "baseline", "original", "old", "a", "0", "off", "default")


@dataclass(frozen=True)
class MetricRow:
    """One metric of one treatment against the control.

    Values are in the metric's own unit: shares 0 to 1 for `binary`, points for `nps`, percent for `csat` and `ces`.
    `simultaneous` is the same comparison where all treatments of the metric together hold with the level (Dunnett; with
    one treatment it is `difference`). `pvalue_adjusted` is Holm's over the experiment's primary metrics and their
    treatments, which the verdict goes by; None for other metrics.
    """

    metric: str
    type: str
    role: str
    better: str
    variant: str
    control_value: float | None
    treatment_value: float | None
    units: int
    difference: Difference
    simultaneous: Difference
    pvalue_adjusted: float | None = None

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        found, together = self.difference, self.simultaneous
        return {
            "metric": self.metric,
            "role": self.role,
            "variant": self.variant,
            "control_value": self.control_value,
            "treatment_value": self.treatment_value,
            "effect": found.effect_size,
            "low": found.low,
            "high": found.high,
            "pvalue": found.pvalue,
            "relative": found.relative,
            "relative_low": found.relative_low,
            "relative_high": found.relative_high,
            "status": found.status,
            "relative_status": found.relative_status,
            "pvalue_adjusted": self.pvalue_adjusted,
            "simultaneous_low": together.low,
            "simultaneous_high": together.high,
            "simultaneous_pvalue": together.pvalue,
        }


def improved(row: MetricRow) -> bool:
    """Whether the effect points to the good side."""
    return ((row.difference.effect_size or 0) > 0) == (row.better == "high")


@dataclass(frozen=True)
class Results:
    """Everything about one experiment, with its verdict."""

    name: str
    control: str
    units: Mapping[str, int]
    sample_ratio: SampleRatio
    excluded: Mapping[str, int]
    metrics: Sequence[MetricRow]
    verdict: Verdict

    @property
    def verdict_words(self) -> str:
        """The verdict in a sentence that names what triggered it."""
        counts = " · ".join(f"{variant}: {formats.count(n)}" for variant, n in self.units.items())
        # Of several treatments, the one with the smallest p-value led to the verdict.
        rows = sorted(self.metrics, key=lambda row: -(1.0 if row.difference.pvalue is None else row.difference.pvalue))
        reasons = {row.metric: Reason(row.difference, improved(row)) for row in rows}
        return verdict_words(self.verdict, reasons, counts)

    @property
    def all_units(self) -> int:
        """Units over all variants."""
        return sum(self.units.values())

    def document(self) -> dict[str, object]:
        """The results as the command line prints them."""
        return {
            "name": self.name,
            "control": self.control,
            "units": self.all_units,
            "variants": dict(self.units),
            "sample_ratio": {"pvalue": self.sample_ratio.pvalue, "ok": self.sample_ratio.ok},
            "excluded": dict(self.excluded),
            "metrics": [row.document() for row in self.metrics],
            "verdict": self.verdict_words,
        }


def experiments(context: Context) -> list[dict[str, Any]]:
    """The experiments there are: rows (name, units, variants, sample_ratio_ok)."""
    rows = []
    for found in queries.experiments(context.mart):
        units = _units(context, found["experiment"])
        ratio = sample_ratio(list(units.values()), [1.0] * len(units)) if units else None
        rows.append(
            {
                "name": found["name"],
                "units": sum(units.values()),
                "variants": dict(units),
                "sample_ratio_ok": ratio.ok if ratio else None,
                "upload": found["upload"],
            }
        )
    return rows


def experiment(context: Context, name: str, control: str | None = None, metrics: Sequence[str] = ()) -> Results:
    """The results of the experiment of that name, against `control` (else the variant that is named like one).

    CxdashError when the experiment, the control or a metric is not there.
    """
    number, known = _known(context, name)
    units = _units(context, number)
    if not units:
        raise NoAnswerError(
            t("Every unit of {name} was seen in more than one variant.", name=known),
            t("Check which column says the variant."),
        )
    base = _control(units, control)
    rows = _metric_rows(context, number, base, [variant for variant in units if variant != base], metrics)
    # Without a declared plan every variant was meant to get the same number of units.
    ratio = sample_ratio(list(units.values()), [1.0] * len(units))
    left_out = queries.excluded(context.mart, number)
    judged = _verdict(rows, ratio, sum(left_out.values()), sum(units.values()))
    return Results(known, base, units, ratio, left_out, rows, judged)


def number_of(context: Context, name: str) -> int:
    """The number of the experiment of that name; CxdashError with the names there are."""
    return _known(context, name)[0]


def _known(context: Context, name: str) -> tuple[int, str]:
    found = queries.experiments(context.mart)
    for row in found:
        if _bare(str(row["name"])) == _bare(name):
            return int(row["experiment"]), str(row["name"])
    if not found:
        raise NoAnswerError(t("No experiment is loaded."), t("Load a file of units with their variants and metrics."))
    names = ", ".join(str(row["name"]) for row in found)
    raise CxdashError(t("There is no experiment called “{name}”.", name=name), t("There are: {names}.", names=names))


def _bare(name: str) -> str:
    """A name without the endings of data files: an experiment may be asked for by the name of its file."""
    return re.sub(r"(\.(csv|tsv|txt|xlsx|parquet|zip|gz))+$", "", name.strip().casefold())


def _units(context: Context, number: int) -> dict[str, int]:
    return {str(row["variant"]): int(row["units"]) for row in queries.variants(context.mart, number)}


def _control(units: Mapping[str, int], asked: str | None) -> str:
    if asked is not None:
        if asked not in units:
            raise CxdashError(
                t("There is no variant called “{name}”.", name=asked), t("There are: {names}.", names=", ".join(units))
            )
        return asked
    named = [variant for word in CONTROL_NAMES for variant in units if variant.casefold() == word]
    return named[0] if named else next(iter(units))


def _metric_rows(
    context: Context, number: int, control: str, treatments: Sequence[str], asked: Sequence[str]
) -> list[MetricRow]:
    known = queries.metrics(context.mart, number)
    unknown = [name for name in asked if name not in {metric["name"] for metric in known}]
    if unknown:
        names = ", ".join(str(metric["name"]) for metric in known)
        raise CxdashError(
            t("The experiment has no metric called “{name}”.", name=unknown[0]), t("There are: {names}.", names=names)
        )
    cells = {(row["metric"], row["variant"]): row for row in queries.cells(context.mart, number)}
    histograms = queries.histograms(context.mart, number)
    arms = Arms(cells, histograms, control, treatments, context.confidence_level)
    rows = [_row(metric, variant, arms.compare(metric, variant)) for metric in known for variant in treatments]
    # The correction is over all primary metrics, whichever of them were asked for.
    return [row for row in _corrected(rows) if not asked or row.metric in asked]


def _row(metric: Mapping[str, Any], variant: str, found: Comparison) -> MetricRow:
    return MetricRow(
        metric=str(metric["name"]),
        type=found.kind,
        role=str(metric["goal"] or "secondary"),
        better=str(metric["better"] or "high"),
        variant=variant,
        control_value=found.control_value,
        treatment_value=found.treatment_value,
        units=found.units,
        difference=found.difference,
        simultaneous=found.simultaneous,
    )


def _corrected(rows: Sequence[MetricRow]) -> list[MetricRow]:
    """The rows with Holm's p-values of the primary ones; an unknown one counts as a test that found nothing."""
    pvalues = {i: row.difference.pvalue for i, row in enumerate(rows) if row.role == "primary"}
    adjusted = dict(zip(pvalues, holm([1.0 if p is None else p for p in pvalues.values()]), strict=True))
    return [row if pvalues.get(i) is None else replace(row, pvalue_adjusted=adjusted[i]) for i, row in enumerate(rows)]


def _verdict(rows: Sequence[MetricRow], ratio: SampleRatio, excluded: int, units: int) -> Verdict:
    evidence = {
        role: [
            Evidence(row.metric, row.difference, better="low" if row.better == "low" else "high")
            for row in rows
            if row.role == role
        ]
        for role in ("primary", "guardrail")
    }
    share = excluded / (excluded + units) if excluded + units else 0.0
    return verdict(
        evidence["primary"], evidence["guardrail"], sample_ratio_ok=ratio.ok, excluded_share=share, excluded=excluded
    )
