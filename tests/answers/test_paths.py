"""Paths against the interactions themselves, and the laws that tie steps, entries and exits together."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cxdash.answers.context import Context
from cxdash.answers.paths import paths
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


def test_rows_of_few_customers_are_left_out_and_counted(sample: Context, everything: Context) -> None:
    shown, all_of_them = paths(sample), paths(everything)
    kept = [
        [row for row in rows if row["customers"] >= 5]
        for rows in (all_of_them.steps, all_of_them.entries, all_of_them.exits)
    ]
    assert [shown.steps, shown.entries, shown.exits] == kept
    hidden = len(all_of_them.steps) + len(all_of_them.entries) + len(all_of_them.exits) - sum(map(len, kept))
    assert shown.hidden == hidden > 0
    assert shown.document()["hidden"] == hidden


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
            {"from": "A", "to": "B", "n": 6, "customers": 6, "median_seconds": 150},
            {"from": "B", "to": "A", "n": 6, "customers": 6, "median_seconds": 1650},
        ],
        "entries": [{"touchpoint": "A", "n": 6, "customers": 6}],
        "exits": [{"touchpoint": "A", "n": 6, "customers": 6}],
        "hidden": 0,
    }
