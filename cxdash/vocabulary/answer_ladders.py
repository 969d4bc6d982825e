"""Answers in words as ladders: for each language and family of questions, the steps from worst to best."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from cxdash.vocabulary.synonyms import words

Steps = tuple[tuple[str, ...], ...]
"""The steps of a ladder, worst first; several spellings of one step stand together."""


@dataclass(frozen=True)
class Degrees:
    """How a language makes words stronger and weaker, and what it calls the middle.

    `denied` and `hardly` turn a good quality into the strongest and a weaker bad one: "not at all satisfied".
    """

    strong: tuple[str, ...]
    plain: tuple[str, ...]
    weak: tuple[str, ...]
    middle: tuple[str, ...]
    denied: tuple[str, ...] = ()
    hardly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ladder:
    """The steps of one kind of answer; `family` is what is judged (satisfied, agree, easy, likely, good, …)."""

    family: str
    steps: tuple[frozenset[str], ...]


_DEGREES: dict[str, Degrees] = {
    "en": Degrees(
        ("very {}", "extremely {}", "completely {}", "strongly {}", "totally {}", "definitely {}"),
        ("{}", "moderately {}", "mostly {}"),
        ("somewhat {}", "slightly {}", "a little {}", "fairly {}", "rather {}"),
        ("neutral", "neither", "undecided", "not sure", "no opinion", "so so", "average", "okay", "ok", "mixed",
         "neither nor"),
        ("not at all {}", "not {} at all"),
        ("not very {}", "not so {}"),
    ),
    "fa": Degrees(
        ("خیلی {}", "بسیار {}", "کاملا {}", "به شدت {}"),
        ("{}",),
        ("تا حدی {}", "نسبتا {}", "کمی {}", "تا حدودی {}"),
        ("متوسط", "بی نظر", "بی تفاوت", "نظری ندارم", "ممتنع", "خنثی", "نمی دانم", "معمولی"),
        ("اصلا {} نیستم", "اصلا {} نیست", "به هیچ وجه {} نیستم"),
        ("{} نیستم", "خیلی {} نیستم"),
    ),
    "ar": Degrees(
        ("{} جدا", "{} بشدة", "{} تماما", "{} للغاية", "{} على الإطلاق"),
        ("{}",),
        ("{} الى حد ما", "{} نوعا ما", "{} قليلا", "الى حد ما {}"),
        ("محايد", "محايدة", "متوسط", "لا رأي", "لا أدري", "غير متأكد", "عادي", "مقبول"),
    ),
    "he": Degrees(
        ("מאוד {}", "{} מאוד", "{} מאד", "מאד {}", "{} בהחלט", "{} לחלוטין", "כלל {}", "{} כלל", "{} בכלל", "בהחלט {}",
         "{} לגמרי"),
        ("{}",),
        ("די {}", "קצת {}", "{} במידה מסוימת"),
        ("ניטרלי", "נייטרלי", "בינוני", "אין דעה", "לא בטוח", "ככה ככה", "אולי"),
    ),
    "es": Degrees(
        ("muy {}", "totalmente {}", "completamente {}", "extremadamente {}", "sumamente {}"),
        ("{}", "bastante {}"),
        ("algo {}", "un poco {}"),
        ("neutral", "neutro", "indiferente", "indeciso", "regular", "normal", "no sé", "tal vez", "quizás"),
        ("nada {}",),
        ("poco {}", "no muy {}", "no {}"),
    ),
    "de": Degrees(
        ("sehr {}", "völlig {}", "vollkommen {}", "äußerst {}", "absolut {}", "extrem {}"),
        ("{}", "ziemlich {}"),
        ("eher {}", "etwas {}", "teilweise {}"),
        ("neutral", "teils teils", "weder noch", "unentschieden", "mittel", "vielleicht", "mittelmäßig", "teilweise"),
        ("überhaupt nicht {}", "gar nicht {}"),
        ("wenig {}", "weniger {}", "nicht sehr {}", "eher nicht {}"),
    ),
    "fr": Degrees(
        ("très {}", "tout à fait {}", "extrêmement {}", "totalement {}", "complètement {}"),
        ("{}", "assez {}"),
        ("plutôt {}", "un peu {}"),
        ("neutre", "indifférent", "sans opinion", "moyen", "ni l un ni l autre", "peut être", "indécis"),
        ("pas du tout {}",),
        ("peu {}", "pas très {}", "plutôt pas {}"),
    ),
}  # fmt: skip

# Language, family, the bad pole, the good pole; the middle "neither bad nor good" is made of both.
_POLES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("en", "satisfied", ("dissatisfied", "unsatisfied", "not satisfied"), ("satisfied",)),
    ("en", "agree", ("disagree",), ("agree",)),
    ("en", "easy", ("difficult", "hard"), ("easy",)),
    ("en", "likely", ("unlikely", "not likely"), ("likely",)),
    ("en", "good", ("unfavorably", "unfavourably"), ("favorably", "favourably")),
    ("en", "good", ("unfavorable", "unfavourable"), ("favorable", "favourable")),
    ("en", "good", ("negative", "bad", "poor"), ("positive", "good")),
    ("en", "good", ("unhappy",), ("happy",)),
    ("en", "good", ("dislike",), ("like",)),
    ("en", "important", ("unimportant", "not important"), ("important",)),
    ("fa", "satisfied", ("ناراضی", "ناراضی هستم"), ("راضی", "راضی هستم")),
    ("fa", "agree", ("مخالف", "مخالفم"), ("موافق", "موافقم")),
    ("fa", "easy", ("سخت", "دشوار", "مشکل"), ("آسان", "راحت", "ساده")),
    ("fa", "likely", ("بعید", "غیر محتمل"), ("محتمل",)),
    ("fa", "good", ("بد", "ضعیف"), ("خوب",)),
    ("fa", "good", ("کم",), ("زیاد",)),
    ("ar", "satisfied", ("غير راض", "غير راضية", "غير راضي", "مستاء"), ("راض", "راضية", "راضي")),
    ("ar", "agree", ("غير موافق", "لا أوافق", "معارض", "أعارض"), ("موافق", "أوافق")),
    ("ar", "easy", ("صعب", "صعبة"), ("سهل", "سهلة")),
    ("ar", "likely", ("غير محتمل", "مستبعد", "غير مرجح"), ("محتمل", "مرجح")),
    ("ar", "good", ("سيئ", "سيء", "سيئة", "ضعيف"), ("جيد", "جيدة")),
    ("he", "satisfied", ("לא מרוצה",), ("מרוצה",)),
    ("he", "agree", ("לא מסכים", "לא מסכימה", "לא מסכים ה", "מתנגד"), ("מסכים", "מסכימה", "מסכים ה")),
    ("he", "easy", ("קשה",), ("קל",)),
    ("he", "likely", ("לא סביר",), ("סביר",)),
    ("he", "good", ("רע", "גרוע", "לא טוב"), ("טוב",)),
    ("es", "satisfied", ("insatisfecho", "insatisfecha", "insatisfecho a"),
     ("satisfecho", "satisfecha", "satisfecho a")),
    ("es", "agree", ("en desacuerdo",), ("de acuerdo",)),
    ("es", "easy", ("difícil",), ("fácil",)),
    ("es", "likely", ("improbable",), ("probable",)),
    ("es", "good", ("malo", "mala", "mal"), ("bueno", "buena", "bien")),
    ("de", "satisfied", ("unzufrieden",), ("zufrieden",)),
    ("de", "easy", ("schwierig", "schwer"), ("einfach", "leicht")),
    ("de", "likely", ("unwahrscheinlich",), ("wahrscheinlich",)),
    ("de", "good", ("schlecht",), ("gut",)),
    ("fr", "satisfied", ("insatisfait", "insatisfaite", "insatisfait e", "mécontent"),
     ("satisfait", "satisfaite", "satisfait e")),
    ("fr", "agree", ("pas d accord", "en désaccord"), ("d accord",)),
    ("fr", "easy", ("difficile",), ("facile",)),
    ("fr", "likely", ("improbable", "peu probable"), ("probable",)),
    ("fr", "good", ("mauvais", "mauvaise", "mal"), ("bon", "bonne", "bien")),
)  # fmt: skip

# Ladders that no rule makes.
_WRITTEN: tuple[tuple[str, Steps], ...] = (
    ("satisfied", (("very dissatisfied", "very unsatisfied", "not at all satisfied"),
                   ("dissatisfied", "somewhat dissatisfied", "slightly dissatisfied", "unsatisfied"),
                   ("neutral", "neither satisfied nor dissatisfied", "so so"), ("satisfied", "somewhat satisfied"),
                   ("very satisfied", "delighted", "extremely satisfied"))),
    ("good", (("very poor", "terrible", "very bad", "awful"), ("poor", "bad"), ("fair", "average", "ok", "okay",
              "acceptable", "neutral"), ("good",), ("very good", "excellent", "great"))),
    ("good", (("poor", "bad", "very poor"), ("fair", "ok", "okay", "average"), ("good",), ("very good", "great"),
              ("excellent", "outstanding"))),
    ("good", (("poor", "bad"), ("fair", "average"), ("good",), ("excellent", "very good"))),
    ("good", (("خیلی بد", "بسیار بد", "افتضاح"), ("بد", "ضعیف"), ("متوسط", "معمولی"), ("خوب",),
              ("خیلی خوب", "عالی", "بسیار خوب"))),
    ("good", (("ضعیف", "بد"), ("متوسط", "معمولی"), ("خوب",), ("خیلی خوب", "بسیار خوب"), ("عالی",))),
    ("good", (("ضعیف", "بد"), ("متوسط", "معمولی"), ("خوب",), ("عالی", "خیلی خوب", "بسیار خوب"))),
    ("good", (("سيئ جدا", "سيء جدا", "ضعيف جدا"), ("سيئ", "سيء", "ضعيف"), ("متوسط", "مقبول", "عادي"), ("جيد",),
              ("جيد جدا", "ممتاز"))),
    ("good", (("ضعيف", "سيئ", "سيء"), ("مقبول", "متوسط"), ("جيد",), ("جيد جدا",), ("ممتاز",))),
    ("good", (("גרוע מאוד", "רע מאוד"), ("גרוע", "רע"), ("בינוני", "סביר", "ככה ככה"), ("טוב",),
              ("טוב מאוד", "מצוין", "מעולה"))),
    ("good", (("גרוע", "רע"), ("בינוני", "סביר"), ("טוב",), ("טוב מאוד",), ("מצוין", "מעולה"))),
    ("good", (("muy malo", "muy mala", "pésimo", "pésima", "muy mal", "terrible"), ("malo", "mala", "mal"),
              ("regular", "aceptable", "normal"), ("bueno", "buena", "bien"),
              ("muy bueno", "muy buena", "excelente", "muy bien"))),
    ("good", (("malo", "mala"), ("regular", "aceptable"), ("bueno", "buena"), ("muy bueno", "muy buena"),
              ("excelente",))),
    ("good", (("sehr schlecht", "ungenügend", "mangelhaft"), ("schlecht", "ausreichend"),
              ("mittelmäßig", "befriedigend", "mittel", "durchschnittlich", "ok", "neutral"), ("gut",),
              ("sehr gut", "ausgezeichnet", "hervorragend"))),
    ("good", (("très mauvais", "très mauvaise", "nul", "très mal"), ("mauvais", "mauvaise", "mal"),
              ("moyen", "moyenne", "passable", "correct"), ("bon", "bonne", "bien"),
              ("très bon", "très bonne", "excellent", "excellente", "très bien"))),
    ("agree", (("stimme überhaupt nicht zu", "stimme gar nicht zu", "lehne völlig ab", "lehne stark ab"),
               ("stimme nicht zu", "stimme eher nicht zu", "lehne ab"),
               ("neutral", "teils teils", "weder noch", "unentschieden"), ("stimme zu", "stimme eher zu"),
               ("stimme voll zu", "stimme voll und ganz zu", "stimme völlig zu", "stimme stark zu"))),
    ("agree", (("trifft überhaupt nicht zu", "trifft gar nicht zu", "trifft nicht zu"), ("trifft eher nicht zu",),
               ("teils teils", "neutral", "weder noch", "trifft teilweise zu"), ("trifft eher zu",),
               ("trifft voll zu", "trifft voll und ganz zu", "trifft völlig zu", "trifft zu"))),
    ("agree", (("trifft überhaupt nicht zu", "trifft gar nicht zu", "trifft nicht zu"), ("trifft eher nicht zu",),
               ("trifft eher zu",), ("trifft voll zu", "trifft voll und ganz zu", "trifft völlig zu", "trifft zu"))),
    ("agree", (("pas du tout d accord", "tout à fait en désaccord", "fortement en désaccord"),
               ("pas d accord", "plutôt pas d accord", "en désaccord"),
               ("neutre", "ni d accord ni pas d accord", "sans opinion", "ni en accord ni en désaccord"),
               ("d accord", "plutôt d accord"), ("tout à fait d accord", "entièrement d accord"))),
    ("agree", (("pas du tout d accord",), ("plutôt pas d accord", "pas d accord"), ("plutôt d accord", "d accord"),
               ("tout à fait d accord",))),
    ("frequency", (("never",), ("rarely", "seldom", "once in a while", "hardly ever", "almost never"),
                   ("sometimes", "occasionally", "about half the time"),
                   ("often", "usually", "frequently", "most of the time", "very often"), ("always",))),
    ("frequency", (("هرگز", "هیچ وقت"), ("به ندرت", "بندرت"), ("گاهی", "گاهی اوقات", "بعضی وقت ها"),
                   ("اغلب", "بیشتر اوقات"), ("همیشه",))),
    ("frequency", (("ابدا", "مطلقا"), ("نادرا",), ("احيانا", "في بعض الأحيان"), ("غالبا",), ("دائما",))),
    ("frequency", (("אף פעם", "מעולם לא"), ("לעתים רחוקות", "לעיתים רחוקות"), ("לפעמים", "לעתים"),
                   ("לעתים קרובות", "לעיתים קרובות"), ("תמיד",))),
    ("frequency", (("nunca",), ("rara vez", "casi nunca"), ("a veces", "algunas veces"),
                   ("a menudo", "frecuentemente", "casi siempre"), ("siempre",))),
    ("frequency", (("nie", "niemals"), ("selten",), ("manchmal", "gelegentlich"), ("oft", "häufig"), ("immer",))),
    ("frequency", (("jamais",), ("rarement",), ("parfois", "quelquefois"), ("souvent",), ("toujours",))),
    ("amount", (("not at all", "none"), ("not much", "a little", "little"), ("some", "somewhat", "a moderate amount"),
                ("a lot", "much", "quite a bit"), ("a great deal", "very much", "extremely"))),
    ("amount", (("not at all", "none"), ("not much", "a little", "little"), ("some", "somewhat"),
                ("a lot", "very much", "a great deal"))),
)  # fmt: skip


@cache
def ladders() -> tuple[Ladder, ...]:
    """Every ladder: written ones first, then those of five, four, seven and three steps that languages make."""
    written = [Ladder(family, tuple(_normal(step) for step in steps)) for family, steps in _WRITTEN]
    made = [Ladder(family, steps) for language, family, bad, good in _POLES for steps in _made(language, bad, good)]
    return (*written, *sorted(made, key=lambda ladder: (5, 4, 7, 3).index(len(ladder.steps))))


@cache
def poles() -> tuple[frozenset[str], frozenset[str]]:
    """The bad and the good ends of what answers judge, in every language."""
    judging = [(bad, good) for _, family, bad, good in _POLES if family != "important"]
    return _normal(word for bad, _ in judging for word in bad), _normal(word for _, good in judging for word in good)


def _made(language: str, bad: tuple[str, ...], good: tuple[str, ...]) -> Iterator[tuple[frozenset[str], ...]]:
    degrees = _DEGREES[language]
    strong, plain, weak = (
        tuple(_normal(pattern.format(pole) for pattern in patterns for pole in poles) for poles in (bad, good))
        for patterns in (degrees.strong, degrees.plain, degrees.weak)
    )
    strong = (strong[0] | _normal(pattern.format(pole) for pattern in degrees.denied for pole in good), strong[1])
    weak = (weak[0] | _normal(pattern.format(pole) for pattern in degrees.hardly for pole in good), weak[1])
    middle = _normal((*degrees.middle, *_neither(bad, good)))
    some = tuple(a | b for a, b in zip(plain, weak, strict=True))
    yield strong[0], some[0], middle, some[1], strong[1]
    yield strong[0], some[0], some[1], strong[1]
    yield strong[0], plain[0], weak[0], middle, weak[1], plain[1], strong[1]
    yield strong[0] | some[0], middle, some[1] | strong[1]


_NEITHER = (
    "neither {0} nor {1}", "neither {0} or {1}", "neither {1} nor {0}", "نه {1} نه {0}", "نه {0} نه {1}",
    "{1} ולא {0}", "לא {1} ולא {0}", "ni {1} ni {0}", "ni {0} ni {1}", "weder {1} noch {0}", "weder {0} noch {1}",
    "لا {1} ولا {0}", "neither {1} nor {0} neutral", "neither {0} nor {1} neutral",
)  # fmt: skip


def _neither(bad: Iterable[str], good: Iterable[str]) -> Iterator[str]:
    pairs = [(a, b) for a in bad for b in good]
    for pattern in _NEITHER:
        numbered = (
            pattern if "{0}" in pattern or "{1}" in pattern else pattern.replace("{}", "{0}", 1).replace("{}", "{1}")
        )
        yield from (numbered.format(a, b) for a, b in pairs)


def _normal(spellings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(said, spellings))


_MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u0591-\u05c7]")
_ALEF = str.maketrans("أإآٱى", "اااای")


def said(text: str) -> str:
    """An answer as it is compared: without vowel marks, alef and ya of one kind, in words."""
    return words(_MARKS.sub("", text).replace("’", " ").translate(_ALEF))
