"""Columns that say who or where a person is: by what their cells look like, by their name where that is not enough."""

import ipaddress
import re
from collections.abc import Callable, Sequence
from typing import Literal

from cxdash.ingest.personal.checksums import is_card, is_iban, is_national_id
from cxdash.ingest.personal.folding import fold

PersonalKind = Literal["email", "phone", "card", "national_id", "iban", "name", "ip", "coordinates", "address"]

MOST = 0.6
"""The share of the cells that must look like a kind of personal data."""

FEWEST = 5
"""Numbers without a word for what they are prove themselves by their check digits; fewer than this could be chance."""


def personal(name: str, values: Sequence[str]) -> PersonalKind | None:
    """The kind of personal data a column holds, None for none: `name` is its header, `values` some of its cells.

    Answers in free text are none even where they name a person: those are masked, not ignored.
    """
    cells = [cell for value in values if (cell := fold(value).strip())]
    header = _header(name)
    for kind, looks in _LOOKS.items():
        if _share(cells, looks) >= MOST and not (kind == "phone" and _are_numbers_of_things(header, cells)):
            return kind
    if len(set(cells)) >= FEWEST and _share(cells, _is_proven) >= 0.9:
        return "card" if _share(cells, _is_bare_card) >= 0.9 else "national_id"
    return next((kind for kind, named in _NAMED.items() if named(header, cells, values)), None)


def _are_numbers_of_things(header: str, cells: Sequence[str]) -> bool:
    """Bare digits under a name for what is numbered: an order or a customer is often as long as a telephone number."""
    if not _says(header, _NUMBERED) or _says(header, _PHONE) or not all(map(str.isdecimal, cells)):
        return False
    # Shops do number their customers by mobile phone: eleven digits from 09 on are no number of anything else.
    return _share(cells, re.compile(r"09\d{9}").fullmatch) < MOST


def _header(name: str) -> str:
    """A header as lower-case words between blanks: " first name " of "FirstName"."""
    spread = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    words = re.findall(r"[^\W_]+", fold(spread))
    return f" {' '.join(words)} "


def _share(cells: Sequence[str], looks: Callable[[str], object]) -> float:
    return sum(1 for cell in cells if looks(cell)) / len(cells) if cells else 0.0


def _digits(cell: str) -> str:
    return "".join(filter(str.isdigit, cell))


def _is_ip(cell: str) -> bool:
    if cell.count(".") != 3 and cell.count(":") < 2:
        return False
    try:
        return bool(ipaddress.ip_address(cell))
    except ValueError:
        return False


def _is_bare_card(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d -]{13,23}", cell)) and is_card(_digits(cell))


def _is_proven(cell: str) -> bool:
    return _is_bare_card(cell) or (bool(re.fullmatch(r"[\d -]{9,19}", cell)) and is_national_id(_digits(cell)))


def _is_account(cell: str) -> bool:
    return is_iban(re.sub("[ -]", "", cell))


_LOOKS: dict[PersonalKind, Callable[[str], object]] = {
    "email": re.compile(r"(?:mailto:)?[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,8}").fullmatch,
    "iban": _is_account,
    "ip": _is_ip,
    "phone": re.compile(r"\(?\+ ?[1-9][\d ().\-/]{7,20}|00[1-9][\d ().-]{8,18}|0?9\d{9}|05\d-?\d{7}").fullmatch,
    "coordinates": re.compile(r"-?\d{1,3}\.\d{3,} ?[,;] ?-?\d{1,3}\.\d{3,}").fullmatch,
}


def _says(header: str, words: str) -> bool:
    """Whether one of the words, separated by "|", stands in a header."""
    return any(f" {word} " in header for word in fold(words).split("|"))


