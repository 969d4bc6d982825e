"""The words beside a number that say what it is: a telephone, an identity, or only an order, in several languages."""

import re

from cxdash.ingest.personal.folding import fold


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Any of these words; each begins with a letter, maybe after \\b, so that most places are passed in one step."""
    folded = [fold(alternative) for alternative in alternatives]
    first = "".join(sorted({alternative.removeprefix(r"\b")[0] for alternative in folded}))
    return re.compile(f"(?=[{first}])(?:{'|'.join(folded)})")


PHONE_WORDS = any_of(
    r"\bphones?\b", r"\btelephones?\b", r"\btel\b", r"\bmobile\b", r"\bcell\b", r"whats ?app", r"telegram", r"viber",
    r"\bsms\b",
    r"\bcall (?:me|us|him|her)\b", r"\bring (?:me|us)\b", r"\btext (?:me|us)\b", r"\breach (?:me|us)\b",
    r"\bcontact (?:me|us)\b", r"\bmy number\b", r"\bcall\b",
    "تلفن", "موبایل", "همراه", "شماره تماس", "شماره من", "تماس بگیر", "زنگ بزن", "واتساپ", "واتس اپ", "تلگرام",
    "هاتف", "جوال", "موبيل", "محمول", "رقمي", "اتصل", "واتس", "טלפון", "נייד", "פלאפון", "וואטסאפ", "ווטסאפ",
    "המספר שלי", "התקשר", "חייגו", "téléphone", r"\btél\b", r"\bportable\b", "teléfono", r"\bmóvil\b", "telefon",
    r"\bhandy", r"rufnummer",
)  # fmt: skip

ID_WORDS = any_of(
    r"national (?:id|code|number|insurance)", r"identity (?:card|number)", r"\bid (?:card|number|no)\b", r"my id\b",
    r"\bssn\b", r"social security", r"passport", r"emirates id", r"\biqama\b", r"driving licen[cs]e",
    "کد ملی", "کدملی", "شماره ملی", "شناسنامه", "گذرنامه", "پاسپورت", "الرقم القومي", "رقم الهوية", "رقم الهويه",
    "هويتي", "الهوية", "رقم الإقامة", "رقم الاقامة", "بطاقة الهوية", "البطاقة الشخصية", "جواز", "السجل المدني",
    "תעודת זהות", "תעודת הזהות", r"\bת\.? ?ז\b", r"ת[\"״]ז", "דרכון", r"\bdni\b", r"\bnie\b", r"\bbsn\b", r"\bpesel\b",
    r"personalausweis", r"steuer-?id", r"\bnir\b", "sécurité sociale", "codice fiscale", r"\bcpr\b", "personnummer",
    r"\bausweis", r"reisepass", r"passeport", r"pasaporte",
)  # fmt: skip

# Numbers that are given to things: "order 0451234567" is nobody's telephone.
THING_WORDS = any_of(
    "#", r"\border", r"\binvoice", r"\bticket", r"\bcase\b", r"\bref\b", r"reference", r"tracking", r"\bparcel",
    r"\bshipment", r"\bserial", r"\bsku\b", r"\bbarcode", r"\bversion", r"\bmodel\b", r"\bbatch", r"\bpaid\b",
    r"\bbooking", r"\bversion", r"\bsession", r"\btransaction", r"\bbuild\b", r"\barticle",
    "سفارش", "فاکتور", "رهگیری", "پیگیری", "تیکت", "مرسوله", "سریال", "بارکد", "تراکنش", "مبلغ", "قیمت",
    "الطلب", "طلبي", "طلب رقم", "فاتورة", "التذكرة", "تذكرة", "شحنة", "الشحنة", "تتبع", "بوليصة", "مبلغ",
    "הזמנה", "חשבונית", "כרטיס מספר", "משלוח", "מעקב", "פנייה", "פניה", "אסמכתא", "קבלה",
    "bestell", "rechnung", "commande", "facture", "pedido", "factura", "sendung",
)  # fmt: skip

UNITS = re.compile(
    fold(
        r" ?(?:[%€$£₪]|(?:تومان|تومن|ریال|درهم|دينار|جنيه|toman|rials?|irr|usd|eur|euros?|ils|nis|שקל|שח|ש\"ח|sar"
        r"|aed|egp|points?|steps?|views?|km|mb|gb|bytes?|users?|people)\b)"
    ),
)
DATE = re.compile(
    r"(?:19|20|13|14)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}(?!\d)|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20|13|14)\d\d(?!\d)"
)
