"""The law of the house: a total is exactly the sum of its parts, whichever way it is cut and wherever it is counted."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from cxdash.answers.context import Context
from cxdash.inference.histogram import Histogram
from cxdash.inference.moments import Moments
from cxdash.queries.filters import Filters
from cxdash.queries.scores import Basis, histograms
from cxdash.vocabulary.metrics import METRICS
from tests.answers import tiny

ASKED = ("nps", "csat", "ces", "mean")
CUTS = ("touchpoint", "stage", "channel", "day", "week", "month", "quarter", "device", "Customer Type", "age")
Totals = dict[Basis, Histogram]


def merged(parts: Iterable[Histogram]) -> Histogram:
    return reduce(add, parts, Histogram())


def total(context: Context, metric: str, by: Sequence[str] = (), filters: Filters | None = None) -> Totals:
    """The histogram of every basis, merged from the groups of a cut."""
    found = histograms(context.mart, context.dimensions, METRICS[metric], by, filters or Filters())
    return {basis: merged(row.histogram for row in found if row.basis == basis) for basis in {r.basis for r in found}}


def same(these: Totals, those: Totals) -> bool:
    """Whether counts are equal, and sums of weights equal but for the rounding of their last digits."""
    return these.keys() == those.keys() and all(_same(these[basis], those[basis]) for basis in these)


def _same(one: Histogram, other: Histogram) -> bool:
    return (
        one.counts == other.counts
        and one.weight_sums.keys() == other.weight_sums.keys()
        and all(math.isclose(one.weight_sums[score], other.weight_sums[score]) for score in one.counts)
        and math.isclose(one.squared_weights, other.squared_weights)
    )


def from_single_answers(context: Context) -> Context:
    """The same context with no segment in the cubes: a question that names one is counted answer by answer."""
    uncubed = tuple(replace(segment, in_cube=False) for segment in context.dimensions.segments)
    return replace(context, dimensions=replace(context.dimensions, segments=uncubed))


@pytest.fixture(scope="module")
def weighted(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Many weighted answers in few groups, so that the cube holds both segments."""
    rows = [
        (f"r{n}", f"2026-0{1 + n % 2}-01 12:00", ("A", "B", "")[n % 3], "xy"[n % 7 % 2], *answers, 0.25 * (1 + n % 4))
        for n, answers in enumerate((n % 11, 1 + n % 5) for n in range(1200))
    ]
    columns = [
        *(tiny.IDENTITY, tiny.TIME, tiny.segment("plan"), tiny.segment("side")),
        *(tiny.score("recommend", "nps", 0, 10), tiny.score("happy", "csat", 1, 5, touchpoint="Delivery")),
        {"source": "weight", "role": "weight"},
    ]
    return tiny.load(tmp_path_factory.mktemp("weighted"), "survey", rows, columns)


@pytest.mark.parametrize("metric", ASKED)
@pytest.mark.parametrize("cut", CUTS)
def test_a_total_is_the_sum_of_its_parts(sample: Context, metric: str, cut: str) -> None:
    whole = total(sample, metric)
    assert sum(histogram.n for histogram in whole.values()) > 1000
    assert same(total(sample, metric, (cut,)), whole)


@pytest.mark.parametrize("cuts", [("stage", "device"), ("month", "channel", "membership"), ("week", "touchpoint")])
def test_a_part_is_the_sum_of_its_parts(sample: Context, cuts: tuple[str, ...]) -> None:
    fine = histograms(sample.mart, sample.dimensions, METRICS["mean"], cuts, Filters())
    for coarse in histograms(sample.mart, sample.dimensions, METRICS["mean"], cuts[:1], Filters()):
        parts = [row.histogram for row in fine if row.group[:1] == coarse.group and row.basis == coarse.basis]
        assert _same(merged(parts), coarse.histogram)


