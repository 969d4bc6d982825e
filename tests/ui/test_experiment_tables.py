"""The numbers of an experiment as a spreadsheet gets them and as the page writes them."""

from pathlib import Path

import pytest

from cxdash.answers.context import Context, open_context
from cxdash.answers.effects import effect_over_time
from cxdash.answers.experiments import Results, experiment, experiments
from cxdash.report.columns import Column, Table
from cxdash.ui.experiment_numbers import unit_of
from cxdash.ui.experiment_tables import days_table, metrics_table
from cxdash.vault.home import Home


@pytest.fixture(scope="module")
def context(sample_home: Path) -> Context:
    return open_context(Home(sample_home))


@pytest.fixture(scope="module")
def results(context: Context) -> list[Results]:
    return [experiment(context, str(listed["name"])) for listed in experiments(context)]


def column(table: Table, heading: str) -> Column:
    [found] = [each for each in table.columns if each.heading == heading]
    return found


def test_every_metric_is_there_with_what_it_was_weighed_by(results: list[Results]) -> None:
    assert results
    for found in results:
        table = metrics_table(found.metrics)
        assert len(set(table.headings)) == len(table.headings)
        for place, row in enumerate(found.metrics):
            factor, unit, _ = unit_of(row)
            assert column(table, "Metric").cells[place] == row.metric
            effect = column(table, "Effect")
            assert effect.cells[place] == pytest.approx(factor * (row.difference.effect_size or 0.0))
            assert (" pp" in effect.texts[place]) == (unit == "percent")
            assert column(table, "p").cells[place] == row.difference.pvalue
            assert column(table, "Effect from").cells[place] == pytest.approx(factor * (row.difference.low or 0.0))


def test_the_effect_over_time_is_a_row_per_day(context: Context, results: list[Results]) -> None:
    found = results[0]
    row = next(row for row in found.metrics if row.type != "ratio")
    points = effect_over_time(context, found.name, row.metric, row.variant, found.control)
    table = days_table(row, points)
    assert column(table, "Day").cells == [point.on for point in points]
    assert sum(point.anytime is not None for point in points) > 3
    for cell, point in zip(column(table, "Effect to").cells, points, strict=True):
        if point.anytime and point.anytime.high is not None:
            assert cell == pytest.approx(unit_of(row)[0] * point.anytime.high)
