"""What questions about experience are made of: the words that say what is asked, in several languages."""

import re
from typing import Final

from cxdash.vocabulary.naming import Names, words

_ENTIRE_COMMENT = (
    "text", "comment", "comments", "review", "feedback", "verbatim", "why", "remarks", "message", "content", "opinion",
    "نظر", "نظرات", "متن", "توضیحات", "دیدگاه", "دیدگاه ها", "تعليق", "التعليق", "نص", "تعليقات", "ملاحظات", "הערה",
    "הערות", "תגובה", "תגובות", "טקסט", "comentario", "comentarios", "kommentar", "kommentare", "bemerkung",
    "bemerkungen", "commentaire", "commentaires", "remarques", "opinión",
)  # fmt: skip
_COMMENT = (
    "comment message", "review text", "review body", "comment", "comments", "open ended response", "verbatim",
    "value text", "why", "suggestions", "other feedback", "reason for your", "main reason", "tell us", "anything else",
    "should we improve", "should we do better",
    "could we improve", "could we do better", "can we improve", "can we do better", "own words", "what went wrong",
    "چرا", "لماذا", "למה", "por qué", "warum", "pourquoi", "بهتر کنیم", "بهبود", "پیشنهادات", "نظر خود را", "دلیل",
    "نحسن", "تحسين", "سبب", "اقتراحات", "לשפר", "הסיבה", "הערות", "הצעות", "mejorar", "mejor", "motivo", "sugerencias",
    "besser machen", "verbessern", "grund", "anregungen", "améliorer", "raison", "suggestions",
)  # fmt: skip
_RECOMMEND = (
    "nps", "recommend", "recommended", "net promoter", "promoter score", "likelihood to recommend",
    "likely to recommend", "ltr", "recommend us", "refer us",
    "توصیه", "پیشنهاد می کنید", "پیشنهاد دهید", "پیشنهاد کنید", "پیشنهاد می دهید", "پیشنهاد بدهید", "معرفی کنید",
    "معرفی می کنید", "خالص ترویج کنندگان",
    "توصي", "توصية", "التوصية", "ستوصي", "توصينا", "تنصح", "ترشحنا", "ترشح", "ترشيح", "المحتمل أن توصي", "بتوصية",
    "המלצה", "שתמליץ", "תמליץ", "תמליצי", "שתמליצי", "תמליצו", "שתמליצו", "להמליץ", "ממליץ", "לממליץ",
    "recomendar", "recomendaría", "recomendarías", "recomienda", "recomiende", "recomiendes", "recomendarnos",
    "recomendación", "recomendaria",
    "weiterempfehlen", "weiterempfehlung", "empfehlen", "weiterempfehlungsbereitschaft",
    "recommander", "recommanderiez", "recommandez", "recommandiez", "recommandation", "recommanderez",
)  # fmt: skip
_SATISFIED = (
    "csat", "satisfaction", "satisfied", "satisfying", "rating", "review score", "star rating", "stars", "score",
    "rate", "rated", "happy with", "hs value", "quality", "enjoy", "like", "agree", "experience", "how likely",
    "favorably", "favourably",
    "رضایت", "راضی", "امتیاز", "کیفیت", "ارزیابی", "خشنود",
    "رضا", "رضاك", "رضاكم", "الرضا", "راض", "راضي", "تقييم", "تقييمك", "تقييمكم", "تقيم", "جودة", "رضائك",
    "שביעות רצון", "שביעות רצונך", "מרוצה", "מרוצים", "דירוג", "תדרג", "תדרגי", "איכות",
    "satisfecho", "satisfecha", "satisfechos", "satisfacción", "calificaría", "califica", "calificación", "valoración",
    "calidad", "contento",
    "zufrieden", "zufriedenheit", "bewertung", "bewerten", "qualität", "gesamtzufriedenheit", "kundenzufriedenheit",
    "satisfait", "satisfaite", "satisfaits", "évaluer", "évaluez", "noter", "évaluation", "qualité", "content",
    "contente",
)  # fmt: skip
_ALSO_EASY = (
    "آسان", "راحت", "سهولت", "سهل", "سهولة", "سهلا", "السهل", "קל", "קלות", "הקלות", "fácil", "facilidad", "sencillo",
    "einfach", "leicht", "facile", "facilité", "facilement", "simple",
)  # fmt: skip
_HARD = (
    "difficult", "hard", "difficulty", "how much effort", "effort did", "effort do", "سخت", "دشوار", "دشواری", "صعب",
    "صعوبة", "جهد", "الجهد", "קשה", "קושי", "מאמץ", "difícil", "dificultad", "esfuerzo", "schwierig", "aufwand",
    "schwer", "difficile", "difficulté", "effort avez", "efforts avez",
)  # fmt: skip

