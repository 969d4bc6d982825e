"""The check digits of cards, accounts and identity numbers: what tells them from any other long number."""

from collections.abc import Callable, Sequence

# ISO 13616: the length of an IBAN by country, the countries with banks that a comment may well name.
IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21,
    "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22,
    "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IR": 26, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29,
}  # fmt: skip

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def is_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812.

    >>> is_luhn("4111111111111111"), is_luhn("4111111111111112")
    (True, False)
    """
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[::-2]))) % 10 == 0


def is_card(digits: str) -> bool:
    """Whether these are the digits of a payment card: a length and a beginning that its issuers use, and the check."""
    first = digits[:1]
    allowed = {13: "4", 14: "3", 15: "3", 16: "234569", 17: "56", 18: "56", 19: "4569"}.get(len(digits), "")
    return bool(first) and first in allowed and len(set(digits)) > 1 and is_luhn(digits)


def is_iban(text: str) -> bool:
    """Whether letters and digits without blanks are an account of ISO 13616: country, length, and 97 as the check."""
    text = text.upper()
    if IBAN_LENGTHS.get(text[:2]) != len(text) or not (text.isascii() and text.isalnum()):
        return False
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1


def is_spanish(text: str) -> bool:
    """Whether eight digits (or X, Y, Z and seven) carry the letter of a Spanish DNI or NIE."""
    text = text.upper()
    number = text[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdigit() and _DNI_LETTERS[int(number) % 23] == text[-1]


def is_national_id(digits: str) -> bool:
    """Whether bare digits are an identity number of a country whose numbers prove themselves.

    Israel 9; Iran and Saudi Arabia 10; Poland, Belgium, Germany 11; Egypt 14; Emirates, France 15.
    """
    return len(set(digits)) > 1 and any(holds(digits) for holds in _BY_LENGTH.get(len(digits), ()))


def is_swedish(digits: str) -> bool:
    """Whether ten digits are a Swedish personnummer: a day of birth and the check."""
    return _is_day(digits[2:4], digits[4:6]) and is_luhn(digits)


def _is_iranian(digits: str) -> bool:
    rest = sum((10 - place) * int(digit) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def _is_saudi(digits: str) -> bool:
    return digits[0] in "12" and is_luhn(digits)


def _is_polish(digits: str) -> bool:
    month = int(digits[2:4]) % 20
    return _is_day(f"{month:02}", digits[4:6]) and _weighed(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def _is_belgian(digits: str) -> bool:
    born, check = digits[:9], int(digits[9:])
    return _is_day(born[2:4], born[4:6]) and check in (97 - int(born) % 97, 97 - int("2" + born) % 97)


def _is_german(digits: str) -> bool:
    # Ten digits of which one occurs two or three times; ISO 7064 MOD 11,10.
    most = max(digits[:10].count(digit) for digit in set(digits[:10]))
    if digits[0] == "0" or not 2 <= most <= 3:
        return False
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[10])


def _is_egyptian(digits: str) -> bool:
    governorate = int(digits[7:9])
    return digits[0] in "23" and _is_day(digits[3:5], digits[5:7]) and (1 <= governorate <= 35 or governorate == 88)


def _is_emirati(digits: str) -> bool:
    return digits.startswith(("78419", "78420")) and is_luhn(digits)


def _is_french(digits: str) -> bool:
    return digits[0] in "12" and _is_day(digits[3:5], "01") and 97 - int(digits[:13]) % 97 == int(digits[13:])


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


_BY_LENGTH: dict[int, tuple[Callable[[str], bool], ...]] = {
    9: (is_luhn,),
    10: (_is_iranian, _is_saudi),
    11: (_is_polish, _is_belgian, _is_german),
    14: (_is_egyptian,),
    15: (_is_emirati, _is_french),
}
