"""A metric by any dimensions: value, interval, n and distribution of each group, hidden where few answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxdash.answers.context import Context
from cxdash.answers.overlapping import Values, answered, kept_back, overlapping
from cxdash.errors import CxdashError
from cxdash.inference.estimates import estimate
from cxdash.inference.histogram import Histogram
from cxdash.inference.results import Estimate
from cxdash.locale import t
from cxdash.queries.dimensions import CALENDAR
from cxdash.queries.filters import Filters
from cxdash.queries.scores import Basis, Scores, histograms
from cxdash.vocabulary.metrics import End, Metric, metric_named
from cxdash.vocabulary.naming import key_of
from cxdash.vocabulary.scales import Scale
from cxdash.vocabulary.thresholds import State

Group = dict[str, str | None]


@dataclass(frozen=True)
class ScoreRow:
    """One group's score on one basis. When `state` is "hidden", nothing but the group may be shown."""

    group: Group
    metric: Metric
    basis: Basis
    histogram: Histogram
    estimate: Estimate
    state: State

    @property
    def hidden(self) -> bool:
        """Whether privacy forbids to show the numbers."""
        return self.state == "hidden"

    @property
    def good(self) -> End | None:
        """Which values of the metric are good on this scale: the high ones, the low ones, or neither (None)."""
        return self.metric.better(self.basis.scale)

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        shown = None if self.hidden else self.estimate
        return {
            "group": self.group,
            "n": shown and shown.n,
            "value": shown and shown.value,
            "low": shown and shown.low,
            "high": shown and shown.high,
            "std_error": shown and shown.std_error,
            "distribution": {}
            if self.hidden
            else {f"{score:g}": n for score, n in sorted(self.histogram.counts.items())},
            "state": self.state,
        }


class MisfitError(CxdashError):
    """The metric cannot be computed on any scale that was asked on."""


def weigh(histogram: Histogram, metric: Metric, scale: Scale, confidence_level: float) -> Estimate:
    """The estimate of a metric from the scores of a group, in the metric's unit."""
    values = histogram.weighed(metric.weights(histogram.counts, scale))
    bounds = (scale.low, scale.high) if metric.family == "mean" else None
    return estimate(values, metric.family, n=histogram.n, confidence_level=confidence_level, bounds=bounds)


def scores(context: Context, metric: str, by: Sequence[str] = (), filters: Filters | None = None) -> list[ScoreRow]:
    """The metric for every combination of the dimensions' values.

    An answer counts in every value it has of a segment with several choices: those rows overlap (see
    `cxdash.answers.overlapping`). Answers on different scales, or to different kinds of question, are never pooled:
    where a group has several, each is a row of its own and the group says which ("scale", "question"). Questions whose
    scale the metric does not fit are left out; when that leaves none, MisfitError says so.
    """
    asked, within = metric_named(metric), filters or Filters()
    found = histograms(context.mart, context.dimensions, asked, by, within)
    fitting = [row for row in found if asked.fits(row.basis.scale)]
    if found and not fitting:
        raise MisfitError(
            t("{metric} cannot be computed on a scale of {scale}.", metric=asked.called, scale=found[0].basis.scale),
            t("Ask for the mean score instead, or correct the scale in the mapping."),
        )
    shared = [answered(context, asked, by, within, name) for name in overlapping(context.dimensions, by)]
    rows: list[ScoreRow] = []
    for basis in sorted({row.basis for row in fitting}):
        here = [row for row in fitting if row.basis == basis]
        hidden = kept_back(_sizes(by, here), basis, shared, context.thresholds.privacy)
        labels = _told_apart(fitting, basis, by)
        rows += [
            _row(context, asked, row, {**dict(zip(by, row.group, strict=True)), **labels}, row.group in hidden)
            for row in here
        ]
    return rows


def _sizes(by: Sequence[str], rows: Sequence[Scores]) -> dict[Values, int]:
    """The answers of each group that privacy is about."""
    # Answers without a date belong to no period: a few of them are hidden, and hide no whole quarter with them.
    dated = [place for place, name in enumerate(by) if key_of(name) in CALENDAR]
    return {row.group: row.histogram.n for row in rows if all(row.group[place] is not None for place in dated)}


def _row(context: Context, metric: Metric, row: Scores, group: Group, hidden: bool) -> ScoreRow:
    state: State = "hidden" if hidden else context.thresholds.state(row.histogram.n, row.histogram.n_effective)
    estimated = weigh(row.histogram, metric, row.basis.scale, context.confidence_level)
    return ScoreRow(group, metric, row.basis, row.histogram, estimated, state)


def _told_apart(found: Sequence[Scores], basis: Basis, by: Sequence[str]) -> Group:
    """What tells the bases apart where there are several, under names that no dimension asked for has."""
    bases = {row.basis for row in found}
    labels: Group = {}
    if len({other.question for other in bases}) > 1:
        labels["asked question" if "question" in by else "question"] = basis.question
    if len({other.scale for other in bases if other.question == basis.question}) > 1:
        labels["asked scale" if "scale" in by else "scale"] = str(basis.scale)
    return labels
