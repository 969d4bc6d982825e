"""One metric of one treatment against the control, as pages and the command line show it."""

from dataclasses import dataclass

from cxdash.inference.results import Difference
from cxdash.vocabulary.thresholds import State


@dataclass(frozen=True)
class MetricRow:
    """One metric of one treatment against the control.

    Values are in the metric's own unit: shares 0 to 1 for `binary`, points for `nps`, percent for `csat` and `ces`.
    `units` are those of both arms with a value. `simultaneous` is the same comparison where all treatments of the
    metric together hold with the level (Dunnett; with one treatment it is `difference`). `pvalue_adjusted` is Holm's
    over the experiment's primary metrics and their treatments, which the verdict goes by; None for other metrics.
    When `state` is "hidden" all numbers are None, "few" when an arm has fewer units than is reliable.
    """

    metric: str
    type: str
    role: str
    better: str
    variant: str
    control_value: float | None
    treatment_value: float | None
    units: int | None
    difference: Difference
    simultaneous: Difference
    state: State = "shown"
    pvalue_adjusted: float | None = None

    @property
    def hidden(self) -> bool:
        """Whether privacy forbids to show the numbers."""
        return self.state == "hidden"

    @property
    def improved(self) -> bool:
        """Whether the effect points to the good side."""
        return ((self.difference.effect_size or 0) > 0) == (self.better == "high")

    def document(self) -> dict[str, object]:
        """The row as the command line prints it."""
        found, together = self.difference, self.simultaneous
        return {
            "metric": self.metric,
            "role": self.role,
            "variant": self.variant,
            "control_value": self.control_value,
            "treatment_value": self.treatment_value,
            "effect": found.effect_size,
            "low": found.low,
            "high": found.high,
            "pvalue": found.pvalue,
            "relative": found.relative,
            "relative_low": found.relative_low,
            "relative_high": found.relative_high,
            "status": found.status,
            "relative_status": found.relative_status,
            "pvalue_adjusted": self.pvalue_adjusted,
            "simultaneous_low": together.low,
            "simultaneous_high": together.high,
            "simultaneous_pvalue": together.pvalue,
            "state": self.state,
        }
