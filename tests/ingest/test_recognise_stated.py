"""What a question says of its own scale is believed: its ends, which of them is good; and what is no scale is none."""

from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.ingest.recognition.stated import HIGHEST, Stated, stated
from tests.ingest.test_recognise import NUMBERS, Cells, cycle, entries, inspect, proposed

SCALES = [(low, high) for low in (0, 1) for high in sorted(HIGHEST)] + [(-n, n) for n in (1, 2, 3, 5, 10)]
DIGITS = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}
ASKED = {
    "en": ("Satisfaction", "How satisfied were you with the delivery?", "How easy was it to get help?",
           "How likely are you to recommend us?", "Website experience"),
    "de": ("Zufriedenheit mit der Lieferung", "Wie zufrieden sind Sie?", "Wie einfach war es, Hilfe zu bekommen?",
           "Würden Sie uns weiterempfehlen?"),
    "es": ("Satisfacción con la entrega", "¿Qué tan satisfecho está con el servicio?", "¿Nos recomendaría?",
           "¿Qué tan fácil fue?"),
    "fr": ("Satisfaction", "Êtes-vous satisfait de la livraison ?", "Nous recommanderiez-vous ?",
           "Était-ce facile ?"),
    "fa": ("میزان رضایت از ارسال", "چقدر از ما راضی هستید؟", "ما را توصیه می‌کنید؟", "چقدر آسان بود؟"),
    "ar": ("مدى الرضا عن الخدمة", "ما مدى رضاك عن التوصيل؟", "هل توصي بنا؟", "ما مدى سهولة الأمر؟"),
    "he": ("שביעות רצון מהמשלוח", "עד כמה אתה מרוצה מהשירות?", "האם תמליץ עלינו?", "עד כמה היה קל?"),
}  # fmt: skip
ENDS = {
    "en": (("very dissatisfied", "very satisfied"), ("very difficult", "very easy"), ("very poor", "excellent"),
           ("Not at all likely", "Extremely likely"), ("strongly disagree", "strongly agree"), ("bad", "good")),
    "de": (("sehr unzufrieden", "sehr zufrieden"), ("sehr schwierig", "sehr einfach"), ("ungenügend", "sehr gut"),
           ("überhaupt nicht wahrscheinlich", "äußerst wahrscheinlich"), ("schlecht", "gut")),
    "es": (("muy insatisfecho", "muy satisfecho"), ("muy difícil", "muy fácil"), ("nada probable", "muy probable"),
           ("totalmente en desacuerdo", "totalmente de acuerdo"), ("muy malo", "excelente")),
    "fr": (("pas du tout satisfait", "très satisfait"), ("très difficile", "très facile"), ("mauvais", "bon"),
           ("pas du tout probable", "très probable"), ("pas du tout d'accord", "tout à fait d'accord")),
    "fa": (("خیلی ناراضی", "خیلی راضی"), ("بسیار سخت", "بسیار آسان"), ("خیلی بد", "عالی"), ("مخالفم", "موافقم")),
    "ar": (("غير راض جدا", "راض جدا"), ("صعب جدا", "سهل جدا"), ("سيئ جدا", "ممتاز"), ("لا أوافق", "أوافق")),
    "he": (("מאוד לא מרוצה", "מרוצה מאוד"), ("קשה מאוד", "קל מאוד"), ("גרוע מאוד", "מצוין"), ("לא מסכים", "מסכים")),
}  # fmt: skip
RANGES = ("({0}-{1})", "({0}–{1})", "{0} - {1}", "{0}–{1}", "[{0}-{1}]", "({0} … {1})")
WORDED = {
    "en": ("{0} to {1}", "({0} to {1})", "from {0} to {1}", "on a scale of {0} to {1}", "on a scale from {0} to {1}",
           "({0}-{1} stars)", "(scale: {0}-{1})", "between {0} and {1}", "({0} through {1})"),
    "de": ("von {0} bis {1}", "({0} bis {1})", "auf einer Skala von {0} bis {1}", "zwischen {0} und {1}"),
    "es": ("de {0} a {1}", "(de {0} a {1})", "del {0} al {1}", "en una escala de {0} a {1}", "entre {0} y {1}"),
    "fr": ("de {0} à {1}", "(de {0} à {1})", "sur une échelle de {0} à {1}", "entre {0} et {1}"),
    "fa": ("از {0} تا {1}", "({0} تا {1})", "در مقیاس {0} تا {1}", "در مقیاس از {0} تا {1}", "بین {0} و {1}"),
    "ar": ("من {0} إلى {1}", "(من {0} الى {1})", "على مقياس من {0} إلى {1}", "بين {0} و {1}"),
    "he": ("מ-{0} עד {1}", "({0} עד {1})", "בסולם של {0} עד {1}", "בין {0} ל-{1}"),
}  # fmt: skip
MEANT = (
    "({0} = {2}, {1} = {3})", "{0} = {2}, {1} = {3}", "({0}={2}; {1}={3})", "({0} = {2} ... {1} = {3})",
    "{0} ({2}) - {1} ({3})", "({0}: {2}, {1}: {3})", "({0} - {2}, {1} - {3})", "{2} {0} - {1} {3}",
    "({0}-{1}, {0} = {2}, {1} = {3})", "({2} = {0}, {3} = {1})",
)  # fmt: skip
MEANT_WORDED = {
    "en": ("{0} ({2}) to {1} ({3})", "where {0} is {2} and {1} is {3}", "{0} being {2} and {1} being {3}"),
    "de": ("von {0} ({2}) bis {1} ({3})", "({0} = {2} bis {1} = {3})"),
    "es": ("de {0} ({2}) a {1} ({3})", "donde {0} es {2} y {1} es {3}"),
    "fr": ("de {0} ({2}) à {1} ({3})", "où {0} est {2} et {1} est {3}"),
    "fa": ("از {0} ({2}) تا {1} ({3})", "({0} یعنی {2} و {1} یعنی {3})"),
    "ar": ("من {0} ({2}) إلى {1} ({3})", "({0} يعني {2} و {1} يعني {3})"),
    "he": ("מ-{0} ({2}) עד {1} ({3})",),
}


