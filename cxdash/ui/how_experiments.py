"""How an experiment was judged: the split of its units, every metric's effect, the rule of the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cxdash.answers.effects import EffectOn
from cxdash.answers.experiments import Results
from cxdash.answers.metric_rows import MetricRow
from cxdash.answers.runs import PLANNED_WEEKS
from cxdash.inference.results import Difference
from cxdash.inference.sample_ratio import FAIL, SampleRatio, sample_ratio
from cxdash.inference.verdict import EXCLUDED_SHARE, EXCLUDED_UNITS
from cxdash.locale import formats, t
from cxdash.ui import session
from cxdash.ui.how_effects import (
    FORMULAS,
    anytime_rows,
    counted,
    effect_rows,
    means_of,
    method_source,
    method_words,
    sums_until,
    together_rows,
)
from cxdash.ui.how_explained import Explanation, LeftOut, Offer, Row, chance, precise, row
from cxdash.ui.how_formulas import ANYTIME, CHI2, HOLM
from cxdash.ui.how_scores import absent_because


def split_offers(listed: Sequence[Mapping[str, Any]]) -> list[Offer]:
    """The split of each listed experiment's units."""
    return [
        Offer(str(found["name"]), partial(split, found["variants"], str(found["name"])))
        for found in listed
        if found["variants"]
    ]


def hidden(title: str) -> Explanation:
    """Why a number of an experiment is not shown, and nothing else."""
    least = formats.count(session.context().thresholds.privacy)
    return Explanation(
        title,
        t("Hidden: a variant has fewer than {n} units here, or its number would give away one that has.", n=least),
    )


def split(units: Mapping[str, int | None], title: str, excluded: Mapping[str, int] | None = None) -> Explanation:
    """Whether the arms got the units they were meant to get."""
    observed = {variant: n for variant, n in units.items() if n is not None}
    if len(observed) < len(units):
        return hidden(title)
    found, total = sample_ratio(list(observed.values()), [1.0] * len(units)), sum(observed.values())
    return Explanation(
        title,
        t(
            "Without a declared plan every variant was meant to get the same number of units. The split fails below "
            "p = {fail}: then nothing else about the experiment can be believed.",
            fail=precise(FAIL),
        ),
        formulas=(CHI2,) if found.method == "chi2" else (),
        headings=(t("Observed"), t("Expected")),
        inputs=tuple(
            Row(variant, "O,\\, E", (precise(n), precise(total / len(units)))) for variant, n in observed.items()
        ),
        results=_split_results(found),
        n=total,
        counted=t("units"),
        left_out=left_out(excluded or {}),
        method=_split_method(found),
        source=t("Pearson 1900") if found.method == "chi2" else "",
    )


def _split_results(found: SampleRatio) -> tuple[Row, ...]:
    return (
        row(t("Chi-square"), r"\chi^2", precise(found.chi2)),
        row(t("Degrees of freedom"), "", formats.count(found.df)),
        row(t("p"), "p", chance(found.pvalue)),
    )


def _split_method(found: SampleRatio) -> str:
    if found.method == "chi2":
        return t("Chi-square test of the observed against the expected units.")
    return t("Exact test: the probability of all splits that are not likelier than this one.") if found.pvalue else ""


