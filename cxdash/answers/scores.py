"""A metric by any dimensions: value, interval, n and distribution of each group, hidden where few answered."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from cxdash.answers.context import Context
from cxdash.errors import CxdashError
from cxdash.inference.estimates import estimate
from cxdash.inference.histogram import Histogram
from cxdash.inference.privacy import suppress
from cxdash.inference.results import Estimate
from cxdash.locale import t
from cxdash.queries.dimensions import CALENDAR, key_of
from cxdash.queries.filters import Filters
from cxdash.queries.scores import Basis, Scores, histograms
from cxdash.vocabulary.metrics import METRICS, Metric
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


def metric_named(name: str) -> Metric:
    """The metric of that name; CxdashError with the names there are."""
    if name.casefold() not in METRICS:
        raise CxdashError(
            t("There is no metric called “{name}”.", name=name), t("There are: {names}.", names=", ".join(METRICS))
        )
    return METRICS[name.casefold()]


def weigh(histogram: Histogram, metric: Metric, scale: Scale, confidence_level: float) -> Estimate:
    """The estimate of a metric from the scores of a group, in the metric's unit."""
    values = histogram.weighed(metric.weights(histogram.counts, scale))
    bounds = (scale.low, scale.high) if metric.family == "mean" else None
    return estimate(values, metric.family, n=histogram.n, confidence_level=confidence_level, bounds=bounds)


def scores(context: Context, metric: str, by: Sequence[str] = (), filters: Filters | None = None) -> list[ScoreRow]:
    """The metric for every combination of the dimensions' values.

    Answers on different scales, or to different kinds of question, are never pooled: where a group has several,
    each is a row of its own and the group says which ("scale", "question"). Questions whose scale the metric does
    not fit are left out; when that leaves none, MisfitError says so.
    """
    asked = metric_named(metric)
    found = histograms(context.mart, context.dimensions, asked, by, filters or Filters())
    fitting = [row for row in found if asked.fits(row.basis.scale)]
    if found and not fitting:
        raise MisfitError(
            t("{metric} cannot be computed on a scale of {scale}.", metric=t(asked.label), scale=found[0].basis.scale),
            t("Ask for the mean score instead, or correct the scale in the mapping."),
        )
    return [row for basis in sorted({row.basis for row in fitting}) for row in _on(context, asked, by, basis, fitting)]


def _on(context: Context, metric: Metric, by: Sequence[str], basis: Basis, found: Sequence[Scores]) -> list[ScoreRow]:
    """The rows of one basis, with small cells and those that would give them away hidden."""
    rows = [row for row in found if row.basis == basis]
    # Answers without a date belong to no period: a few of them are hidden, and hide no whole quarter with them.
    dated = [place for place, name in enumerate(by) if key_of(name) in CALENDAR]
    cells: dict[tuple[Hashable, ...], int] = {
        row.group: row.histogram.n for row in rows if all(row.group[place] is not None for place in dated)
    }
    kept_back = suppress(cells, context.thresholds.privacy)
    labels = _told_apart(found, basis, by)
    return [
        _row(context, metric, row, {**dict(zip(by, row.group, strict=True)), **labels}, row.group in kept_back)
        for row in rows
    ]


def _row(context: Context, metric: Metric, row: Scores, group: Group, kept_back: bool) -> ScoreRow:
    state: State = "hidden" if kept_back else context.thresholds.state(row.histogram.n, row.histogram.n_effective)
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