@dataclass(frozen=True)
class Question:
    text: str
    asked: str
    low: int
    high: int
    direction: str | None


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question in one of the languages with a statement of a scale before or behind it."""
    language = draw(st.sampled_from(sorted(ASKED)))
    low, high = draw(st.sampled_from(SCALES))
    asked = draw(st.sampled_from(ASKED[language]))
    direction = draw(st.sampled_from((None, "high_is_good", "low_is_good")))
    ends = ("", "")
    if direction:
        pattern = draw(st.sampled_from((*MEANT, *MEANT_WORDED[language])))
        bad, good = draw(st.sampled_from(ENDS[language]))
        ends = (bad, good) if direction == "high_is_good" else (good, bad)
    else:
        pattern = draw(st.sampled_from((*RANGES, *WORDED[language])))
    said = pattern.format(low, high, *ends)
    if language in DIGITS and draw(st.booleans()):
        said = said.translate(DIGITS[language])
    return Question(placed(draw, asked, said, named=bool(ends[0])), asked, low, high, direction)


def placed(draw: st.DrawFn, asked: str, said: str, *, named: bool) -> str:
    """The statement behind the question, or, where it is a clause of its own, before it."""
    behind = draw(st.booleans()) or said[0] in "([" or named
    return f"{asked} {said}" if behind else f"{said[0].upper()}{said[1:]}, {asked}"


def plain(text: str) -> str:
    return text.strip(" ?؟").replace(" ?", "?").casefold()


@given(questions())
@settings(max_examples=600)
def test_a_stated_scale_is_found_as_it_is_stated_and_leaves_the_question(question: Question) -> None:
    found = stated(question.text)
    assert found is not None
    assert (found.low, found.high, found.direction) == (question.low, question.high, question.direction)
    assert plain(found.asked) == plain(question.asked)


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_answers_are_read_on_the_stated_scale_wherever_on_it_they_lie(question: Question, chance: Random) -> None:
    inner = range(question.low + (question.high > 2), question.high)
    cells = [chance.choice(inner) for _ in NUMBERS]
    document = inspect({"ID": NUMBERS, question.text: cells})
    source = " ".join(question.text.split())
    (score,) = (entry for entry in entries(document, source) if entry["role"] == "score")
    assert document["kind"] == "survey"
    assert score["scale"] == [question.low, question.high]
    if question.direction:
        assert score.get("direction", "high_is_good") == question.direction


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Rate the food out of 10", 10), ("Satisfaction /10", 10), ("Satisfaction (/ 5)", 5),
        ("Food quality (out of 5 stars)", 5), ("Bewertung von 10 Punkten", 10), ("Évaluation sur 10", 10),
        ("Calificación sobre 10", 10), ("امتیاز از ۱۰", 10), ("التقييم من ١٠", 10), ("דירוג מתוך 10", 10),
    ],
)  # fmt: skip
def test_where_only_the_highest_score_is_told_the_lowest_is_open(text: str, ends: int) -> None:
    found = stated(text)
    assert found is not None
    assert (found.low, found.high, found.direction) == (None, ends, None)


@pytest.mark.parametrize(
    "name",
    [
        "Q1-5", "Q1-5 satisfaction", "Satisfaction in weeks 1-4", "Satisfaction of ages 18-25", "Ages 0-10",
        "Satisfaction 2024-01-05", "Satisfaction 1-5-2024", "Satisfaction 1/5", "Satisfied buyers 1-2 times",
        "Number of children (0-10)", "Spending Score (1-100)", "Credit score (0-100)", "Credit rating (1-10)",
        "Gender (1 = male, 2 = female)", "Channel (1 = email, 5 = phone)", "Satisfaction with visits (1-2 times)",
        "Delivered from 1 to 3 days", "Happy 24/7", "Satisfaction May 1-5", "Passenger class (1-3)", "Age group (1-5)",
        "Discount (0-100%)", "Income (1-10)", "Visits (0-10)", "Weekday (1-7)", "Years of experience (0-100)",
        "Tenure (0-10)", "Churned (0 = no, 1 = yes)", "Satisfaction 12-15", "Rating (1-8)", "Satisfaction $0-100",
        "Zufriedenheit in Woche 1-4", "Satisfacción de 1 a 3 meses", "Satisfaction de 1 à 3 ans", "رضایت ۱ تا ۳ ماه",
        "الرضا من 1 إلى 3 أشهر", "שביעות רצון 1 עד 3 חודשים", "Anzahl Kinder (0-10)", "Nombre de visites (0-10)",
        "Schicht 1-3", "Open from 1 to 5 pm", "Store 1-5", "Lieferung von 1 bis 3 Tagen",
    ],
)  # fmt: skip
def test_numbers_that_count_name_or_date_something_are_no_scale(name: str) -> None:
    assert stated(name) is None


@given(st.text(alphabet="aZ ()[]0123456789-–=:;,./%§ةמ۱٣\u200c", max_size=120))
@settings(max_examples=300)
def test_any_text_is_read_and_what_is_found_is_a_scale(text: str) -> None:
    found = stated(text)
    assert found is None or (found.low in (None, 0, 1, -found.high) and len(found.asked) <= len(text))


@pytest.mark.parametrize(
    "text", ["Website (1-5)", "Freundlichkeit von 1 bis 5", "نظافت از ۱ تا ۵", "De 1 a 5, limpieza"]
)
def test_two_numbers_set_apart_are_a_scale_where_nearly_all_answers_are_on_it(text: str) -> None:
    found = stated(text)
    assert found is not None
    assert (found.low, found.high, found.sure) == (1, 5, False)
    assert found.holds([(3, 96), (7, 4)])
    assert not found.holds([(3, 90), (7, 10)])


def score_of(name: str, cells: Cells, **others: Cells) -> dict[str, Any]:
    document = inspect({"ID": NUMBERS, name: cells, **others})
    (score,) = (entry for entry in entries(document, name) if entry["role"] == "score")
    return {**score, "warnings": document["warnings"], "kind": document["kind"]}


def test_the_top_is_the_stated_one_and_not_the_highest_answer() -> None:
    score = score_of("Website experience (1-10)", cycle([3, 4, 5, 6, 7]))
    assert (score["scale"], score["touchpoint"], score["metric"]) == ([1, 10], "Website experience", "csat")


def test_school_grades_are_read_with_the_lowest_number_as_the_best() -> None:
    score = score_of("Service (1 = sehr zufrieden ... 6 = sehr unzufrieden)", cycle([1, 2, 2, 3]))
    assert (score["scale"], score["direction"], score["touchpoint"]) == ([1, 6], "low_is_good", "Service")


def test_a_question_about_difficulty_may_give_its_highest_number_to_the_easiest() -> None:
    score = score_of("How difficult was it? (1 = very difficult, 7 = very easy)", cycle([5, 6, 7, 4]))
    assert (score["metric"], score["scale"], score.get("direction")) == ("ces", [1, 7], None)


@pytest.mark.parametrize(("name", "missing"), [("Food (0-5)", None), ("Food (1-5)", [0])])
def test_the_statement_decides_whether_zero_is_an_answer(name: str, missing: list[int] | None) -> None:
    score = score_of(name, [*cycle([1, 2, 3, 4, 5], 117), 0, 0, 0])
    assert score.get("missing") == missing
    assert any("not applicable" in warning for warning in score["warnings"]) == bool(missing)


def test_answers_beyond_the_stated_scale_are_shown_and_the_scale_stays() -> None:
    score = score_of("Satisfaction (1-5)", cycle([1, 2, 3, 4, 5, 5, 4, 8, 9]))
    assert score["scale"] == [1, 5]
    assert any("no answers on the scale 1–5" in warning and "“8”" in warning for warning in score["warnings"])


def test_a_statement_on_which_most_answers_do_not_lie_is_not_followed_and_that_is_said() -> None:
    score = score_of("Satisfaction (1-5)", cycle([7, 8, 9, 10, 6, 3]))
    assert score["scale"] == [1, 10]
    assert any("scale of 1–5" in warning and "“9”" in warning for warning in score["warnings"])


def test_answers_with_their_words_have_the_stated_ends_and_the_direction_of_their_words() -> None:
    cells = cycle(["1 - sehr zufrieden", "2", "3", "5 - sehr unzufrieden"])
    score = score_of("Zufriedenheit mit dem Service (1-6)", cells)
    assert (score["scale"], score["direction"]) == ([1, 6], "low_is_good")


def test_effort_is_held_against_an_overall_score_whose_lowest_number_is_the_best() -> None:
    grades = cycle([1, 2, 3, 4, 5, 6])
    overall = "Zufriedenheit (1 = sehr gut, 6 = ungenügend)"
    along = score_of("How easy was it? (1-7)", [8 - int(str(n)) for n in grades], **{overall: grades})
    against = score_of("How easy was it? (1-7)", grades, **{overall: grades})
    assert not any("runs" in warning for warning in along["warnings"])
    assert any("runs against" in warning for warning in against["warnings"])


SLIDES = [n * 7 % 101 for n in NUMBERS]


def test_sliders_beside_one_that_says_so_make_a_survey() -> None:
    columns: dict[str, Cells] = {
        "id": NUMBERS, "plan": cycle(["A", "C"]), "Overall experience (0-100)": SLIDES,
        "Website experience": SLIDES[::-1],
    }  # fmt: skip
    document = inspect(columns)
    assert document["kind"] == "survey"
    for name in list(columns)[2:]:
        (entry,) = entries(document, name)
        assert (entry["metric"], entry["scale"]) == ("mean", [0, 100])


def test_several_sliders_without_a_statement_are_scores_and_one_alone_is_none() -> None:
    both = inspect({"ID": NUMBERS, "Satisfaction with staff": SLIDES, "Website rating": SLIDES[::-1]}, kind="survey")
    assert [entries(both, name)[0]["scale"] for name in ("Satisfaction with staff", "Website rating")] == [[0, 100]] * 2
    alone = proposed(["ID", "Website rating"], [NUMBERS, SLIDES], kind="survey")
    assert entries(alone, "Website rating")[0]["role"] != "score"


@pytest.mark.parametrize(
    "names",
    [
        ("Age", "Age of partner"), ("Conversion rate", "Response rate"), ("Credit score", "Risk score"),
        ("Years of experience", "Total experience"), ("Income", "Spending Score"), ("Visits", "Number of ratings"),
        ("Satisfaction percentage", "Rating share"), ("Water quality", "Air quality"),
    ],
)  # fmt: skip
def test_other_numbers_up_to_a_hundred_are_no_sliders(names: tuple[str, str]) -> None:
    document = inspect({"customer_id": NUMBERS, names[0]: SLIDES, names[1]: SLIDES[::-1]})
    assert all(entry["role"] != "score" for name in names for entry in entries(document, name))


def test_a_scale_is_shown_by_its_ends() -> None:
    assert str(Stated(None, 10, None, "", sure=True)) == "0–10"
