"""Segments of several choices in a cell: grouped, filtered and crossed as a count by hand does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdash.answers.context import Context
from cxdash.queries.dimensions import segment_values
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import edges, operations, reach, steps, volumes
from cxdash.queries.quality import responses_by_flags
from cxdash.queries.scores import histograms, question_kinds
from cxdash.vocabulary.metrics import METRICS
from tests.answers import tiny
from tests.answers.choosers import HEARD, REASONS, Answer, chosen, counted, drawn, loaded

DIMENSIONS = ("plan", "reason", "heard", "month")
VALUES = {"plan": ("basic", "plus", ""), "reason": (*REASONS, "", "Cheap | Near home"), "heard": (*HEARD, "")}
SEEDS = {1: 1500, 2: 150}


@dataclass(frozen=True, repr=False)
class Asked:
    """A data folder, and the answers in it as they were given."""

    context: Context
    answers: Sequence[Answer]


@pytest.fixture(scope="module", params=SEEDS)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Many answers, of which the cube holds the choices, and few, of which it does not."""
    answers = drawn(request.param, SEEDS[request.param])
    return Asked(loaded(tmp_path_factory.mktemp("chosen") / "home", answers), answers)


def uncubed(context: Context) -> Context:
    segments = tuple(replace(segment, in_cube=False) for segment in context.dimensions.segments)
    return replace(context, dimensions=replace(context.dimensions, segments=segments))


def passes(answer: Answer, filters: Filters) -> bool:
    return all(
        not set(values).isdisjoint(value or "" for value in chosen(answer, name)) for name, values in filters.where
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[str], Filters]:
    by = draw(st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=3))
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=2))
    where = [
        (name, tuple(draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3, unique=True))))
        for name in names
    ]
    return by, Filters(where=tuple(where))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=questions(), cubed=st.booleans())
def test_groups_and_filters_count_as_by_hand(asked: Asked, question: tuple[list[str], Filters], cubed: bool) -> None:
    answers, (by, filters) = asked.answers, question
    context = asked.context if cubed else uncubed(asked.context)
    inside = [answer for answer in answers if passes(answer, filters)]
    found = histograms(context.mart, context.dimensions, METRICS["csat"], by, filters)
    assert {row.group: Counter(row.histogram.counts) for row in found} == counted(inside, by)


def test_weights_are_those_of_the_people_in_the_group(asked: Asked) -> None:
    context, answers = asked.context, asked.answers
    for row in histograms(context.mart, context.dimensions, METRICS["csat"], ("reason",), Filters()):
        weights = [answer.weight for answer in answers if row.group[0] in chosen(answer, "reason")]
        assert sum(row.histogram.weight_sums.values()) == pytest.approx(sum(weights))
        assert row.histogram.squared_weights == pytest.approx(sum(weight**2 for weight in weights))


def test_known_leaves_out_those_who_said_nothing(asked: Asked) -> None:
    context, answers = asked.context, asked.answers
    found = histograms(context.mart, context.dimensions, METRICS["csat"], ("plan",), Filters(), known=("reason",))
    inside = [answer for answer in answers if answer.reasons]
    assert {row.group: Counter(row.histogram.counts) for row in found} == counted(inside, ("plan",))


def test_the_same_segment_twice_is_one_group(asked: Asked) -> None:
    context, answers = asked.context, asked.answers
    found = histograms(context.mart, context.dimensions, METRICS["csat"], ("reason", "plan", "Reason"), Filters())
    by_hand = {(a, b, a): counts for (a, b), counts in counted(answers, ("reason", "plan")).items()}
    assert {row.group: Counter(row.histogram.counts) for row in found} == by_hand


def test_the_values_are_the_choices_the_most_frequent_first(asked: Asked) -> None:
    context, answers = asked.context, asked.answers
    [segment] = [each for each in context.dimensions.segments if each.name == "reason"]
    n = Counter(choice for answer in answers for choice in answer.reasons)
    assert segment.several
    assert segment.distinct_values == len(REASONS)
    assert segment_values(context.mart)[segment.position] == sorted(n, key=lambda choice: (-n[choice], choice))


def test_what_counts_responses_counts_each_once(asked: Asked) -> None:
    context, answers = asked.context, asked.answers
    filters = Filters(where=(("reason", ("Cheap", "Near home")), ("heard", ("Radio", ""))))
    inside = sum(passes(answer, filters) for answer in answers)
    assert responses_by_flags(context.mart, context.dimensions, filters).total() == inside
    assert [kind.n for kind in question_kinds(context.mart, context.dimensions, filters)] == [inside]


def test_the_sentence_says_that_it_looks_into_lists(asked: Asked) -> None:
    context = asked.context
    one = Filters(where=(("reason", ("Cheap",)), ("plan", ("basic",))))
    assert one.describe(context.dimensions) == "all dates · reason includes Cheap · plan: basic"
    two = Filters(where=(("reason", ("Cheap", "Near home")),))
    assert two.describe(context.dimensions) == "all dates · reason includes any of Cheap, Near home"


def test_interactions_are_followed_once_under_such_a_filter(home: Path) -> None:
    """What a customer chose belongs to the customer, and so to all of their interactions."""
    tiny.load(
        home,
        "customers",
        [(f"c{n}", ["a | b", "b", "a | c", ""][n % 4]) for n in range(40)],
        [tiny.CUSTOMER, {**tiny.segment("wants"), "multiple": "|"}],
        name="customers",
    )
    rows = [(f"c{n}", f"2026-01-0{1 + day} 10:00", ["Visit", "Buy"][day]) for n in range(40) for day in range(2)]
    context = tiny.load(home, "interactions", rows, [tiny.CUSTOMER, tiny.TIME, tiny.EVENT])
    everything = (context.mart, context.dimensions)
    for chose, customers in ((("a",), 20), (("a", "b"), 30), (("c",), 10), (("", "c"), 20), (("a | b",), 0)):
        filters = Filters(where=(("wants", chose),))
        assert volumes(*everything, filters)["interactions"] == 2 * customers
        assert sum(row["n"] for row in steps(*everything, "touchpoint", filters)) == customers
        assert sum(row["n"] for row in edges(*everything, "touchpoint", "is_first", filters)) == customers
        assert [row["customers"] for row in reach(*everything, "touchpoint", filters)] == [customers] * 2 * bool(
            customers
        )
        assert sum(row["n"] for row in operations(*everything, filters)) == 2 * customers
