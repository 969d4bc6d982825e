"""What an inference returns: an estimate or a difference with its interval, or the reason why there is none."""

from dataclasses import dataclass
from typing import Literal

Status = Literal[
    "ok",
    "no_data",
    "n_too_small",
    "zero_variance",
    "baseline_zero",
    "zero_events",
    "unbounded",
    "undefined",
    "hidden",
]
"""Why numbers are absent.

`ok`: they are there. `no_data`: a group is empty. `n_too_small`: one value has no spread. `zero_variance`: all
values are the same. `baseline_zero`: nothing to be relative to. `zero_events`: no event in an arm, so a relative
effect has no estimate. `unbounded`: a side of the interval has no end (its limit is None). `undefined`: the question
makes no sense for this metric (a relative NPS). `hidden`: withheld for privacy.
"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A metric of one group, in the metric's unit, with its interval.

    `n` is the number of answers, `n_effective` what they are worth after weighting (Kish). Numbers that cannot be
    known are None and `status` says why; `std_error` is None where no variation was seen.
    """

    value: float | None
    low: float | None
    high: float | None
    std_error: float | None
    n: int
    n_effective: float
    confidence_level: float
    method: str
    status: Status

    @property
    def margin_of_error(self) -> float | None:
        """Half the interval that is shown, `(high − low) / 2`; None where there is none.

        Source: definition.

        >>> Estimate(50.0, 44.0, 56.0, 3.0, 280, 280.0, 0.95, "wilson", "ok").margin_of_error
        6.0
        """
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Difference:
    """An effect (other − base, treatment − control) in the metric's unit, and relative to |base| as a fraction.

    `pvalue` is two-sided and coherent: it is below 1 − `confidence_level` exactly when `low`…`high` excludes zero, and
    so does the relative interval where `relative_status` is ok. What `parity` copies from other tools is not.
    """

    effect_size: float | None
    low: float | None
    high: float | None
    std_error: float | None
    pvalue: float | None
    confidence_level: float
    method: str
    status: Status
    relative: float | None = None
    relative_low: float | None = None
    relative_high: float | None = None
    relative_status: Status = "undefined"