def _named_phone(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    return _says(header, _PHONE) and _share(cells, re.compile(r"[+(]?[\d ().\-/]{7,20}").fullmatch) >= 0.5


def _named_mail(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    return _says(header, _MAIL) and _share(cells, lambda cell: "@" in cell) >= 0.3


def _named_id(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    shape = re.compile(r"[a-z]{0,6}[\d .\-]{6,18}[a-z\d]{0,5}")
    return _says(header, _ID) and _share(cells, shape.fullmatch) >= MOST


def _named_card(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    # Exports often hide a part of the number, and that part is still nobody's business.
    return _says(header, _CARD) and _share(cells, re.compile(r"[\dx*• -]{12,23}").fullmatch) >= MOST


def _named_account(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    return _says(header, _IBAN) and _share(cells, re.compile(r"[a-z]{0,2}[\d -]{8,34}").fullmatch) >= MOST


def _named_ip(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    return _says(header, _IP) and _share(cells, re.compile(r"[\da-f.:*x]{3,45}").fullmatch) >= MOST


def _named_coordinate(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    number = re.compile(r"-?\d{1,3}(?:[.,]\d+)?°?[nsew]?")
    return _says(header, _COORDINATES) and _share(cells, number.fullmatch) >= MOST


def _named_address(header: str, cells: Sequence[str], _values: Sequence[str]) -> bool:
    """A street has letters, and a number or several words; a postcode has few letters and mostly digits."""
    if _says(header, _POSTCODE) and _share(cells, re.compile(r"(?=.*\d)[\w -]{3,12}").fullmatch) >= MOST:
        return len(set(cells)) > 2
    street = re.compile(r"(?=.*[^\W\d])(?:.*\d.*|\S+\s+\S+.*)")
    return _says(header, _ADDRESS) and _share(cells, street.fullmatch) >= MOST and _vary(cells)


def _named_person(header: str, cells: Sequence[str], values: Sequence[str]) -> bool:
    """The header is the name of a person and nothing else's, and the cells are a few words that differ."""
    exact = header.strip() in fold(_NAME).split("|")
    if not exact and not _says(header, _PERSON):
        return False
    shape = re.compile(r"[^\W\d_]['’.\-\w]*(?:[ ,]+[^\W\d_]['’.\-\w]*){0,4}\.?")
    if _share(cells, shape.fullmatch) < 0.8 or not _vary(cells):
        return False
    # Where there are capitals names have them; products and stages called so by chance often do not.
    return not exact or _share([value.strip() for value in values if value.strip()], _is_capitalised) >= MOST


def _is_capitalised(cell: str) -> bool:
    return all(not word[0].islower() for word in cell.split()[:1] + cell.split()[-1:])


def _vary(cells: Sequence[str]) -> bool:
    return len(set(cells)) > 2 and len(set(cells)) >= 0.3 * len(cells)


_PHONE = (
    "phone|telephone|mobile|cell|cellphone|tel|whatsapp|msisdn|fax|تلفن|موبایل|همراه|شماره تماس|واتساپ|هاتف"
    "|الهاتف|جوال|الجوال|محمول|טלפון|נייד|פלאפון|telefon|telefonnummer|handy|mobil|rufnummer|téléphone|portable"
    "|teléfono|telefono|móvil|celular"
)
_MAIL = "email|mail|ایمیل|پست الکترونیک|البريد|البريد الإلكتروني|الايميل|דואל|מייל|אימייל|courriel|correo"
_NUMBERED = (
    "id|ids|code|key|ref|reference|respondent|respondentid|order|ticket|case|invoice|customerid|userid|orderid"
    "|responseid|شناسه|کد|معرف|מזהה|nummer|bestellnummer|kundennummer"
)
_ID = (
    "national id|national code|nationalid|ssn|social security|passport|identity number|id number|id card|iqama"
    "|emirates id|کد ملی|کدملی|شماره ملی|گذرنامه|الرقم القومي|رقم الهوية|الهوية|رقم الإقامة|جواز السفر|תעודת זהות"
    "|תז|ת ז|מספר זהות|דרכון|dni|nie|nif|cpf|bsn|pesel|personalausweis|ausweisnummer|steuer id|nir"
    "|numéro de sécurité sociale|codice fiscale|personnummer"
)
_CARD = (
    "card number|cardnumber|card no|credit card|pan|شماره کارت|رقم البطاقة|מספר כרטיס|כרטיס אשראי|kartennummer"
    "|numéro de carte|número de tarjeta|tarjeta"
)
_IBAN = (
    "iban|bank account|account number|شبا|شماره شبا|شماره حساب|رقم الحساب|الآيبان|חשבון בנק|מספר חשבון"
    "|kontonummer|bankverbindung|rib|número de cuenta"
)
_IP = "ip|ip address|ipaddress|ip addr|آی پی|آدرس ip|عنوان ip|כתובת ip|adresse ip|ip adresse|dirección ip"
_COORDINATES = (
    "latitude|longitude|lat|lon|lng|long|gps|geo|location latitude|location longitude|عرض جغرافیایی|طول جغرافیایی"
    "|خط العرض|خط الطول|קו רוחב|קו אורך|breitengrad|längengrad|latitud|longitud"
)
_ADDRESS = (
    "address|street|آدرس|نشانی|العنوان|عنوان|כתובת|רחוב|adresse|anschrift|straße|strasse|rue|dirección|direccion"
    "|calle|domicilio"
)
_POSTCODE = (
    "zip|zip code|zipcode|postcode|postal code|کد پستی|کدپستی|الرمز البريدي|מיקוד|plz|postleitzahl|code postal"
    "|código postal"
)
_PERSON = (
    "first name|last name|full name|firstname|lastname|fullname|surname|given name|family name|middle name"
    "|customer name|client name|contact name|user name|patient name|guest name|respondent name|recipient name"
    "|employee name|agent name|نام خانوادگی|نام و نام خانوادگی|نام کامل|نام مشتری|نام کوچک|اسم العميل"
    "|الاسم الكامل|الاسم الأول|اسم العائلة|اللقب|שם פרטי|שם משפחה|שם מלא|שם הלקוח|vorname|nachname|familienname"
    "|kundenname|prénom|nom de famille|nom complet|nom du client|apellido|apellidos|nombre completo"
    "|nombre del cliente"
)
_NAME = "name|your name|names|نام|اسم|الاسم|שם|nom|nombre|שמך|نام شما|اسمك|ihr name|votre nom"

_NAMED: dict[PersonalKind, Callable[[str, Sequence[str], Sequence[str]], bool]] = {
    "phone": _named_phone,
    "email": _named_mail,
    "national_id": _named_id,
    "card": _named_card,
    "iban": _named_account,
    "ip": _named_ip,
    "coordinates": _named_coordinate,
    "name": _named_person,
    "address": _named_address,
}
