"""Questions as people ask them in seven languages: metric, scale, direction and touchpoint."""

from typing import Any

import pytest

from tests.ingest.test_recognise import cycle, entries, inspect

IDS = [f"r{n}" for n in range(1, 121)]
TEN = cycle([10, 9, 8, 0, 6, 3, 10, 7, 5, 9])
SEVEN = cycle([7, 6, 5, 1, 4, 2, 3])
FIVE = cycle([5, 4, 3, 1, 2, 4])
PROSE = [f"waited {n} long days for the parcel" for n in range(120)]

# How likely to recommend · how satisfied with the delivery · how easy · how difficult · what could be better
QUESTIONS = {
    "en": (
        "How likely is it that you would recommend us to a friend or colleague?",
        "How satisfied were you with the delivery?",
        "How easy was it to get your issue solved?",
        "How difficult was it to get your issue solved?",
        "What could we do better?",
        "Delivery",
    ),
    "de": (
        "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?",
        "Wie zufrieden waren Sie mit der Lieferung?",
        "Wie einfach war es, Ihr Anliegen zu lösen?",
        "Wie schwierig war es, Ihr Anliegen zu lösen?",
        "Was können wir besser machen?",
        "Lieferung",
    ),
    "fr": (
        "Quelle est la probabilité que vous nous recommandiez à un ami ou collègue ?",
        "Dans quelle mesure êtes-vous satisfait de la livraison ?",
        "Dans quelle mesure a-t-il été facile de résoudre votre problème ?",
        "Dans quelle mesure a-t-il été difficile de résoudre votre problème ?",
        "Que pourrions-nous améliorer ?",
        "Livraison",
    ),
    "es": (
        "¿Qué tan probable es que nos recomiende a un amigo o colega?",
        "¿Qué tan satisfecho está con la entrega?",
        "¿Qué tan fácil fue resolver su problema?",
        "¿Qué tan difícil fue resolver su problema?",
        "¿Qué podríamos mejorar?",
        "Entrega",
    ),
    "fa": (
        "چقدر احتمال دارد ما را به دوستان خود پیشنهاد دهید؟",
        "چقدر از ارسال سفارش راضی هستید؟",
        "حل مشکل شما چقدر آسان بود؟",
        "حل مشکل شما چقدر سخت بود؟",
        "چه چیزی را بهتر کنیم؟",
        "ارسال سفارش",
    ),
    "ar": (
        "ما مدى احتمال أن توصي بنا لصديق أو زميل؟",
        "ما مدى رضاك عن التوصيل؟",
        "ما مدى سهولة حل مشكلتك؟",
        "ما مدى صعوبة حل مشكلتك؟",
        "ماذا يمكننا أن نحسن؟",
        "التوصيل",
    ),
    "he": (
        "מה הסיכוי שתמליץ עלינו לחבר או לעמית?",
        "עד כמה אתה מרוצה מהמשלוח?",
        "עד כמה היה קל לפתור את הבעיה?",
        "עד כמה היה קשה לפתור את הבעיה?",
        "מה אפשר לשפר?",
        "המשלוח",
    ),
}


@pytest.mark.parametrize("language", QUESTIONS)
def test_the_same_survey_in_every_language(language: str) -> None:
    recommend, satisfied, easy, hard, better, delivery = QUESTIONS[language]
    document = inspect({"ID": IDS, recommend: TEN, satisfied: FIVE, easy: SEVEN, hard: SEVEN[::-1], better: PROSE})
    assert document["kind"] == "survey"
    found = {source: entries(document, source)[0] for source in (recommend, satisfied, easy, hard, better)}
    assert _kept(found[recommend]) == {"role": "score", "metric": "nps", "scale": [0, 10]}
    assert _kept(found[satisfied]) == {"role": "score", "metric": "csat", "scale": [1, 5], "touchpoint": delivery}
    assert (found[easy]["metric"], found[easy]["scale"], found[easy].get("direction")) == ("ces", [1, 7], None)
    assert (found[hard]["metric"], found[hard].get("direction")) == ("ces", "low_is_good")
    assert found[better]["role"] == "comment"


OVERALL = (
    "Overall, how satisfied are you with us?",
    "Wie zufrieden sind Sie insgesamt mit uns?",
    "Dans l'ensemble, êtes-vous satisfait de nous ?",
    "En general, ¿qué tan satisfecho está con nosotros?",
    "به طور کلی چقدر از ما راضی هستید؟",
    "بشكل عام، ما مدى رضاك عنا؟",
    "באופן כללי, עד כמה אתה מרוצה מאיתנו?",
    "Gesamtzufriedenheit",
    "میزان رضایت کلی",
    "Satisfacción general",
    "Satisfaction globale",
    "الرضا العام",
    "שביעות רצון כללית",
)


@pytest.mark.parametrize("question", OVERALL, ids=range(len(OVERALL)))
def test_a_question_about_the_whole_has_no_touchpoint(question: str) -> None:
    (entry,) = entries(inspect({"ID": IDS, question: FIVE}), question)
    assert _kept(entry) == {"role": "score", "metric": "csat", "scale": [1, 5]}


WORDS = {
    "en": ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"],
    "de": ["Sehr unzufrieden", "Unzufrieden", "Neutral", "Zufrieden", "Sehr zufrieden"],
    "fr": ["Très insatisfait", "Insatisfait", "Neutre", "Satisfait", "Très satisfait"],
    "es": ["Muy insatisfecho", "Insatisfecho", "Neutral", "Satisfecho", "Muy satisfecho"],
    "fa": ["خیلی ناراضی", "ناراضی", "نه راضی نه ناراضی", "راضی", "خیلی راضی"],
    "ar": ["غير راض جدا", "غير راض", "محايد", "راض", "راض جدا"],
    "he": ["מאוד לא מרוצה", "לא מרוצה", "ניטרלי", "מרוצה", "מרוצה מאוד"],
    "stars": ["★", "★★", "★★★", "★★★★", "★★★★★"],
    "empty stars": ["★☆☆☆☆", "★★☆☆☆", "★★★☆☆", "★★★★☆", "★★★★★"],
    "spoken stars": ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"],
    "out of": ["1/5", "2/5", "3/5", "4/5", "5/5"],
    "faces": ["😡", "🙁", "😐", "🙂", "😀"],
    "numbered": ["1 - Very dissatisfied", "2 - Dissatisfied", "3 - Neutral", "4 - Satisfied", "5 - Very satisfied"],
    "behind": ["Very poor (1)", "Poor (2)", "Fair (3)", "Good (4)", "Excellent (5)"],
}


@pytest.mark.parametrize("way", WORDS)
@pytest.mark.parametrize("name", ["How satisfied were you with the delivery?", "q7"])
def test_answers_in_words_have_the_scores_of_their_order(way: str, name: str) -> None:
    answers = WORDS[way]
    document = inspect({"ID": IDS, name: cycle([*answers[::2], *answers[1::2], "N/A"])})
    entry = next(entry for entry in entries(document, name) if entry["role"] == "score")
    assert document["kind"] == "survey"
    assert (entry["metric"], entry["scale"]) == ("csat", [1, 5])
    assert {answer: entry["labels"].get(answer) for answer in answers} == {a: n for n, a in enumerate(answers, 1)}
    assert "N/A" in entry["missing"]


def _kept(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("role", "metric", "scale", "touchpoint", "direction") if key in entry}
