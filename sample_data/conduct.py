"""How the questionnaires were filled in: how long each took, what the survey tool noticed, and who should not count."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import numpy as np

from sample_data.answers import HEADER, RECOMMEND, TOOK, TYPE, WHY, written
from sample_data.company import TOUCHPOINTS, one_of, stream

Row = list[str]

ANSWERED, PREVIEW = "Answered", "Preview"
BOTS, PREVIEWS, TWICE, LINES, HURRIED = 60, 12, 18, 25, 150
BOT_WEEKEND = datetime(2026, 3, 14, 1, 0)  # noqa: DTZ001 - the company's clock
"""In this night somebody let a program praise the shop sixty times."""
LINED = ("Browsing online", "Product information", "Checkout", "Order updates", "Delivery", "Product care")

_ID, _CUSTOMER, _SUBMITTED = (HEADER.index(name) for name in ("Response ID", "Customer", "Submitted"))
_TYPE, _TOOK, _CHECK = HEADER.index(TYPE), HEADER.index(TOOK), HEADER.index(TOOK) + 1
_FINISHED, _RECOMMEND, _WHY = HEADER.index("Finished"), HEADER.index(RECOMMEND), HEADER.index(WHY)
_QUESTIONS = slice(_RECOMMEND, _WHY)


def _seconds(rng: np.random.Generator, row: Row) -> int:
    """Opening the questionnaire, some seconds for each answer, half a minute for each comment."""
    answered = sum(map(bool, row[_QUESTIONS]))
    said = sum(map(bool, row[_WHY:]))
    return round(12 + (8.0 * answered + 30 * said) * float(np.exp(0.25 * rng.normal())))


def observed(rows: list[Row]) -> list[Row]:
    """The rows with what the survey tool notes of each: real answers, seconds, a bot check near 1; a few hurry."""
    rng = stream(10)
    for row in rows:
        row[_TYPE], row[_TOOK] = ANSWERED, str(_seconds(rng, row))
        row[_CHECK] = f"{float(rng.choice([0.7, 0.8, 0.9, 1.0], p=[0.05, 0.1, 0.25, 0.6])):.1f}"
    asked_much = [row for row in rows if row[_FINISHED] == "TRUE" and sum(map(bool, row[_QUESTIONS])) >= 4]
    for place in rng.choice(len(asked_much), HURRIED, replace=False):
        row = asked_much[int(place)]
        row[_TOOK] = str(sum(map(bool, row[_QUESTIONS])) + int(rng.integers(1, 4)))
    return rows


def added(rows: Sequence[Row]) -> list[Row]:
    """Responses that came beside the real ones, numbered on from them: previews, a program's, lines, second copies."""
    rng = stream(11)
    real = [
        row for row in rows if row[_FINISHED] == "TRUE" and "2026" < row[_SUBMITTED] < "2026-10-20" and row[_RECOMMEND]
    ]
    makers: list[tuple[Callable[[np.random.Generator, Sequence[Row], int], Row], int]] = [
        (_preview, PREVIEWS),
        (_by_a_program, BOTS),
        (_line, LINES),
        (_again, TWICE),
    ]
    made = [make(rng, real, number) for make, how_many in makers for number in range(how_many)]
    last = max(int(row[_ID][1:]) for row in rows)
    for number, row in enumerate(made, start=last + 1):
        row[_ID] = f"R{number:05d}"
    return made


def _some(rng: np.random.Generator, real: Sequence[Row]) -> Row:
    return list(real[int(rng.integers(len(real)))])


def _emptied(row: Row) -> Row:
    return [*row[: _FINISHED + 1], *("" for _ in row[_FINISHED + 1 :])]


def _later(row: Row, minutes: int) -> str:
    moment = datetime.fromisoformat(row[_SUBMITTED]) + timedelta(minutes=minutes)
    return moment.isoformat(" ", "minutes")


def _preview(rng: np.random.Generator, real: Sequence[Row], number: int) -> Row:
    """The colleague who wrote the questionnaire looks how it works."""
    row = _emptied(_some(rng, real))
    row[_CUSTOMER], row[_TYPE], row[_TOOK], row[_CHECK] = "", PREVIEW, str(int(rng.integers(9, 400))), "1.0"
    row[_SUBMITTED] = f"2026-01-12 {9 + number // 2:02d}:{5 + 20 * (number % 2):02d}"
    row[_RECOMMEND], row[_WHY] = written(int(rng.integers(0, 11))), one_of(rng, ("test", "asdf", "does this work?"))
    return row


def _by_a_program(rng: np.random.Generator, real: Sequence[Row], number: int) -> Row:
    row = _emptied(_some(rng, real))
    row[_CUSTOMER], row[_TOOK], row[_CHECK] = "", str(int(rng.integers(2, 5))), f"{0.1 * int(rng.integers(0, 4)):.1f}"
    row[_SUBMITTED] = (BOT_WEEKEND + timedelta(minutes=17 * number)).isoformat(" ", "minutes")
    row[_RECOMMEND] = written(10)
    for touchpoint in ("Browsing online", "Product information", "Checkout"):
        row[HEADER.index(TOUCHPOINTS[touchpoint].question)] = "5"
    return row


def _line(rng: np.random.Generator, real: Sequence[Row], number: int) -> Row:
    """Somebody wants to be done: the same box on every line."""
    row = _emptied(_some(rng, real))
    row[_SUBMITTED] = _later(row, 5 * 24 * 60 + number)
    for touchpoint in LINED:
        row[HEADER.index(TOUCHPOINTS[touchpoint].question)] = "4" if number % 3 else "3"
    row[_TOOK] = str(int(rng.integers(20, 60)))
    return row


def _again(rng: np.random.Generator, real: Sequence[Row], number: int) -> Row:
    """The questionnaire sent off a second time some minutes later."""
    row = _some(rng, real)
    row[_SUBMITTED] = _later(row, 2 + number)
    return row
