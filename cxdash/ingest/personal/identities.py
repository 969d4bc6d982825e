"""Ids that are e-mail addresses or telephone numbers as salted hashes: the same person, and nobody's address."""

import hashlib
import re

from cxdash.ingest.personal.folding import fold
from cxdash.mart.sql import literal

IDENTITY_ROLES = frozenset({"customer_id", "unit_id", "agent"})
PREFIX = "person-"
_HEX = 20  # 80 bits: ten million persons collide with a chance below 1 in 10^10

MAIL = r"[^\s@]{1,64}@[^\s@]{1,255}"
PHONE = r"\(?(\+ ?|00)[1-9][0-9 ().\-]{7,20}|\(?0[1-9][0-9 ().\-]{7,16}"
_mail, _phone = re.compile(MAIL), re.compile(PHONE)


def looks_personal(value: str) -> bool:
    """Whether an id is an e-mail address or a telephone number written with its 0, 00 or +."""
    plain = fold(value).strip()
    return bool(_mail.fullmatch(plain) or _phone.fullmatch(plain))


def pseudonym(value: str, salt: str) -> str:
    """What stands for a personal id: the same for every way of writing it, another one for every salt.

    Capitals, blanks and punctuation of telephone numbers make no difference; ids that are not personal stay.

    >>> pseudonym("C-1024", "salt")
    'C-1024'
    >>> pseudonym("Sara@Example.com", "salt") == pseudonym("sara@example.com ", "salt")
    True
    """
    if not looks_personal(value):
        return value
    plain = fold(value).strip()
    if "@" not in plain:
        plain = re.sub("[^0-9]", "", plain.replace("+", "00"))
    return PREFIX + hashlib.sha256((salt + plain).encode()).hexdigest()[:_HEX]


def pseudonym_sql(text: str, salt: str) -> str:
    """`pseudonym` as SQL over the expression `text`; `folded(x)` is to be the macro `FOLDED`."""
    said = f"folded({text})"
    number = f"regexp_replace(replace({said}, '+', '00'), '[^0-9]', '', 'g')"
    hashed = "{literal} || left(sha256({salt} || {plain}), {n})"
    mail = hashed.format(literal=literal(PREFIX), salt=literal(salt), plain=said, n=_HEX)
    phone = hashed.format(literal=literal(PREFIX), salt=literal(salt), plain=number, n=_HEX)
    # Hardly any id needs the slow look: the first characters and the length in bytes tell.
    plain = f"NOT contains({text}, '@') AND ({text})[1] NOT IN ('0', '+', '(') AND strlen({text}) = length({text})"
    return f"""CASE WHEN {plain} THEN {text}
        WHEN regexp_full_match({said}, {literal(MAIL)}) THEN {mail}
        WHEN regexp_full_match({said}, {literal(PHONE)}) THEN {phone} ELSE {text} END"""
