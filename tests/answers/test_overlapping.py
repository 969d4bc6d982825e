"""Groups that overlap: what a choice is compared with, and what subtraction must not give away."""

from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.answers.change import changes
from cxdash.answers.compare import compare
from cxdash.answers.context import Context
from cxdash.answers.overlapping import Answered, kept_back, without
from cxdash.answers.quality import flag_counts
from cxdash.answers.scores import scores
from cxdash.inference.histogram import Histogram
from cxdash.queries.filters import Filters
from cxdash.queries.scores import Basis
from cxdash.vocabulary.scales import Scale
from tests.answers import tiny
from tests.answers.choosers import REASONS, Answer, chosen, drawn, loaded

ANSWERS = drawn(3, 900)
BASIS = Basis("csat", Scale(1, 5))
Pick = Callable[[Answer], bool]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return loaded(tmp_path_factory.mktemp("overlapping") / "home", ANSWERS)


def satisfied(pick: Pick) -> tuple[int, float]:
    """How many answers, and how much of their weight is on a 4 or a 5, in percent."""
    inside = [answer for answer in ANSWERS if pick(answer)]
    weight = sum(answer.weight for answer in inside)
    return len(inside), 100 * sum(answer.weight for answer in inside if answer.score >= 4) / weight


@pytest.mark.parametrize("choice", REASONS)
def test_the_rest_is_who_answered_and_did_not_pick_it(context: Context, choice: str) -> None:
    [row] = [row for row in compare(context, "csat", "reason") if row.group["reason"] == choice]
    n, value = satisfied(lambda answer: choice in answer.reasons)
    rest_n, rest = satisfied(lambda answer: bool(answer.reasons) and choice not in answer.reasons)
    assert row.rest is not None
    assert row.difference is not None
    assert (row.score.estimate.n, row.rest.n) == (n, rest_n)
    assert n + rest_n == sum(bool(answer.reasons) for answer in ANSWERS)
    assert row.score.estimate.value == pytest.approx(value)
    assert row.rest.value == pytest.approx(rest)
    assert row.difference.effect_size == pytest.approx(value - rest)


@pytest.mark.parametrize(("by", "within"), [("reason", "plan"), ("plan", "reason"), ("reason", "heard")])
def test_crossed_with_another_segment_the_rest_stays_in_its_group(context: Context, by: str, within: str) -> None:
    rows = compare(context, "csat", by, within=within)
    assert len(rows) > 6
    for row in rows:
        value, place = row.group[by], row.group[within]

        def here(answer: Answer, place: str | None = place) -> bool:
            return place in chosen(answer, within) and None not in chosen(answer, by)

        n, own = satisfied(lambda answer: here(answer) and value in chosen(answer, by))  # noqa: B023 - used at once
        rest_n, rest = satisfied(lambda answer: here(answer) and value not in chosen(answer, by))  # noqa: B023 - as above
        assert row.rest is not None
        assert (row.score.estimate.n, row.rest.n) == (n, rest_n)
        assert [row.score.estimate.value, row.rest.value] == pytest.approx([own, rest])


def test_a_filter_holds_for_the_rest_as_well(context: Context) -> None:
    filters = Filters(where=(("reason", ("Cheap",)), ("plan", ("basic", "plus"))))
    [row] = [row for row in compare(context, "csat", "reason", filters) if row.group["reason"] == "Near home"]
    n, _ = satisfied(lambda a: "Cheap" in a.reasons and bool(a.plan) and "Near home" in a.reasons)
    rest_n, _ = satisfied(lambda a: "Cheap" in a.reasons and bool(a.plan) and "Near home" not in a.reasons)
    assert row.rest is not None
    assert (row.score.estimate.n, row.rest.n) == (n, rest_n)
    [everybody] = [row for row in compare(context, "csat", "reason", filters) if row.group["reason"] == "Cheap"]
    assert everybody.rest is None


def test_who_is_counted_without_the_segment_is_counted_once(context: Context) -> None:
    filters = Filters(where=(("reason", ("Cheap", "Near home", "Friendly")),))
    inside = sum(not {"Cheap", "Near home", "Friendly"}.isdisjoint(answer.reasons) for answer in ANSWERS)
    assert [row.histogram.n for row in scores(context, "csat", (), filters)] == [inside]
    assert sum(row.histogram.n for row in scores(context, "csat", ("month",), filters)) == inside
    [changed] = changes(context, "csat", (), filters, "none")
    assert changed.now.histogram.n == inside
    assert all(each.responses == inside for each in flag_counts(context, filters))


def test_without_takes_a_group_out_and_leaves_no_crumbs() -> None:
    everybody = Histogram({1.0: 3, 5.0: 2}, {1.0: 0.3, 5.0: 2.0}, 2.03)
    group = Histogram({1.0: 3, 5.0: 1}, {1.0: 0.1 + 0.1 + 0.1, 5.0: 1.0}, 1.03)
    assert without(everybody, group).counts == {5.0: 1}
    assert without(everybody, group).weight_sums == {5.0: 1.0}
    assert without(everybody, everybody) == Histogram({}, {}, 0.0)


