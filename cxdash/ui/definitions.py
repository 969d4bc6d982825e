"""How a number was computed, one click from the number: formula, scale, inputs, exclusions, source."""

from cxdash.answers.scores import ScoreRow
from cxdash.locale import formats, t
from cxdash.vocabulary.metrics import Metric


def intervals(metric: Metric) -> str:
    """Which interval belongs to the metric, with its source."""
    return {
        "nps": t("Score interval of promoters minus detractors (Tango 1998; Rocks 2016)."),
        "share": t("Wilson score interval (Brown, Cai and DasGupta 2001)."),
        "mean": t("t interval, kept within the scale."),
    }[metric.family]


def differences(metric: Metric) -> str:
    """Which difference belongs to the metric, with its source."""
    return {
        "nps": t("Differences by MOVER from both score intervals (Zou and Donner 2008)."),
        "share": t("Differences by Newcombe's hybrid score method (Newcombe 1998)."),
        "mean": t("Differences by Welch's t (Welch 1947)."),
    }[metric.family]


def described(metric: Metric) -> str:
    """The metric's definition with its intervals and differences."""
    return "\n\n".join((t(metric.definition), intervals(metric), differences(metric)))


def definition(row: ScoreRow) -> str:
    """How this row's number was computed."""
    asked = t("Asked on a scale of {scale}.", scale=row.basis.scale)
    parts = [t(row.metric.definition), asked, intervals(row.metric), differences(row.metric)]
    if not row.hidden:
        parts.append(
            t(
                "From {n} answers; answers outside the scale or marked as not applicable are left out.",
                n=formats.count(row.estimate.n),
            )
        )
    return "\n\n".join(parts)
