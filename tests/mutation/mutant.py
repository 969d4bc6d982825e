"""What a deliberately wrong variant of the inference room is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A mistake: in `module`, `right` becomes `wrong`; one of the `tests` (files of tests/inference) must notice."""

    mistake: str
    module: str
    right: str
    wrong: str
    tests: tuple[str, ...]
