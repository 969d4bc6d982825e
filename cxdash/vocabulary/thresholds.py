"""The two thresholds that are never mixed: privacy (hidden) and reliability (shown, with a mark)."""

from dataclasses import dataclass
from typing import Literal

State = Literal["shown", "few", "hidden"]


@dataclass(frozen=True)
class Thresholds:
    """`privacy`: cells with fewer answers are hidden. `reliability`: with fewer (effective) answers, marked."""

    privacy: int = 5
    reliability: int = 30

    def state(self, n: float, n_effective: float | None = None) -> State:
        """How a cell of `n` answers may be shown; an empty cell hides nobody and is `few`."""
        if 0 < n < self.privacy:
            return "hidden"
        return "few" if (n if n_effective is None else n_effective) < self.reliability else "shown"


DEFAULT_THRESHOLDS = Thresholds()