@pytest.mark.parametrize(
    ("fine", "coarse", "named"),
    [
        ("month", "quarter", lambda month: f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"),
        ("day", "month", lambda day: day[:7]),
        ("day", "quarter", lambda day: f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"),
    ],
)
def test_a_quarter_is_the_sum_of_its_months(
    sample: Context, fine: str, coarse: str, named: Callable[[str], str]
) -> None:
    parts = histograms(sample.mart, sample.dimensions, METRICS["csat"], (fine,), Filters())
    wholes = histograms(sample.mart, sample.dimensions, METRICS["csat"], (coarse,), Filters())
    assert len(parts) > len(wholes) > 4
    for whole in wholes:
        [name] = whole.group
        theirs = [row.histogram for row in parts if (row.group[0] and named(row.group[0])) == name]
        assert _same(merged(theirs), whole.histogram)


@pytest.mark.parametrize("metric", ASKED)
def test_the_moments_of_the_parts_are_the_moments_of_the_whole(sample: Context, metric: str) -> None:
    asked = METRICS[metric]
    for basis, whole in total(sample, metric).items():
        weights = asked.weights(whole.counts, basis.scale)
        rows = histograms(sample.mart, sample.dimensions, asked, ("month",), Filters())
        parts = reduce(add, (row.histogram.moments(weights) for row in rows if row.basis == basis), Moments())
        at_once = whole.moments(weights)
        assert (parts.n, parts.mean, parts.m2) == pytest.approx((at_once.n, at_once.mean, at_once.m2), rel=1e-9)


@pytest.mark.parametrize("metric", ["nps", "csat", "mean"])
@pytest.mark.parametrize("by", [("plan",), ("side", "month"), ("plan", "side", "touchpoint")])
def test_the_cube_and_the_single_answers_count_alike(weighted: Context, metric: str, by: tuple[str, ...]) -> None:
    assert [segment.in_cube for segment in weighted.dimensions.segments] == [True, True]
    single = from_single_answers(weighted)
    cubed, counted = (
        histograms(context.mart, context.dimensions, METRICS[metric], by, Filters()) for context in (weighted, single)
    )
    assert [(row.group, row.basis) for row in cubed] == [(row.group, row.basis) for row in counted]
    assert all(_same(here.histogram, there.histogram) for here, there in zip(cubed, counted, strict=True))
    assert any(row.histogram.n_effective < row.histogram.n for row in cubed)


@pytest.mark.parametrize("metric", ASKED)
def test_the_cube_of_the_sample_counts_as_its_single_answers_do(sample: Context, metric: str) -> None:
    everybody = [str(row["name"] or "") for row in sample.mart.ask("SELECT DISTINCT seg_1 AS name FROM answers")]
    segment = next(each for each in sample.dimensions.segments if each.position == 1)
    assert not segment.in_cube
    all_of_them = Filters().but(segment.name, [*everybody, ""])
    for by in ((), ("touchpoint",), ("month",)):
        assert same(total(sample, metric, by, all_of_them), total(sample, metric, by))


def test_a_filtered_total_is_its_row_of_the_whole(sample: Context) -> None:
    for row in histograms(sample.mart, sample.dimensions, METRICS["csat"], ("stage",), Filters()):
        filtered = total(sample, "csat", (), Filters().but("stage", [row.group[0] or ""]))
        assert same(filtered, {row.basis: row.histogram})


def test_two_periods_that_meet_are_the_whole(sample: Context) -> None:
    dated = total(sample, "nps", (), Filters(since=date(1, 1, 1)))
    first = total(sample, "nps", (), Filters(until=date(2026, 3, 14)))
    second = total(sample, "nps", (), Filters(since=date(2026, 3, 15)))
    assert same({basis: first[basis] + second[basis] for basis in dated}, dated)


def test_weights_by_hand(home: Path) -> None:
    rows = [("a", 10, 2), ("b", 10, 1), ("c", 0, 1)]
    columns = [tiny.IDENTITY, tiny.score("recommend", "nps", 0, 10), {"source": "weight", "role": "weight"}]
    [histogram] = total(tiny.load(home, "survey", rows, columns), "nps").values()
    assert histogram == Histogram({10.0: 2, 0.0: 1}, {10.0: 3.0, 0.0: 1.0}, 6.0)
