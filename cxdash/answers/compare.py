"""Each value of a segment against the rest, corrected for how many comparisons were made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from cxdash.answers.context import Context
from cxdash.answers.overlapping import Answered, answered, overlapping, without
from cxdash.answers.scores import Group, ScoreRow, scores, weigh
from cxdash.inference.differences import difference
from cxdash.inference.histogram import Histogram
from cxdash.inference.multiplicity import benjamini_hochberg
from cxdash.inference.results import Difference, Estimate
from cxdash.queries.dimensions import CALENDAR
from cxdash.queries.filters import Filters
from cxdash.vocabulary.metrics import Metric, metric_named
from cxdash.vocabulary.naming import key_of
from cxdash.vocabulary.scales import Scale


@dataclass(frozen=True)
class CompareRow:
    """One value against the rest of its segment on the same basis (and the same `within` value).

    The rest are all other values; of a segment with several choices in a cell, all who answered and did not pick this.
    """

    score: ScoreRow
    rest: Estimate | None
    difference: Difference | None
    pvalue_adjusted: float | None
    credible: bool

    @property
    def group(self) -> Group:
        """What the row is about."""
        return self.score.group

    @property
    def better(self) -> bool | None:
        """Whether the value lies on the good side of the rest; None where nothing lies between, or neither is good."""
        effect = self.difference and self.difference.effect_size
        good = self.score.good
        return None if not effect or good is None else (effect > 0) == (good == "high")

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        row = self.score.document()
        against = self.difference
        return {
            **{name: row[name] for name in ("group", "n", "value", "low", "high")},
            "difference": against and against.effect_size,
            "diff_low": against and against.low,
            "diff_high": against and against.high,
            "pvalue": against and against.pvalue,
            "pvalue_adjusted": self.pvalue_adjusted,
            "credible": self.credible,
            "state": self.score.state,
        }


def contrast(base: Histogram, other: Histogram, metric: Metric, scale: Scale, confidence_level: float) -> Difference:
    """The difference other − base of a metric, in its unit."""
    weighed = [group.weighed(metric.weights(group.counts, scale)) for group in (base, other)]
    return difference(weighed[0], weighed[1], metric.family, confidence_level=confidence_level)


def compare(
    context: Context, metric: str, by: str, filters: Filters | None = None, within: str | None = None
) -> list[CompareRow]:
    """Every value of `by` against the rest, per value of `within` when given; Benjamini–Hochberg over all rows.

    Answers without a value of the segment belong to no side. Rows that privacy hides carry no difference, and a
    value without a rest to compare with (the only one) carries none either.
    """
    asked, inside = (by, within) if within else (by,), filters or Filters()
    found = scores(context, metric, asked, inside)
    overlap = overlapping(context.dimensions, (by,))
    shared = answered(context, metric_named(metric), asked, inside, by) if overlap else None
    rows = [
        _against_rest(context, row, _rest(row, asked, _beside(row, found, by), shared))
        for row in found
        if row.group[by] is not None
    ]
    adjusted = adjusted_pvalues([row.difference for row in rows])
    return [_judged(row, pvalue, context.confidence_level) for row, pvalue in zip(rows, adjusted, strict=True)]


def adjusted_pvalues(differences: Sequence[Difference | None]) -> list[float | None]:
    """The p-values after Benjamini–Hochberg over all that were tested, None for the others."""
    tested = [found.pvalue for found in differences if found and found.pvalue is not None]
    corrected = iter(benjamini_hochberg(tested))
    return [next(corrected) if found and found.pvalue is not None else None for found in differences]


def _beside(row: ScoreRow, found: Sequence[ScoreRow], by: str) -> list[ScoreRow]:
    """The other values of the same basis and the same place in every other dimension, and those without a value."""
    return [
        other
        for other in found
        if other.basis == row.basis
        and other.group[by] != row.group[by]
        and all(other.group[name] == row.group[name] for name in row.group if key_of(name) != key_of(by))
    ]


def _rest(row: ScoreRow, asked: Sequence[str], beside: Sequence[ScoreRow], shared: Answered | None) -> Histogram | None:
    """What a value is compared with; None where there is nothing, or it would give somebody away.

    `asked` are the dimensions of the rows, the compared one first; `shared` is who answered, where values overlap.
    """
    by = asked[0]
    others = [other for other in beside if other.group[by] is not None]
    # With the numbers of the value itself those of a rest are everybody who has a value: less than the total by those
    # without, who may be few. Undated answers are no such group: they hide no period with them.
    nobody = [] if key_of(by) in CALENDAR else [other for other in beside if other.group[by] is None]
    if row.hidden or any(other.hidden for other in nobody):
        return None
    if shared is not None:
        # That is known from the total and those without a value anyway, and no single group follows from it.
        everybody = shared.around(row.basis, tuple(row.group[name] for name in asked))
        return without(everybody, row.histogram)
    # The numbers of a rest with a single hidden value in it would give that value away.
    if sum(other.hidden for other in others) == 1:
        return None
    return reduce(lambda a, b: a + b, (other.histogram for other in others), Histogram())


def _against_rest(context: Context, row: ScoreRow, rest: Histogram | None) -> CompareRow:
    if rest is None or not rest.n:
        return CompareRow(row, None, None, None, credible=False)
    against = contrast(rest, row.histogram, row.metric, row.basis.scale, context.confidence_level)
    return CompareRow(
        row, weigh(rest, row.metric, row.basis.scale, context.confidence_level), against, None, credible=False
    )


def _judged(row: CompareRow, adjusted: float | None, confidence_level: float) -> CompareRow:
    credible = adjusted is not None and adjusted < 1 - confidence_level
    return replace(row, pvalue_adjusted=adjusted, credible=credible)
