"""What questions about experience are made of: the words that say what is asked, in several languages."""

from typing import Final

from cxdash.vocabulary.naming import Names

_ENTIRE_COMMENT = (
    "text", "comment", "comments", "review", "feedback", "verbatim", "why", "remarks", "message", "content", "opinion",
    "نظر", "نظرات", "متن", "توضیحات", "دیدگاه", "دیدگاه ها", "تعليق", "التعليق", "نص", "تعليقات", "ملاحظات", "הערה",
    "הערות", "תגובה", "תגובות", "טקסט", "comentario", "comentarios", "kommentar", "kommentare", "bemerkung",
    "bemerkungen", "commentaire", "commentaires", "remarques", "opinión",
)  # fmt: skip
_COMMENT = (
    "comment message", "review text", "review body", "comment", "comments", "open ended response", "verbatim",
    "value text", "why", "suggestions", "other feedback", "reason for your", "main reason", "tell us", "anything else",
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
