"""What an inference about thousands of groups returns: arrays, of which every place is an estimate or a difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdash.inference.moments import LARGEST_COUNT
from cxdash.inference.results import Difference, Estimate, Status

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Statuses = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Estimates:
    """Arrays over groups. A number that cannot be known is NaN here and its `status` says why; None in an Estimate."""

    value: Floats
    low: Floats
    high: Floats
    std_error: Floats
    n_effective: Floats
    status: Statuses
    confidence_level: float
    method: str

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, index: int) -> Estimate:
        n = float(self.n_effective[index])
        return Estimate(
            value=known(self.value[index]),
            low=known(self.low[index]),
            high=known(self.high[index]),
            std_error=known(self.std_error[index]),
            n=round(n),
            n_effective=n,
            confidence_level=self.confidence_level,
            method=self.method,
            status=cast("Status", str(self.status[index])),
        )

    def __iter__(self) -> Iterator[Estimate]:
        return (self[index] for index in range(len(self)))


@dataclass(frozen=True, slots=True)
class RelativeEffects:
    """(other − base) / |base| of pairs of groups, with the ends of their intervals and why one of them is NaN."""

    value: Floats
    low: Floats
    high: Floats
    status: Statuses


@dataclass(frozen=True, slots=True)
class Differences:
    """Arrays over pairs of groups: other − base with the interval and the p-value that agrees with it.

    A number that cannot be known is NaN, as in `Estimates`. `relative` is None for metrics that are scores, whose
    Difference says `undefined`.
    """

    effect_size: Floats
    low: Floats
    high: Floats
    std_error: Floats
    pvalue: Floats
    status: Statuses
    confidence_level: float
    method: str
    relative: RelativeEffects | None = None

    def __len__(self) -> int:
        return len(self.effect_size)

    def __getitem__(self, index: int) -> Difference:
        plain = Difference(
            effect_size=known(self.effect_size[index]),
            low=known(self.low[index]),
            high=known(self.high[index]),
            std_error=known(self.std_error[index]),
            pvalue=known(self.pvalue[index]),
            confidence_level=self.confidence_level,
            method=self.method,
            status=cast("Status", str(self.status[index])),
        )
        if self.relative is None:
            return plain
        ratio = self.relative
        return replace(
            plain,
            relative=known(ratio.value[index]),
            relative_low=known(ratio.low[index]),
            relative_high=known(ratio.high[index]),
            relative_status=cast("Status", str(ratio.status[index])),
        )

    def __iter__(self) -> Iterator[Difference]:
        return (self[index] for index in range(len(self)))


def known(number: float) -> float | None:
    """The number, or None for NaN.

    >>> known(2.5), known(float("nan"))
    (2.5, None)
    """
    return None if np.isnan(number) else float(number)


def where_known(here: Mask, numbers: Floats) -> Floats:
    """An array with `numbers` where `here` is True, in their order, and NaN elsewhere.

    >>> where_known(np.array([True, False, True]), np.array([1.0, 2.0])).tolist()
    [1.0, nan, 2.0]
    """
    found = np.full(len(here), np.nan)
    found[here] = numbers
    return found


def checked_rows(groups: ArrayLike, columns: int, counts: Sequence[int]) -> Floats:
    """Groups as rows of `columns` finite numbers, of which those at `counts` are counts; else ValueError.

    >>> checked_rows([[3, 0.5, 2]], 3, [0]).tolist()
    [[3.0, 0.5, 2.0]]
    """
    rows = np.asarray(groups, dtype=float)
    rows = rows.reshape(-1, columns) if rows.size == 0 else rows
    if rows.ndim != 2 or rows.shape[1] != columns or not np.all(np.isfinite(rows)):
        raise ValueError(f"groups of this kind are rows of {columns} finite numbers")
    if np.any((rows[:, counts] < 0) | (rows[:, counts] > LARGEST_COUNT)):
        raise ValueError(f"counts lie between 0 and {LARGEST_COUNT:g}")
    return rows


def check_pairs(base: Floats, other: Floats) -> None:
    """Raises ValueError unless there are as many bases as others, with as many columns.

    >>> check_pairs(np.zeros((1, 2)), np.zeros((1, 2)))
    """
    if base.shape != other.shape:
        raise ValueError(f"every base needs its other: {len(base)} and {len(other)} groups")
