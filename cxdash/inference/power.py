"""How many units an experiment needs, and how small an effect the units it has can find."""

import math
from collections.abc import Sequence

from scipy.special import ndtri

from cxdash.inference.critical import z_critical


def units_per_arm(
    effect: float,
    variance: float,
    *,
    other_variance: float | None = None,
    ratio: float = 1.0,
    power: float = 0.8,
    confidence_level: float = 0.95,
    inflation: float = 1.0,
) -> float:
    """Units the control needs to find a difference of `effect` (not 0) with this power; treatment gets `ratio` times.

        n = inflation·(z_α/2 + z_β)²·(v_a + v_b / ratio) / effect²      z_β = Φ⁻¹(power)

    Two-sided; the far tail is left out. `effect` is in the metric's unit, `variance` in its square; the treatment's is
    the control's unless given. `inflation` is the price of looking early: 1.05 for O'Brien-Fleming spending.

    Source: Kohavi, Deng and Vermeer (2022), who round it to 16·v / effect² at 80 % and 5 %.

    >>> math.ceil(units_per_arm(0.5, 25.0))
    1570
    """
    other = variance if other_variance is None else other_variance
    z = z_critical(confidence_level) + float(ndtri(power))
    return inflation * z * z * (variance + other / ratio) / (effect * effect)


def units_per_arm_for_shares(
    base: float, effect: float, *, ratio: float = 1.0, power: float = 0.8, confidence_level: float = 0.95
) -> float:
    """Units the control needs to find an absolute change `effect` of the share `base` (both in 0…1) with this power.

        n = (z_α/2 + z_β)²·(p_a(1 − p_a) + p_b(1 − p_b) / ratio) / effect²      p_a = base      p_b = base + effect

    Source: as `units_per_arm`, each arm with the variance of its own share.

    >>> math.ceil(units_per_arm_for_shares(0.10, 0.02))
    3839
    """
    other = base + effect
    return units_per_arm(
        effect,
        base * (1 - base),
        other_variance=other * (1 - other),
        ratio=ratio,
        power=power,
        confidence_level=confidence_level,
    )


def minimum_detectable_effect(
    n_base: float, n_other: float, variance: float, *, power: float = 0.8, confidence_level: float = 0.95
) -> float:
    """The smallest difference these numbers of units find with this power, for a common variance.

    `(z_α/2 + z_β)·√(variance/n_a + variance/n_b)`, in the metric's unit, with `z_β = Φ⁻¹(power)`.

    Source: Bloom (1995).

    >>> round(minimum_detectable_effect(1570, 1570, 25.0), 4)
    0.5
    """
    z = z_critical(confidence_level) + float(ndtri(power))
    return z * math.sqrt(variance / n_base + variance / n_other)


def detectable_over_time(
    units: Sequence[float],
    variance: float,
    *,
    share_of_base: float = 0.5,
    power: float = 0.8,
    confidence_level: float = 0.95,
    inflation: float = 1.0,
) -> list[float | None]:
    """The smallest detectable difference when each of these numbers of `units` (both arms together) is in: MDE(t).

    `√inflation·(z_α/2 + z_β)·√(variance/(s·n) + variance/((1 − s)·n))` with n of `units` and `s = share_of_base`; None
    where n is 0. `inflation` as for the sample size.

    Source: Bloom (1995).

    >>> [None if effect is None else round(effect, 3) for effect in detectable_over_time([0, 785, 3140], 25.0)]
    [None, 1.0, 0.5]
    """
    factor = math.sqrt(inflation)
    return [
        factor
        * minimum_detectable_effect(
            share_of_base * n, (1 - share_of_base) * n, variance, power=power, confidence_level=confidence_level
        )
        if n > 0
        else None
        for n in units
    ]


def days_left(needed: float, so_far: float, per_day: float) -> int | None:
    """Days until `needed` units at `per_day`, of which the run as a whole takes full weeks; None if none arrive.

        days = ⌈7·⌈needed / per_day / 7⌉ − so_far / per_day⌉

    and 0 once `so_far` reaches `needed`. Weeks are rounded up because weekdays differ.

    Source: weekly cycles, Kohavi, Tang and Xu (2020), chapter 2.

    >>> days_left(1000, 300, 100), days_left(1000, 1200, 100), days_left(1000, 0, 0)
    (11, 0, None)
    """
    if so_far >= needed:
        return 0
    if per_day <= 0:
        return None
    run = so_far / per_day
    whole_weeks = 7 * math.ceil(needed / per_day / 7)
    return math.ceil(whole_weeks - run)


def guardrail_power(guardrails: int, power: float = 0.8) -> float:
    """The power each guardrail test needs, so that all of them together do not eat up the experiment's.

    `1 − β / (G + 1)` of G guardrails, with `β = 1 − power`; shares in 0…1.

    Source: Schultzberg, Ankargren and Frånberg (2024).

    >>> round(guardrail_power(3), 6)
    0.95
    """
    return 1 - (1 - power) / (guardrails + 1)
