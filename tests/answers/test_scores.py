"""Scores against the file itself: n, value and interval of every row, and what is hidden or never pooled."""

from collections.abc import Iterable
from dataclasses import replace
from math import sqrt
from pathlib import Path

import pytest
from scipy import stats

from cxdash.answers.context import Context
from cxdash.answers.scores import ScoreRow, metric_named, scores
from cxdash.errors import CxdashError
from cxdash.inference.estimates import estimate
from cxdash.queries.filters import Filters
from tests.answers import tiny
from tests.sample_data.test_stories import CES, CSAT, RECOMMEND, SURVEY, Row, csat, once
from tests.sample_data.test_stories import scores as read_scores

Z = stats.norm.ppf(0.975)
COLUMNS = {
    "channel": "Where did you buy?",
    "device": "Device",
    "membership": "Membership",
    "country": "Country",
    "customer type": "Customer type",
    "language": "Answer language",
}


def wilson(yes: int, n: int, z: float = Z) -> tuple[float, float]:
    """Wilson 1927, in percent."""
    share = yes / n
    middle, reach = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return 100 * (middle - reach) / (1 + z * z / n), 100 * (middle + reach) / (1 + z * z / n)


def told(row: ScoreRow) -> tuple[float | None, ...]:
    return row.estimate.n, row.estimate.value, row.estimate.low, row.estimate.high


def share(answers: Iterable[int], from_: int) -> tuple[float, ...]:
    yes = [answer >= from_ for answer in answers]
    return len(yes), 100 * sum(yes) / len(yes), *wilson(sum(yes), len(yes))


def mean(answers: list[int]) -> tuple[float, ...]:
    found = stats.describe(answers)
    low, high = stats.t.interval(0.95, found.nobs - 1, found.mean, sqrt(found.variance / found.nobs))
    return found.nobs, found.mean, low, high


def values(column: str) -> dict[str | None, list[Row]]:
    groups: dict[str | None, list[Row]] = {}
    for row in once(SURVEY):
        groups.setdefault(row[column] or None, []).append(row)
    return groups


@pytest.mark.parametrize("metric", ["csat", "mean"])
def test_touchpoints_are_as_in_the_file(sample: Context, metric: str) -> None:
    found = {
        row.group["touchpoint"]: row for row in scores(sample, metric, ("touchpoint",)) if row.basis.question == "csat"
    }
    assert set(found) == set(CSAT)
    for name, row in found.items():
        answers = read_scores(once(SURVEY), csat(str(name)), 1, 5)
        assert told(row) == pytest.approx(share(answers, 4) if metric == "csat" else mean(answers))


def test_efforts_are_as_in_the_file(sample: Context) -> None:
    found = {str(row.group["touchpoint"]): told(row) for row in scores(sample, "ces", ("touchpoint",))}
    assert found.keys() == CES.keys()
    for name, column in CES.items():
        assert found[name] == pytest.approx(share(read_scores(once(SURVEY), column, 1, 7), 5))


@pytest.mark.parametrize("dimension", COLUMNS)
def test_nps_is_as_in_the_file(sample: Context, dimension: str) -> None:
    found = {row.group[dimension]: row for row in scores(sample, "nps", (dimension,))}
    groups = values(COLUMNS[dimension])
    assert found.keys() == groups.keys()
    for name, rows in groups.items():
        answers = read_scores(rows, RECOMMEND, 0, 10)
        points = {weight: sum(100 * ((a >= 9) - (a <= 6)) == weight for a in answers) for weight in (100, 0, -100)}
        known = estimate(points, "nps")
        assert told(found[name]) == pytest.approx((len(answers), known.value, known.low, known.high))
        assert found[name].document()["distribution"] == {
            str(answer): answers.count(answer) for answer in sorted(set(answers))
        }


@pytest.mark.parametrize("dimension", ["device", "membership"])
def test_two_dimensions_are_as_in_the_file(sample: Context, dimension: str) -> None:
    only = Filters().but("touchpoint", ["Delivery"])
    found = scores(sample, "csat", ("channel", dimension), only)
    for row in found:
        channel, value = row.group.values()
        rows = [r for r in once(SURVEY) if r[COLUMNS["channel"]] == channel and r[COLUMNS[dimension]] == value]
        assert told(row) == pytest.approx(share(read_scores(rows, csat("Delivery"), 1, 5), 4))
    assert len(found) >= 9


def test_another_confidence_level_gives_another_interval(sample: Context) -> None:
    [row] = scores(replace(sample, confidence_level=0.8), "csat", (), Filters().but("touchpoint", ["Returns"]))
    answers = read_scores(once(SURVEY), csat("Returns"), 1, 5)
    known = wilson(sum(answer >= 4 for answer in answers), len(answers), stats.norm.ppf(0.9))
    assert (row.estimate.low, row.estimate.high) == pytest.approx(known)


def test_groups_are_named_as_they_were_asked(sample: Context) -> None:
    for row in scores(sample, "nps", ("Customer Type", "CHANNEL")):
        assert list(row.group) == ["Customer Type", "CHANNEL"]


def test_a_metric_may_be_written_in_capitals() -> None:
    assert metric_named("NPS").name == "nps"
    with pytest.raises(CxdashError) as refused:
        metric_named("happiness")
    assert "csat" in refused.value.hint


