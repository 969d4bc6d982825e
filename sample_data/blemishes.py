"""Mistakes put into the files on purpose, so that loading them shows what "set aside" means."""

from collections.abc import Callable, Sequence

import numpy as np

from sample_data.answers import HEADER, NOT_APPLICABLE, RECOMMEND
from sample_data.company import TOUCHPOINTS, stream

Row = list[str]

_SUBMITTED = HEADER.index("Submitted")
_RECOMMEND = HEADER.index(RECOMMEND)
_FIRST_QUESTION = HEADER.index("Finished") + 1


def _question(touchpoint: str) -> int:
    return HEADER.index(TOUCHPOINTS[touchpoint].question)


def _some(rng: np.random.Generator, rows: Sequence[Row], fits: Callable[[Row], bool], how_many: int) -> list[Row]:
    """So many different rows that fit, in the order of the file."""
    fitting = [place for place, row in enumerate(rows) if fits(row)]
    chosen = rng.choice(len(fitting), how_many, replace=False)
    return [rows[fitting[place]] for place in sorted(int(place) for place in chosen)]


def _spoil(rng: np.random.Generator, rows: Sequence[Row], column: int, values: Sequence[str]) -> None:
    """Write each value over a filled cell of a column, in rows that have several answers."""
    answered = _some(
        rng, rows, lambda row: bool(row[column]) and sum(map(bool, row[_FIRST_QUESTION:])) > 3, len(values)
    )
    for row, value in zip(answered, values, strict=True):
        row[column] = value


def survey(rows: list[Row]) -> list[Row]:
    """13 values that cannot be right, 5 records without one valid answer, 4 records exported twice."""
    rng = stream(6)
    _spoil(rng, rows, _RECOMMEND, ["11", "11", "99", "-1"])
    _spoil(rng, rows, _question("Delivery"), ["6", "0", "55"])
    _spoil(rng, rows, _question("Browsing online"), ["very good", "ok", "???"])
    _spoil(rng, rows, _SUBMITTED, ["2026-13-40 10:00", "yesterday", "31/31/2026"])
    returns = _question("Returns")
    for row in _some(rng, rows, lambda row: not row[returns], 300):
        row[returns] = NOT_APPLICABLE
    opened = [_opened_only(row) for row in _some(rng, rows, lambda row: row[_SUBMITTED].startswith("2026"), 5)]
    for row, value in zip(opened[3:], ["12", "nine"], strict=True):
        row[_RECOMMEND] = value
    last = len(rows)
    for number, row in enumerate(opened, start=1):
        row[0] = f"R{last + number:05d}"
    twice = [list(row) for row in _some(rng, rows, lambda row: bool(row[_RECOMMEND]), 4)]
    return [*rows, *opened, *twice]


def _opened_only(row: Row) -> Row:
    """The questionnaire of the same person, opened and closed again."""
    return [*row[: _FIRST_QUESTION - 1], "FALSE", *("" for _ in row[_FIRST_QUESTION:])]


def interactions(rows: list[Row]) -> list[Row]:
    """5 times that are none, 3 contacts without a customer, 2 waiting times in words, 4 records written twice."""
    rng = stream(7)
    for row, value in zip(
        _some(rng, rows, _is_browsing, 5), ["", "soon", "0000-00-00 00:00", "n/a", "25:99"], strict=True
    ):
        row[2] = value
    for row in _some(rng, rows, lambda row: _is_browsing(row) and row[2].startswith("202"), 3):
        row[1] = ""
    for row in _some(rng, rows, lambda row: row[3] == "Support", 2):
        row[7] = "long"
    twice = [list(row) for row in _some(rng, rows, lambda row: row[3] == "Delivery", 4)]
    return [*rows, *twice]


def _is_browsing(row: Row) -> bool:
    return row[3] == "Browsing online" and bool(row[1])


def customers(rows: list[Row]) -> list[Row]:
    """2 unreadable dates, 1 record without a number, 2 customers written twice (the last one counts)."""
    rng = stream(8)
    for row in _some(rng, rows, lambda row: row[2].startswith("2026"), 2):
        row[2] = "unknown"
    nobody = ["", *rows[0][1:]]
    twice = [list(row) for row in _some(rng, rows, lambda row: row[2] != "unknown", 2)]
    return [*rows, nobody, *twice]


def checkout(rows: list[Row]) -> list[Row]:
    """1 visitor whose variant was not recorded, 2 visitors written twice."""
    rng = stream(9)
    unknown = [f"V{len(rows) + 1:05d}", "", *rows[-1][2:]]
    twice = [list(row) for row in _some(rng, rows, lambda row: row[5] == "0", 2)]
    return [*rows, unknown, *twice]
