"""Two shares compared the way textbooks and other tools do: z tests, and Agresti & Caffo's interval."""

import math
from collections.abc import Callable
from typing import Literal

from cxdash.inference.critical import normal_pvalue, z_critical
from cxdash.inference.means import without_interval
from cxdash.inference.proportions import Share
from cxdash.inference.results import Difference

NormalMethod = Literal["pooled", "unpooled"]


def z_test(
    base: Share, other: Share, *, variance: NormalMethod = "unpooled", confidence_level: float = 0.95
) -> Difference:
    """The difference other − base of two shares, in 0…1, by the normal approximation, to match another tool's.

        low, high = p_b − p_a ∓ z·s      pvalue = P(|Z| ≥ |p_b − p_a|/s)

    s is `unpooled_error` (Wald), each arm with its own variance, or `pooled_error`, which belongs to the test of
    "equal" (the square of its z is χ² of the 2 × 2 table). The interval fails for few successes: the score comparison
    is the default. No variance: `zero_variance`. No relative effect is given.

    Source: definition; the unpooled one is method 1 of Newcombe (1998).

    >>> found = z_test(Share(500, 10_000), Share(560, 10_000))
    >>> round(found.low, 6), round(found.high, 6), round(found.pvalue, 6)
    (-0.000209, 0.012209, 0.058235)
    >>> round(z_test(Share(12, 5000), Share(25, 5000), variance="pooled").pvalue, 6)
    0.032262
    """
    method = f"z_{variance}"
    if not base.n or not other.n:
        return without_interval(None, None, confidence_level, method, "no_data")
    effect, error = other.value - base.value, _ERRORS[variance](base, other)
    if not error:
        return without_interval(base.value, other.value, confidence_level, method, "zero_variance")
    reach = z_critical(confidence_level) * error
    return Difference(
        effect_size=effect,
        low=effect - reach,
        high=effect + reach,
        std_error=error,
        pvalue=normal_pvalue(effect / error),
        confidence_level=confidence_level,
        method=method,
        status="ok",
    )


def agresti_caffo(base: Share, other: Share, confidence_level: float = 0.95) -> tuple[float, float]:
    """The interval of other − base in −1…1 after one success and one failure were added to each arm.

    `p_b − p_a ± z·√(p_a(1 − p_a)/m_a + p_b(1 − p_b)/m_b)` with `p = (x + 1)/m`, `m = n + 2`, clipped to −1…1. It never
    has zero width.

    Source: Agresti and Caffo (2000).

    >>> [round(end, 6) for end in agresti_caffo(Share(3, 8), Share(6, 9))]
    [-0.179578, 0.652305]
    """
    one, two = (Share(share.successes + 1, share.n + 2) for share in (base, other))
    effect, reach = two.value - one.value, z_critical(confidence_level) * unpooled_error(one, two)
    return max(-1.0, effect - reach), min(1.0, effect + reach)


def unpooled_error(base: Share, other: Share) -> float:
    """The standard error of a difference of shares in 0…1, each with its own variance.

    `√(p_a(1 − p_a)/n_a + p_b(1 − p_b)/n_b)`; both arms must have a unit.

    Source: definition.

    >>> round(unpooled_error(Share(1, 4), Share(2, 4)), 6)
    0.330719
    """
    return math.sqrt(sum(share.value * (1 - share.value) / share.n for share in (base, other)))


def pooled_error(base: Share, other: Share) -> float:
    """The standard error of a difference of shares in 0…1 if both were the one of all units together.

    `√(p(1 − p)·(1/n_a + 1/n_b))` with `p = (x_a + x_b) / (n_a + n_b)`, x successes.

    Source: definition.

    >>> round(pooled_error(Share(1, 4), Share(2, 4)), 6)
    0.342327
    """
    pooled = (base.successes + other.successes) / (base.n + other.n)
    return math.sqrt(pooled * (1 - pooled) * (1 / base.n + 1 / other.n))


_ERRORS: dict[NormalMethod, Callable[[Share, Share], float]] = {"pooled": pooled_error, "unpooled": unpooled_error}
