"""A finding about drift: how bad it is, one sentence, and the numbers behind it."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["breaks comparison", "look", "note"]
SEVERITIES: tuple[Severity, ...] = ("breaks comparison", "look", "note")

Kind = Literal[
    "new_question",
    "missing_question",
    "renamed",
    "probably_renamed",
    "other_id",
    "scale",
    "direction",
    "metric",
    "touchpoint",
    "missing_field",
    "new_field",
    "shifted",
    "emptier",
    "new_value",
    "gone_value",
    "mix",
    "volume",
]
STATISTICAL: frozenset[Kind] = frozenset({"shifted", "emptier", "new_value", "gone_value", "mix", "volume"})

ALPHA = 0.05
"""Share of false findings that is accepted among those of one sort (Benjamini & Hochberg)."""


@dataclass(frozen=True)
class Finding:
    """One difference to the earlier upload. `about` is the question, group or field; `numbers` are raw."""

    kind: Kind
    severity: Severity
    about: str
    sentence: str
    numbers: dict[str, object] = field(default_factory=dict)

    @property
    def structural(self) -> bool:
        """Whether the file itself changed, and not only what people answered."""
        return self.kind not in STATISTICAL

    def document(self) -> dict[str, object]:
        """The finding as the command line prints it."""
        said = {"severity": self.severity, "kind": self.kind, "about": self.about, "sentence": self.sentence}
        return {**said, **self.numbers}
