"""What to do about each treatment of an experiment, and the sentences that say so with the numbers that led to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cxdash.answers.metric_rows import MetricRow
from cxdash.inference.results import Difference
from cxdash.inference.verdict import Code, Evidence, Verdict, verdict
from cxdash.locale import formats, t

Check = str
"""`sample_ratio` or `excluded`."""

_ORDER: tuple[Code, ...] = ("harm", "ship", "no_difference", "inconclusive", "keep_running")


@dataclass(frozen=True)
class Decision:
    """What to do about one treatment; `reasons` are its metrics that led to it. None: its goals are all hidden."""

    variant: str
    code: Code | None
    reasons: tuple[MetricRow, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The checks that the experiment fails as a whole, else a decision for each treatment."""

    invalid: tuple[Check, ...]
    decisions: tuple[Decision, ...]

    @property
    def codes(self) -> dict[str, Code | None]:
        """What to do by treatment; nothing while the experiment is not valid."""
        return {} if self.invalid else {each.variant: each.code for each in self.decisions}


def judge(rows: Sequence[MetricRow], *, sample_ratio_ok: bool, excluded: int, units: int) -> Judgement:
    """What to do, by the rows of all metrics; `excluded` and `units` are those left out and those that count."""
    share = excluded / (excluded + units) if excluded + units else 0.0
    whole = verdict((), sample_ratio_ok=sample_ratio_ok, excluded_share=share, excluded=excluded)
    treatments = dict.fromkeys(row.variant for row in rows)
    return Judgement(whole.because, tuple(_decided(rows, variant) for variant in treatments))


def _decided(rows: Sequence[MetricRow], variant: str) -> Decision:
    own = {row.metric: row for row in rows if row.variant == variant}
    goals = [row for row in rows if row.role == "primary"]
    guardrails = [_evidence(row) for row in own.values() if row.role == "guardrail"]
    found: Verdict = verdict([_of(row, variant) for row in goals], guardrails)
    decisive = [row for row in own.values() if row.role == "primary"] or list(own.values())
    if found.code == "keep_running" and all(row.hidden for row in decisive):
        return Decision(variant, None)
    return Decision(variant, found.code, tuple(own[name] for name in found.because))


def _of(row: MetricRow, variant: str) -> Evidence:
    """The evidence of a goal about one treatment: that about another is a test like it, and decides nothing."""
    found = _evidence(row)
    if row.variant == variant:
        return found
    return replace(found, difference=replace(row.difference, effect_size=None))


def _evidence(row: MetricRow) -> Evidence:
    return Evidence(row.metric, row.difference, better="low" if row.better == "low" else "high")


def sentences(found: Judgement, counts: str) -> list[str]:
    """The judgement in words, first what must be acted on.

    `counts` are the units of each variant as they read, empty where they are hidden.
    """
    if found.invalid:
        because = ", ".join(_check(name, counts) for name in found.invalid)
        return [t("Do not read the results: {because}.", because=because)]
    if not found.decisions:
        return [t("There is no treatment to compare with the control.")]
    told = sorted(
        (each for each in found.decisions if each.code and each.reasons),
        key=lambda each: _ORDER.index(each.code or "harm"),
    )
    quiet: dict[Code | None, list[str]] = {}
    for each in found.decisions:
        if not each.reasons:
            quiet.setdefault(each.code, []).append(each.variant)
    return [
        *map(_acted, told),
        *(_quiet(code, ", ".join(f"“{name}”" for name in names)) for code, names in quiet.items()),
    ]


def _acted(decision: Decision) -> str:
    because, variant = ", ".join(map(_because, decision.reasons)), decision.variant
    words: Mapping[Code | None, str] = {
        "harm": t("Roll back “{variant}”: {because}.", variant=variant, because=because),
        "ship": t("Ship “{variant}”: {because}.", variant=variant, because=because),
        "no_difference": t("No practical difference under “{variant}”: {because}.", variant=variant, because=because),
    }
    return words[decision.code]


def _quiet(code: Code | None, variants: str) -> str:
    if code is None:
        return t("{variants}: hidden for privacy, too few units to read.", variants=variants)
    if code == "inconclusive":
        return t("Stop {variants}: the planned end is reached and nothing can be told from noise.", variants=variants)
    return t("{variants}: no effect on the primary metric that we can tell from noise so far.", variants=variants)


def _check(name: Check, counts: str) -> str:
    if name == "sample_ratio" and not counts:
        return t("the units are not split as planned")
    if name == "sample_ratio":
        return t("the units are not split as planned ({counts})", counts=counts)
    return t("too many units were seen in more than one variant")


def _because(row: MetricRow) -> str:
    effect = effect_words(row.difference)
    if row.improved:
        return t("{metric} got better ({effect})", metric=row.metric, effect=effect)
    return t("{metric} got worse ({effect})", metric=row.metric, effect=effect)


def effect_words(found: Difference) -> str:
    """The effect with its interval: relative where there is one, else in the metric's own unit."""
    if found.relative is not None:
        ends = [None if end is None else 100 * end for end in (found.relative_low, found.relative_high)]
        interval = formats.signed_interval(ends[0], ends[1], "relative")
        return f"{formats.signed(100 * found.relative, 'relative')}, {interval}"
    return f"{formats.signed(found.effect_size, 'score')}, {formats.signed_interval(found.low, found.high, 'score')}"
