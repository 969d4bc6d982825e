"""An experiment in the mart: moments, histograms and days by variant, without units of several variants."""

from datetime import UTC, datetime

import pytest

from cxdash.mart.database import open_mart


def moment(day, hour=0, minute=0, second=0):
    """A moment of March 2026 as uploads carry it: UTC without saying so."""
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC).replace(tzinfo=None)


DAY = moment(1, 10)


def only(opened, sql, **values):
    """The rows of a question as tuples."""
    return [tuple(row.values()) for row in open_mart(opened).ask(sql, **values)]


METRICS = [
    {"name": "converted", "type": "binary", "better": "high", "goal": "primary", "column": "m_1"},
    {"name": "revenue per visit", "type": "revenue", "better": "high", "goal": "secondary", "column": "m_2",
     "numerator": "m_2", "denominator": "m_3"},
]  # fmt: skip


def unit(row, name, variant, *values, at=DAY):
    measured = {f"m_{k}": value for k, value in enumerate(values, 1)}
    return {"row": row, "unit_id": name, "variant": variant, "at": at, **measured}


def test_an_experiment_as_sufficient_statistics(opened, load):
    upload = load("experiment", name="Banner", metrics=METRICS, units=[
        unit(2, "u1", "A", 0, 10, 1),
        unit(3, "u2", "A", 1, 20, 4),
        unit(4, "u3", "A", None, 60, None),
        unit(5, "u4", "B", 1, 5, 1, at=moment(2)),
        unit(6, "both", "A", 1, 99, 1),
        unit(7, "both", "B", 1, 99, 1),
    ])  # fmt: skip
    assert only(opened, "SELECT * FROM experiments") == [(1, "Banner", [upload], DAY.date(), moment(2).date())]
    assert only(opened, "SELECT metric, name, type, better, goal FROM experiment_metrics") == [
        (1, "converted", "binary", "high", "primary"),
        (2, "revenue per visit", "revenue", "high", "secondary"),
    ]
    assert only(opened, "SELECT variant, units FROM experiment_variants") == [("A", 3), ("B", 1)]
    assert only(opened, "SELECT reason, n FROM experiment_excluded") == [("multiple_variants", 1)]
    moments = "n, mean, variance, total, mean_d, variance_d, covariance"
    cells = f"SELECT variant, {moments} FROM experiment_cells WHERE metric = $m"
    assert only(opened, cells, m=1) == [("A", 2, 0.5, 0.5, 1, None, None, None), ("B", 1, 1, None, 1, None, None, None)]
    assert only(opened, cells, m=2) == [("A", 2, 15, 50, 30, 2.5, 4.5, 15), ("B", 1, 5, None, 5, 1, None, None)]
    assert only(opened, "SELECT metric, variant, value, n FROM experiment_histograms") == [
        (1, "A", 0, 1), (1, "A", 1, 1), (1, "B", 1, 1),
    ]  # fmt: skip
    assert only(opened, "SELECT variant, day, n, mean, variance FROM experiment_days WHERE metric = 1") == [
        ("A", DAY.date(), 2, 0.5, 0.5),
        ("B", moment(2).date(), 1, 1, None),
    ]


def test_a_metric_of_many_values_has_no_histogram(opened, load):
    load("experiment", metrics=METRICS[:1], units=[unit(k, f"u{k}", "A", k) for k in range(102)])
    assert only(opened, "SELECT COUNT(*) FROM experiment_histograms") == [(0,)]


def test_the_first_week_is_seven_days_from_the_first_exposure(opened, load):
    load("experiment", metrics=METRICS[:1], units=[
        unit(2, "u1", "A", 1),
        unit(3, "u2", "A", 1, at=moment(7, 23, 59, 59)),
        unit(4, "u3", "A", 1, at=moment(8)),
        unit(5, "u4", "B", 1, at=None),
    ])  # fmt: skip
    assert only(opened, "SELECT variant, units, first_week FROM experiment_variants") == [("A", 3, 2), ("B", 1, 0)]
    assert only(opened, "SELECT first_on, last_on FROM experiments") == [(DAY.date(), moment(8).date())]


def test_an_experiment_without_times_has_no_days(opened, load):
    load("experiment", metrics=METRICS[:1], units=[unit(2, "u1", "A", 1, at=None)])
    assert only(opened, "SELECT first_on, last_on FROM experiments") == [(None, None)]
    assert only(opened, "SELECT first_week FROM experiment_variants") == [(0,)]


CALLS = {"name": "calls", "type": "mean", "better": "low", "goal": "guardrail", "column": "m_1"}
BOUGHT = {**METRICS[0], "column": "m_2"}


def named(opened):
    return only(opened, "SELECT name FROM experiments ORDER BY experiment")


def values(opened, metric):
    """Units with a value and their mean, by variant, of a metric of the only experiment."""
    return only(
        opened,
        "SELECT variant, n, mean FROM experiment_cells JOIN experiment_metrics USING (experiment, metric) "
        "WHERE name = $name ORDER BY variant",
        name=metric,
    )


