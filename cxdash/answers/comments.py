"""What customers said under low and under high scores, in their own words, where enough people spoke."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cxdash.answers.context import Context
from cxdash.queries.comments import quotes
from cxdash.queries.filters import Filters

FEWEST_PEOPLE = 10
"""The comments of fewer customers than this could be put to names by who knows them."""


@dataclass(frozen=True)
class Comments:
    """Rows (touchpoint, stage, tone, text) that may be shown, and whether there are others.

    `tone` is "pain" beside a low score and "delight" beside a high one; touchpoint None is the overall question.
    """

    shown: Sequence[dict[str, Any]]
    some_hidden: bool


def comments(context: Context, filters: Filters | None = None) -> Comments:
    """What was said at each touchpoint, of those texts that `cxdash.queries.comments.quotes` chooses."""
    told = quotes(context.mart, context.dimensions, filters or Filters())
    kept = ("touchpoint", "stage", "tone", "text")
    shown = [{name: row[name] for name in kept} for row in told if row["people"] >= FEWEST_PEOPLE]
    return Comments(shown, len(shown) < len(told))
