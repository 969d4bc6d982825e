"""Scales: the lowest and highest score of a question, and which end is good."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["high_is_good", "low_is_good"]


@dataclass(frozen=True, order=True)
class Scale:
    """A rating scale with integer or decimal scores from `low` to `high`, both included."""

    low: float
    high: float
    direction: Direction = "high_is_good"

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"a scale needs low < high, got {self.low} and {self.high}")

    @property
    def points(self) -> int:
        """How many whole scores the scale has."""
        return int(self.high - self.low) + 1

    def oriented(self, score: float) -> float:
        """The score on the same scale with high as the good end."""
        return score if self.direction == "high_is_good" else self.low + self.high - score

    def __str__(self) -> str:
        ends = f"{self.low:g}–{self.high:g}"
        return ends if self.direction == "high_is_good" else f"{ends} ↓"
