"""Mean and variance as a sum that can be merged: the moments of a whole are exactly those of its parts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LARGEST_VALUE, LARGEST_COUNT = 1e100, 1e12
"""Beyond these, numbers are no amounts and no counts, and their squares would not be numbers at all."""
SMALLEST_SPREAD = 1e-290
"""Squared distances below this lose their digits: values so close together count as one."""
ROUNDING = 1e-9
"""An effective count below this is what rounding leaves of nobody."""


@dataclass(frozen=True, slots=True)
class Moments:
    """How many values, their mean, and the sum of their squared distances from it (`m2`).

    `+` merges without ever forming a sum of squares, which would lose the digits of large values:

        n = n_a + n_b      mean = mean_a + (mean_b − mean_a)·n_b/n      m2 = m2_a + m2_b + (mean_b − mean_a)²·n_a·n_b/n

    `n` may be a fraction (an effective count). The moments of nothing are `Moments()`; their mean is written 0 and
    means nothing. ValueError unless the numbers are finite, and the mean within ±1e100.

    Source: Chan, Golub and LeVeque (1979).

    >>> Moments.from_values([1, 2]) + Moments.from_values([3, 6])
    Moments(n=4, mean=3.0, m2=14.0)
    """

    n: float = 0
    mean: float = 0.0
    m2: float = 0.0

    def __post_init__(self) -> None:
        if not (abs(self.mean) <= LARGEST_VALUE and self.n < math.inf and self.m2 < math.inf):
            raise ValueError(f"moments need finite values within ±{LARGEST_VALUE:g}")

    @classmethod
    def from_values(cls, values: Iterable[float]) -> Moments:
        """The moments of the values themselves: `mean = Σ x / n`, `m2 = Σ (x − mean)²`.

        ValueError if one is not finite, or beyond ±1e100.

        Source: definition.

        >>> Moments.from_values([2, 4, 9])
        Moments(n=3, mean=5.0, m2=26.0)
        """
        listed = list(values)
        if not listed:
            return cls()
        if not all(abs(value) <= LARGEST_VALUE for value in listed):
            raise ValueError(f"moments need finite values within ±{LARGEST_VALUE:g}")
        origin = listed[0]
        mean = origin + math.fsum(value - origin for value in listed) / len(listed)
        return cls(len(listed), mean, math.fsum((value - mean) ** 2 for value in listed))

    @classmethod
    def from_counts(cls, counts: Mapping[float, float]) -> Moments:
        """The moments of {value: how often}: `n = Σ c`, `mean = Σ c·x / n`, `m2 = Σ c·(x − mean)²`.

        Counts may be fractions. ValueError for a count that is negative or not finite, and for a value that is not
        finite.

        Source: definition.

        >>> Moments.from_counts({100: 3, 0: 1})
        Moments(n=4.0, mean=75.0, m2=7500.0)
        """
        check_counts(counts)
        n = math.fsum(counts.values())
        if n == 0:
            return cls()
        # Measured from one of the values, so that values that are all the same have exactly no spread.
        origin = next(value for value, count in counts.items() if count)
        mean = origin + math.fsum((value - origin) * count for value, count in counts.items()) / n
        return cls(n, mean, math.fsum((value - mean) ** 2 * count for value, count in counts.items()))

    def __add__(self, other: Moments) -> Moments:
        if not self.n or not other.n:
            return other if not self.n else self
        n = self.n + other.n
        apart = other.mean - self.mean
        # The larger part moves least: its mean is the one to correct.
        mean = self.mean + apart * (other.n / n) if self.n >= other.n else other.mean - apart * (self.n / n)
        return Moments(n, mean, self.m2 + other.m2 + apart * apart * (self.n * (other.n / n)))

    @property
    def variance(self) -> float | None:
        """The sample variance `m2 / (n − 1)`, in the square of the unit; None for one value or fewer.

        Source: definition.

        >>> Moments(3, 5.0, 26.0).variance, Moments(1, 5.0, 0.0).variance
        (13.0, None)
        """
        return self.m2 / (self.n - 1) if self.n > 1 else None

    @property
    def too_small(self) -> bool:
        """Whether there are fewer than two values, so that nothing is known of their spread.

        >>> Moments(1, 5.0, 0.0).too_small, Moments(2, 5.0, 0.0).too_small
        (True, False)
        """
        return self.n < 2 - 1e-9  # an effective count of two may come out a rounding below

    @property
    def constant(self) -> bool:
        """Whether all values are the same, up to the rounding that adding them up leaves behind.

        `m2 ≤ n·max(1e-290, (4·ulp)²)` with the distance ulp from the mean to the next number.

        >>> Moments(3, 0.1, 0.0).constant, Moments(3, 5.0, 26.0).constant
        (True, False)
        """
        return self.m2 <= self.n * max(SMALLEST_SPREAD, (4 * math.ulp(self.mean)) ** 2)


def check_counts(counts: Mapping[float, float]) -> None:
    """Raises ValueError unless every value is finite and every count finite and not negative (within ±1e100 and 1e12).

    >>> check_counts({1.0: -2})
    Traceback (most recent call last):
    ValueError: counts must be finite and not negative, values finite: {1.0: -2}
    """
    for value, count in counts.items():
        if not (abs(value) <= LARGEST_VALUE and 0 <= count <= LARGEST_COUNT):
            raise ValueError(f"counts must be finite and not negative, values finite: {dict(counts)}")


def settled(counts: Mapping[float, float]) -> dict[float, float]:
    """The counts, checked, and those that are only what rounding left of nobody set to 0.

    >>> settled({100.0: 3.0, 0.0: 1e-17})
    {100.0: 3.0, 0.0: 0.0}
    """
    check_counts(counts)
    return {value: count if count >= ROUNDING else 0.0 for value, count in counts.items()}
