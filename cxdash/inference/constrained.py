"""The most likely share of the base if the other's share were a given difference, or a given ratio, away from it.

Miettinen & Nurminen's closed forms (1985) lose half of their digits where two roots meet, which is near shares of 0 and
1: then Newton's method, on the score in its product form that subtracts no two numbers nearly alike, restores them.
Every function takes numbers; those named `…s` take arrays of one shape.
"""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = TypeVar("Numbers", float, Floats)

_MEETING = 0.9999
"""From this cosine of the angle on, two roots of the cubic are close; the same for the quadratic below."""
_STEPS = 3
_FARTHEST = 1e-4  # a step beyond the error of a closed form is none that restores digits


def base_by_difference(x_one: float, n_one: float, x_two: float, n_two: float, shift: float) -> float:
    """The share of the base (successes and n `…_one`) if the other's were exactly `shift` higher (−1 ≤ shift ≤ 1).

    With δ the shift, N and x both arms' n and successes, it is the root p of l₃ p³ + l₂ p² + l₁ p + l₀ = 0, where

        l₃ = N      l₂ = (n_two + 2 n_one) δ − N − x      l₁ = (n_one δ − N − 2 x_one) δ + x      l₀ = x_one δ (1 − δ)
        q = (l₂ / 3N)³ − l₁ l₂ / 6N² + l₀ / 2N      r = sign(q) √((l₂ / 3N)² − l₁ / 3N)
        p = 2 r cos((π + arccos(q / r³)) / 3) − l₂ / 3N, held between max(0, −δ) and min(1, 1 − δ)

    Source: Miettinen and Nurminen (1985).

    >>> round(base_by_difference(3, 10, 5, 10, 0.0), 6), base_by_difference(333, 333, 6, 6, -1e-7)
    (0.4, 1.0)
    """
    third, q, r2 = _cubic((x_one, n_one, x_two, n_two), shift)
    r = math.copysign(math.sqrt(max(0.0, r2)), q)
    cosine = max(-1.0, min(1.0, q / r**3)) if r else 1.0
    low, high = max(0.0, -shift), min(1.0, 1.0 - shift)
    share = min(max(2 * r * math.cos((math.pi + math.acos(cosine)) / 3) - third, low), high)
    for _ in range(_STEPS if abs(cosine) > _MEETING else 0):
        score, slope = _score_of_difference((x_one, n_one, x_two, n_two), shift, share)
        step = score / slope if slope else 0.0
        share = min(max(share - step, low), high) if abs(step) < _FARTHEST else share
    return share


def bases_by_difference(x_one: Floats, n_one: Floats, x_two: Floats, n_two: Floats, shift: Floats) -> Floats:
    """`base_by_difference` for arrays of one shape, each of n > 0 units.

    Source: Miettinen and Nurminen (1985).

    >>> bases_by_difference(*(np.array([number]) for number in (3.0, 10.0, 5.0, 10.0, 0.0))).round(6).tolist()
    [0.4]
    """
    third, q, r2 = _cubic((x_one, n_one, x_two, n_two), shift)
    r = np.copysign(np.sqrt(np.maximum(0.0, r2)), q)
    cosine = np.where(r == 0, 1.0, np.clip(q / np.where(r == 0, 1.0, r) ** 3, -1.0, 1.0))
    low, high = np.maximum(0.0, -shift), np.minimum(1.0, 1.0 - shift)
    share = np.clip(2 * r * np.cos((np.pi + np.arccos(cosine)) / 3) - third, low, high)
    close = np.flatnonzero(np.abs(cosine) > _MEETING)
    arms = x_one[close], n_one[close], x_two[close], n_two[close]
    for _ in range(_STEPS if len(close) else 0):
        score, slope = _score_of_difference(arms, shift[close], share[close])
        share[close] = np.clip(share[close] - _steps(score, slope), low[close], high[close])
    return np.asarray(share)


def base_by_ratio(x_one: float, n_one: float, x_two: float, n_two: float, ratio: float) -> float:
    """The share of the base (successes and n `…_one`) if the other's were exactly `ratio` (≥ 0) times as high.

    With θ the ratio, N and x both arms' n and successes, it is the smaller root p of N θ p² − B p + x = 0, where

        B = n_one + x_two + θ (n_two + x_one)      p = 2 x / (B + √(B² − 4 N θ x)), at most min(1, 1 / θ)

    Source: Miettinen and Nurminen (1985).

    >>> round(base_by_ratio(3, 10, 5, 10, 1.0), 6)
    0.4
    """
    linear, constant, root2 = _quadratic((x_one, n_one, x_two, n_two), ratio)
    root2 = max(0.0, root2)
    high = min(1.0, 1 / ratio if ratio else 1.0)
    share = min(2 * constant / (linear + math.sqrt(root2)), high)
    for _ in range(_STEPS if root2 < (1 - _MEETING) * linear * linear else 0):
        score, slope = _score_of_ratio((x_one, n_one, x_two, n_two), ratio, share)
        step = score / slope if slope else 0.0
        share = min(max(share - step, 0.0), high) if abs(step) < _FARTHEST else share
    return share


