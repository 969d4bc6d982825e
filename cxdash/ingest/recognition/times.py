"""Which column says when it happened, and how its dates are written."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Literal

from cxdash.ingest.profile import ColumnProfile
from cxdash.ingest.recognition.fields import Field, Proposal, best
from cxdash.ingest.recognition.times_of_day import add_time_of_day
from cxdash.locale import N_
from cxdash.vocabulary.numbers import PLAIN_DIGITS

Order = Literal["day_first", "month_first", "unknown"]

# The moment that counts is when somebody answered; when a record was opened or planned says less.
_SURVEY_ORDER = ("time_answered", "time_ended", "time_event", "time_created", "time_started")
_EVENT_ORDER = ("time_event", "time_ended", "time_created", "time_started", "time_answered")
_DATES = {"day_first": "%d{0}%m{0}%Y", "month_first": "%m{0}%d{0}%Y"}
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S")
_NAMED = ("%d/%b/%y", "%d/%b/%Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y")


def add_time(columns: Sequence[Field], proposal: Proposal, *, events: bool) -> None:
    """Give the role `time` to the one column that says when it happened, and `time_of_day` to what completes it.

    The other moments stay out.
    """
    order = _EVENT_ORDER if events else _SURVEY_ORDER
    candidates = [column for column in columns if column.is_moment and not proposal.has(column)]
    chosen = None
    if "time" not in proposal.roles():
        chosen = best((_fitness(column, order), column) for column in candidates)
        if chosen is None:
            return
        proposal.add(chosen[1], "time", chosen[0], **moment_keys(chosen[1], proposal))
    add_time_of_day(columns, proposal)
    for other in candidates:
        if chosen is None or other is not chosen[1]:
            proposal.add(other, "ignore", 0.6)


def _fitness(column: Field, order: tuple[str, ...]) -> float:
    filled = column.profile.n / (column.profile.n + column.profile.missing)
    if column.log_role == "time":
        return 1.0
    if column.means("time_other"):
        return 0.2 * filled
    for place, concept in enumerate(order):
        if column.means(concept):
            return (0.95 - 0.08 * place) * (0.5 + 0.5 * filled) - 0.02 * (column.means(concept) < 1)
    return 0.4 * filled


def moment_keys(column: Field, proposal: Proposal) -> dict[str, str | None]:
    """The mapping's `format` and `calendar` for a column of moments."""
    if column.is_compact_date:
        return {"format": "%Y%m%d"}
    calendar = _calendar(column.profile)
    if calendar:
        proposal.warn(N_("The dates in “{column}” are not in the Gregorian calendar."), column=column.source)
    return {"format": date_format(column.profile, proposal), "calendar": calendar}


def _calendar(profile: ColumnProfile) -> str | None:
    """Years of this age are 1390 to 1410 in the solar Hijri calendar and 1420 to 1450 in the lunar one."""
    if profile.iso < 0.95:
        return None
    digits = [value.translate(PLAIN_DIGITS)[:4] for value in profile.values]
    years = [int(year) for year in digits if year.isdigit()]
    if not years or not all(1300 <= year <= 1500 for year in years):
        return None
    return "jalali" if max(years) < 1415 else "hijri"


def date_format(profile: ColumnProfile, proposal: Proposal) -> str | None:
    """The strptime format of a column's dates, or None where they are ISO 8601 or seconds and need none."""
    if profile.iso >= max(profile.slashed, profile.named_month):
        return _year_first(profile)
    samples = profile.values
    if profile.named_month > profile.slashed:
        return _most_read(samples, [date + clock for date in _NAMED for clock in _CLOCKS])
    order = day_or_month_first(profile)
    if min(profile.day_high or 0, profile.month_high or 0) > 12:
        proposal.warn(
            N_(
                "“{column}” mixes dates with the day first and with the month first; say which in the mapping’s format."
            ),
            column=profile.source,
        )
        return None
    if order == "unknown":
        proposal.warn(
            N_("The dates in “{column}” can be read with the day or the month first; the day first is assumed."),
            column=profile.source,
        )
        order = "day_first"
    separator = next((mark for mark in "/-." if samples and mark in samples[0][:3]), "/")
    date = _DATES[order].format(separator)
    return _most_read(samples, [each + clock for each in (date, date.replace("%Y", "%y")) for clock in _CLOCKS])


def day_or_month_first(profile: ColumnProfile) -> Order:
    """Decided by the values above 12 of the whole sampled column: 25/9 can only have the day first."""
    first, second = profile.day_high or 0, profile.month_high or 0
    if first > 12 >= second:
        return "day_first"
    if second > 12 >= first:
        return "month_first"
    return "unknown"


def _year_first(profile: ColumnProfile) -> str | None:
    separator = profile.values[0].translate(PLAIN_DIGITS)[4:5] if profile.values else "-"
    if separator in ("-", ""):
        return None
    return _most_read(profile.values, [f"%Y{separator}%m{separator}%d{clock}" for clock in _CLOCKS])


def _most_read(samples: Sequence[str], formats: Sequence[str]) -> str | None:
    """The format that reads most of the samples, the earlier of equals; None where none reads any."""
    texts = [sample.translate(PLAIN_DIGITS).strip() for sample in samples[:40]]
    reads = [sum(_reads(text, pattern) for text in texts) for pattern in formats]
    most = max(reads, default=0)
    return formats[reads.index(most)] if most else None


def _reads(text: str, pattern: str) -> bool:
    with suppress(ValueError):
        datetime.strptime(text, pattern)  # noqa: DTZ007 - only whether it can be read is asked
        return True
    return False
