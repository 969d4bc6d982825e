"""Paths against the interactions themselves, and the laws that tie steps, entries and exits together."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cxdash.answers.context import Context
from cxdash.answers.paths import End, Paths, paths
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import Grain, operations, reach, volumes
from cxdash.vocabulary.thresholds import Thresholds
from tests.answers import tiny
from tests.sample_data.test_stories import INTERACTIONS, dated, once, read

OPEN = Thresholds(privacy=1)
GRAINS: tuple[Grain, ...] = ("touchpoint", "stage")


@pytest.fixture(scope="module")
def everything(sample: Context) -> Context:
    """The sample with nothing kept back."""
    return replace(sample, thresholds=OPEN)


@pytest.fixture(scope="module")
def contacts(sample: Context) -> pd.DataFrame:
    """One row per interaction of the file, with the customer's next one."""
    rows = pd.DataFrame([row for row in once(INTERACTIONS) if row["Customer"] and dated(row["Time"])])
    clock = pd.to_datetime(rows["Time"]).dt
    rows["at"] = clock.tz_localize("Europe/Berlin", ambiguous=True, nonexistent="shift_forward")
    # Records that stand twice in the file count where they stand first.
    place = {row["Interaction"]: at for at, row in reversed(list(enumerate(read(INTERACTIONS))))}
    rows["place"] = rows["Interaction"].map(place)
    rows = rows.sort_values(["Customer", "at", "place"])
    rows["touchpoint"] = rows["Event"]
    rows["stage"] = rows["Event"].map(sample.journey.stage_of)
    for name in ("touchpoint", "stage", "at"):
        rows[f"next_{name}"] = rows.groupby("Customer")[name].shift(-1)
    return rows


def as_counts(rows: Any) -> dict[Any, int]:
    return {key: int(n) for key, n in rows.items()}


@pytest.mark.parametrize("grain", GRAINS)
def test_steps_are_as_in_the_file(everything: Context, contacts: pd.DataFrame, grain: Grain) -> None:
    moves = contacts.dropna(subset=["next_touchpoint"])
    known = moves.groupby([grain, f"next_{grain}"])
    found = {(row["from"], row["to"]): row for row in paths(everything, grain).steps}
    assert {key: row["n"] for key, row in found.items()} == as_counts(known.size())
    assert {key: row["customers"] for key, row in found.items()} == as_counts(known["Customer"].nunique())
    seconds = (moves["next_at"] - moves["at"]).dt.total_seconds().groupby([moves[grain], moves[f"next_{grain}"]])
    assert {key: row["median_seconds"] for key, row in found.items()} == pytest.approx(seconds.median().to_dict())


@pytest.mark.parametrize("grain", GRAINS)
def test_ends_are_as_in_the_file(everything: Context, contacts: pd.DataFrame, grain: Grain) -> None:
    found, by_customer = paths(everything, grain), contacts.groupby("Customer")[grain]
    for rows, known in ((found.entries, by_customer.first()), (found.exits, by_customer.last())):
        assert {row["place"]: row["n"] for row in rows} == as_counts(known.value_counts())
        assert all(row["n"] == row["customers"] for row in rows)


@pytest.mark.parametrize("grain", GRAINS)
def test_every_interaction_is_a_step_or_an_end(everything: Context, grain: Grain) -> None:
    found = paths(everything, grain)
    seen = volumes(everything.mart, everything.dimensions, Filters())
    assert sum(row["n"] for row in found.steps) + sum(row["n"] for row in found.exits) == seen["interactions"] == 14922
    assert sum(row["n"] for row in found.entries) == sum(row["n"] for row in found.exits) == seen["customers"]
    assert found.hidden == 0


