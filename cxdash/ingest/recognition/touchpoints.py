"""The touchpoint that a question speaks about: what is left of it without the phrases that all questions share."""

from cxdash.ingest.recognition.fields import Field
from cxdash.ingest.recognition.phrases import subject
from cxdash.vocabulary.naming import words

# A name made of nothing but these speaks of the whole: it is the overall score and no touchpoint.
_SAYS_NOTHING = frozenset(
    word
    for phrase in (
        "overall satisfaction satisfied csat nps ces score scores rating ratings rate review reviews customer client",
        "customers stars star general total survey experience result label labels polarity sentiment feedback how",
        "likely are you to recommend us level answer hs value response likelihood net promoter is were with our the",
        "recommended a of your grade company business or dissatisfied",
        "bewertung zufriedenheit note gesamtzufriedenheit kundenzufriedenheit insgesamt gesamt wie zufrieden sind sie",
        "waren mit uns gesamtbewertung",
        "satisfaction globale générale client dans l ensemble êtes vous satisfait satisfaite e de nous notre niveau",
        "puntuación satisfacción general calificación total en qué tan satisfecho satisfecha está con nosotros cliente",
        "امتیاز رضایت کلی نمره میزان شما مشتری به طور چقدر از ما راضی هستید",
        "تقييم التقييم الرضا العام الكلي رضا العملاء العميل بشكل عام ما مدى رضاك عنا راض",
        "ציון דירוג שביעות רצון כללית כללי לקוחות באופן עד כמה אתה את ה מרוצה מאיתנו מאתנו",
    )
    for word in words(phrase).split()
)


def says_nothing(name: str) -> bool:
    """Whether a name in words is made of nothing but words for scores and surveys."""
    return set(name.split()) <= _SAYS_NOTHING


def touchpoint_of(column: Field, metric: str) -> str | None:
    """The touchpoint that a score column speaks about: its name without stock phrases, None for the overall score."""
    if metric == "nps" or says_nothing(column.name):
        return None
    text = subject(column.asked)
    if not text or says_nothing(words(text)):
        return None
    return text if text == column.asked else text[0].upper() + text[1:]