def left_out(excluded: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """The units that do not count, by reason."""
    words = {"multiple_variants": t("units that were seen in more than one variant")}
    return tuple(LeftOut(words.get(reason, reason), n) for reason, n in excluded.items() if n)


def metric_offers(results: Results, rows: Sequence[MetricRow]) -> list[Offer]:
    """Every metric of every treatment, by name."""
    several = len(results.units) > 2
    names = [_called(found, several) for found in rows]
    return [Offer(name, partial(effect, results, found, name)) for found, name in zip(rows, names, strict=True)]


def effect(results: Results, found: MetricRow, title: str) -> Explanation:
    """How a metric's effect was computed."""
    if found.hidden or found.units is None:
        return hidden(title)
    told = _effect(
        title,
        found.difference,
        (results.control, found.variant),
        session.answer(counted, results.name).pair(found, results.control),
        n=found.units,
        apart=(*left_out(results.excluded), *_unmeasured(results, found, found.units)),
        binary=found.type == "binary",
    )
    several = found.simultaneous != found.difference
    return replace(
        told,
        results=(*told.results, *together_rows(found)),
        source="; ".join((told.source, t("Dunnett 1955"))) if several else told.source,
    )


def _effect(
    title: str,
    found: Difference,
    arms: tuple[str, str],
    inputs: tuple[Row, ...],
    *,
    n: int,
    apart: tuple[LeftOut, ...],
    binary: bool = False,
) -> Explanation:
    words = [t("Treatment minus control, over all units: the filters of other pages do not apply here.")]
    words += filter(None, (absent_because(found.status), absent_because(found.relative_status)))
    return Explanation(
        title,
        " ".join(dict.fromkeys(words)),
        formulas=FORMULAS.get(found.method, ()),
        headings=arms,
        inputs=inputs,
        results=effect_rows(found, binary=binary),
        n=n,
        counted=t("units"),
        left_out=apart,
        method=method_words(found.method),
        source=method_source(found.method),
    )


def _unmeasured(results: Results, found: MetricRow, measured: int) -> tuple[LeftOut, ...]:
    """Units of both arms without a value of the metric."""
    missing = sum(results.units[arm] or 0 for arm in (results.control, found.variant)) - measured
    return (LeftOut(t("units without a value of this metric"), missing),) if missing > 0 else ()


def verdict_offers(results: Results) -> list[Offer]:
    """The verdict's rule with what decided it, and the split it stands on."""
    title = t("Sample ratio")
    return [
        Offer(t("Verdict"), partial(_verdict, results)),
        Offer(title, partial(split, results.units, title, results.excluded)),
    ]


def _verdict(results: Results) -> Explanation:
    several = len(results.units) > 2
    goals = [found for found in results.metrics if found.role == "primary"]
    guardrails = [found for found in results.metrics if found.role == "guardrail"]
    level = session.context().confidence_level
    return Explanation(
        t("Verdict"),
        t(
            "For each treatment the first that holds: do not read it, when the sample ratio fails or more than {share} "
            "of all units and at least {units} were seen in several variants; roll back, when a guardrail or a goal "
            "got worse; ship, when a goal got better and no guardrail is harmed; else keep running. Better and worse "
            "mean significantly so: p below {alpha}, for goals after Holm’s correction among those of all treatments.",
            share=formats.percent(100 * EXCLUDED_SHARE),
            units=formats.count(EXCLUDED_UNITS),
            alpha=precise(round(1 - level, 10)),
        ),
        formulas=(HOLM,) if len(goals) > 1 else (),
        headings=(t("p"), t("p, corrected")),
        inputs=(
            Row(t("Sample ratio"), "", (chance(results.sample_ratio.pvalue), formats.ABSENT)),
            *(_chances(t("Goal: {metric}", metric=_called(found, several)), found) for found in goals),
            *(_chances(t("Guardrail: {metric}", metric=_called(found, several)), found) for found in guardrails),
        ),
        results=(row(t("Units seen in several variants"), "", formats.count(sum(results.excluded.values()))),),
        n=results.all_units,
        counted="" if results.all_units is None else t("units"),
        left_out=left_out(results.excluded),
        source=t("Holm 1979"),
    )


def _called(found: MetricRow, several: bool) -> str:
    return f"{found.metric} · {found.variant}" if several else found.metric


def _chances(name: str, found: MetricRow) -> Row:
    return Row(name, "", (chance(found.difference.pvalue), chance(found.pvalue_adjusted)))


def day_offers(results: Results, found: MetricRow, points: Sequence[EffectOn]) -> list[Offer]:
    """The effect over all units up to each day, the last day first."""
    return [Offer(formats.date(point.on), partial(_until, results, found, point)) for point in reversed(points)]


def _until(results: Results, found: MetricRow, point: EffectOn) -> Explanation:
    arms = (results.control, found.variant)
    told = _effect(
        t("{metric} until {day}", metric=found.metric, day=formats.date(point.on)),
        point.difference,
        arms,
        means_of(session.answer(sums_until, results.name, found.metric, arms, point.on)),
        n=point.units,
        apart=(*left_out(results.excluded), LeftOut(t("units first seen later, or without a time or a value"), None)),
    )
    tightest = t("Units at which it is tightest: {n} times those of the first week", n=formats.count(PLANNED_WEEKS))
    return replace(
        told,
        formulas=(*told.formulas, ANYTIME),
        results=(
            *told.results,
            row(t("Units so far"), "n", precise(point.units)),
            row(tightest, "N^*", precise(point.tuned_at)),
            *(anytime_rows(point.anytime) if point.anytime else ()),
        ),
        method=t(
            "{method} The interval of the picture is a confidence sequence: it holds however often somebody looks, "
            "since its tightest point is decided once, by the first week.",
            method=told.method,
        ),
        source="; ".join((told.source, t("Robbins 1970; Howard et al. 2021; Waudby-Smith et al. 2024"))),
    )
