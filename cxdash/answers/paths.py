"""How customers travel: moves between touchpoints or stages, where they come in and where they leave."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cxdash.answers.context import Context
from cxdash.inference.privacy import Cell
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import Grain, edges, steps

Row = dict[str, Any]


@dataclass(frozen=True)
class End:
    """How many journeys begin, or end, at a place, and their percentage of all; None where that may not be shown."""

    n: int | None
    share: float | None


class Beyond(Enum):
    """What lies before the first interaction of a journey, and behind the last."""

    BEGIN = "begin"
    END = "end"


@dataclass(frozen=True)
class Paths:
    """Moves, entries and exits at one grain; counts of interactions and of distinct customers.

    `share` is the percentage of what a row is a part of, whose size is `of`: for a move all interactions at the place
    it starts from, those that ended a journey among them; for an entry or exit all of these. It is over all rows, the
    `hidden` ones, too, of which there are so many; `entries_hidden` and `exits_hidden` name the places of some.
    """

    grain: Grain
    steps: Sequence[Row]
    entries: Sequence[Row]
    exits: Sequence[Row]
    hidden: int
    entries_hidden: frozenset[Hashable] = frozenset()
    exits_hidden: frozenset[Hashable] = frozenset()

    def entering(self, place: str | None) -> End:
        """The journeys that begin at a place."""
        return _end(self.entries, place, hidden=place in self.entries_hidden)

    def leaving(self, place: str | None) -> End:
        """The journeys that end at a place."""
        return _end(self.exits, place, hidden=place in self.exits_hidden)

    def document(self) -> dict[str, object]:
        """The answer as the command line prints it; `hidden` counts rows kept back for privacy."""
        ends = {
            name: [{self.grain: row["place"], **_without(row, "place", "of")} for row in rows]
            for name, rows in (("entries", self.entries), ("exits", self.exits))
        }
        return {"steps": [_without(row, "of") for row in self.steps], **ends, "hidden": self.hidden}


def _end(rows: Sequence[Row], place: str | None, *, hidden: bool) -> End:
    if hidden:
        return End(None, None)
    return next((End(row["n"], row["share"]) for row in rows if row["place"] == place), End(0, 0.0))


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def paths(context: Context, grain: Grain = "touchpoint", filters: Filters | None = None) -> Paths:
    """Transitions, entries and exits, the most frequent first, without those that may not be shown.

    As much comes to a place as leaves it, and how much is no secret. So all three are one table, from × to with a row
    of entries and a column of exits, in which no cell of few customers may follow from the others.
    """
    asked = filters or Filters()
    cells = _cells(context, grain, asked)
    hidden = _hidden(cells, context.thresholds.privacy)
    shown = {cell: row for cell, row in _with_shares(cells).items() if cell not in hidden}
    return Paths(
        grain,
        steps=[row for cell, row in shown.items() if Beyond.BEGIN not in cell and Beyond.END not in cell],
        entries=[row for (came, _), row in shown.items() if came is Beyond.BEGIN],
        exits=[row for (_, went), row in shown.items() if went is Beyond.END],
        hidden=len(hidden),
        entries_hidden=frozenset(place for came, place in hidden if came is Beyond.BEGIN),
        exits_hidden=frozenset(place for place, went in hidden if went is Beyond.END),
    )


def _cells(context: Context, grain: Grain, filters: Filters) -> dict[Cell, Row]:
    """All moves, entries and exits by where a customer was and where they went, each kind by its frequency."""
    asked = (context.mart, context.dimensions, grain)
    return {
        **{(row["from"], row["to"]): row for row in steps(*asked, filters)},
        **{(Beyond.BEGIN, row["place"]): row for row in edges(*asked, "is_first", filters)},
        **{(row["place"], Beyond.END): row for row in edges(*asked, "is_last", filters)},
    }


def _hidden(cells: Mapping[Cell, Row], privacy: int) -> set[Cell]:
    """The cells of few customers, and the smallest shown one beside each that could be had by subtraction.

    What nobody did is in no list, and looks like what is hidden. So a cell follows from the rest of its line only
    where it is the one place of the line that no list names.
    """
    hidden = {cell for cell, row in cells.items() if row["customers"] < privacy}
    lines: dict[tuple[int, Hashable], list[Cell]] = defaultdict(list)
    for cell in cells:
        for side in (0, 1):
            lines[side, cell[side]].append(cell)
    places = {end for cell in cells for end in cell if not isinstance(end, Beyond)}
    waiting = [(side, cell[side]) for cell in sorted(hidden, key=str) for side in (0, 1)]
    while waiting:
        line = waiting.pop()
        shown = [cell for cell in lines[line] if cell not in hidden]
        # A journey does not end before it begins: the line of all beginnings, or endings, has one cell less.
        length = len(places) + (not isinstance(line[1], Beyond))
        if shown and length - len(shown) == 1:
            beside = min(shown, key=lambda cell: (cells[cell]["n"], str(cell)))
            hidden.add(beside)
            waiting += [(side, beside[side]) for side in (0, 1)]
    return hidden


def _with_shares(cells: Mapping[Cell, Row]) -> dict[Cell, Row]:
    came, went = Counter[Hashable](), Counter[Hashable]()
    for (before, after), row in cells.items():
        came[before] += row["n"]
        went[after] += row["n"]
    shared: dict[Cell, Row] = {}
    for (before, after), row in cells.items():
        whole = went[after] if after is Beyond.END else came[before]
        shared[before, after] = {**row, "share": 100 * row["n"] / whole, "of": whole}
    return shared
