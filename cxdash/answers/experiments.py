"""An experiment's results: sample ratio and exclusions first, then every metric's effect, then a verdict."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxdash.answers.arms import Arms, Comparison
from cxdash.answers.context import Context
from cxdash.answers.metric_rows import MetricRow
from cxdash.answers.runs import Run, run_of
from cxdash.answers.split import Split, split
from cxdash.answers.verdicts import Judgement, judge, sentences
from cxdash.errors import CxdashError, NoAnswerError
from cxdash.inference.multiplicity import holm
from cxdash.inference.sample_ratio import SampleRatio
from cxdash.locale import formats, t
from cxdash.queries import experiments as queries

CONTROL_NAMES = ("control", "baseline", "original", "old", "a", "0", "off", "default")


@dataclass(frozen=True)
class Results:
    """Everything about one experiment, with its verdict; `uploads` are the files it is from."""

    name: str
    control: str
    split: Split
    sample_ratio: SampleRatio
    excluded: Mapping[str, int]
    metrics: Sequence[MetricRow]
    judgement: Judgement
    run: Run
    uploads: Sequence[str] = ()

    @property
    def units(self) -> Mapping[str, int | None]:
        """The units of each variant; None where they are hidden."""
        return self.split.units

    @property
    def all_units(self) -> int | None:
        """Units over all variants; None where they are hidden."""
        return self.split.total

    @property
    def counts(self) -> str:
        """The units of each variant as they read."""
        return " · ".join(f"{variant}: {counted(n)}" for variant, n in self.units.items())

    @property
    def verdict_sentences(self) -> list[str]:
        """What to do: a sentence for each treatment, with the numbers that led to it; one where none may be read."""
        return sentences(self.judgement, "" if self.split.hidden else self.counts)

    def document(self) -> dict[str, object]:
        """The results as the command line prints them."""
        return {
            "name": self.name,
            "control": self.control,
            "units": self.all_units,
            "variants": dict(self.units),
            "states": dict(self.split.states),
            "sample_ratio": {"pvalue": self.sample_ratio.pvalue, "ok": self.sample_ratio.ok},
            "excluded": dict(self.excluded),
            "metrics": [row.document() for row in self.metrics],
            "verdict": " ".join(self.verdict_sentences),
            "verdicts": self.judgement.codes,
            **self.run.document(),
        }


def counted(n: int | None) -> str:
    """A number of units as it reads, in words where it is hidden."""
    return t("hidden for privacy") if n is None else formats.count(n)


def experiments(context: Context) -> list[dict[str, Any]]:
    """The experiments there are: rows (name, units, variants, states, sample_ratio_ok, upload, uploads, the run's)."""
    rows, until = [], queries.last_day(context.mart)
    for found in queries.experiments(context.mart):
        own = split(_units(context, found["experiment"]), context.thresholds)
        rows.append(
            {
                "name": found["name"],
                "units": own.total,
                "variants": dict(own.units),
                "states": dict(own.states),
                "sample_ratio_ok": own.ratio.ok if own.ratio else None,
                "upload": found["upload"],
                "uploads": found["uploads"],
                **run_of(found, until).document(),
            }
        )
    return rows


def experiment(context: Context, name: str, control: str | None = None, metrics: Sequence[str] = ()) -> Results:
    """The results of the experiment of that name, against `control` (else the variant that is named like one).

    CxdashError when the experiment, the control or a metric is not there.
    """
    found = known(context, name)
    number, called = int(found["experiment"]), str(found["name"])
    units = _units(context, number)
    own = split(units, context.thresholds)
    if own.ratio is None:
        raise NoAnswerError(
            t("Every unit of {name} was seen in more than one variant.", name=called),
            t("Check which column says the variant."),
        )
    base = _control(units, control)
    listed = queries.metrics(context.mart, number)
    _check_asked(listed, metrics)
    rows = _metric_rows(context, number, base, own, listed)
    left_out = queries.excluded(context.mart, number)
    judged = judge(rows, sample_ratio_ok=own.ratio.ok, excluded=sum(left_out.values()), units=sum(units.values()))
    return Results(
        name=called,
        control=base,
        split=own,
        sample_ratio=own.ratio,
        excluded=left_out,
        # Corrected and judged with all metrics, whichever of them were asked for.
        metrics=[row for row in rows if not metrics or row.metric in metrics],
        judgement=judged,
        run=run_of(found, queries.last_day(context.mart)),
        uploads=found["uploads"],
    )


def number_of(context: Context, name: str) -> int:
    """The number of the experiment of that name; CxdashError with the names there are."""
    return int(known(context, name)["experiment"])


def known(context: Context, name: str) -> dict[str, Any]:
    """The experiment of that name, as `queries.experiments` gives it; CxdashError with the names there are.

    A name as it is written goes before one that differs in case or in the ending of a file.
    """
    found = queries.experiments(context.mart)
    alike = [row for row in found if _bare(str(row["name"])) == _bare(name)]
    if alike:
        return next((row for row in alike if row["name"] == name), alike[0])
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


def _check_asked(known: Sequence[Mapping[str, Any]], asked: Sequence[str]) -> None:
    unknown = [name for name in asked if name not in {metric["name"] for metric in known}]
    if unknown:
        names = ", ".join(str(metric["name"]) for metric in known)
        raise CxdashError(
            t("The experiment has no metric called “{name}”.", name=unknown[0]), t("There are: {names}.", names=names)
        )


def _metric_rows(
    context: Context, number: int, control: str, own: Split, metrics: Sequence[Mapping[str, Any]]
) -> list[MetricRow]:
    arms = Arms(
        cells={(row["metric"], row["variant"]): row for row in queries.cells(context.mart, number)},
        histograms=queries.histograms(context.mart, number),
        control=control,
        treatments=[variant for variant in own.units if variant != control],
        confidence_level=context.confidence_level,
        thresholds=context.thresholds,
        hidden=own.hidden,
    )
    return _corrected(
        [_row(metric, variant, arms.compare(metric, variant)) for metric in metrics for variant in arms.treatments]
    )


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
        state=found.state,
    )


def _corrected(rows: Sequence[MetricRow]) -> list[MetricRow]:
    """The rows with Holm's p-values of the primary ones; an unknown one counts as a test that found nothing."""
    pvalues = {i: row.difference.pvalue for i, row in enumerate(rows) if row.role == "primary"}
    adjusted = dict(zip(pvalues, holm([1.0 if p is None else p for p in pvalues.values()]), strict=True))
    return [row if pvalues.get(i) is None else replace(row, pvalue_adjusted=adjusted[i]) for i, row in enumerate(rows)]
