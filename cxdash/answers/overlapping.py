"""Groups of a segment with several choices in a cell: a customer counts in each, so that they overlap.

The groups add up to no total, and the rest of one is not the other groups: it is everybody who answered the question
and did not pick this choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cxdash.answers.context import Context
from cxdash.inference.histogram import Histogram
from cxdash.inference.privacy import Cell, suppress
from cxdash.locale import formats, t
from cxdash.queries.dimensions import Dimensions
from cxdash.queries.filters import Filters
from cxdash.queries.scores import Basis, histograms
from cxdash.vocabulary.metrics import Metric, metric_named

Values = tuple[str | None, ...]


@dataclass(frozen=True)
class Answered:
    """Everybody who answered the question behind `places` of a grouping, each once, per group of the other dimensions.

    `places` are all places of the grouping at which the same segment stands.
    """

    places: frozenset[int]
    histograms: Mapping[tuple[Basis, Values], Histogram]

    def around(self, basis: Basis, group: Values) -> Histogram:
        """Those who answered it, in the same place in every other dimension as `group`."""
        return self.histograms.get((basis, self.others(group)), Histogram())

    def others(self, group: Values) -> Values:
        """The values of a group in the other dimensions."""
        return tuple(value for place, value in enumerate(group) if place not in self.places)

    def choice(self, group: Values) -> Values:
        """The values of a group at the places of this question."""
        return tuple(group[place] for place in sorted(self.places))

    def unknown(self, group: Values) -> Values:
        """The group of those who did not answer it, in the same place in every other dimension."""
        return tuple(None if place in self.places else value for place, value in enumerate(group))


def overlapping(dimensions: Dimensions, by: Sequence[str]) -> list[str]:
    """Those of the dimensions whose groups overlap, each once."""
    found = {dimension.sql: dimension.name for dimension in map(dimensions.find, by) if dimension.several}
    return list(found.values())


def answered(context: Context, metric: Metric, by: Sequence[str], filters: Filters, name: str) -> Answered:
    """Who answered the question of the segment `name`, which is among `by`; one question to the data."""
    segment = context.dimensions.find(name).sql
    places = frozenset(place for place, each in enumerate(by) if context.dimensions.find(each).sql == segment)
    others = [each for place, each in enumerate(by) if place not in places]
    found = histograms(context.mart, context.dimensions, metric, others, filters, known=(name,))
    return Answered(places, {(row.basis, row.group): row.histogram for row in found})


def everybody(context: Context, metric: str, by: Sequence[str], filters: Filters) -> dict[Basis, int]:
    """How many answers have a value of each of these dimensions, each counted once."""
    found = histograms(context.mart, context.dimensions, metric_named(metric), (), filters, known=by)
    return {row.basis: row.histogram.n for row in found}


def without(everybody: Histogram, group: Histogram) -> Histogram:
    """Those of `everybody` who are not in a `group` of them."""
    left = {score: n - group.counts.get(score, 0) for score, n in everybody.counts.items()}
    kept = {score: n for score, n in left.items() if n > 0}
    # Where nobody is left, what rounding leaves of the weights goes, too.
    weights = {score: everybody.weight_sums[score] - group.weight_sums.get(score, 0.0) for score in kept}
    return Histogram(kept, weights, everybody.squared_weights - group.squared_weights if kept else 0.0)


def kept_back(cells: Mapping[Values, int], basis: Basis, asked: Sequence[Answered], privacy: int) -> set[Cell]:
    """The groups to hide, of {group: answers}; `asked` are the questions of several choices among their dimensions.

    Groups that overlap add up to no total, so that nothing but bounds follows from the others for a hidden one. What
    does follow exactly is the complement of a shown one: those who answered are the total less those who did not, and
    less the group they are those who did not pick it; the total less the group are these and those who did not answer;
    and the total less those who did not answer are all who did, however many hidden groups they stand in. So a group
    is hidden with any small complement. In the other dimensions the complements of one choice do add up, as its groups
    do, and are to be had by subtraction like them: each such table is gone through like any other. Should everybody
    have picked a single choice, the groups are parts of a whole after all: so they are gone through as such first.
    """
    counted: dict[Cell, int] = {group: n for group, n in cells.items() if n}
    hidden = suppress(counted, privacy)
    for question in asked:
        for complements in _complements(cells, basis, question):
            places: dict[Cell, Values] = {question.others(group): group for group in complements}
            small = suppress({place: complements[group] for place, group in places.items()}, privacy)
            hidden |= {places[place] for place in small}
    return hidden


def _complements(cells: Mapping[Values, int], basis: Basis, question: Answered) -> Iterator[dict[Values, int]]:
    """For each choice what is had by taking its groups from those who answered, and what by taking them from all."""
    by_choice: dict[Values, list[Values]] = {}
    for group in cells:
        by_choice.setdefault(question.choice(group), []).append(group)
    for groups in by_choice.values():
        everybody = {group: question.around(basis, group).n for group in groups}
        if groups[0] == question.unknown(groups[0]):
            yield everybody
        else:
            others = {group: n - cells[group] for group, n in everybody.items()}
            yield others
            yield {group: n + cells.get(question.unknown(group), 0) for group, n in others.items()}


def overlap_words(everybody: int | None = None) -> str:
    """That groups overlap, for under their numbers; `everybody` is how many answers they share between them."""
    if everybody is None:
        return t("Several answers were possible: a customer counts in each group they chose, so the groups overlap.")
    return t(
        "Several answers were possible: a customer counts in each group they chose, so the groups overlap and their n "
        "can add up to more than {n}.",
        n=formats.count(everybody),
    )
