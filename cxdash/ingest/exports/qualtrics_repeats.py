"""Qualtrics' questions that ask the same again: side by side ("Q5#2_1") and in loop and merge ("2_Q3")."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from cxdash.ingest.exports.asked_again import Part, in_loop, loop_items, side_by_side
from cxdash.ingest.exports.shape import Planned

Asked = tuple[str, str]
"""The import id (or the code) of a column, and its text."""

_SIDE = re.compile(r"(?P<question>.*\d)#(?P<column>\d+)_\d+")
_LOOP = re.compile(r"(?P<loop>\d+)_(?P<question>[A-Za-z].*)")
_ROW = " - "


def told_apart(planned: Sequence[Planned], asked: Mapping[str, Asked]) -> list[Planned]:
    """The columns with what tells those apart that ask the same; `asked` is by the SQL of a column as it came."""
    return _in_loops(side_by_side(planned, _parts(planned, asked)), asked)


def _parts(planned: Sequence[Planned], asked: Mapping[str, Asked]) -> dict[str, Part]:
    found = {}
    for column in planned:
        identity, text = asked.get(column.sql, ("", ""))
        side = _SIDE.fullmatch(identity)
        item = column.given.get("touchpoint") or text.rpartition(_ROW)[2]
        if side and column.rated:
            heading = text.removesuffix(f"{_ROW}{item}").rpartition(_ROW)[2]
            found[column.sql] = Part(side["question"], side["column"], heading, item)
    return found


def _in_loops(planned: Sequence[Planned], asked: Mapping[str, Asked]) -> list[Planned]:
    loops = {sql: loop for sql, (identity, _) in asked.items() if (loop := _LOOP.fullmatch(identity))}
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for sql, loop in loops.items():
        texts[loop["question"]][loop["loop"]] = asked[sql][1]
    items = {question: loop_items(told) for question, told in texts.items() if len(told) > 1}

    def placed(column: Planned) -> Planned:
        loop = loops.get(column.sql)
        found = items.get(loop["question"], {}).get(loop["loop"]) if loop else None
        return in_loop(column, found) if found else column

    return [placed(column) for column in planned]
