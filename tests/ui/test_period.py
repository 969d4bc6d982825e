"""Presets follow the data's last day, so that a link means the same days on every machine."""

from datetime import date

import pytest

from cxdash.ui import period

LAST = date(2026, 8, 14)


@pytest.mark.parametrize(
    ("code", "since"),
    [
        ("30d", date(2026, 7, 16)),
        ("90d", date(2026, 5, 17)),
        ("month", date(2026, 8, 1)),
        ("quarter", date(2026, 7, 1)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_a_preset_ends_on_the_last_day_there_is_data_for(code: str, since: date) -> None:
    assert period.days(code, LAST) == period.Period(code, since, LAST)


def test_without_dates_every_period_is_all_of_them() -> None:
    assert period.days("30d", None) == period.Period("all", None, None)


def test_every_preset_has_words() -> None:
    assert all(period.shown(code) for code in period.PRESETS)


def test_short_or_undated_data_is_shown_whole() -> None:
    first = date(2026, 7, 1)
    assert period.default_code(first, LAST, undated=False) == "all"
    assert period.default_code(date(2025, 1, 1), LAST, undated=True) == "all"
    assert period.default_code(date(2025, 1, 1), LAST, undated=False) == "90d"
    assert period.default_code(None, None, undated=False) == "all"


@pytest.mark.parametrize(
    "text", ["", "2026-01-01", "2026-02-30..2026-03-01", "2026-03-01..2026-02-01", "a..b", "1..2..3"]
)
def test_what_is_no_pair_of_days_is_not_one(text: str) -> None:
    assert period.read_days(text) is None


def test_days_are_read_back() -> None:
    assert period.read_days("2026-01-01..2026-01-31") == (date(2026, 1, 1), date(2026, 1, 31))
