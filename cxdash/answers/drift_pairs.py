"""Which question of an upload is which one of an earlier upload: by id, by text, by a similar text."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from cxdash.answers.drift_summaries import Asked, Summary

How = Literal["same", "other_id", "renamed", "probably_renamed"]

SIMILAR = 0.6
"""Share of letters that two wordings have in common, from which they are probably one question (0 to 1)."""

SIMILAR_IN_PLACE = 0.45
"""The same for two questions at the same place of the file."""


@dataclass(frozen=True)
class Pair:
    """A question before and now, and how the two were recognised as one."""

    before: Asked
    now: Asked
    how: How


@dataclass(frozen=True)
class Pairs:
    """The questions that both uploads have, those that are `gone`, and those that are `new`; in the file's order."""

    matched: tuple[Pair, ...]
    gone: tuple[Asked, ...]
    new: tuple[Asked, ...]


def pair(before: Sequence[Asked], now: Sequence[Asked]) -> Pairs:
    """Every question with its counterpart: id and text alike, then the text, then the id, then a similar text."""
    left, right = list(before), list(now)
    found: list[Pair] = []
    found += _same(left, right, lambda asked: (asked.id, asked.key), lambda _, __: "same")
    found += _same(left, right, lambda asked: asked.key, _by_text)
    found += _same(left, right, lambda asked: asked.id, lambda _, __: "renamed")
    found += _similar(left, right)
    matched = sorted(found, key=lambda each: each.now.position)
    return Pairs(tuple(matched), tuple(left), tuple(right))


def _by_text(before: Asked, now: Asked) -> How:
    return "other_id" if before.id and now.id and before.id != now.id else "same"


def _same(
    left: list[Asked], right: list[Asked], key: Callable[[Asked], Hashable], how: Callable[[Asked, Asked], How]
) -> list[Pair]:
    """Pairs of equal keys, the first with the first; both lists lose what was paired."""
    waiting: dict[Hashable, list[Asked]] = defaultdict(list)
    for asked in left:
        waiting[key(asked)].append(asked)
    found = []
    for asked in list(right):
        wanted = key(asked)
        if wanted is not None and waiting[wanted]:
            before = waiting[wanted].pop(0)
            found.append(Pair(before, asked, how(before, asked)))
            left.remove(before)
            right.remove(asked)
    return found


def _similar(left: list[Asked], right: list[Asked]) -> list[Pair]:
    """Pairs of similar texts on the same scale, the most similar first; two different ids are two questions."""
    tried = [
        (likeness, before, now)
        for before in left
        for now in right
        if before.scale == now.scale
        and not (before.id and now.id)
        and (likeness := alike(before.key, now.key, _least(before, now)))
    ]
    tried.sort(
        key=lambda each: (-each[0], each[1].position + each[2].position, abs(each[1].position - each[2].position))
    )
    found = []
    for _, before, now in tried:
        if before in left and now in right:
            found.append(Pair(before, now, "probably_renamed"))
            left.remove(before)
            right.remove(now)
    return found


def _least(before: Asked, now: Asked) -> float:
    return SIMILAR_IN_PLACE if before.position == now.position else SIMILAR


def alike(one: str, two: str, least: float) -> float:
    """The share of letters in common where it is at least `least`, else 0; the same whichever text comes first.

    >>> alike("how easy was it", "how easy was it today", 0.6) > 0.8, alike("how easy was it", "your age", 0.6)
    (True, 0.0)
    """
    first, second = sorted((one, two))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def in_common(before: Summary, now: Summary) -> float:
    """How much of one shape two uploads are, 0 to 1: Dice's share of the questions, of the columns without any.

    A survey tool writes the same columns around every survey, so that with questions only questions count; and it
    numbers the questions of every survey alike, so that an id counts only where the texts are similar, too.
    """
    if before.questions and now.questions:
        matched = pair(before.questions, now.questions).matched
        same = sum(each.how != "renamed" or alike(each.before.key, each.now.key, 0.5) > 0 for each in matched)
        return 2 * same / (len(before.questions) + len(now.questions))
    both = len(before.columns) + len(now.columns)
    return 2 * len(before.columns & now.columns) / both if both else 0.0
