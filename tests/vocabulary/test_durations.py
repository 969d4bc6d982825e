"""Durations in words, clocks and the writings of programs."""

import pytest

from cxdash.vocabulary.durations import is_two_part, seconds_in, without_unit


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5 minutes", 300), ("1h 20m", 4800), ("1h20", 4800), ("5-6 minutes", None), ("2 days 3 hours", 183600),
        ("90s", 90), ("1.5 h", 5400),
        ("1,5 Stunden", 5400), ("an hour", 3600), ("1 Std. 20 Min.", 4800), ("1 hour and 5 minutes", 3900),
        ("2 heures et 5 minutes", 7500), ("1 hora y 20 minutos", 4800), ("3 Tage", 259200), ("250 ms", 0.25),
        ("۵ دقیقه", 300), ("۲ ساعت و ۵ دقیقه", 7500), ("ساعة و 5 دقائق", 3900), ("ساعتان", 7200), ("٣ أيام", 259200),
        ("יומיים", 172800), ("3 שעות ו-5 דקות", 11100), ("3 שעות ו 5 דקות", 11100), ("שעה", 3600), ("5'30\"", 330),
        ("PT1H20M", 4800), ("P2DT3H", 183600), ("PT0.5S", 0.5), ("P", None), ("1w 2d", 777600),
        ("0:02:23", 143), ("26:03:04", 93784), ("1 day, 2:03:04", 93784), ("0 days 00:02:23", 143),
        ("1.02:03:04", 93784), ("2 days 3:30", 185400), ("1/1/1970 0:27", 1620), ("1/2/1970 3:10", 97800),
        ("1970-01-01 00:27:05", 1625), ("1899-12-31 00:27:00", 88020), ("1/0/1900 0:27", 1620), ("-0:10:00", -600),
        ("", None), ("soon", None), ("5", None), ("5 m 6 h", None), ("5 5 min", None), ("min 5", None), ("2:75", None),
        ("2 months", None), ("5 min 3", None), ("and", None), ("10:00 AM", None), ("5/6/1970 0:10", None),
    ],
)  # fmt: skip
def test_what_a_text_says(text: str, seconds: float | None) -> None:
    assert seconds_in(text) == (None if seconds is None else pytest.approx(seconds))


def test_two_numbers_need_a_unit() -> None:
    assert (seconds_in("2:55"), seconds_in("2:55", 60), seconds_in("2:55", 3600)) == (None, 175, 10500)
    assert [is_two_part(text) for text in ("2:55", "۲:۵۵", "0:02:55", "1 day 2:55", "2:75")] == [(2, 55), (2, 55)] + [
        None
    ] * 3


def test_the_unit_in_a_name() -> None:
    names = ("duration in minutes", "wait h", "مدت دقیقه", "resolution days", "duration")
    assert [without_unit(name) for name in names] == [
        ("duration in", "min"), ("wait", "h"), ("مدت", "min"), ("resolution", "d"), ("duration", None)
    ]  # fmt: skip
