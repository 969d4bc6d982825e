"""How customers travel: moves between touchpoints or stages, where they come in and where they leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cxdash.answers.context import Context
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import Grain, edges, steps


@dataclass(frozen=True)
class Paths:
    """Moves, entries and exits at one grain; counts of interactions and of distinct customers."""

    grain: Grain
    steps: Sequence[dict[str, Any]]
    entries: Sequence[dict[str, Any]]
    exits: Sequence[dict[str, Any]]
    hidden: int

    def document(self) -> dict[str, object]:
        """The answer as the command line prints it; `hidden` counts rows kept back for privacy."""
        ends = {
            name: [{self.grain: row["place"], "n": row["n"], "customers": row["customers"]} for row in rows]
            for name, rows in (("entries", self.entries), ("exits", self.exits))
        }
        return {"steps": list(self.steps), **ends, "hidden": self.hidden}


def paths(context: Context, grain: Grain = "touchpoint", filters: Filters | None = None) -> Paths:
    """Transitions, entries and exits, the most frequent first.

    Rows of fewer customers than the privacy threshold are left out and counted.
    """
    asked = filters or Filters()
    moves = steps(context.mart, context.dimensions, grain, asked)
    entries = edges(context.mart, context.dimensions, grain, "is_first", asked)
    exits = edges(context.mart, context.dimensions, grain, "is_last", asked)
    shown_moves, shown_entries, shown_exits = (_shown(context, rows) for rows in (moves, entries, exits))
    shown = len(shown_moves) + len(shown_entries) + len(shown_exits)
    hidden = len(moves) + len(entries) + len(exits) - shown
    return Paths(grain, shown_moves, shown_entries, shown_exits, hidden)


def _shown(context: Context, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["customers"] >= context.thresholds.privacy]
