"""A verdict about an experiment as a sentence that carries the numbers that led to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from cxdash.inference.results import Difference
from cxdash.inference.verdict import Verdict
from cxdash.locale import formats, t


@dataclass(frozen=True)
class Reason:
    """What a metric contributed: its effect, and whether that points to the good side."""

    difference: Difference
    improved: bool


def verdict_words(found: Verdict, reasons: Mapping[str, Reason], counts: str) -> str:
    """The verdict in words; `reasons` by metric, `counts` the units of each variant as they read."""
    because = ", ".join(_because(name, reasons, counts) for name in found.because)
    return {
        "invalid": t("Do not read the results: {because}.", because=because),
        "harm": t("Roll back: {because}.", because=because),
        "ship": t("Ship: {because}.", because=because),
        "no_difference": t("No practical difference: {because}.", because=because),
        "inconclusive": t("Stop: the planned end is reached and nothing can be told from noise."),
        "keep_running": t("No effect on the primary metric that we can tell from noise so far."),
    }[found.code]


def _because(name: str, reasons: Mapping[str, Reason], counts: str) -> str:
    if name == "sample_ratio":
        return t("the units are not split as planned ({counts})", counts=counts)
    if name == "excluded":
        return t("too many units were seen in more than one variant")
    reason = reasons[name]
    effect = effect_words(reason.difference)
    if reason.improved:
        return t("{metric} got better ({effect})", metric=name, effect=effect)
    return t("{metric} got worse ({effect})", metric=name, effect=effect)


def effect_words(found: Difference) -> str:
    """The effect with its interval: relative where there is one, else in the metric's own unit."""
    if found.relative is not None:
        ends = [None if end is None else 100 * end for end in (found.relative_low, found.relative_high)]
        interval = formats.signed_interval(ends[0], ends[1], "relative")
        return f"{formats.signed(100 * found.relative, 'relative')}, {interval}"
    return f"{formats.signed(found.effect_size, 'score')}, {formats.signed_interval(found.low, found.high, 'score')}"
