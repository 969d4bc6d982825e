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


@pytest.mark.parametrize(
    "steps",
    [
        ["Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Agree",
         "Strongly agree"],
        ["Extremely dissatisfied", "Moderately dissatisfied", "Slightly dissatisfied",
         "Neither satisfied nor dissatisfied", "Slightly satisfied", "Moderately satisfied", "Extremely satisfied"],
        ["Strongly disagree", "Disagree", "Agree", "Strongly agree"],
        ["Dissatisfied", "Neutral", "Satisfied"],
        ["Poor", "Fair", "Good", "Very good", "Excellent"],
        ["Not at all likely", "Slightly likely", "Moderately likely", "Very likely", "Extremely likely"],
        ["Never", "Rarely", "Sometimes", "Often", "Always"],
        ["خیلی ناراضی", "ناراضی", "نه راضی نه ناراضی", "راضی", "خیلی راضی"],
        ["کاملاً مخالفم", "مخالفم", "نظری ندارم", "موافقم", "کاملاً موافقم"],
        ["خیلی سخت", "سخت", "متوسط", "آسان", "خیلی آسان"],
        ["خیلی کم", "کم", "متوسط", "زیاد", "خیلی زیاد"],
        ["غير راضٍ على الإطلاق", "غير راضٍ", "محايد", "راضٍ", "راضٍ جداً"],
        ["لا أوافق بشدة", "لا أوافق", "محايد", "أوافق", "أوافق بشدة"],
        ["صعب جدا", "صعب", "محايد", "سهل", "سهل جدا"],
        ["מאוד לא מרוצה", "לא מרוצה", "ניטרלי", "מרוצה", "מרוצה מאוד"],
        ["כלל לא מסכים", "לא מסכים", "ניטרלי", "מסכים", "מסכים מאוד"],
        ["קשה מאוד", "קשה", "בינוני", "קל", "קל מאוד"],
        ["Muy insatisfecho", "Insatisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho"],
        ["Totalmente en desacuerdo", "En desacuerdo", "De acuerdo", "Totalmente de acuerdo"],
        ["Sehr unzufrieden", "Eher unzufrieden", "Teils/teils", "Eher zufrieden", "Sehr zufrieden"],
        ["Stimme überhaupt nicht zu", "Stimme nicht zu", "Neutral", "Stimme zu", "Stimme voll und ganz zu"],
        ["Sehr schwierig", "Schwierig", "Weder einfach noch schwierig", "Einfach", "Sehr einfach"],
        ["Très insatisfait(e)", "Insatisfait(e)", "Neutre", "Satisfait(e)", "Très satisfait(e)"],
        ["Pas du tout d’accord", "Plutôt pas d'accord", "Plutôt d'accord", "Tout à fait d'accord"],
        ["😡", "🙁", "😐", "🙂", "😍"],
        ["☹️", "😐", "🙂"],
        ["★☆☆☆☆", "★★☆☆☆", "★★★☆☆", "★★★★☆", "★★★★★"],
        ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"],
    ],
)  # fmt: skip
def test_every_step_of_a_scale_in_words(steps: list[str]) -> None:
    scale = word_scale(reversed(steps))
    assert scale is not None
    assert (scale.labels, scale.low, scale.high) == ({s: n for n, s in enumerate(steps, 1)}, 1, len(steps))
    assert scale.direction == "high_is_good"


def test_how_much_of_a_bad_thing_there_is() -> None:
    scale = word_scale(["Yes, very rude", "Yes, somewhat rude", "No, not rude at all"])
    assert scale is not None
    assert (list(scale.labels.values()), scale.high, scale.direction) == ([1, 2, 3], 3, "low_is_good")


def test_percent_and_thumbs() -> None:
    percent, thumbs = word_scale(["80%", "100 %", "5٪"]), word_scale(["👍", "👎"])
    assert percent is not None
    assert thumbs is not None
    assert (percent.labels, percent.high) == ({"5٪": 5, "80%": 80, "100 %": 100}, 100)
    assert thumbs.labels == {"👎": 0, "👍": 1}


def test_a_rare_answer_gets_its_step_and_a_slip_does_not() -> None:
    scale = word_scale(
        ["Satisfied", "Neutral", "Dissatisfied", "Very satisfied"], ["Very dissatisfied", "Pizza", "n/a"]
    )
    assert scale is not None
    assert list(scale.labels.values()) == [1, 2, 3, 4, 5]
    assert scale.missing == ("n/a",)


@pytest.mark.parametrize("values", [["Low", "Medium", "High"], ["12", "5"], ["Male", "Female", "Other"], ["4/5"]])
def test_kinds_are_no_answers(values: list[str]) -> None:
    assert word_scale(values) is None
