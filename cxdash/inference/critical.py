"""Critical values and two-sided p-values of the normal and t distributions, without the overhead of frozen ones."""

from functools import lru_cache

from scipy.special import betaincc, ndtr, ndtri, stdtrit


def alpha_of(confidence_level: float) -> float:
    """1 − `confidence_level`; ValueError unless it lies strictly between 0 and 1.

    >>> alpha_of(0.75)
    0.25
    """
    if not 0 < confidence_level < 1:
        raise ValueError(f"confidence_level must lie between 0 and 1, not {confidence_level}")
    return 1 - confidence_level


@lru_cache(maxsize=256)
def z_critical(confidence_level: float) -> float:
    """The z that a standard normal stays within, in absolute value, with this probability: −Φ⁻¹(α / 2).

    Source: definition.

    >>> round(z_critical(0.95), 6)
    1.959964
    """
    return float(-ndtri(alpha_of(confidence_level) / 2))


def t_critical(confidence_level: float, df: float) -> float:
    """The t that Student's t with `df` > 0 degrees of freedom stays within, in absolute value, with this probability.

    −F⁻¹(α / 2), F its distribution function.

    Source: definition; Student (1908).

    >>> round(t_critical(0.95, 10), 6)
    2.228139
    """
    return float(-stdtrit(df, alpha_of(confidence_level) / 2))


def normal_pvalue(z: float) -> float:
    """The two-sided p-value P(|Z| ≥ |z|) of a standard normal Z.

    2 Φ(−|z|): from the lower tail, so that it keeps its digits far out.

    Source: definition.

    >>> normal_pvalue(0.0), round(normal_pvalue(-1.959964), 6)
    (1.0, 0.05)
    """
    return float(2 * ndtr(-abs(z)))


def t_pvalue(t: float, df: float) -> float:
    """The two-sided p-value P(|T| ≥ |t|) of Student's t for `df` > 0; 0 beyond ±1e100.

    1 − I_y(½, df / 2), the regularised incomplete beta, with y = t² / (df + t²).

    Source: Student (1908); Abramowitz and Stegun (1964), 26.7.1.

    >>> t_pvalue(0.0, 5), round(t_pvalue(2.228139, 10), 6)
    (1.0, 0.05)
    """
    # The complement in t² keeps the digits of a small t and of a small p alike.
    return 0.0 if abs(t) > 1e100 else float(betaincc(0.5, df / 2, t * t / (df + t * t)))
