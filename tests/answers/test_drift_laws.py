"""Laws of drift: nothing drifts from itself, and looking back sees what looking forward saw."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.answers.drift_groups import field_findings, group_findings
from cxdash.answers.drift_pairs import alike, in_common, pair
from cxdash.answers.drift_questions import question_findings, question_rows
from cxdash.answers.drift_summaries import Asked, Group, Summary
from cxdash.answers.drift_volume import rate_ratio, volume, volume_findings

PRIVACY = 5
texts = st.text(st.sampled_from("abc è?"), max_size=12)
histograms = st.dictionaries(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]), st.integers(1, 400), max_size=5)
counts = st.lists(st.integers(0, 300), min_size=2, max_size=8)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Asked, ...]:
    identified = draw(st.booleans())
    found = []
    for place in range(draw(st.integers(0, 6))):
        text, given_scores = draw(texts), draw(histograms)
        scale = draw(st.sampled_from([(1.0, 5.0), (1.0, 7.0)]))
        identity = draw(st.sampled_from([None, f"Q{place}", "Q0"])) if identified else None
        n = sum(given_scores.values())
        missing = draw(st.sampled_from([None, 0, 50]))
        found.append(Asked(place, text, identity, text, None, "csat", scale, "high_is_good", n, missing, given_scores))
    return tuple(found)


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    values = draw(st.dictionaries(texts, st.integers(1, 300), max_size=5))
    group = Group("plan", "segment", sum(values.values()), len(values), values)
    why = Group("why", "segment", max(values.values(), default=0), len(values), values, several=True)
    days = {date(2026, 1, 1) + timedelta(days=at): n for at, n in enumerate(draw(st.lists(st.integers(0, 90))))}
    filled = draw(st.dictionaries(texts, st.integers(0, 40).map(lambda n: (n, 40)), max_size=3))
    return Summary(40, draw(questions()), (group, why), filled, days, frozenset(draw(st.lists(texts))))


@given(summaries())
def test_an_upload_against_itself_drifts_in_nothing(found: Summary) -> None:
    pairs = pair(found.questions, found.questions)
    assert pairs.gone == pairs.new == ()
    assert list(question_findings(question_rows(pairs), PRIVACY)) == []
    assert list(field_findings(found, found, pairs)) == []
    assert list(group_findings(found, found, PRIVACY)) == []
    assert volume_findings(volume(found.days, found.days)) == []


@given(questions(), questions())
def test_pairs_are_the_same_in_both_directions(one: tuple[Asked, ...], two: tuple[Asked, ...]) -> None:
    there, back = pair(one, two), pair(two, one)
    assert len(there.matched) == len(back.matched)
    assert {each.how for each in there.matched} == {each.how for each in back.matched}
    assert sorted(asked.key for asked in there.gone) == sorted(asked.key for asked in back.new)
    assert len(there.matched) + len(there.gone) == len(one)
    assert len(there.matched) + len(there.new) == len(two)


@given(questions(), questions())
def test_a_pair_by_id_or_text_shares_it(one: tuple[Asked, ...], two: tuple[Asked, ...]) -> None:
    for each in pair(one, two).matched:
        if each.how in ("same", "other_id"):
            assert each.before.key == each.now.key
        elif each.how == "renamed":
            assert each.before.id == each.now.id is not None
        else:
            assert each.before.scale == each.now.scale
            assert not (each.before.id and each.now.id)


@given(summaries(), summaries())
def test_what_is_in_common_is_a_share_and_symmetric(one: Summary, two: Summary) -> None:
    share = in_common(one, two)
    assert 0 <= share <= 1
    assert share == pytest.approx(in_common(two, one))
    if one.questions or one.columns:
        assert in_common(one, one) == 1


@given(texts, texts)
def test_likeness_is_symmetric_and_whole_for_the_same(one: str, two: str) -> None:
    assert alike(one, two, 0.3) == alike(two, one, 0.3)
    assert alike(one, one, 1.0) == 1


@given(counts, counts)
def test_a_rate_ratio_lies_in_its_interval_and_turns_over(before: list[int], now: list[int]) -> None:
    if not sum(before) or not sum(now):
        return
    ratio, low, high = rate_ratio(before, now)
    back, back_low, back_high = rate_ratio(now, before)
    assert ratio is not None
    assert back is not None
    assert low <= ratio * 1.0000001
    assert high is None or high >= ratio * 0.9999999
    assert ratio * back == pytest.approx(1)
    if high is not None and back_high is not None:
        assert low * back_high == pytest.approx(1)
        assert high * back_low == pytest.approx(1)


def test_a_rate_ratio_keeps_its_promise_where_counts_vary_more_than_poissons() -> None:
    import numpy as np  # noqa: PLC0415 - this test alone draws numbers

    draw = np.random.default_rng(20260105)
    missed = 0
    for _ in range(1000):
        # Weeks of one rate whose level moves by a quarter from week to week: no drop, and none should be found.
        weeks = draw.poisson(80 * draw.gamma(16, 1 / 16, 24))
        _, low, high = rate_ratio(weeks[:12].tolist(), weeks[12:].tolist())
        missed += not low <= 1 <= (high or np.inf)
    assert 20 <= missed <= 85