@pytest.mark.parametrize("grain", GRAINS)
def test_what_flows_into_a_place_flows_out(everything: Context, grain: Grain) -> None:
    found = paths(everything, grain)
    for row in reach(everything.mart, everything.dimensions, grain, Filters()):
        place = row["place"]
        came = sum(r["n"] for r in found.steps if r["to"] == place) + sum(
            r["n"] for r in found.entries if r["place"] == place
        )
        left = sum(r["n"] for r in found.steps if r["from"] == place) + sum(
            r["n"] for r in found.exits if r["place"] == place
        )
        assert came == left == row["n"]


def test_stages_are_touchpoints_merged(everything: Context) -> None:
    stage_of = everything.journey.stage_of
    merged: dict[tuple[str | None, str | None], int] = {}
    for row in paths(everything, "touchpoint").steps:
        key = (stage_of(row["from"]), stage_of(row["to"]))
        merged[key] = merged.get(key, 0) + row["n"]
    assert {(row["from"], row["to"]): row["n"] for row in paths(everything, "stage").steps} == merged


def cells(found: Paths) -> dict[tuple[object, ...], dict[str, Any]]:
    """Moves, entries and exits as one table from × to."""
    return {
        **{(row["from"], row["to"]): row for row in found.steps},
        **{("", row["place"]): row for row in found.entries},
        **{(row["place"], ""): row for row in found.exits},
    }


@pytest.mark.parametrize("grain", GRAINS)
def test_rows_of_few_customers_are_left_out_and_counted(sample: Context, everything: Context, grain: Grain) -> None:
    found, all_of_them = paths(sample, grain), cells(paths(everything, grain))
    shown = cells(found)
    assert all(all_of_them[cell] == row for cell, row in shown.items())
    assert all(row["customers"] >= 5 for row in shown.values())
    assert found.hidden == len(all_of_them) - len(shown) > 0
    assert found.document()["hidden"] == found.hidden


@pytest.mark.parametrize("grain", GRAINS)
def test_nothing_hidden_follows_from_the_rest(sample: Context, everything: Context, grain: Grain) -> None:
    """Who knows how many interactions every place saw, and all that is shown, cannot tell a small row.

    A reader does not know which of the rows that are not there are hidden, and which have nobody in them.
    """
    all_of_them, shown = cells(paths(everything, grain)), cells(paths(sample, grain))
    places = {side for cell in all_of_them for side in cell} - {""}
    for cell in set(all_of_them) - set(shown):
        for side in (0, 1):
            line = {(other, cell[1]) if side else (cell[0], other) for other in places | {""}} - {("", "")}
            assert len(line - set(shown)) > 1


@pytest.mark.parametrize("grain", GRAINS)
def test_what_happens_next_at_a_place_is_all_of_it(everything: Context, grain: Grain) -> None:
    found = paths(everything, grain)
    for place in {row["from"] for row in found.steps}:
        moves = [row for row in found.steps if row["from"] == place]
        ended = found.leaving(place).n
        assert ended is not None
        assert sum(row["share"] for row in moves) + 100 * ended / moves[0]["of"] == pytest.approx(100)
    for ends in (found.entries, found.exits):
        assert sum(row["share"] for row in ends) == pytest.approx(100)


def travels(folder: Path, journeys: dict[str, int]) -> Context:
    """So many customers for every journey, written as the letters of its touchpoints."""
    rows = [
        (f"{way}{n}", f"2026-01-10 10:{minute:02}:00", what)
        for way, customers in journeys.items()
        for n in range(customers)
        for minute, what in enumerate(way)
    ]
    return tiny.load(folder, "interactions", rows, [tiny.CUSTOMER, tiny.TIME, tiny.EVENT])


def test_the_rest_of_the_journeys_gives_nobody_away(home: Path) -> None:
    """143 customers are no secret: were 100 and 40 shown, three would be left for the third."""
    found = paths(travels(home, {"A": 100, "B": 3, "C": 40}))
    assert [row["place"] for row in found.entries] == ["A"]
    assert found.entries_hidden == found.exits_hidden == {"B", "C"}
    assert (found.entering("B"), found.entering("D")) == (End(None, None), End(0, 0))
    assert found.entering("A").share == pytest.approx(100 * 100 / 143)


