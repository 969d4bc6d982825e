"""Several treatments of one control, several goals, and effects that are looked at every day."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from cxdash.answers.context import Context
from cxdash.answers.effects import effect_over_time
from cxdash.answers.experiments import experiment
from cxdash.answers.metric_rows import MetricRow
from cxdash.inference.multiplicity import holm
from cxdash.inference.sequential import anytime_bound
from tests.answers import tiny

ARMS = {"control": (0.20, 10.0), "one": (0.24, 10.2), "two": (0.30, 10.9)}
COLUMNS = [
    {"source": "unit", "role": "unit_id"},
    {"source": "arm", "role": "variant"},
    {"source": "when", "role": "time"},
    {"source": "bought", "role": "metric", "name": "bought", "type": "binary", "goal": "primary", "better": "high"},
    {"source": "spent", "role": "metric", "name": "spent", "type": "mean", "goal": "primary", "better": "high"},
    {"source": "calls", "role": "metric", "name": "calls", "type": "mean", "goal": "secondary", "better": "low"},
]


def loaded(home: Path, arms: list[str], units: int = 400) -> Context:
    rng = np.random.default_rng(11)
    rows = []
    for number in range(units * len(arms)):
        arm = arms[number % len(arms)]
        chance, spent = ARMS[arm]
        day = date(2026, 3, 1) + timedelta(days=number // len(arms) % 20)
        bought = int(rng.random() < chance)
        rows.append((f"u{number}", arm, day.isoformat(), bought, round(rng.normal(spent, 2), 3), rng.integers(0, 5)))
    return tiny.load(home, "experiment", rows, COLUMNS, name="arms")


def by_name(rows: list[MetricRow]) -> dict[tuple[str, str], MetricRow]:
    return {(row.metric, row.variant): row for row in rows}


def test_several_treatments_hold_together(home: Path) -> None:
    """The means against Dunnett's own test; a share and its simultaneous interval say the same about zero."""
    results = experiment(loaded(home, [*ARMS]), "arms")
    rows = by_name(list(results.metrics))
    for row in rows.values():
        plain, together = row.difference, row.simultaneous
        assert together.low < plain.low < plain.high < together.high
        assert together.pvalue > plain.pvalue
        assert (together.pvalue < 0.05) == (together.low > 0 or together.high < 0)
        assert together.confidence_level == plain.confidence_level == 0.95
    correlation = stats.multivariate_normal(cov=[[1, 0.5], [0.5, 1]])
    z = -stats.norm.ppf(rows["spent", "one"].difference.pvalue / 2)
    inside = correlation.cdf([z, z], lower_limit=[-z, -z])
    assert rows["spent", "one"].simultaneous.pvalue == pytest.approx(1 - inside, abs=1e-4)


def test_one_treatment_needs_no_allowance(home: Path) -> None:
    for row in experiment(loaded(home, ["control", "one"]), "arms").metrics:
        assert row.simultaneous == row.difference


def test_goals_are_corrected_among_themselves_whatever_is_asked_for(home: Path) -> None:
    context = loaded(home, [*ARMS])
    rows = by_name(list(experiment(context, "arms").metrics))
    goals = [key for key in rows if key[0] != "calls"]
    adjusted = holm([rows[key].difference.pvalue for key in goals])
    assert [rows[key].pvalue_adjusted for key in goals] == pytest.approx(adjusted)
    assert rows["calls", "one"].pvalue_adjusted is None
    [one, two] = experiment(context, "arms", metrics=["bought"]).metrics
    assert (one.pvalue_adjusted, two.pvalue_adjusted) == pytest.approx(adjusted[:2])
    document = two.document()
    assert document["pvalue_adjusted"] == two.pvalue_adjusted
    assert document["simultaneous_low"] < document["low"]


def test_an_effect_that_is_looked_at_every_day_has_an_interval_for_it(home: Path) -> None:
    points = effect_over_time(loaded(home, ["control", "two"]), "arms", "bought", "two", "control")
    assert len(points) == 20
    for point in points:
        plain, always = point.difference, point.anytime
        assert always.low < plain.low < plain.effect_size < plain.high < always.high
        assert always.pvalue > plain.pvalue
        assert (always.pvalue < 0.05) == (always.low > 0 or always.high < 0)
        assert always.method == "confidence_sequence"
    # Forty units a day: four times the first week is the run that it is made for.
    assert {point.tuned_at for point in points} == {4 * 7 * 40}
    last = points[-1].anytime
    reach = anytime_bound(points[-1].units, 4 * 7 * 40)
    assert (last.high - last.effect_size) / last.std_error == pytest.approx(reach)


def test_days_without_spread_have_no_interval_of_either_kind(home: Path) -> None:
    rows = [(f"u{i}", ("control", "one")[i % 2], f"2026-03-{1 + i // 10:02}", 0, 1, 0) for i in range(90)]
    context = tiny.load(home, "experiment", rows, COLUMNS, name="flat")
    points = effect_over_time(context, "flat", "spent", "one", "control")
    assert points[-1].anytime.low is points[-1].difference.low is None
    assert points[-1].anytime.status == points[-1].difference.status == "zero_variance"
