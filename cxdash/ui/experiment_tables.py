"""The tables behind an experiment's pictures: every metric of every treatment, and the effect by day."""

from collections.abc import Sequence

from cxdash.answers.effects import EffectOn
from cxdash.answers.metric_rows import MetricRow
from cxdash.locale import formats, t
from cxdash.report.columns import COUNT, DAY, PVALUE, Column, Table, difference_in, table, value_in
from cxdash.ui.experiment_numbers import times, unit_of

Numbers = Sequence[float | None]


def metrics_table(rows: Sequence[MetricRow]) -> Table:
    """Every metric a row: both arms, the effect in the metric's unit, then relative, then as corrected."""
    effects, together = [row.difference for row in rows], [row.simultaneous for row in rows]
    relative = difference_in("relative")
    return table(
        Column(t("Metric"), [row.metric for row in rows]),
        Column(t("Role"), [role_words(row.role) for row in rows]),
        Column(t("Variant"), [row.variant for row in rows]),
        Column(t("Unit"), [_unit_words(row) for row in rows]),
        Column(t("Units of both arms"), [row.units for row in rows], COUNT),
        _values(t("Control"), rows, [row.control_value for row in rows]),
        _values(t("Treatment"), rows, [row.treatment_value for row in rows]),
        _differences(t("Effect"), rows, [found.effect_size for found in effects]),
        _differences(t("Effect from"), rows, [found.low for found in effects]),
        _differences(t("Effect to"), rows, [found.high for found in effects]),
        Column(t("Relative"), [times(100, found.relative) for found in effects], relative),
        Column(t("Relative from"), [times(100, found.relative_low) for found in effects], relative),
        Column(t("Relative to"), [times(100, found.relative_high) for found in effects], relative),
        Column(t("p"), [found.pvalue for found in effects], PVALUE),
        Column(t("p, corrected"), [row.pvalue_adjusted for row in rows], PVALUE),
        _differences(t("All treatments together from"), rows, [found.low for found in together]),
        _differences(t("All treatments together to"), rows, [found.high for found in together]),
        Column(t("Remark"), [remark(row) for row in rows]),
    )


def days_table(row: MetricRow, points: Sequence[EffectOn]) -> Table:
    """The effect on a metric over all units until each day, with its always-valid interval."""
    factor, unit, _ = unit_of(row)
    kind = difference_in(unit)
    # Until the first week is over there is no always-valid interval, and that of a single look is another thing.
    always = [point.anytime for point in points]
    return table(
        Column(t("Day"), [point.on for point in points], DAY),
        Column(t("Units"), [point.units for point in points], COUNT),
        Column(t("Effect"), [times(factor, point.difference.effect_size) for point in points], kind),
        Column(t("Effect from"), [found and times(factor, found.low) for found in always], kind),
        Column(t("Effect to"), [found and times(factor, found.high) for found in always], kind),
        Column(t("Always-valid p"), [found and found.pvalue for found in always], PVALUE),
    )


def role_words(role: str) -> str:
    """What a metric is for, in words."""
    words = {"primary": t("goal"), "guardrail": t("guardrail"), "secondary": t("secondary")}
    return words.get(role, role)


def remark(row: MetricRow) -> str:
    """Why a row has no numbers, or how far they carry; empty where there is nothing to say."""
    return {"hidden": t("hidden for privacy"), "few": t("few units"), "shown": ""}[row.state]


def _unit_words(row: MetricRow) -> str:
    return {"percent": t("percent"), "points": t("points"), "score": t("its own")}[unit_of(row)[1]]


def _values(heading: str, rows: Sequence[MetricRow], numbers: Numbers) -> Column:
    cells = [times(unit_of(row)[0], number) for row, number in zip(rows, numbers, strict=True)]
    texts = [formats.value(cell, *unit_of(row)[1:]) for row, cell in zip(rows, cells, strict=True)]
    return Column(heading, cells, value_in("score"), texts)


def _differences(heading: str, rows: Sequence[MetricRow], numbers: Numbers) -> Column:
    cells = [times(unit_of(row)[0], number) for row, number in zip(rows, numbers, strict=True)]
    texts = [formats.signed(cell, *unit_of(row)[1:]) for row, cell in zip(rows, cells, strict=True)]
    return Column(heading, cells, difference_in("score"), texts)
