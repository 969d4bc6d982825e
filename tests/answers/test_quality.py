"""Numbers with and without suspicious responses: the parts make the whole, and nothing leaves by itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from cxdash.answers.context import Context
from cxdash.answers.quality import flag_counts, with_and_without
from cxdash.answers.scores import scores
from cxdash.errors import CxdashError
from cxdash.inference.moments import Moments
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import reach, volumes
from cxdash.vocabulary.quality import FLAG_NAMES, SUSPICIOUS, quality_label
from cxdash.vocabulary.thresholds import Thresholds
from tests.answers import tiny
from tests.sample_data.test_stories import CES, SURVEY, Row, csat, nps, once
from tests.sample_data.test_stories import scores as read_scores


def easy(row: Row) -> bool:
    return bool(read_scores([row], CES["Checkout"], 1, 7))


METRICS = ("nps", "csat", "ces", "mean")


def moments(context: Context, metric: str, filters: Filters, by: tuple[str, ...] = ()) -> dict[object, Moments]:
    """Of every basis, all groups merged."""
    found: dict[object, Moments] = {}
    for row in scores(context, metric, by, filters):
        made = row.histogram.moments(row.metric.weights(row.histogram.counts, row.basis.scale))
        found[row.basis] = found[row.basis] + made if row.basis in found else made
    return found


def close(these: dict[object, Moments], those: dict[object, Moments]) -> None:
    assert these.keys() == those.keys()
    for basis, made in these.items():
        other = those[basis]
        assert (made.n, made.mean, made.m2) == pytest.approx((other.n, other.mean, other.m2))


@pytest.mark.parametrize("metric", METRICS)
def test_all_responses_are_the_flagged_and_the_clean(sample: Context, metric: str) -> None:
    flagged = Filters(where=(("quality", FLAG_NAMES),))
    clean = Filters(where=(("quality", ("clean",)),))
    parts, rest = moments(sample, metric, flagged), moments(sample, metric, clean)
    merged = {basis: parts[basis] + rest[basis] for basis in rest}
    close(merged, moments(sample, metric, Filters()))
    close(moments(sample, metric, Filters(), ("quality",)), moments(sample, metric, Filters()))


@pytest.mark.parametrize("metric", METRICS)
def test_leaving_out_everything_flagged_leaves_the_clean(sample: Context, metric: str) -> None:
    clean = Filters(where=(("quality", ("clean",)),))
    close(moments(sample, metric, Filters().leaving(FLAG_NAMES)), moments(sample, metric, clean))
    close(moments(sample, metric, Filters().leaving(())), moments(sample, metric, Filters()))


@pytest.mark.parametrize("metric", ["nps", "csat", "ces"])
def test_with_and_without_are_the_scores_of_the_same_filters(sample: Context, metric: str) -> None:
    filters = Filters.parse(["Device=Phone"], "2026-01-01")
    [found] = with_and_without(sample, metric, filters)
    [everything] = scores(sample, metric, (), filters)
    [without] = scores(sample, metric, (), filters.leaving(SUSPICIOUS))
    assert found.everything == everything.estimate
    assert found.without == without.estimate
    assert found.flagged == everything.estimate.n - without.estimate.n > 0
    assert found.shift == pytest.approx(without.estimate.value - everything.estimate.value)
    assert found.shift_low < found.shift < found.shift_high


def test_a_response_with_several_flags_leaves_with_each_of_them(sample: Context) -> None:
    rows = sample.mart.ask("SELECT flags, COUNT(*) AS n FROM records GROUP BY flags")
    both = sum(row["n"] for row in rows if row["flags"] & 2 and row["flags"] & 8)
    assert both == 60
    everything = {each.flag.name: each.n for each in flag_counts(sample)}
    left = {each.flag.name: each.n for each in flag_counts(sample, Filters().leaving(["speeder"]))}
    assert "speeder" not in left
    assert left.get("bot", 0) == everything["bot"] - both


def test_the_sample_tells_its_story(sample: Context) -> None:
    march = Filters.parse(since="2026-03-01", until="2026-03-31")
    [found] = with_and_without(sample, "nps", march)
    assert found.matters
    assert found.shift < -8
    assert not found.hidden
    in_march = [row for row in once(SURVEY) if row["Submitted"].startswith("2026-03")]
    assert (f"{found.everything.value:.1f}", found.everything.n) == nps(in_march)


def test_counts_are_of_the_responses_in_sight(sample: Context) -> None:
    [bots] = [each for each in flag_counts(sample, Filters.parse(["touchpoint=Checkout"])) if each.flag.name == "bot"]
    assert bots.n == 60
    assert bots.responses == sum(bool(read_scores([row], csat("Checkout"), 1, 5)) or easy(row) for row in once(SURVEY))
    assert flag_counts(sample, Filters.parse(since="2026-11-01")) == []
    assert with_and_without(sample, "nps", Filters.parse(since="2026-11-01")) == []


def test_interactions_know_no_quality(sample: Context) -> None:
    for filters in (Filters().leaving(FLAG_NAMES), Filters(where=(("Quality", ("clean",)),))):
        assert volumes(sample.mart, sample.dimensions, filters) == volumes(sample.mart, sample.dimensions, Filters())
        assert reach(sample.mart, sample.dimensions, "stage", filters) == reach(
            sample.mart, sample.dimensions, "stage", Filters()
        )


def test_the_sentence_says_what_is_left_out() -> None:
    assert Filters.parse(leave=["Bot", "speeder"]).describe() == "all dates · without bots, speeders"
    assert Filters.parse(["quality=clean"]).describe() == "all dates · Response quality: clean responses"
    assert {quality_label(name) for name in FLAG_NAMES} > {"bots", "straight-liners"}
    with pytest.raises(CxdashError) as refused:
        Filters.parse(leave=["lazy"])
    assert "lazy" in refused.value.message
    assert "speeder" in refused.value.hint


CONDUCT = [
    tiny.IDENTITY,
    tiny.score("happy", "csat", 1, 5),
    {"source": "robot", "role": "suspect", "flag": "bot"},
    {"source": "weight", "role": "weight"},
]


def bots(home: Path, n: int) -> Context:
    rows = [(f"r{k}", 5 if k < n else 1 + k % 5, "yes" if k < n else "", 3 if k < n else 1) for k in range(100)]
    return tiny.load(home, "survey", rows, CONDUCT)


def test_few_suspicious_responses_are_not_given_away(home: Path) -> None:
    [found] = with_and_without(bots(home, 4), "csat")
    assert found.hidden
    assert not found.matters
    told = found.document()
    assert (told["without"], told["flagged"], told["shift"]) == (None, None, None)
    assert told["with"]["n"] == 100


def test_weights_weigh(home: Path) -> None:
    context = replace(bots(home, 20), thresholds=Thresholds(privacy=5))
    [found] = with_and_without(context, "csat")
    assert found.everything.value == pytest.approx(100 * (20 * 3 + 32) / (20 * 3 + 80))
    assert (found.without.value, found.without.n, found.flagged) == (pytest.approx(40), 80, 20)
    assert found.shift == pytest.approx(found.without.value - found.everything.value)


def test_nothing_flagged_is_nothing_to_show(home: Path) -> None:
    context = bots(home, 0)
    assert flag_counts(context) == []
    assert with_and_without(context, "csat") == []


def test_everybody_flagged_leaves_no_number(home: Path) -> None:
    [found] = with_and_without(bots(home, 100), "csat")
    assert (found.without.value, found.without.n, found.shift, found.matters) == (None, 0, None, False)
