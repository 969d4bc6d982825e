"""Which side of a scale an answer is on, in every language that the product knows."""

import pytest

from cxdash.vocabulary.answer_sides import known_side, side
from cxdash.vocabulary.answer_words import word_scale

BAD = (
    "very dissatisfied", "Not at all likely", "very poor", "strongly disagree", "not likely at all", "worst",
    "high effort", "sehr unzufrieden", "überhaupt nicht wahrscheinlich", "stimme überhaupt nicht zu",
    "sehr schwierig", "wenig zufrieden", "muy insatisfecho", "nada probable", "totalmente en desacuerdo",
    "très insatisfait", "pas du tout probable", "peu satisfait", "pas du tout d’accord", "خیلی ناراضی",
    "اصلا راضی نیستم", "بسیار سخت", "کاملا مخالفم", "غير راض جدا", "غير محتمل على الإطلاق", "لا أوافق بشدة",
    "מאוד לא מרוצה", "כלל לא סביר", "גרוע מאוד",
)  # fmt: skip
GOOD = (
    "very satisfied", "Extremely likely", "excellent", "strongly agree", "low effort", "not difficult at all",
    "sehr zufrieden", "äußerst wahrscheinlich", "stimme voll zu", "muy satisfecho", "muy fácil", "très facile",
    "tout à fait d’accord", "کاملا راضی", "بسیار آسان", "عالی", "راض جدا", "سهل جدا", "ممتاز", "קל מאוד", "מצוין",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*((each, -1) for each in BAD), *((each, 1) for each in GOOD)])
def test_an_answer_is_on_its_side(text: str, expected: int) -> None:
    assert side(text) == expected
    assert side(text.upper()) == expected


@pytest.mark.parametrize("text", ["often", "extremely", "not at all", "neutral", "male", "e-mail", "3", ""])
def test_what_judges_nothing_is_on_no_side(text: str) -> None:
    assert side(text) == 0


def test_a_question_about_a_quality_is_no_answer() -> None:
    assert (known_side("satisfied"), known_side("how satisfied"), side("how satisfied")) == (1, 0, 1)


@pytest.mark.parametrize(
    "steps",
    [
        ["pas du tout satisfait", "peu satisfait", "assez satisfait", "très satisfait"],
        ["nada satisfecho", "poco satisfecho", "satisfecho", "muy satisfecho"],
        ["überhaupt nicht zufrieden", "weniger zufrieden", "teils teils", "zufrieden", "sehr zufrieden"],
        ["not at all likely", "not very likely", "somewhat likely", "very likely"],
    ],
)
def test_a_denied_quality_is_at_the_bad_end_of_its_ladder(steps: list[str]) -> None:
    scale = word_scale(reversed(steps))
    assert scale is not None
    assert scale.labels == {step: place for place, step in enumerate(steps, start=1)}