def bases_by_ratio(x_one: Floats, n_one: Floats, x_two: Floats, n_two: Floats, ratio: Floats) -> Floats:
    """`base_by_ratio` for arrays of one shape, each of n > 0 units.

    Source: Miettinen and Nurminen (1985).

    >>> bases_by_ratio(*(np.array([number]) for number in (3.0, 10.0, 5.0, 10.0, 1.0))).round(6).tolist()
    [0.4]
    """
    linear, constant, root2 = _quadratic((x_one, n_one, x_two, n_two), ratio)
    root2 = np.maximum(0.0, root2)
    high = 1 / np.maximum(ratio, 1.0)
    share = np.minimum(2 * constant / (linear + np.sqrt(root2)), high)
    close = np.flatnonzero(root2 < (1 - _MEETING) * linear * linear)
    arms = x_one[close], n_one[close], x_two[close], n_two[close]
    for _ in range(_STEPS if len(close) else 0):
        score, slope = _score_of_ratio(arms, ratio[close], share[close])
        share[close] = np.clip(share[close] - _steps(score, slope), 0.0, high[close])
    return np.asarray(share)


def _cubic(arms: tuple[Numbers, Numbers, Numbers, Numbers], shift: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """l₂ / 3N, q and r² of `base_by_difference`."""
    x_one, n_one, x_two, n_two = arms
    n, x = n_one + n_two, x_one + x_two
    l2 = (n_two + 2 * n_one) * shift - n - x
    l1 = (n_one * shift - n - 2 * x_one) * shift + x
    l0 = x_one * shift * (1 - shift)
    third = l2 / (3 * n)
    return third, third**3 - l1 * l2 / (6 * n * n) + l0 / (2 * n), third * third - l1 / (3 * n)


def _quadratic(arms: tuple[Numbers, Numbers, Numbers, Numbers], ratio: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """B, x and B² − 4Nθx of `base_by_ratio`."""
    x_one, n_one, x_two, n_two = arms
    linear = n_one + x_two + ratio * (n_two + x_one)
    return linear, x_one + x_two, linear * linear - 4 * (n_one + n_two) * ratio * (x_one + x_two)


def _steps(score: Floats, slope: Floats) -> Floats:
    step = np.where(slope == 0, 0.0, score / np.where(slope == 0, 1.0, slope))
    return np.where(np.abs(step) < _FARTHEST, step, 0.0)


def _score_of_difference(
    arms: tuple[Numbers, Numbers, Numbers, Numbers], shift: Numbers, share: Numbers
) -> tuple[Numbers, Numbers]:
    """The derivative of the log likelihood times p (1 − p) (p + δ) (1 − p − δ), per unit, and its own derivative."""
    x_one, n_one, x_two, n_two = arms
    n = n_one + n_two
    a, b, c, d = x_one / n, (n_one - x_one) / n, x_two / n, (n_two - x_two) / n
    p, u, v, w = share, 1 - share, share + shift, 1 - shift - share
    score = u * w * (a * v + c * p) - p * v * (b * w + d * u)
    slope = -(u + w) * (a * v + c * p) + u * w * (a + c) - (p + v) * (b * w + d * u) + p * v * (b + d)
    return score, slope


def _score_of_ratio(
    arms: tuple[Numbers, Numbers, Numbers, Numbers], ratio: Numbers, share: Numbers
) -> tuple[Numbers, Numbers]:
    """The derivative of the log likelihood times p (1 − p) (1 − θp), per unit, and its own derivative."""
    x_one, n_one, x_two, n_two = arms
    n = n_one + n_two
    a, b, d = (x_one + x_two) / n, (n_one - x_one) / n, (n_two - x_two) / n * ratio
    u, w = 1 - share, 1 - ratio * share
    score = a * u * w - share * (b * w + d * u)
    slope = -a * (w + ratio * u) - (b * w + d * u) + share * (b * ratio + d)
    return score, slope
