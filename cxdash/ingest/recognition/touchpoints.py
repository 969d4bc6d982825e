"""The touchpoint that a question speaks about: what is left of it without the phrases that all questions share."""

import re

from cxdash.ingest.recognition.fields import Field
from cxdash.vocabulary.naming import words

_STOCK_PHRASES = (
    r"on a scale (of|from) .{1,20}?,? *",
    r"(overall,? *)?how (satisfied|happy) (were|are|was|is) you (with|by) ",
    r"(overall,? *)?how would you rate (your (satisfaction|experience) with )?",
    r"please rate (your (satisfaction|experience) with )?",
    r"how (easy|difficult) (was it|is it|were we) (for you )?to ",
    r"how easy (was|is|were) ",
    r"how much (do )?you like ",
    r"rate (your (satisfaction|experience) with )?",
    r"(your )?(overall )?(satisfaction|experience) with ",
    r"(our|the|your|this|its) ",
)
_LEAD = re.compile("^(?:" + "|".join(_STOCK_PHRASES) + ")", re.IGNORECASE)

# A name made of nothing but these speaks of the whole: it is the overall score and no touchpoint.
_SAYS_NOTHING = frozenset(
    word
    for phrase in (
        "overall satisfaction satisfied csat nps ces score scores rating ratings rate review reviews customer client",
        "customers stars star general total survey experience result label labels polarity sentiment feedback how",
        "likely are you to recommend us level answer hs value response likelihood net promoter is were with our the",
        "recommended امتیاز رضایت رضایت کلی نمره تقييم التقييم الرضا ציון דירוג שביעות רצון bewertung",
        "a of your zufriedenheit note puntuación satisfacción",
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
    text = column.source
    while (shorter := _LEAD.sub("", text).strip()) != text:
        text = shorter
    text = text.rstrip(" ?:؟.")
    if not text or says_nothing(words(text)):
        return None
    return text if text == column.source else text[0].upper() + text[1:]