def hidden_choices(lists: Mapping[str, int]) -> set[str | None]:
    """The choices that are hidden where so many answers have each list of choices ("" is none)."""
    n: Counter[tuple[str | None, ...]] = Counter()
    for cell, times in lists.items():
        n.update({(choice or None,): times for choice in cell.split(";")})
    everybody = sum(times for cell, times in lists.items() if cell)
    question = Answered(frozenset({0}), {(BASIS, ()): Histogram.unweighted({5.0: everybody})})
    hidden = kept_back(n, BASIS, [question], 5)
    return {choice for (choice,) in n if (choice,) in hidden}


def test_a_choice_that_all_but_a_few_made_would_give_those_few_away() -> None:
    assert "a" in hidden_choices({"a": 60, "a;b": 40, "b": 3, "c;a": 20, "c;b;a": 20})


def test_those_who_left_the_question_out_would_give_away_whoever_answered() -> None:
    """Two choices of the same three people: six in two hidden groups, and three to be had by subtraction."""
    assert hidden_choices({"a;b": 3, "": 40}) == {"a", "b", None}


def test_few_who_left_it_out_are_not_had_from_a_choice_that_all_others_made() -> None:
    assert {"a", "b", None} <= hidden_choices({"a": 50, "a;b": 2, "a;c": 40, "": 3})


def test_where_everybody_picked_one_the_groups_add_up_and_are_hidden_as_ever() -> None:
    assert hidden_choices({"a": 50, "b": 30, "c": 3}) == {"b", "c"}


def test_large_groups_are_all_shown() -> None:
    assert hidden_choices({"a": 30, "a;b": 30, "c": 9, "": 7}) == set()


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["", "a", "b", "c", "a;b", "b;c", "a;c", "a;b;c"]), st.integers(1, 12)))
def test_no_shown_number_less_another_is_a_few(lists: dict[str, int]) -> None:
    hidden = hidden_choices(lists)
    everybody = sum(times for cell, times in lists.items() if cell)
    for choice in {"a", "b", "c"} & {part for cell in lists for part in cell.split(";")} - hidden:
        n = sum(times for cell, times in lists.items() if choice in cell.split(";"))
        few = {n, everybody - n, sum(lists.values()) - n}
        assert few.isdisjoint(range(1, 5))
    if "" in lists and None not in hidden:
        assert lists[""] >= 5
        assert everybody not in range(1, 5)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from(["", "a", "b", "a;b"]), st.sampled_from("pqr")), st.integers(1, 15)))
def test_crossed_with_plans_nobody_outside_a_choice_is_had_from_its_line(lists: dict[tuple[str, str], int]) -> None:
    """Over all plans a choice has a total, and so have those who did not make it: a few in one plan hide another."""
    n: Counter[tuple[str | None, ...]] = Counter()
    answered: Counter[tuple[str | None, ...]] = Counter()
    for (cell, plan), times in lists.items():
        n.update({(choice or None, plan): times for choice in cell.split(";")})
        answered[plan,] += times * bool(cell)
    question = Answered(
        frozenset({0}), {(BASIS, plan): Histogram.unweighted({5.0: times}) for plan, times in answered.items()}
    )
    hidden = kept_back(n, BASIS, [question], 5)
    for choice in ("a", "b"):
        outside = {plan: answered[plan,] - n[choice, plan] for own, plan in n if own == choice}
        assert all((choice, plan) in hidden for plan, few in outside.items() if 0 < few < 5)
        kept = [few for plan, few in outside.items() if few and (choice, plan) in hidden]
        rest = [few for plan, few in outside.items() if few and (choice, plan) not in hidden]
        assert min(kept, default=5) >= 5 or not rest or (len(kept) > 1 and sum(kept) >= 5)


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """All made the choice "a" but three, who made another; and no two of the plans hide enough to hide a third."""
    lists = {"a": 60, "a;b": 40, "b": 3, "c;a": 40}
    plans = ["A"] * 60 + ["B"] * 73 + ["C"] * 3 + ["D"] * 4 + [""] * 3
    cells = [cell for cell, n in lists.items() for _ in range(n)]
    rows = [(f"r{k}", cell, plan, 1 + 4 * (k % 2)) for k, (cell, plan) in enumerate(zip(cells, plans, strict=True))]
    columns = [
        tiny.IDENTITY,
        {**tiny.segment("why"), "multiple": ";"},
        tiny.segment("plan"),
        tiny.score("happy", "csat", 1, 5),
    ]
    return tiny.load(tmp_path_factory.mktemp("sparse") / "home", "survey", rows, columns)


def test_what_privacy_hides_of_lists_is_hidden_in_what_is_shown(sparse: Context) -> None:
    assert {row.group["why"] for row in scores(sparse, "csat", ("why",)) if row.hidden} == {"a"}
    found = {row.group["why"]: row for row in compare(sparse, "csat", "why")}
    assert found["a"].rest is None
    assert found["a"].difference is None
    assert found["b"].rest is not None
    assert (found["b"].score.estimate.n, found["b"].rest.n) == (43, 100)


def test_a_rest_gives_nobody_away_who_left_the_question_out(sparse: Context) -> None:
    """A value and its rest are all who have a value: less than the total by those without one."""
    assert {row.group["plan"] for row in scores(sparse, "csat", ("plan",)) if row.hidden} == {"C", "D", None}
    assert [row.rest for row in compare(sparse, "csat", "plan")] == [None] * 4
