"""A driver analysis from the answers themselves: what is asked of the data first, and how sure its shares are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxdash.inference.correlations import correlations
from cxdash.inference.critical import alpha_of
from cxdash.inference.drivers import Drivers, drivers
from cxdash.inference.results import Status

Floats = NDArray[np.float64]

LEAST_ANSWERS, ANSWERS_PER_DRIVER = 100, 10
SAYS_NOTHING = 0.02
"""An R² whose interval reaches this low explains nothing, and its shares are shares of nothing."""


@dataclass(frozen=True, slots=True)
class DriverStudy:
    """The `drivers` (of the columns `kept`, without the outcome), the ends of their shares of R² (0…1), of R² itself,
    and the rows behind it.

    `status`: `n_too_small` below max(100, 10 · drivers) answers, `zero_variance` if the outcome or all drivers never
    vary, `undefined` if R² may be nothing; then there are no shares to show.
    """

    drivers: Drivers | None
    kept: list[int]
    share_low: list[float]
    share_high: list[float]
    r2_low: float | None
    r2_high: float | None
    n: int
    status: Status


def driver_study(
    rows: Sequence[Sequence[float]] | Floats, *, seed: int = 0, resamples: int = 200, confidence_level: float = 0.9
) -> DriverStudy:
    """Drivers of the first quantity of rows × quantities (NaN: not answered), with percentile bootstrap intervals.

    Whole rows are drawn again, `resamples` times, from a generator started with `seed`: the same data give the same
    intervals, the (1 ∓ confidence_level) / 2 quantiles of R² and of importance / R² over the resamples in which every
    quantity varies. With more than 12 drivers Johnson's weights stand in, as for `drivers`. ValueError as for
    `correlations`.

    Source: as for `drivers`; percentile intervals Efron and Tibshirani (1993).

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(300, 2))
    >>> found = driver_study(np.column_stack([x @ [1.0, 0.3] + rng.normal(size=300), x]))
    >>> found.status, found.share_low[0] > 0.8, found.share_high[1] < 0.2
    ('ok', True, True)
    """
    values = np.asarray(rows, dtype=float)
    base = correlations(values)
    asked = len(base.kept) - 1
    if asked < 1 or base.kept[0] != 0:
        return DriverStudy(None, [], [], [], None, None, base.n, "no_data" if not len(values) else "zero_variance")
    if base.n < max(LEAST_ANSWERS, ANSWERS_PER_DRIVER * asked):
        return DriverStudy(None, base.kept[1:], [], [], None, None, base.n, "n_too_small")
    found = drivers(base.matrix.tolist())
    tail = alpha_of(confidence_level) / 2
    rng = np.random.default_rng(seed)
    drawn = [_again(values, base.kept, rng) for _ in range(resamples)]
    known = np.array([one for one in drawn if one is not None])
    ends = np.quantile(known, [tail, 1 - tail], axis=0)
    status: Status = "undefined" if ends[0, 0] <= SAYS_NOTHING else "ok"
    return DriverStudy(
        found,
        base.kept[1:],
        ends[0, 1:].tolist(),
        ends[1, 1:].tolist(),
        float(ends[0, 0]),
        float(ends[1, 0]),
        base.n,
        status,
    )


def _again(values: Floats, kept: list[int], rng: np.random.Generator) -> list[float] | None:
    """R² and the shares of one resample; None if a quantity does not vary in it."""
    drawn = correlations(values[rng.integers(0, len(values), len(values))][:, kept])
    if len(drawn.kept) < len(kept):
        return None
    found = drivers(drawn.matrix.tolist())
    return [found.r2, *(importance / found.r2 if found.r2 else 0.0 for importance in found.importance)]