# Words of judgements that also stand in the names of counts and shares: "conversion rate", "water quality".
_LOOSE = frozenset(("score", "rate", "rated", "quality", "like", "agree", "how likely", "review score", "hs value"))
# How questions begin whose answers are things and not steps of a scale.
_CHOOSING = (
    "which", "where", "who", "when", "how did you", "how have you heard", "what is your", "what kind", "what type",
    "what did you", "what best describes", "welche", "wo", "wer", "wann", "wie haben sie von uns", "wie sind sie auf",
    "was ist ihr", "was haben sie", "cuál", "cuáles", "dónde", "quién", "cuándo", "qué tipo", "cómo nos conoció",
    "cómo se enteró", "quel", "quelle", "quels", "quelles", "lequel", "où", "qui", "quand", "comment avez vous connu",
    "comment avez vous entendu", "کدام", "کدامیک", "کجا", "چه کسی", "چه نوع", "چگونه با ما", "چطور با ما", "أي",
    "أين", "متى", "ما هو نوع", "كيف سمعت", "كيف عرفت", "איזה", "איזו", "אילו", "היכן", "איפה", "מתי", "איך שמעת",
    "כיצד שמעת", "מהו סוג",
)  # fmt: skip
_CHOICE = re.compile(f"(?:{'|'.join(map(words, _CHOOSING))})(?: |$)")


def asks_to_choose(question: str) -> bool:
    """Whether a question in words asks which of several things it was: its numbers are codes of them.

    >>> asks_to_choose("how did you hear of us"), asks_to_choose("how was it")
    (True, False)
    """
    return _CHOICE.match(question) is not None


JUDGED: Final = Names((), (*(word for word in _SATISFIED if word not in _LOOSE), *_RECOMMEND))
"""Names that are nothing but somebody's judgement."""

QUESTIONS: Final[dict[str, Names]] = {
    "comment": Names(_ENTIRE_COMMENT, _COMMENT),
    "nps": Names(("nps", "likelihood", "how likely", "how likely are you", "توصیه"), _RECOMMEND),
    "csat": Names(
        ("csat", "stars", "rate", "score", "rating", "satisfaction", "امتیاز", "رضایت", "تقييم", "التقييم", "الرضا",
         "ציון", "דירוג", "שביעות רצון", "puntuación", "satisfacción", "calificación", "bewertung", "zufriedenheit",
         "note", "grade", "نمره", "الدرجة"),
        _SATISFIED,
    ),
    "ces": Names(
        ("ces", "effort", "easy", "ease"),
        ("ces", "effort", "easy", "customer effort", "easily", "how hard", "تلاش", *_ALSO_EASY, *_HARD),
    ),
    # Which end of an effort question is good: "how difficult" and "how easy" run against each other.
    "effort": Names((), _HARD),
    "ease": Names((), ("easy", "ease", "easily", *_ALSO_EASY)),
    "sentiment": Names(
        ("label", "labels", "polarity", "sentiment", "class label", "feeling", "emotion", "احساس", "برچسب", "المشاعر",
         "סנטימנט", "sentimiento", "stimmung"),
        ("sentiment", "polarity", "satisfaction", "recommend", "satisfied", "feedback", "thumbs", "rating"),
    ),
}  # fmt: skip
"""The concepts of questions and answers, with the words that say them."""