def test_a_share_is_of_all_not_of_what_is_shown(home: Path) -> None:
    """A long tail of moves that few customers make counts in the whole."""
    found = paths(travels(home, {"AB": 20, **{f"A{chr(100 + n)}": 2 for n in range(10)}}))
    assert [(row["to"], row["share"], row["of"]) for row in found.steps] == [("B", 50, 40)]
    assert [(row["place"], row["share"]) for row in found.entries] == [("A", 100)]
    assert [(row["place"], row["share"]) for row in found.exits] == [("B", 50)]


STAGES = {"A": "Before", "B": "After", "x": "Aside", "y": None, "z": "Before"}


@pytest.mark.parametrize("known", [{}, {"A": "First", "B": "Second"}, {"x": "First"}])
def test_a_touchpoint_outside_the_journey_keeps_its_own_stage_on_both_sides(home: Path, known: dict[str, str]) -> None:
    """Where the journey has no word for it, a move comes from and goes to the stage that the file says."""
    ways = ("Ax", "xB", "xzy", "yBxA", "xx")
    rows = [
        (f"{way}{n}", f"2026-01-10 10:{at:02}:00", what, STAGES[what] or "")
        for way in ways
        for n in range(5)
        for at, what in enumerate(way)
    ]
    columns = [tiny.CUSTOMER, tiny.TIME, tiny.EVENT, {"source": "phase", "role": "stage"}]
    context = tiny.load(home, "interactions", rows, columns)
    context = replace(context, dimensions=replace(context.dimensions, stage_of=known), thresholds=OPEN)
    moves: dict[tuple[str | None, str | None], int] = {}
    for way in ways:
        for here, there in pairwise(way):
            key = (known.get(here, STAGES[here]), known.get(there, STAGES[there]))
            moves[key] = moves.get(key, 0) + 5
    assert {(row["from"], row["to"]): row["n"] for row in paths(context, "stage").steps} == moves


def test_the_most_frequent_comes_first(sample: Context) -> None:
    found = paths(sample)
    for rows in (found.steps, found.entries, found.exits):
        assert [row["n"] for row in rows] == sorted((row["n"] for row in rows), reverse=True)


def test_operations_are_as_in_the_file(sample: Context, contacts: pd.DataFrame) -> None:
    found = {row["touchpoint"]: row for row in operations(sample.mart, sample.dimensions, Filters())}
    for name, rows in contacts.groupby("touchpoint"):
        row = found[name]
        waited = pd.to_numeric(rows["Waiting (s)"], errors="coerce")
        assert row["n"] == len(rows)
        assert (row["wait_s"] or 0) == pytest.approx(waited.mean() if waited.count() else 0)
        assert (row["resolved"], row["resolved_n"]) == (
            int((rows["Resolved"] == "TRUE").sum()),
            int(rows["Resolved"].isin(["TRUE", "FALSE"]).sum()),
        )


def test_by_hand(home: Path) -> None:
    at = "2026-01-10 10:{:02}:00"
    rows = [(f"c{n}", at.format(minute), what) for n in range(6) for minute, what in ((0, "A"), (n, "B"), (30, "A"))]
    context = tiny.load(home, "interactions", rows, [tiny.CUSTOMER, tiny.TIME, tiny.EVENT])
    found = paths(context).document()
    assert found == {
        "steps": [
            {"from": "A", "to": "B", "n": 6, "customers": 6, "median_seconds": 150, "share": 50},
            {"from": "B", "to": "A", "n": 6, "customers": 6, "median_seconds": 1650, "share": 100},
        ],
        "entries": [{"touchpoint": "A", "n": 6, "customers": 6, "share": 100}],
        "exits": [{"touchpoint": "A", "n": 6, "customers": 6, "share": 100}],
        "hidden": 0,
    }
