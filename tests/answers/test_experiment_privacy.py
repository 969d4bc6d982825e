"""Few units are never read from an experiment: not by themselves, not by subtraction, not from one day to the next."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.answers.context import Context
from cxdash.answers.effects import effect_over_time, sums_by_day
from cxdash.answers.experiments import Results, experiment, experiments
from cxdash.answers.split import split
from cxdash.vocabulary.thresholds import Thresholds
from tests.answers import tiny

UNIT, ARM = {"source": "unit", "role": "unit_id"}, {"source": "arm", "role": "variant"}
SPENT = {"source": "spent", "role": "metric", "name": "spent", "type": "mean", "goal": "primary", "better": "high"}
LIKED = {"source": "liked", "role": "metric", "name": "liked", "type": "mean", "goal": "secondary", "better": "high"}
NUMBERS = (
    *("control_value", "treatment_value", "effect", "low", "high", "pvalue", "relative", "relative_low"),
    *("relative_high", "pvalue_adjusted", "simultaneous_low", "simultaneous_high", "simultaneous_pvalue"),
)


def loaded(home: Path, sizes: dict[str, int], liked: dict[str, int] | None = None) -> Context:
    """Units that spent 10, 11, 12 …; of each arm so many as `liked` says also say how they liked it."""
    rows = [
        (f"{arm}{n}", arm, 10 + n % 7, n % 5 if n < (liked or sizes)[arm] else "")
        for arm, size in sizes.items()
        for n in range(size)
    ]
    return tiny.load(home, "experiment", rows, [UNIT, ARM, SPENT, LIKED])


def of(results: Results, metric: str) -> dict[str, dict[str, Any]]:
    return {row.variant: row.document() for row in results.metrics if row.metric == metric}


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_an_arm_of_few_units_hides_itself_and_what_would_give_it_away(home: Path, few: int) -> None:
    context = loaded(home, {"control": 60, "new": few})
    document = experiment(context, "tiny").document()
    assert document["variants"] == {"control": None, "new": None}
    assert document["states"] == {"control": "hidden", "new": "hidden"}
    assert document["units"] == 60 + few
    for row in (*of(experiment(context, "tiny"), "spent").values(),):
        assert (row["state"], row["status"], row["relative_status"]) == ("hidden", "hidden", "hidden")
        assert {key: row[key] for key in NUMBERS} == dict.fromkeys(NUMBERS)
    # From the statistic of the split and the total the units could be worked out.
    assert document["sample_ratio"]["pvalue"] is None
    assert "60" not in json.dumps(document).replace(str(60 + few), "")
    [listed] = experiments(context)
    assert (listed["variants"], listed["units"]) == ({"control": None, "new": None}, 60 + few)


def test_five_units_are_shown_as_few(home: Path) -> None:
    document = experiment(loaded(home, {"control": 6, "new": 5}), "tiny").document()
    assert document["variants"] == {"control": 6, "new": 5}
    assert document["states"] == {"control": "few", "new": "few"}
    assert {row["state"] for row in document["metrics"]} == {"few"}
    assert document["sample_ratio"]["pvalue"] is not None


def test_the_total_of_too_few_units_is_hidden_too(home: Path) -> None:
    context = loaded(home, {"control": 2, "new": 2})
    assert experiment(context, "tiny").document()["units"] is None
    assert experiments(context)[0]["units"] is None


def test_of_several_arms_the_smallest_other_one_goes_too(home: Path) -> None:
    results = experiment(loaded(home, {"control": 80, "one": 60, "stray": 3, "two": 70}), "tiny")
    assert dict(results.units) == {"control": 80, "one": None, "stray": None, "two": 70}
    states = {variant: row["state"] for variant, row in of(results, "spent").items()}
    assert states == {"one": "hidden", "stray": "hidden", "two": "shown"}
    # The correction is for the treatments that are read: one.
    [two] = [row for row in results.metrics if row.variant == "two" and row.metric == "spent"]
    assert two.simultaneous == two.difference


def test_a_metric_that_few_units_have_is_hidden_alone(home: Path) -> None:
    results = experiment(loaded(home, {"control": 60, "new": 50}, {"control": 40, "new": 4}), "tiny")
    assert of(results, "spent")["new"]["state"] == "shown"
    assert of(results, "liked")["new"]["state"] == "hidden"
    assert of(results, "liked")["new"]["control_value"] is None


def test_a_metric_of_few_but_not_too_few_is_marked(home: Path) -> None:
    results = experiment(loaded(home, {"control": 60, "new": 50}, {"control": 40, "new": 29}), "tiny")
    assert of(results, "liked")["new"]["state"] == "few"
    assert of(results, "liked")["new"]["effect"] is not None


def test_the_threshold_is_that_of_the_data_folder(home: Path) -> None:
    context = replace(loaded(home, {"control": 60, "new": 9}), thresholds=Thresholds(privacy=10))
    assert experiment(context, "tiny").document()["variants"] == {"control": None, "new": None}


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 12), min_size=1))
def test_no_split_can_be_completed_from_what_it_shows(units: dict[str, int]) -> None:
    """What is missing to the total, where it is shown, is of several variants and of enough units."""
    found = split(units, Thresholds())
    assert all(n is None or n >= 5 for n in found.units.values())
    assert found.hidden == {variant for variant, n in found.units.items() if n is None}
    missing = [units[variant] for variant in found.hidden]
    if missing and found.total is not None:
        assert len(missing) > 1
        assert found.total - sum(n or 0 for n in found.units.values()) == sum(missing) >= 5


TIMED = [UNIT, ARM, {"source": "when", "role": "time"}, SPENT]


def by_day(home: Path, days: list[tuple[int, int]], undated: int = 0) -> Context:
    """So many units of control and treatment on each day, and units of the treatment without a time."""
    rows: list[tuple[object, ...]] = []
    for day, sizes in enumerate(days):
        on = (date(2026, 3, 1) + timedelta(days=day)).isoformat()
        rows += [
            (f"{arm}{day}-{n}", arm, on, 10 + (n + day) % 7)
            for arm, size in zip(("control", "new"), sizes, strict=True)
            for n in range(size)
        ]
    rows += [(f"undated{n}", "new", "", 11) for n in range(undated)]
    return tiny.load(home, "experiment", rows, TIMED)


def shown(context: Context) -> list[tuple[int, int, int]]:
    sums = sums_by_day(context, "tiny", "spent", "new", "control")
    assert [each.on for each in sums] == [p.on for p in effect_over_time(context, "tiny", "spent", "new", "control")]
    return [(each.on.day, int(each.control.n), int(each.treatment.n)) for each in sums]


@pytest.mark.parametrize(
    ("days", "undated", "expected"),
    [
        ([(20, 20), (20, 20), (20, 20)], 0, [(1, 20, 20), (2, 40, 40), (3, 60, 60)]),
        ([(20, 20), (20, 3), (20, 20)], 0, [(2, 40, 23), (3, 60, 43)]),
        ([(20, 20), (20, 20), (2, 2)], 0, [(1, 20, 20), (3, 42, 42)]),
        ([(20, 20), (20, 0), (0, 20)], 0, [(1, 20, 20), (2, 40, 20), (3, 40, 40)]),
        ([(4, 4), (20, 20)], 0, [(2, 24, 24)]),
        ([(20, 20), (20, 20)], 3, [(1, 20, 20)]),
        ([(20, 20), (20, 20)], 5, [(1, 20, 20), (2, 40, 40)]),
    ],
    ids=["many", "few in the middle", "few at the end", "none in one arm", "few at first", "few undated", "undated"],
)
def test_two_days_differ_by_none_or_many(
    home: Path, days: list[tuple[int, int]], undated: int, expected: list[tuple[int, int, int]]
) -> None:
    assert shown(by_day(home, days, undated)) == expected


def test_hidden_arms_have_no_effect_over_time(home: Path) -> None:
    assert shown(by_day(home, [(20, 1)] * 3)) == []


def test_the_days_are_far_apart_whatever_comes(home: Path) -> None:
    sizes = [(7, 9), (1, 9), (5, 0), (0, 4), (8, 8), (2, 1), (0, 3), (9, 9), (4, 6), (1, 0)]
    kept = shown(by_day(home, sizes))
    ends = [(0, 0), *[(a, b) for _, a, b in kept], (sum(a for a, _ in sizes), sum(b for _, b in sizes))]
    steps = Counter(later[arm] - n[arm] for n, later in pairwise(ends) for arm in (0, 1))
    assert kept
    assert not [step for step in steps if 0 < step < 5]