def test_an_export_with_one_more_column_is_of_the_same_experiment(opened, load):
    first = load("experiment", name="Banner", metrics=METRICS[:1], units=[
        unit(2, "u1", "A", 0), unit(3, "u2", "B", 0), unit(4, "u3", "A", 0),
    ])  # fmt: skip
    second = load("experiment", name="Banner", metrics=[CALLS, BOUGHT], units=[
        unit(2, "u1", "A", 4, 1, at=None), unit(3, "u2", "B", 6, None), unit(4, "u9", "B", 8, 1),
    ])  # fmt: skip
    assert only(opened, "SELECT name, upload FROM experiments") == [("Banner", [first, second])]
    assert only(opened, "SELECT name, goal FROM experiment_metrics ORDER BY metric") == [
        ("converted", "primary"), ("calls", "guardrail"),
    ]  # fmt: skip
    assert only(opened, "SELECT variant, units FROM experiment_variants") == [("A", 2), ("B", 2)]
    # The newest record of a unit counts, where it says that nothing is known, too; the first file knows no calls.
    assert values(opened, "converted") == [("A", 2, 0.5), ("B", 1, 1)]
    assert values(opened, "calls") == [("A", 1, 4), ("B", 2, 7)]
    assert only(opened, "SELECT first_on, last_on FROM experiments") == [(DAY.date(), DAY.date())]


def test_what_only_an_older_export_measured_stays_known(opened, load):
    units = [unit(2, "u1", "A", 4, 1), unit(3, "u2", "B", 6, 1)]
    load("experiment", name="Banner", metrics=[CALLS, BOUGHT], units=units)
    load("experiment", name="Banner", metrics=METRICS[:1], units=[unit(2, "u1", "A", 0), unit(3, "u2", "B", 0)])
    assert values(opened, "calls") == [("A", 1, 4), ("B", 1, 6)]
    assert values(opened, "converted") == [("A", 1, 0), ("B", 1, 0)]


def test_a_ratio_is_taken_from_one_file(opened, load):
    ratio = {**METRICS[1], "column": "m_1", "numerator": "m_1", "denominator": "m_2"}
    load("experiment", name="Banner", metrics=[ratio], units=[unit(k, f"u{k}", "AB"[k % 2], 10, 2) for k in (2, 3)])
    load("experiment", name="Banner", metrics=[CALLS, {**ratio, "column": "m_2", "numerator": "m_2",
         "denominator": "m_3"}], units=[unit(2, "u2", "A", 1, 30, None), unit(3, "u3", "B", 1, 30, 3)])  # fmt: skip
    cells = "SELECT variant, n, mean, mean_d FROM experiment_cells WHERE metric = 1 ORDER BY variant"
    assert only(opened, cells) == [("B", 1, 30, 3)]


def arms(variants, *values, first=0):
    return [unit(k, f"u{first + k}", variants[k % len(variants)], *values) for k in range(20)]


@pytest.mark.parametrize(
    ("metrics", "units"),
    [
        ([{**METRICS[0], "type": "mean"}], arms("AB", 1)),
        ([{**METRICS[0], "numerator": "m_1", "denominator": "m_2"}], arms("AB", 1, 1)),
        (METRICS[:1], arms("XY", 1, first=100)),
        (METRICS[:1], arms("BA", 1)),
    ],
    ids=["another type", "a ratio", "other variants", "assigned anew"],
)
def test_what_does_not_agree_is_an_experiment_of_its_own(opened, load, metrics, units):
    load("experiment", name="Banner", metrics=METRICS[:1], units=arms("AB", 0))
    load("experiment", name="Banner", metrics=metrics, units=units)
    load("experiment", name="Banner (3)", metrics=METRICS[:1], units=arms("AB", 0))
    load("experiment", name="Banner", metrics=METRICS[:1], units=arms("PQ", 0))
    assert named(opened) == [("Banner",), ("Banner (2)",), ("Banner (3)",), ("Banner (4)",)]
    assert only(opened, "SELECT SUM(units) FROM experiment_variants GROUP BY experiment") == [(20,)] * 4


def test_units_that_moved_are_few_in_one_experiment(opened, load):
    """Two of twenty may have moved between exports: they are left out and counted, as within a file."""
    moved = [{**each, "variant": "A"} if k in (1, 3) else each for k, each in enumerate(arms("AB", 0))]
    load("experiment", name="Banner", metrics=METRICS[:1], units=arms("AB", 0))
    load("experiment", name="Banner", metrics=METRICS[:1], units=moved)
    assert named(opened) == [("Banner",)]
    assert only(opened, "SELECT n FROM experiment_excluded") == [(2,)]


def test_a_file_that_has_only_one_of_the_variants_adds_to_them(opened, load):
    load("experiment", name="Banner", metrics=METRICS[:1], units=arms("AB", 0))
    load("experiment", name="Banner", metrics=METRICS[:1], units=arms("A", 1, first=100))
    assert only(opened, "SELECT variant, units FROM experiment_variants") == [("A", 30), ("B", 10)]
