"""A histogram of scores with its survey weights: all that any metric, its total and its interval need of a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cxdash.inference.moments import Moments, check_counts

Count = TypeVar("Count", int, float)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Answers per score (`counts`), their summed survey weights per score, and the sum of all squared weights.

    `+` merges groups. A metric is read off with `weighed`.

    >>> Histogram.unweighted({10: 2, 3: 1}) + Histogram.unweighted({10: 1})
    Histogram(counts={10: 3, 3: 1}, weight_sums={10: 3.0, 3: 1.0}, squared_weights=4.0)
    """

    counts: Mapping[float, int] = field(default_factory=dict)
    weight_sums: Mapping[float, float] = field(default_factory=dict)
    squared_weights: float = 0.0

    @classmethod
    def unweighted(cls, counts: Mapping[float, int]) -> Histogram:
        """Answers that all weigh 1.

        >>> Histogram.unweighted({5: 4}).n_effective
        4.0
        """
        return cls(dict(counts), {score: float(n) for score, n in counts.items()}, float(sum(counts.values())))

    def __add__(self, other: Histogram) -> Histogram:
        return Histogram(
            _merged(self.counts, other.counts),
            _merged(self.weight_sums, other.weight_sums),
            self.squared_weights + other.squared_weights,
        )

    @property
    def n(self) -> int:
        """How many answers there are.

        >>> Histogram.unweighted({9: 2, 10: 1}).n
        3
        """
        return sum(self.counts.values())

    @property
    def n_effective(self) -> float:
        """How many equally weighted answers carry as much information: (Σ w)² / Σ w²; 0 for none.

        Source: Kish (1965).

        >>> Histogram({1: 2}, {1: 4.0}, 10.0).n_effective
        1.6
        """
        total = sum(self.weight_sums.values())
        return total * total / self.squared_weights if self.squared_weights else 0.0

    def weighed(self, weights: Mapping[float, float]) -> dict[float, float]:
        """{metric weight: effective count}, where `weights` says what each score counts in the metric.

        The effective count is the score's share of the survey weight times `n_effective`: w_score · Σ w / Σ w².
        KeyError for a score that has no weight, ValueError for a negative sum of weights.

        Source: Kish (1965).

        >>> Histogram.unweighted({10: 2, 9: 1, 3: 1}).weighed({10: 100, 9: 100, 3: -100})
        {100: 3.0, -100: 1.0}
        """
        check_counts(self.weight_sums)
        total = sum(self.weight_sums.values())
        scale = total / self.squared_weights if self.squared_weights else 0.0
        effective: dict[float, float] = {}
        for score, weight_sum in self.weight_sums.items():
            weight = weights[score]
            effective[weight] = effective.get(weight, 0.0) + weight_sum * scale
        return effective

    def moments(self, weights: Mapping[float, float]) -> Moments:
        """The moments of the metric weights, at their effective count.

        >>> Histogram.unweighted({1: 2, 4: 1}).moments({1: 1, 4: 4})
        Moments(n=3.0, mean=2.0, m2=6.0)
        """
        return Moments.from_counts(self.weighed(weights))


def _merged(these: Mapping[float, Count], those: Mapping[float, Count]) -> dict[float, Count]:
    return {score: these.get(score, 0) + those.get(score, 0) for score in {**these, **those}}
