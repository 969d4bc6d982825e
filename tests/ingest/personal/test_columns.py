"""Columns about a person are known by their cells or their name; columns about things are left alone."""

import pytest

from cxdash.ingest.personal.columns import personal

PERSONAL = {
    "email": [
        ("Contact", ["a@b.co", "c.d@e.org", "f@g.net"]),
        ("recipientEmail", ["a@b.co", "", "x"]),
    ],
    "phone": [
        ("x", ["+98 912 345 6789", "+98 935 111 2233", "+98 21 8877 6655"]),
        ("تلفن همراه", ["۰۹۱۲۳۴۵۶۷۸۹", "۰۹۳۵۱۱۱۲۲۳۳"]),
        ("customer_id", ["09121234567", "09351112233", "09191112234"]),
        ("טלפון", ["03-1234567", "09-7654321"]),
        ("رقم الجوال", ["0501234567", "٠٥٠١٢٣٤٥٦٨"]),
        ("Téléphone portable", ["06 12 34 56 78", "07 11 22 33 44"]),
        ("Phone Number", ["5551234", "5559876"]),
    ],
    "card": [
        ("x", ["4111111111111111", "5555 5555 5555 4444", "6037991112345677", "4000056655665556", "5105105105105100"]),
    ],
    "iban": [("x", ["IR820540102680020817909002", "DE89 3704 0044 0532 0130 00"])],
    "national_id": [
        ("کد ملی", ["0013542419", "0013542420"]),
        ("ת.ז", ["000000018", "123456782"]),
        ("DNI", ["12345678Z", "87654321X"]),
        ("code", ["0013542419", "0084575948", "1112223339", "4567891236", "2270101014", "0540123455"]),
    ],
    "ip": [("c7", ["10.0.0.1", "2001:db8::1", "192.168.1.20"]), ("IP Address", ["10.0.*.*", "10.1.*.*"])],
    "coordinates": [("LocationLatitude", ["35.7", "51.42"]), ("place", ["35.6892, 51.3890", "32.0853,34.7818"])],
    "name": [
        ("First Name", ["Sara", "Omid", "Lea"]),
        ("نام و نام خانوادگی", ["علی رضایی", "مینا احمدی", "سارا کریمی"]),
        ("שם מלא", ["דנה לוי", "יוסי כהן", "נועה מזרחי"]),
        ("الاسم", ["فاطمة علي", "عمر حسن", "هدى سالم"]),
        ("Nachname", ["Müller", "Özil", "von Arnim"]),
        ("Prénom", ["Zoé", "Jean-Luc", "Anaïs"]),
        ("Apellidos", ["García López", "Núñez", "Ruiz"]),
        ("name", ["Sara Miller", "Tom Dean", "Lea Wolf"]),
    ],
    "address": [
        ("Straße", ["Hauptstr. 5", "Am Markt 12", "Ring 7"]),
        ("آدرس", ["تهران، خیابان آزادی ۱۲", "شیراز، بلوار زند ۴", "تبریز کوچه ۳"]),
        ("Zip code", ["10115", "80331", "20095"]),
    ],
}  # fmt: skip

OTHERS = [
    ("response_id", ["R1", "R2", "R3", "R4", "R5", "R6"]),
    ("customer_id", ["100000001", "100000002", "100000003", "100000004", "100000005", "100000006"]),
    ("Phone service", ["Yes", "No", "Yes"]),
    ("nps", ["9", "10", "7", "8", "3", "0"]),
    ("created_at", ["2025-11-21T10:00:00Z", "2025-11-22T10:00:00Z"]),
    ("epoch", ["1735689600", "1735689601", "1735689602", "1735689603", "1735689604", "1735689605"]),
    ("comment", ["mail me at a@b.co please", "late and cold", "my number is 0912 345 6789"]),
    ("Event name", ["login", "logout", "checkout"]),
    ("name", ["login page", "checkout page", "help page"]),
    ("Touchpoint name", ["Store", "App", "Call centre"]),
    ("name", ["Store", "Store", "Store", "App", "App", "App", "App"]),
    ("version", ["1.2.3", "1.2.4", "2.0.0"]),
    ("address quality", ["1", "5", "4"]),
    ("lat", ["slow", "fast", "slow"]),
    ("customer_id", ["001234567890", "001234567891", "001234567892"]),
    ("RespondentID", ["9292879998", "9292879538", "9292765271"]),
    ("Order ref", ["9123456789", "9123456790", "9123456791"]),
    ("empty", []),
    ("email", ["", " "]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "values"), [(k, *case) for k, cases in PERSONAL.items() for case in cases])
def test_a_column_about_a_person(kind: str, name: str, values: list[str]) -> None:
    assert personal(name, values) == kind


@pytest.mark.parametrize(("name", "values"), OTHERS)
def test_a_column_about_anything_else(name: str, values: list[str]) -> None:
    assert personal(name, values) is None
