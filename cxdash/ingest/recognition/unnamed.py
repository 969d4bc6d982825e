"""Columns whose names say nothing, and what their cells say instead."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from cxdash.ingest.profile import ColumnProfile

_NUMBERED = re.compile(r"column \d+")
# What tools and people call a question they do not name: "q", "Q17_3", "v2", "Frage 4", "سوال ۳".
_CODED = re.compile(
    r"(?:q|qu|qn|qid|question|item|frage|pregunta|vraag|سوال|سؤال|پرسش|שאלה)(?: ?\d+)*(?: ?[a-z])?"
    r"|(?:v|var|x|p|s|f|sq|qs)(?: ?\d+)+(?: ?[a-z])?"
)
_FEWEST_CUSTOMERS = 50


def is_coded(name: str) -> bool:
    """Whether a name in words is the code of a question and says nothing about it.

    >>> [is_coded(name) for name in ("q", "q17 3", "frage 4", "quality", "v")]
    [True, True, True, False, False]
    """
    return _CODED.fullmatch(name) is not None


def by_cells(profiles: Sequence[ColumnProfile]) -> dict[str, dict[str, float]]:
    """For a table without a header, what its columns could mean by their cells: source to concept to how surely.

    Where one column holds dates, the first one whose values come back belongs to customers, and the last one with
    fractions is an amount.
    """
    if not profiles or not all(_NUMBERED.fullmatch(each.source) for each in profiles):
        return {}
    moment = next((each for each in profiles if each.is_date or _are_days(each)), None)
    if moment is None:
        return {}
    found = {moment.source: {"time_event": 0.5}}
    rest = [each for each in profiles if each is not moment]
    customer = next((each for each in rest if _comes_back(each)), None)
    if customer:
        found[customer.source] = {"customer_id": 0.5}
    amount = next((each for each in reversed(rest) if each.is_numeric and not each.is_integer), None)
    if amount:
        found[amount.source] = {"value": 0.5}
    return found


def _comes_back(each: ColumnProfile) -> bool:
    return (
        each.distinct >= _FEWEST_CUSTOMERS
        and each.distinct_share < 0.9
        and each.mean_words < 1.1
        and (each.is_integer or each.numbers == 0)
    )


def _are_days(each: ColumnProfile) -> bool:
    """Whether the most frequent values are all days written 20241231."""
    return each.is_integer and each.mean_length == 8 and all(map(_is_day, each.values))


def _is_day(value: str) -> bool:
    with suppress(ValueError):
        return 1900 <= datetime.strptime(value, "%Y%m%d").year <= 2100  # noqa: DTZ007 - a day has no time zone
    return False
