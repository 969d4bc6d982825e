"""The command about experiments: the list, or one experiment's results."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from cxdash.answers import experiments as answers
from cxdash.answers.experiments import Results, counted
from cxdash.answers.metric_rows import MetricRow
from cxdash.cli.question import context, nothing
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, places, table
from cxdash.inference.results import Difference
from cxdash.locale import N_, formats, t
from cxdash.vocabulary.metrics import METRICS, Unit

EXCLUDED = {"multiple_variants": N_("seen in more than one variant")}
STATES = {"running": N_("running"), "ready": N_("ready"), "stopped": N_("stopped"), "unknown": N_("unknown")}
STATES_OF_ROWS = {"hidden": N_("hidden, too few"), "few": N_("few units")}
ROLES = {"primary": N_("primary"), "secondary": N_("secondary"), "guardrail": N_("guardrail")}


def experiment(arguments: Namespace) -> Reply:
    """The experiments there are, or the results of the one that is named."""
    asked = context(arguments)
    if arguments.name is not None:
        results = answers.experiment(asked, arguments.name, arguments.control, arguments.metric)
        return Reply(results.document(), lambda: _result_lines(results))
    found = answers.experiments(asked)
    if not found:
        raise nothing()
    return Reply(found, lambda: _list_lines(found))


def _list_lines(found: Sequence[dict[str, Any]]) -> list[str]:
    columns = [Column(t("experiment")), Column(t("state")), Column(t("variants"))]
    columns += [Column(t("units"), numeric=True), Column(""), Column(t("because"))]
    return table(columns, map(_listed, found))


def _listed(row: dict[str, Any]) -> list[str]:
    broken = t("sample ratio mismatch") if row["sample_ratio_ok"] is False else ""
    state, units = t(STATES[row["state_of_test"]]), formats.count(row["units"])
    return [row["name"], state, _variants(row["variants"]), units, broken, row["state_because"]]


def _variants(units: Mapping[str, int | None]) -> str:
    return ", ".join(f"{variant} {counted(n)}" for variant, n in units.items())


def _result_lines(results: Results) -> list[str]:
    headings = (t("control"), t("treatment"), t("effect"), t("interval"), t("p"), t("relative"), t("interval"))
    names = [Column(heading) for heading in (t("metric"), t("role"), t("variant"))]
    columns = [*names, *(Column(heading, numeric=True) for heading in headings), Column("")]
    return [*_facts(results), "", *table(columns, map(_cells, results.metrics)), "", *results.verdict_sentences]


def _facts(results: Results) -> list[str]:
    ratio = results.sample_ratio
    split = t("as planned") if ratio.ok else t("not as planned: do not read the results")
    facts = [
        t("Experiment: {name}", name=results.name),
        t("Units: {units}", units=_variants(results.units)),
        t("State: {state}. {because}", state=t(STATES[results.run.state]), because=results.run.because),
        t("Sample ratio: {split} (p {p})", split=split, p=formats.p_value(ratio.pvalue)),
    ]
    for reason, n in results.excluded.items():
        words = EXCLUDED.get(reason)
        facts.append(t("Left out: {n} units, {reason}", n=formats.count(n), reason=t(words) if words else reason))
    return facts


def _cells(row: MetricRow) -> list[str]:
    unit, factor, found = _unit(row.type), 100 if row.type == "binary" else 1, row.difference
    digits = places(unit)
    role = ROLES.get(row.role)
    arms = (_times(value, factor) for value in (row.control_value, row.treatment_value))
    return [
        row.metric,
        t(role) if role else row.role,
        row.variant,
        *(formats.value(value, unit, digits) for value in arms),
        formats.signed(_times(found.effect_size, factor), unit, digits),
        formats.signed_interval(_times(found.low, factor), _times(found.high, factor), unit, digits),
        formats.p_value(found.pvalue),
        *_relative(found),
        t(STATES_OF_ROWS[row.state]) if row.state in STATES_OF_ROWS else "",
    ]


def _relative(found: Difference) -> list[str]:
    if found.relative is None:
        return [formats.ABSENT] * 2
    low, high = _times(found.relative_low, 100), _times(found.relative_high, 100)
    return [formats.signed(100 * found.relative, "relative"), formats.signed_interval(low, high, "relative")]


def _unit(kind: str) -> Unit:
    """Shares read in percent, scored metrics in their own unit, everything else as it is."""
    if kind == "binary":
        return "percent"
    return METRICS[kind].unit if kind in METRICS else "score"


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor
