"""People who chose several things at once: their answers as rows, loaded through the pipeline, and counted by hand."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cxdash.answers.context import Context
from tests.answers import tiny

REASONS = ("Cheap", "Near home", "Friendly", "Open late")
HEARD = ("Radio", "A friend", "Poster")
MIXED = {"cheap": "Cheap", "near  HOME": "Near home"}
"""Rarer spellings of a choice, and the one that most wrote."""


@dataclass(frozen=True)
class Answer:
    """One response; `reasons` and `heard` are what was chosen, empty where the question was left out."""

    id: str
    day: str
    plan: str
    reasons: tuple[str, ...]
    heard: tuple[str, ...]
    score: int
    weight: float

    @property
    def cell(self) -> str:
        """The reasons as the file has them: in another order, some twice, some spelled otherwise."""
        other = {usual: rare for rare, usual in MIXED.items()}
        written = [other.get(choice, choice) if len(self.id) % 5 == 0 else choice for choice in self.reasons]
        return "; ".join([*reversed(written), *(self.reasons[:1] if len(self.id) % 5 == 0 else ())])


@cache
def drawn(seed: int, n: int) -> tuple[Answer, ...]:
    """So many answers by chance, always the same for a seed."""
    chance = random.Random(seed)

    def some(of: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(choice for choice in of if chance.random() < 0.4))

    return tuple(
        Answer(
            f"r{'x' * (number % 9)}{number}",
            f"2026-0{1 + number % 3}-{1 + number % 28:02}",
            chance.choice(("basic", "plus", "")),
            some(REASONS),
            some(HEARD),
            chance.randint(1, 5),
            chance.choice((0.5, 1.0, 2.0)),
        )
        for number in range(n)
    )


COLUMNS = [
    tiny.IDENTITY,
    tiny.TIME,
    tiny.segment("plan"),
    {**tiny.segment("reason"), "multiple": ";"},
    {**tiny.segment("heard"), "multiple": ","},
    tiny.score("happy", "csat", 1, 5),
    {"source": "weight", "role": "weight"},
]


def loaded(folder: Path, answers: Iterable[Answer]) -> Context:
    """A data folder with a survey of these answers."""
    rows = [(a.id, a.day, a.plan, a.cell, ",".join(a.heard), a.score, a.weight) for a in answers]
    return tiny.load(folder, "survey", rows, COLUMNS)


def chosen(answer: Answer, name: str) -> tuple[str | None, ...]:
    """The groups of a dimension that an answer belongs to; None is the group of those who said nothing."""
    values = {"plan": (answer.plan,), "reason": answer.reasons, "heard": answer.heard, "month": (answer.day[:7],)}[name]
    return tuple(value or None for value in values) or (None,)


def counted(answers: Iterable[Answer], by: Sequence[str]) -> dict[tuple[str | None, ...], Counter[float]]:
    """How often each score was given in each group, an answer in every group it belongs to."""
    groups: dict[tuple[str | None, ...], Counter[float]] = {}
    for answer in answers:
        places: list[tuple[str | None, ...]] = [()]
        for name in by:
            places = [(*place, value) for place in places for value in chosen(answer, name)]
        for place in places:
            groups.setdefault(place, Counter())[float(answer.score)] += 1
    return groups
