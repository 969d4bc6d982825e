"""The names of months and weekdays: Gregorian in seven languages, Jalali, Hijri, Hebrew; and Hebrew numerals."""

import re
import unicodedata
from functools import cache

from babel import Locale

from cxdash.ingest.convert.calendars import (
    ADAR,
    ADAR_FIRST,
    ADAR_SECOND,
    GREGORIAN,
    HEBREW,
    HIJRI,
    HIJRI_CIVIL,
    JALALI,
)

_LANGUAGES = ("en", "fa", "fa_AF", "ar", "ar_SY", "ar_DZ", "ar_MA", "he", "de", "de_AT", "fr", "es")

_PERSIAN = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
_AFGHAN = ("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت")
_PASHTO = ("وری", "غویی", "غبرگولی", "چنگاښ", "زمری", "وږی", "تله", "لړم", "لیندۍ", "مرغومی", "سلواغه", "کب")
_JALALI_LATIN = (
    "farvardin", "ordibehesht", "khordad", "tir", "mordad", "shahrivar",
    "mehr", "aban", "azar", "dey", "bahman", "esfand",
)  # fmt: skip
_HIJRI_NAMES = (
    ("محرم", "محرم الحرام", "muharram"),
    ("صفر", "صفر المظفر", "safar"),
    ("ربيع الأول", "ربيع اول", "ربيع الاولى", "rabi al-awwal", "rabi i"),
    ("ربيع الآخر", "ربيع الثاني", "ربيع ثانی", "rabi al-thani", "rabi al-akhir", "rabi ii"),
    ("جمادى الأولى", "جمادى الأول", "جمادی اول", "jumada al-ula", "jumada i"),
    ("جمادى الآخرة", "جمادى الآخر", "جمادى الثانية", "جمادی ثانی", "jumada al-akhirah", "jumada al-thani", "jumada ii"),
    ("رجب", "رجب المرجب", "rajab"),
    ("شعبان", "شعبان المعظم", "shaban"),
    ("رمضان", "رمضان المبارك", "ramadan", "ramazan"),
    ("شوال", "شوال المكرم", "shawwal"),
    ("ذو القعدة", "ذوالقعدة", "ذي القعدة", "ذيقعده", "dhu al-qadah", "dhul qadah"),
    ("ذو الحجة", "ذوالحجة", "ذي الحجة", "ذيحجه", "dhu al-hijjah", "dhul hijjah"),
)
_HEBREW_NAMES: dict[int, tuple[str, ...]] = {
    1: ("ניסן", "nisan"), 2: ("אייר", "איר", "iyar", "iyyar"), 3: ("סיוון", "סיון", "sivan"),
    4: ("תמוז", "tammuz", "tamuz"), 5: ("אב", "מנחם אב", "av"), 6: ("אלול", "elul"), 7: ("תשרי", "tishri", "tishrei"),
    8: ("חשוון", "חשון", "מרחשוון", "מרחשון", "heshvan", "cheshvan", "marcheshvan"), 9: ("כסלו", "כסליו", "kislev"),
    10: ("טבת", "tevet"), 11: ("שבט", "shevat"), ADAR: ("אדר", "adar"),
    ADAR_FIRST: ("אדר א", "אדר ראשון", "adar i", "adar 1"), ADAR_SECOND: ("אדר ב", "אדר שני", "adar ii", "adar 2"),
}  # fmt: skip

# Words that say nothing a number does not say already: "11th", "11 de mayo", "ماه", "هـ", "sana".
_FILLERS = (
    "st", "nd", "rd", "th", "of", "the", "de", "del", "le", "er", "den", "at", "um", "uhr", "a", "las",
    "ماه", "سال", "ه", "هـ", "ش", "ق", "م", "سنه",
    "ساعت", "الساعة", "בשעה",
)  # fmt: skip


def fold(text: str) -> str:
    """A text without case, accents, vowel signs and what tells Arabic from Persian letters.

    >>> fold("Août"), fold("ي") == fold("ی"), fold("أبريل") == fold("ابریل")
    ('aout', True, True)
    """
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(each) != "Mn"
    )
    return bare.translate(_LETTERS)


