"""How long an experiment has run, and intervals that hold at any time since nothing about them moves with the look."""

from datetime import date, timedelta
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.answers.context import Context
from cxdash.answers.effects import effect_over_time
from cxdash.answers.experiments import experiment, experiments
from cxdash.answers.runs import Run
from cxdash.inference.sequential import anytime_bound
from tests.answers import tiny

FIRST = date(2026, 3, 2)
COLUMNS = [
    {"source": "unit", "role": "unit_id"},
    {"source": "arm", "role": "variant"},
    {"source": "when", "role": "time"},
    {"source": "spent", "role": "metric", "name": "spent", "type": "mean", "goal": "primary", "better": "high"},
]
BUSY = [30, 20, 40, 20, 20, 30, 40, 60, 80, 90, 20, 40]


def until(home: Path, days: int, first: date = FIRST, name: str = "tiny") -> Context:
    """What the export of the first days says: `BUSY` units a day in turns of both arms."""
    random = np.random.default_rng(3)
    rows = [
        (f"u{day}-{n}", ("control", "new")[n % 2], (first + timedelta(days=day)).isoformat(), round(random.normal(), 3))
        for day, size in enumerate(BUSY[:days])
        for n in range(size)
    ]
    return tiny.load(home, "experiment", rows, COLUMNS, name=name)


def test_the_interval_of_a_day_is_the_same_at_every_later_look(tmp_path: Path) -> None:
    """From the first week on, what was once shown for a day never changes."""
    looks = {days: effect_over_time(until(tmp_path / str(days), days), "tiny", "spent", "new", "control")
             for days in (5, 7, 8, 10, 12)}  # fmt: skip
    assert [point.anytime for days in (5, 7) for point in looks[days]] == [None] * 12
    assert {point.tuned_at for days in (8, 10, 12) for point in looks[days]} == {4 * sum(BUSY[:7])}
    for days in (8, 10):
        assert looks[days] == looks[12][:days]


def crossed(bounds: np.ndarray, looks: np.ndarray, runs: int, seed: int) -> float:
    """The share of A/A runs, sums of normal increments, whose |z| is beyond its bound at any of the looks."""
    random = np.random.default_rng(seed)
    steps = np.sqrt(np.diff(looks, prepend=0.0))
    z = np.cumsum(random.normal(size=(runs, len(looks))) * steps, axis=1) / np.sqrt(looks)
    return float((np.abs(z) > bounds).any(axis=1).mean())


def test_looking_again_and_again_at_nothing_finds_it_in_less_than_one_run_of_twenty() -> None:
    """To a hundred times the run that the first week promised, from its first units on."""
    tuned_at = Run(FIRST, FIRST + timedelta(days=30)).tuned_at(2500)
    assert tuned_at == 10_000
    looks = np.unique(np.geomspace(20, 100 * tuned_at, 1500).round())
    fixed = np.array([anytime_bound(n, tuned_at) for n in looks])
    retuned = np.array([anytime_bound(n, n) for n in looks])
    runs = 800
    error = sqrt(0.05 * 0.95 / runs)
    assert crossed(fixed, looks, runs, seed=20) < 0.05
    assert crossed(retuned, looks, runs, seed=20) > 0.05 + 3 * error


@given(st.integers(7, 400), st.integers(1, 10**6))
def test_what_it_is_tuned_at_never_moves(days: int, first_week: int) -> None:
    at_once = Run(FIRST, FIRST + timedelta(days=7)).tuned_at(first_week)
    assert Run(FIRST, FIRST + timedelta(days=days), FIRST + timedelta(days=900)).tuned_at(first_week) == at_once


@pytest.mark.parametrize("days", range(7))
def test_before_the_week_is_over_nothing_is_promised(days: int) -> None:
    assert Run(FIRST, FIRST + timedelta(days=days)).tuned_at(100) is None


@pytest.mark.parametrize(
    ("days", "after", "state", "words"),
    [
        (1, 0, "running", "It has run for 1 day of at least 7: too early to decide."),
        (6, 6, "running", "It has run for 6 days of at least 7: too early to decide."),
        (7, 0, "ready", "It has run for 7 days, until "),
        (30, 6, "ready", "It has run for 30 days, until "),
        (30, 7, "stopped", "It ran for 30 days; no new units since "),
        (3, 7, "stopped", "It ran for 3 days; no new units since "),
    ],
)
def test_the_state_of_an_experiment(days: int, after: int, state: str, words: str) -> None:
    last = FIRST + timedelta(days=days - 1)
    found = Run(FIRST, last, last + timedelta(days=after))
    assert (found.state, found.days) == (state, days)
    assert found.because.startswith(words)


def test_without_times_the_state_is_unknown_and_says_why(home: Path) -> None:
    rows = [(f"u{n}", "ab"[n % 2], "", n % 7) for n in range(40)]
    context = tiny.load(home, "experiment", rows, COLUMNS)
    [listed] = experiments(context)
    assert (listed["state_of_test"], listed["first_on"], listed["last_on"]) == ("unknown", None, None)
    assert "No unit has a time" in listed["state_because"]
    assert experiment(context, "tiny").document()["state_of_test"] == "unknown"


def test_what_other_data_says_tells_a_stopped_experiment(home: Path) -> None:
    [alone] = experiments(until(home, 12, name="old"))
    assert alone["state_of_test"] == "ready"
    states = {
        row["name"]: row["state_of_test"] for row in experiments(until(home, 3, FIRST + timedelta(days=20), "new"))
    }
    assert states == {"old": "stopped", "new": "running"}


def test_a_name_as_it_is_written_goes_before_one_that_is_like_it(home: Path) -> None:
    until(home, 12, name="Tiny")
    context = until(home, 3, name="tiny.csv")
    assert experiment(context, "tiny.csv").all_units == sum(BUSY[:3])
    assert experiment(context, "TINY").all_units == sum(BUSY)


def test_two_experiments_of_one_name_can_both_be_asked_for(home: Path) -> None:
    until(home, 12)
    rows = [(f"v{n}", ("off", "on")[n % 2], "2026-05-01", n % 7) for n in range(50)]
    context = tiny.load(home, "experiment", rows, COLUMNS)
    assert {row["name"]: row["units"] for row in experiments(context)} == {"tiny": sum(BUSY), "tiny (2)": 50}
    assert experiment(context, "tiny (2)").control == "off"
    assert experiment(context, "tiny").control == "control"
