"""The scale that a question states itself: its ends, which of them is good, and the question without the statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from cxdash.ingest.recognition.statements import Statement, statements, without
from cxdash.vocabulary.answer_sides import side
from cxdash.vocabulary.naming import words
from cxdash.vocabulary.question_words import COUNTED, HOW_MANY, OF_SOMEBODY, QUESTIONS, RANKED
from cxdash.vocabulary.scales import Direction
from cxdash.vocabulary.synonyms import SYNONYMS

HIGHEST = frozenset((2, 3, 4, 5, 6, 7, 9, 10, 11, 100))
"""The highest scores that scales have: "ages 18-25" and "quarters 1-8" are none."""

# Numbers that statisticians write where nobody answered; far from every scale, so that they cannot be answers.
NO_ANSWER_CODES = frozenset((-1, -7, -8, -9, -77, -88, -97, -98, -99, -999, 66, 77, 88, 96, 97, 98, 99, 777, 888, 998,
                             999, 9999))  # fmt: skip

_MOST, _NEARLY_ALL = 0.5, 0.95
_LONGEST = 1000  # characters of a question that are read
_TRIED = 12  # places in it that could be statements
_ASKING = ("nps", "csat", "ces")
# What a name of numbers can speak of that is nobody's judgement.
_ELSE = ("counting", "age", "money", "value", "duration_s", "wait_s", "contract", "variant", "response_id",
         "customer_id", "unit_id", "weight", "churned", "time_event", "stage")  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """A scale as a question states it; `low` is None where only the highest score is named ("out of 10").

    `direction` is None where the text does not say which end is good. `asked` is the question without the statement.
    `sure`: the text speaks of a judgement or of a scale, and does not merely hold two numbers set apart.
    """

    low: int | None
    high: int
    direction: Direction | None
    asked: str
    sure: bool

    @property
    def bottom(self) -> int:
        """The lowest number that can be an answer."""
        return 0 if self.low is None else self.low

    def holds(self, answers: Sequence[tuple[float, int]]) -> bool:
        """Whether the numbers of a column, with how often each is there, are answers on the scale.

        Most have to lie on it; nearly all where nothing but two numbers in brackets speaks for a scale.
        """
        asked = [(number, times) for number, times in answers if not self.is_no_answer(number)]
        inside = sum(times for number, times in asked if not self.is_beyond(number))
        return inside >= (_MOST if self.sure else _NEARLY_ALL) * sum(times for _, times in asked)

    def is_beyond(self, number: float | None) -> bool:
        """Whether something is a number and does not lie on the scale."""
        return number is not None and not self.bottom <= number <= self.high

    def is_no_answer(self, number: float) -> bool:
        """Whether a number stands for "no answer": a statistician's code, or a zero below the lowest score."""
        return self.is_beyond(number) and (number in NO_ANSWER_CODES or (number == 0 and self.bottom == 1))

    def __str__(self) -> str:
        return f"{self.bottom}–{self.high}"


@lru_cache(maxsize=4096)
def stated(question: str) -> Stated | None:
    """The scale that a question states, or None.

    >>> stated("How easy was it? (1 = very difficult, 7 = very easy)")
    Stated(low=1, high=7, direction='high_is_good', asked='How easy was it?', sure=True)
    """
    text = question[:_LONGEST]
    found = (_as_scale(each, text, question) for each in islice(statements(text), _TRIED))
    return next((scale for scale in found if scale), None)


def _as_scale(found: Statement, text: str, question: str) -> Stated | None:
    if not _is_scale(found.low, found.high):
        return None
    asked = without(found, text) + question[_LONGEST:]
    sure = _is_sure(found, words(asked))
    if sure is None:
        return None
    return Stated(found.low, found.high, _direction(found), asked, sure)


def _is_scale(low: int | None, high: int) -> bool:
    return (low in (None, 0, 1) and high in HIGHEST) or (low == -high and 1 <= high <= 10)


def _is_sure(found: Statement, asked: str) -> bool | None:
    """Whether the statement is one of a scale beyond doubt; None where it is none."""
    if found.labels and (_direction(found) or judges(asked)):
        return True
    if OF_SOMEBODY.strength(asked) or HOW_MANY.strength(asked):
        return None
    if found.scale_named or judges(asked):
        return True
    bare = found.apart and found.low is not None
    return False if bare and not _speaks_of_else(asked) else None


def _speaks_of_else(asked: str) -> bool:
    others = any(SYNONYMS[concept].strength(asked) for concept in _ELSE)
    return others or bool(RANKED.strength(asked)) or not COUNTED.isdisjoint(asked.split())


def judges(asked: str) -> bool:
    """Whether a question (in words) asks for somebody's judgement."""
    return any(QUESTIONS[concept].strength(asked) for concept in _ASKING)


def _direction(found: Statement) -> Direction | None:
    """Which end is good by the words beside the ends; None where they say nothing or contradict each other."""
    lowest = side(found.labels.get(found.low, "")) if found.low is not None else 0
    highest = side(found.labels.get(found.high, ""))
    if lowest == highest:
        return None
    return "high_is_good" if highest - lowest > 0 else "low_is_good"