_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ۍ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه", "ـ": "", "׳": "'", "’": "'", "´": "'",
     "״": '"', "”": '"', "“": '"', "-": " ", "‌": ""}
)  # fmt: skip


@cache
def month_names(calendar: str) -> dict[str, int]:
    """Month by folded name. Hebrew Adar has the numbers that only the year resolves."""
    return {fold(name).strip(" .'"): month for name, month in _names(calendar)}


def _names(calendar: str) -> list[tuple[str, int]]:
    if calendar == GREGORIAN:
        return _gregorian_names()
    if calendar == HEBREW:
        return [(name, month) for month, names in _HEBREW_NAMES.items() for name in names]
    if calendar in (HIJRI, HIJRI_CIVIL):
        return [(name, month) for month, names in enumerate(_HIJRI_NAMES, start=1) for name in names]
    several = (_PERSIAN, _AFGHAN, _PASHTO, _JALALI_LATIN) if calendar == JALALI else ()
    # Amordad is how some write Mordad.
    return [(name, month) for names in several for month, name in enumerate(names, start=1)] + [("امرداد", 5)]


def _gregorian_names() -> list[tuple[str, int]]:
    found = [
        (str(name), int(month))
        for language in _LANGUAGES
        for names in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for month, name in names.get(width, {}).items()
    ]
    return [*found, ("sept", 9), ("mrz", 3), ("mär", 3), ("می", 5), ("مای", 5), ("جولای", 7), ("آگوست", 8)]


@cache
def month_pattern(calendar: str) -> re.Pattern[str]:
    """A month's name (group 1) standing alone in a folded text, the longest that fits; Hebrew with its prefix."""
    names = sorted(month_names(calendar), key=len, reverse=True)
    listed = "|".join(re.escape(name).replace(r"\ ", r"\s*") for name in names)
    return re.compile(rf"(?<![^\W\d_])ב?({listed})(?:\s*ماه)?(?![^\W\d_\"])['.]?")


def month_named(calendar: str, name: str) -> int:
    """The month of a name that `month_pattern` found; KeyError for any other."""
    names = month_names(calendar)
    # Blanks within a name come and go.
    return (
        names[name] if name in names else {"".join(each.split()): names[each] for each in names}["".join(name.split())]
    )


@cache
def ignored_words() -> frozenset[str]:
    """Folded words that may stand in a date and change nothing: weekdays and fillers."""
    weekdays = (
        str(name)
        for language in _LANGUAGES
        # Hebrew abbreviates its weekdays to the letters that are also its numerals.
        for width in (("wide",) if language == "he" else ("wide", "abbreviated"))
        for name in Locale.parse(language).days["format"][width].values()
    )
    words = [word for name in (*weekdays, *_FILLERS) for word in fold(name).replace(".", " ").split()]
    return frozenset(words)


_NUMERALS: dict[str, int] = dict(
    zip("אבגדהוזחטיכלמנסעפצקרשת", [*range(1, 10), *range(10, 100, 10), *range(100, 500, 100)], strict=True)
)
_NUMERALS |= dict(zip("ךםןףץ", (20, 40, 50, 80, 90), strict=True))


def hebrew_number(word: str) -> int | None:
    """The number that Hebrew letters write, None for a word; the thousands stand before a geresh.

    >>> hebrew_number('כ"ה'), hebrew_number("ה'תשפ" + '"ה'), hebrew_number("דבר")
    (25, 5785, None)
    """
    thousands, _, rest = word.rpartition("'") if re.fullmatch(r"[א-ה]'.+", word) else ("", "", word)
    letters = rest.replace('"', "").replace("'", "")
    values = [_NUMERALS.get(letter, 0) for letter in letters]
    in_order = values == sorted(values, reverse=True)
    if not values or 0 in values or not in_order:
        return None
    return 1000 * _NUMERALS.get(thousands, 0) + sum(values)
