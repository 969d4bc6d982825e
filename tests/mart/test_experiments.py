"""An experiment in the mart: moments, histograms and days by variant, without units of several variants."""

from datetime import UTC, datetime

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
    assert only(opened, "SELECT * FROM experiments") == [(1, "Banner", upload)]
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
