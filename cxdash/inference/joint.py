"""Several quantities measured on the same units: their moments together, merged like those of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.moments import Moments

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JointMoments:
    """`n` units, the mean of each quantity and the sums of products of their deviations (a symmetric matrix).

    `+` merges: products_a + products_b + d dᵀ · n_a n_b / (n_a + n_b), d the means of b less those of a (Chan, Golub
    and LeVeque 1979).

    >>> JointMoments.from_rows([[1, 2], [3, 6]]).products
    ((2.0, 4.0), (4.0, 8.0))
    """

    n: float
    means: tuple[float, ...]
    products: tuple[tuple[float, ...], ...]

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[float]]) -> JointMoments:
        """The moments of at least one row of quantities; ValueError if there is none or a number is not finite.

        >>> JointMoments.from_rows([[1, 2], [3, 6]]).means
        (2.0, 4.0)
        """
        values = np.asarray(rows, dtype=float)
        if not values.size or not np.all(np.isfinite(values)):
            raise ValueError("joint moments need rows of finite numbers")
        means = values.mean(axis=0)
        return cls._of(len(values), means, (values - means).T @ (values - means))

    @classmethod
    def _of(cls, n: float, means: Floats, products: Floats) -> JointMoments:
        return cls(n, tuple(means.tolist()), tuple(tuple(row) for row in products.tolist()))

    def __add__(self, other: JointMoments) -> JointMoments:
        n = self.n + other.n
        apart = np.subtract(other.means, self.means)
        between = np.outer(apart, apart) * (self.n * other.n / n)
        return self._of(n, self.means + apart * (other.n / n), np.add(self.products, other.products) + between)

    @property
    def covariance(self) -> Floats:
        """The sample covariance matrix, an array: products / (n − 1); n must be above 1.

        >>> JointMoments.from_rows([[1, 2], [3, 6]]).covariance.tolist()
        [[2.0, 4.0], [4.0, 8.0]]
        """
        return np.asarray(self.products, dtype=float) / (self.n - 1)

    def combined(self, weights: Sequence[float]) -> Moments:
        """The moments of the quantities' sum weighed by `weights` w: mean = w · means, m2 = w · products w ≥ 0.

        >>> JointMoments.from_rows([[1, 2], [3, 5]]).combined([1, -0.5])
        Moments(n=2, mean=0.25, m2=0.125)
        """
        w = np.asarray(weights, dtype=float)
        return Moments(self.n, float(w @ self.means), max(0.0, float(w @ np.asarray(self.products) @ w)))