def test_nothing_that_fits_the_filters_gives_no_rows(sample: Context) -> None:
    assert scores(sample, "nps", (), Filters().but("device", ["Fax"])) == []


def test_few_answers_are_marked_and_fewer_are_hidden(home: Path) -> None:
    context = tiny.satisfied(
        home, {"four": [5] * 4, "also four": [1] * 4, "five": [4] * 5, "29": [3, 4] * 14 + [5], "30": [3, 4] * 15}
    )
    states = {row.group["plan"]: row.state for row in scores(context, "csat", ("plan",))}
    assert states == {"four": "hidden", "also four": "hidden", "five": "few", "29": "few", "30": "shown"}


def test_a_single_hidden_cell_takes_the_smallest_shown_one_along(home: Path) -> None:
    context = tiny.satisfied(home, {"A": [5] * 40, "B": [4] * 9, "C": [1] * 3, "D": [2] * 50})
    states = {row.group["plan"]: row.state for row in scores(context, "csat", ("plan",))}
    assert states == {"A": "shown", "B": "hidden", "C": "hidden", "D": "shown"}


def test_what_is_hidden_says_nothing_but_its_group(home: Path) -> None:
    context = tiny.satisfied(home, {"A": [5] * 40, "B": [4] * 9, "C": [1] * 3})
    hidden = [row.document() for row in scores(context, "csat", ("plan",)) if row.hidden]
    assert len(hidden) == 2
    for row in hidden:
        assert {key for key, value in row.items() if value not in (None, {})} == {"group", "state"}


def test_weights_count_and_make_few_of_many(home: Path) -> None:
    rows = [(f"r{n}", 5 if n < 10 else 1, 20 if n < 10 else 0.1) for n in range(60)]
    columns = [tiny.IDENTITY, tiny.score("happy", "csat", 1, 5), {"source": "weight", "role": "weight"}]
    [row] = scores(tiny.load(home, "survey", rows, columns), "csat")
    assert row.estimate.n == 60
    assert row.estimate.value == pytest.approx(100 * 200 / 205)
    assert row.estimate.n_effective == pytest.approx(205**2 / (10 * 400 + 50 * 0.01))
    assert row.state == "few"


@pytest.fixture(scope="module")
def two_scales(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The same kind of question on 1–5 (all 5) and on 0–1 (all 0), and a CES."""
    rows = [(f"r{n}", 5, 0, 7) for n in range(40)]
    columns = [
        tiny.IDENTITY,
        tiny.score("stars", "csat", 1, 5, touchpoint="Shop"),
        tiny.score("thumb", "csat", 0, 1, touchpoint="Shop"),
        tiny.score("easy", "ces", 1, 7, touchpoint="Shop"),
    ]
    return tiny.load(tmp_path_factory.mktemp("two"), "survey", rows, columns)


def test_different_scales_are_never_pooled(two_scales: Context) -> None:
    rows = scores(two_scales, "csat")
    assert [(row.group, row.estimate.n, row.estimate.value) for row in rows] == [
        ({"scale": "0–1"}, 40, 0.0),
        ({"scale": "1–5"}, 40, 100.0),
    ]


def test_different_questions_are_never_pooled(two_scales: Context) -> None:
    found = {(row.group["question"], row.group.get("scale")): row.estimate.value for row in scores(two_scales, "mean")}
    assert found == {("ces", None): 7.0, ("csat", "0–1"): 0.0, ("csat", "1–5"): 5.0}


def test_conversion_is_for_zero_and_one(two_scales: Context) -> None:
    [row] = scores(two_scales, "conversion", ("touchpoint",))
    assert (row.group["touchpoint"], row.basis.scale.high, row.estimate.value) == ("Shop", 1, 0.0)


def test_directions_are_never_pooled(home: Path) -> None:
    rows = [(f"r{n}", 1, 1) for n in range(40)]
    columns = [
        tiny.IDENTITY,
        tiny.score("easy", "ces", 1, 7),
        tiny.score("effort", "ces", 1, 7, direction="low_is_good", touchpoint="Shop"),
    ]
    found = {row.group["scale"]: row.estimate.value for row in scores(tiny.load(home, "survey", rows, columns), "ces")}
    assert found == {"1–7": 0.0, "1–7 ↓": 100.0}


def test_a_metric_that_does_not_fit_the_scale_says_so(home: Path) -> None:
    rows = [(f"r{n}", n % 6, n) for n in range(40)]
    columns = [tiny.IDENTITY, tiny.score("recommend", "nps", 0, 5), tiny.score("slider", "csat", 0, 100)]
    context = tiny.load(home, "survey", rows, columns)
    for metric, scale in (("nps", "0–5"), ("csat", "0–100")):
        with pytest.raises(CxdashError) as refused:
            scores(context, metric)
        assert scale in refused.value.message
    assert len(scores(context, "mean")) == 2


def test_a_few_answers_without_a_date_hide_no_quarter(sample: Context) -> None:
    rows = {row.group["quarter"]: row for row in scores(sample, "nps", ("quarter",))}
    assert 0 < rows[None].histogram.n < sample.thresholds.privacy
    assert rows[None].hidden
    assert not any(row.hidden for quarter, row in rows.items() if quarter is not None)
