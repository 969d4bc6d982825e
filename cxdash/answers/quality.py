"""The quality of responses: how many are flagged and why, and what a metric would be without them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce

from cxdash.answers.compare import contrast
from cxdash.answers.context import Context
from cxdash.answers.scores import MisfitError, ScoreRow, scores, weigh
from cxdash.inference.histogram import Histogram
from cxdash.inference.results import Estimate
from cxdash.queries.filters import Filters
from cxdash.queries.quality import responses_by_flags
from cxdash.queries.scores import Basis
from cxdash.vocabulary.metrics import HEADLINES, Metric
from cxdash.vocabulary.quality import FLAGS, SUSPICIOUS, Flag
from cxdash.vocabulary.thresholds import State


@dataclass(frozen=True)
class FlagCount:
    """How many of the `responses` in sight have a flag; a response may have several."""

    flag: Flag
    n: int
    responses: int

    @property
    def share(self) -> float:
        """Percent of the responses."""
        return 100 * self.n / self.responses

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        return {"flag": self.flag.name, "n": self.n, "share": self.share, "definition": self.flag.definition}


@dataclass(frozen=True)
class WithAndWithout:
    """A metric on one basis over all answers in sight, and `without` those of the suspicious responses.

    `flagged` counts the answers of suspicious responses, `shift` is what leaving them out adds to the value, with an
    interval. When `hidden`, so few are flagged, or left, that the numbers without them would say what they answered.
    """

    metric: Metric
    basis: Basis
    everything: Estimate
    without: Estimate
    flagged: int
    shift: float | None
    shift_low: float | None
    shift_high: float | None
    state: State

    @property
    def hidden(self) -> bool:
        """Whether privacy forbids to show `without`, `flagged` and the shift."""
        return self.state == "hidden"

    @property
    def matters(self) -> bool:
        """Whether the value without them lies outside the interval of the value with them."""
        value, low, high = self.without.value, self.everything.low, self.everything.high
        if self.hidden or value is None or low is None or high is None:
            return False
        return not low <= value <= high

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        without = None if self.hidden else self.without
        return {
            "metric": self.metric.name,
            "question": self.basis.question,
            "scale": str(self.basis.scale),
            "with": _numbers(self.everything),
            "without": without and _numbers(without),
            "flagged": None if self.hidden else self.flagged,
            "shift": None if self.hidden else self.shift,
            "shift_low": None if self.hidden else self.shift_low,
            "shift_high": None if self.hidden else self.shift_high,
            "matters": self.matters,
            "state": self.state,
        }


def headlines(context: Context, filters: Filters | None = None) -> list[WithAndWithout]:
    """The metrics that are headlines with and without suspicious responses, those of them that were measured."""
    found: list[WithAndWithout] = []
    for metric in HEADLINES:
        # Where none of the answers is on the metric's scale, it was not measured.
        with suppress(MisfitError):
            found += with_and_without(context, metric, filters)
    return found


def flag_counts(context: Context, filters: Filters | None = None) -> list[FlagCount]:
    """Every flag that a response in sight has, the gravest first."""
    counted = responses_by_flags(context.mart, context.dimensions, filters or Filters())
    found = [
        FlagCount(flag, sum(n for flags, n in counted.items() if flags & flag.bit), counted.total()) for flag in FLAGS
    ]
    return [each for each in found if each.n]


def with_and_without(context: Context, metric: str, filters: Filters | None = None) -> list[WithAndWithout]:
    """The metric with and without suspicious responses, per basis that has any; one question to the data.

    Unfinished responses are not suspicious and stay in. MisfitError as in `scores`.
    """
    rows = scores(context, metric, ("quality",), filters)
    bases = sorted({row.basis for row in rows})
    found = [_on(context, [row for row in rows if row.basis == basis]) for basis in bases]
    return [each for each in found if each is not None]


def _on(context: Context, rows: Sequence[ScoreRow]) -> WithAndWithout | None:
    """One basis: the gravest flag comes first, so whoever is suspicious at all is in a suspicious group."""
    suspicious = _together([row for row in rows if row.group["quality"] in SUSPICIOUS])
    others = _together([row for row in rows if row.group["quality"] not in SUSPICIOUS])
    if not suspicious.n:
        return None
    metric, basis, level = rows[0].metric, rows[0].basis, context.confidence_level
    everything = suspicious + others
    against = contrast(suspicious, others, metric, basis.scale, level)
    total = sum(everything.weight_sums.values())
    part = sum(suspicious.weight_sums.values()) / total if total else 0.0
    shift, low, high = (None if end is None else part * end for end in (against.effect_size, against.low, against.high))
    return WithAndWithout(
        metric,
        basis,
        everything=weigh(everything, metric, basis.scale, level),
        without=weigh(others, metric, basis.scale, level),
        flagged=suspicious.n,
        shift=shift,
        shift_low=low,
        shift_high=high,
        state=_state(context, suspicious, others),
    )


def _state(context: Context, suspicious: Histogram, others: Histogram) -> State:
    # Whoever knows the number with and without somebody knows what that somebody said.
    if "hidden" in (context.thresholds.state(suspicious.n), context.thresholds.state(others.n)):
        return "hidden"
    return context.thresholds.state(others.n, others.n_effective)


def _together(rows: Sequence[ScoreRow]) -> Histogram:
    return reduce(lambda a, b: a + b, (row.histogram for row in rows), Histogram({}, {}, 0.0))


def _numbers(estimate: Estimate) -> dict[str, object]:
    return {"n": estimate.n, "value": estimate.value, "low": estimate.low, "high": estimate.high}
