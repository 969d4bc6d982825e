"""How the numbers of an experiment's metric are written: value, effect with its interval, relative effect."""

from cxdash.answers.metric_rows import MetricRow
from cxdash.inference.results import Difference
from cxdash.locale import formats


def times(factor: float, number: float | None) -> float | None:
    """The product; None stays None."""
    return None if number is None else factor * number


def scaled(found: Difference, scale: float) -> tuple[float | None, float | None, float | None]:
    """The effect and the ends of its interval, times the scale of a picture."""
    return times(scale, found.effect_size), times(scale, found.low), times(scale, found.high)


def unit_of(row: MetricRow) -> tuple[float, formats.Unit, int]:
    """How a metric's value is written: factor, unit and decimals."""
    if row.type in ("binary", "csat", "ces"):
        return (100.0 if row.type == "binary" else 1.0), "percent", 2
    return 1.0, ("points" if row.type == "nps" else "score"), 1 if row.type == "nps" else 3


def value_words(row: MetricRow, value: float | None) -> str:
    """A value of the metric as it reads."""
    factor, unit, digits = unit_of(row)
    return formats.value(times(factor, value), unit, digits)


def absolute_words(row: MetricRow) -> str:
    """The effect with its interval, in the metric's unit."""
    factor, unit, digits = unit_of(row)
    effect, low, high = scaled(row.difference, factor)
    if row.hidden:
        return formats.ABSENT
    return f"{formats.signed(effect, unit, digits)} ({formats.signed_interval(low, high, unit, digits)})"


def relative_words(row: MetricRow) -> str:
    """The relative effect with its interval, in percent of the control."""
    found = row.difference
    effect, low, high = (times(100, end) for end in (found.relative, found.relative_low, found.relative_high))
    if effect is None and low is None and high is None:
        return formats.ABSENT
    return f"{formats.signed(effect, 'relative')} ({formats.signed_interval(low, high, 'relative')})"
