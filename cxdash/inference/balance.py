"""Whether the arms of an experiment were alike before it began: a test of every quantity known from then."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxdash.inference.means import welch
from cxdash.inference.moments import Moments
from cxdash.inference.multiplicity import adjusted_where_known

FAIL = 0.001
"""A corrected p-value below this says that the arms differed before anything was done to them."""


@dataclass(frozen=True, slots=True)
class Balance:
    """`pvalues` per covariate, Holm-corrected, None where nothing can be tested; `ok` unless one is below .001."""

    pvalues: list[float | None]
    ok: bool


def balance(covariates: Sequence[tuple[Moments, Moments]]) -> Balance:
    """Welch's p-values of (control, treatment) per covariate from before, Holm-corrected: an A/A test of the split.

    The arms pass (`ok`) unless a corrected value is below .001; moments are in any unit.

    Source: Welch (1947); Holm (1979); the level is GrowthBook's.

    >>> alike, apart = (Moments(900, mean, 8_991.0) for mean in (5.0, 6.0))
    >>> balance([(alike, alike)]).ok, balance([(alike, alike), (alike, apart)]).ok
    (True, False)
    """
    adjusted = adjusted_where_known([welch(control, treatment).pvalue for control, treatment in covariates])
    return Balance(adjusted, all(p is None or p >= FAIL for p in adjusted))