# Nouns that stand beside numbers and make them a count, an age, a date or the number of something.
COUNTED: Final[frozenset[str]] = frozenset(
    words(noun)
    for noun in (
        "q", "question", "questions", "item", "items", "part", "parts", "section", "sections", "page", "pages", "step",
        "steps", "phase", "phases", "chapter", "chapters", "episode", "episodes", "round", "rounds", "wave", "waves",
        "week", "weeks", "day", "days", "month", "months", "year", "years", "quarter", "quarters", "hour", "hours",
        "minute", "minutes", "second", "seconds", "min", "mins", "hrs", "sec", "night", "nights", "time", "times",
        "age", "ages", "aged", "yrs", "child", "children", "kids", "people", "persons", "guests", "employees", "staff",
        "visit", "visits", "order", "orders", "call", "calls", "contacts", "purchases", "logins", "floor", "floors",
        "room", "rooms", "zone", "zones", "gate", "gates", "terminal", "terminals", "line", "lines", "unit", "units",
        "version", "group", "groups", "no", "number", "weekday", "km", "miles", "kg", "eur", "usd",
        "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar",
        "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        "woche", "wochen", "tag", "tage", "tagen", "monat", "monate", "monaten", "jahr", "jahre", "jahren", "stunde",
        "stunden", "minuten", "mal", "male", "alter", "frage", "fragen", "teil", "seite", "seiten", "personen",
        "kinder", "mitarbeiter", "uhr", "kapitel", "januar", "februar", "märz", "mai", "juni", "juli", "oktober",
        "dezember", "quartal", "quartale",
        "semana", "semanas", "día", "días", "mes", "meses", "año", "años", "hora", "horas", "minuto", "minutos", "vez",
        "veces", "edad", "edades", "pregunta", "preguntas", "personas", "niños", "empleados", "página", "enero",
        "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre", "trimestre",
        "semaine", "semaines", "jour", "jours", "mois", "an", "ans", "année", "années", "heure", "heures", "fois",
        "âge", "âges", "personnes", "enfants", "employés", "janvier", "février", "mars", "avril", "juin", "juillet",
        "août", "septembre", "octobre", "novembre", "décembre",
        "هفته", "هفته های", "روز", "روزه", "ماه", "سال", "سالگی", "ساعت", "دقیقه", "بار", "سن", "سنین", "سوال",
        "سوالات", "نفر", "کودک", "فرزند", "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان",
        "آذر", "دی", "بهمن", "اسفند", "بخش",
        "أسبوع", "أسابيع", "الأسبوع", "الأسابيع", "يوم", "أيام", "شهر", "أشهر", "سنة", "سنوات", "ساعة", "ساعات",
        "دقائق", "دقيقة", "مرة", "مرات", "العمر", "أعمار", "السؤال", "الأسئلة", "أشخاص", "أطفال",
        "שבוע", "שבועות", "יום", "ימים", "חודש", "חודשים", "שנה", "שנים", "שעה", "שעות", "דקות", "פעם", "פעמים", "גיל",
        "גילאי", "גילאים", "שאלה", "שאלות", "אנשים", "ילדים", "עובדים",
    )
)  # fmt: skip

_RANKED = (
    "spending", "credit", "risk", "lead", "health", "propensity", "engagement", "fraud", "test", "exam", "priority",
    "severity", "urgency", "iq", "gpa", "popularity", "probability", "discount", "income", "utilization", "occupancy",
    "completion", "conversion", "bounce", "response", "churn", "loyalty", "passenger", "class", "tier",
    "performance", "impact", "complexity", "difficulty", "skill",
)  # fmt: skip
RANKED: Final = Names((), (*_RANKED, "priorität", "riesgo", "risque", "priorité", "ریسک", "اولویت", "أولوية", "סיכון"))
"""What programs and offices put on scales of their own where no word speaks of a judgement."""

OF_SOMEBODY: Final = Names(
    (),
    (
        *(f"{what} {scored}" for what in _RANKED for scored in ("score", "rating", "rate", "level", "index", "rank")),
        "bonität", "riesgo", "score de crédit", "puntaje de crédito", "امتیاز اعتباری", "رتبه اعتباری", "דירוג אשראי",
        "risk", "تقييم الائتمان",
    ),
)  # fmt: skip
"""Scores that are given to a customer or a case, and no customer's answer."""

HOW_MANY: Final = Names(
    (),
    ("number of", "count of", "how many", "how often", "no of", "anzahl", "wie viele", "wie oft", "nombre de",
     "combien",
     "número de", "cuántos", "cuántas", "cuántas veces", "تعداد", "چند", "عدد", "كم", "كم مرة", "מספר ה", "כמה פעמים",
     "percentage of", "percent of", "share of", "years of experience", "years experience", "work experience",
     "total experience", "experience in years", "berufserfahrung", "experiencia laboral", "سابقه کار", "سنوات الخبرة",
     "שנות ניסיון"),
)  # fmt: skip
