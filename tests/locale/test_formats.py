import datetime as dt
import math
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.locale import formats, translation
from cxdash.locale.formats import DifferenceUnit


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    translation.set_language("en")
    yield
    translation.set_language("en")


@pytest.mark.parametrize(
    "show",
    [
        formats.number,
        formats.count,
        formats.compact,
        formats.percent,
        lambda x: formats.distance(x, "points"),
        formats.p_value,
        formats.duration,
        lambda x: formats.value(x, "score"),
        lambda x: formats.signed(x, "percent"),
        lambda x: formats.interval(x, x, "percent"),
        lambda x: formats.signed_interval(x, x, "relative"),
    ],
)
@pytest.mark.parametrize("unknown", [None, math.nan, math.inf])
def test_what_is_not_known_is_a_dash(show: Callable[[float | None], str], unknown: float | None) -> None:
    assert show(unknown) == "–"


def test_absent_dates_are_a_dash() -> None:
    assert (formats.date(None), formats.month(None), formats.short_date(None), formats.moment(None)) == ("–",) * 4


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_number_reads_back_as_the_rounded_value(x: float, digits: int) -> None:
    shown = formats.number(x, digits)
    assert "-" not in shown
    assert float(shown.replace(",", "").replace("−", "-")) == pytest.approx(round(x, digits), abs=10**-digits)


@pytest.mark.parametrize("x", [-0.2, -0.0, 0.0, 0.4])
def test_nothing_is_minus_zero(x: float) -> None:
    assert formats.number(x) == "0"
    assert formats.signed(x, "points", 0) == "0"
    assert formats.percent(x) == "0%"


@given(st.floats(1e-4, 1e6), st.sampled_from(["points", "percent", "score", "relative"]), st.sampled_from([-1, 1]))
def test_a_difference_that_is_one_never_reads_as_none(size: float, unit: DifferenceUnit, sign: int) -> None:
    shown = formats.signed(sign * size, unit)
    assert shown.startswith("+" if sign > 0 else "−")
    assert any(digit in shown for digit in "123456789")


@given(st.floats(1e-4, 1e3), st.floats(0, 1e3), st.sampled_from(["points", "percent", "score", "relative"]))
def test_an_interval_without_zero_reads_so(low: float, width: float, unit: DifferenceUnit) -> None:
    shown = formats.signed_interval(low, low + width, unit)
    assert "+0 " not in shown
    assert shown.startswith("+")
    assert formats.signed_interval(-low - width, -low, unit).count("−") == 2


def test_the_noise_of_reckoning_is_nothing() -> None:
    assert formats.signed(1e-14, "percent") == "0 pp"


def test_differences_of_shares_are_percentage_points_and_relative_ones_percent() -> None:
    assert formats.signed(3.2, "percent") == "+3 pp"
    assert formats.signed(-3.26, "percent", 1) == "−3.3 pp"
    assert formats.signed(-3.26, "relative") == "−3.3%"
    assert formats.signed_interval(-1, 5, "points") == "−1 to +5"


def test_one_point_is_singular_by_what_is_shown() -> None:
    assert formats.distance(1.2, "points") == "1 point"
    assert formats.distance(12, "points") == "12 points"
    assert formats.distance(0.43, "percent") == "0.4 percentage points"
    assert formats.distance(1, "percent") == "1 percentage point"
    assert formats.distance(0.02, "score") == "0.02 score points"


def test_open_ends_are_words() -> None:
    assert formats.interval(None, 40, "points") == "up to 40"
    assert formats.interval(40, None, "points") == "40 or more"
    assert formats.interval(math.nan, 4.2, "score") == "up to 4.20"


@pytest.mark.parametrize(
    ("p", "shown"), [(0.0, "< 0.001"), (0.00099, "< 0.001"), (0.0499, "0.050"), (0.51, "0.51"), (1.0, "1.00")]
)
def test_p_value(p: float, shown: str) -> None:
    assert formats.p_value(p) == shown


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026"),
        (dt.date(2024, 2, 1), dt.date(2024, 2, 29), "February 2024"),
        (dt.date(2026, 3, 5), dt.date(2026, 3, 5), "Mar 5, 2026"),
        (dt.date(2026, 3, 5), None, "since Mar 5, 2026"),
        (None, dt.date(2026, 3, 5), "until Mar 5, 2026"),
        (None, None, "all time"),
    ],
)
def test_period(since: dt.date | None, until: dt.date | None, shown: str) -> None:
    assert formats.period(since, until) == shown


def test_a_period_over_months_names_both_ends() -> None:
    shown = formats.period(dt.date(2026, 3, 5), dt.date(2026, 4, 7))
    assert "Mar 5" in shown
    assert "Apr 7, 2026" in shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 sec"), (0.4, "0 sec"), (59.6, "1 min"), (61, "1 min 1 sec"), (7260, "2 hr 1 min"), (-90, "−1 min 30 sec")],
)
def test_duration(seconds: float, shown: str) -> None:
    assert formats.duration(seconds) == shown


def test_duration_leaves_out_what_is_smaller_than_a_gap() -> None:
    assert formats.duration(86_400 + 5) == "1 day"


def test_moment_has_minutes_but_no_seconds() -> None:
    shown = formats.moment(dt.datetime.fromisoformat("2026-03-05T14:07:09"))
    assert ":07" in shown
    assert ":09" not in shown


def test_separators_are_the_language_s_own() -> None:
    translation.set_language("de")
    assert formats.number(-1234.5, 1) == "−1.234,5"
    assert formats.percent(61.8, 1) == "61,8\N{NO-BREAK SPACE}%"
    translation.set_language("fa")
    assert formats.number(1234.5, 1) == "۱٬۲۳۴٫۵"
    assert formats.percent(62) == "۶۲٪"
    assert not any(c in "0123456789" for c in formats.date(dt.date(2026, 3, 5)))


def test_an_unknown_language_reads_as_english() -> None:
    translation.set_language("xx-nowhere")
    assert formats.number(1234.5, 1) == "1,234.5"
