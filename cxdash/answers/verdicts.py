"""A verdict about an experiment as a sentence that names what led to it."""

from collections.abc import Mapping

from cxdash.inference.verdict import Verdict
from cxdash.locale import t


def verdict_words(found: Verdict, improved: Mapping[str, bool]) -> str:
    """The verdict in words; `improved` says of each metric whether its effect points to the good side."""
    because = ", ".join(_reason(name, improved) for name in found.because)
    return {
        "invalid": t("Do not read the results: {because}.", because=because),
        "harm": t("Roll back: {because}.", because=because),
        "ship": t("Ship: {because}.", because=because),
        "no_difference": t("No practical difference: {because}.", because=because),
        "inconclusive": t("Stop: the planned end is reached and nothing can be told from noise."),
        "keep_running": t("No effect on the primary metric that we can tell from noise so far."),
    }[found.code]


def _reason(name: str, improved: Mapping[str, bool]) -> str:
    if name == "sample_ratio":
        return t("the units are not split as planned (sample ratio mismatch)")
    if name == "excluded":
        return t("too many units were seen in more than one variant")
    return t("{metric} got better", metric=name) if improved.get(name) else t("{metric} got worse", metric=name)
