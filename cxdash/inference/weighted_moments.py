"""Moments of answers with survey weights, which merge like any others and know their Taylor-linearised error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxdash.inference.moments import SMALLEST_SPREAD


@dataclass(frozen=True, slots=True)
class WeightedMoments:
    """Answers with weights: what their weighted mean and its error need, and nothing else.

        weight = Σ w      squared_weights = Σ w²      mean = Σ wx / Σ w
        cross = Σ w²(x − mean)      spread = Σ w²(x − mean)²

    `+` merges: with k = mean − m, the way to the common mean m, each part adds spread + 2k·cross + k²·Σ w² to the
    spread and cross + k·Σ w² to the cross. Weights are of any scale; the moments of nothing are `WeightedMoments()`.

    Source: the sums of Taylor's linearisation, Lumley (2010).

    >>> one, two = WeightedMoments.from_values([1, 0], [1, 2]), WeightedMoments.from_values([1, 1], [1, 1])
    >>> whole = one + two
    >>> round(whole.mean, 6), round(whole.n_effective, 4), round(whole.std_error, 4)
    (0.6, 3.5714, 0.32)
    """

    n: int = 0
    weight: float = 0.0
    squared_weights: float = 0.0
    mean: float = 0.0
    cross: float = 0.0
    spread: float = 0.0

    @classmethod
    def from_values(cls, values: Sequence[float], weights: Sequence[float]) -> WeightedMoments:
        """The moments of values, by the sums named above; ValueError unless each has a weight, positive and finite.

        >>> WeightedMoments.from_values([2, 4], [1, 3]).mean
        3.5
        """
        x, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
        if len(x) != len(w) or not np.all(np.isfinite(x)) or not np.all((w > 0) & np.isfinite(w)):
            raise ValueError("every value needs a weight, positive and finite")
        if not len(x):
            return cls()
        total = float(w.sum())
        # Measured from one of the values, so that values that are all the same have exactly no spread.
        mean = float(x[0]) + float(w @ (x - x[0])) / total
        apart = w * (x - mean)
        return cls(len(x), total, float(w @ w), mean, float(w @ apart), float(apart @ apart))

    def __add__(self, other: WeightedMoments) -> WeightedMoments:
        if not self.n or not other.n:
            return other if not self.n else self
        weight = self.weight + other.weight
        mean = self.mean + (other.mean - self.mean) * (other.weight / weight)
        one, two = self._around(mean), other._around(mean)
        squared = self.squared_weights + other.squared_weights
        return WeightedMoments(self.n + other.n, weight, squared, mean, one[0] + two[0], one[1] + two[1])

    def _around(self, mean: float) -> tuple[float, float]:
        moved = self.mean - mean
        spread = self.spread + 2 * moved * self.cross + moved * moved * self.squared_weights
        return self.cross + moved * self.squared_weights, max(0.0, spread)

    @property
    def n_effective(self) -> float:
        """The number of equally weighted answers these are worth, `(Σ w)² / Σ w²`; 0 for none.

        Source: Kish (1965).

        >>> WeightedMoments.from_values([1, 2], [1, 1]).n_effective
        2.0
        """
        return self.weight * self.weight / self.squared_weights if self.n else 0.0

    @property
    def std_error(self) -> float | None:
        """The linearised error of the mean, `√(n/(n − 1)·Σ (w(x − mean))²) / Σ w`; None for fewer than two answers.

        Source: Taylor linearisation, Lumley (2010).

        >>> WeightedMoments.from_values([1, 3], [1, 1]).std_error
        1.0
        """
        return math.sqrt(self.n / (self.n - 1) * self.spread) / self.weight if self.n > 1 else None

    @property
    def constant(self) -> bool:
        """Whether all values are the same, up to the rounding that merging leaves behind.

        `spread ≤ Σ w²·max(1e-290, (4·ulp)²)` with the distance ulp from the mean to the next number.

        >>> WeightedMoments.from_values([0.1, 0.1], [1, 5]).constant
        True
        """
        return self.spread <= self.squared_weights * max(SMALLEST_SPREAD, (4 * math.ulp(self.mean)) ** 2)
