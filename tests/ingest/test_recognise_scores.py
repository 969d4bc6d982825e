"""Scales are found and never guessed silently: their ends, codes for no answer, names that say nothing, groups."""

from typing import Any

import pytest

from tests.ingest.test_recognise import Cells, cycle, entries, inspect

IDS = [f"r{n}" for n in range(1, 121)]
TEN = cycle([10, 9, 8, 0, 6, 3, 10, 7, 5, 9])


def score_of(document: dict[str, Any], source: str) -> dict[str, Any]:
    (found,) = (entry for entry in entries(document, source) if entry["role"] == "score")
    return found


def warned(document: dict[str, Any], *texts: str) -> bool:
    return any(all(text in warning for text in texts) for warning in document["warnings"])


@pytest.mark.parametrize(
    ("name", "values", "metric", "scale"),
    [
        ("Satisfaction", [0, 1, 2], "csat", [0, 2]),
        ("Satisfaction", [1, 2, 3], "csat", [1, 3]),
        ("Satisfaction", [1, 2, 3, 4], "csat", [1, 4]),
        ("Satisfaction", [1, 2, 3, 4, 5, 6], "csat", [1, 6]),
        ("Satisfaction", [1, 2, 3, 4, 5, 6, 7], "csat", [1, 7]),
        ("Satisfaction", [*range(1, 11)], "csat", [1, 10]),
        ("Satisfaction", [*range(11)], "csat", [0, 10]),
        ("Satisfaction", ["4,5", "3,0", "1,5", "5,0", "2,5"], "csat", [1, 5]),
        ("How easy was it?", [1, 2, 3, 4, 5, 6, 7], "ces", [1, 7]),
        ("Would you recommend us?", [*range(11)], "nps", [0, 10]),
        ("How likely are you to recommend us?", [9, 10], "nps", [0, 10]),
        ("Would you recommend us?", [1, 2, 3, 4, 5], "csat", [1, 5]),
        ("Would you recommend us?", [1, 2, 3, 4, 5, 6, 7], "csat", [1, 7]),
        ("How likely?", [*range(11)], "nps", [0, 10]),
        ("How likely are you to buy again?", [1, 2, 3, 4, 5], "csat", [1, 5]),
    ],
    ids=range(15),
)
def test_the_ends_of_a_scale(name: str, values: Cells, metric: str, scale: list[int]) -> None:
    score = score_of(inspect({"ID": IDS, name: cycle(values)}), name)
    assert (score["metric"], score["scale"]) == (metric, scale)


def test_a_short_scale_ends_where_it_is_used_and_not_where_stray_answers_lie() -> None:
    few = [*cycle([1, 2, 3], 995), 4, 5, 4, 5, 4]
    document = inspect({"ID": range(1000), "Satisfaction": few})
    assert score_of(document, "Satisfaction")["scale"] == [1, 5]


@pytest.mark.parametrize(
    ("values", "codes"), [([*range(11), 99], [99]), ([1, 2, 3, 4, 5, -99], [-99]), ([1, 2, 3, 4, 5, 98, 99], [98, 99])]
)
def test_codes_of_statisticians_are_no_answers_and_that_is_said(values: Cells, codes: list[int]) -> None:
    document = inspect({"ID": IDS, "Satisfaction": cycle(values)})
    assert score_of(document, "Satisfaction")["missing"] == codes
    assert warned(document, "no answer", "Satisfaction", str(codes[0]))


def test_a_column_with_values_beyond_its_scale_keeps_the_scale_and_shows_them() -> None:
    document = inspect({"ID": IDS, "How likely are you to recommend us?": [*TEN[:114], 11, 12, 13, 11, 14, 20]})
    score = score_of(document, "How likely are you to recommend us?")
    assert (score["metric"], score["scale"]) == ("nps", [0, 10])
    assert warned(document, "no answers on the scale", "“11”")


@pytest.mark.parametrize("name", ["q", "Q17_3", "Frage 4", "v12", "سوال ۳"])
def test_a_rating_under_a_name_that_says_nothing_is_a_score_with_a_warning(name: str) -> None:
    document = inspect({"customer_id": IDS, name: cycle([5, 4, 3, 2, 1])})
    assert document["kind"] == "survey"
    assert score_of(document, name)["scale"] == [1, 5]
    assert warned(document, name, "say nothing")


@pytest.mark.parametrize("name", ["children", "visits", "tier", "logins"])
def test_small_numbers_under_another_name_are_no_score(name: str) -> None:
    document = inspect({"customer_id": IDS, name: cycle([5, 4, 3, 2, 1])})
    assert document["kind"] == "customers"
    assert all(entry["role"] != "score" for entry in entries(document, name))


def test_eleven_points_under_a_name_that_says_nothing_are_the_question_about_recommending() -> None:
    assert score_of(inspect({"ID": IDS, "q1": cycle(range(11))}), "q1")["metric"] == "nps"


def test_several_ratings_on_ten_points_are_satisfaction_and_not_recommending() -> None:
    document = inspect({"ID": IDS, **{name: cycle(range(1, 11)) for name in ("Room", "Breakfast", "Staff")}})
    assert [score_of(document, name)["metric"] for name in ("Room", "Breakfast", "Staff")] == ["csat"] * 3


GROUPS = ["Promoter" if score >= 9 else "Detractor" if score <= 6 else "Passive" for score in TEN]


def test_the_group_of_an_answer_is_derived_from_it_and_no_answer_itself() -> None:
    document = inspect({"ID": IDS, "Would you recommend us?": TEN, "Q1_NPS_GROUP": GROUPS})
    assert [entry["role"] for entry in entries(document, "Q1_NPS_GROUP")] == ["segment"]


def test_where_only_the_group_is_left_it_stands_for_the_answer_and_that_is_said() -> None:
    document = inspect({"ID": IDS, "NPS": GROUPS})
    score = score_of(document, "NPS")
    assert (score["metric"], score["labels"]) == ("nps", {"Promoter": 10, "Passive": 8, "Detractor": 0})
    assert warned(document, "NPS", "promoters count as 10")


def test_percentages_with_their_sign_are_scores_where_they_are_asked_for() -> None:
    document = inspect({"ID": IDS, "Satisfaction": [f"{n % 101}%" for n in range(120)]})
    score = score_of(document, "Satisfaction")
    assert (score["metric"], score["scale"], score["labels"]["37%"]) == ("mean", [0, 100], 37)
    discount = inspect({"customer_id": IDS, "discount": [f"{n % 101}%" for n in range(120)]})
    assert all(entry["role"] != "score" for entry in entries(discount, "discount"))


def test_effort_that_runs_against_satisfaction_is_said() -> None:
    overall = cycle([1, 2, 3, 4, 5])
    document = inspect({"ID": IDS, "Satisfaction": overall, "Effort (CES)": [8 - n for n in overall]})
    assert warned(document, "Effort (CES)", "lowest number")
