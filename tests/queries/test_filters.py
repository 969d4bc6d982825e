"""A filter's words, its condition and its sentence say the same, and nothing a person types becomes SQL."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdash.answers.context import Context
from cxdash.errors import CxdashError
from cxdash.queries.dimensions import label_of
from cxdash.queries.filters import Filters
from tests.answers import tiny

DIMENSIONS = ("touchpoint", "stage", "channel", "quarter", "week", "Device", "membership")
FIRST, LAST = date(2025, 9, 1), date(2026, 10, 31)
HOSTILE = ("' OR TRUE --", "'; DROP TABLE records; --", '" OR 1=1', "$since", "%", "?", "{}", "\\", "Robert'); --")

Answers = Counter[tuple[date | None, tuple[str, ...]]]

words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
names = words.filter(lambda name: name.strip() and "=" not in name)


def count(sample: Context, filters: Filters) -> int:
    clause = filters.clause(sample.dimensions)
    return int(sample.mart.ask(f"SELECT COUNT(*) AS n FROM answers WHERE {clause.sql}", **clause.values)[0]["n"])


@pytest.fixture(scope="module")
def answers(sample: Context) -> Answers:
    """How many answers there are of each day and each combination of `DIMENSIONS`, named in Python."""
    device, membership = (sample.dimensions.find(name).sql for name in ("device", "membership"))
    rows = sample.mart.ask(
        f"SELECT day, touchpoint, stage, channel, {device} AS device, {membership} AS membership, COUNT(*) AS n "
        "FROM answers GROUP BY ALL"
    )
    found: Answers = Counter()
    for row in rows:
        found[row["day"], _values(sample, row)] += row["n"]
    return found


def _values(sample: Context, row: dict[str, Any]) -> tuple[str, ...]:
    day, touchpoint = row["day"], row["touchpoint"]
    stage = sample.journey.stage_of(touchpoint) or row["stage"]
    quarter = f"{day.year}-Q{(day.month + 2) // 3}" if day else None
    week = f"{day.isocalendar().year}-W{day.isocalendar().week:02}" if day else None
    values = (touchpoint, stage, row["channel"], quarter, week, row["device"], row["membership"])
    return tuple(value or "" for value in values)


def passes(filters: Filters, day: date | None, values: tuple[str, ...]) -> bool:
    place = {name.casefold(): value for name, value in zip(DIMENSIONS, values, strict=True)}
    return (
        (filters.since is None or (day is not None and day >= filters.since))
        and (filters.until is None or (day is not None and day <= filters.until))
        and all(place[name.casefold()] in chosen for name, chosen in filters.where)
    )


@st.composite
def questions(draw: st.DrawFn, known: Answers) -> Filters:
    where = []
    for name in draw(st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=3)):
        at = DIMENSIONS.index(name)
        there = sorted({values[at] for _, values in known})
        where.append((name, tuple(draw(st.lists(st.sampled_from([*there, "", *HOSTILE]), min_size=1, max_size=4)))))
    days = st.none() | st.dates(FIRST - timedelta(days=9), LAST + timedelta(days=9))
    return Filters(draw(days), draw(days), tuple(where))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_condition_lets_through_what_the_words_say(sample: Context, answers: Answers, data: st.DataObject) -> None:
    filters = data.draw(questions(answers))
    assert count(sample, filters) == sum(n for (day, values), n in answers.items() if passes(filters, day, values))


def test_without_filters_everything_passes(sample: Context, answers: Answers) -> None:
    total = sample.mart.ask("SELECT COUNT(*) AS n FROM answers")[0]["n"]
    assert count(sample, Filters()) == total == answers.total() > 20_000


def test_an_answer_without_a_time_is_in_no_period(sample: Context) -> None:
    undated = sample.mart.ask("SELECT COUNT(*) AS n FROM answers WHERE day IS NULL")[0]["n"]
    assert undated > 0
    assert count(sample, Filters(since=date(1, 1, 1))) == count(sample, Filters()) - undated


def test_words_become_dimensions_and_their_values() -> None:
    found = Filters.parse(["Device=Phone", "stage=", "note=a=b"], "2026-01-31", "2026-02-01")
    assert found == Filters(
        date(2026, 1, 31), date(2026, 2, 1), (("Device", ("Phone",)), ("stage", ("",)), ("note", ("a=b",)))
    )


def test_values_of_one_dimension_are_alternatives_however_it_is_spelled(sample: Context) -> None:
    alike = Filters.parse(["Device=Phone", "Device=Tablet"])
    mixed = Filters.parse(["Device=Phone", "device=Tablet"])
    assert count(sample, alike) > 0
    assert count(sample, mixed) == count(sample, alike)
    assert set(mixed.selected("DEVICE")) == {"Phone", "Tablet"}


@pytest.mark.parametrize("word", ["Device", "=Phone", "  =x", ""])
def test_a_word_that_is_no_condition_is_named(word: str) -> None:
    with pytest.raises(CxdashError) as refused:
        Filters.parse([word])
    assert word in refused.value.message
    assert "DIMENSION=VALUE" in refused.value.hint


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "31.12.2026", "2026-13-01", "' OR TRUE --"])
def test_what_is_no_date_is_named(day: str) -> None:
    for period in ({"since": day}, {"until": day}):
        with pytest.raises(CxdashError) as refused:
            Filters.parse(**period)
        assert day in refused.value.message


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(CxdashError):
        Filters.parse(since="2026-02-02", until="2026-02-01")
    assert Filters.parse(since="2026-02-01", until="2026-02-01").since == date(2026, 2, 1)


@given(st.dictionaries(names.map(str.casefold), st.lists(words, min_size=1, max_size=3), max_size=3), st.lists(words))
def test_but_changes_one_dimension_and_nothing_else(where: dict[str, list[str]], chosen: list[str]) -> None:
    before = Filters(FIRST, None, tuple((name, tuple(values)) for name, values in where.items()))
    after = before.but("Device", chosen)
    others = [pair for pair in before.where if pair[0] != "device"]
    assert after.selected("device") == tuple(chosen)
    assert [pair for pair in after.where if pair[0] != "Device"] == others
    assert (after.since, after.until) == (FIRST, None)
    assert after.but("DEVICE", ()).where == tuple(others)


def test_within_moves_the_period_only() -> None:
    before = Filters(FIRST, LAST, (("device", ("Phone",)),))
    assert before.within(None, FIRST) == Filters(None, FIRST, before.where)


@given(st.lists(st.tuples(names, st.lists(words.filter(bool), min_size=1, max_size=3)), max_size=3))
def test_the_sentence_names_every_dimension_and_value(where: list[tuple[str, list[str]]]) -> None:
    told = Filters(where=tuple((name, tuple(values)) for name, values in where)).describe()
    assert all(label_of(name) in told and all(value in told for value in values) for name, values in where)


def test_the_sentence_names_the_period_and_the_overall_question() -> None:
    assert Filters().describe() == "all dates"
    assert Filters(date(2026, 3, 1), date(2026, 3, 31)).describe() == "March 2026"
    assert Filters(where=(("touchpoint", ("", "Delivery")),)).describe() == "all dates · Touchpoint: overall, Delivery"


@pytest.mark.parametrize(
    ("asked", "meant"), [("devise", "device"), ("Custmer Type", "customer type"), ("touch point", "touchpoint")]
)
def test_a_dimension_that_is_not_there_is_guessed(sample: Context, asked: str, meant: str) -> None:
    with pytest.raises(CxdashError) as refused:
        Filters.parse([f"{asked}=x"]).clause(sample.dimensions)
    assert asked in refused.value.message
    assert refused.value.hint == f"Did you mean “{meant}”?"


def test_a_dimension_like_no_other_gets_the_list(sample: Context) -> None:
    with pytest.raises(CxdashError) as refused:
        sample.dimensions.find("zzz")
    assert "touchpoint" in refused.value.hint
    assert "membership" in refused.value.hint


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_value_is_a_value(sample: Context, hostile: str) -> None:
    for name in ("device", "touchpoint", "stage", "week"):
        assert count(sample, Filters(where=((name, (hostile,)),))) == 0


@pytest.mark.parametrize("hostile", [*HOSTILE, "seg_1", "score", "1=1) OR (1", 'day" OR "day'])
def test_a_name_is_a_name(sample: Context, hostile: str) -> None:
    with pytest.raises(CxdashError):
        count(sample, Filters(where=((hostile, ("x",)),)))


def test_a_segment_may_be_called_anything(home: Path) -> None:
    name = 'plan"; DROP TABLE records; --'
    rows = [(f"r{n}", HOSTILE[n % len(HOSTILE)], 1 + n % 5) for n in range(90)]
    context = tiny.load(home, "survey", rows, [tiny.IDENTITY, tiny.segment(name), tiny.score("happy", "csat", 1, 5)])
    for hostile in HOSTILE:
        assert count(context, Filters(where=((name, (hostile,)),))) == 10
    assert count(context, Filters(where=((name, HOSTILE),))) == 90


def test_a_segment_called_like_a_dimension_of_the_product_can_be_reached(home: Path) -> None:
    """No file's channel is known here: the column called so is a segment, and the only thing anybody can mean."""
    rows = [(f"r{n}", "AB"[n % 2], 1 + n % 5) for n in range(90)]
    context = tiny.load(
        home, "survey", rows, [tiny.IDENTITY, tiny.segment("Channel"), tiny.score("happy", "csat", 1, 5)]
    )
    [segment] = context.dimensions.segments
    assert count(context, Filters(where=((segment.name, ("A",)),))) == 45
