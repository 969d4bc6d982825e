"""Answers in words, and column names in several languages."""

import pytest

from cxdash.vocabulary.answer_words import word_scale
from cxdash.vocabulary.synonyms import SYNONYMS, strength, words


def test_two_words_are_nought_and_one() -> None:
    scale = word_scale(["Satisfied", "Neutral or Dissatisfied"])
    assert scale is not None
    assert (scale.labels, scale.low, scale.high) == ({"Neutral or Dissatisfied": 0, "Satisfied": 1}, 0, 1)


def test_five_steps_in_words_are_one_to_five() -> None:
    scale = word_scale(["Very satisfied", "satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"])
    assert scale is not None
    assert list(scale.labels.values()) == [1, 2, 3, 4, 5]
    assert scale.labels["Very satisfied"] == 5


def test_offered_is_no_answer() -> None:
    scale = word_scale(["good", "bad", "offered", "unoffered"])
    assert scale is not None
    assert scale.missing == ("offered", "unoffered")


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("ناراضی", "راضی"),
        ("سلبي", "إيجابي"),
        ("לא מרוצה", "מרוצה"),
        ("پیشنهاد نمی\u200cکنم", "پیشنهاد می\u200cکنم"),
        ("SAD", "HAPPY"),
    ],
)
def test_good_and_bad_in_four_scripts(bad: str, good: str) -> None:
    scale = word_scale([bad, good])
    assert scale is not None
    assert scale.labels == {bad: 0, good: 1}


@pytest.mark.parametrize("values", [["Yes", "No"], ["Satisfied"], ["red", "good", "bad"], []])
def test_other_words_are_no_scale(values: list[str]) -> None:
    assert word_scale(values) is None


@pytest.mark.parametrize(
    ("concept", "name"),
    [
        ("customer_id", "customerID"),
        ("customer_id", "کد مشتری"),
        ("customer_id", "رقم العميل"),
        ("customer_id", "Número de cliente"),
        ("nps", "How likely are you to recommend us?"),
        ("nps", "Würden Sie uns weiterempfehlen?"),
        ("csat", "رضایت"),
        ("csat", "שביעות רצון"),
        ("comment", "Kommentar"),
        ("time_answered", "review_answer_timestamp"),
    ],
)
def test_names_are_known_in_several_languages(concept: str, name: str) -> None:
    assert strength(concept, name) > 0


def test_a_name_inside_a_longer_word_means_nothing() -> None:
    assert strength("comment", "Commenter count") == 0
    assert words("caseID:concept-Name") == "case id concept name"


def test_every_name_is_spelled_as_names_are_compared() -> None:
    for names in SYNONYMS.values():
        assert all(part == words(part) != "" for part in (*names.whole, *names.parts))
